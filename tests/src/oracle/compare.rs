//! Rows that must be there against rows that are there.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use super::{Row, cell};
use crate::contract::Table;

/// Differences that are told one by one.
const SHOWN_MAX: usize = 20;

/// A comparison of tables, under way.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Cells that were held against the JSON.
    pub cells: u64,
    differences: Vec<String>,
}

impl Comparison {
    /// Holds a table's rows, as `mlb sql --format json` gives them, against those that must be there.
    pub fn table(&mut self, table: &Table, expected: &[Row<'_>], found: &[Value]) {
        if expected.len() != found.len() {
            self.differences.push(format!(
                "{}: {} rows, {} expected",
                table.name,
                found.len(),
                expected.len()
            ));
        }
        let mut by_key: BTreeMap<String, &Value> =
            found.iter().map(|row| (key_found(table, row), row)).collect();
        for row in expected {
            let values: Vec<Value> = table.columns.iter().map(|column| row.value(column)).collect();
            let key = key_expected(table, &values);
            match by_key.remove(&key) {
                Some(found) => self.row(table, &key, &values, found),
                None => self.differences.push(format!("{}: no row {key}", table.name)),
            }
        }
        self.differences.extend(
            by_key
                .keys()
                .map(|key| format!("{}: a row {key} that no feed has", table.name)),
        );
    }

    fn row(&mut self, table: &Table, key: &str, expected: &[Value], found: &Value) {
        for (column, expected) in table.columns.iter().zip(expected) {
            self.cells += 1;
            let found = found
                .get(&column.name)
                .map(|value| cell::found(&column.kind, value));
            if found.as_ref() != Some(expected) {
                let found = found.map_or("nothing".to_owned(), |value| value.to_string());
                let place = format!("{} {key} `{}`", table.name, column.name);
                self.differences
                    .push(format!("{place}: {found}, {expected} expected"));
            }
        }
    }

    /// Ends the comparison.
    ///
    /// # Panics
    /// When anything differs.
    pub fn finish(self) {
        let mut text = String::new();
        for difference in self.differences.iter().take(SHOWN_MAX) {
            let _ = writeln!(text, "{difference}");
        }
        let count = self.differences.len();
        assert!(count == 0, "{count} differences of {} cells\n{text}", self.cells);
    }
}

fn key_found(table: &Table, row: &Value) -> String {
    key(table, table.key.iter().map(|name| row[name].clone()))
}

fn key_expected(table: &Table, values: &[Value]) -> String {
    let of = |name: &String| table.columns.iter().position(|column| column.name == *name);
    key(
        table,
        table
            .key
            .iter()
            .map(|name| of(name).map_or(Value::Null, |index| values[index].clone())),
    )
}

fn key(table: &Table, values: impl Iterator<Item = Value>) -> String {
    let parts = table
        .key
        .iter()
        .zip(values)
        .skip(1)
        .map(|(name, value)| format!("{name} {value}"));
    parts.collect::<Vec<_>>().join(", ")
}
