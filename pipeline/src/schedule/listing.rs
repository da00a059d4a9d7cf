//! A game as the schedule lists it on one date.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use mlb_statsapi::Response;
use serde_json::Value;

use super::status::Status;

/// A club in a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Club {
    /// The API's number of it.
    pub team_id: i64,
    /// Only a part of its squad plays here.
    pub is_split_squad: bool,
}

/// A game on one date. One that was moved is listed on both of its dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The date under which it is listed.
    pub schedule_date: Date,
    /// The API's number of the game.
    pub game_pk: i64,
    /// The date that it counts for.
    pub official_date: Option<Date>,
    /// Its season.
    pub season: Option<i32>,
    /// The API's letter for the kind of game.
    pub game_type: Option<String>,
    /// How it stands.
    pub status: Status,
    /// The start.
    pub scheduled_at: Option<Timestamp>,
    /// The start is still open, whatever `scheduled_at` says.
    pub is_start_open: bool,
    /// The visitors, once known.
    pub away: Option<Club>,
    /// The hosts, once known.
    pub home: Option<Club>,
    /// The ballpark.
    pub venue_id: Option<i64>,
    /// Its number in a doubleheader, else 1.
    pub game_number: i32,
    /// The date on which it is played instead, or goes on.
    pub moved_to: Option<Date>,
}

impl Listing {
    /// The date that it counts for.
    pub fn counts_for(&self) -> Date {
        self.official_date.unwrap_or(self.schedule_date)
    }

    /// Its clubs.
    pub fn clubs(&self) -> impl Iterator<Item = Club> {
        [self.away, self.home].into_iter().flatten()
    }

    /// The start, where it is fixed.
    pub fn start(&self) -> Option<Timestamp> {
        self.scheduled_at.filter(|_| !self.is_start_open)
    }
}

/// An answer of the schedule.
#[derive(Clone, Debug, Default)]
pub struct ScheduleAnswer {
    /// The games that it lists.
    pub listings: Vec<Listing>,
    /// The first and last date of which it lists all games; nothing where it is about some games only.
    pub covers: Option<(Date, Date)>,
}

/// The major leagues, as the API's parameter `sportId` has them.
pub const MAJOR_LEAGUES: &str = "1";

/// Parameters with which an answer lists all games of its dates.
const OF_WHOLE_DATES: [&str; 5] = ["sportId", "date", "startDate", "endDate", "hydrate"];

impl ScheduleAnswer {
    /// Reads a body; nothing where it is no schedule.
    pub fn read(response: &Response) -> Option<ScheduleAnswer> {
        let body: Value = serde_json::from_slice(&response.body).ok()?;
        let days = body.get("dates")?.as_array()?;
        let listings = days.iter().flat_map(listings_of_day).collect();
        Some(ScheduleAnswer {
            listings,
            covers: covers(&response.query_params).filter(|_| response.path_params.is_empty()),
        })
    }

    /// The games that it lists.
    pub fn game_pks(&self) -> BTreeSet<i64> {
        self.listings.iter().map(|listing| listing.game_pk).collect()
    }
}

/// Another level of play has the same dates and other games.
fn covers(params: &BTreeMap<String, String>) -> Option<(Date, Date)> {
    let is_whole = params.keys().all(|name| OF_WHOLE_DATES.contains(&name.as_str()));
    let is_of_majors = params.get("sportId").is_none_or(|sport| sport == MAJOR_LEAGUES);
    let date = |name: &str| params.get(name).and_then(|text| text.parse::<Date>().ok());
    if !is_whole || !is_of_majors {
        return None;
    }
    match date("date") {
        Some(date) => Some((date, date)),
        None => Some((date("startDate")?, date("endDate")?)),
    }
}

/// The listings of a date, of the API's JSON. Of a game that stands there twice, put off within the day, the one that is not put off.
fn listings_of_day(day: &Value) -> Vec<Listing> {
    let Some(date) = day.get("date").and_then(date_of) else {
        return Vec::new();
    };
    let games = day.get("games").and_then(Value::as_array).into_iter().flatten();
    let mut listings: Vec<Listing> = Vec::new();
    for listing in games.filter_map(|game| listing(date, game)) {
        let same = listings.iter_mut().find(|known| known.game_pk == listing.game_pk);
        match same {
            Some(known) if listing.status.state() >= known.status.state() => *known = listing,
            Some(_) => {}
            None => listings.push(listing),
        }
    }
    listings
}

fn listing(date: Date, game: &Value) -> Option<Listing> {
    let status = |key: &str| {
        let text = game.get("status").and_then(|status| status.get(key)?.as_str());
        text.unwrap_or_default().to_owned()
    };
    let flag = |value: Option<&Value>| value.and_then(Value::as_bool).unwrap_or_default();
    let club = |side: &str| {
        let club = game.get("teams")?.get(side)?;
        Some(Club {
            team_id: club.get("team")?.get("id")?.as_i64()?,
            is_split_squad: flag(club.get("splitSquad")),
        })
    };
    let moved_to = ["rescheduleGameDate", "resumeGameDate"]
        .iter()
        .find_map(|key| game.get(key).and_then(date_of));
    Some(Listing {
        schedule_date: date,
        game_pk: game.get("gamePk").and_then(number)?,
        official_date: game.get("officialDate").and_then(date_of),
        season: game
            .get("season")
            .and_then(number)
            .and_then(|season| i32::try_from(season).ok()),
        game_type: game.get("gameType").and_then(Value::as_str).map(str::to_owned),
        status: Status {
            abstract_state: status("abstractGameState"),
            coded_state: status("codedGameState"),
            code: status("statusCode"),
        },
        scheduled_at: game
            .get("gameDate")
            .and_then(|at| at.as_str()?.parse::<Timestamp>().ok()),
        is_start_open: flag(game.get("status").and_then(|status| status.get("startTimeTBD"))),
        away: club("away"),
        home: club("home"),
        venue_id: game.get("venue").and_then(|venue| venue.get("id")?.as_i64()),
        game_number: game
            .get("gameNumber")
            .and_then(number)
            .and_then(|number| i32::try_from(number).ok())
            .unwrap_or(1),
        moved_to,
    })
}

/// A number, also where it is written as a text.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// The date at the beginning of a text.
fn date_of(value: &Value) -> Option<Date> {
    value.as_str()?.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_dates_of_the_majors_are_covered() {
        let covered = |params: &[(&str, &str)]| {
            let params = params
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            covers(&params.collect()).map(|(first, last)| format!("{first} {last}"))
        };
        let day = ("date", "2024-07-12");
        assert_eq!(covered(&[day]).as_deref(), Some("2024-07-12 2024-07-12"));
        assert_eq!(
            covered(&[
                ("sportId", "1"),
                ("startDate", "2024-07-01"),
                ("endDate", "2024-07-31")
            ])
            .as_deref(),
            Some("2024-07-01 2024-07-31")
        );
        assert_eq!(covered(&[("sportId", "11"), day]), None);
        assert_eq!(covered(&[day, ("teamId", "147")]), None);
        assert_eq!(covered(&[("sportId", "1"), ("season", "2024")]), None);
    }
}
