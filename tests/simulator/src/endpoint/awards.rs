//! `/api/v1/awards`: what there is to win, and who won it.

use crate::club::{CLUBS, Club};
use crate::date::Date;
use crate::feed::{object, position};
use crate::player::Player;
use crate::position::PITCHER;
use crate::question::Question;
use crate::rng::Rng;
use crate::season::Season;
use crate::world::{World, YEARS};
use serde_json::Value;

/// Seasons whose recipients are told when none is named.
const SEASONS_TOLD: i64 = 2;

/// An award: id, name, league (0 for both), place in lists, and what it is for.
struct Award {
    id: &'static str,
    name: &'static str,
    league: i64,
    order: i64,
    to: To,
}

/// Who can receive an award, and how many do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    Batter,
    Pitcher,
    EveryPosition,
    EveryWeek,
}

const AWARDS: [Award; 12] = [
    award("ALMVP", "AL MVP", 103, 7, To::Batter),
    award("NLMVP", "NL MVP", 104, 7, To::Batter),
    award("ALCY", "AL Cy Young", 103, 11, To::Pitcher),
    award("NLCY", "NL Cy Young", 104, 11, To::Pitcher),
    award(
        "ALROY",
        "Jackie Robinson AL Rookie of the Year",
        103,
        14,
        To::Batter,
    ),
    award(
        "NLROY",
        "Jackie Robinson NL Rookie of the Year",
        104,
        14,
        To::Pitcher,
    ),
    award("ALSS", "AL Silver Slugger", 103, 30, To::EveryPosition),
    award("NLSS", "NL Silver Slugger", 104, 30, To::EveryPosition),
    award("ALGG", "Rawlings AL Gold Glove", 103, 35, To::EveryPosition),
    award("NLGG", "Rawlings NL Gold Glove", 104, 35, To::EveryPosition),
    award("ALPOW", "AL Player of the Week", 103, 69, To::EveryWeek),
    award("NLPOW", "NL Player of the Week", 104, 69, To::EveryWeek),
];

const fn award(id: &'static str, name: &'static str, league: i64, order: i64, to: To) -> Award {
    Award {
        id,
        name,
        league,
        order,
        to,
    }
}

/// `/awards` and `/awards/{id}`
pub(super) fn awards(id: Option<&str>) -> Value {
    let awards: Vec<Value> = AWARDS
        .iter()
        .filter(|award| id.is_none_or(|id| id == award.id))
        .map(|award| {
            object! {
                "id": award.id,
                "name": award.name,
                "sortOrder": award.order,
                "league": object! {"id": award.league, "link": format!("/api/v1/league/{}", award.league)},
                "active": true,
            }
        })
        .collect();
    object! {"awards": awards}
}

/// `/awards/{id}/recipients`: of a season, or of all.
pub(super) fn recipients(world: &World, question: &Question, id: &str) -> Value {
    let Some(award) = AWARDS.iter().find(|award| award.id == id) else {
        return object! {"awards": Vec::<Value>::new()};
    };
    let years: Vec<i64> = match question.number("season") {
        Some(year) if YEARS.contains(&year) => vec![year],
        Some(_) => Vec::new(),
        None => (world.year - SEASONS_TOLD + 1..=world.year).collect(),
    };
    let leagues = question.numbers("leagueId");
    let told = leagues.is_empty() || leagues.contains(&award.league);
    let recipients: Vec<Value> = years
        .iter()
        .filter(|_| told)
        .flat_map(|year| of_season(&world.season(*year), award))
        .collect();
    object! {"awards": recipients}
}

fn of_season(season: &Season, award: &Award) -> Vec<Value> {
    let dates = season.dates;
    let november = Date {
        year: season.year,
        month: 11,
        day: 12 + award.order % 9,
    };
    match award.to {
        To::Batter => vec![recipient(season, award, november, 0, |player| {
            player.primary != PITCHER
        })],
        To::Pitcher => vec![recipient(season, award, november, 0, |player| {
            player.primary == PITCHER
        })],
        To::EveryPosition => (1..=9)
            .map(|place| {
                recipient(season, award, november, u64::from(place), |player| {
                    player.primary == place
                })
            })
            .collect(),
        To::EveryWeek => {
            let weeks = (dates.last.day_number() - dates.opening.day_number()) / 7;
            (0..weeks)
                .map(|week| {
                    let monday = dates.opening.plus(4 + 7 * week);
                    recipient(season, award, monday, week.unsigned_abs(), |_| true)
                })
                .collect()
        }
    }
}

/// Somebody who fits, of a club of the league; the better bat or arm of two.
fn recipient(season: &Season, award: &Award, date: Date, turn: u64, fits: impl Fn(&Player) -> bool) -> Value {
    let label = format!("{}{turn}", award.id);
    let mut rng = Rng::stream(season.seed, &label, season.year.unsigned_abs());
    let rosters = season.rosters_on(date.min(season.dates.last));
    let clubs: Vec<&Club> = CLUBS.iter().filter(|club| club.league == award.league).collect();
    let mut candidate = || {
        let club = *rng.pick(&clubs);
        let ids = &rosters.squad(club)[..crate::season::ACTIVE];
        let fitting: Vec<&Player> = ids
            .iter()
            .filter_map(|id| season.people.player(*id))
            .filter(|player| fits(player))
            .collect();
        (fitting.get(rng.below(fitting.len())).copied(), club)
    };
    let (one, other) = (candidate(), candidate());
    let worth =
        |(player, _): &(Option<&Player>, &Club)| player.map_or(0.0, |player| player.power + player.stuff);
    let (player, club) = if worth(&one) >= worth(&other) { one } else { other };
    let mut value = object! {
        "id": award.id,
        "name": award.name,
        "date": date.to_string(),
        "season": season.year.to_string(),
        "team": object! {"id": club.id, "link": format!("/api/v1/teams/{}", club.id)},
    };
    if let Some(player) = player {
        value["player"] = object! {
            "id": player.id,
            "link": format!("/api/v1/people/{}", player.id),
            "primaryPosition": position(player.primary),
            "nameFirstLast": player.full_name(),
        };
    }
    value
}
