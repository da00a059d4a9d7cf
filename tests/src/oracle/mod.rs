//! What the tables must hold, worked out from a feed's JSON alone: written from what the API says, not from our SQL.
//!
//! - `row.rs`: a row that must be there: the items of the JSON that it is about, and what only code can tell
//! - `rows.rs`: the rows of every table
//! - `boxscore.rs`, `by_inning.rs`, `lineups.rs`, `reviews.rs`: those of boxscore, innings, lineups and reviews
//! - `mound.rs`: who threw each pitch, and to whom
//! - `cell.rs`: a leaf of the JSON as a column's type has it
//! - `compare.rs`: rows that must be there against rows that are there

mod boxscore;
mod by_inning;
mod cell;
mod compare;
mod lineups;
mod mound;
mod reviews;
mod row;
mod rows;

pub use compare::Comparison;
pub use row::Row;
pub use rows::rows;

use serde_json::Value;

/// The plate appearances of a feed.
pub fn plays(feed: &Value) -> &[Value] {
    list(&feed["liveData"]["plays"]["allPlays"])
}

/// The sides that a boxscore has, with what it says of each.
pub fn sides(feed: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let teams = feed["liveData"]["boxscore"]["teams"].as_object();
    teams
        .into_iter()
        .flatten()
        .map(|(side, team)| (side.as_str(), team))
}

/// The players of one side's boxscore.
pub fn box_players(team: &Value) -> impl Iterator<Item = &Value> {
    team["players"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(_, player)| player)
}

/// The items of a list; what is absent has none.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
