//! From normalized tables to PostgreSQL, one lake version at a time.
//!
//! [`run`] takes the newest run of `meta.runs` and opens its tables at the versions of that run. It compares, game by game and table by
//! table, the content hashes of the lake's ledger with those that PostgreSQL recorded, so that it does not matter how many runs were
//! missed. What differs is read from the lake, copied, and applied, all in one transaction that also says which versions are shown. A
//! table of a source of sets is compared row by row where its version is another than the one shown.
//!
//! PostgreSQL never goes back: a lake whose ledger has a lower version than the one shown, or that shows an older capture of any game, or
//! does not know a game that is shown, is refused. Two mirrors wait for each other.
//!
//! # Layout
//!
//! - `settings.rs`, `session.rs`, `failure.rs`: which server, one connection with one transaction, what its errors mean
//! - `blueprint.rs`, `definition.rs`, `view.rs`: what PostgreSQL should look like; `schema.rs` makes it so, `books.rs` remembers it
//! - `target.rs`: which versions of the lake are to be shown; `plan.rs`: which games of which tables differ
//! - `whole.rs`: tables that are compared as a whole
//! - `rows.rs`, `nul.rs`, `copy.rs`: rows from the lake to the server; `apply.rs`: from there into the tables
//! - `rights.rs`: what the role may do, for the doctor
//! - `statistics.rs`: what the server's planner has to know
//! - `refresh.rs`: materialized views made anew, for jobs
//! - `job.rs`: one mirror from the lock to the commit; `report.rs`: what it did
//! - `limits.rs`: every bound

mod apply;
mod blueprint;
mod books;
mod copy;
mod definition;
mod failure;
mod job;
mod limits;
mod nul;
mod plan;
mod refresh;
mod report;
mod rights;
mod rows;
mod schema;
mod session;
mod settings;
mod statistics;
mod target;
mod view;
mod whole;

pub use job::{init, run, show_newest};
pub use refresh::refresh_views;
pub use report::{MirrorReport, TableReport};
pub use rights::{Rights, rights};
pub use settings::Settings;

/// How far a mirror is, in rows copied.
pub use crate::transform::job::Progress;
