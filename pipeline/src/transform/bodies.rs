//! The bodies of captures out of the files of raw.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema};
use deltalake::DeltaTable;
use futures::{Stream, TryStreamExt};
use mlb_lake::columns::TableFile;
use mlb_lake::object_reader::ObjectReader;
use mlb_lake::{Error, Result, TableId};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, RowSelection, RowSelector};
use parquet::arrow::async_reader::ParquetRecordBatchStreamBuilder;
use parquet::errors::ParquetError;

/// A raw file whose footer is read.
#[derive(Clone)]
pub struct OpenFile {
    /// The file.
    pub file: TableFile,
    /// Its footer.
    pub metadata: ArrowReaderMetadata,
}

/// The bodies of some rows of a row group, ascending, one a batch, as views on the decompressed pages.
pub fn read(
    raw: &DeltaTable,
    raw_id: &TableId,
    file: &OpenFile,
    row_group: usize,
    rows: &[usize],
) -> Result<impl Stream<Item = Result<RecordBatch>> + Unpin + use<>> {
    let context = format!("table `{raw_id}`, file `{}`", file.file.log_path);
    let failed = move |source: ParquetError| Error::Arrow {
        context: context.clone(),
        source: source.into(),
    };
    let reader = ObjectReader::new(raw, &file.file);
    let builder = ParquetRecordBatchStreamBuilder::new_with_metadata(reader, file.metadata.clone());
    let mask = ProjectionMask::columns(builder.parquet_schema(), ["data"]);
    let stream = builder
        .with_projection(mask)
        .with_row_groups(vec![row_group])
        .with_row_selection(selection(rows))
        .with_batch_size(1)
        .build()
        .map_err(&failed)?;
    Ok(stream.map_err(failed))
}

/// These rows of a file or row group, ascending.
pub fn selection<'a>(rows: impl IntoIterator<Item = &'a usize>) -> RowSelection {
    let mut selectors = Vec::new();
    let mut at = 0;
    for row in rows {
        if *row > at {
            selectors.push(RowSelector::skip(row - at));
        }
        selectors.push(RowSelector::select(1));
        at = row + 1;
    }
    RowSelection::from(selectors)
}

/// Reads the footer of a raw file; its bodies are read as views, which saves a copy.
pub async fn open_file(raw: &DeltaTable, raw_id: &TableId, file: &TableFile) -> Result<OpenFile> {
    let failed = |source: parquet::errors::ParquetError| Error::Arrow {
        context: format!("table `{raw_id}`, file `{}`", file.log_path),
        source: source.into(),
    };
    let mut reader = ObjectReader::new(raw, file);
    let plain = ArrowReaderMetadata::load_async(&mut reader, ArrowReaderOptions::new())
        .await
        .map_err(failed)?;
    let fields: Vec<Field> = plain
        .schema()
        .fields()
        .iter()
        .map(|field| match field.name().as_str() {
            "data" => Field::new("data", DataType::Utf8View, field.is_nullable()),
            _ => field.as_ref().clone(),
        })
        .collect();
    let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields)));
    let metadata = ArrowReaderMetadata::try_new(Arc::clone(plain.metadata()), options).map_err(failed)?;
    Ok(OpenFile {
        file: file.clone(),
        metadata,
    })
}
