//! `mlb ingest`

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use jiff::Timestamp;
use serde::Serialize;

use super::args::{self, IngestArgs};
use super::output::{Output, bold, count, plural};
use super::{Done, pipeline, progress, report};
use crate::capture::fetch;
use crate::capture::gather::FailedRequest;
use crate::capture::landing::{Landing, LandingReport};
use crate::error::Result;
use crate::jobs::catalog::Jobs;
use crate::jobs::ingest::{self, Place};
use crate::jobs::run::refuse_streaming;
use crate::jobs::variables::Given;
use crate::runs::{self, Begun, Versions};
use crate::schedule::tracker::Tracked;
use crate::settings::Settings;
use crate::stop::Stop;

/// Land responses untouched.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    ingest: IngestArgs,
    /// Ask what a job asks
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    job: Option<PathBuf>,
    /// What a job's `${SEASON}` stands for
    #[arg(long, value_name = "YEAR", value_parser = args::season, requires = "job")]
    season: Option<i32>,
}

/// What came of a job's requests.
#[derive(Debug, Serialize)]
struct JobIngestReport {
    job: String,
    asked: u64,
    failed: Vec<FailedRequest>,
    #[serde(flatten)]
    landing: LandingReport,
    schedule: Tracked,
    seconds: f64,
}

/// What an ingest did.
#[derive(Debug, Default, Serialize)]
pub struct IngestReport {
    /// What landed.
    #[serde(flatten)]
    pub landing: LandingReport,
    /// Games whose request failed, with the reason.
    pub failed: Vec<FailedGame>,
    /// Wall time.
    pub seconds: f64,
}

/// A game that the API did not give.
#[derive(Debug, Serialize)]
pub struct FailedGame {
    /// The game.
    pub game_pk: i64,
    /// The reason for a person.
    pub detail: String,
}

impl IngestReport {
    /// How an ingest ends.
    pub fn done(&self) -> Done {
        if self.landing.refused.is_empty() && self.failed.is_empty() {
            Done::Clean
        } else {
            Done::Quarantined
        }
    }
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    if let Some(file) = &args.job {
        return of_job(file, &args, settings, output).await;
    }
    let run = Begun::now("ingest");
    args.ingest.check()?;
    settings.lake.init().await?;
    let report = ingest(&args.ingest, settings, output, &run.run_id).await?;
    let versions = runs::versions(&settings.lake, &settings.catalog, Versions::new()).await?;
    run.record(&settings.lake, versions, &report).await?;
    report::refused(output, &report);
    output.report(&report, || vec![report::ingest_line(&report)]);
    Ok(report.done())
}

/// Lands what a job asks for; its tables are another step.
async fn of_job(file: &Path, args: &Args, settings: &Settings, output: &Output) -> Result<Done> {
    let started = Instant::now();
    let job = Jobs::read_file(file, &settings.home, &settings.catalog)?;
    refuse_streaming(&job)?;
    let client = pipeline::client(args.ingest.api.as_deref())?;
    let run = Begun::now("ingest");
    settings.lake.init().await?;
    let given = Given {
        date: args.ingest.date,
        season: args.season,
        game_pks: args.ingest.game_pks.iter().copied().collect(),
        ..Given::at(Timestamp::now())
    };
    let place = Place {
        lake: &settings.lake,
        catalog: &settings.catalog,
        run_id: &run.run_id,
    };
    let bar = progress::bar(output, "asking");
    let on_answer = |asks| match asks {
        0 => bar.inc(1),
        asks => bar.inc_length(asks),
    };
    let ingested = ingest::ingest(&job, &given, &client, place, &Stop::never(), &on_answer).await?;
    bar.finish_and_clear();
    let report = JobIngestReport {
        job: job.name,
        asked: ingested.asked,
        failed: ingested.failed,
        landing: ingested.landing,
        schedule: ingested.schedule,
        seconds: started.elapsed().as_secs_f64(),
    };
    let versions = runs::versions(&settings.lake, &settings.catalog, Versions::new()).await?;
    run.record(&settings.lake, versions, &report).await?;
    report::failed(output, report.failed.iter());
    report::refused_bodies(output, &report.landing);
    output.report(&report, || job_lines(&report));
    let is_clean = report.failed.is_empty() && report.landing.refused.is_empty();
    Ok(if is_clean { Done::Clean } else { Done::Quarantined })
}

fn job_lines(report: &JobIngestReport) -> Vec<String> {
    let asked = format!(
        "{} {} in {:.1} s: {}, {} failed",
        bold("Asked"),
        report.job,
        report.seconds,
        plural(report.asked, "request"),
        count(report.failed.len() as u64),
    );
    vec![asked, report::landing_line(&report.landing)]
}

/// Lands what the arguments name.
pub async fn ingest(
    args: &IngestArgs,
    settings: &Settings,
    output: &Output,
    run_id: &str,
) -> Result<IngestReport> {
    let started = Instant::now();
    let only: Option<HashSet<i64>> =
        (args.replay.is_some() && !args.game_pks.is_empty()).then(|| args.game_pks.iter().copied().collect());
    let mut landing = Landing::new(&settings.lake, &settings.catalog, run_id, args.captured_at, only)?;
    let bar = progress::bar(output, "landing");
    let mut failed = Vec::new();
    if let Some(folder) = &args.replay {
        let count = |files| {
            if files > 0 {
                bar.set_length(files)
            } else {
                bar.inc(1)
            }
        };
        fetch::replay(&mut landing, folder, count).await?;
    } else {
        let client = pipeline::client(args.api.as_deref())?;
        let mut games: BTreeSet<i64> = args.game_pks.iter().copied().collect();
        if let Some(date) = args.date {
            games.extend(fetch::games_of(&client, date).await?);
        }
        bar.set_length(games.len() as u64);
        failed = fetch::games(&mut landing, &client, &settings.catalog, &games, || bar.inc(1)).await?;
        // Where nothing at all came back the reason is the API, not a game.
        if !failed.is_empty() && failed.len() == games.len() {
            return Err(failed.swap_remove(0).1.into());
        }
    }
    bar.finish_and_clear();
    let landing = landing.finish().await?;
    let failed = failed
        .into_iter()
        .map(|(game_pk, e)| FailedGame {
            game_pk,
            detail: e.to_string(),
        })
        .collect();
    Ok(IngestReport {
        landing,
        failed,
        seconds: started.elapsed().as_secs_f64(),
    })
}
