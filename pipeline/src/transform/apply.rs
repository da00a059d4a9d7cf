//! Makes a run's rows visible: one commit a table, each exactly once, whatever was killed before.

use std::collections::BTreeSet;

use deltalake::DeltaTable;
use deltalake::kernel::Add;
use mlb_lake::commit::{self, Changes, Outcome, Txn};
use mlb_lake::kill_point::KillPoint;
use mlb_lake::replace::{self, Replaced};
use mlb_lake::{Error, Result, TableId};

use crate::limits::REPLACE_ATTEMPTS_MAX;

/// One table's part of a run.
pub struct TableChange<'a> {
    /// The table.
    pub id: TableId,
    /// The column that names the game.
    pub column: &'a str,
    /// New files.
    pub adds: Vec<Add>,
    /// The games whose old rows go.
    pub replaced: BTreeSet<i64>,
    /// The position in raw, where it moves with this commit.
    pub moves: Option<Txn>,
}

/// Commits one table. Answers with its new version; `None` where nothing changed. `at` is the position of the `txn`'s application in the
/// table as it is open.
///
/// # Errors
/// `Busy` when others keep changing the same rows, which the lease should prevent.
pub async fn apply(
    change: TableChange<'_>,
    table: &mut DeltaTable,
    txn: &Txn,
    mut at: Option<i64>,
) -> Result<Option<u64>> {
    for _ in 0..REPLACE_ATTEMPTS_MAX {
        if at.is_some_and(|at| at >= txn.version) {
            return Ok(None);
        }
        let mut changes = if change.replaced.is_empty() {
            Changes::default()
        } else {
            let replaced = Replaced {
                column: change.column,
                values: &change.replaced,
            };
            replace::take_out(&change.id, table, &replaced).await?
        };
        changes.adds.extend(change.adds.iter().cloned());
        changes.moves.extend(change.moves.iter().cloned());
        if changes.adds.is_empty() && changes.removes.is_empty() && changes.moves.is_empty() {
            return Ok(None);
        }
        match commit::commit(&change.id, table, changes, txn, at).await? {
            Outcome::Committed(version) => {
                KillPoint::TableCommitted.reached();
                return Ok(Some(version));
            }
            Outcome::AlreadyApplied(_) => return Ok(None),
            Outcome::Conflicted(reason) => {
                tracing::warn!(table = %change.id, reason, "another writer came first");
                at = commit::position(&change.id, table, &txn.app_id).await?;
            }
        }
    }
    Err(Error::Busy {
        lease: change.id.to_string(),
        holder: "another writer".to_owned(),
        expires_at: "it ends".to_owned(),
    })
}
