//! The columns of raw that say what a capture is, batch by batch, and which files of raw are news.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use arrow::array::{
    Array, AsArray, Date32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use deltalake::DeltaTable;
use deltalake::kernel::Action;
use deltalake::logstore::get_actions;
use mlb_lake::columns::{self, TableFile};
use mlb_lake::{Error, Result, TableId};

use super::candidates::OrderKey;

/// One batch of a raw file.
pub struct RawColumns<'a> {
    /// The captures' ids.
    pub ids: &'a StringArray,
    /// The games.
    pub games: &'a Int64Array,
    /// Sizes of the bodies.
    pub sizes: &'a Int64Array,
    /// Their places in the order of captures.
    pub order: OrderColumns<'a>,
    dates: &'a Date32Array,
}

impl<'a> RawColumns<'a> {
    /// What is read of a file.
    pub const NAMES: [&'static str; 7] = [
        "capture_id",
        "game_pk",
        "game_date",
        "document_at",
        "captured_at",
        "body_hash",
        "body_bytes",
    ];

    /// The columns of a batch; `None` where one is missing.
    pub fn of(batch: &'a RecordBatch) -> Option<RawColumns<'a>> {
        let column = |name: &str| batch.column_by_name(name);
        Some(RawColumns {
            ids: column("capture_id")?.as_string_opt()?,
            games: column("game_pk")?.as_primitive_opt()?,
            sizes: column("body_bytes")?.as_primitive_opt()?,
            order: OrderColumns::of(batch)?,
            dates: column("game_date")?.as_primitive_opt()?,
        })
    }

    /// The game's date, days since 1970-01-01.
    pub fn game_date(&self, row: usize) -> Option<i32> {
        self.dates.is_valid(row).then(|| self.dates.value(row))
    }
}

/// The season of the captures in a file.
pub fn season_of(file: &TableFile) -> Option<i32> {
    file.partition.get("season")?.as_ref()?.parse().ok()
}

/// Paths of the files that a table gained after a version. `None` where the log no longer reaches back that far: then all files count, and
/// the ledger sorts out what is known.
pub async fn files_added_after(
    id: &TableId,
    table: &DeltaTable,
    after: i64,
) -> Result<Option<HashSet<String>>> {
    let newest = mlb_lake::commit::version_of(table);
    let mut added: HashSet<String> = HashSet::new();
    for version in (after.max(-1) + 1) as u64..=newest {
        let Some(entry) = table
            .log_store()
            .read_commit_entry(version)
            .await
            .map_err(Error::delta(id))?
        else {
            return Ok(None);
        };
        let (mut adds, mut removes) = (Vec::new(), Vec::new());
        for action in get_actions(version, &entry).map_err(Error::delta(id))? {
            match action {
                Action::Add(add) => adds.push(add),
                Action::Remove(remove) => removes.push(remove),
                _ => {}
            }
        }
        // Files that were put together may hold captures that nobody has read.
        let holds_new = removes.iter().any(|remove| added.contains(&remove.path));
        let new = adds.into_iter().filter(|add| add.data_change || holds_new);
        added.extend(new.map(|add| add.path));
    }
    Ok(Some(added))
}

/// The places of these captures in the order of captures; those that raw does not hold are left out.
pub async fn orders(
    id: &TableId,
    table: &DeltaTable,
    captures: &BTreeSet<String>,
) -> Result<BTreeMap<String, OrderKey>> {
    let mut orders = BTreeMap::new();
    let names = ["capture_id", "document_at", "captured_at", "body_hash"];
    for file in columns::files(id, table)? {
        for batch in columns::read(id, table, &file, &names).await? {
            let ids = batch.column_by_name("capture_id");
            let ids = ids.and_then(|column| column.as_string_opt::<i32>());
            let (Some(ids), Some(order)) = (ids, OrderColumns::of(&batch)) else {
                continue;
            };
            let wanted = (0..batch.num_rows()).filter(|row| captures.contains(ids.value(*row)));
            orders.extend(wanted.map(|row| (ids.value(row).to_owned(), order.at(row))));
        }
    }
    Ok(orders)
}

/// The columns that tell the order of captures.
pub struct OrderColumns<'a> {
    documents: &'a TimestampMicrosecondArray,
    captured: &'a TimestampMicrosecondArray,
    hashes: &'a StringArray,
}

impl<'a> OrderColumns<'a> {
    /// The columns of a batch; `None` where one is missing.
    pub fn of(batch: &'a RecordBatch) -> Option<OrderColumns<'a>> {
        Some(OrderColumns {
            documents: batch.column_by_name("document_at")?.as_primitive_opt()?,
            captured: batch.column_by_name("captured_at")?.as_primitive_opt()?,
            hashes: batch.column_by_name("body_hash")?.as_string_opt::<i32>()?,
        })
    }

    /// A capture's place.
    pub fn at(&self, row: usize) -> OrderKey {
        OrderKey {
            document_at: self.documents.is_valid(row).then(|| self.documents.value(row)),
            captured_at: self.captured.value(row),
            body_hash: self.hashes.value(row).to_owned(),
        }
    }
}
