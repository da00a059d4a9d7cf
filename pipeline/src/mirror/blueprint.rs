//! What PostgreSQL should look like: the tables of all contracts and the views of the project.

use std::collections::{BTreeMap, BTreeSet};

use mlb_lake::contract::{Catalog, Contract, Home, TableContract, postgres};

use super::definition::Definition;
use super::view::View;
use crate::error::Result;

/// Everything that the mirror makes in the schemas of the contracts.
pub struct Blueprint<'a> {
    /// The schemas.
    pub schemas: BTreeSet<&'a str>,
    /// The tables, contract by contract in their order.
    pub tables: Vec<TableBlueprint<'a>>,
    /// The views, by name.
    pub views: Vec<View>,
}

/// One table.
pub struct TableBlueprint<'a> {
    /// Schema and name, `game.live_game_plays`.
    pub name: String,
    /// The contract that feeds it.
    pub contract: &'a Contract,
    /// Its columns, key, indexes.
    pub table: &'a TableContract,
    /// What is recorded of it.
    pub definition: Definition,
    /// Statements that make its indexes.
    pub indexes: Vec<String>,
    /// Statements that make its foreign keys.
    pub foreign_keys: Vec<String>,
    /// Statements that comment on it and its columns.
    pub comments: Vec<String>,
}

impl<'a> Blueprint<'a> {
    /// From the contracts and the SQL of the project.
    ///
    /// # Errors
    /// `Lake` for a view that cannot be read.
    pub fn new(catalog: &'a Catalog, home: &Home) -> Result<Blueprint<'a>> {
        let tables = catalog.contracts.iter().flat_map(|contract| {
            contract
                .tables
                .iter()
                .map(move |table| TableBlueprint::new(contract, table))
        });
        Ok(Blueprint {
            schemas: catalog.tables().map(|table| table.schema.as_str()).collect(),
            tables: tables.collect(),
            views: View::read_all(home, catalog)?,
        })
    }

    /// What `meta.mirror_contract` should record, by name.
    pub fn recorded(&self) -> BTreeMap<String, (Kind, String)> {
        let tables = self.tables.iter().map(|table| {
            let definition = serde_json::to_string(&table.definition).unwrap_or_default();
            (table.name.clone(), (Kind::Table, definition))
        });
        let views = self
            .views
            .iter()
            .map(|view| (view.name.clone(), (Kind::View, view.definition())));
        tables.chain(views).collect()
    }
}

impl<'a> TableBlueprint<'a> {
    fn new(contract: &'a Contract, table: &'a TableContract) -> TableBlueprint<'a> {
        let indexes = postgres::create_indexes(table);
        let foreign_keys = postgres::add_foreign_keys(contract, table);
        let comments = postgres::comments(contract, table);
        TableBlueprint {
            name: table.qualified_name(),
            contract,
            table,
            definition: Definition::new(table, &indexes, &foreign_keys, &comments),
            indexes,
            foreign_keys,
            comments,
        }
    }

    /// Schema and name in quotes.
    pub fn quoted_name(&self) -> String {
        postgres::quoted_name(self.table)
    }

    /// Whether one of its foreign keys leads to one of these tables.
    pub fn refers_to(&self, tables: &BTreeSet<String>) -> bool {
        let target = |name: &str| self.contract.table(name).map(TableContract::qualified_name);
        self.table
            .references
            .iter()
            .filter_map(|reference| target(&reference.table))
            .any(|name| tables.contains(&name))
    }
}

/// What an object of the mirror is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A table.
    Table,
    /// A view.
    View,
}

impl Kind {
    /// Its name in `meta.mirror_contract`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Table => "table",
            Kind::View => "view",
        }
    }
}
