//! `mlb lake vacuum`

use deltalake::operations::vacuum::VacuumMode;
use mlb_lake::limits::RETENTION_DAYS;
use serde::Serialize;

use super::leases::{self, Held};
use super::tables;
use crate::cmd::Done;
use crate::cmd::output::{Output, bold, dim, plural};
use crate::error::{Error, Result};
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
    let tables = tables::named(settings, &args.tables)?;
    let run = Begun::now("vacuum");
    let lines = leases::hold(settings, &run.run_id, async |_: &Held| -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        for table in &tables {
            lines.extend(vacuum(table, settings, &args).await?);
        }
        Ok(lines)
    })
    .await?;
    output.report(&lines, || text(&lines, args.dry_run));
    Ok(Done::Clean)
}

async fn vacuum(table: &tables::CaredFor, settings: &Settings, args: &Args) -> Result<Option<Line>> {
    let id = &table.spec.id;
    let failed = |e| Error::Lake(mlb_lake::Error::delta(id)(e));
    let Some(open) = settings.lake.open(id).await? else {
        return Ok(None);
    };
    let mode = if args.full {
        VacuumMode::Full
    } else {
        VacuumMode::Lite
    };
    let (_, metrics) = open
        .vacuum()
        .with_retention_period(chrono::Duration::days(args.retention_days))
        .with_enforce_retention_duration(args.retention_days >= RETENTION_DAYS)
        .with_mode(mode)
        .with_dry_run(args.dry_run)
        .await
        .map_err(failed)?;
    let files_deleted = metrics.files_deleted.len() as u64;
    Ok((files_deleted > 0).then(|| Line {
        table: id.to_string(),
        files_deleted,
    }))
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
