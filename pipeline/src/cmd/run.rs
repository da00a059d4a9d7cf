//! `mlb run`

use serde::Serialize;

use super::args::{IngestArgs, WorkerArgs};
use super::ingest::{self, IngestReport};
use super::output::Output;
use super::transform::{self, Transformed};
use super::{Done, mirror, report};
use crate::error::Result;
use crate::mirror::MirrorReport;
use crate::runs::{self, Begun};
use crate::settings::Settings;
use crate::transform::candidates::Selection;

/// Ingest, transform and mirror in one go.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    ingest: IngestArgs,
    #[command(flatten)]
    workers: WorkerArgs,
}

#[derive(Debug, Serialize)]
struct Report {
    run_id: String,
    ingest: IngestReport,
    transform: Transformed,
    mirror: Option<MirrorReport>,
    mirror_error: Option<String>,
    versions: runs::Versions,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    let run = Begun::now("run");
    args.ingest.check()?;
    let postgres = crate::mirror::Settings::configured()?;
    settings.lake.init().await?;
    let ingested = ingest::ingest(&args.ingest, settings, output, &run.run_id).await?;
    let transformed =
        transform::transform(None, Selection::New, &args.workers, settings, output, &run.run_id).await?;
    let versions = runs::versions(&settings.lake, &settings.catalog, transformed.versions()).await?;
    let mut report = Report {
        run_id: run.run_id.clone(),
        ingest: ingested,
        transform: transformed,
        mirror: None,
        mirror_error: None,
        versions: versions.clone(),
    };
    run.record(&settings.lake, versions, &report).await?;
    if let Some(postgres) = postgres {
        match crate::mirror::show_newest(settings, &postgres).await {
            Ok(mirrored) => report.mirror = Some(mirrored),
            Err(e) => {
                output.error(&e.to_string());
                report.mirror_error = Some(e.to_string());
            }
        }
    }
    report::refused(output, &report.ingest);
    report::bad_games(output, &report.transform);
    output.report(&report, || lines(&report));
    Ok(done(&report))
}

fn lines(report: &Report) -> Vec<String> {
    let mut lines = report::table_lines(&report.transform);
    lines.push(report::ingest_line(&report.ingest));
    lines.push(report::transform_line(&report.transform));
    lines.extend(report.mirror.as_ref().map(mirror::line));
    lines
}

fn done(report: &Report) -> Done {
    if report.mirror_error.is_some() {
        return Done::MirrorBehind;
    }
    match report.ingest.done() {
        Done::Clean => report.transform.done(),
        other => other,
    }
}
