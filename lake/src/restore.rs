//! A table goes back to one of its versions, in a commit of its own: its history stays and grows.

use std::collections::HashSet;
use std::sync::Arc;

use deltalake::DeltaTable;
use deltalake::kernel::transaction::CommitProperties;
use futures::{StreamExt, TryStreamExt, stream};
use object_store::{ObjectStore, ObjectStoreExt};

use crate::columns::{self, TableFile};
use crate::commit::{self, Txn};
use crate::error::{Error, Result};
use crate::lake::Lake;
use crate::limits::FILES_AT_ONCE_MAX;
use crate::schema;
use crate::table_id::TableId;

/// A table that can go back, and has not yet.
pub struct Restoration {
    /// The table.
    pub id: TableId,
    /// As it is now.
    pub table: DeltaTable,
    version: u64,
}

impl Restoration {
    /// Looks whether a table can go back to a version, and changes nothing. `None` where it shows the same already, or is not there.
    ///
    /// # Errors
    /// `Gone` when the version, or a file that it needs, is no longer there.
    pub async fn plan(lake: &Lake, id: &TableId, version: u64) -> Result<Option<Restoration>> {
        let Some(table) = lake.open(id).await? else {
            return Ok(None);
        };
        if commit::version_of(&table) == version {
            return Ok(None);
        }
        let Some(then) = lake.open_at(id, version).await? else {
            return Ok(None);
        };
        let now: HashSet<String> = columns::files(id, &table)?
            .into_iter()
            .map(|file| file.log_path)
            .collect();
        let then_files = columns::files(id, &then)?;
        let needed: Vec<_> = then_files
            .iter()
            .filter(|file| !now.contains(&file.log_path))
            .collect();
        let is_same = needed.is_empty()
            && then_files.len() == now.len()
            && schema::of_table(id, &table)? == schema::of_table(id, &then)?;
        if is_same {
            return Ok(None);
        }
        let store = table.object_store();
        let looks = needed.into_iter().map(|file| look_for(id, &store, file, version));
        stream::iter(looks)
            .buffer_unordered(FILES_AT_ONCE_MAX)
            .try_collect::<Vec<()>>()
            .await?;
        Ok(Some(Restoration {
            id: id.clone(),
            table,
            version,
        }))
    }

    /// Goes back, under `txn`. `moves` is another application's position, which goes back with the rows that it stood for.
    ///
    /// # Errors
    /// `Delta` when the store fails or somebody else committed meanwhile; the table is then as it was.
    pub async fn apply(self, txn: &Txn, moves: Option<&Txn>) -> Result<()> {
        let Restoration { id, table, version } = self;
        let mut before = table.clone();
        let txns = std::iter::once(txn).chain(moves).map(Txn::action).collect();
        let properties = CommitProperties::default().with_application_transactions(txns);
        let restored = table
            .restore()
            .with_version_to_restore(version)
            .with_commit_properties(properties)
            .await;
        let Err(e) = restored else { return Ok(()) };
        // An answer can be lost after success.
        before.update_state().await.map_err(Error::delta(&id))?;
        match commit::position(&id, &before, &txn.app_id).await? {
            Some(at) if at >= txn.version => Ok(()),
            _ => Err(Error::delta(&id)(e)),
        }
    }
}

async fn look_for(id: &TableId, store: &Arc<dyn ObjectStore>, file: &TableFile, version: u64) -> Result<()> {
    match store.head(&file.path).await {
        Ok(_) => Ok(()),
        Err(object_store::Error::NotFound { .. }) => Err(Error::Gone {
            table: id.to_string(),
            version,
            reason: format!("its file `{}` is not there", file.log_path),
        }),
        Err(e) => Err(Error::store(&file.path)(e)),
    }
}
