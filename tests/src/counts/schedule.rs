//! Dates and their games. A game that was put off within a date is listed twice under it, and is one game.

use std::collections::HashSet;

use crate::answer::Answer;
use crate::oracle::list;

/// With these an answer is about whole dates of a level of play; any other parameter picks some of their games.
const ASKS_FOR_DATES: [&str; 7] = [
    "date",
    "endDate",
    "hydrate",
    "season",
    "seasons",
    "sportId",
    "startDate",
];

/// The major leagues.
const MLB: &str = "1";

/// What `/schedule/{scheduleType}` lists where it lists the games.
const OF_GAMES: &str = "games";

/// A schedule as of a past moment tells nothing of today.
pub(super) fn games(answer: &Answer) -> usize {
    match answer.param("timecode") {
        Some(_) => 0,
        None => listings(answer),
    }
}

/// Games by the dates that list them.
pub(super) fn listings(answer: &Answer) -> usize {
    let mut found = HashSet::new();
    for day in list(&answer.document["dates"]) {
        for game in list(&day["games"]) {
            found.insert((day["date"].as_str(), game["gamePk"].as_i64()));
        }
    }
    found.len()
}

/// How many games a date has, only an answer about all of them knows.
pub(super) fn whole_dates(answer: &Answer) -> usize {
    let is_of_games = answer.param("scheduleType") == Some(OF_GAMES);
    let asks_for_dates =
        |name: &str| ASKS_FOR_DATES.contains(&name) || (is_of_games && name == "scheduleType");
    let is_whole = answer.param_names().all(asks_for_dates);
    let is_mlb = answer.param("sportId").is_none_or(|sport| sport == MLB);
    if is_whole && is_mlb {
        list(&answer.document["dates"]).len()
    } else {
        0
    }
}

pub(super) fn games_of_series(answer: &Answer) -> usize {
    let series = list(&answer.document["series"]).iter();
    series
        .map(|series| {
            let games = list(&series["games"]).iter();
            games
                .map(|game| game["gamePk"].as_i64())
                .collect::<HashSet<_>>()
                .len()
        })
        .sum()
}
