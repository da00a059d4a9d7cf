//! `mlb lake optimize`

use mlb_lake::commit::Txn;
use mlb_lake::compact::{self, Compacted};
use serde::Serialize;

use super::leases::{self, Held};
use super::tables;
use crate::cmd::Done;
use crate::cmd::output::{Output, bold, dim, plural};
use crate::error::Result;
use crate::runs::{self, Begun};
use crate::settings::Settings;

/// Put small files together, in the order of date, game and key.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Tables, for instance `live_game_plays`; all where none is named
    tables: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Line {
    table: String,
    files_before: u64,
    files_after: u64,
    bytes_before: u64,
    bytes_after: u64,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    let tables = tables::named(settings, &args.tables).await?;
    let run = Begun::now("optimize");
    let lines = leases::hold(settings, &run.run_id, async |held: &Held| -> Result<Vec<Line>> {
        let is_of_runs = |table: &&tables::CaredFor| table.spec.id == runs::id();
        let (book, tables): (Vec<_>, Vec<_>) = tables.iter().partition(is_of_runs);
        let mut lines = Vec::new();
        for table in tables {
            held.renew(&table.spec.id).await?;
            lines.extend(optimize(table, settings, &run.run_id).await?);
        }
        if !lines.is_empty() {
            held.record(&run, settings, &lines).await?;
        }
        // The book of runs comes last, with the file that this very run has added.
        for table in book {
            held.renew(&table.spec.id).await?;
            lines.extend(optimize(table, settings, &run.run_id).await?);
        }
        Ok(lines)
    })
    .await?;
    output.report(&lines, || text(&lines));
    Ok(Done::Clean)
}

async fn optimize(table: &tables::CaredFor, settings: &Settings, run_id: &str) -> Result<Option<Line>> {
    let Some(mut open) = settings.lake.open(&table.spec.id).await? else {
        return Ok(None);
    };
    let order: Vec<&str> = table.order.iter().map(String::as_str).collect();
    let txn = Txn::one_time(format!("optimize/{run_id}"), 1);
    let compacted = compact::compact(&table.spec, &mut open, &order, &txn).await?;
    Ok((compacted.files_before > 0).then(|| line(table.spec.id.to_string(), compacted)))
}

fn line(table: String, compacted: Compacted) -> Line {
    Line {
        table,
        files_before: compacted.files_before,
        files_after: compacted.files_after,
        bytes_before: compacted.bytes_before,
        bytes_after: compacted.bytes_after,
    }
}

fn text(lines: &[Line]) -> Vec<String> {
    if lines.is_empty() {
        return vec!["No table has small files to put together".to_owned()];
    }
    let head = dim(&format!("{:<38} {:>14} {:>23}", "table", "files", "size"));
    let rows = lines.iter().map(|line| {
        let size = |bytes| indicatif::HumanBytes(bytes).to_string();
        format!(
            "{:<38} {:>5} -> {:>5} {:>10} -> {:>9}",
            line.table,
            line.files_before,
            line.files_after,
            size(line.bytes_before),
            size(line.bytes_after)
        )
    });
    let sum = format!("{} {}", bold("Optimized"), plural(lines.len() as u64, "table"));
    std::iter::once(head).chain(rows).chain([sum]).collect()
}
