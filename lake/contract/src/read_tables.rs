//! The `tables` of a mapping.

use mlb_lake_json::Tree;

use super::column_type::ColumnType;
use super::fields::{Fields, Text, text, texts};
use super::finding::{Findings, Place};
use super::identifier;
use super::limits::TABLE_NAME_BYTES_MAX;
use super::nearest::did_you_mean;
use super::read_columns::{self, Shared};
use super::table::{ColumnContract, Reference, Rule, TableContract};
use super::yaml::Node;

const KEYS: [&str; 10] = [
    "name",
    "schema",
    "grain",
    "description",
    "replace_by",
    "key",
    "columns",
    "references",
    "indexes",
    "rules",
];

/// The column that names a game.
const GAME: &str = "game_pk";
/// The column by which tables are partitioned.
const SEASON: &str = "season";

/// A table that was read, and where its references stand in the file.
#[derive(Debug)]
pub(super) struct ReadTable {
    pub(super) table: TableContract,
    pub(super) name_place: Place,
    pub(super) reference_places: Vec<Place>,
}

/// Reads the tables.
pub(super) fn read(
    nodes: &[Node],
    schema: &str,
    shared: &Shared,
    root: Option<&Tree>,
    findings: &mut Findings,
) -> Vec<ReadTable> {
    let mut tables: Vec<ReadTable> = Vec::new();
    for node in nodes {
        let Some(read) = table(node, schema, shared, root, findings) else {
            continue;
        };
        let name = &read.table.name;
        if let Some(other) = tables.iter().find(|other| other.table.name == *name) {
            let line = other.name_place.line;
            findings.add(
                read.name_place,
                format!("duplicate table `{name}`, first on line {line}; keep one of the two"),
            );
            continue;
        }
        tables.push(read);
    }
    tables
}

fn table(
    node: &Node,
    schema: &str,
    shared: &Shared,
    root: Option<&Tree>,
    findings: &mut Findings,
) -> Option<ReadTable> {
    let fields = Fields::read(node, "a table", &KEYS, findings)?;
    let name = fields.text("name", findings)?;
    let fields = fields.named(format!("table `{}`", name.text));
    if !identifier::is_name(name.text) || name.text.len() > TABLE_NAME_BYTES_MAX {
        let message = format!(
            "table name `{}` must be snake_case, at most {TABLE_NAME_BYTES_MAX} bytes",
            name.text
        );
        findings.add(name.place, message);
    }
    let schema = own_schema(&fields, findings).unwrap_or_else(|| schema.to_owned());
    let grain = fields.text("grain", findings);
    let description = fields.text("description", findings);
    fields.required("columns", findings);
    let nodes = fields.list("columns", findings);
    let columns = read_columns::read(nodes, name.text, shared, root, findings);
    let key = fields.texts("key", findings);
    check_key(name.text, &key, &columns, fields.place(), findings);
    fields.required("replace_by", findings);
    let replace_by = fields.optional_texts("replace_by", findings);
    check_replace_by(name.text, &replace_by, &key, &columns, findings);
    let (references, reference_places) = references(&fields, name.text, &columns, findings)
        .into_iter()
        .unzip();
    let table = TableContract {
        schema,
        name: name.string(),
        grain: grain.map(Text::string).unwrap_or_default(),
        description: description.map(Text::string).unwrap_or_default(),
        replace_by: owned(&replace_by),
        key: owned(&key),
        indexes: indexes(&fields, name.text, &columns, findings),
        rules: rules(&fields, name.text, findings),
        columns,
        references,
    };
    Some(ReadTable {
        table,
        name_place: name.place,
        reference_places,
    })
}

/// The schema that a table names, where it is in another one than its source.
fn own_schema(fields: &Fields<'_>, findings: &mut Findings) -> Option<String> {
    let schema = fields.optional_text("schema", findings)?;
    if !identifier::is_name(schema.text) {
        let message = format!(
            "schema name `{}` must be snake_case, at most 63 bytes",
            schema.text
        );
        findings.add(schema.place, message);
    }
    Some(schema.string())
}

