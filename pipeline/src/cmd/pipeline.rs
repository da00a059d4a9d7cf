//! `mlb pipeline`

use std::collections::BTreeSet;
use std::sync::Arc;

use indicatif::ProgressBar;
use jiff::Timestamp;
use jiff::civil::Date;
use mlb_statsapi::{Client, ClientOptions, Traffic};

use super::args::{self, WorkerArgs};
use super::output::{Output, bold, count, dim, plural};
use super::{Done, mirror, progress, report};
use crate::error::{Error, Result};
use crate::flow::fetch::Ground;
use crate::flow::report::FlowReport;
use crate::flow::scope::Scope;
use crate::flow::steps::Progress;
use crate::flow::work;
use crate::jobs::variables::league_date;
use crate::settings::Settings;
use crate::stop::Stop;

/// Requests of a step that are told one by one in a dry run; `--json` tells all.
const PLANNED_SHOWN_MAX: usize = 5;

/// From the API to tables in one go: seasons, schedule, games, people, clubs.
#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    /// The games of a date and of the one before it, and earlier ones that are not over
    Daily(DailyArgs),
    /// Some games
    Games(GamesArgs),
    /// A season, or the dates from one to another
    Backfill(BackfillArgs),
}

/// What all pipelines share.
#[derive(Clone, Debug, clap::Args)]
pub struct FlowArgs {
    /// Only print what would be fetched
    #[arg(long)]
    dry_run: bool,
    /// The API's address
    #[arg(long, env = "MLB_STATSAPI_URL", value_name = "URL")]
    api: Option<String>,
    #[command(flatten)]
    workers: WorkerArgs,
}

/// The games of a date and of the one before it, and earlier ones that are not over.
#[derive(Debug, clap::Args)]
pub struct DailyArgs {
    /// The date; today in New York where none is named
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    #[command(flatten)]
    flow: FlowArgs,
}

/// Some games.
#[derive(Debug, clap::Args)]
pub struct GamesArgs {
    /// Games by the API's number
    #[arg(
        long = "game-pks",
        alias = "game-pk",
        required = true,
        value_name = "N",
        value_delimiter = ','
    )]
    game_pks: Vec<i64>,
    #[command(flatten)]
    flow: FlowArgs,
}

/// A season, or the dates from one to another.
#[derive(Debug, clap::Args)]
pub struct BackfillArgs {
    /// The season, from its first game that counts to the end of its post-season
    #[arg(long, value_name = "YEAR", value_parser = args::season, required_unless_present = "start")]
    season: Option<i32>,
    /// From spring training on
    #[arg(long, requires = "season")]
    spring: bool,
    /// The first date
    #[arg(long, value_name = "YYYY-MM-DD", requires = "end", conflicts_with = "season")]
    start: Option<Date>,
    /// The last date
    #[arg(long, value_name = "YYYY-MM-DD", requires = "start")]
    end: Option<Date>,
    #[command(flatten)]
    flow: FlowArgs,
}

pub async fn run(verb: Verb, settings: &Settings, output: &Output) -> Result<Done> {
    let (scope, args) = match verb {
        Verb::Daily(args) => {
            let date = args.date.unwrap_or_else(|| league_date(Timestamp::now()));
            (Scope::Daily(date), args.flow)
        }
        Verb::Games(args) => {
            let games: BTreeSet<i64> = args.game_pks.into_iter().collect();
            (Scope::Games(games), args.flow)
        }
        Verb::Backfill(args) => (backfill(&args)?, args.flow),
    };
    let client = client(args.api.as_deref())?;
    let bar = progress::bar(output, "asking");
    let on_progress = follow(&bar);
    let ground = Ground {
        settings,
        client: &client,
        stop: &Stop::never(),
        on_progress: &on_progress,
    };
    let report = if args.dry_run {
        work::plan(&scope, &ground).await?
    } else {
        let workers = args.workers.count();
        let on_transform = {
            let (bar, follow) = (bar.clone(), progress::follow(&bar));
            Arc::new(move |progress: crate::transform::job::Progress| {
                bar.set_message("transform");
                follow(progress);
            })
        };
        work::run(&scope, &ground, workers, on_transform).await?
    };
    bar.finish_and_clear();
    tell(output, &report);
    output.report(&report, || match args.dry_run {
        true => planned_lines(&report),
        false => lines(&report),
    });
    Ok(done(&report))
}

fn backfill(args: &BackfillArgs) -> Result<Scope> {
    match (args.season, args.start, args.end) {
        (Some(season), _, _) => Ok(Scope::Season {
            season,
            with_spring: args.spring,
        }),
        (None, Some(start), Some(end)) if start <= end => Ok(Scope::Range(start, end)),
        (None, Some(start), Some(end)) => Err(Error::Config {
            what: format!("--start {start} --end {end}"),
            reason: "the last date is before the first; change the two".to_owned(),
        }),
        _ => Err(Error::Config {
            what: "nothing to fetch".to_owned(),
            reason: "name a `--season`, or `--start` and `--end`".to_owned(),
        }),
    }
}

