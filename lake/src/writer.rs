//! Batches of one table into Parquet files, one open file a season, with the settings that measured best.

use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Int32Type, SchemaRef};
use delta_kernel::expressions::Scalar;
use delta_kernel::schema::DataType as KernelType;
use deltalake::DeltaTable;
use deltalake::kernel::Add;
use deltalake::writer::{DeltaWriter, RecordBatchWriter, WriteMode};
use indexmap::IndexMap;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;

use crate::error::{Error, Result};
use crate::limits::{
    DICTIONARY_BYTES_MAX, PAGE_ROWS_MAX, RAW_ROW_GROUP_BYTES_MAX, RAW_ROW_GROUP_ROWS_MAX, ROW_GROUP_ROWS_MAX,
};
use crate::schema;
use crate::table_id::TableId;

/// What kind of rows a table holds, which decides how its files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Many small rows, read by column.
    Normalized,
    /// A document a row, read by row group.
    Raw,
}

/// Writes the rows of one table; nothing is visible before the files are committed.
pub struct TableWriter {
    id: TableId,
    inner: RecordBatchWriter,
    schema: SchemaRef,
    partition_by: Vec<usize>,
    closed: Vec<Add>,
}

impl TableWriter {
    /// A writer for an open table.
    pub fn new(id: &TableId, table: &DeltaTable, layout: Layout) -> Result<TableWriter> {
        let schema = schema::of_table(id, table)?;
        let metadata = table.snapshot().map_err(Error::delta(id))?.metadata();
        let partition_by = metadata
            .partition_columns()
            .iter()
            .filter_map(|name| schema.index_of(name).ok())
            .collect();
        let inner = RecordBatchWriter::for_table(table)
            .map_err(Error::delta(id))?
            .with_writer_properties(properties(layout, &schema));
        Ok(TableWriter {
            id: id.clone(),
            inner,
            schema,
            partition_by,
            closed: Vec::new(),
        })
    }

    /// The table's columns; batches must have them in this order.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Writes one batch. Rows of one partition should lie together: each run is written apart.
    pub async fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let batch = RecordBatch::try_new(self.schema.clone(), batch.columns().to_vec())
            .map_err(Error::arrow(format!("rows of table `{}`", self.id)))?;
        for run in self.runs(&batch) {
            let values = self.partition_values(&run)?;
            self.inner
                .write_partition(run, &values, WriteMode::Default)
                .await
                .map_err(Error::delta(&self.id))?;
        }
        Ok(())
    }

    /// Splits a batch where a partition value changes.
    fn runs(&self, batch: &RecordBatch) -> Vec<RecordBatch> {
        let columns: Vec<_> = self
            .partition_by
            .iter()
            .map(|i| batch.column(*i).clone())
            .collect();
        if batch.num_rows() == 0 {
            return Vec::new();
        }
        if columns.is_empty() {
            return vec![batch.clone()];
        }
        match arrow::compute::partition(&columns) {
            Ok(partitions) => partitions
                .ranges()
                .into_iter()
                .map(|range| batch.slice(range.start, range.len()))
                .collect(),
            Err(_) => vec![batch.clone()],
        }
    }

    fn partition_values(&self, run: &RecordBatch) -> Result<IndexMap<String, Scalar>> {
        let mut values = IndexMap::new();
        for index in &self.partition_by {
            let column = run.column(*index);
            let scalar = match column.data_type() {
                DataType::Int32 if column.is_null(0) && self.schema.field(*index).is_nullable() => {
                    Scalar::Null(KernelType::INTEGER)
                }
                DataType::Int32 if column.is_valid(0) => {
                    Scalar::Integer(column.as_primitive::<Int32Type>().value(0))
                }
                DataType::Utf8 if column.is_valid(0) => {
                    Scalar::String(column.as_string::<i32>().value(0).to_owned())
                }
                other => {
                    return Err(Error::Schema {
                        table: self.id.to_string(),
                        finding: format!(
                            "partition column `{}` holds a null or is a {other}",
                            self.schema.field(*index).name()
                        ),
                    });
                }
            };
            values.insert(self.schema.field(*index).name().clone(), scalar);
        }
        Ok(values)
    }

    /// What the open files hold as Parquet, about. Rows of pages that are not full take more in memory, parts that were sent on none.
    pub fn open_bytes(&self) -> usize {
        self.inner.buffer_len()
    }

    /// Closes the open files; what comes next goes to new ones.
    pub async fn close_files(&mut self) -> Result<()> {
        let adds = self.inner.flush().await.map_err(Error::delta(&self.id))?;
        self.closed.extend(adds);
        Ok(())
    }

    /// Closes the files and answers with what a commit adds.
    pub async fn finish(mut self) -> Result<Vec<Add>> {
        self.close_files().await?;
        Ok(self.closed)
    }
}

