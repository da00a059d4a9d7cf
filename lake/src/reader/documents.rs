//! `doc.SCHEMA_SOURCE.LEVEL`: the levels of all captures in raw, decoded while a query reads them.

use std::sync::{Arc, OnceLock};

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::{Schema, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::SchemaProvider;
use datafusion::catalog::{CatalogProvider, MemoryCatalogProvider, Session, TableProvider};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use datafusion::prelude::SessionContext;
use futures::{StreamExt, TryStreamExt, stream};
use mlb_lake_json::{Decoder, LevelSpec, Levels, Tree};

use crate::contract::{Catalog, Contract, SourceKind};
use crate::error::Error;
use crate::lake::Lake;
use crate::level::CaptureColumns;
use crate::limits::RAW_ROW_GROUP_ROWS_MAX;
use crate::table_id::TableId;

/// A schema a source, a table a level. Most sessions ask for none of them: a source's levels are resolved when a query names one.
pub(super) fn catalog(lake: &Lake, catalog: &Catalog) -> crate::Result<Arc<dyn CatalogProvider>> {
    let provider = MemoryCatalogProvider::new();
    for contract in &catalog.contracts {
        let name = contract.source.name.replace('.', "_");
        provider
            .register_schema(&name, Arc::new(DocumentSchema::new(lake, contract)))
            .map_err(Error::query(&name))?;
    }
    Ok(Arc::new(provider))
}

/// The levels of one source.
#[derive(Debug)]
struct DocumentSchema {
    file: String,
    kind: SourceKind,
    lake: Lake,
    raw: TableId,
    tree: Tree,
    levels: Vec<LevelSpec>,
    /// Resolved, once a query asked.
    source: OnceLock<Arc<Source>>,
}

impl DocumentSchema {
    fn new(lake: &Lake, contract: &Contract) -> DocumentSchema {
        DocumentSchema {
            file: contract.file.clone(),
            kind: contract.kind(),
            lake: lake.clone(),
            raw: TableId::raw_of(&contract.source),
            tree: contract.tree.clone(),
            levels: contract.levels.clone(),
            source: OnceLock::new(),
        }
    }

    fn source(&self) -> crate::Result<Arc<Source>> {
        if let Some(source) = self.source.get() {
            return Ok(Arc::clone(source));
        }
        let levels = Levels::new(&self.tree, &self.levels).map_err(|e| Error::Shape {
            file: self.file.clone(),
            finding: e.to_string(),
        })?;
        let source = Arc::new(Source {
            kind: self.kind,
            lake: self.lake.clone(),
            raw: self.raw.clone(),
            tree: self.tree.clone(),
            levels,
        });
        Ok(Arc::clone(self.source.get_or_init(|| source)))
    }
}

#[async_trait]
impl SchemaProvider for DocumentSchema {
    fn table_names(&self) -> Vec<String> {
        let levels = self.levels.iter().map(|level| level.name.clone());
        std::iter::once(DOCUMENT.to_owned()).chain(levels).collect()
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>> {
        let external = |e: crate::Error| DataFusionError::External(Box::new(e));
        let source = self.source().map_err(external)?;
        let Some(items) = source.levels.fields(name) else {
            return Ok(None);
        };
        let items = items
            .into_iter()
            .map(|(name, kind)| arrow::datatypes::Field::new(name, kind, true));
        let fields: Vec<_> = CaptureColumns::fields(source.kind)
            .into_iter()
            .chain(items)
            .collect();
        Ok(Some(Arc::new(DocumentLevel {
            source,
            level: name.to_owned(),
            schema: Arc::new(Schema::new(fields)),
        })))
    }

    fn table_exist(&self, name: &str) -> bool {
        name == DOCUMENT || self.levels.iter().any(|level| level.name == name)
    }
}

/// The level that every document has: itself.
const DOCUMENT: &str = "document";

/// The columns of raw that a level carries, in the order of [`CaptureColumns::fields`].
static CAPTURE: [&str; 7] = [
    "capture_id",
    "season",
    "game_pk",
    "game_date",
    "captured_at",
    "path_params",
    "query_params",
];

#[derive(Debug)]
struct Source {
    kind: SourceKind,
    lake: Lake,
    raw: TableId,
    tree: Tree,
    levels: Levels,
}

#[derive(Clone, Debug)]
struct DocumentLevel {
    source: Arc<Source>,
    level: String,
    schema: SchemaRef,
}

#[async_trait]
impl TableProvider for DocumentLevel {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let schema = Arc::clone(&self.schema);
        let partition: Arc<dyn PartitionStream> = Arc::new(self.clone());
        let none: Vec<datafusion::physical_expr::LexOrdering> = Vec::new();
        Ok(Arc::new(StreamingTableExec::try_new(
            schema,
            vec![partition],
            projection,
            none,
            false,
            limit,
        )?))
    }
}

impl PartitionStream for DocumentLevel {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let level = self.clone();
        let rows = stream::once(async move { level.read().await }).try_flatten();
        Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), rows))
    }
}

impl DocumentLevel {
    async fn read(self) -> Result<stream::BoxStream<'static, Result<RecordBatch>>> {
        let external = |e: crate::Error| DataFusionError::External(Box::new(e));
        let Some(raw) = self.source.lake.open(&self.source.raw).await.map_err(external)? else {
            return Ok(stream::empty().boxed());
        };
        let config = datafusion::prelude::SessionConfig::new()
            .with_target_partitions(1)
            .with_batch_size(RAW_ROW_GROUP_ROWS_MAX);
        let session = SessionContext::new_with_config(config);
        raw.update_datafusion_session(&session.state())?;
        let columns: &[&str] = match self.source.kind {
            SourceKind::Game => &CAPTURE[..5],
            SourceKind::Sets => &CAPTURE,
        };
        let columns = [columns, &["data"][..]].concat();
        let captures = session
            .read_table(raw.table_provider().await?)?
            .select_columns(&columns)?;
        let captures = captures.execute_stream().await?;
        Ok(captures.map(move |batch| self.decode(&batch?)).boxed())
    }

    fn decode(&self, captures: &RecordBatch) -> Result<RecordBatch> {
        let external = |e: mlb_lake_json::Error| DataFusionError::External(Box::new(e));
        let fields = CaptureColumns::fields(self.source.kind);
        let capture_columns = captures.columns()[..fields.len()]
            .iter()
            .zip(&fields)
            .map(|(column, field)| arrow::compute::cast(column, field.data_type()))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        let texts = arrow::compute::cast(
            captures.column(fields.len()),
            &arrow::datatypes::DataType::LargeUtf8,
        )?;
        let mut decoder = Decoder::new(&self.source.tree).map_err(external)?;
        for text in texts.as_string::<i64>() {
            if decoder.append(text.unwrap_or_default().as_bytes()).is_err() {
                decoder.append_null();
            }
        }
        let root = decoder.finish().root;
        let wanted = self.source.levels.fields(&self.level).unwrap_or_default();
        let view = self
            .source
            .levels
            .view(&self.level, &root, &wanted)
            .map_err(external)?;
        let mut columns = Vec::with_capacity(self.schema.fields().len());
        for column in &capture_columns {
            columns.push(arrow::compute::take(column, &view.document_index, None)?);
        }
        columns.extend(view.columns);
        Ok(RecordBatch::try_new(Arc::clone(&self.schema), columns)?)
    }
}
