//! What the mapping promises of each table, read plainly: names, types, JSON paths. No code of the product reads it here.

use serde_json::Value;

use crate::home::MAPPING;
use crate::workspace;

/// A table of the contract.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name, without schema.
    pub name: String,
    /// The columns that name a row.
    pub key: Vec<String>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// A column of the contract.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type, as the mapping writes it.
    pub kind: String,
    /// The place in the body; none for a derived one.
    pub path: Option<String>,
}

/// All tables of the mapping.
///
/// # Panics
/// When the mapping is not as the project's are.
pub fn tables() -> Vec<Table> {
    let text = std::fs::read_to_string(workspace::root().join(MAPPING)).expect("the mapping");
    // A column is called `y`, which is no boolean here.
    let options = serde_saphyr::options! { strict_booleans: true };
    let mapping: Value = serde_saphyr::from_str_with_options(&text, options).expect("the mapping is YAML");
    let shared = &mapping["columns"];
    let tables = mapping["tables"].as_array().expect("a list of tables");
    tables.iter().map(|table| read(table, shared)).collect()
}

fn read(table: &Value, shared: &Value) -> Table {
    let columns = table["columns"].as_array().expect("a list of columns");
    let key = table["key"].as_array().expect("a key");
    Table {
        name: text(&table["name"]).expect("a name"),
        key: key.iter().filter_map(text).collect(),
        columns: columns.iter().map(|column| read_column(column, shared)).collect(),
    }
}

/// What a table says itself goes before what is told once for all tables; its `path` or `derived` replaces both.
fn read_column(column: &Value, shared: &Value) -> Column {
    let name = text(&column["name"]).expect("a name");
    let told = &shared[&name];
    let own = column.get("path").or(column.get("derived")).is_some();
    let path = if own {
        text(&column["path"])
    } else {
        text(&told["path"])
    };
    let kind = text(&column["type"])
        .or_else(|| text(&told["type"]))
        .expect("a type");
    Column { name, kind, path }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
