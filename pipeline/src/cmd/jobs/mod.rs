//! `mlb jobs`

mod list;
mod next;
mod run;
mod show;

use super::Done;
use super::output::Output;
use crate::error::Result;
use crate::jobs::schema;
use crate::settings::Settings;

/// Look at the project's jobs, and run them by hand.
#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    /// List the jobs, when each is due and how it last ended
    List,
    /// Show a job as it was read
    Show(show::Args),
    /// Run a job now
    Run(run::Args),
    /// Print when jobs are due
    Next(next::Args),
    /// Print the JSON Schema of a job, for editors
    Schema,
}

pub async fn run(verb: Verb, settings: &Settings, output: &Output) -> Result<Done> {
    match verb {
        Verb::List => list::run(settings, output).await,
        Verb::Show(args) => show::run(args, settings, output),
        Verb::Run(args) => run::run(args, settings, output).await,
        Verb::Next(args) => next::run(args, settings, output),
        Verb::Schema => {
            output.print(&serde_json::to_string_pretty(&schema::schema()).unwrap_or_default());
            Ok(Done::Clean)
        }
    }
}

/// A moment to the second.
fn shown(moment: jiff::Timestamp) -> String {
    format!("{moment:.0}")
}
