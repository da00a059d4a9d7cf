//! The SELECTs of one source, planned for a run.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, StructArray};
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use datafusion::datasource::provider_as_source;
use datafusion::execution::{SessionStateBuilder, TaskContext};
use datafusion::logical_expr::{LogicalPlan, TableSource};
use datafusion::physical_plan::execution_plan::reset_plan_states;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties, common};
use datafusion::prelude::{SessionConfig, SessionContext};
use mlb_lake_json::{LeafSet, LevelSpec, Levels, Tree};

use super::capture_columns::CaptureColumns;
use super::flat::FlatLevel;
use super::hint::{self, Hint};
use super::retarget;
use super::scan::LevelBatches;
use super::shape;
use super::table::LevelTable;
use super::usage::{self, ItemUsage, Usage};
use crate::contract::{Contract, SourceKind, TableContract};
use crate::error::{Error, Result};
use crate::reader;

/// A SELECT and the table that it fills.
#[derive(Clone, Debug)]
pub struct Query<'a> {
    /// The contract of the table.
    pub table: &'a TableContract,
    /// The SQL file, as shown in messages.
    pub file: String,
    /// Its text.
    pub sql: String,
}

/// A decoded batch, ready to be queried.
pub struct Batch {
    context: Arc<TaskContext>,
}

struct Planned {
    file: String,
    schema: SchemaRef,
    plan: Arc<dyn ExecutionPlan>,
}

/// The planned SELECTs of a source; shared by all workers of a run.
pub struct Transformation {
    kind: SourceKind,
    tree: Tree,
    levels: Levels,
    /// By level, what is read of it.
    schemas: BTreeMap<String, FlatLevel>,
    queries: Vec<Planned>,
    session: SessionContext,
}

