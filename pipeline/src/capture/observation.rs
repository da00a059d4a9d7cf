//! `meta.observations`: every answer that came, stored anew or not.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, BooleanArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimestampMicrosecondType};
use arrow::error::ArrowError;
use deltalake::DeltaTable;
use jiff::Timestamp;
use mlb_lake::columns::{self, TableFile};
use mlb_lake::{Lake, Result, TableId, TableSpec};

use super::capture_row::{timestamp_field, timestamps};
use super::landing;

const DESCRIPTION: &str = "Every answer of the API, stored anew or not";

/// One answer.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The source, for instance `game.live_game_v1`.
    pub source: String,
    /// The address that was asked.
    pub url: String,
    /// The capture that holds the body.
    pub capture_id: String,
    /// When the request was sent.
    pub captured_at: Timestamp,
    /// The status of the answer, where it is known.
    pub status_code: Option<i32>,
    /// From the request to the end of the body, where it is known.
    pub latency_ms: Option<f64>,
    /// Size of the body, bytes.
    pub body_bytes: i64,
    /// BLAKE3 of the body.
    pub body_hash: String,
    /// Whether the body was new and is stored.
    pub stored: bool,
    /// The run that saw it.
    pub run_id: String,
}

/// An answer that was not stored, since it was like the one before it to the same request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unstored {
    /// The source.
    pub source: String,
    /// The address that was asked.
    pub url: String,
    /// When the request was sent, µs.
    pub captured_at_us: i64,
    /// BLAKE3 of the body, which raw holds under another moment.
    pub body_hash: String,
}

/// Where the observations lie.
pub fn id() -> TableId {
    TableId::meta("observations")
}

/// `meta.observations`.
pub fn book() -> TableSpec {
    landing::book(id(), schema(), DESCRIPTION)
}

/// All answers that were not stored, by source.
pub async fn all_unstored(lake: &Lake) -> Result<HashMap<String, Vec<Unstored>>> {
    let mut by_source: HashMap<String, Vec<Unstored>> = HashMap::new();
    if let Some(table) = lake.open(&id()).await? {
        let files = columns::files(&id(), &table)?;
        for answer in unstored(&table, &files).await? {
            by_source.entry(answer.source.clone()).or_default().push(answer);
        }
    }
    Ok(by_source)
}

/// The answers in these files of the table that were not stored.
pub async fn unstored(table: &DeltaTable, files: &[TableFile]) -> Result<Vec<Unstored>> {
    let mut found = Vec::new();
    let names = ["source", "url", "captured_at", "body_hash", "stored"];
    for file in files {
        for batch in columns::read(&id(), table, file, &names).await? {
            let text =
                |column: usize, row: usize| batch.column(column).as_string::<i32>().value(row).to_owned();
            let captured_at = batch.column(2).as_primitive::<TimestampMicrosecondType>();
            let stored = batch.column(4).as_boolean();
            let rows = (0..batch.num_rows()).filter(|row| !stored.value(*row));
            found.extend(rows.map(|row| Unstored {
                source: text(0, row),
                url: text(1, row),
                captured_at_us: captured_at.value(row),
                body_hash: text(3, row),
            }));
        }
    }
    Ok(found)
}

/// The table's columns.
pub fn schema() -> SchemaRef {
    let text = |name| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![
        text("source"),
        text("url"),
        text("capture_id"),
        timestamp_field("captured_at", false),
        Field::new("status_code", DataType::Int32, true),
        Field::new("latency_ms", DataType::Float64, true),
        Field::new("body_bytes", DataType::Int64, false),
        text("body_hash"),
        Field::new("stored", DataType::Boolean, false),
        text("run_id"),
    ]))
}

/// Rows as a batch.
pub fn batch(rows: &[Observation]) -> Result<RecordBatch, ArrowError> {
    let text = |of: fn(&Observation) -> &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(rows.iter().map(of)))
    };
    RecordBatch::try_new(
        schema(),
        vec![
            text(|row| &row.source),
            text(|row| &row.url),
            text(|row| &row.capture_id),
            timestamps(rows.iter().map(|row| Some(row.captured_at))),
            Arc::new(Int32Array::from_iter(rows.iter().map(|row| row.status_code))),
            Arc::new(Float64Array::from_iter(rows.iter().map(|row| row.latency_ms))),
            Arc::new(Int64Array::from_iter_values(
                rows.iter().map(|row| row.body_bytes),
            )),
            text(|row| &row.body_hash),
            Arc::new(BooleanArray::from_iter(rows.iter().map(|row| Some(row.stored)))),
            text(|row| &row.run_id),
        ],
    )
}
