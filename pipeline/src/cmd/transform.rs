//! `mlb transform`

use std::time::Instant;

use serde::Serialize;

use super::args::{SelectionArgs, WorkerArgs};
use super::output::Output;
use super::{Done, progress, report};
use crate::error::Result;
use crate::runs::{self, Begun, Versions};
use crate::settings::Settings;
use crate::transform::candidates::Selection;
use crate::transform::job::{self, Options};
use crate::transform::report::TransformReport;

/// Make normalized tables of what landed.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    workers: WorkerArgs,
}

/// What the transforms of all sources did.
#[derive(Debug, Default, Serialize)]
pub struct Transformed {
    /// One report a source.
    pub sources: Vec<TransformReport>,
    /// Wall time.
    pub seconds: f64,
}

impl Transformed {
    /// The versions of the tables of all sources.
    pub fn versions(&self) -> Versions {
        self.sources
            .iter()
            .flat_map(|source| source.versions.clone())
            .collect()
    }

    /// How a transform ends.
    pub fn done(&self) -> Done {
        if self.sources.iter().all(TransformReport::is_clean) {
            Done::Clean
        } else {
            Done::Quarantined
        }
    }
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    let run = Begun::now("transform");
    settings.lake.check().await?;
    let report = transform(
        args.selection.selection(),
        &args.workers,
        settings,
        output,
        &run.run_id,
    )
    .await?;
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

/// Transforms every source.
pub async fn transform(
    selection: Selection,
    workers: &WorkerArgs,
    settings: &Settings,
    output: &Output,
    run_id: &str,
) -> Result<Transformed> {
    let started = Instant::now();
    let mut sources = Vec::new();
    for contract in &settings.catalog.contracts {
        let bar = progress::bar(output, "transform");
        let options = Options {
            selection: selection.clone(),
            workers: workers.count(),
            run_id: run_id.to_owned(),
            on_progress: progress::follow(&bar),
        };
        let report = job::run(&settings.lake, &settings.home, contract, options).await?;
        bar.finish_and_clear();
        sources.push(report);
    }
    Ok(Transformed {
        sources,
        seconds: started.elapsed().as_secs_f64(),
    })
}
