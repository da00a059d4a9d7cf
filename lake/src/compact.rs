//! Compaction: the small files of a partition become few large ones, with the rows in the order in which people ask for them.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext, col};
use deltalake::DeltaTable;
use deltalake::delta_datafusion::FileSelection;
use deltalake::kernel::{Add, LogicalFileView};
use futures::TryStreamExt;

use crate::commit::{self, Changes, Outcome, Txn};
use crate::error::{Error, Result};
use crate::limits::{COMPACTED_FILE_BYTES, COMPACTION_MEMORY_BYTES_MAX};
use crate::table_spec::TableSpec;
use crate::writer::{TableWriter, conform};

/// What a compaction did to a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Files that are no longer read.
    pub files_before: u64,
    /// Files in their place.
    pub files_after: u64,
    /// Bytes of the former.
    pub bytes_before: u64,
    /// Bytes of the latter.
    pub bytes_after: u64,
}

/// Compacts the partitions of a table that have small files. The table's rows stay what they are. `order` are columns; without any the rows
/// stay in the order of their files.
///
/// # Errors
/// `Busy` when another writer changed the same files; nothing was changed then.
pub async fn compact(
    spec: &TableSpec,
    table: &mut DeltaTable,
    order: &[&str],
    txn: &Txn,
) -> Result<Compacted> {
    let mut compacted = Compacted::default();
    let mut changes = Changes {
        is_compaction: true,
        ..Changes::default()
    };
    for files in partitions_to_compact(spec, table)?.values() {
        let adds = rewrite(spec, table, files, order).await?;
        compacted.files_before += files.len() as u64;
        compacted.bytes_before += files.iter().map(|file| file.size().max(0) as u64).sum::<u64>();
        compacted.files_after += adds.len() as u64;
        compacted.bytes_after += adds.iter().map(|add| add.size.max(0) as u64).sum::<u64>();
        changes
            .removes
            .extend(files.iter().map(|file| file.remove_action(false)));
        changes.adds.extend(adds);
    }
    if changes.adds.is_empty() {
        return Ok(compacted);
    }
    let at = commit::position(&spec.id, table, &txn.app_id).await?;
    match commit::commit(&spec.id, table, changes, txn, at).await? {
        Outcome::Committed(_) | Outcome::AlreadyApplied(_) => Ok(compacted),
        Outcome::Conflicted(reason) => Err(Error::Busy {
            lease: spec.id.to_string(),
            holder: format!("another writer ({reason})"),
            expires_at: "it ends".to_owned(),
        }),
    }
}

/// The small files of each partition that has more than one of them.
fn partitions_to_compact(
    spec: &TableSpec,
    table: &DeltaTable,
) -> Result<BTreeMap<String, Vec<LogicalFileView>>> {
    let snapshot = table.snapshot().map_err(Error::delta(&spec.id))?;
    let mut partitions: BTreeMap<String, Vec<LogicalFileView>> = BTreeMap::new();
    for file in snapshot.log_data().iter() {
        if (file.size().max(0) as u64) < COMPACTED_FILE_BYTES / 2 {
            let values: BTreeMap<_, _> = file.partition_values_map().into_iter().collect();
            partitions.entry(format!("{values:?}")).or_default().push(file);
        }
    }
    partitions.retain(|_, files| files.len() > 1);
    Ok(partitions)
}

async fn rewrite(
    spec: &TableSpec,
    table: &DeltaTable,
    files: &[LogicalFileView],
    order: &[&str],
) -> Result<Vec<Add>> {
    let context = format!("files of table `{}`", spec.id);
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(FairSpillPool::new(COMPACTION_MEMORY_BYTES_MAX)))
        .build_arc()
        .map_err(Error::query(&context))?;
    let config = SessionConfig::new().with_target_partitions(1);
    let session = SessionContext::new_with_config_rt(config, runtime);
    table
        .update_datafusion_session(&session.state())
        .map_err(Error::delta(&spec.id))?;
    let paths: Vec<String> = files.iter().map(|file| file.path().to_string()).collect();
    let provider = table
        .table_provider()
        .with_file_selection(FileSelection::from_file_paths(paths))
        .await
        .map_err(Error::query(&context))?;
    let mut rows = session.read_table(provider).map_err(Error::query(&context))?;
    if !order.is_empty() {
        let order = order.iter().map(|name| col(*name).sort(true, true)).collect();
        rows = rows.sort(order).map_err(Error::query(&context))?;
    }
    let mut rows = rows.execute_stream().await.map_err(Error::query(&context))?;
    let mut writer = TableWriter::new(&spec.id, table, spec.layout)?;
    while let Some(batch) = rows.try_next().await.map_err(Error::query(&context))? {
        let batch = conform(&batch, writer.schema())?;
        writer.write(&batch).await?;
    }
    let mut adds = writer.finish().await?;
    adds.iter_mut().for_each(|add| add.data_change = false);
    Ok(adds)
}
