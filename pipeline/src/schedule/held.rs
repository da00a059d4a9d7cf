//! What raw holds of games: the newest feed of each, and what it says of the game as a whole.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use deltalake::DeltaTable;
use futures::TryStreamExt;
use mlb_lake::columns::{self, TableFile};
use mlb_lake::object_reader::ObjectReader;
use mlb_lake::{Lake, TableId};
use parquet::arrow::ProjectionMask;
use parquet::arrow::async_reader::ParquetRecordBatchStreamBuilder;

use super::feed::{FeedFacts, FeedReader};
use crate::error::Result;
use crate::transform::bodies::selection;
use crate::transform::candidates::OrderKey;
use crate::transform::raw_columns::OrderColumns;

/// Where the feeds lie.
fn feeds() -> TableId {
    TableId::raw("game", "live_game_v1")
}

/// The newest feed of a game.
struct Newest {
    order: OrderKey,
    file: usize,
    row: usize,
}

/// Of each of these games that raw holds, what its newest feed says.
///
/// # Errors
/// The lake's.
pub async fn held(lake: &Lake, games: &BTreeSet<i64>) -> Result<BTreeMap<i64, FeedFacts>> {
    let mut held = BTreeMap::new();
    let Some(raw) = lake.open(&feeds()).await? else {
        return Ok(held);
    };
    let files = columns::files(&feeds(), &raw)?;
    let mut by_file: BTreeMap<usize, BTreeMap<usize, i64>> = BTreeMap::new();
    for (game_pk, newest) in newest(&raw, &files, games).await? {
        by_file
            .entry(newest.file)
            .or_default()
            .insert(newest.row, game_pk);
    }
    let mut reader = FeedReader::new()?;
    for (file, rows) in by_file {
        held.extend(read(&raw, &files[file], &rows, &mut reader).await?);
    }
    Ok(held)
}

async fn newest(
    raw: &DeltaTable,
    files: &[TableFile],
    games: &BTreeSet<i64>,
) -> Result<BTreeMap<i64, Newest>> {
    let mut newest: BTreeMap<i64, Newest> = BTreeMap::new();
    let names = ["game_pk", "document_at", "captured_at", "body_hash"];
    for (file, of_file) in files.iter().enumerate() {
        let mut first = 0;
        for batch in columns::read(&feeds(), raw, of_file, &names).await? {
            for (row, game_pk, order) in captures(&batch).filter(|(_, game_pk, _)| games.contains(game_pk)) {
                let is_newer = newest.get(&game_pk).is_none_or(|known| known.order < order);
                if is_newer {
                    let row = first + row;
                    newest.insert(game_pk, Newest { order, file, row });
                }
            }
            first += batch.num_rows();
        }
    }
    Ok(newest)
}

/// The rows of a batch with their games and places in the order of captures.
fn captures(batch: &RecordBatch) -> impl Iterator<Item = (usize, i64, OrderKey)> {
    let games = batch
        .column_by_name("game_pk")
        .and_then(|column| column.as_primitive_opt::<Int64Type>());
    let columns = games.zip(OrderColumns::of(batch));
    columns.into_iter().flat_map(|(games, order)| {
        let rows = (0..games.len()).filter(move |row| games.is_valid(*row));
        rows.map(move |row| (row, games.value(row), order.at(row)))
    })
}

/// Reads the bodies in these rows of a file, one at a time.
async fn read(
    raw: &DeltaTable,
    file: &TableFile,
    rows: &BTreeMap<usize, i64>,
    reader: &mut FeedReader,
) -> Result<Vec<(i64, FeedFacts)>> {
    let failed = |source: parquet::errors::ParquetError| mlb_lake::Error::Arrow {
        context: format!("table `{}`, file `{}`", feeds(), file.log_path),
        source: source.into(),
    };
    let builder = ParquetRecordBatchStreamBuilder::new(ObjectReader::new(raw, file))
        .await
        .map_err(failed)?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), ["data"]);
    let mut bodies = builder
        .with_projection(mask)
        .with_row_selection(selection(rows.keys()))
        .with_batch_size(1)
        .build()
        .map_err(failed)?;
    let mut games = rows.values();
    let mut facts = Vec::new();
    while let Some(batch) = bodies.try_next().await.map_err(failed)? {
        for (body, game_pk) in batch.column(0).as_string::<i32>().iter().zip(games.by_ref()) {
            let read = body.and_then(|body| reader.read(body.as_bytes()));
            facts.extend(read.map(|facts| (*game_pk, facts)));
        }
    }
    Ok(facts)
}
