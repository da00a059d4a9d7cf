//! `meta.schedule_changes`: what the schedule said otherwise than before, and when that was seen.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Date32Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Date32Type, Field, Int64Type, Schema, SchemaRef, TimestampMicrosecondType};
use jiff::Timestamp;
use mlb_lake::commit::Txn;
use mlb_lake::{Error, Lake, TableId, TableSpec, append, columns};

use super::changes::Change;
use crate::capture::capture_row::{days, timestamp_field, timestamps};
use crate::capture::landing::book;
use crate::error::Result;

const DESCRIPTION: &str = "What the schedule said of a game otherwise than before, and when that was seen";

/// Game, date (days since 1970-01-01), what.
type Place = (i64, i32, String);

/// Where the book lies.
pub fn id() -> TableId {
    TableId::meta("schedule_changes")
}

fn schema() -> SchemaRef {
    let text = |name, nullable| Field::new(name, DataType::Utf8, nullable);
    Arc::new(Schema::new(vec![
        Field::new("game_pk", DataType::Int64, false),
        Field::new("schedule_date", DataType::Date32, false),
        text("what", false),
        text("before", true),
        text("after", true),
        timestamp_field("seen_at", false),
        text("run_id", false),
    ]))
}

/// `meta.schedule_changes`.
pub fn spec() -> TableSpec {
    book(id(), schema(), DESCRIPTION)
}

/// Puts changes on record, and answers with those that are new there: a run that was killed before its tables were made may have
/// recorded them.
///
/// # Errors
/// The lake's.
pub async fn record(lake: &Lake, run_id: &str, seen_at: Timestamp, changes: &[Change]) -> Result<u64> {
    if changes.is_empty() {
        return Ok(0);
    }
    let newest = newest(lake).await?;
    let is_new = |change: &&Change| {
        let place = (
            change.game_pk,
            days(change.schedule_date),
            change.what.name().to_owned(),
        );
        newest.get(&place).is_none_or(|(_, after)| *after != change.after)
    };
    let new: Vec<&Change> = changes.iter().filter(is_new).collect();
    let rows = rows(&new, run_id, seen_at)?;
    let txn = Txn::one_time(format!("schedule/{run_id}"), 1);
    append::append(lake, &spec(), &[rows], &txn).await?;
    Ok(new.len() as u64)
}

fn rows(changes: &[&Change], run_id: &str, seen_at: Timestamp) -> Result<RecordBatch> {
    let text = |of: &dyn Fn(&Change) -> Option<String>| -> ArrayRef {
        Arc::new(StringArray::from_iter(changes.iter().map(|change| of(change))))
    };
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from_iter_values(
            changes.iter().map(|change| change.game_pk),
        )),
        Arc::new(Date32Array::from_iter_values(
            changes.iter().map(|change| days(change.schedule_date)),
        )),
        text(&|change| Some(change.what.name().to_owned())),
        text(&|change| change.before.clone()),
        text(&|change| change.after.clone()),
        timestamps(changes.iter().map(|_| Some(seen_at))),
        text(&|_| Some(run_id.to_owned())),
    ];
    Ok(RecordBatch::try_new(schema(), columns).map_err(Error::arrow("changes of the schedule"))?)
}

/// What was last recorded of each place, and when that was seen.
async fn newest(lake: &Lake) -> Result<HashMap<Place, (i64, Option<String>)>> {
    let mut newest: HashMap<Place, (i64, Option<String>)> = HashMap::new();
    let Some(table) = lake.open(&id()).await? else {
        return Ok(newest);
    };
    let names = ["game_pk", "schedule_date", "what", "after", "seen_at"];
    for file in columns::files(&id(), &table)? {
        for batch in columns::read(&id(), &table, &file, &names).await? {
            let games = batch.column(0).as_primitive::<Int64Type>();
            let dates = batch.column(1).as_primitive::<Date32Type>();
            let (what, after) = (
                batch.column(2).as_string::<i32>(),
                batch.column(3).as_string::<i32>(),
            );
            let seen = batch.column(4).as_primitive::<TimestampMicrosecondType>();
            for row in 0..batch.num_rows() {
                let place = (games.value(row), dates.value(row), what.value(row).to_owned());
                let after = after.is_valid(row).then(|| after.value(row).to_owned());
                let known = newest.entry(place).or_insert((i64::MIN, None));
                if known.0 <= seen.value(row) {
                    *known = (seen.value(row), after);
                }
            }
        }
    }
    Ok(newest)
}