/// Asks as the environment says, or at another address.
pub fn client(api: Option<&str>) -> Result<Client> {
    let mut options = ClientOptions::from_env()?;
    if let Some(api) = api {
        options = options.at(api);
    }
    Ok(Client::new(options)?)
}

fn follow(bar: &ProgressBar) -> impl Fn(Progress) + Send + Sync + use<> {
    let bar = bar.clone();
    move |progress| match progress {
        Progress::Step(step, asks) => {
            bar.reset();
            bar.set_message(step);
            bar.set_length(asks);
        }
        Progress::Asked => bar.inc(1),
    }
}

/// Warns of what did not go through.
fn tell(output: &Output, report: &FlowReport) {
    let fetched = &report.fetched;
    report::failed(output, fetched.failed());
    if let Some(reason) = &fetched.corrections.failed {
        output.warn(&format!("not all corrected games are known: {reason}"));
    }
    report::refused_bodies(output, &fetched.landing);
    if let Some(transform) = &report.transform {
        report::bad_games(output, transform);
    }
    report::conflicts(output, &fetched.schedule.conflicts);
    if let Some(error) = &report.mirror_error {
        output.error(error);
    }
}

fn lines(report: &FlowReport) -> Vec<String> {
    let mut lines = step_lines(report);
    lines.extend(game_line(report));
    lines.extend(fault_line(&report.fetched.traffic));
    if report.fetched.schedule.changes > 0 {
        let changes = plural(report.fetched.schedule.changes, "change");
        lines.push(format!(
            "{changes} of the schedule, recorded in `meta.schedule_changes`"
        ));
    }
    lines.extend(report.transform.as_ref().map(report::transform_line));
    lines.extend(report.mirror.as_ref().map(mirror::line));
    lines.push(format!(
        "{} {} in {:.1} s",
        bold("Done"),
        report.scope,
        report.seconds
    ));
    lines
}

fn planned_lines(report: &FlowReport) -> Vec<String> {
    let mut lines = Vec::new();
    for step in &report.fetched.planned {
        lines.push(format!(
            "{} {}",
            bold(step.step),
            plural(step.requests.len() as u64, "request")
        ));
        lines.extend(
            step.requests
                .iter()
                .take(PLANNED_SHOWN_MAX)
                .map(|request| format!("  {request}")),
        );
        let more = step.requests.len().saturating_sub(PLANNED_SHOWN_MAX);
        if more > 0 {
            lines.push(dim(&format!(
                "  and {} more; `--json` names them",
                count(more as u64)
            )));
        }
    }
    lines.extend(game_line(report));
    lines.push("Nothing was written".to_owned());
    lines
}

fn step_lines(report: &FlowReport) -> Vec<String> {
    let head = dim(&format!(
        "{:<10} {:>9} {:>9} {:>11} {:>13} {:>8}",
        "step", "asked", "stored", "unchanged", "quarantined", "failed"
    ));
    let rows = report.fetched.steps.iter().map(|step| {
        format!(
            "{:<10} {:>9} {:>9} {:>11} {:>13} {:>8}",
            step.step,
            count(step.asked),
            count(step.stored),
            count(step.unchanged),
            count(step.quarantined),
            count(step.failed.len() as u64)
        )
    });
    std::iter::once(head).chain(rows).collect()
}

/// `15 games: 12 new, 3 held as final`
fn game_line(report: &FlowReport) -> Option<String> {
    let games = &report.fetched.games;
    let kinds: Vec<String> = games
        .iter()
        .map(|(reason, games)| format!("{} {reason}", count(*games)))
        .collect();
    let all = games.values().sum();
    (all > 0).then(|| format!("{}: {}", plural(all, "game"), kinds.join(", ")))
}

/// `3 faults in 74 requests, 3 of them asked again: 1 no answer in time, 2 server error`
fn fault_line(traffic: &Traffic) -> Option<String> {
    let faults: Vec<String> = traffic
        .faults
        .iter()
        .map(|(kind, times)| format!("{} {kind}", count(*times)))
        .collect();
    let all: u64 = traffic.faults.values().sum();
    (all > 0).then(|| {
        format!(
            "{} in {}, {} of them asked again: {}",
            plural(all, "fault"),
            plural(traffic.sent, "request"),
            count(traffic.again),
            faults.join(", ")
        )
    })
}

fn done(report: &FlowReport) -> Done {
    let is_whole = report.fetched.is_clean()
        && report
            .transform
            .as_ref()
            .is_none_or(|transform| transform.done() == Done::Clean);
    match (&report.mirror_error, is_whole) {
        (Some(_), _) => Done::MirrorBehind,
        (None, true) => Done::Clean,
        (None, false) => Done::Quarantined,
    }
}
