//! A table's columns against the columns that its contract asks for.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use delta_kernel::engine::arrow_conversion::TryIntoArrow;
use deltalake::DeltaTable;

use crate::error::{Error, Result};
use crate::table_id::TableId;

/// The Arrow schema of a Delta table, in the order of its columns.
pub fn of_table(id: &TableId, table: &DeltaTable) -> Result<SchemaRef> {
    let snapshot = table.snapshot().map_err(Error::delta(id))?;
    let schema: Schema = snapshot
        .schema()
        .as_ref()
        .try_into_arrow()
        .map_err(Error::arrow(format!("columns of table `{id}`")))?;
    Ok(Arc::new(schema))
}

/// Compares names, types, nullability and order.
pub(crate) fn compare(id: &TableId, wanted: &SchemaRef, table: &DeltaTable) -> Result<()> {
    let found = of_table(id, table)?;
    let refuse = |finding: String| Error::Schema {
        table: id.to_string(),
        finding,
    };
    for (index, want) in wanted.fields().iter().enumerate() {
        let Some(have) = found.fields().get(index) else {
            return Err(refuse(format!("column `{}` is missing", want.name())));
        };
        if have.name() != want.name() {
            let (have, want) = (have.name(), want.name());
            return Err(refuse(format!(
                "column {} is `{have}` instead of `{want}`",
                index + 1
            )));
        }
        if !same_type(have.data_type(), want.data_type()) || have.is_nullable() != want.is_nullable() {
            return Err(refuse(format!(
                "column `{}` is {} instead of {}",
                want.name(),
                describe(have),
                describe(want)
            )));
        }
    }
    match found.fields().get(wanted.fields().len()) {
        Some(extra) => Err(refuse(format!(
            "column `{}` is not in the contract",
            extra.name()
        ))),
        None => Ok(()),
    }
}

/// Types are compared without the names of list items and map entries, which Delta does not keep.
fn same_type(have: &DataType, want: &DataType) -> bool {
    match (have, want) {
        (DataType::List(a), DataType::List(b)) => same_type(a.data_type(), b.data_type()),
        (DataType::Map(a, _), DataType::Map(b, _)) => same_type(a.data_type(), b.data_type()),
        (DataType::Struct(a), DataType::Struct(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(a, b)| same_type(a.data_type(), b.data_type()))
        }
        _ => have == want,
    }
}

fn describe(field: &Field) -> String {
    let null = if field.is_nullable() { "" } else { " not null" };
    format!("{}{null}", field.data_type())
}
