//! What a table in PostgreSQL was made from, as `meta.mirror_contract` records it, and what a changed contract does to it.

use mlb_lake::contract::{TableContract, postgres};
use serde::{Deserialize, Serialize};

/// A table as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Its columns, in the contract's order.
    pub columns: Vec<Column>,
    /// The columns of its primary key.
    pub key: Vec<String>,
    /// Hash of the statements that make its indexes.
    pub indexes: String,
    /// Hash of the statements that make its foreign keys.
    pub foreign_keys: String,
    /// Hash of its comments.
    pub comments: String,
}

/// A column as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// PostgreSQL's type.
    pub data_type: String,
    /// Whether it may be NULL.
    pub nullable: bool,
}

/// What has to happen to a table before its rows can be mirrored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Its columns are right.
    Keep,
    /// It is not there: all its rows are copied.
    Create,
    /// The contract gained these columns, all nullable. What users built on the table stays.
    AddColumns(Vec<Column>),
    /// A column is gone, moved, or of another type, or the key is another: it is dropped, made anew, and all its rows are copied.
    Recreate,
}

impl Definition {
    /// What a contract asks for; the hashes are those of the statements given.
    pub fn new(
        table: &TableContract,
        indexes: &[String],
        foreign_keys: &[String],
        comments: &[String],
    ) -> Definition {
        let columns = table.columns.iter().map(|column| Column {
            name: column.name.clone(),
            data_type: column.data_type.postgres().to_owned(),
            nullable: column.nullable,
        });
        Definition {
            columns: columns.collect(),
            key: table.key.clone(),
            indexes: hash(indexes),
            foreign_keys: hash(foreign_keys),
            comments: hash(comments),
        }
    }

    /// What makes a table of this definition one of the `wanted`.
    pub fn change_to(&self, wanted: &Definition) -> Change {
        if self.columns == wanted.columns && self.key == wanted.key {
            return Change::Keep;
        }
        let is_new = |column: &&Column| !self.columns.iter().any(|known| known.name == column.name);
        let added: Vec<Column> = wanted.columns.iter().filter(is_new).cloned().collect();
        let kept: Vec<&Column> = wanted.columns.iter().filter(|column| !is_new(column)).collect();
        let is_addition = self.key == wanted.key
            && kept.into_iter().eq(&self.columns)
            && added.iter().all(|column| column.nullable);
        if is_addition {
            Change::AddColumns(added)
        } else {
            Change::Recreate
        }
    }
}

impl Column {
    /// `ALTER TABLE ... ADD COLUMN`.
    pub fn add_to(&self, table: &TableContract) -> String {
        format!(
            "ALTER TABLE {} ADD COLUMN {} {}",
            postgres::quoted_name(table),
            postgres::quoted(&self.name),
            self.data_type
        )
    }
}

/// 32 hexadecimal digits of BLAKE3 over statements.
pub fn hash(statements: &[String]) -> String {
    let mut hasher = blake3::Hasher::new();
    for statement in statements {
        hasher.update(&(statement.len() as u64).to_le_bytes());
        hasher.update(statement.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(columns: &[(&str, &str, bool)]) -> Definition {
        let column = |(name, data_type, nullable): &(&str, &str, bool)| Column {
            name: (*name).to_owned(),
            data_type: (*data_type).to_owned(),
            nullable: *nullable,
        };
        Definition {
            columns: columns.iter().map(column).collect(),
            key: vec!["id".to_owned()],
            indexes: String::new(),
            foreign_keys: String::new(),
            comments: String::new(),
        }
    }

    #[test]
    fn mirror_adds_what_a_contract_gained_and_recreates_the_rest() {
        let made = definition(&[("id", "bigint", false), ("speed", "integer", true)]);
        assert_eq!(made.change_to(&made.clone()), Change::Keep);
        let gained = definition(&[
            ("id", "bigint", false),
            ("spin", "integer", true),
            ("speed", "integer", true),
        ]);
        assert!(matches!(made.change_to(&gained), Change::AddColumns(added) if added[0].name == "spin"));
        let other_type = definition(&[("id", "bigint", false), ("speed", "double precision", true)]);
        let lost = definition(&[("id", "bigint", false)]);
        let moved = definition(&[("speed", "integer", true), ("id", "bigint", false)]);
        let gained_required = definition(&[
            ("id", "bigint", false),
            ("speed", "integer", true),
            ("spin", "integer", false),
        ]);
        let other_key = Definition {
            key: vec!["speed".to_owned()],
            ..made.clone()
        };
        for wanted in [other_type, lost, moved, gained_required, other_key] {
            assert_eq!(made.change_to(&wanted), Change::Recreate, "{wanted:?}");
        }
    }
}
