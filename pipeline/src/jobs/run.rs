//! One run of a job: ask, land, make tables, and what comes after.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mlb_lake::lease::{self, Lease};
use mlb_statsapi::Client;
use serde::Serialize;
use tokio::sync::Mutex;

use super::ingest::{self, Ingested, Place};
use super::job::{After, Engine, Job};
use super::record::Outcome;
use super::variables::Given;
use crate::capture::gather::FailedRequest;
use crate::capture::landing::LandingReport;
use crate::error::{Error, Result};
use crate::limits::BUSY_POLL_MS;
use crate::mirror::{self, MirrorReport};
use crate::runs::{self, Begun};
use crate::schedule::tracker::Tracked;
use crate::settings::Settings;
use crate::stop::Stop;
use crate::transform::candidates::Selection;
use crate::transform::sources::{self, Transformed, Wish};

/// What every run of a job stands on.
pub struct Context<'a> {
    /// The lake and the project's files.
    pub settings: &'a Settings,
    /// Who asks the API.
    pub client: &'a Client,
    /// Workers of a transform.
    pub workers: usize,
    /// A wish to end.
    pub stop: &'a Stop,
    /// One transform at a time in this process, until it is on record: each takes all cores, and a record beside it would say of its tables
    /// what they were before.
    pub transforms: &'a Mutex<()>,
    /// How long to wait for another process that runs the job, or a transform of its sources.
    pub patience: Duration,
    /// How far the run is.
    pub on_progress: Arc<dyn Fn(Progress) + Send + Sync>,
}

/// How far a run of a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many requests more are to be made.
    Asks(u64),
    /// One was.
    Asked,
    /// A transform began, or went on.
    Transform(crate::transform::job::Progress),
}

/// What a run of a job did.
#[derive(Debug, Serialize)]
pub struct JobReport {
    /// The job.
    pub job: String,
    /// The run.
    pub run_id: String,
    /// Requests that were made.
    pub asked: u64,
    /// Those that failed.
    pub failed: Vec<FailedRequest>,
    /// What landed.
    pub landing: LandingReport,
    /// What became different in the master schedule.
    pub schedule: Tracked,
    /// What the transforms did; absent where it was stopped before.
    pub transform: Option<Transformed>,
    /// What the mirror did; absent where the job asks for none, or no PostgreSQL is configured.
    pub mirror: Option<MirrorReport>,
    /// The materialized views that were made anew.
    pub views_refreshed: Vec<String>,
    /// Why PostgreSQL is behind.
    pub mirror_error: Option<String>,
    /// Somebody stopped it.
    pub is_stopped: bool,
    /// Wall time.
    pub seconds: f64,
}

impl JobReport {
    /// How it ended.
    pub fn outcome(&self) -> Outcome {
        let is_clean = self.failed.is_empty()
            && self.landing.refused.is_empty()
            && self.transform.as_ref().is_none_or(Transformed::is_clean)
            && self.mirror_error.is_none();
        match (self.is_stopped, is_clean) {
            (true, _) => Outcome::Stopped,
            (false, true) => Outcome::Succeeded,
            (false, false) => Outcome::Incomplete,
        }
    }