/// How files for other tools are written.
pub fn export_properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by("mlb-lakehouse".to_owned())
        .build()
}

fn properties(layout: Layout, schema: &SchemaRef) -> WriterProperties {
    let builder = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_created_by("mlb-lakehouse".to_owned());
    match layout {
        Layout::Raw => builder
            .set_max_row_group_row_count(Some(RAW_ROW_GROUP_ROWS_MAX))
            .set_max_row_group_bytes(Some(RAW_ROW_GROUP_BYTES_MAX))
            .set_column_dictionary_enabled(ColumnPath::from("data"), false)
            .set_column_statistics_enabled(ColumnPath::from("data"), EnabledStatistics::None)
            .build(),
        Layout::Normalized => {
            let builder = builder
                .set_max_row_group_row_count(Some(ROW_GROUP_ROWS_MAX))
                .set_data_page_row_count_limit(PAGE_ROWS_MAX)
                .set_dictionary_page_size_limit(DICTIONARY_BYTES_MAX);
            schema.fields().iter().fold(builder, column_properties).build()
        }
    }
}

/// Measured decimals hardly repeat: a dictionary of them is built and thrown away. Nobody finds a row by the range of a text: games, days and
/// players are numbers.
fn column_properties(builder: WriterPropertiesBuilder, field: &Arc<Field>) -> WriterPropertiesBuilder {
    let column = ColumnPath::from(field.name().as_str());
    match field.data_type() {
        DataType::Float64 | DataType::Timestamp(..) => builder.set_column_dictionary_enabled(column, false),
        DataType::Utf8 => builder.set_column_statistics_enabled(column, EnabledStatistics::None),
        _ => builder,
    }
}

/// Casts a batch to a table's columns by name.
pub fn conform(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    let mut columns = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        let column = batch
            .column_by_name(field.name())
            .ok_or_else(|| Error::UnknownTable {
                table: field.name().clone(),
            })?;
        let column = if column.data_type() == field.data_type() {
            Arc::clone(column)
        } else {
            arrow::compute::cast(column, field.data_type())
                .map_err(Error::arrow(format!("column `{}`", field.name())))?
        };
        columns.push(column);
    }
    RecordBatch::try_new(schema.clone(), columns).map_err(Error::arrow("rows to rewrite"))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use arrow::array::{Int32Array, Int64Array};
    use arrow::datatypes::Schema;

    use super::*;
    use crate::{Lake, TableSpec};

    #[tokio::test]
    async fn files_that_were_closed_early_are_among_what_a_commit_adds() {
        let folder = tempfile::tempdir().unwrap();
        let lake = Lake::at(&folder.path().to_string_lossy(), HashMap::new()).unwrap();
        let schema = Arc::new(Schema::new(vec![
            Field::new("season", DataType::Int32, false),
            Field::new("game_pk", DataType::Int64, false),
        ]));
        let spec = TableSpec {
            id: TableId::meta("games"),
            schema: schema.clone(),
            partition_by: &["season"],
            description: String::new(),
            layout: Layout::Normalized,
        };
        let rows = |games: [i64; 2]| {
            let seasons = Arc::new(Int32Array::from(vec![2023, 2024]));
            let games = Arc::new(Int64Array::from(games.to_vec()));
            RecordBatch::try_new(schema.clone(), vec![seasons, games]).unwrap()
        };
        let table = lake.open_or_create(&spec).await.unwrap();
        let mut writer = TableWriter::new(&spec.id, &table, spec.layout).unwrap();
        writer.write(&rows([1, 2])).await.unwrap();
        assert!(writer.open_bytes() > 0);
        writer.close_files().await.unwrap();
        assert_eq!(writer.open_bytes(), 0);
        writer.write(&rows([3, 4])).await.unwrap();
        let adds = writer.finish().await.unwrap();
        let paths: BTreeSet<&str> = adds.iter().map(|add| add.path.as_str()).collect();
        assert_eq!((adds.len(), paths.len()), (4, 4), "one of each season, twice");
    }
}
