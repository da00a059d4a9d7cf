//! `mlb lake history`

use deltalake::DeltaTable;
use deltalake::kernel::{Action, CommitInfo};
use deltalake::logstore::get_actions;
use jiff::Timestamp;
use mlb_lake::{TableId, commit};
use serde::Serialize;

use super::tables;
use crate::cmd::Done;
use crate::cmd::output::{Output, dim};
use crate::error::Result;
use crate::runs::{self, Run};
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
    version: u64,
    committed_at: Option<String>,
    operation: String,
    run_id: Option<String>,
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
    let runs = runs::all(&settings.lake).await?;
    let mut lines = Vec::new();
    for table in tables::named(settings, &[table.to_owned()]).await? {
        let id = &table.spec.id;
        if let Some(open) = settings.lake.open(id).await? {
            lines.extend(commits_of(id, &open, limit, &runs).await?);
        }
    }
    output.report(&lines, || {
        let head = dim(&format!(
            "{:>7}  {:<20}  {:<12}  {}",
            "version", "committed", "operation", "run"
        ));
        let rows = lines.iter().map(|line| {
            let at = line.committed_at.as_deref().unwrap_or_default();
            let run = line.run_id.as_deref().unwrap_or_default();
            format!("{:>7}  {at:<20}  {:<12}  {run}", line.version, line.operation)
        });
        std::iter::once(head).chain(rows).collect()
    });
    Ok(Done::Clean)
}

/// The newest commits, as far back as the log goes.
async fn commits_of(id: &TableId, open: &DeltaTable, limit: usize, runs: &[Run]) -> Result<Vec<CommitLine>> {
    let failed = |e| mlb_lake::Error::delta(id)(e);
    let log = open.log_store();
    let mut lines = Vec::new();
    for version in (0..=commit::version_of(open)).rev().take(limit) {
        let Some(entry) = log.read_commit_entry(version).await.map_err(failed)? else {
            break;
        };
        let mut info = CommitInfo::default();
        let mut applications = Vec::new();
        for action in get_actions(version, &entry).map_err(failed)? {
            match action {
                Action::CommitInfo(found) => info = found,
                Action::Txn(txn) => applications.push(txn.app_id),
                _ => {}
            }
        }
        lines.push(CommitLine {
            version,
            committed_at: info.timestamp.and_then(moment),
            operation: info.operation.unwrap_or_default(),
            run_id: run_of(id, version, &applications, runs),
        });
    }
    Ok(lines)
}

/// The run that a commit is of: the one that its application is named for, else the first on record that knows the version.
fn run_of(id: &TableId, version: u64, applications: &[String], runs: &[Run]) -> Option<String> {
    let is_named = |run: &&Run| {
        applications
            .iter()
            .any(|application| application.ends_with(&run.run_id))
    };
    let id = id.to_string();
    let knows = |run: &&Run| run.versions.get(&id).is_some_and(|known| *known >= version);
    let run = runs.iter().find(is_named).or_else(|| runs.iter().find(knows))?;
    Some(run.run_id.clone())
}
