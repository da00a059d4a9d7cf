//! A SELECT's columns against its contract's: names, types and order.

use arrow::datatypes::{DataType, Schema};

use crate::contract::TableContract;

/// The first difference, with what to do; `None` where there is none.
pub(super) fn difference(contract: &TableContract, answer: &Schema) -> Option<String> {
    let table = contract.qualified_name();
    for (index, column) in contract.columns.iter().enumerate() {
        let Some(field) = answer.fields().get(index) else {
            return Some(format!(
                "column `{}` of the contract of `{table}` is missing; add it to the SELECT as column {}",
                column.name,
                index + 1
            ));
        };
        if *field.name() != column.name {
            return Some(name_difference(contract, answer, index));
        }
        if !same_kind(field.data_type(), &column.data_type.arrow()) {
            return Some(format!(
                "column `{}` is a {} where the contract of `{table}` says `{}`; cast it in the SELECT, or correct the contract",
                column.name,
                field.data_type(),
                column.data_type.name()
            ));
        }
    }
    answer.fields().get(contract.columns.len()).map(|extra| {
        format!(
            "column `{}` is not in the contract of `{table}`; remove it from the SELECT, or describe it in the mapping",
            extra.name()
        )
    })
}

fn name_difference(contract: &TableContract, answer: &Schema, index: usize) -> String {
    let table = contract.qualified_name();
    let wanted = &contract.columns[index].name;
    let found = answer.field(index).name();
    if answer.field_with_name(wanted).is_err() {
        return format!(
            "column `{wanted}` of the contract of `{table}` is missing; column {} is `{found}`",
            index + 1
        );
    }
    if contract.column(found).is_none() {
        return format!(
            "column `{found}` is not in the contract of `{table}`; remove it, or describe it in the mapping"
        );
    }
    format!(
        "column {} is `{found}` where the contract of `{table}` has `{wanted}`; bring them into one order",
        index + 1
    )
}

/// Strings and UTC timestamps have several Arrow types that say the same.
fn same_kind(found: &DataType, wanted: &DataType) -> bool {
    let is_string = |t: &DataType| matches!(t, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    match (found, wanted) {
        (DataType::Timestamp(a, Some(zone)), DataType::Timestamp(b, _)) => {
            a == b && matches!(zone.as_ref(), "UTC" | "+00:00")
        }
        _ if is_string(found) => is_string(wanted),
        _ => found == wanted,
    }
}
