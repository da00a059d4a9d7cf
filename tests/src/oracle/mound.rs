//! Who threw each pitch, and to whom: `matchup` only names who finished the plate appearance.

use std::collections::HashMap;

use serde_json::Value;

use super::{list, plays, sides};

/// Pitcher and batter of every event, by plate appearance and event. The plays are gone through in order, as one who
/// watches the game would.
pub fn who_faced_whom(feed: &Value) -> HashMap<(usize, usize), (Option<i64>, Option<i64>)> {
    let first = |team: &Value| team["pitchers"].get(0).and_then(Value::as_i64);
    let mut on_the_mound: HashMap<&str, Option<i64>> =
        sides(feed).map(|(side, team)| (side, first(team))).collect();
    let mut faced = HashMap::new();
    for (at_bat, play) in plays(feed).iter().enumerate() {
        let is_top = play["about"]["isTopInning"].as_bool().unwrap_or_default();
        let defence = if is_top { "home" } else { "away" };
        let events = list(&play["playEvents"]);
        for (index, event) in events.iter().enumerate() {
            if comes_to_the_mound(event) {
                on_the_mound.insert(defence, event["player"]["id"].as_i64());
            }
            let later = &events[index + 1..];
            let pitcher = if later.iter().any(comes_to_the_mound) {
                on_the_mound.get(defence).copied().flatten()
            } else {
                play["matchup"]["pitcher"]["id"].as_i64()
            };
            let replaced = later.iter().find(|event| comes_to_bat(event));
            let batter = match replaced {
                Some(change) => change["replacedPlayer"]["id"].as_i64(),
                None => play["matchup"]["batter"]["id"].as_i64(),
            };
            faced.insert((at_bat, index), (pitcher, batter));
        }
    }
    faced
}

pub(super) fn comes_to_the_mound(event: &Value) -> bool {
    match event["details"]["eventType"].as_str() {
        Some("pitching_substitution") => true,
        Some("defensive_switch") => event["position"]["code"] == "1",
        _ => false,
    }
}

fn comes_to_bat(event: &Value) -> bool {
    event["details"]["eventType"] == "offensive_substitution" && event["position"]["code"] == "11"
}