fn owned(texts: &[Text<'_>]) -> Vec<String> {
    texts.iter().map(|text| text.string()).collect()
}

/// Names of columns: each is there, and once.
fn check_columns(
    what: &str,
    table: &str,
    names: &[Text<'_>],
    columns: &[ColumnContract],
    findings: &mut Findings,
) {
    for (position, name) in names.iter().enumerate() {
        let known = columns.iter().any(|column| column.name == name.text);
        if !known {
            let hint = did_you_mean(name.text, columns.iter().map(|column| column.name.as_str()));
            findings.add(
                name.place,
                format!(
                    "{what} of `{table}` names `{}`, which is no column of it{hint}",
                    name.text
                ),
            );
        }
        if names[..position].iter().any(|before| before.text == name.text) {
            findings.add(
                name.place,
                format!("{what} of `{table}` names `{}` twice", name.text),
            );
        }
    }
}

fn check_key(
    table: &str,
    key: &[Text<'_>],
    columns: &[ColumnContract],
    place: Place,
    findings: &mut Findings,
) {
    check_columns("the key", table, key, columns, findings);
    for name in key {
        let nullable = columns
            .iter()
            .any(|column| column.name == name.text && column.nullable);
        if nullable {
            let message = format!(
                "key column `{}` of `{table}` is nullable; say `nullable: false`",
                name.text
            );
            findings.add(name.place, message);
        }
    }
    let seasonal = columns.iter().any(|column| column.name == SEASON);
    if seasonal && !key.is_empty() && !key.iter().any(|name| name.text == SEASON) {
        let place = key.first().map_or(place, |name| name.place);
        let message = format!(
            "the key of `{table}` lacks `season`; tables are partitioned by it, so it is part of the key"
        );
        findings.add(place, message);
    }
}

/// Rows are replaced by columns of the key: else a replacement could leave a row that another set owns.
fn check_replace_by(
    table: &str,
    names: &[Text<'_>],
    key: &[Text<'_>],
    columns: &[ColumnContract],
    findings: &mut Findings,
) {
    check_columns("`replace_by`", table, names, columns, findings);
    for name in names {
        let known = columns.iter().any(|column| column.name == name.text);
        if known && !key.is_empty() && !key.iter().any(|column| column.text == name.text) {
            let message = format!(
                "`replace_by` of `{table}` names `{}`, which is not in its key",
                name.text
            );
            findings.add(name.place, message);
        }
    }
    // A game's rows are found and replaced by its number.
    let is_number = |name: &str| {
        let column = columns.iter().find(|column| column.name == name);
        column.is_none_or(|column| column.data_type == ColumnType::Bigint)
    };
    if let [only] = names
        && only.text == GAME
        && !is_number(only.text)
    {
        let message = format!(
            "`replace_by` of `{table}` names `{}`, which is no `bigint`",
            only.text
        );
        findings.add(only.place, message);
    }
}

fn references(
    fields: &Fields<'_>,
    table: &str,
    columns: &[ColumnContract],
    findings: &mut Findings,
) -> Vec<(Reference, Place)> {
    let mut references = Vec::new();
    for node in fields.list("references", findings) {
        let what = format!("a reference of `{table}`");
        let Some(fields) = Fields::read(node, what, &["columns", "table"], findings) else {
            continue;
        };
        let names = fields.texts("columns", findings);
        check_columns("a reference", table, &names, columns, findings);
        if let Some(target) = fields.text("table", findings) {
            references.push((
                Reference {
                    columns: owned(&names),
                    table: target.string(),
                },
                target.place,
            ));
        }
    }
    references
}

fn indexes(
    fields: &Fields<'_>,
    table: &str,
    columns: &[ColumnContract],
    findings: &mut Findings,
) -> Vec<Vec<String>> {
    let mut indexes: Vec<Vec<String>> = Vec::new();
    for node in fields.list("indexes", findings) {
        let names = texts(node, &format!("an index of `{table}`"), findings);
        check_columns("an index", table, &names, columns, findings);
        let index = owned(&names);
        if indexes.contains(&index) {
            findings.add(node.place, format!("`{table}` has this index twice"));
            continue;
        }
        indexes.push(index);
    }
    indexes
}

fn rules(fields: &Fields<'_>, table: &str, findings: &mut Findings) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for node in fields.list("rules", findings) {
        let Some(fields) = Fields::read(node, format!("a rule of `{table}`"), &["name", "check"], findings)
        else {
            continue;
        };
        let Some(name) = fields.text("name", findings) else {
            continue;
        };
        let what = format!("rule `{}` of `{table}`", name.text);
        let fields = fields.named(what.clone());
        let check = fields.required("check", findings);
        let check = check.and_then(|node| text(node, &format!("`check` of {what}"), findings));
        if rules.iter().any(|rule| rule.name == name.text) {
            findings.add(name.place, format!("`{table}` has two rules `{}`", name.text));
        }
        if let Some(check) = check {
            rules.push(Rule {
                name: name.string(),
                check: check.string(),
            });
        }
    }
    rules
}
