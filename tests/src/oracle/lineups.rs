//! Who came in for whom, and who stood on the mound when somebody came out to him. The plays are gone through in order, as
//! one who keeps score would.

use std::collections::HashMap;

use serde_json::Value;

use super::mound::comes_to_the_mound;
use super::rows::{EVENT, PLAY};
use super::{Row, box_players, list, plays, sides};

/// Who stands where, by side and code of the position.
type Field<'a> = HashMap<(&'a str, &'a str), Option<i64>>;

/// Who began there: in the order, or as the first pitcher.
fn starters(feed: &Value) -> Field<'_> {
    let mut field = Field::new();
    for (side, team) in sides(feed) {
        for player in box_players(team) {
            let order = player["battingOrder"].as_str();
            let code = player["allPositions"][0]["code"].as_str();
            if let (Some(order), Some(code)) = (order, code)
                && order.ends_with("00")
            {
                field.insert((side, code), player["person"]["id"].as_i64());
            }
        }
        field.insert((side, "1"), team["pitchers"][0].as_i64());
    }
    field
}

pub(super) fn changes(feed: &Value) -> Vec<Row<'_>> {
    let mut field = starters(feed);
    let mut rows = Vec::new();
    for play in plays(feed) {
        let is_top = play["about"]["isTopInning"] == true;
        let events = list(&play["playEvents"]).iter().enumerate();
        for (index, event) in events.filter(|(_, event)| event["isSubstitution"] == true) {
            let event_type = event["details"]["eventType"].as_str().unwrap_or_default();
            let is_offensive = event_type == "offensive_substitution";
            let side = if is_top != is_offensive { "home" } else { "away" };
            let code = event["position"]["code"].as_str().unwrap_or_default();
            let previous = if is_offensive {
                None
            } else {
                field
                    .insert((side, code), event["player"]["id"].as_i64())
                    .flatten()
            };
            let stated = event["replacedPlayer"]["id"].as_i64();
            let row = Row::of(feed)
                .item(PLAY, play)
                .item(EVENT, event)
                .derived("event_index", index)
                .derived("side", side)
                .derived("team_id", feed["gameData"]["teams"][side]["id"].clone());
            rows.push(
                row.derived("kind", kind(event_type, code))
                    .derived("replaced_player_id", stated.or(previous))
                    .derived("is_replaced_player_stated", stated.is_some())
                    .derived("previous_player_id", previous),
            );
        }
    }
    rows
}

fn kind<'a>(event_type: &'a str, position: &str) -> &'a str {
    match (event_type, position) {
        ("offensive_substitution", "11") => "pinch_hitter",
        ("offensive_substitution", "12") => "pinch_runner",
        ("offensive_substitution", _) => event_type,
        ("pitching_substitution", _) | (_, "1") => "pitching_change",
        _ => event_type,
    }
}

pub(super) fn visits(feed: &Value) -> Vec<Row<'_>> {
    let mut field = starters(feed);
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut rows = Vec::new();
    for play in plays(feed) {
        let is_top = play["about"]["isTopInning"] == true;
        let side = if is_top { "home" } else { "away" };
        let events = list(&play["playEvents"]);
        for (index, event) in events.iter().enumerate() {
            if comes_to_the_mound(event) {
                field.insert((side, "1"), event["player"]["id"].as_i64());
            }
            if event["details"]["eventType"] != "mound_visit" {
                continue;
            }
            let number = numbers.entry(side).or_default();
            *number += 1;
            let next = events[index + 1..]
                .iter()
                .find(|event| event["isPitch"] == true || comes_to_the_mound(event));
            let row = Row::of(feed)
                .item(PLAY, play)
                .item(EVENT, event)
                .derived("event_index", index)
                .derived("side", side)
                .derived("team_id", feed["gameData"]["teams"][side]["id"].clone());
            rows.push(
                row.derived("visit_number", *number)
                    .derived("pitcher_id", field.get(&(side, "1")).copied().flatten())
                    .derived("is_pitching_change", next.is_some_and(comes_to_the_mound)),
            );
        }
    }
    rows
}
