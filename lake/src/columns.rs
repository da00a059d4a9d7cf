//! A few columns of a table's files, read file by file: for the books, where a query engine would be too much.

use std::collections::HashMap;

use arrow::array::RecordBatch;
use deltalake::DeltaTable;
use deltalake::kernel::LogicalFileView;
use futures::TryStreamExt;
use parquet::arrow::ProjectionMask;
use parquet::arrow::async_reader::ParquetRecordBatchStreamBuilder;

use crate::error::{Error, Result};
use crate::object_reader::ObjectReader;
use crate::table_id::TableId;

/// A file of a table's snapshot.
#[derive(Clone, Debug)]
pub struct TableFile {
    /// Relative to the table.
    pub path: object_store::path::Path,
    /// The path as the log writes it.
    pub log_path: String,
    /// Bytes.
    pub size: u64,
    /// Rows, where the log says.
    pub rows: Option<u64>,
    /// The values of the partition columns, which are not in the file.
    pub partition: HashMap<String, Option<String>>,
}

impl From<&LogicalFileView> for TableFile {
    fn from(file: &LogicalFileView) -> TableFile {
        TableFile {
            path: file.object_store_path(),
            log_path: file.path().to_string(),
            size: file.size().max(0) as u64,
            rows: file.num_records().map(|rows| rows as u64),
            partition: file.partition_values_map(),
        }
    }
}

/// The files of a snapshot.
pub fn files(id: &TableId, table: &DeltaTable) -> Result<Vec<TableFile>> {
    let snapshot = table.snapshot().map_err(Error::delta(id))?;
    Ok(snapshot
        .log_data()
        .iter()
        .map(|file| TableFile::from(&file))
        .collect())
}

/// Reads columns of one file, in the file's order of columns.
pub async fn read(
    id: &TableId,
    table: &DeltaTable,
    file: &TableFile,
    columns: &[&str],
) -> Result<Vec<RecordBatch>> {
    let failed = |source: parquet::errors::ParquetError| Error::Arrow {
        context: format!("table `{id}`, file `{}`", file.log_path),
        source: source.into(),
    };
    let builder = ParquetRecordBatchStreamBuilder::new(ObjectReader::new(table, file))
        .await
        .map_err(failed)?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
    let stream = builder.with_projection(mask).build().map_err(failed)?;
    stream.try_collect().await.map_err(failed)
}
