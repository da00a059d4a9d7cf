//! From raw captures to normalized tables.
//!
//! [`run`](job::run) takes the lease, reads what raw gained ([`candidates`]), keeps of each game the newest capture that the [`ledger`]
//! does not show yet, lets [`worker`]s decode and query, checks each game's [`answer`]s, writes what changed, and [`apply`] commits table by table, then the ledger.

pub mod answer;
pub mod apply;
pub mod candidates;
pub mod drift;
pub mod job;
pub mod ledger;
pub mod pieces;
pub mod report;
pub mod sources;
pub mod sql_files;
pub mod worker;
