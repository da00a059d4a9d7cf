//! `/api/v1/draft`: who was chosen in a year, and who might have been.

use super::teams::team;
use crate::club::{CLUBS, Club};
use crate::date::Date;
use crate::feed::{biography, object, spring_league};
use crate::name::{surname, town};
use crate::player::Player;
use crate::position::{PITCHER, Position};
use crate::question::Question;
use crate::rng::Rng;
use crate::world::{World, YEARS};
use serde_json::Value;

/// Ids of the drafted begin here, a thousand a year.
const FIRST_ID: i64 = 2_000_000;
const IDS_A_YEAR: i64 = 1000;
const YEAR_ZERO: i64 = 2000;
/// Rounds of thirty picks, and two of fewer between them.
const ROUNDS: usize = 20;
const EXTRA_ROUNDS: [(usize, &str, usize); 2] = [(1, "CB-A", 6), (2, "CB-B", 8)];
/// Who might have been chosen.
const PROSPECTS: usize = 900;
/// Prospects of an answer unless it is said how many.
const PROSPECTS_GIVEN: i64 = 50;

/// A pick without its person.
#[derive(Clone, Debug)]
struct Pick {
    number: usize,
    round: String,
    place: usize,
    club: &'static Club,
}

/// `/draft/{year}`: the whole draft, whatever limit is asked for.
pub(super) fn draft(world: &World, year: i64) -> Value {
    let picks = picks(world, year);
    let mut rounds: Vec<Value> = Vec::new();
    for pick in picks.chunk_by(|one, other| one.round == other.round) {
        let round = pick.first().map(|pick| pick.round.clone()).unwrap_or_default();
        let picks: Vec<Value> = pick
            .iter()
            .map(|pick| self::pick(world, year, pick, false))
            .collect();
        rounds.push(object! {"round": round, "picks": picks});
    }
    object! {"drafts": object! {"draftYear": year, "rounds": rounds}}
}

/// `/draft/{year}/latest`: the last pick once the draft is over.
pub(super) fn latest(world: &World, year: i64) -> Value {
    let picks = picks(world, year);
    let last = picks.last().map(|pick| self::pick(world, year, pick, true));
    object! {"pick": last, "number": picks.len(), "nextUp": Vec::<Value>::new()}
}

/// `/draft/prospects/{year}`: a page of those who might be chosen.
pub(super) fn prospects(world: &World, question: &Question, year: i64) -> Value {
    let picks = picks(world, year);
    let size =
        |key: &str, otherwise: i64| usize::try_from(question.number(key).unwrap_or(otherwise)).unwrap_or(0);
    let (limit, offset) = (size("limit", PROSPECTS_GIVEN), size("offset", 0));
    let clubs = question.numbers("teamId");
    let wanted: Vec<usize> = (0..PROSPECTS)
        .filter(|number| {
            clubs.is_empty()
                || picks
                    .get(*number)
                    .is_some_and(|pick| clubs.contains(&pick.club.id))
        })
        .collect();
    let prospects: Vec<Value> = wanted
        .iter()
        .skip(offset)
        .take(limit)
        .map(|number| match picks.get(*number) {
            Some(pick) => self::pick(world, year, pick, true),
            None => undrafted(world, year, *number),
        })
        .collect();
    object! {
        "totalSize": 0,
        "queriedSize": wanted.len(),
        "returnedSize": prospects.len(),
        "offset": offset,
        "prospects": prospects,
    }
}

/// A drafted person by his id.
pub(super) fn person_of(world: &World, id: i64) -> Option<Value> {
    let number = id - FIRST_ID;
    let year = YEAR_ZERO + number.div_euclid(IDS_A_YEAR);
    let place = usize::try_from(number.rem_euclid(IDS_A_YEAR)).ok()?;
    (YEARS.contains(&year) && place < PROSPECTS).then(|| person(world, year, place))
}

fn picks(world: &World, year: i64) -> Vec<Pick> {
    let mut rng = Rng::stream(world.seed, "draft", year.unsigned_abs());
    let mut order: Vec<&'static Club> = CLUBS.iter().collect();
    for last in (1..order.len()).rev() {
        order.swap(last, rng.below(last + 1));
    }
    let mut rounds: Vec<(String, usize)> = Vec::new();
    for round in 1..=ROUNDS {
        rounds.push((round.to_string(), order.len()));
        let extra = EXTRA_ROUNDS.iter().find(|(after, _, _)| *after == round);
        rounds.extend(extra.map(|(_, name, picks)| ((*name).to_owned(), *picks)));
    }
    let mut picks = Vec::new();
    for (round, count) in rounds {
        for (place, club) in order.iter().enumerate().take(count) {
            picks.push(Pick {
                number: picks.len(),
                round: round.clone(),
                place,
                club,
            });
        }
    }
    picks
}

