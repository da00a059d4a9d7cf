//! A row of a raw table: one response at one moment, its body untouched.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, Date32Array, Int32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use arrow::error::ArrowError;
use bytes::Bytes;
use jiff::Timestamp;

/// The columns that partition a raw table.
pub const PARTITION_BY: [&str; 2] = ["phase", "season"];

/// Version of the raw columns.
pub const SCHEMA_VERSION: i32 = 1;

/// One capture.
#[derive(Clone, Debug)]
pub struct CaptureRow {
    /// Names the capture: a hash of source, request, moment and body, so that the same file replayed is the same capture.
    pub capture_id: String,
    /// The API's group of operations (`game`).
    pub endpoint: String,
    /// The operation (`liveGameV1`).
    pub method: String,
    /// Parameters in the path, as a JSON object.
    pub path_params: String,
    /// Parameters of the query, as a JSON object.
    pub query_params: String,
    /// The address that was asked, without its host where it is not known.
    pub url: String,
    /// The status of the answer, where it is known.
    pub status_code: Option<i32>,
    /// When the request was sent.
    pub captured_at: Timestamp,
    /// What says so: `request`, `envelope`, `document`, `option` or `file_modified`.
    pub captured_at_from: &'static str,
    /// When it landed.
    pub ingested_at: Timestamp,
    /// The document's own clock.
    pub document_at: Option<Timestamp>,
    /// BLAKE3 of the body, 64 hexadecimal digits.
    pub body_hash: String,
    /// Where it came from: `api`, `replay`, `load` or `diff`.
    pub origin: &'static str,
    /// The run that landed it.
    pub run_id: String,
    /// The game; none where neither body nor request says one.
    pub game_pk: Option<i64>,
    /// Its official date.
    pub game_date: Option<jiff::civil::Date>,
    /// Its season, likewise.
    pub season: Option<i32>,
    /// The part of the season.
    pub phase: &'static str,
    /// The body as received.
    pub data: Bytes,
}

/// Days since 1970-01-01.
pub fn days(date: jiff::civil::Date) -> i32 {
    date.since(jiff::civil::date(1970, 1, 1))
        .map_or(0, |span| span.get_days())
}

/// A nullable UTC timestamp column.
pub fn timestamp_field(name: &str, nullable: bool) -> Field {
    Field::new(
        name,
        DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        nullable,
    )
}

/// Values for a UTC timestamp column.
pub fn timestamps(values: impl Iterator<Item = Option<Timestamp>>) -> ArrayRef {
    let array: TimestampMicrosecondArray = values.map(|at| at.map(Timestamp::as_microsecond)).collect();
    Arc::new(array.with_timezone("UTC"))
}

/// The columns of a raw table.
pub fn schema() -> SchemaRef {
    let text = |name, nullable| Field::new(name, DataType::Utf8, nullable);
    Arc::new(Schema::new(vec![
        text("capture_id", false),
        text("endpoint", false),
        text("method", false),
        text("path_params", false),
        text("query_params", false),
        text("url", false),
        Field::new("status_code", DataType::Int32, true),
        timestamp_field("captured_at", false),
        text("captured_at_from", false),
        timestamp_field("ingested_at", false),
        Field::new("schema_version", DataType::Int32, false),
        timestamp_field("document_at", true),
        text("body_hash", false),
        Field::new("body_bytes", DataType::Int64, false),
        text("origin", false),
        text("run_id", false),
        Field::new("game_pk", DataType::Int64, true),
        Field::new("game_date", DataType::Date32, true),
        Field::new("season", DataType::Int32, true),
        text("phase", false),
        text("data", false),
    ]))
}

/// Rows as a batch. Bodies must be UTF-8, which landing has validated.
pub fn batch(rows: &[CaptureRow]) -> Result<RecordBatch, ArrowError> {
    let text = |of: fn(&CaptureRow) -> &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(rows.iter().map(of)))
    };
    let bodies = rows
        .iter()
        .map(|row| std::str::from_utf8(&row.data).map_err(|e| ArrowError::ParseError(e.to_string())))
        .collect::<Result<Vec<_>, _>>()?;
    let columns: Vec<ArrayRef> = vec![
        text(|row| &row.capture_id),
        text(|row| &row.endpoint),
        text(|row| &row.method),
        text(|row| &row.path_params),
        text(|row| &row.query_params),
        text(|row| &row.url),
        Arc::new(Int32Array::from_iter(rows.iter().map(|row| row.status_code))),
        timestamps(rows.iter().map(|row| Some(row.captured_at))),
        text(|row| row.captured_at_from),
        timestamps(rows.iter().map(|row| Some(row.ingested_at))),
        Arc::new(Int32Array::from_iter_values(rows.iter().map(|_| SCHEMA_VERSION))),
        timestamps(rows.iter().map(|row| row.document_at)),
        text(|row| &row.body_hash),
        Arc::new(Int64Array::from_iter_values(
            rows.iter().map(|row| row.data.len() as i64),
        )),
        text(|row| row.origin),
        text(|row| &row.run_id),
        Arc::new(Int64Array::from_iter(rows.iter().map(|row| row.game_pk))),
        Arc::new(Date32Array::from_iter(
            rows.iter().map(|row| row.game_date.map(days)),
        )),
        Arc::new(Int32Array::from_iter(rows.iter().map(|row| row.season))),
        text(|row| row.phase),
        Arc::new(StringArray::from_iter_values(bodies)),
    ];
    RecordBatch::try_new(schema(), columns)
}
