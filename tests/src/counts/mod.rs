//! How many rows an answer must give each table, worked out from its JSON and its request alone: written from what the API says, not from
//! our SQL. The tables of the live feed have their rows told one by one in `oracle/`.
//!
//! - `tables.rs`: every table, and what its rows are
//! - `awards.rs`, `clubs.rs`, `draft.rs`, `games.rs`, `schedule.rs`, `standings.rs`, `stats.rs`: rows that are more than the items of a list
//! - `season.rs`: answers that tell no season, and so give no rows

mod awards;
mod clubs;
mod draft;
mod games;
mod schedule;
mod season;
mod standings;
mod stats;
mod tables;

pub use season::is_without_season;

use crate::answer::{Answer, at};
use crate::oracle::list;

/// What the rows of a table are.
enum Rows {
    /// The items of this list of the body.
    Items(&'static str),
    /// As many as this counts.
    Counted(fn(&Answer) -> usize),
}

/// How many rows an answer must give a table; none where nobody has said how they are counted.
pub fn rows(table: &str, answer: &Answer) -> Option<usize> {
    let (_, rows) = tables::TABLES.iter().find(|(name, _)| *name == table)?;
    Some(match rows {
        Rows::Items(path) => list(at(&answer.document, path)).len(),
        Rows::Counted(count) => count(answer),
    })
}

/// The tables whose rows are counted here.
pub fn counted_tables() -> impl Iterator<Item = &'static str> {
    tables::TABLES.iter().map(|(name, _)| *name)
}
