//! What a table is, for its creation.

use arrow::datatypes::SchemaRef;

use crate::contract::TableContract;
use crate::table_id::TableId;
use crate::writer::Layout;

/// What a table is, for its creation.
#[derive(Clone, Debug)]
pub struct TableSpec {
    /// Where it lies.
    pub id: TableId,
    /// Its columns.
    pub schema: SchemaRef,
    /// The columns that make its partitions.
    pub partition_by: &'static [&'static str],
    /// What its rows are.
    pub description: String,
    /// How its files are written.
    pub layout: Layout,
}

impl TableSpec {
    /// The table that holds the rows that a contract promises.
    pub fn normalized(table: &TableContract) -> TableSpec {
        TableSpec {
            id: TableId::of(table),
            schema: table.delta_schema(),
            partition_by: if table.is_seasonal() { &["season"] } else { &[] },
            description: table.description.clone(),
            layout: Layout::Normalized,
        }
    }
}
