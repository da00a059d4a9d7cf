//! `meta.observations`: every answer that came, stored anew or not.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use jiff::Timestamp;

use super::capture_row::{timestamp_field, timestamps};

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
