//! `gameData`: what is true of the game as a whole.

use super::object::object;
use super::person::{biography, official, person};
use crate::date::{Millis, day_of, timestamp, timestamp_millis};
use crate::game::Game;
use crate::play::{EventKind, Side};
use crate::setting::has_pitch_challenges;
use crate::venue::Venue;
use serde_json::{Map, Value};

/// Evening games end after midnight by universal time; half a day earlier it is the same day everywhere.
const HALF_A_DAY: Millis = 12 * 3_600_000;

pub(super) fn game_data(game: &Game) -> Value {
    let (plan, setting) = (&game.plan, &game.setting);
    let (pk, date, season) = (plan.game_pk, plan.date.to_string(), plan.date.year.to_string());
    let slashed = date.replace('-', "/");
    let [away, home] = &plan.clubs;
    let id = format!(
        "{slashed}/{}mlb-{}mlb-{}",
        away.team_code, home.team_code, plan.game_number
    );
    let mut value = object! {
        "game": object! {
            "pk": pk,
            "type": "R",
            "doubleHeader": plan.double_header,
            "id": id,
            "gamedayType": "P",
            "tiebreaker": "N",
            "gameNumber": plan.game_number,
            "calendarEventID": format!("14-{pk}-{date}"),
            "season": season.clone(),
            "seasonDisplay": season,
        },
        "datetime": datetime(game),
        "status": game.state.status(game.is_shortened()),
        "teams": object! {
            "away": super::team::team(away, plan.date.year, game.records[0]),
            "home": super::team::team(home, plan.date.year, game.records[1]),
        },
        "players": players(game),
        "venue": venue(game),
        "officialVenue": object! {"id": setting.venue.id, "link": format!("/api/v1/venues/{}", setting.venue.id)},
        "weather": weather(game),
        "gameInfo": game_info(game),
        "review": review(game),
        "flags": flags(game),
        "alerts": Vec::<Value>::new(),
        "probablePitchers": object! {
            "away": person(game.squads[0].player(game.squads[0].probable)),
            "home": person(game.squads[1].player(game.squads[1].probable)),
        },
        "officialScorer": official(&setting.scorer),
        "primaryDatacaster": official(&setting.data_caster),
        "moundVisits": by_side(|side| mound_visits(game, side)),
    };
    if has_pitch_challenges(plan.date) {
        value["absChallenges"] = pitch_challenges(game);
    }
    value
}

/// When it was played; a game that was suspended also says when it went on, and from when.
fn datetime(game: &Game) -> Value {
    let setting = &game.setting;
    let date = game.plan.date.to_string();
    let (time, half) = setting.local_time(setting.scheduled);
    let mut value = object! {
        "dateTime": timestamp(setting.scheduled),
        "originalDate": date.clone(),
        "officialDate": date.clone(),
        "dayNight": if setting.night { "night" } else { "day" },
        "time": time,
        "ampm": half,
    };
    if let Some(from) = game
        .plan
        .booking
        .as_ref()
        .and_then(|booking| booking.postponed_from)
    {
        value["originalDate"] = day_of(from - HALF_A_DAY).to_string().into();
    }
    if let Some((_, resumed)) = game.suspension {
        value["resumeDate"] = timestamp(resumed)[..10].into();
        value["resumeDateTime"] = timestamp(resumed).into();
        value["resumedFromDate"] = date.into();
        value["resumedFromDateTime"] = timestamp(setting.scheduled).into();
    }
    value
}

fn by_side(of: impl Fn(Side) -> Value) -> Value {
    object! {"away": of(Side::Away), "home": of(Side::Home)}
}

fn players(game: &Game) -> Value {
    let mut players = Map::new();
    for squad in &game.squads {
        for player in squad.players.iter() {
            players.insert(format!("ID{}", player.id), biography(player, game.plan.date));
        }
    }
    Value::Object(players)
}

fn venue(game: &Game) -> Value {
    let venue = game.setting.venue;
    let mut zone = time_zone(venue);
    zone["offsetAtGameTime"] = venue.summer_offset().into();
    object! {
        "id": venue.id,
        "name": venue.name,
        "link": format!("/api/v1/venues/{}", venue.id),
        "location": location(venue),
        "timeZone": zone,
        "fieldInfo": field_info(venue),
        "active": true,
        "season": game.plan.date.year.to_string(),
    }
}

