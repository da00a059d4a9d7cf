//! `mlb transform`

use std::path::PathBuf;
use std::time::Duration;

use super::args::{SelectionArgs, WorkerArgs};
use super::output::Output;
use super::{Done, progress, report};
use crate::error::Result;
use crate::jobs::catalog::Jobs;
use crate::runs::{self, Begun};
use crate::settings::Settings;
use crate::transform::candidates::Selection;
pub use crate::transform::sources::Transformed;
use crate::transform::sources::{self, Wish};

/// Make normalized tables of what landed.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selection: SelectionArgs,
    /// Only the sources that a job names
    #[arg(long, value_name = "FILE")]
    job: Option<PathBuf>,
    #[command(flatten)]
    workers: WorkerArgs,
}

impl Transformed {
    /// How a transform ends.
    pub fn done(&self) -> Done {
        if self.is_clean() {
            Done::Clean
        } else {
            Done::Quarantined
        }
    }
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    let run = Begun::now("transform");
    let job = match &args.job {
        Some(file) => Some(Jobs::read_file(file, &settings.home, &settings.catalog)?),
        None => None,
    };
    settings.lake.check().await?;
    let only = job.as_ref().map(|job| job.transform.as_slice());
    let selection = args.selection.selection();
    let report = transform(only, selection, &args.workers, settings, output, &run.run_id).await?;
    let versions = runs::versions(&settings.lake, &settings.catalog, report.versions()).await?;
    run.record(&settings.lake, versions, &report).await?;
    report::bad_games(output, &report);
    output.report(&report, || {
        let mut lines = report::table_lines(&report);
        lines.push(report::transform_line(&report));
        lines
    });
    Ok(report.done())
}

/// Transforms these sources, or all.
pub async fn transform(
    sources: Option<&[String]>,
    selection: Selection,
    workers: &WorkerArgs,
    settings: &Settings,
    output: &Output,
    run_id: &str,
) -> Result<Transformed> {
    let bar = progress::bar(output, "transform");
    let wish = Wish {
        sources,
        selection,
        workers: workers.count(),
        run_id,
        patience: Duration::ZERO,
        on_progress: progress::follow(&bar),
    };
    let transformed = sources::run(settings, &wish).await?;
    bar.finish_and_clear();
    Ok(transformed)
}
