//! `mlb tables`

use deltalake::DeltaTable;
use mlb_lake::columns::{self, TableFile};
use mlb_lake::{TableId, commit, reader};
use serde::Serialize;

use super::Done;
use super::output::{Output, count, dim};
use crate::error::Result;
use crate::runs;
use crate::settings::Settings;

/// List the tables with their rows and versions.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Also the lake's own books (`meta.*`)
    #[arg(long)]
    all: bool,
}

/// What a table's log says of it.
#[derive(Debug, Serialize)]
pub struct TableState {
    pub table: String,
    pub rows: Option<u64>,
    pub files: usize,
    pub bytes: u64,
    pub version: u64,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    settings.lake.check().await?;
    let mut ids = runs::tables(&settings.lake, &settings.catalog).await?;
    ids.retain(|id| id.schema != "meta");
    if args.all {
        ids.extend(reader::BOOKS.iter().map(|book| TableId::meta(book)));
    }
    let mut states = Vec::new();
    for id in ids {
        states.extend(state(&id, settings).await?);
    }
    output.report(&states, || lines(&states));
    Ok(Done::Clean)
}

/// Rows are those of the log's statistics; a file without them makes the number unknown.
async fn state(id: &TableId, settings: &Settings) -> Result<Option<TableState>> {
    let Some(table) = settings.lake.open(id).await? else {
        return Ok(None);
    };
    Ok(Some(TableState::of(id, &table, &columns::files(id, &table)?)))
}

impl TableState {
    /// The state of an open table with these files.
    pub fn of(id: &TableId, table: &DeltaTable, files: &[TableFile]) -> TableState {
        TableState {
            table: id.to_string(),
            rows: files.iter().map(|file| file.rows).sum(),
            files: files.len(),
            bytes: files.iter().map(|file| file.size).sum(),
            version: commit::version_of(table),
        }
    }
}

fn lines(states: &[TableState]) -> Vec<String> {
    let mut lines = vec![dim(&format!(
        "{:<38} {:>11} {:>6} {:>9} {:>8}",
        "table", "rows", "files", "size", "version"
    ))];
    lines.extend(states.iter().map(|state| {
        let rows = state.rows.map_or_else(|| "?".to_owned(), count);
        let size = indicatif::HumanBytes(state.bytes).to_string();
        format!(
            "{:<38} {rows:>11} {:>6} {size:>9} {:>8}",
            state.table, state.files, state.version
        )
    }));
    lines
}
