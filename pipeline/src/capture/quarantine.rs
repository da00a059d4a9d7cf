//! `meta.quarantine`: what came and is in no table, with the reason and the bytes.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BinaryArray, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use bytes::Bytes;
use jiff::Timestamp;
use mlb_lake::commit::Txn;
use mlb_lake::{Lake, TableId, TableSpec, columns};

use super::capture_row::{timestamp_field, timestamps};
use super::identify::Reason;
use super::landing;
use crate::error::Result;
use crate::limits::QUARANTINE_BYTES_MAX;

const DESCRIPTION: &str = "What came and is in no table, with the reason";

/// One body, or one capture whose rows could not be made.
#[derive(Clone, Debug)]
pub struct Quarantined {
    /// Names the body and its request; the same body with the same reason is kept once.
    pub quarantine_id: String,
    /// The source, where it is known.
    pub source: Option<String>,
    /// The capture in raw, for one whose rows could not be made.
    pub capture_id: Option<String>,
    /// The game, where it is known.
    pub game_pk: Option<i64>,
    /// The file or address that it came from.
    pub origin: String,
    /// One of the words of [`Reason`](super::identify::Reason).
    pub reason: String,
    /// The reason for a person.
    pub detail: String,
    /// Size of the body, bytes.
    pub body_bytes: i64,
    /// The body, for one that is not in raw.
    pub data: Option<Bytes>,
    /// When it was put here.
    pub quarantined_at: Timestamp,
    /// The run that did.
    pub run_id: String,
}

/// A capture in raw whose rows could not be made.
#[derive(Clone, Debug)]
pub struct BadCapture {
    /// The capture.
    pub capture_id: String,
    /// Its game, where it is known.
    pub game_pk: Option<i64>,
    /// Size of its body, bytes.
    pub body_bytes: i64,
    /// The kind of reason.
    pub reason: Reason,
    /// The reason for a person.
    pub detail: String,
}

impl BadCapture {
    /// Its row, as a run puts it here.
    pub fn quarantined(&self, source: &str, run_id: &str) -> Quarantined {
        let id = blake3::hash(format!("{}\n{}", self.capture_id, self.detail).as_bytes()).to_hex();
        Quarantined {
            quarantine_id: id[..32].to_owned(),
            source: Some(source.to_owned()),
            capture_id: Some(self.capture_id.clone()),
            game_pk: self.game_pk,
            origin: format!("raw.{source}"),
            reason: self.reason.as_str().to_owned(),
            detail: self.detail.clone(),
            body_bytes: self.body_bytes,
            data: None,
            quarantined_at: Timestamp::now(),
            run_id: run_id.to_owned(),
        }
    }
}

/// The table's columns.
pub fn schema() -> SchemaRef {
    let text = |name, nullable| Field::new(name, DataType::Utf8, nullable);
    Arc::new(Schema::new(vec![
        text("quarantine_id", false),
        text("source", true),
        text("capture_id", true),
        Field::new("game_pk", DataType::Int64, true),
        text("origin", false),
        text("reason", false),
        text("detail", false),
        Field::new("body_bytes", DataType::Int64, false),
        Field::new("data", DataType::Binary, true),
        timestamp_field("quarantined_at", false),
        text("run_id", false),
    ]))
}

/// Rows as a batch.
pub fn batch(rows: &[Quarantined]) -> Result<RecordBatch, ArrowError> {
    let text = |of: fn(&Quarantined) -> Option<&str>| -> ArrayRef {
        Arc::new(StringArray::from_iter(rows.iter().map(of)))
    };
    let kept = |data: &'_ Bytes| data.slice(..data.len().min(QUARANTINE_BYTES_MAX));
    let bodies: Vec<Option<Bytes>> = rows.iter().map(|row| row.data.as_ref().map(kept)).collect();
    RecordBatch::try_new(
        schema(),
        vec![
            text(|row| Some(&row.quarantine_id)),
            text(|row| row.source.as_deref()),
            text(|row| row.capture_id.as_deref()),
            Arc::new(Int64Array::from_iter(rows.iter().map(|row| row.game_pk))),
            text(|row| Some(&row.origin)),
            text(|row| Some(&row.reason)),
            text(|row| Some(&row.detail)),
            Arc::new(Int64Array::from_iter_values(
                rows.iter().map(|row| row.body_bytes),
            )),
            Arc::new(BinaryArray::from_iter(bodies.iter().map(|body| body.as_deref()))),
            timestamps(rows.iter().map(|row| Some(row.quarantined_at))),
            text(|row| Some(&row.run_id)),
        ],
    )
}

/// The table.
pub fn id() -> TableId {
    TableId::meta("quarantine")
}

/// `meta.quarantine`.
pub fn book() -> TableSpec {
    landing::book(id(), schema(), DESCRIPTION)
}

/// Puts these there.
pub async fn append(lake: &Lake, rows: &[Quarantined], txn: &Txn) -> Result<()> {
    let batch = batch(rows).map_err(mlb_lake::Error::arrow("quarantine"))?;
    mlb_lake::append::append(lake, &book(), &[batch], txn).await?;
    Ok(())
}

/// What is there, by id, and the last run that put it there.
pub async fn known(lake: &Lake) -> Result<HashMap<String, String>> {
    let id = id();
    let mut known: HashMap<String, String> = HashMap::new();
    let Some(table) = lake.open(&id).await? else {
        return Ok(known);
    };
    for file in columns::files(&id, &table)? {
        for batch in columns::read(&id, &table, &file, &["quarantine_id", "run_id"]).await? {
            let (ids, runs) = (
                batch.column(0).as_string::<i32>(),
                batch.column(1).as_string::<i32>(),
            );
            for (id, run) in ids.iter().flatten().zip(runs.iter().flatten()) {
                let newest = known.entry(id.to_owned()).or_default();
                if newest.as_str() < run {
                    run.clone_into(newest);
                }
            }
        }
    }
    Ok(known)
}
