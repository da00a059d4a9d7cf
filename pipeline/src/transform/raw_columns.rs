//! The columns of raw that say what a capture is, batch by batch, and which files of raw are news.

use std::collections::HashSet;

use arrow::array::{
    Array, AsArray, Date32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use deltalake::DeltaTable;
use deltalake::kernel::Action;
use deltalake::logstore::get_actions;
use mlb_lake::columns::TableFile;
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
    hashes: &'a StringArray,
    documents: &'a TimestampMicrosecondArray,
    captured: &'a TimestampMicrosecondArray,
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
            hashes: column("body_hash")?.as_string_opt()?,
            documents: column("document_at")?.as_primitive_opt()?,
            captured: column("captured_at")?.as_primitive_opt()?,
            dates: column("game_date")?.as_primitive_opt()?,
        })
    }

    /// A capture's place in the order of captures.
    pub fn order(&self, row: usize) -> OrderKey {
        OrderKey {
            document_at: self.documents.is_valid(row).then(|| self.documents.value(row)),
            captured_at: self.captured.value(row),
            body_hash: self.hashes.value(row).to_owned(),
        }
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
    let mut added = HashSet::new();
    for version in (after.max(-1) + 1) as u64..=newest {
        let Some(entry) = table
            .log_store()
            .read_commit_entry(version)
            .await
            .map_err(Error::delta(id))?
        else {
            return Ok(None);
        };
        for action in get_actions(version, &entry).map_err(Error::delta(id))? {
            if let Action::Add(add) = action
                && add.data_change
            {
                added.insert(add.path);
            }
        }
    }
    Ok(Some(added))
}
