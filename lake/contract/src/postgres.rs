//! PostgreSQL's DDL of a contract.
//!
//! Every statement can be run again: what is there stays as it is. Identifiers are always quoted. Foreign keys lead to
//! tables of the same contract whose rows are replaced together, are checked at the end of a transaction and never delete;
//! other references stand in the table's comment.

use std::collections::BTreeSet;

use super::limits::IDENTIFIER_BYTES_MAX;
use super::{ColumnContract, Contract, Origin, Reference, TableContract};

/// The column by which tables are partitioned.
const PARTITION_COLUMN: &str = "season";

/// Every statement that a contract needs, in the order in which they must run.
pub fn ddl(contract: &Contract) -> Vec<String> {
    let schemas: BTreeSet<&str> = contract
        .tables
        .iter()
        .map(|table| table.schema.as_str())
        .collect();
    let mut statements: Vec<String> = schemas.into_iter().map(create_schema).collect();
    statements.extend(contract.tables.iter().map(create_table));
    statements.extend(contract.tables.iter().flat_map(create_indexes));
    statements.extend(
        contract
            .tables
            .iter()
            .flat_map(|table| add_foreign_keys(contract, table)),
    );
    statements.extend(contract.tables.iter().flat_map(|table| comments(contract, table)));
    statements
}

/// `CREATE SCHEMA IF NOT EXISTS`.
pub fn create_schema(schema: &str) -> String {
    format!("CREATE SCHEMA IF NOT EXISTS {}", quoted(schema))
}

/// `CREATE TABLE IF NOT EXISTS` with the primary key, partitioned by season where the table has one.
pub fn create_table(table: &TableContract) -> String {
    let mut lines: Vec<String> = table.columns.iter().map(column_line).collect();
    let constraint = identifier(&[&table.name, "pkey"]);
    lines.push(format!(
        "    CONSTRAINT {} PRIMARY KEY ({})",
        quoted(&constraint),
        quoted_list(&table.key)
    ));
    let partition = match is_partitioned(table) {
        true => format!(" PARTITION BY LIST ({})", quoted(PARTITION_COLUMN)),
        false => String::new(),
    };
    format!(
        "CREATE TABLE IF NOT EXISTS {} (\n{}\n){partition}",
        quoted_name(table),
        lines.join(",\n")
    )
}

/// Whether the table is partitioned by season.
pub fn is_partitioned(table: &TableContract) -> bool {
    table.key.iter().any(|name| name == PARTITION_COLUMN)
}

/// `CREATE TABLE IF NOT EXISTS` of a season's partition, `game.live_game_plays_2024`; none where the table has none.
pub fn create_partition(table: &TableContract, season: i32) -> Option<String> {
    is_partitioned(table).then(|| {
        let partition = format!(
            "{}.{}",
            quoted(&table.schema),
            quoted(&format!("{}_{season}", table.name))
        );
        format!(
            "CREATE TABLE IF NOT EXISTS {partition} PARTITION OF {} FOR VALUES IN ({season})",
            quoted_name(table)
        )
    })
}

/// `CREATE INDEX IF NOT EXISTS` of each index beside the key.
pub fn create_indexes(table: &TableContract) -> Vec<String> {
    table
        .indexes
        .iter()
        .map(|columns| {
            let name = identifier(&[&table.name, &columns.join("_"), "idx"]);
            let columns = quoted_list(columns);
            format!(
                "CREATE INDEX IF NOT EXISTS {} ON {} ({columns})",
                quoted(&name),
                quoted_name(table)
            )
        })
        .collect()
}

/// The table that a foreign key leads to: one of the same contract whose rows come and go with those that refer to them.
fn target<'contract>(
    contract: &'contract Contract,
    table: &TableContract,
    reference: &Reference,
) -> Option<&'contract TableContract> {
    contract
        .table(&reference.table)
        .filter(|target| target.replace_by == table.replace_by)
}

/// The foreign keys to tables of the same contract; PostgreSQL has no `IF NOT EXISTS` for them, so each is a `DO` block.
pub fn add_foreign_keys(contract: &Contract, table: &TableContract) -> Vec<String> {
    let add = |reference: &Reference| {
        let target = target(contract, table, reference)?;
        let name = identifier(&[&table.name, &reference.columns.join("_"), "fkey"]);
        Some(format!(
            "DO $do$ BEGIN\n\
             IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conname = {name_text} AND conrelid = {table_text}::pg_catalog.regclass) THEN\n\
             ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {target} ({key}) DEFERRABLE INITIALLY DEFERRED;\n\
             END IF;\n\
             END $do$",
            name_text = literal(&name),
            table_text = literal(&quoted_name(table)),
            table = quoted_name(table),
            name = quoted(&name),
            columns = quoted_list(&reference.columns),
            target = quoted_name(target),
            key = quoted_list(&target.key),
        ))
    };
    table.references.iter().filter_map(add).collect()
}

