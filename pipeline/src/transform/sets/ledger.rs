//! `meta.sets`: the newest whole capture of each set of each table, and the newest narrowed one of each row that is newer than its set's.
//! Committed after the tables; its positions say how far raw and the observations were read.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimestampMicrosecondType};
use deltalake::DeltaTable;
use jiff::Timestamp;
use mlb_lake::commit::{self, Outcome, Txn};
use mlb_lake::rewrite::{self, Rewritten};
use mlb_lake::writer::{Layout, TableWriter};
use mlb_lake::{Error, Lake, Result, TableId, TableSpec, columns};

use crate::capture::capture_row::{timestamp_field, timestamps};
use crate::capture::landing;
use crate::limits::REPLACE_ATTEMPTS_MAX;
use crate::transform::candidates::OrderKey;
use crate::transform::position;

/// The newest capture of a set or of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The table, without its schema.
    pub table: String,
    /// The values of its `replace_by` columns.
    pub set: String,
    /// The values of the row's key; empty for the set itself.
    pub key: String,
    /// The capture's place in the order of captures.
    pub order: OrderKey,
}

/// Where the ledger lies.
pub fn id() -> TableId {
    TableId::meta("sets")
}

/// The table's columns; it is partitioned by source.
pub fn schema() -> SchemaRef {
    let text = |name| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![
        text("source"),
        text("table_name"),
        text("set_values"),
        text("key_values"),
        timestamp_field("document_at", true),
        timestamp_field("captured_at", false),
        text("body_hash"),
    ]))
}

/// The ledger as a table.
pub fn spec() -> TableSpec {
    let description =
        "Which capture each set of rows shows, and each row of an answer that was only a part of its set";
    TableSpec {
        partition_by: &["source"],
        ..landing::book(id(), schema(), description)
    }
}

/// Opens the ledger, new or old.
pub async fn open(lake: &Lake) -> Result<DeltaTable> {
    lake.open_or_create(&spec()).await
}

/// Who reads the observations of a source on.
pub fn observed_app_id(source: &str) -> String {
    format!("{}/observed", position::app_id(source))
}

/// Reads what the ledger says of a source.
pub async fn read(table: &DeltaTable, source: &str) -> Result<BTreeSet<Mark>> {
    let mut marks = BTreeSet::new();
    let names = [
        "table_name",
        "set_values",
        "key_values",
        "document_at",
        "captured_at",
        "body_hash",
    ];
    for file in columns::files(&id(), table)? {
        if file.partition.get("source").and_then(Option::as_deref) != Some(source) {
            continue;
        }
        for batch in columns::read(&id(), table, &file, &names).await? {
            marks.extend((0..batch.num_rows()).map(|row| mark_at(&batch, row)));
        }
    }
    Ok(marks)
}

fn mark_at(batch: &RecordBatch, row: usize) -> Mark {
    let text = |column: usize| batch.column(column).as_string::<i32>().value(row).to_owned();
    let documents = batch.column(3).as_primitive::<TimestampMicrosecondType>();
    let captured = batch.column(4).as_primitive::<TimestampMicrosecondType>();
    Mark {
        table: text(0),
        set: text(1),
        key: text(2),
        order: OrderKey {
            document_at: documents.is_valid(row).then(|| documents.value(row)),
            captured_at: captured.value(row),
            body_hash: text(5),
        },
    }
}

fn batch(source: &str, marks: &BTreeSet<Mark>) -> Result<RecordBatch> {
    let text = |of: &dyn Fn(&Mark) -> &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(marks.iter().map(of)))
    };
    let moment = |us: i64| Timestamp::from_microsecond(us).ok();
    let documents = marks.iter().map(|mark| mark.order.document_at.and_then(moment));
    let sources = std::iter::repeat_n(source, marks.len());
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from_iter_values(sources)),
        text(&|mark| mark.table.as_str()),
        text(&|mark| mark.set.as_str()),
        text(&|mark| mark.key.as_str()),
        timestamps(documents),
        timestamps(marks.iter().map(|mark| moment(mark.order.captured_at))),
        text(&|mark| mark.order.body_hash.as_str()),
    ];
    RecordBatch::try_new(schema(), columns).map_err(Error::arrow("ledger of sets"))
}

/// Puts the marks of a source in the place of those before, and moves positions. `None` for marks that are as they were.
///
/// # Errors
/// `Busy` when other sources keep coming first.
pub async fn write(
    table: &mut DeltaTable,
    source: &str,
    marks: Option<&BTreeSet<Mark>>,
    moves: &[Txn],
) -> Result<u64> {
    if marks.is_none() && moves.is_empty() {
        return Ok(commit::version_of(table));
    }
    let mut adds = Vec::new();
    if let Some(marks) = marks.filter(|marks| !marks.is_empty()) {
        let mut writer = TableWriter::new(&id(), table, Layout::Normalized)?;
        writer.write(&batch(source, marks)?).await?;
        adds = writer.finish().await?;
    }
    let own = BTreeSet::from([source.to_owned()]);
    let rewritten = Rewritten::Partitions {
        column: "source",
        values: &own,
        is_text: true,
    };
    for _ in 0..REPLACE_ATTEMPTS_MAX {
        let mut changes = match marks {
            Some(_) => rewrite::take_out(&id(), table, &rewritten)?,
            None => commit::Changes::default(),
        };
        changes.adds.extend(adds.iter().cloned());
        changes.moves.extend(moves.iter().cloned());
        let (txn, at) = position::again(source, &id(), table).await?;
        match commit::commit(&id(), table, changes, &txn, at).await? {
            Outcome::Committed(version) | Outcome::AlreadyApplied(version) => return Ok(version),
            Outcome::Conflicted(reason) => {
                tracing::warn!(table = %id(), reason, "another writer came first");
            }
        }
    }
    Err(Error::Busy {
        lease: id().to_string(),
        holder: "other writers".to_owned(),
        expires_at: "they end".to_owned(),
    })
}
