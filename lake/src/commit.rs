//! One commit to one table, exactly once.
//!
//! Every commit carries a Delta `txn`: who commits (`app_id`) and how far (`version`). What is already there is not
//! written again, and an answer that was lost after success is recognized by it.

use std::fmt;

use deltalake::DeltaTable;
use deltalake::kernel::transaction::{CommitBuilder, CommitProperties, TableReference, TransactionError};
use deltalake::kernel::{Action, Add, Transaction};
use deltalake::protocol::{DeltaOperation, SaveMode};
use deltalake::{DeltaTableError, kernel::Remove};
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::limits::{CHECKPOINT_INTERVAL, COMMIT_ATTEMPTS_MAX, COMPACTED_FILE_BYTES};
use crate::table_id::TableId;

/// Who commits, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Txn {
    /// For instance `transform/live/game.live_game_v1`.
    pub app_id: String,
    /// Grows with every commit of this `app_id`.
    pub version: i64,
    /// When it was made, where the log may forget it some days after.
    forgettable_since: Option<Timestamp>,
}

impl Txn {
    /// A position: how far an application that goes on has come. The log keeps it.
    pub fn position(app_id: String, version: i64) -> Txn {
        Txn {
            app_id,
            version,
            forgettable_since: None,
        }
    }

    /// One of the commits of an application that ends, a run for instance. The log may forget it some days after.
    pub fn one_time(app_id: String, version: i64) -> Txn {
        Txn {
            app_id,
            version,
            forgettable_since: Some(Timestamp::now()),
        }
    }

    pub(crate) fn action(&self) -> Transaction {
        let since = self.forgettable_since.map(|at| at.as_millisecond());
        Transaction::new_with_last_update(&self.app_id, self.version, since)
    }
}

/// What became of a commit. A conflict is no error: the caller decides.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Written as this version.
    Committed(u64),
    /// This `txn` was there before; the table is at this version.
    AlreadyApplied(u64),
    /// Somebody else changed the same rows; nothing was written.
    Conflicted(String),
}

impl fmt::Display for Txn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.app_id, self.version)
    }
}

/// The files of a commit.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Files to add.
    pub adds: Vec<Add>,
    /// Files to remove; where there is any, `predicate` says which rows they are about.
    pub removes: Vec<Remove>,
    /// The rows that are replaced, as SQL. Without it a concurrent addition would go unnoticed.
    pub predicate: Option<String>,
    /// Positions of other applications, which move with this commit. The caller has seen that they move forward.
    pub moves: Vec<Txn>,
    /// The rows stay what they are, only their files change.
    pub is_compaction: bool,
}

/// How far an application has come in a table; `None` before its first commit.
pub async fn position(id: &TableId, table: &DeltaTable, app_id: &str) -> Result<Option<i64>> {
    table
        .snapshot()
        .map_err(Error::delta(id))?
        .transaction_version(table.log_store().as_ref(), app_id)
        .await
        .map_err(Error::delta(id))
}

/// Commits `changes` under `txn` and moves `table` to the version that holds them. `at` is the [`position`] of the `txn`'s application in
/// the table as it is open: to ask for it reads the log, and the caller mostly knows it.
///
/// # Errors
/// `Delta` when the store fails; whether the commit was written is then decided by the next run, by its `txn`.
pub async fn commit(
    id: &TableId,
    table: &mut DeltaTable,
    changes: Changes,
    txn: &Txn,
    at: Option<i64>,
) -> Result<Outcome> {
    if at.is_some_and(|at| at >= txn.version) {
        return Ok(Outcome::AlreadyApplied(version_of(table)));
    }
    let operation = operation(&changes);
    let actions = changes
        .removes
        .into_iter()
        .map(Action::Remove)
        .chain(changes.adds.into_iter().map(Action::Add))
        .collect();
    let txns = std::iter::once(txn)
        .chain(&changes.moves)
        .map(Txn::action)
        .collect();
    // Old logs are cleaned up where the checkpoint is written that takes their place, not at every commit.
    let writes_checkpoint = (version_of(table) + 2).is_multiple_of(CHECKPOINT_INTERVAL);
    let properties = CommitProperties::default()
        .with_max_retries(COMMIT_ATTEMPTS_MAX)
        .with_cleanup_expired_logs(Some(writes_checkpoint))
        .with_application_transactions(txns);
    let snapshot = table.snapshot().map_err(Error::delta(id))?;
    let done = CommitBuilder::from(properties)
        .with_actions(actions)
        .build(
            Some(snapshot as &dyn TableReference),
            table.log_store(),
            operation,
        )
        .await;
    match done {
        Ok(finalized) => {
            let version = finalized.version();
            table.state = Some(finalized.snapshot);
            Ok(Outcome::Committed(version))
        }
        Err(e) => {
            table.update_state().await.map_err(Error::delta(id))?;
            if position(id, table, &txn.app_id)
                .await?
                .is_some_and(|at| at >= txn.version)
            {
                return Ok(Outcome::Committed(version_of(table)));
            }
            if is_conflict(&e) {
                return Ok(Outcome::Conflicted(e.to_string()));
            }
            Err(Error::delta(id)(e))
        }
    }
}

fn operation(changes: &Changes) -> DeltaOperation {
    if changes.is_compaction {
        return DeltaOperation::Optimize {
            predicate: None,
            target_size: COMPACTED_FILE_BYTES as i64,
        };
    }
    let mode = if changes.predicate.is_some() {
        SaveMode::Overwrite
    } else {
        SaveMode::Append
    };
    DeltaOperation::Write {
        mode,
        partition_by: None,
        predicate: changes.predicate.clone(),
    }
}

/// The version of an open table.
pub fn version_of(table: &DeltaTable) -> u64 {
    table.version().unwrap_or_default()
}

fn is_conflict(error: &DeltaTableError) -> bool {
    matches!(
        error,
        DeltaTableError::Transaction {
            source: TransactionError::CommitConflict(_) | TransactionError::MaxCommitAttempts(_)
        }
    )
}
