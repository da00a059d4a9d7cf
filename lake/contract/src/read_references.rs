//! References between tables: each leads to the key of a table that there is.

use super::finding::{Findings, Place};
use super::nearest::did_you_mean;
use super::table::{Reference, TableContract};

/// Checks one reference against the tables that it may lead to.
pub(super) fn check(
    from: &TableContract,
    reference: &Reference,
    place: Place,
    tables: &[&TableContract],
    findings: &mut Findings,
) {
    let Some(target) = tables
        .iter()
        .find(|table| table.qualified_name() == reference.table)
    else {
        let names: Vec<String> = tables.iter().map(|table| table.qualified_name()).collect();
        let hint = did_you_mean(&reference.table, names.iter().map(String::as_str));
        let message = format!(
            "`{}` refers to unknown table `{}`{hint}",
            from.name, reference.table
        );
        findings.add(place, message);
        return;
    };
    // A key that is wrong itself has its own finding.
    if target.key.is_empty() || target.key_indices().len() != target.key.len() {
        return;
    }
    if reference.columns.len() != target.key.len() {
        let message = format!(
            "`{}` refers to `{}` by {} columns, and its key has {}: {}",
            from.name,
            reference.table,
            reference.columns.len(),
            target.key.len(),
            target.key.join(", ")
        );
        findings.add(place, message);
        return;
    }
    for (name, key) in reference.columns.iter().zip(&target.key) {
        let types = (
            from.column(name).map(|column| column.data_type),
            target.column(key).map(|column| column.data_type),
        );
        if let (Some(own), Some(other)) = types
            && own != other
        {
            let message = format!(
                "`{}` refers to `{}` by `{name}` ({}), and `{key}` there is {}",
                from.name,
                reference.table,
                own.name(),
                other.name()
            );
            findings.add(place, message);
        }
    }
}
