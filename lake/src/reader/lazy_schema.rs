//! A schema whose tables are opened, and whose views are planned, when a query names them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Weak};

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::catalog::{SchemaProvider, TableProvider};
use datafusion::datasource::ViewTable;
use datafusion::datasource::empty::EmptyTable;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SessionState;
use datafusion::prelude::SessionContext;
use parking_lot::Mutex;

use super::Versions;
use crate::commit;
use crate::lake::Lake;
use crate::table_id::TableId;

type WeakState = Weak<parking_lot::RwLock<SessionState>>;

/// The tables that a session has opened, with their versions: the next statement reads a log again only where it has grown.
pub(super) type Opened = Arc<Mutex<HashMap<TableId, (u64, Arc<dyn TableProvider>)>>>;

#[derive(Clone, Debug)]
pub(super) struct LazySchema {
    lake: Lake,
    as_of: Arc<Option<Versions>>,
    opened: Opened,
    tables: BTreeMap<String, Named>,
    views: BTreeMap<String, View>,
    /// Of a schema of raw its name: the lake may have tables there that no mapping describes.
    raw: Option<String>,
}

#[derive(Clone, Debug)]
struct Named {
    id: TableId,
    /// The columns of its contract: as long as nothing landed for it, it is a table without rows.
    columns: Option<SchemaRef>,
}

#[derive(Clone, Debug)]
struct View {
    sql: String,
    state: WeakState,
}

impl LazySchema {
    pub(super) fn new(lake: &Lake, as_of: &Arc<Option<Versions>>, opened: &Opened) -> LazySchema {
        LazySchema {
            lake: lake.clone(),
            as_of: Arc::clone(as_of),
            opened: Arc::clone(opened),
            tables: BTreeMap::new(),
            views: BTreeMap::new(),
            raw: None,
        }
    }

    /// The same with all tables that the lake has in a schema of raw, whoever describes them.
    pub(super) fn of_raw(self, schema: &str) -> LazySchema {
        LazySchema {
            raw: Some(schema.to_owned()),
            ..self
        }
    }

    pub(super) fn add_table(&mut self, name: &str, id: TableId, columns: Option<SchemaRef>) {
        self.tables.insert(name.to_owned(), Named { id, columns });
    }

    pub(super) fn add_view(&mut self, name: &str, sql: String, session: &SessionContext) {
        self.views.insert(
            name.to_owned(),
            View {
                sql,
                state: session.state_weak_ref(),
            },
        );
    }

    async fn open(&self, id: &TableId) -> Result<Option<Arc<dyn TableProvider>>> {
        let external = |e: crate::Error| DataFusionError::External(Box::new(e));
        let opened = self.opened.lock().get(id).cloned();
        if let Some((version, provider)) = opened {
            let is_newest =
                self.as_of.is_some() || !self.lake.has_version(id, version + 1).await.map_err(external)?;
            if is_newest {
                return Ok(Some(provider));
            }
        }
        let table = match self.as_of.as_ref() {
            None => self.lake.open(id).await,
            Some(versions) => match versions.get(&id.to_string()) {
                Some(version) => self.lake.open_at(id, *version).await,
                None => Ok(None),
            },
        };
        let Some(table) = table.map_err(external)? else {
            return Ok(None);
        };
        let provider: Arc<dyn TableProvider> = table.table_provider().await?;
        let entry = (commit::version_of(&table), Arc::clone(&provider));
        self.opened.lock().insert(id.clone(), entry);
        Ok(Some(provider))
    }
}

#[async_trait]
impl SchemaProvider for LazySchema {
    fn table_names(&self) -> Vec<String> {
        self.tables.keys().chain(self.views.keys()).cloned().collect()
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>> {
        if let Some(Named { id, columns }) = self.tables.get(name) {
            let without_rows = || {
                columns
                    .clone()
                    .map(|columns| Arc::new(EmptyTable::new(columns)) as _)
            };
            return Ok(self.open(id).await?.or_else(without_rows));
        }
        if let Some(schema) = self.raw.as_ref().filter(|_| is_plain(name)) {
            return self.open(&TableId::raw(schema, name)).await;
        }
        let Some(view) = self.views.get(name) else {
            return Ok(None);
        };
        let Some(state) = view.state.upgrade() else {
            return Ok(None);
        };
        let state = state.read().clone();
        let plan = state.create_logical_plan(&view.sql).await?;
        Ok(Some(Arc::new(ViewTable::new(plan, Some(view.sql.clone())))))
    }

    fn table_exist(&self, name: &str) -> bool {
        self.tables.contains_key(name) || self.views.contains_key(name)
    }
}

/// Whether a name may be a folder's, without a way out of the one above it.
pub(super) fn is_plain(name: &str) -> bool {
    let is_letter = |letter: char| letter == '_' || letter.is_ascii_lowercase() || letter.is_ascii_digit();
    !name.is_empty() && name.chars().all(is_letter)
}
