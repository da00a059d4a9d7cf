//! What answers other than the schedule's say that a pipeline goes by.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

/// When a season is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeasonDays {
    /// The first day of spring training.
    pub spring: Option<Date>,
    /// The first day of the regular season.
    pub first: Date,
    /// The last day of the post-season.
    pub last: Date,
}

/// The seasons that an answer lists, where it says when they are.
pub fn seasons(body: &[u8]) -> BTreeMap<i32, SeasonDays> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let seasons = body.get("seasons").and_then(Value::as_array);
    seasons.into_iter().flatten().filter_map(season).collect()
}

fn season(season: &Value) -> Option<(i32, SeasonDays)> {
    let id = season.get("seasonId")?;
    let year = match id {
        Value::String(text) => text.parse().ok()?,
        id => i32::try_from(id.as_i64()?).ok()?,
    };
    let date = |keys: &[&str]| -> Option<Date> {
        keys.iter()
            .find_map(|key| season.get(key)?.as_str()?.parse().ok())
    };
    let days = SeasonDays {
        spring: date(&["springStartDate", "preSeasonStartDate"]),
        first: date(&["regularSeasonStartDate", "seasonStartDate"])?,
        last: date(&["postSeasonEndDate", "seasonEndDate", "regularSeasonEndDate"])?,
    };
    Some((year, days))
}

/// A page of the games that were corrected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorrectedPage {
    /// The games.
    pub games: BTreeSet<i64>,
    /// Entries of the page.
    pub entries: u64,
    /// Entries of all pages, where the answer says.
    pub total: Option<u64>,
}

/// The games of an answer about corrections; nothing where it is none.
pub fn corrected(body: &[u8]) -> Option<CorrectedPage> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let dates = body.get("dates")?.as_array()?;
    let games = dates
        .iter()
        .filter_map(|date| date.get("games")?.as_array())
        .flatten()
        .filter_map(|game| game.get("gamePk")?.as_i64());
    let games: Vec<i64> = games.collect();
    let total = ["totalItems", "totalGames"]
        .iter()
        .find_map(|key| body.get(key)?.as_u64());
    Some(CorrectedPage {
        entries: games.len() as u64,
        games: games.into_iter().collect(),
        total,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_has_its_days() {
        let body = br#"{"seasons": [
            {"seasonId": "2024", "springStartDate": "2024-02-22", "regularSeasonStartDate": "2024-03-20",
             "regularSeasonEndDate": "2024-09-30", "postSeasonEndDate": "2024-10-30", "seasonEndDate": "2024-10-31"},
            {"seasonId": 1900, "seasonStartDate": "1900-04-19", "seasonEndDate": "1900-10-14"},
            {"seasonId": "1800"}
        ]}"#;
        let found = seasons(body);
        let told: Vec<String> = found
            .iter()
            .map(|(year, days)| format!("{year} {} {}", days.first, days.last))
            .collect();
        assert_eq!(told, ["1900 1900-04-19 1900-10-14", "2024 2024-03-20 2024-10-30"]);
        assert!(seasons(b"{}").is_empty());
    }

    #[test]
    fn corrected_games_are_those_of_all_dates() {
        let body = br#"{"totalItems": 5, "dates": [{"games": [{"gamePk": 1}, {"gamePk": 2}]}, {"games": [{"gamePk": 2}]}]}"#;
        let page = corrected(body).unwrap();
        assert_eq!((page.games.len(), page.entries, page.total), (2, 3, Some(5)));
        assert_eq!(corrected(b"[]"), None);
    }
}
