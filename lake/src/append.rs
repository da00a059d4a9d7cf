//! Rows added to a table in one commit: raw captures and the lake's own books.

use arrow::array::RecordBatch;
use deltalake::DeltaTable;

use crate::commit::{self, Changes, Outcome, Txn};
use crate::error::{Error, Result};
use crate::lake::Lake;
use crate::limits::COMMIT_ATTEMPTS_MAX;
use crate::table_id::TableId;
use crate::table_spec::TableSpec;
use crate::writer::TableWriter;

/// Files that are written and not yet committed.
pub struct Staged {
    id: TableId,
    table: DeltaTable,
    changes: Changes,
}

/// Writes the files of an append; creates the table where it is missing.
pub async fn stage(lake: &Lake, spec: &TableSpec, batches: &[RecordBatch]) -> Result<Option<Staged>> {
    if batches.iter().all(|batch| batch.num_rows() == 0) {
        return Ok(None);
    }
    let table = lake.open_or_create(spec).await?;
    let mut writer = TableWriter::new(&spec.id, &table, spec.layout)?;
    for batch in batches {
        writer.write(batch).await?;
    }
    let adds = writer.finish().await?;
    let changes = Changes {
        adds,
        ..Changes::default()
    };
    Ok(Some(Staged {
        id: spec.id.clone(),
        table,
        changes,
    }))
}

impl Staged {
    /// Makes the rows visible and answers with the version that holds them.
    ///
    /// # Errors
    /// `Busy` when other writers keep coming first: nothing was added then.
    pub async fn commit(mut self, txn: &Txn) -> Result<u64> {
        for _ in 0..COMMIT_ATTEMPTS_MAX {
            let at = commit::position(&self.id, &self.table, &txn.app_id).await?;
            match commit::commit(&self.id, &mut self.table, self.changes.clone(), txn, at).await? {
                Outcome::Committed(version) | Outcome::AlreadyApplied(version) => return Ok(version),
                // The table now stands at the version that came first: the same files are added to that one.
                Outcome::Conflicted(reason) => {
                    tracing::warn!(table = %self.id, reason, "another writer came first");
                }
            }
        }
        Err(Error::Busy {
            lease: self.id.to_string(),
            holder: "other writers".to_owned(),
            expires_at: "they end".to_owned(),
        })
    }
}

/// Stages and commits.
pub async fn append(
    lake: &Lake,
    spec: &TableSpec,
    batches: &[RecordBatch],
    txn: &Txn,
) -> Result<Option<u64>> {
    match stage(lake, spec, batches).await? {
        Some(staged) => Ok(Some(staged.commit(txn).await?)),
        None => Ok(None),
    }
}

/// Moves a table to its next version without a row, so that who reads on from a version looks again. One that is not there stays so.
pub async fn touch(lake: &Lake, id: &TableId, txn: &Txn) -> Result<()> {
    let Some(table) = lake.open(id).await? else {
        return Ok(());
    };
    let staged = Staged {
        id: id.clone(),
        table,
        changes: Changes::default(),
    };
    staged.commit(txn).await.map(|_| ())
}