    /// What a person should know of it; nothing where all went through.
    pub fn detail(&self) -> String {
        let mut parts = Vec::new();
        if let Some(failed) = self.failed.first() {
            let more = match self.failed.len() - 1 {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            parts.push(format!("{} did not come{more}: {}", failed.what, failed.detail));
        }
        if let Some(refused) = self.landing.refused.first() {
            let bodies = self.landing.refused.len();
            parts.push(format!("{bodies} in quarantine: {}", refused.detail));
        }
        parts.extend(self.transform.as_ref().and_then(without_rows));
        parts.extend(self.mirror_error.clone());
        parts.join("; ")
    }
}

/// What the transforms could make no rows of; nothing where rows could be made of all.
fn without_rows(transform: &Transformed) -> Option<String> {
    let games = transform.sources.iter().flat_map(|source| &source.bad_games);
    let captures = transform.sources.iter().flat_map(|source| &source.bad_captures);
    let mut details = games
        .map(|game| &game.detail)
        .chain(captures.map(|capture| &capture.detail));
    let first = details.next()?;
    let all = 1 + details.count();
    Some(format!("{all} captures of which no rows can be made: {first}"))
}

/// Runs a job. Another process cannot run the same one meanwhile.
///
/// # Errors
/// `Config` where the job is streaming, or the run lacks what a variable stands for; `Lake` with `Busy` where it is still under way elsewhere;
/// as [`ingest::ingest`] and [`sources::run`].
pub async fn run(job: &Job, given: &Given, context: &Context<'_>) -> Result<JobReport> {
    refuse_streaming(job)?;
    let run = Begun::now("job");
    let lease = Mutex::new(patient_lease(job, context, &run).await?);
    let done = lease::renew_during(&lease, work(job, given, context, &run)).await?;
    lease.into_inner().end(done, |_| BTreeSet::new()).await
}

/// How a run ended, for its record: its id, the outcome, and what a person should know of it. What did not go through while it was stopped
/// is due again.
pub fn ending(done: &Result<JobReport>, stop: &Stop) -> (String, Outcome, String) {
    match done {
        Ok(report) => (report.run_id.clone(), report.outcome(), report.detail()),
        Err(error) => {
            let outcome = match stop.is_wished() {
                true => Outcome::Stopped,
                false => Outcome::Failed,
            };
            (uuid::Uuid::now_v7().to_string(), outcome, error.to_string())
        }
    }
}

/// Takes the job's lease. A run that was killed elsewhere holds it until its term is over: what is due waits for that.
async fn patient_lease(job: &Job, context: &Context<'_>, run: &Begun) -> Result<Lease> {
    let started = Instant::now();
    let name = format!("job-{}", job.name);
    loop {
        match Lease::take(context.settings.lake.store(), &name, &run.run_id).await {
            Err(mlb_lake::Error::Busy { .. })
                if started.elapsed() < context.patience && !context.stop.is_wished() =>
            {
                tokio::time::sleep(Duration::from_millis(BUSY_POLL_MS)).await;
            }
            taken => return Ok(taken?),
        }
    }
}

/// A job whose engine is not in this version of `mlb`.
///
/// # Errors
/// `Config` where it is streaming.
pub fn refuse_streaming(job: &Job) -> Result<()> {
    match job.engine {
        Engine::Batch => Ok(()),
        Engine::Streaming => Err(Error::Config {
            what: format!("job `{}`", job.name),
            reason: "it follows games as they are played, and this version of `mlb` has no engine for that; \
                     `mlb jobs run game_live_date` takes the games of a day as they stand"
                .to_owned(),
        }),
    }
}

async fn work(job: &Job, given: &Given, context: &Context<'_>, run: &Begun) -> Result<JobReport> {
    let started = Instant::now();
    let settings = context.settings;
    let place = Place {
        lake: &settings.lake,
        catalog: &settings.catalog,
        run_id: &run.run_id,
    };
    let on_answer = |asks| {
        let progress = if asks > 0 {
            Progress::Asks(asks)
        } else {
            Progress::Asked
        };
        (context.on_progress)(progress);
    };
    let ingested = ingest::ingest(job, given, context.client, place, context.stop, &on_answer).await?;
    let turn = context.transforms.lock().await;
    let transform = match ingested.is_stopped {
        true => None,
        false => Some(transform(job, context, run).await?),
    };
    let transformed = transform.as_ref().map(Transformed::versions).unwrap_or_default();
    let mut report = report(job, run, ingested, transform);
    report.seconds = started.elapsed().as_secs_f64();
    let versions = runs::versions(&settings.lake, &settings.catalog, transformed).await?;
    run.record(&settings.lake, versions, &report).await?;
    drop(turn);
    if !report.is_stopped {
        after(job, settings, &mut report).await?;
    }
    report.seconds = started.elapsed().as_secs_f64();
    Ok(report)
}

fn report(job: &Job, run: &Begun, ingested: Ingested, transform: Option<Transformed>) -> JobReport {
    JobReport {
        job: job.name.clone(),
        run_id: run.run_id.clone(),
        asked: ingested.asked,
        failed: ingested.failed,
        landing: ingested.landing,
        schedule: ingested.schedule,
        transform,
        mirror: None,
        views_refreshed: Vec::new(),
        mirror_error: None,
        is_stopped: ingested.is_stopped,
        seconds: 0.0,
    }
}

async fn transform(job: &Job, context: &Context<'_>, run: &Begun) -> Result<Transformed> {
    if job.transform.is_empty() {
        return Ok(Transformed::default());
    }
    let on_progress = Arc::clone(&context.on_progress);
    let wish = Wish {
        sources: Some(&job.transform),
        selection: Selection::New,
        workers: context.workers,
        run_id: &run.run_id,
        patience: context.patience,
        on_progress: Arc::new(move |progress| on_progress(Progress::Transform(progress))),
    };
    sources::run(context.settings, &wish).await
}

/// What comes after the tables. PostgreSQL that fails leaves the lake complete.
async fn after(job: &Job, settings: &Settings, report: &mut JobReport) -> Result<()> {
    let Some(postgres) = mirror::Settings::configured()? else {
        return Ok(());
    };
    for after in &job.after {
        let done = match after {
            After::Mirror => {
                let mirrored = mirror::show_newest(settings, &postgres).await;
                mirrored.map(|mirrored| report.mirror = Some(mirrored))
            }
            After::RefreshViews => {
                let refreshed = mirror::refresh_views(&postgres, &settings.catalog).await;
                refreshed.map(|views| report.views_refreshed = views)
            }
        };
        if let Err(error) = done {
            report.mirror_error.get_or_insert(error.to_string());
        }
    }
    Ok(())
}
