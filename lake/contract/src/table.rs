//! What a contract promises of one normalized table.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{Field, Schema, SchemaRef};

use super::ColumnType;

/// One normalized table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableContract {
    /// The schema, `game`.
    pub schema: String,
    /// The name without its schema, `live_game_plays`.
    pub name: String,
    /// What one row is: `plate appearance`.
    pub grain: String,
    /// What the table holds, in a sentence.
    pub description: String,
    /// The columns by which rows are replaced as a set, mostly `[game_pk]`; none where the whole table is one set.
    pub replace_by: Vec<String>,
    /// The columns that identify a row; none is nullable.
    pub key: Vec<String>,
    /// The columns in the order of the SELECT.
    pub columns: Vec<ColumnContract>,
    /// The tables that these rows point to.
    pub references: Vec<Reference>,
    /// The columns of each index beside the key.
    pub indexes: Vec<Vec<String>>,
    /// What must hold for every row.
    pub rules: Vec<Rule>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnContract {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: ColumnType,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// What it says, with its unit.
    pub description: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a column comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// From more than one place; one line says how.
    Derived(String),
    /// From a path of the document, or from `capture.x`.
    Path(String),
}

impl Origin {
    /// The path or the line, as written.
    pub fn text(&self) -> &str {
        match self {
            Origin::Derived(text) | Origin::Path(text) => text,
        }
    }
}

/// The rows that a table's rows point to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The columns of this table, in the order of the other's key.
    pub columns: Vec<String>,
    /// The other table, with its schema.
    pub table: String,
}

/// What must hold for every row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// A condition in SQL over the table's columns.
    pub check: String,
}

impl TableContract {
    /// The columns as a Delta table is created with them: each carries its description, which other tools show as its comment.
    pub fn delta_schema(&self) -> SchemaRef {
        let described = |column: &ColumnContract| {
            let comment = ("comment".to_owned(), column.description.clone());
            column.arrow_field().with_metadata(HashMap::from([comment]))
        };
        Arc::new(Schema::new(
            self.columns.iter().map(described).collect::<Vec<_>>(),
        ))
    }

    /// The name with its schema: `game.live_game_plays`.
    pub fn qualified_name(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }

    /// The Arrow schema, in the contract's order.
    pub fn arrow_schema(&self) -> SchemaRef {
        let fields = self.columns.iter().map(ColumnContract::arrow_field);
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
    }

    /// The column with this name.
    pub fn column(&self, name: &str) -> Option<&ColumnContract> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether it has a season, by which it is partitioned then.
    pub fn is_seasonal(&self) -> bool {
        self.column("season").is_some()
    }

    /// Where a column stands.
    pub fn column_index(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Where these columns stand, in their order.
    pub fn indices(&self, columns: &[String]) -> Vec<usize> {
        columns
            .iter()
            .filter_map(|name| self.column_index(name))
            .collect()
    }

    /// Where the columns of the key stand, in the key's order.
    pub fn key_indices(&self) -> Vec<usize> {
        self.indices(&self.key)
    }

    /// Where the columns of `replace_by` stand, in its order.
    pub fn replace_by_indices(&self) -> Vec<usize> {
        self.indices(&self.replace_by)
    }
}

impl ColumnContract {
    /// The Arrow field, without metadata.
    pub fn arrow_field(&self) -> Field {
        Field::new(&self.name, self.data_type.arrow(), self.nullable)
    }
}
