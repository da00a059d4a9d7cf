//! From raw captures to normalized tables.
//!
//! [`run`](job::run) takes the lease, reads what raw gained ([`candidates`]), keeps of each game the newest capture that the [`ledger`]
//! does not show yet, lets [`worker`]s decode and query, checks each game's [`answer`]s, writes what changed, and [`apply`] commits table by table, then the ledger.
//!
//! [`sources`] does so for one source after the other, as a person or a job wishes.
//!
//! A source whose documents are not one game each goes through [`sets`] instead. Both read raw ([`raw_columns`], [`bodies`]), check rows
//! ([`table_rows`]) and remember how far they have come ([`position`]) in the same way.

pub mod answer;
pub mod apply;
pub mod bodies;
pub mod candidates;
pub mod drift;
pub mod job;
pub mod ledger;
pub mod open;
pub mod pieces;
pub mod position;
pub mod raw_columns;
pub mod report;
pub mod sets;
pub mod sources;
pub mod sql_files;
pub mod table_rows;
pub mod worker;