/// Where a park lies.
pub(crate) fn location(venue: &Venue) -> Value {
    object! {
        "address1": format!("{} Ballpark Way", 100 + venue.id % 900),
        "city": venue.city,
        "state": venue.state,
        "stateAbbrev": venue.state_abbrev,
        "postalCode": venue.postal_code,
        "defaultCoordinates": object! {"latitude": venue.latitude, "longitude": venue.longitude},
        "azimuthAngle": venue.azimuth,
        "elevation": venue.elevation,
        "country": venue.country(),
        "phone": format!("(555) 555-{:04}", venue.id),
    }
}

/// What its clocks show.
pub(crate) fn time_zone(venue: &Venue) -> Value {
    object! {"id": venue.zone, "offset": venue.summer_offset(), "tz": venue.zone_letters()}
}

/// Capacity, turf and dimensions; straightaway left and right are told of some parks only.
pub(crate) fn field_info(venue: &Venue) -> Value {
    let [left_line, left_center, center, right_center, right_line] = venue.field;
    let mut value = object! {
        "capacity": venue.capacity,
        "turfType": venue.turf,
        "roofType": venue.roof,
        "leftLine": left_line,
    };
    let straightaway = venue.id % 4 == 3;
    if straightaway {
        value["left"] = ((left_line + left_center) / 2).into();
    }
    value["leftCenter"] = left_center.into();
    value["center"] = center.into();
    value["rightCenter"] = right_center.into();
    if straightaway {
        value["right"] = ((right_line + right_center) / 2).into();
    }
    value["rightLine"] = right_line.into();
    value
}

/// Minutes from the first pitch to the last out, without those between a suspension and its end.
pub(super) fn duration_minutes(game: &Game) -> i64 {
    let end = game
        .plays
        .last()
        .map_or(game.setting.first_pitch, |play| play.end);
    let away = game.suspension.map_or(0, |(from, until)| until - from);
    (end - game.setting.first_pitch - away) / 60_000
}

/// Told when the clubs warm up.
fn weather(game: &Game) -> Value {
    let setting = &game.setting;
    if game.state.is_preview() {
        return object! {};
    }
    object! {"condition": setting.condition, "temp": setting.temperature.to_string(), "wind": setting.wind.clone()}
}

fn game_info(game: &Game) -> Value {
    let setting = &game.setting;
    if game.state.is_preview() {
        return object! {};
    }
    if !game.state.is_decided() {
        return object! {"firstPitch": timestamp_millis(setting.first_pitch)};
    }
    let mut value = object! {
        "attendance": setting.attendance,
        "firstPitch": timestamp_millis(setting.first_pitch),
        "gameDurationMinutes": duration_minutes(game),
    };
    if let Some(minutes) = setting.delay_minutes {
        value["delayDurationMinutes"] = minutes.into();
    }
    value
}

fn review(game: &Game) -> Value {
    let used = |side: Side| {
        let (used, failed) = game.squads[side as usize].challenges;
        object! {"used": used, "remaining": 1 - failed.min(1)}
    };
    let any = game.squads.iter().any(|squad| squad.challenges.0 > 0);
    object! {"hasChallenges": any, "away": used(Side::Away), "home": used(Side::Home)}
}

fn pitch_challenges(game: &Game) -> Value {
    let side = |side: Side| {
        let (won, lost) = game.squads[side as usize].pitch_challenges;
        object! {"usedSuccessful": won, "usedFailed": lost, "remaining": 2 - lost}
    };
    let any = game.squads.iter().any(|squad| squad.pitch_challenges != (0, 0));
    object! {"hasChallenges": any, "away": side(Side::Away), "home": side(Side::Home)}
}

fn flags(game: &Game) -> Value {
    // Hits and base runners of the side that bats against a club.
    let against = |side: Side| {
        let plays = || game.plays.iter().filter(move |play| play.side == side.other());
        let no_hits = game.state.is_decided() && plays().all(|play| !play.result.is_hit());
        let perfect = plays().all(|play| play.bases_after.count() == 0 && play.runs() == 0);
        (no_hits, no_hits && perfect)
    };
    let (away, home) = (against(Side::Away), against(Side::Home));
    object! {
        "noHitter": away.0 || home.0,
        "perfectGame": away.1 || home.1,
        "awayTeamNoHitter": away.0,
        "awayTeamPerfectGame": away.1,
        "homeTeamNoHitter": home.0,
        "homeTeamPerfectGame": home.1,
    }
}

fn mound_visits(game: &Game, side: Side) -> Value {
    let used = crate::play::count(game.plays.iter().filter(|play| play.side == side.other()).flat_map(|play| &play.events).filter(|event| {
        matches!(&event.kind, EventKind::Action(action) if action.event == crate::event_type::MOUND_VISIT)
    }));
    let left = game.squads[side as usize].visits_left(game.innings, game.plan.scheduled_innings);
    object! {"used": used, "remaining": left}
}