/// `COMMENT ON` the table and each of its columns.
pub fn comments(contract: &Contract, table: &TableContract) -> Vec<String> {
    let text = table_comment(contract, table);
    let on_table = format!("COMMENT ON TABLE {} IS {}", quoted_name(table), literal(&text));
    let on_columns = table.columns.iter().map(|column| {
        let name = format!("{}.{}", quoted_name(table), quoted(&column.name));
        format!("COMMENT ON COLUMN {name} IS {}", literal(&column_comment(column)))
    });
    std::iter::once(on_table).chain(on_columns).collect()
}

fn column_line(column: &ColumnContract) -> String {
    let null = if column.nullable { "" } else { " NOT NULL" };
    format!(
        "    {} {}{null}",
        quoted(&column.name),
        column.data_type.postgres()
    )
}

fn table_comment(contract: &Contract, table: &TableContract) -> String {
    let mut text = sentence(&table.description);
    if !text.starts_with("One row per") {
        text.push_str(&format!(" One row per {}.", table.grain));
    }
    text.push_str(&format!(" Source: raw.{}.", contract.source.name));
    let enforced = |reference: &Reference| target(contract, table, reference).is_some();
    for reference in table.references.iter().filter(|reference| !enforced(reference)) {
        let columns = reference.columns.join(", ");
        text.push_str(&format!(
            " Not enforced: {columns} refers to {}.",
            reference.table
        ));
    }
    text
}

fn column_comment(column: &ColumnContract) -> String {
    let description = column.description.trim_end();
    match &column.origin {
        Origin::Derived(how) => format!("{description} (derived: {how})"),
        Origin::Path(path) => format!("{description} ({path})"),
    }
}

fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// Parts of a name joined by `_`; one too long for PostgreSQL ends in a hash of the whole instead, so that two of them differ.
fn identifier(parts: &[&str]) -> String {
    const HASH_DIGITS: usize = 8;
    let name = parts.join("_");
    if name.len() <= IDENTIFIER_BYTES_MAX {
        return name;
    }
    // FNV-1a: the same on every machine and in every version.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let kept: String = name
        .chars()
        .take(IDENTIFIER_BYTES_MAX - HASH_DIGITS - 1)
        .collect();
    format!("{kept}_{:08x}", hash & 0xffff_ffff)
}

/// An identifier in quotes.
pub fn quoted(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}

/// A table's name with its schema, in quotes.
pub fn quoted_name(table: &TableContract) -> String {
    format!("{}.{}", quoted(&table.schema), quoted(&table.name))
}

/// Identifiers in quotes, with commas.
pub fn quoted_list(identifiers: &[String]) -> String {
    identifiers
        .iter()
        .map(|name| quoted(name))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A text as an SQL literal; a NUL, which PostgreSQL cannot hold, becomes U+FFFD.
pub fn literal(text: &str) -> String {
    let text = text.replace('\0', "\u{fffd}").replace('\'', "''");
    match text.contains('\\') {
        // With E'' a backslash means the same whatever `standard_conforming_strings` says.
        true => format!("E'{}'", text.replace('\\', "\\\\")),
        false => format!("'{text}'"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_and_literals_are_quoted() {
        assert_eq!(quoted("order"), "\"order\"");
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
        assert_eq!(literal("O'Neil"), "'O''Neil'");
        assert_eq!(literal("a\\b'\0"), "E'a\\\\b''\u{fffd}'");
    }

    #[test]
    fn long_names_differ_by_their_hash() {
        let long = "x".repeat(80);
        let (one, other) = (identifier(&[&long, "idx"]), identifier(&[&long, "pkey"]));
        assert_eq!(
            (one.len(), other.len()),
            (IDENTIFIER_BYTES_MAX, IDENTIFIER_BYTES_MAX)
        );
        assert_ne!(one, other);
        assert_eq!(identifier(&["t", "pkey"]), "t_pkey");
    }
}
