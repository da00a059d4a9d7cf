//! `mlb scheduler`

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex;

use super::args::WorkerArgs;
use super::output::{Output, bold};
use super::{Done, pipeline};
use crate::error::{Error, Result};
use crate::jobs::catalog::Jobs;
use crate::jobs::record::{JobRun, Outcome};
use crate::jobs::run::Context;
use crate::jobs::scheduler::{Clock, Scheduler};
use crate::limits::JOB_PATIENCE_SECONDS_MAX;
use crate::settings::Settings;
use crate::stop::Stop;

/// Run jobs when they are due, until Ctrl-C or SIGTERM.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Run what is due now, then end
    #[arg(long)]
    once: bool,
    /// As if it were this moment
    #[arg(long, value_name = "TIME", requires = "once")]
    at: Option<Timestamp>,
    /// The API's address
    #[arg(long, env = "MLB_STATSAPI_URL", value_name = "URL")]
    api: Option<String>,
    #[command(flatten)]
    workers: WorkerArgs,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    let jobs = Jobs::read(&settings.home, &settings.catalog)?;
    let client = pipeline::client(args.api.as_deref())?;
    let stop = Stop::on_signals().map_err(|error| Error::Config {
        what: "signals".to_owned(),
        reason: error.to_string(),
    })?;
    settings.lake.init().await?;
    let context = Context {
        settings,
        client: &client,
        workers: args.workers.count(),
        stop: &stop,
        transforms: &Mutex::new(()),
        patience: Duration::from_secs(JOB_PATIENCE_SECONDS_MAX),
        on_progress: Arc::new(|_| {}),
    };
    let is_whole = Cell::new(true);
    let on_run = |run: &JobRun| {
        is_whole.set(is_whole.get() && run.outcome == Outcome::Succeeded);
        tell(output, run);
    };
    let scheduler = Scheduler::new(&jobs, &context, Clock::at(args.at), args.once, &on_run);
    scheduler.run().await?;
    // Who has it run by a clock of their own learns from the exit code; who stops it knows of its runs.
    Ok(match args.once && !is_whole.get() {
        true => Done::Quarantined,
        false => Done::Clean,
    })
}

/// A line a run, as it ends; with `--json` an object a line.
fn tell(output: &Output, run: &JobRun) {
    if output.is_json() {
        let line = serde_json::json!({
            "job": run.job,
            "run_id": run.run_id,
            "due_at": run.due_at.map(|at| at.to_string()),
            "started_at": run.started_at.to_string(),
            "finished_at": run.finished_at.to_string(),
            "outcome": run.outcome,
            "is_late": run.is_late,
            "detail": run.detail,
        });
        return output.print(&line.to_string());
    }
    let late = if run.is_late { ", late" } else { "" };
    let detail = match run.detail.as_str() {
        "" => String::new(),
        detail => format!(": {detail}"),
    };
    let line = format!("{} {}{late}{detail}", bold(&run.job), run.outcome.name());
    match run.outcome {
        Outcome::Failed | Outcome::Blocked => output.error(&line),
        _ => output.note(&line),
    }
}
