//! The way out: SQL over the lake.
//!
//! Three catalogs: the default one holds the normalized tables, the views and the books (`game.live_game_plays`, `meta.runs`), `raw` the
//! responses as text (`raw.game.live_game_v1`), `doc` the levels of the documents in raw (`doc.game_live_game_v1.events`). Tables are opened
//! when a query names them.

mod documents;
mod json_parse;
mod lazy_schema;
mod raw;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use datafusion::catalog::{CatalogProvider, MemoryCatalogProvider, MemorySchemaProvider};
use datafusion::datasource::empty::EmptyTable;
use datafusion::execution::SessionStateBuilder;
use datafusion::logical_expr::ScalarUDF;
use datafusion::prelude::{SessionConfig, SessionContext};

use self::lazy_schema::{LazySchema, Opened};
use self::raw::RawCatalog;
use crate::contract::{Catalog, Home, TableContract};
use crate::error::{Error, Result};
use crate::json_text::JsonText;
use crate::lake::Lake;
use crate::table_id::TableId;

pub use json_parse::JsonParse;

/// The books that every lake may have, beside its tables.
pub const BOOKS: [&str; 7] = [
    "games",
    "job_runs",
    "observations",
    "quarantine",
    "runs",
    "schedule_changes",
    "sets",
];

/// Versions of tables by their names (`game.live_game_plays`, `raw.game.live_game_v1`), to read a lake as it was after a run.
pub type Versions = BTreeMap<String, u64>;

/// A session that reads a lake: at the given versions, else at the newest ones.
pub fn session(
    lake: &Lake,
    home: &Home,
    catalog: &Catalog,
    as_of: Option<Versions>,
) -> Result<SessionContext> {
    let mut config = SessionConfig::new()
        .with_information_schema(true)
        .with_default_catalog_and_schema("lake", "game")
        .with_create_default_catalog_and_schema(false);
    config.options_mut().sql_parser.enable_ident_normalization = false;
    let state = SessionStateBuilder::new()
        .with_config(config)
        .with_default_features()
        .build();
    let session = SessionContext::new_with_state(state);
    register_functions(&session);
    let new_schema = {
        let (as_of, opened) = (Arc::new(as_of), Opened::default());
        move || LazySchema::new(lake, &as_of, &opened)
    };
    session.register_catalog("lake", warehouse(home, catalog, &session, &new_schema)?);
    session.register_catalog("raw", Arc::new(RawCatalog::new(catalog, &new_schema())));
    session.register_catalog("doc", documents::catalog(lake, catalog)?);
    Ok(session)
}

/// The functions that the project's SQL may use beside DataFusion's, in transformations too: for a list that a document keeps as text, for
/// the parameters of a request.
pub(crate) fn register_functions(session: &SessionContext) {
    session.register_udf(ScalarUDF::new_from_impl(JsonParse::new()));
    session.register_udf(ScalarUDF::new_from_impl(JsonText::new()));
}

fn warehouse(
    home: &Home,
    catalog: &Catalog,
    session: &SessionContext,
    new_schema: &dyn Fn() -> LazySchema,
) -> Result<Arc<dyn CatalogProvider>> {
    let mut schemas: BTreeMap<&str, LazySchema> = BTreeMap::new();
    for table in catalog.tables() {
        schemas.entry(&table.schema).or_insert_with(new_schema).add_table(
            &table.name,
            TableId::of(table),
            Some(table.arrow_schema()),
        );
    }
    for (name, sql) in all_views(&home.sql.join("views"))? {
        let Some(schema) = schema_of_view(&sql, catalog) else {
            continue;
        };
        if let Some(provider) = schemas.get_mut(schema) {
            provider.add_view(&name, sql, session);
        }
    }
    let mut books = new_schema();
    BOOKS
        .iter()
        .for_each(|book| books.add_table(book, TableId::meta(book), None));
    schemas.insert("meta", books);
    register(schemas)
}

/// Plans every view over the tables as their contracts describe them, and answers with the number of views.
///
/// # Errors
/// `Shape` with the file of the first view that cannot be planned.
pub async fn check_views(home: &Home, catalog: &Catalog) -> Result<usize> {
    let mut config = SessionConfig::new().with_default_catalog_and_schema("lake", "game");
    config.options_mut().sql_parser.enable_ident_normalization = false;
    let session = SessionContext::new_with_config(config);
    register_functions(&session);
    let provider = MemoryCatalogProvider::new();
    for table in catalog.tables() {
        if provider.schema(&table.schema).is_none() {
            let schema = Arc::new(MemorySchemaProvider::new());
            provider
                .register_schema(&table.schema, schema)
                .map_err(Error::query(&table.schema))?;
        }
        if let Some(schema) = provider.schema(&table.schema) {
            let empty = Arc::new(EmptyTable::new(table.arrow_schema()));
            schema
                .register_table(table.name.clone(), empty)
                .map_err(Error::query(&table.name))?;
        }
    }
    session.register_catalog("lake", Arc::new(provider));
    let mut checked = 0;
    for (name, sql) in all_views(&home.sql.join("views"))? {
        session
            .state()
            .create_logical_plan(&sql)
            .await
            .map_err(|e| Error::Shape {
                file: format!("sql/views/{name}.sql"),
                finding: e.strip_backtrace(),
            })?;
        checked += 1;
    }
    Ok(checked)
}

fn register(schemas: BTreeMap<&str, LazySchema>) -> Result<Arc<dyn CatalogProvider>> {
    let provider = MemoryCatalogProvider::new();
    for (name, schema) in schemas {
        provider
            .register_schema(name, Arc::new(schema))
            .map_err(Error::query(name))?;
    }
    Ok(Arc::new(provider))
}

/// The views of a schema: those of `sql/views/NAME.sql` whose first table is one of its tables.
pub fn views(folder: &Path, catalog: &Catalog, schema: &str) -> Result<Vec<(String, String)>> {
    let mut views = all_views(folder)?;
    views.retain(|(_, sql)| schema_of_view(sql, catalog) == Some(schema));
    Ok(views)
}

/// The schema of the first table that a view names; of two names that begin at one place the longer one is meant.
fn schema_of_view<'a>(sql: &str, catalog: &'a Catalog) -> Option<&'a str> {
    let code: Vec<&str> = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .collect();
    let code = code.join("\n");
    let place = |table: &'a TableContract| {
        let name = table.qualified_name();
        Some((code.find(&name)?, Reverse(name.len()), table.schema.as_str()))
    };
    let (_, _, schema) = catalog.tables().filter_map(place).min()?;
    Some(schema)
}

fn all_views(folder: &Path) -> Result<Vec<(String, String)>> {
    let unreadable = |e| Error::folder("sql/views")(e);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut views = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let Some(name) = path
            .file_name()
            .and_then(|name| name.to_str()?.strip_suffix(".sql"))
        else {
            continue;
        };
        let sql = std::fs::read_to_string(&path).map_err(unreadable)?;
        views.push((name.to_owned(), sql));
    }
    views.sort();
    Ok(views)
}
