//! What a mirror did.

use serde::Serialize;

use super::apply::Applied;

/// What one mirror did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MirrorReport {
    /// The server and database, without the password.
    pub server: String,
    /// The run of the lake that is shown; absent where the lake has none with tables.
    pub run_id: Option<String>,
    /// The version of the lake's ledger that is shown.
    pub ledger_version: Option<u64>,
    /// Exactly this was shown before: nothing was written.
    pub already_current: bool,
    /// Games of which something changed.
    pub games: u64,
    /// The tables of which something changed, in the order of the contracts.
    pub tables: Vec<TableReport>,
    /// What was made, altered or dropped, a line each.
    pub schema_changes: Vec<String>,
    /// NUL characters, which PostgreSQL cannot hold, that became U+FFFD.
    pub nul_characters_replaced: u64,
}

/// One table after a mirror.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableReport {
    /// Schema and name.
    pub table: String,
    /// Rows that are new.
    pub rows_inserted: u64,
    /// Rows of which a column differed.
    pub rows_updated: u64,
    /// Rows that vanished.
    pub rows_deleted: u64,
    /// Games that were looked at.
    pub games: u64,
}

impl MirrorReport {
    /// Rows written, of whatever kind.
    pub fn rows(&self) -> u64 {
        self.tables
            .iter()
            .map(|table| table.rows_inserted + table.rows_updated + table.rows_deleted)
            .sum()
    }
}

impl TableReport {
    pub(super) fn add(&mut self, applied: Applied) {
        self.rows_inserted += applied.inserted;
        self.rows_updated += applied.updated;
        self.rows_deleted += applied.deleted;
    }
}
