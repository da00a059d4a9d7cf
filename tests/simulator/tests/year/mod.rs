//! A whole simulated season, and how its answers are read. Each test file uses its part of this.
#![allow(clippy::unwrap_used, dead_code)]

use mlb_simulator::Simulator;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;

pub static SIMULATOR: LazyLock<Simulator> = LazyLock::new(|| Simulator::new(7, 2024));

/// All games of the season under all of their dates: the date and the row.
pub static LISTED: LazyLock<Vec<(String, Value)>> = LazyLock::new(|| {
    let mut listed = Vec::new();
    let schedule = SIMULATOR.get("/api/v1/schedule?sportId=1&season=2024").unwrap();
    for day in schedule["dates"].as_array().unwrap() {
        let date = day["date"].as_str().unwrap();
        assert_eq!(
            day["totalGames"].as_u64().unwrap() as usize,
            day["games"].as_array().unwrap().len()
        );
        for game in day["games"].as_array().unwrap() {
            listed.push((date.to_owned(), game.clone()));
        }
    }
    listed
});

pub fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or("")
}

pub fn number(value: &Value, pointer: &str) -> i64 {
    value
        .pointer(pointer)
        .and_then(Value::as_i64)
        .unwrap_or_else(|| panic!("{pointer} of {value}"))
}

/// The row that tells each game's result: not that of a day on which it was not played or did not end.
pub fn results() -> Vec<&'static Value> {
    LISTED
        .iter()
        .filter(|(_, game)| text(game, "/status/codedGameState") == "F" && game.get("resumeDate").is_none())
        .map(|(_, game)| game)
        .collect()
}

pub fn clubs(game: &Value) -> [i64; 2] {
    ["away", "home"].map(|side| number(game, &format!("/teams/{side}/team/id")))
}

/// Hours since some day.
pub fn hours(moment: &str) -> i64 {
    let part = |from: usize, until: usize| moment[from..until].parse::<i64>().unwrap();
    part(8, 10) * 24 + part(11, 13)
}

/// The rows of the standings by club.
pub fn standings(asked: &str) -> HashMap<i64, Value> {
    let standings = SIMULATOR.get(asked).unwrap();
    let records = standings["records"].as_array().unwrap();
    assert_eq!(records.len(), 6);
    let rows = records
        .iter()
        .flat_map(|record| record["teamRecords"].as_array().unwrap());
    rows.map(|row| (number(row, "/team/id"), row.clone())).collect()
}
