//! Jobs: what is asked of the API when, and what is done with it, written down in `pipeline/jobs/NAME.yaml`.
//!
//! A file is read ([`read`], [`read_requests`]) into a [`Job`](job::Job), all of them into [`Jobs`](catalog::Jobs); what is wrong is told
//! with its line. A run fills the [`variables`] into the requests ([`template`]), asks, takes the [`values`] that later requests need out
//! of the answers ([`ingest`]), makes tables and does what comes after ([`run`]). The [`scheduler`] runs what is [`due`] by the [`cron`] lines
//! and the dependencies; how each run ended is on [`record`], and an [`alert`] tells somebody. [`schema`] is for editors.

pub mod alert;
pub mod catalog;
pub mod cron;
pub mod due;
pub mod ingest;
pub mod job;
pub mod read;
pub mod read_requests;
pub mod record;
pub mod run;
pub mod scheduler;
pub mod schema;
pub mod template;
pub mod values;
pub mod variables;

#[cfg(test)]
mod tests;
