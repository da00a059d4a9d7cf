//! `mlb lake history`

use futures::TryStreamExt;
use jiff::Timestamp;
use serde::Serialize;

use super::tables;
use crate::cmd::Done;
use crate::cmd::output::{Output, dim};
use crate::error::{Error, Result};
use crate::runs;
use crate::settings::Settings;

/// The runs of this lake, or the commits of one table.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The table, for instance `live_game_plays`; the lake's runs where none is named
    table: Option<String>,
    /// The newest so many
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
}

#[derive(Debug, Serialize)]
struct RunLine {
    run_id: String,
    verb: String,
    finished_at: String,
}

#[derive(Debug, Serialize)]
struct CommitLine {
    version: Option<u64>,
    committed_at: Option<String>,
    operation: String,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    match &args.table {
        Some(table) => commits(table, args.limit, settings, output).await,
        None => runs_of(args.limit, settings, output).await,
    }
}

async fn runs_of(limit: usize, settings: &Settings, output: &Output) -> Result<Done> {
    let mut runs = runs::all(&settings.lake).await?;
    runs.reverse();
    runs.truncate(limit);
    let lines: Vec<RunLine> = runs
        .into_iter()
        .map(|run| RunLine {
            run_id: run.run_id,
            verb: run.verb,
            finished_at: format!("{:.0}", run.finished_at),
        })
        .collect();
    output.report(&lines, || {
        let head = dim(&format!("{:<36} {:<10} {}", "run", "verb", "finished"));
        let rows = lines
            .iter()
            .map(|line| format!("{:<36} {:<10} {}", line.run_id, line.verb, line.finished_at));
        std::iter::once(head).chain(rows).collect()
    });
    Ok(Done::Clean)
}

fn moment(millisecond: i64) -> Option<String> {
    let moment = Timestamp::from_millisecond(millisecond).ok()?;
    Some(format!("{moment:.0}"))
}

async fn commits(table: &str, limit: usize, settings: &Settings, output: &Output) -> Result<Done> {
    let mut lines = Vec::new();
    for table in tables::named(settings, &[table.to_owned()])? {
        let id = &table.spec.id;
        let failed = |e| Error::Lake(mlb_lake::Error::delta(id)(e));
        let Some(open) = settings.lake.open(id).await? else {
            continue;
        };
        let mut commits = open.history(Some(limit));
        while let Some(commit) = commits.try_next().await.map_err(failed)? {
            lines.push(CommitLine {
                version: commit.read_version.map(|read| read + 1),
                committed_at: commit.timestamp.and_then(moment),
                operation: commit.operation.unwrap_or_default(),
            });
        }
    }
    output.report(&lines, || {
        let head = dim(&format!("{:>7}  {:<24} {}", "version", "committed", "operation"));
        let rows = lines.iter().map(|line| {
            let version = line.version.unwrap_or_default();
            let at = line.committed_at.clone().unwrap_or_default();
            format!("{version:>7}  {at:<24} {}", line.operation)
        });
        std::iter::once(head).chain(rows).collect()
    });
    Ok(Done::Clean)
}
