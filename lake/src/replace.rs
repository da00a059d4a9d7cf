//! Snapshot replace: the rows of a game are taken out of a table as a set.
//!
//! The files that may hold such rows are found by their statistics, then by reading the one key column. Their other rows,
//! the survivors, are written anew; the files themselves are removed in the same commit that adds the new rows.

use std::collections::BTreeSet;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{DataType, Int32Type, Int64Type};
use datafusion::prelude::{SessionContext, col, lit};
use deltalake::delta_datafusion::FileSelection;
use deltalake::kernel::{LogicalFileView, Remove};
use deltalake::{DeltaTable, kernel::Add};
use futures::TryStreamExt;

use crate::columns::{self, TableFile};
use crate::commit::Changes;
use crate::error::{Error, Result};
use crate::table_id::TableId;
use crate::writer::{Layout, TableWriter, conform};

/// The rows that are replaced: those whose key column holds one of these values.
#[derive(Clone, Debug)]
pub struct Replaced<'a> {
    /// The contract's `replace_by` column, for instance `game_pk`.
    pub column: &'a str,
    /// The values whose rows go.
    pub values: &'a BTreeSet<i64>,
}

impl Replaced<'_> {
    /// The rows as SQL, as Delta records it.
    pub fn predicate(&self) -> String {
        const LISTED_MAX: usize = 100;
        let column = self.column;
        if self.values.len() <= LISTED_MAX {
            let values: Vec<String> = self.values.iter().map(i64::to_string).collect();
            return format!("{column} IN ({})", values.join(", "));
        }
        let first = self.values.first().copied().unwrap_or_default();
        let last = self.values.last().copied().unwrap_or_default();
        format!("{column} >= {first} AND {column} <= {last}")
    }
}

/// Takes the replaced rows out of a table: answers with the survivors' new files and the files to remove.
/// Nothing is committed.
pub async fn take_out(id: &TableId, table: &DeltaTable, replaced: &Replaced<'_>) -> Result<Changes> {
    let touched = touched_files(id, table, replaced).await?;
    if touched.is_empty() {
        // Rows that a commit still on its way adds would be a conflict.
        return Ok(Changes {
            predicate: Some(replaced.predicate()),
            ..Changes::default()
        });
    }
    let paths: Vec<String> = touched.iter().map(|file| file.path().to_string()).collect();
    let adds = rewrite_survivors(id, table, replaced, paths).await?;
    let removes: Vec<Remove> = touched.iter().map(|file| file.remove_action(true)).collect();
    Ok(Changes {
        adds,
        removes,
        predicate: Some(replaced.predicate()),
        ..Changes::default()
    })
}

async fn touched_files(
    id: &TableId,
    table: &DeltaTable,
    replaced: &Replaced<'_>,
) -> Result<Vec<LogicalFileView>> {
    let mut touched = Vec::new();
    let snapshot = table.snapshot().map_err(Error::delta(id))?;
    for file in snapshot.log_data().iter() {
        if may_hold(&file, replaced) && holds(id, table, &file, replaced).await? {
            touched.push(file);
        }
    }
    Ok(touched)
}

/// By the file's smallest and largest value; a file without statistics may hold anything.
fn may_hold(file: &LogicalFileView, replaced: &Replaced<'_>) -> bool {
    let Some(stats) = file.stats() else { return true };
    let Ok(stats) = serde_json::from_str::<serde_json::Value>(&stats) else {
        return true;
    };
    let bound = |side: &str| stats.get(side)?.get(replaced.column)?.as_i64();
    match (bound("minValues"), bound("maxValues")) {
        (Some(min), Some(max)) => replaced.values.range(min..=max).next().is_some(),
        _ => true,
    }
}

/// By reading the one column.
async fn holds(
    id: &TableId,
    table: &DeltaTable,
    file: &LogicalFileView,
    replaced: &Replaced<'_>,
) -> Result<bool> {
    let batches = columns::read(id, table, &TableFile::from(file), &[replaced.column]).await?;
    Ok(batches.iter().any(|batch| {
        let column = batch.column(0);
        match column.data_type() {
            DataType::Int64 => {
                let values = column.as_primitive::<Int64Type>();
                values
                    .iter()
                    .flatten()
                    .any(|value| replaced.values.contains(&value))
            }
            DataType::Int32 => {
                let values = column.as_primitive::<Int32Type>();
                values
                    .iter()
                    .flatten()
                    .any(|value| replaced.values.contains(&i64::from(value)))
            }
            _ => true,
        }
    }))
}

async fn rewrite_survivors(
    id: &TableId,
    table: &DeltaTable,
    replaced: &Replaced<'_>,
    paths: Vec<String>,
) -> Result<Vec<Add>> {
    let context = format!("surviving rows of table `{id}`");
    let session = SessionContext::new();
    table
        .update_datafusion_session(&session.state())
        .map_err(Error::delta(id))?;
    let provider = table
        .table_provider()
        .with_file_selection(FileSelection::from_file_paths(paths))
        .await
        .map_err(Error::query(&context))?;
    let values = replaced.values.iter().map(|value| lit(*value)).collect();
    let survives = col(replaced.column).in_list(values, false).is_not_true();
    let mut rows = session
        .read_table(provider)
        .and_then(|frame| frame.filter(survives))
        .map_err(Error::query(&context))?
        .execute_stream()
        .await
        .map_err(Error::query(&context))?;
    let mut writer = TableWriter::new(id, table, Layout::Normalized)?;
    while let Some(batch) = rows.try_next().await.map_err(Error::query(&context))? {
        let batch = conform(&batch, writer.schema())?;
        writer.write(&batch).await?;
    }
    writer.finish().await
}
