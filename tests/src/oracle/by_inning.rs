//! The rows of `playsByInning`: plays and batted balls as the feed lists them by inning.

use serde_json::Value;

use super::{Row, cell, list};

const LISTED: &str = "liveData.plays.playsByInning[].";

/// What the feed lists, by inning from 1.
fn innings(feed: &Value) -> impl Iterator<Item = (usize, &Value)> {
    let listed = list(&feed["liveData"]["plays"]["playsByInning"]).iter();
    listed.enumerate().map(|(index, inning)| (index + 1, inning))
}

pub(super) fn plays(feed: &Value) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (inning, listed) in innings(feed) {
        for half in ["top", "bottom"] {
            for (index, at_bat) in list(&listed[half]).iter().enumerate() {
                let row = Row::of(feed)
                    .item(LISTED, listed)
                    .derived("inning", inning)
                    .derived("half_inning", half);
                rows.push(
                    row.derived("list_index", index)
                        .derived("at_bat_index", at_bat.clone()),
                );
            }
        }
    }
    rows
}

pub(super) fn hits(feed: &Value) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (inning, listed) in innings(feed) {
        for side in ["home", "away"] {
            for (index, hit) in list(&listed["hits"][side]).iter().enumerate() {
                let row = Row::of(feed)
                    .derived("inning", inning)
                    .derived("side", side)
                    .derived("list_index", index)
                    .derived("team_id", hit["team"]["id"].clone())
                    .derived("batter_id", hit["batter"]["id"].clone())
                    .derived("batter_full_name", hit["batter"]["fullName"].clone())
                    .derived("pitcher_id", hit["pitcher"]["id"].clone())
                    .derived("pitcher_full_name", hit["pitcher"]["fullName"].clone());
                let coordinate = |axis: &str| cell::of("double", hit["coordinates"].get(axis));
                rows.push(
                    row.derived("type", hit["type"].clone())
                        .derived("description", hit["description"].clone())
                        .derived("coord_x", coordinate("x"))
                        .derived("coord_y", coordinate("y")),
                );
            }
        }
    }
    rows
}
