//! The rows that a SELECT gave for one table, with what its contract says of them.

use std::ops::Range;

use arrow::array::{Array, RecordBatch};
use mlb_lake::Result;
use mlb_lake::contract::TableContract;
use mlb_lake::reference::Reference;

/// Rows of one table.
pub struct TableRows<'a> {
    /// The table.
    pub contract: &'a TableContract,
    /// The rows, in the columns of the contract.
    pub rows: RecordBatch,
    /// The columns that make a row's content.
    pub content: Vec<usize>,
    /// The columns of the key.
    pub key: Vec<usize>,
    required: Vec<usize>,
}

impl<'a> TableRows<'a> {
    /// Rows of this table.
    pub fn new(contract: &'a TableContract, rows: RecordBatch) -> TableRows<'a> {
        let columns = contract.columns.iter().enumerate();
        let required = columns.filter(|(_, column)| !column.nullable);
        TableRows {
            contract,
            rows,
            content: content_columns(contract),
            key: contract.key_indices(),
            required: required.map(|(index, _)| index).collect(),
        }
    }

    /// What is told of a row whose key was there before.
    pub fn repeats(&self, row: usize) -> String {
        format!(
            "table `{}` has the key {} twice",
            self.contract.name,
            self.key_text(row)
        )
    }

    /// The first of these rows that lacks a value which must be there, as it is told.
    pub fn lacking(&self, rows: Range<usize>) -> Option<String> {
        self.required.iter().find_map(|index| {
            let column = self.rows.column(*index);
            if column.null_count() == 0 {
                return None;
            }
            let row = rows.clone().find(|row| column.is_null(*row))?;
            let name = self.rows.schema().field(*index).name().clone();
            Some(format!(
                "table `{}` has no `{name}` in the row with the key {}",
                self.contract.name,
                self.key_text(row)
            ))
        })
    }

    /// What is told of a row that leads to none of another table.
    pub fn leads_nowhere(&self, row: usize, to: &TableRows<'_>) -> String {
        format!(
            "table `{}` has a row with the key {} that leads to none of `{}`",
            self.contract.name,
            self.key_text(row),
            to.contract.name
        )
    }

    fn key_text(&self, row: usize) -> String {
        let value = |index: &usize| {
            let name = self.rows.schema().field(*index).name().clone();
            let text = arrow::util::display::array_value_to_string(self.rows.column(*index), row);
            format!("{name} {}", text.unwrap_or_default())
        };
        self.key.iter().map(value).collect::<Vec<_>>().join(", ")
    }
}

/// A reference from one of some tables to another.
pub struct Link {
    /// The place of the table that refers.
    pub from: usize,
    /// The place of the other.
    pub to: usize,
    /// Row against row.
    pub reference: Reference,
}

/// The references between these tables; those that lead out of them are only documented.
pub fn links<'a, 'b: 'a>(tables: impl Iterator<Item = &'a TableRows<'b>>) -> Result<Vec<Link>> {
    let tables: Vec<&TableRows<'_>> = tables.collect();
    let mut links = Vec::new();
    for (from, table) in tables.iter().enumerate() {
        for reference in &table.contract.references {
            let is_target = |other: &&TableRows<'_>| other.contract.qualified_name() == reference.table;
            let Some(to) = tables.iter().position(is_target) else {
                continue;
            };
            let columns = table.contract.indices(&reference.columns);
            let target = tables[to];
            let reference = Reference::new(&table.rows, &columns, &target.rows, &target.key)?;
            links.push(Link { from, to, reference });
        }
    }
    Ok(links)
}

/// The columns that make a row's content: all but provenance.
pub fn content_columns(contract: &TableContract) -> Vec<usize> {
    let columns = contract.columns.iter().enumerate();
    columns
        .filter(|(_, column)| column.name != "source_captured_at")
        .map(|(index, _)| index)
        .collect()
}
