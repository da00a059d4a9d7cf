//! Rows of some games, or all, of one table at one version, read from the lake file by file and handed on while the next are read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch, StringArray, new_null_array};
use arrow::compute::cast;
use arrow::datatypes::{Int64Type, SchemaRef};
use deltalake::DeltaTable;
use deltalake::kernel::LogicalFileView;
use futures::TryStreamExt;
use mlb_lake::columns::{self, TableFile};
use mlb_lake::contract::TableContract;
use mlb_lake::object_reader::ObjectReader;
use mlb_lake::{Error, Lake, Result, TableId, schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowPredicateFn, ArrowReaderOptions, RowFilter};
use parquet::arrow::async_reader::ParquetRecordBatchStreamBuilder;
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;
use tokio::sync::mpsc;

use super::limits::{COPY_BATCH_ROWS_MAX, COPY_BATCHES_AHEAD_MAX};

/// One table of the lake at one version.
pub struct LakeTable {
    id: TableId,
    table: DeltaTable,
    schema: SchemaRef,
    /// The column whose rows are a game's.
    game: String,
}

/// What reads one file.
type FileBuilder = ParquetRecordBatchStreamBuilder<ObjectReader>;

/// The games whose rows are wanted; all rows where there is none.
type Games = Option<Arc<BTreeSet<i64>>>;

impl LakeTable {
    /// Opens a table.
    ///
    /// # Errors
    /// `Schema` where its columns are not the contract's, `UnknownTable` where it is not there.
    pub async fn open(lake: &Lake, contract: &TableContract, version: u64) -> Result<LakeTable> {
        let id = TableId::of(contract);
        let Some(table) = lake.open_at(&id, version).await? else {
            return Err(Error::UnknownTable {
                table: id.to_string(),
            });
        };
        let schema = contract.arrow_schema();
        let found = schema::of_table(&id, &table)?;
        let missing = schema.fields().iter().find(|wanted| {
            let found = found.field_with_name(wanted.name());
            found.map(|field| field.data_type()).ok() != Some(wanted.data_type())
        });
        if let Some(missing) = missing {
            let finding = format!("column `{}` is missing or of another type", missing.name());
            return Err(Error::Schema {
                table: id.to_string(),
                finding,
            });
        }
        let game = contract
            .replace_by
            .first()
            .map_or("game_pk", String::as_str)
            .to_owned();
        Ok(LakeTable {
            id,
            table,
            schema,
            game,
        })
    }

    /// The columns of the rows, in the contract's order.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Starts to read the rows of these games. Dropping the receiver ends it.
    pub fn read(self: &Arc<Self>, games: &BTreeMap<i64, u64>) -> mpsc::Receiver<Result<RecordBatch>> {
        let wanted = games.iter().filter(|(_, rows)| **rows > 0);
        self.start(Some(Arc::new(wanted.map(|(game, _)| *game).collect())))
    }

    /// Starts to read all rows. Dropping the receiver ends it.
    pub fn read_all(self: &Arc<Self>) -> mpsc::Receiver<Result<RecordBatch>> {
        self.start(None)
    }

    fn start(self: &Arc<Self>, games: Games) -> mpsc::Receiver<Result<RecordBatch>> {
        let (sender, receiver) = mpsc::channel(COPY_BATCHES_AHEAD_MAX);
        let table = Arc::clone(self);
        tokio::spawn(async move {
            if let Err(error) = table.send_all(games, &sender).await {
                // Nobody is listening any more: then nobody wants to know.
                let _ = sender.send(Err(error)).await;
            }
        });
        receiver
    }

    /// The files of the table.
    pub fn files(&self) -> Result<Vec<TableFile>> {
        columns::files(&self.id, &self.table)
    }

