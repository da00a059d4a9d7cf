//! Simulated games of every kind, and how their documents are read. Each test file uses its part of this.
#![allow(clippy::unwrap_used, dead_code)]

use mlb_simulator::{Feed, Slate};
use serde_json::Value;
use std::sync::LazyLock;

/// Games of every kind: two days as they come, and those that are asked for.
pub static GAMES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let mut games: Vec<Value> = Vec::new();
    for (seed, date) in [(1, "2024-07-12"), (77, "2026-04-19")] {
        games.extend(Slate::new(seed, date, 15).games.iter().map(|game| game.feed()));
    }
    for seed in 0..6 {
        let feed = || Feed::final_game().seed(seed);
        games.push(feed().innings(11).build());
        games.push(feed().scheduled_innings(7).build());
        games.push(feed().innings(6).build());
        games.push(feed().walk_off().build());
        games.push(feed().with_mid_plate_appearance_pitching_change().build());
        games.push(feed().with_mid_plate_appearance_pinch_hitter().build());
        games.push(feed().with_player_for_both_clubs().build());
    }
    games
});

pub fn plays(feed: &Value) -> &Vec<Value> {
    feed["liveData"]["plays"]["allPlays"].as_array().unwrap()
}

pub fn int(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is no integer"))
}

pub fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

/// The side at bat and the side in the field.
pub fn sides(play: &Value) -> (&'static str, &'static str) {
    if play["about"]["isTopInning"] == true {
        ("away", "home")
    } else {
        ("home", "away")
    }
}

/// Does the result end the batter's turn?
pub fn completes(play: &Value) -> bool {
    let code = play["result"]["eventType"].as_str().unwrap();
    let on_the_bases = [
        "caught_stealing",
        "pickoff",
        "wild_pitch",
        "passed_ball",
        "balk",
        "stolen_base",
        "other_out",
    ];
    !on_the_bases.iter().any(|prefix| code.starts_with(prefix))
}

pub fn name(feed: &Value, play: &Value) -> String {
    format!(
        "game {} play {}: {}",
        feed["gamePk"], play["atBatIndex"], play["result"]["description"]
    )
}
