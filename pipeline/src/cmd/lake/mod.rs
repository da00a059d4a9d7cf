//! `mlb lake`: looking after the files of a lake. One file a verb.

mod checkpoint;
mod history;
mod leases;
mod optimize;
mod restore;
mod status;
mod tables;
mod vacuum;

use super::Done;
use super::output::Output;
use crate::error::Result;
use crate::settings::Settings;

/// Look after the files of the lake.
#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    /// Files, sizes and versions of every table, and what is worth doing
    Status,
    /// The runs of this lake, or the commits of one table
    History(history::Args),
    /// Put small files together, in the order of date, game and key
    Optimize(optimize::Args),
    /// Delete files that no version within the retention needs
    Vacuum(vacuum::Args),
    /// Write a checkpoint of each log, so that tables open faster
    Checkpoint,
    /// Bring the normalized tables back to what they were after a run
    Restore(restore::Args),
}

pub async fn run(verb: Verb, settings: &Settings, output: &Output) -> Result<Done> {
    settings.lake.check().await?;
    match verb {
        Verb::Status => status::run(settings, output).await,
        Verb::History(args) => history::run(args, settings, output).await,
        Verb::Optimize(args) => optimize::run(args, settings, output).await,
        Verb::Vacuum(args) => vacuum::run(args, settings, output).await,
        Verb::Checkpoint => checkpoint::run(settings, output).await,
        Verb::Restore(args) => restore::run(args, settings, output).await,
    }
}