    async fn send_all(&self, games: Games, to: &mpsc::Sender<Result<RecordBatch>>) -> Result<()> {
        let snapshot = self.table.snapshot().map_err(Error::delta(&self.id))?;
        let log = snapshot.log_data();
        let may_hold = |file: &LogicalFileView| games.as_ref().is_none_or(|games| self.may_hold(file, games));
        let files = log.iter().filter(may_hold);
        let files: Vec<TableFile> = files.map(|file| TableFile::from(&file)).collect();
        for file in files {
            if !self.send_file(&file, &games, to).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Answers whether somebody still listens.
    async fn send_file(
        &self,
        file: &TableFile,
        games: &Games,
        to: &mpsc::Sender<Result<RecordBatch>>,
    ) -> Result<bool> {
        let failed = |source: ParquetError| Error::Arrow {
            context: format!("table `{}`, file `{}`", self.id, file.log_path),
            source: source.into(),
        };
        let reader = ObjectReader::new(&self.table, file);
        let options = ArrowReaderOptions::new();
        let mut builder = ParquetRecordBatchStreamBuilder::new_with_options(reader, options)
            .await
            .map_err(failed)?;
        if let Some(games) = games {
            builder = self.only(builder, Arc::clone(games));
        }
        let stream = builder.with_batch_size(COPY_BATCH_ROWS_MAX).build();
        let mut stream = stream.map_err(failed)?;
        while let Some(batch) = stream.try_next().await.map_err(failed)? {
            let rows = self.whole(&batch, file)?;
            if rows.num_rows() > 0 && to.send(Ok(rows)).await.is_err() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Reads rows of these games only.
    fn only(&self, builder: FileBuilder, games: Arc<BTreeSet<i64>>) -> FileBuilder {
        let row_groups = builder.metadata().row_groups().iter().enumerate();
        let row_groups = row_groups
            .filter(|(_, group)| self.group_may_hold(group, &games))
            .map(|(index, _)| index);
        let row_groups = row_groups.collect();
        // The other columns are decoded for the rows of these games only.
        let game = ProjectionMask::columns(builder.parquet_schema(), [self.game.as_str()]);
        let is_wanted = ArrowPredicateFn::new(game, move |batch| Ok(mask(&batch, &games)));
        builder
            .with_row_groups(row_groups)
            .with_row_filter(RowFilter::new(vec![Box::new(is_wanted)]))
    }

    /// By the file's smallest and largest value; a file without statistics may hold anything.
    fn may_hold(&self, file: &LogicalFileView, games: &BTreeSet<i64>) -> bool {
        let Some(stats) = file.stats() else { return true };
        let Ok(stats) = serde_json::from_str::<serde_json::Value>(&stats) else {
            return true;
        };
        let bound = |side: &str| stats.get(side)?.get(&self.game)?.as_i64();
        match (bound("minValues"), bound("maxValues")) {
            (Some(min), Some(max)) => games.range(min..=max).next().is_some(),
            _ => true,
        }
    }

    fn group_may_hold(&self, group: &RowGroupMetaData, games: &BTreeSet<i64>) -> bool {
        let column = group
            .columns()
            .iter()
            .find(|column| column.column_path().string() == self.game);
        let Some(Statistics::Int64(stats)) = column.and_then(|column| column.statistics()) else {
            return true;
        };
        match (stats.min_opt(), stats.max_opt()) {
            (Some(min), Some(max)) => games.range(*min..=*max).next().is_some(),
            _ => true,
        }
    }

    /// A file's batch with all columns of the contract: partition columns stand in the log only.
    fn whole(&self, batch: &RecordBatch, file: &TableFile) -> Result<RecordBatch> {
        let failed = |name: &str| Error::arrow(format!("column `{name}` of table `{}`", self.id));
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(self.schema.fields().len());
        for field in self.schema.fields() {
            let name = field.name();
            let column = match (batch.column_by_name(name), file.partition.get(name)) {
                (Some(column), _) => Arc::clone(column),
                (None, Some(Some(value))) => Arc::new(StringArray::from_iter_values(std::iter::repeat_n(
                    value,
                    batch.num_rows(),
                ))),
                (None, _) => new_null_array(field.data_type(), batch.num_rows()),
            };
            columns.push(match column.data_type() == field.data_type() {
                true => column,
                false => cast(&column, field.data_type()).map_err(failed(name))?,
            });
        }
        RecordBatch::try_new(self.schema.clone(), columns).map_err(failed("of all"))
    }

    fn games_of<'a>(&self, batch: &'a RecordBatch) -> Option<&'a arrow::array::PrimitiveArray<Int64Type>> {
        batch.column_by_name(&self.game)?.as_primitive_opt::<Int64Type>()
    }

    /// Adds the rows of a batch to the numbers by game.
    pub fn count(&self, batch: &RecordBatch, rows: &mut BTreeMap<i64, u64>) {
        let Some(games) = self.games_of(batch) else { return };
        let mut start = 0;
        let values = games.values();
        for end in 1..=values.len() {
            if end == values.len() || values[end] != values[start] {
                *rows.entry(values[start]).or_default() += (end - start) as u64;
                start = end;
            }
        }
    }
}

/// Which rows of a batch, whose only column says the game, are of these games.
fn mask(batch: &RecordBatch, games: &BTreeSet<i64>) -> BooleanArray {
    let Some(values) = batch.column(0).as_primitive_opt::<Int64Type>() else {
        return BooleanArray::from(vec![true; batch.num_rows()]);
    };
    // A game's rows lie together.
    let (mut last, mut is_last_wanted) = (None, false);
    let is_wanted = |game: Option<i64>| {
        if last != game {
            last = game;
            is_last_wanted = game.is_some_and(|game| games.contains(&game));
        }
        Some(is_last_wanted)
    };
    values.iter().map(is_wanted).collect()
}