impl Transformation {
    /// Plans all queries on the full tree, and lets their plans read what they need of it.
    ///
    /// # Errors
    /// `Query` for SQL that cannot be planned, `Shape` where its columns are not those of the contract.
    pub async fn plan(contract: &Contract, queries: &[Query<'_>]) -> Result<Transformation> {
        let levels = Levels::new(&contract.tree, &contract.levels).map_err(wrong_levels(contract))?;
        let kind = contract.kind();
        let session = session();
        register(&session, full_schemas(&levels, kind))?;
        let mut usages = Vec::with_capacity(queries.len());
        let mut optimized = Vec::with_capacity(queries.len());
        for query in queries {
            let plan = logical_plan(&session, query)
                .await
                .map_err(|e| with_hint(e, query, &levels, kind))?;
            if let Some(finding) = shape::difference(query.table, plan.schema().as_arrow()) {
                return Err(Error::Shape {
                    file: query.file.clone(),
                    finding,
                });
            }
            let plan = session
                .state()
                .optimize(&plan)
                .map_err(Error::query(&query.file))?;
            usages.push(usage::of_plan(&plan).map_err(Error::query(&query.file))?);
            optimized.push(plan);
        }
        let tree = contract.tree.pruned(&leaves(&levels, &usages));
        let levels = Levels::new(&tree, &specs_read(contract, &usages)).map_err(wrong_levels(contract))?;
        let schemas = pruned_schemas(&levels, &usages, kind);
        let sources = sources(&schemas);
        let state = session.state();
        let mut planned = Vec::with_capacity(queries.len());
        for ((query, plan), usage) in queries.iter().zip(optimized).zip(&usages) {
            let plan = retarget::retarget(plan, &sources, usage).map_err(Error::query(&query.file))?;
            let plan = state
                .query_planner()
                .create_physical_plan(&plan, &state)
                .await
                .map_err(Error::query(&query.file))?;
            planned.push(Planned {
                file: query.file.clone(),
                schema: query.table.arrow_schema(),
                plan,
            });
        }
        Ok(Transformation {
            kind,
            tree,
            levels,
            schemas,
            queries: planned,
            session,
        })
    }

    /// The tree that a decoder must read.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Number of queries, which are answered in the order in which they were planned.
    pub fn len(&self) -> usize {
        self.queries.len()
    }

    /// No query.
    pub fn is_empty(&self) -> bool {
        self.queries.is_empty()
    }

    /// Lays the levels of decoded documents out as tables.
    ///
    /// # Errors
    /// `Arrow` when captures and documents do not fit each other.
    pub fn batch(&self, captures: &CaptureColumns, root: &StructArray) -> Result<Batch> {
        let captured = captures.arrays(self.kind);
        let mut by_level = HashMap::new();
        for (level, layout) in &self.schemas {
            let rows = self.level_rows(level, layout, &captured, root)?;
            by_level.insert(level.clone(), rows);
        }
        let context = self.session.task_ctx();
        let config = context
            .session_config()
            .clone()
            .with_extension(Arc::new(LevelBatches { by_level }));
        let context = TaskContext::new(
            context.task_id(),
            context.session_id(),
            config,
            context.scalar_functions().clone(),
            context.higher_order_functions().clone(),
            context.aggregate_functions().clone(),
            context.window_functions().clone(),
            context.runtime_env(),
        );
        Ok(Batch {
            context: Arc::new(context),
        })
    }

    fn level_rows(
        &self,
        level: &str,
        layout: &FlatLevel,
        captured: &[ArrayRef],
        root: &StructArray,
    ) -> Result<RecordBatch> {
        let context = || format!("level `{level}`");
        let view = self
            .levels
            .view(level, root, &layout.wanted)
            .map_err(|e| Error::Query {
                context: context(),
                source: Box::new(datafusion::error::DataFusionError::External(Box::new(e))),
            })?;
        let mut columns = Vec::with_capacity(layout.schema.fields().len());
        for (index, field) in CaptureColumns::fields(self.kind).iter().enumerate() {
            if layout.schema.field_with_name(field.name()).is_ok() {
                let column = arrow::compute::take(&captured[index], &view.document_index, None)
                    .map_err(Error::arrow(context()))?;
                columns.push(column);
            }
        }
        columns.extend(layout.columns(&view.columns));
        let options = RecordBatchOptions::new().with_row_count(Some(view.rows));
        RecordBatch::try_new_with_options(Arc::clone(&layout.schema), columns, &options)
            .map_err(Error::arrow(context()))
    }

    /// The rows that query `index` makes of a batch, in the contract's types.
    ///
    /// # Errors
    /// `Query` when it fails; `Arrow` when a column that must not be null is.
    pub async fn run(&self, index: usize, batch: &Batch) -> Result<RecordBatch> {
        let query = &self.queries[index];
        let plan = reset_plan_states(Arc::clone(&query.plan)).map_err(Error::query(&query.file))?;
        let mut batches = Vec::new();
        // A UNION ALL has a partition for each of its sides.
        for partition in 0..plan.output_partitioning().partition_count() {
            let rows = plan
                .execute(partition, Arc::clone(&batch.context))
                .map_err(Error::query(&query.file))?;
            batches.extend(common::collect(rows).await.map_err(Error::query(&query.file))?);
        }
        let answer =
            arrow::compute::concat_batches(&plan.schema(), &batches).map_err(Error::arrow(&query.file))?;
        conform(answer, &query.schema).map_err(Error::arrow(&query.file))
    }
}

/// Casts where DataFusion chose another type for the same kind. Nulls in columns that must have none are found later, by game.
fn conform(answer: RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, arrow::error::ArrowError> {
    let mut columns = Vec::with_capacity(schema.fields().len());
    for (column, field) in answer.columns().iter().zip(schema.fields()) {
        columns.push(if column.data_type() == field.data_type() {
            Arc::clone(column)
        } else {
            arrow::compute::cast(column, field.data_type())?
        });
    }
    let nullable: Vec<Field> = schema
        .fields()
        .iter()
        .map(|field| field.as_ref().clone().with_nullable(true))
        .collect();
    RecordBatch::try_new(Arc::new(Schema::new(nullable)), columns)
}

/// One partition, since a worker has its core; names as they stand, since the API writes camelCase.
fn session() -> SessionContext {
    let mut config = SessionConfig::new()
        .with_target_partitions(1)
        .with_information_schema(false);
    config.options_mut().sql_parser.enable_ident_normalization = false;
    config.options_mut().execution.coalesce_batches = false;
    // The passes after the first find little in such SELECTs, and cost as much: 0.2 s a run with all tables of the live feed.
    config.options_mut().optimizer.max_passes = 1;
    // The answer of such a subquery lies in the plan, which workers share.
    config
        .options_mut()
        .optimizer
        .enable_physical_uncorrelated_scalar_subquery = false;
    let state = SessionStateBuilder::new()
        .with_config(config)
        .with_default_features()
        .build();
    let session = SessionContext::new_with_state(state);
    reader::register_functions(&session);
    session
}

fn wrong_levels(contract: &Contract) -> impl Fn(mlb_lake_json::Error) -> Error {
    |e| Error::Shape {
        file: contract.file.clone(),
        finding: e.to_string(),
    }
}

/// The levels that any query reads, and their parents; the lists of the others are not decoded.
fn specs_read(contract: &Contract, usages: &[Usage]) -> Vec<LevelSpec> {
    let mut read: BTreeSet<&str> = usages
        .iter()
        .flat_map(|usage| usage.levels.keys().map(String::as_str))
        .collect();
    // Parents stand before their children in no particular order: go up until nothing is added.
    loop {
        let parents = contract
            .levels
            .iter()
            .filter(|spec| read.contains(spec.name.as_str()));
        let parents: Vec<&str> = parents.filter_map(|spec| spec.of.as_deref()).collect();
        let before = read.len();
        read.extend(parents);
        if read.len() == before {
            break;
        }
    }
    contract
        .levels
        .iter()
        .filter(|spec| read.contains(spec.name.as_str()))
        .cloned()
        .collect()
}

fn register(session: &SessionContext, schemas: BTreeMap<String, SchemaRef>) -> Result<()> {
    for (level, schema) in schemas {
        let table = LevelTable {
            level: level.clone(),
            schema,
        };
        session
            .register_table(level.as_str(), Arc::new(table))
            .map_err(Error::query(&level))?;
    }
    Ok(())
}

fn sources(schemas: &BTreeMap<String, FlatLevel>) -> BTreeMap<String, Arc<dyn TableSource>> {
    let source = |(level, layout): (&String, &FlatLevel)| {
        let table = LevelTable {
            level: level.clone(),
            schema: Arc::clone(&layout.schema),
        };
        (level.clone(), provider_as_source(Arc::new(table)))
    };
    schemas.iter().map(source).collect()
}

async fn logical_plan(session: &SessionContext, query: &Query<'_>) -> Result<LogicalPlan> {
    session
        .state()
        .create_logical_plan(&query.sql)
        .await
        .map_err(Error::query(&query.file))
}

/// Every level with all of its columns.
fn full_schemas(levels: &Levels, kind: SourceKind) -> BTreeMap<String, SchemaRef> {
    let schema = |level: &str| -> SchemaRef {
        let items = levels.fields(level).unwrap_or_default();
        let items = items
            .into_iter()
            .map(|(name, data_type)| Field::new(name, data_type, true));
        let fields: Vec<Field> = CaptureColumns::fields(kind).into_iter().chain(items).collect();
        Arc::new(Schema::new(fields))
    };
    levels
        .names()
        .map(|level| (level.to_owned(), schema(level)))
        .collect()
}

/// The leaves of the document that any query needs.
fn leaves(levels: &Levels, usages: &[Usage]) -> LeafSet {
    let mut leaves = LeafSet::new();
    for usage in usages {
        for (level, columns) in &usage.levels {
            for column in columns {
                let Some(path) = levels.document_path(level, column) else {
                    continue;
                };
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                leaves.insert(&path);
                let Some(item) = usage.items.get(column) else {
                    continue;
                };
                add_leaves(&mut leaves, &path, item);
            }
            // A level that is only counted still needs its rows.
            if let Some(path) = own_path(levels, level) {
                leaves.insert(&path.iter().map(String::as_str).collect::<Vec<_>>());
            }
        }
    }
    leaves
}

fn own_path(levels: &Levels, level: &str) -> Option<Vec<String>> {
    let own = levels.fields(level)?.pop()?.0;
    levels.document_path(level, &own)
}

fn add_leaves(leaves: &mut LeafSet, path: &[&str], item: &ItemUsage) {
    let joined = |chain: &Vec<String>| -> Vec<String> {
        let names = chain.iter().filter(|name| !is_position(name)).cloned();
        path.iter().map(|name| (*name).to_owned()).chain(names).collect()
    };
    for chain in &item.chains {
        leaves.insert(&joined(chain).iter().map(String::as_str).collect::<Vec<_>>());
    }
    for chain in &item.subtrees {
        leaves.insert_all(&joined(chain).iter().map(String::as_str).collect::<Vec<_>>());
    }
}

/// Fields of an item that are no keys of the document.
fn is_position(name: &str) -> bool {
    matches!(name, "_index" | "_key" | "_value")
}

/// The levels that are read, with the columns and fields that any query reads there.
fn pruned_schemas(levels: &Levels, usages: &[Usage], kind: SourceKind) -> BTreeMap<String, FlatLevel> {
    let mut schemas = BTreeMap::new();
    for level in levels.names() {
        let readers: Vec<&Usage> = usages
            .iter()
            .filter(|usage| usage.levels.contains_key(level))
            .collect();
        if readers.is_empty() {
            continue;
        }
        let columns: BTreeSet<&String> = readers.iter().flat_map(|usage| &usage.levels[level]).collect();
        let captures = CaptureColumns::fields(kind)
            .into_iter()
            .filter(|f| columns.contains(f.name()))
            .collect();
        let items = levels.fields(level).unwrap_or_default();
        let wanted = items
            .into_iter()
            .filter(|(name, _)| columns.contains(name))
            .map(|(name, data_type)| {
                let used: Vec<&ItemUsage> = readers
                    .iter()
                    .filter_map(|usage| usage.items.get(&name))
                    .collect();
                let data_type = pruned_type(&data_type, &used, &mut Vec::new());
                (name, data_type)
            })
            .collect();
        schemas.insert(level.to_owned(), FlatLevel::new(captures, wanted, &readers));
    }
    schemas
}

/// The part of a type that chains lead to.
fn pruned_type(data_type: &DataType, used: &[&ItemUsage], at: &mut Vec<String>) -> DataType {
    let DataType::Struct(fields) = data_type else {
        return data_type.clone();
    };
    if used
        .iter()
        .any(|item| item.subtrees.iter().any(|chain| at.starts_with(chain)))
    {
        return data_type.clone();
    }
    let kept: Fields = fields
        .iter()
        .filter_map(|field| {
            at.push(field.name().clone());
            let is_used = used.iter().any(|item| {
                item.chains
                    .iter()
                    .chain(&item.subtrees)
                    .any(|chain| chain.starts_with(at))
            });
            let kept = is_used.then(|| {
                let data_type = pruned_type(field.data_type(), used, at);
                Field::new(field.name(), data_type, field.is_nullable())
            });
            at.pop();
            kept
        })
        .collect();
    DataType::Struct(kept)
}

/// DataFusion names neither the path nor the nearest right name.
fn with_hint(error: Error, query: &Query<'_>, levels: &Levels, kind: SourceKind) -> Error {
    let Error::Query { context, source } = error else {
        return error;
    };
    match hint::hint(&source.to_string(), &query.sql, levels, kind) {
        Some(Hint { line, finding }) => Error::Shape {
            file: format!("{}:{line}", query.file),
            finding,
        },
        None => Error::Shape {
            file: context,
            finding: source.to_string(),
        },
    }
}
