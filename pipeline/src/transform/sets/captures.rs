//! The captures that a run applies: what raw gained, oldest first, and what an answer said again.

use arrow::array::{Array, AsArray, RecordBatch};
use deltalake::DeltaTable;
use mlb_lake::columns::{self, TableFile};
use mlb_lake::{Result, TableId};

use super::repeats;
use crate::capture::observation::Unstored;
use crate::transform::candidates::OrderKey;
use crate::transform::raw_columns::{RawColumns, files_added_after, season_of};

/// One capture in raw, without its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// The capture.
    pub capture_id: String,
    /// The endpoint that was asked.
    pub endpoint: String,
    /// Its method.
    pub method: String,
    /// Parameters in the path, as a JSON object.
    pub path_params: String,
    /// Parameters of the query, as a JSON object.
    pub query_params: String,
    /// The address.
    pub url: String,
    /// The season, where body or request says one.
    pub season: Option<i32>,
    /// The game, likewise.
    pub game_pk: Option<i64>,
    /// The game's date, days since 1970-01-01.
    pub game_date: Option<i32>,
    /// Its place in the order of captures.
    pub order: OrderKey,
    /// Size of the body.
    pub body_bytes: i64,
    /// The file in `Captures::files`.
    pub file: usize,
    /// The row in that file.
    pub row: usize,
}

/// Captures and the files that hold them.
#[derive(Debug, Default)]
pub struct Captures {
    /// Raw files.
    pub files: Vec<TableFile>,
    /// Oldest first.
    pub captures: Vec<Capture>,
}

/// Reads the captures that raw gained after a version, or all; and those that were answered once more.
pub async fn read(
    id: &TableId,
    raw: &DeltaTable,
    after: Option<i64>,
    answered_again: &[Unstored],
) -> Result<Captures> {
    let files = columns::files(id, raw)?;
    let added = match after {
        Some(after) => files_added_after(id, raw, after).await?,
        None => None,
    };
    let (mut gained, mut all) = (Vec::new(), Vec::new());
    for (index, file) in files.iter().enumerate() {
        let is_new = added.as_ref().is_none_or(|added| added.contains(&file.log_path));
        if !is_new && answered_again.is_empty() {
            continue;
        }
        let found = read_file(id, raw, file, index).await?;
        if is_new {
            gained.extend(found.iter().cloned());
        }
        all.extend(found);
    }
    let mut captures = gained;
    captures.extend(repeats::repeated(&all, answered_again));
    captures.sort_by(|one, other| (&one.order, &one.capture_id).cmp(&(&other.order, &other.capture_id)));
    Ok(Captures { files, captures })
}

async fn read_file(id: &TableId, raw: &DeltaTable, file: &TableFile, index: usize) -> Result<Vec<Capture>> {
    let names = [
        &RawColumns::NAMES[..],
        &["endpoint", "method", "path_params", "query_params", "url"][..],
    ]
    .concat();
    let mut captures = Vec::new();
    for batch in columns::read(id, raw, file, &names).await? {
        add(&mut captures, &batch, file, index);
    }
    Ok(captures)
}

fn add(captures: &mut Vec<Capture>, batch: &RecordBatch, file: &TableFile, index: usize) {
    let Some(columns) = RawColumns::of(batch) else {
        return;
    };
    let text = |name: &str, row: usize| {
        let column = batch
            .column_by_name(name)
            .and_then(|column| column.as_string_opt::<i32>());
        column.map_or_else(String::new, |column| column.value(row).to_owned())
    };
    for row in 0..batch.num_rows() {
        captures.push(Capture {
            capture_id: columns.ids.value(row).to_owned(),
            endpoint: text("endpoint", row),
            method: text("method", row),
            path_params: text("path_params", row),
            query_params: text("query_params", row),
            url: text("url", row),
            season: season_of(file),
            game_pk: columns.games.is_valid(row).then(|| columns.games.value(row)),
            game_date: columns.game_date(row),
            order: columns.order.at(row),
            body_bytes: columns.sizes.value(row),
            file: index,
            row: captures.len(),
        });
    }
}
