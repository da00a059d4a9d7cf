//! `raw.SCHEMA.TABLE`: the responses as text, also those that no mapping describes. A name that the contracts do not know is looked for in
//! the lake when a query has it.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::catalog::{CatalogProvider, SchemaProvider};

use super::lazy_schema::{LazySchema, is_plain};
use crate::contract::Catalog;
use crate::table_id::TableId;

#[derive(Debug)]
pub(super) struct RawCatalog {
    schemas: BTreeMap<String, Arc<LazySchema>>,
    /// A schema without a table.
    empty: LazySchema,
}

impl RawCatalog {
    pub(super) fn new(catalog: &Catalog, empty: &LazySchema) -> RawCatalog {
        let mut schemas: BTreeMap<&str, LazySchema> = BTreeMap::new();
        for source in catalog.sources() {
            schemas
                .entry(source.schema())
                .or_insert_with(|| empty.clone().of_raw(source.schema()))
                .add_table(source.table(), TableId::raw_of(source), None);
        }
        RawCatalog {
            schemas: schemas
                .into_iter()
                .map(|(name, schema)| (name.to_owned(), Arc::new(schema)))
                .collect(),
            empty: empty.clone(),
        }
    }
}

impl CatalogProvider for RawCatalog {
    fn schema_names(&self) -> Vec<String> {
        self.schemas.keys().cloned().collect()
    }

    fn schema(&self, name: &str) -> Option<Arc<dyn SchemaProvider>> {
        let schema: Arc<dyn SchemaProvider> = match self.schemas.get(name) {
            Some(schema) => Arc::<LazySchema>::clone(schema),
            None if is_plain(name) => Arc::new(self.empty.clone().of_raw(name)),
            None => return None,
        };
        Some(schema)
    }
}
