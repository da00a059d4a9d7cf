//! `meta.games`: which capture of each game the tables show, and what its rows hash to. Committed after the tables, it is the truth about
//! what was applied; its `txn` is the position in raw.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Date32Array, Int32Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{
    DataType, Date32Type, Field, Int32Type, Int64Type, Schema, SchemaRef, TimestampMicrosecondType,
};
use deltalake::DeltaTable;
use jiff::Timestamp;
use mlb_lake::{Error, Lake, Result, TableId, TableSpec, columns};
use serde::{Deserialize, Serialize};

use super::candidates::OrderKey;
use crate::capture::capture_row::{timestamp_field, timestamps};
use crate::capture::landing;

/// What a game's rows in one table are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Rows.
    pub rows: u64,
    /// Their content hash, 32 hexadecimal digits.
    pub content_hash: String,
}

/// One game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The game.
    pub game_pk: i64,
    /// Its season.
    pub season: i32,
    /// Its date, days since 1970-01-01.
    pub game_date: Option<i32>,
    /// The capture that the tables show.
    pub capture_id: String,
    /// Its place in the order of captures.
    pub order: OrderKey,
    /// The game's rows, table by table; a table without rows is here too.
    pub tables: BTreeMap<String, TableEntry>,
    /// The run that made them.
    pub run_id: String,
}

/// The ledger of one source, as far as it was read.
#[derive(Debug, Default)]
pub struct Ledger {
    /// By game.
    pub games: BTreeMap<i64, Entry>,
}

/// Where the ledger lies.
pub fn id() -> TableId {
    TableId::meta("games")
}

/// The table's columns; it is partitioned by source.
pub fn schema() -> SchemaRef {
    let text = |name| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![
        text("source"),
        Field::new("season", DataType::Int32, false),
        Field::new("game_pk", DataType::Int64, false),
        Field::new("game_date", DataType::Date32, true),
        text("capture_id"),
        timestamp_field("document_at", true),
        timestamp_field("captured_at", false),
        text("body_hash"),
        text("tables"),
        text("run_id"),
    ]))
}

/// The ledger as a table.
pub fn spec() -> TableSpec {
    let description = "Which capture of each game the tables show, with rows and content hash a table";
    TableSpec {
        partition_by: &["source"],
        ..landing::book(id(), schema(), description)
    }
}

/// Opens the ledger, new or old.
pub async fn open(lake: &Lake) -> Result<DeltaTable> {
    lake.open_or_create(&spec()).await
}

/// Reads what the ledger of a source says of some games, or of all.
pub async fn read(table: &DeltaTable, source: &str, games: Option<&BTreeSet<i64>>) -> Result<Ledger> {
    let mut ledger = Ledger::default();
    for file in columns::files(&id(), table)? {
        if file.partition.get("source").and_then(Option::as_deref) != Some(source) {
            continue;
        }
        let names = [
            "season",
            "game_pk",
            "game_date",
            "capture_id",
            "document_at",
            "captured_at",
            "body_hash",
            "tables",
            "run_id",
        ];
        for batch in columns::read(&id(), table, &file, &names).await? {
            ledger.add(&batch, games);
        }
    }
    Ok(ledger)
}

impl Entry {
    /// Whether a run after a bad one transformed well the capture at this place, of which that one could make no rows, or a newer one.
    pub fn has_healed(&self, order: &OrderKey, bad_run_id: &str) -> bool {
        self.order >= *order && self.run_id.as_str() > bad_run_id
    }
}

impl Ledger {
    fn add(&mut self, batch: &RecordBatch, games: Option<&BTreeSet<i64>>) {
        let text = |index: usize| batch.column(index).as_string::<i32>();
        let game_pks = batch.column(1).as_primitive::<Int64Type>();
        let dates = batch.column(2).as_primitive::<Date32Type>();
        let documents = batch.column(4).as_primitive::<TimestampMicrosecondType>();
        for row in 0..batch.num_rows() {
            let game_pk = game_pks.value(row);
            if games.is_some_and(|games| !games.contains(&game_pk)) {
                continue;
            }
            let entry = Entry {
                game_pk,
                season: batch.column(0).as_primitive::<Int32Type>().value(row),
                game_date: dates.is_valid(row).then(|| dates.value(row)),
                capture_id: text(3).value(row).to_owned(),
                order: OrderKey {
                    document_at: documents.is_valid(row).then(|| documents.value(row)),
                    captured_at: batch
                        .column(5)
                        .as_primitive::<TimestampMicrosecondType>()
                        .value(row),
                    body_hash: text(6).value(row).to_owned(),
                },
                tables: serde_json::from_str(text(7).value(row)).unwrap_or_default(),
                run_id: text(8).value(row).to_owned(),
            };
            self.games.insert(game_pk, entry);
        }
    }
}

/// Entries as a batch.
pub fn batch(source: &str, entries: &[Entry]) -> Result<RecordBatch> {
    let text = |of: &dyn Fn(&Entry) -> String| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(entries.iter().map(of)))
    };
    let moment = |us: i64| Timestamp::from_microsecond(us).ok();
    let columns: Vec<ArrayRef> = vec![
        text(&|_| source.to_owned()),
        Arc::new(Int32Array::from_iter_values(
            entries.iter().map(|entry| entry.season),
        )),
        Arc::new(Int64Array::from_iter_values(
            entries.iter().map(|entry| entry.game_pk),
        )),
        Arc::new(Date32Array::from_iter(
            entries.iter().map(|entry| entry.game_date),
        )),
        text(&|entry| entry.capture_id.clone()),
        timestamps(
            entries
                .iter()
                .map(|entry| entry.order.document_at.and_then(moment)),
        ),
        timestamps(entries.iter().map(|entry| moment(entry.order.captured_at))),
        text(&|entry| entry.order.body_hash.clone()),
        text(&|entry| serde_json::to_string(&entry.tables).unwrap_or_default()),
        text(&|entry| entry.run_id.clone()),
    ];
    RecordBatch::try_new(schema(), columns).map_err(Error::arrow("ledger"))
}
