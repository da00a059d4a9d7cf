//! `mlb jobs run`

use std::sync::Arc;
use std::time::Duration;

use indicatif::ProgressBar;
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::Mutex;

use crate::cmd::args::{self, WorkerArgs};
use crate::cmd::output::{Output, bold, count, plural};
use crate::cmd::{Done, mirror, pipeline, progress, report};
use crate::error::Result;
use crate::jobs::catalog::Jobs;
use crate::jobs::record::{self, JobRun, Outcome};
use crate::jobs::run::{self, Context, JobReport, Progress};
use crate::jobs::variables::Given;
use crate::settings::Settings;
use crate::stop::Stop;

/// Run a job now.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The job, for instance `season_daily`
    job: String,
    /// What `${DATE}` stands for; today in New York where none is named
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// What `${SEASON}` stands for; the year of the date where none is named
    #[arg(long, value_name = "YEAR", value_parser = args::season)]
    season: Option<i32>,
    /// What `${GAME_PK}` stands for, one after the other
    #[arg(long = "game-pk", value_name = "N", value_delimiter = ',')]
    game_pks: Vec<i64>,
    /// The API's address
    #[arg(long, env = "MLB_STATSAPI_URL", value_name = "URL")]
    api: Option<String>,
    #[command(flatten)]
    workers: WorkerArgs,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    let jobs = Jobs::read(&settings.home, &settings.catalog)?;
    let job = jobs.named(&args.job)?;
    run::refuse_streaming(job)?;
    let client = pipeline::client(args.api.as_deref())?;
    settings.lake.init().await?;
    let given = Given {
        date: args.date,
        season: args.season,
        game_pks: args.game_pks.into_iter().collect(),
        ..Given::at(Timestamp::now())
    };
    let bar = progress::bar(output, "asking");
    let context = Context {
        settings,
        client: &client,
        workers: args.workers.count(),
        stop: &Stop::never(),
        transforms: &Mutex::new(()),
        patience: Duration::ZERO,
        on_progress: follow(&bar),
    };
    let done = run::run(job, &given, &context).await;
    bar.finish_and_clear();
    let ended = ended(&job.name, given.moment, &done);
    let report = match done {
        Ok(report) => report,
        Err(error) => {
            // That the job failed is to be told even where this cannot be kept.
            if let Err(unkept) = record::record(&settings.lake, &ended).await {
                output.warn(&format!("the run is not on record: {unkept}"));
            }
            return Err(error);
        }
    };
    record::record(&settings.lake, &ended).await?;
    tell(output, &report);
    output.report(&report, || lines(&report));
    Ok(match (&report.mirror_error, report.outcome()) {
        (Some(_), _) => Done::MirrorBehind,
        (None, Outcome::Succeeded) => Done::Clean,
        (None, _) => Done::Quarantined,
    })
}

fn ended(job: &str, started_at: Timestamp, done: &Result<JobReport>) -> JobRun {
    let (run_id, outcome, detail) = run::ending(done, &Stop::never());
    JobRun {
        job: job.to_owned(),
        run_id,
        due_at: None,
        started_at,
        finished_at: Timestamp::now(),
        outcome,
        is_late: false,
        detail,
    }
}

/// Moves a bar as a job reports.
fn follow(bar: &ProgressBar) -> Arc<dyn Fn(Progress) + Send + Sync> {
    let (bar, transform) = (bar.clone(), progress::follow(bar));
    Arc::new(move |progress| match progress {
        Progress::Asks(asks) => bar.inc_length(asks),
        Progress::Asked => bar.inc(1),
        Progress::Transform(progress) => {
            bar.set_message("transform");
            transform(progress);
        }
    })
}

fn tell(output: &Output, report: &JobReport) {
    report::failed(output, report.failed.iter());
    report::refused_bodies(output, &report.landing);
    report::conflicts(output, &report.schedule.conflicts);
    if let Some(transform) = &report.transform {
        report::bad_games(output, transform);
    }
    if let Some(error) = &report.mirror_error {
        output.error(error);
    }
}

fn lines(report: &JobReport) -> Vec<String> {
    let landing = &report.landing;
    let mut lines = vec![
        format!(
            "{} {} in {:.1} s: {}, {} failed",
            bold("Ran"),
            report.job,
            report.seconds,
            plural(report.asked, "request"),
            count(report.failed.len() as u64),
        ),
        report::landing_line(landing),
    ];
    let transform = report
        .transform
        .as_ref()
        .filter(|transform| !transform.sources.is_empty());
    lines.extend(transform.map(report::transform_line));
    lines.extend(report.mirror.as_ref().map(mirror::line));
    lines
}
