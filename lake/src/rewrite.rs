//! Partitions rewritten: their files go as they are, and the caller's new files hold all of their rows.

use std::collections::BTreeSet;

use deltalake::DeltaTable;
use deltalake::kernel::Remove;

use crate::columns::TableFile;
use crate::commit::Changes;
use crate::error::{Error, Result};
use crate::table_id::TableId;

/// What is rewritten.
#[derive(Clone, Debug)]
pub enum Rewritten<'a> {
    /// All rows; the column is one that is never null.
    All {
        /// A column of the key.
        column: &'a str,
    },
    /// The partitions with these values.
    Partitions {
        /// The partition column.
        column: &'a str,
        /// Its values, as the log writes them.
        values: &'a BTreeSet<String>,
        /// Whether they are texts, which SQL writes in quotes.
        is_text: bool,
    },
}

impl Rewritten<'_> {
    /// The rows as SQL, as Delta records it.
    pub fn predicate(&self) -> String {
        match self {
            Rewritten::All { column } => format!("{column} IS NOT NULL"),
            Rewritten::Partitions {
                column,
                values,
                is_text,
            } => {
                let literal = |value: &String| match is_text {
                    true => format!("'{}'", value.replace('\'', "''")),
                    false => value.clone(),
                };
                let values: Vec<String> = values.iter().map(literal).collect();
                format!("{column} IN ({})", values.join(", "))
            }
        }
    }

    /// Whether the rows of a file are among them.
    pub fn has(&self, file: &TableFile) -> bool {
        match self {
            Rewritten::All { .. } => true,
            Rewritten::Partitions { column, values, .. } => {
                let value = file.partition.get(*column).and_then(Option::as_ref);
                value.is_some_and(|value| values.contains(value))
            }
        }
    }
}

/// Takes the rewritten files out of a table as it is open. Nothing is committed.
pub fn take_out(id: &TableId, table: &DeltaTable, rewritten: &Rewritten<'_>) -> Result<Changes> {
    let snapshot = table.snapshot().map_err(Error::delta(id))?;
    let removes: Vec<Remove> = snapshot
        .log_data()
        .iter()
        .filter(|file| rewritten.has(&TableFile::from(file)))
        .map(|file| file.remove_action(true))
        .collect();
    Ok(Changes {
        removes,
        predicate: Some(rewritten.predicate()),
        ..Changes::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partitions_are_told_in_sql() {
        let texts = BTreeSet::from(["a".to_owned(), "o'b".to_owned()]);
        let rewritten = Rewritten::Partitions {
            column: "source",
            values: &texts,
            is_text: true,
        };
        assert_eq!(rewritten.predicate(), "source IN ('a', 'o''b')");
        let seasons = BTreeSet::from(["2023".to_owned(), "2024".to_owned()]);
        let rewritten = Rewritten::Partitions {
            column: "season",
            values: &seasons,
            is_text: false,
        };
        assert_eq!(rewritten.predicate(), "season IN (2023, 2024)");
        assert_eq!(
            Rewritten::All { column: "person_id" }.predicate(),
            "person_id IS NOT NULL"
        );
    }
}