/// A pick; `in_full` tells the club at length.
fn pick(world: &World, year: i64, pick: &Pick, in_full: bool) -> Value {
    let mut rng = Rng::stream(world.seed, "pick", (id(year, pick.number)).unsigned_abs());
    let number = pick.number + 1;
    let mut value = object! {
        "bisPlayerId": 5_000_000 + id(year, pick.number),
        "pickRound": pick.round.clone(),
        "pickNumber": number,
        "displayPickNumber": number,
        "roundPickNumber": pick.place + 1,
    };
    if number <= 150 {
        value["rank"] = number.into();
    }
    let worth = 10_500_000 / (number as i64 + 4) * 5;
    if number <= 315 {
        value["pickValue"] = worth.to_string().into();
    }
    if rng.chance(0.93) {
        let share = rng.whole(70, 110);
        value["signingBonus"] = (worth / 100 * share).to_string().into();
    }
    background(&mut rng, &mut value);
    value["person"] = person(world, year, pick.number);
    value["team"] = if in_full {
        team(pick.club, year)
    } else {
        let club = pick.club;
        object! {
            "springLeague": spring_league(club),
            "allStarStatus": "N",
            "id": club.id,
            "name": club.name,
            "link": format!("/api/v1/teams/{}", club.id),
        }
    };
    value["draftType"] = object! {"code": "JR", "description": "Rule 4 / June Amateur Draft"};
    value["isDrafted"] = true.into();
    value["isPass"] = false.into();
    value["year"] = year.to_string().into();
    value
}

fn undrafted(world: &World, year: i64, number: usize) -> Value {
    let mut rng = Rng::stream(world.seed, "pick", (id(year, number)).unsigned_abs());
    let mut value = object! {"bisPlayerId": 5_000_000 + id(year, number)};
    background(&mut rng, &mut value);
    value["person"] = person(world, year, number);
    value["draftType"] = object! {"code": "JR", "description": "Rule 4 / June Amateur Draft"};
    value["isDrafted"] = false.into();
    value["isPass"] = false.into();
    value["year"] = year.to_string().into();
    value
}

/// Where he comes from and where he went to school.
fn background(rng: &mut Rng, value: &mut Value) {
    let (city, state, country) = town(rng);
    let mut home = object! {"city": city, "country": country};
    if let Some(state) = state {
        home["state"] = state.into();
    }
    value["home"] = home;
    let class = *rng.pick(&["4YR JR", "4YR SR", "HS SR", "JC J2", "4YR 5S"]);
    let kind = if class.starts_with("HS") { "HS" } else { "College" };
    let name = format!("{} {kind}", surname(rng));
    value["school"] = object! {"name": name, "schoolClass": class, "city": city, "country": country};
    if let Some(state) = state {
        value["school"]["state"] = state.into();
    }
    value["headshotLink"] = "https://img.example.org/headshot/draft/generic".into();
}

fn id(year: i64, number: usize) -> i64 {
    FIRST_ID + (year - YEAR_ZERO) * IDS_A_YEAR + number as i64
}

/// Eighteen to twenty-two years old, and not in the majors yet.
fn person(world: &World, year: i64, number: usize) -> Value {
    let id = id(year, number);
    let mut rng = Rng::stream(world.seed, "drafted", id.unsigned_abs());
    let position: Position = if rng.chance(0.5) {
        PITCHER
    } else {
        *rng.pick(&[2, 3, 4, 5, 6, 7, 8, 9])
    };
    let mut player = Player::invent(world.seed, id, position, true, year);
    player.born = Date {
        year: year - rng.whole(18, 22),
        ..player.born
    };
    player.last_played = None;
    player.draft_year = (number < PROSPECTS).then_some(year);
    let day = Date {
        year,
        month: 7,
        day: 15,
    };
    let mut value = biography(&player, day);
    if let Some(fields) = value.as_object_mut() {
        for key in ["mlbDebutDate", "primaryNumber", "nickName"] {
            fields.shift_remove(key);
        }
    }
    value
}
