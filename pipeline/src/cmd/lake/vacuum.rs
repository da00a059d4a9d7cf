//! `mlb lake vacuum`

use std::collections::HashSet;
use std::time::Duration;

use deltalake::DeltaTable;
use deltalake::operations::vacuum::{VacuumBuilder, VacuumMode};
use futures::TryStreamExt;
use mlb_lake::limits::RETENTION_DAYS;
use mlb_lake::{Error, TableId, leftovers};
use serde::Serialize;

use super::leases::{self, Held};
use super::tables;
use crate::cmd::Done;
use crate::cmd::output::{Output, bold, dim, plural};
use crate::error::Result;
use crate::runs::Begun;
use crate::settings::Settings;

/// Delete files that no version within the retention needs.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Tables, for instance `live_game_plays`; all where none is named
    tables: Vec<String>,
    /// Days for which every version stays readable (`mlb sql --as-of`)
    #[arg(long, default_value_t = RETENTION_DAYS, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=3650))]
    retention_days: i64,
    /// Also files that no version names, as killed runs leave them
    #[arg(long)]
    full: bool,
    /// Only say what would be deleted
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Serialize)]
struct Line {
    table: String,
    files_deleted: u64,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    let tables = tables::named(settings, &args.tables).await?;
    let run = Begun::now("vacuum");
    let lines = leases::hold(settings, &run.run_id, async |held: &Held| -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        for table in &tables {
            held.renew(&table.spec.id).await?;
            lines.extend(vacuum(&table.spec.id, settings, &args).await?);
        }
        if !args.dry_run && !lines.is_empty() {
            held.record(&run, settings, &lines).await?;
        }
        Ok(lines)
    })
    .await?;
    output.report(&lines, || text(&lines, args.dry_run));
    Ok(Done::Clean)
}

async fn vacuum(id: &TableId, settings: &Settings, args: &Args) -> Result<Option<Line>> {
    let Some(open) = settings.lake.open(id).await? else {
        return Ok(None);
    };
    let stale = stale(id, &open, args).await?;
    let leftovers = if args.full {
        let age = Duration::from_secs(args.retention_days.unsigned_abs() * 24 * 60 * 60);
        leftovers::of_table(&settings.lake, id, age)?
    } else {
        Vec::new()
    };
    let files_deleted = stale + leftovers.len() as u64;
    if !args.dry_run {
        leftovers::remove(&leftovers)?;
        if stale > 0 {
            builder(&open, args).await.map_err(Error::delta(id))?;
        }
    }
    Ok((files_deleted > 0).then(|| Line {
        table: id.to_string(),
        files_deleted,
    }))
}

/// How many files would be deleted. Delta also names those that it deleted in earlier times, as long as its log knows of them.
async fn stale(id: &TableId, open: &DeltaTable, args: &Args) -> Result<u64> {
    let (_, planned) = builder(open, args)
        .with_dry_run(true)
        .await
        .map_err(Error::delta(id))?;
    if planned.files_deleted.is_empty() {
        return Ok(0);
    }
    let objects = open.object_store().list(None);
    let there: HashSet<String> = objects
        .map_ok(|object| object.location.to_string())
        .try_collect()
        .await
        .map_err(Error::store(id))?;
    let stale = planned.files_deleted.iter().filter(|file| there.contains(*file));
    Ok(stale.count() as u64)
}

/// Also with `--full` it leaves alone what is younger than the retention: a run that is at work may be about to commit it.
fn builder(open: &DeltaTable, args: &Args) -> VacuumBuilder {
    let mode = if args.full {
        VacuumMode::Full
    } else {
        VacuumMode::Lite
    };
    open.clone()
        .vacuum()
        .with_retention_period(chrono::Duration::days(args.retention_days))
        .with_enforce_retention_duration(args.retention_days >= RETENTION_DAYS)
        .with_mode(mode)
}

fn text(lines: &[Line], dry_run: bool) -> Vec<String> {
    let all: u64 = lines.iter().map(|line| line.files_deleted).sum();
    let verb = if dry_run { "Would delete" } else { "Deleted" };
    let head = dim(&format!("{:<38} {:>8}", "table", "files"));
    let rows = lines
        .iter()
        .map(|line| format!("{:<38} {:>8}", line.table, line.files_deleted));
    let sum = format!("{} {}", bold(verb), plural(all, "file"));
    let head = (!lines.is_empty()).then_some(head);
    head.into_iter().chain(rows).chain([sum]).collect()
}
