//! The pipeline of mlb-lakehouse: it joins the API's client and the lake.
//!
//! # The way of a datum
//!
//! A response of the API or of a replay folder lands untouched ([`capture`]); the newest capture of each game is decoded, queried and
//! put in the place of the game's old rows ([`transform`]); what changed is mirrored into PostgreSQL ([`mirror`]). Each run leaves a row in
//! `meta.runs` ([`runs`]).
//!
//! # Layout
//!
//! - `jobs/`: what is asked when, read from YAML and run by hand or by a scheduler
//! - `flow/`: a day, some games or a season with one command
//! - `schedule/`: which games there are, how each stands, what is missing
//! - `capture/`: responses to raw rows, observations, quarantine
//! - `transform/`: raw to normalized tables
//! - `mirror/`: normalized tables to PostgreSQL
//! - `runs.rs`: what each run did; `content.rs`: what tables hold, as hashes
//! - `settings.rs`, `store_settings.rs`: where lake, files and store are
//! - `doctor/`: what stands between a user and a working lake
//! - `cmd/`: one file a verb of `mlb`
//! - `allocator.rs`: memory; `stop.rs`: the wish to end; `tables_at_once.rs`: work that ends as one; `limits.rs`: every bound

pub mod allocator;
pub mod capture;
pub mod cmd;
pub mod content;
pub mod doctor;
mod error;
pub mod flow;
pub mod jobs;
pub mod limits;
pub mod mirror;
pub mod runs;
pub mod schedule;
pub mod settings;
pub mod stop;
pub mod store_settings;
mod tables_at_once;
pub mod transform;

pub use error::{Error, Result};
