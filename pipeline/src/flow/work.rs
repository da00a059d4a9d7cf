//! A pipeline from its first request to the mirror.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::corrections::VERB;
use super::fetch::{self, Ground};
use super::report::{Fetched, FlowReport};
use super::scope::Scope;
use crate::error::Result;
use crate::mirror;
use crate::runs::{self, Begun, Versions};
use crate::settings::Settings;
use crate::transform::candidates::Selection;
use crate::transform::sources::{self, Transformed, Wish};

/// Fetches, transforms, records and mirrors. PostgreSQL that fails leaves the lake complete.
///
/// # Errors
/// As [`fetch::fetch`] and [`sources::run`].
pub async fn run(
    scope: &Scope,
    ground: &Ground<'_>,
    workers: usize,
    on_transform: Arc<dyn Fn(crate::transform::job::Progress) + Send + Sync>,
) -> Result<FlowReport> {
    let started = Instant::now();
    let run = Begun::now(VERB);
    let settings = ground.settings;
    let postgres = mirror::Settings::configured()?;
    settings.lake.init().await?;
    let fetched = fetch::fetch(scope, ground, Some(&run.run_id)).await?;
    let mut report = empty(&run.run_id, scope, fetched);
    if !report.fetched.is_stopped {
        let wish = Wish {
            sources: None,
            selection: Selection::New,
            workers,
            run_id: &run.run_id,
            patience: Duration::ZERO,
            on_progress: on_transform,
        };
        report.transform = Some(sources::run(settings, &wish).await?);
    }
    let transformed = report.transform.as_ref().map(Transformed::versions);
    report.versions =
        runs::versions(&settings.lake, &settings.catalog, transformed.unwrap_or_default()).await?;
    report.seconds = started.elapsed().as_secs_f64();
    run.record(&settings.lake, report.versions.clone(), &report)
        .await?;
    if let Some(postgres) = postgres.filter(|_| report.transform.is_some())
        && let Err(error) = show(&postgres, settings, &mut report).await
    {
        report.mirror_error = Some(error.to_string());
    }
    report.seconds = started.elapsed().as_secs_f64();
    Ok(report)
}

/// What a run would ask. It asks for seasons and schedule, and writes nothing.
///
/// # Errors
/// As [`fetch::fetch`].
pub async fn plan(scope: &Scope, ground: &Ground<'_>) -> Result<FlowReport> {
    let started = Instant::now();
    let fetched = fetch::fetch(scope, ground, None).await?;
    let mut report = empty("", scope, fetched);
    report.seconds = started.elapsed().as_secs_f64();
    Ok(report)
}

fn empty(run_id: &str, scope: &Scope, fetched: Fetched) -> FlowReport {
    FlowReport {
        run_id: run_id.to_owned(),
        scope: scope.name(),
        fetched,
        transform: None,
        mirror: None,
        views_refreshed: Vec::new(),
        mirror_error: None,
        versions: Versions::new(),
        seconds: 0.0,
    }
}

async fn show(postgres: &mirror::Settings, settings: &Settings, report: &mut FlowReport) -> Result<()> {
    report.mirror = Some(mirror::show_newest(settings, postgres).await?);
    report.views_refreshed = mirror::refresh_views(postgres, &settings.catalog).await?;
    Ok(())
}
