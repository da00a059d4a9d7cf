//! The columns of a mapping: shared ones, and those of a table that inherit from them.

use std::collections::BTreeMap;

use mlb_lake_json::Tree;

use super::column_type::ColumnType;
use super::document;
use super::fields::{Fields, Text};
use super::finding::{Findings, Place};
use super::identifier;
use super::json_path::JsonPath;
use super::nearest::did_you_mean;
use super::read_source::data_type;
use super::table::{ColumnContract, Origin};
use super::yaml::{Entry, Node};

const SEASON: &str = "season";

const SHARED_KEYS: [&str; 5] = ["type", "nullable", "path", "derived", "description"];
const KEYS: [&str; 6] = ["name", "type", "nullable", "path", "derived", "description"];

/// What a `capture.x` may name: the columns of the raw tables and of the capture.
const CAPTURE_COLUMNS: [&str; 21] = [
    "body_bytes",
    "body_hash",
    "capture_id",
    "captured_at",
    "captured_at_from",
    "document_at",
    "endpoint",
    "game_date",
    "game_pk",
    "ingested_at",
    "method",
    "origin",
    "path_params",
    "phase",
    "query_params",
    "run_id",
    "schema_version",
    "season",
    "source_captured_at",
    "status_code",
    "url",
];

/// The columns that tables inherit by name.
pub(super) type Shared = BTreeMap<String, Partial>;

/// What is said of a column in one place.
#[derive(Debug, Clone, Default)]
pub(super) struct Partial {
    data_type: Option<ColumnType>,
    nullable: Option<bool>,
    origin: Option<Origin>,
    description: Option<String>,
    /// Something in it is wrong already: what it lacks is no finding of its own.
    wrong: bool,
}

/// Reads the shared columns.
pub(super) fn read_shared(entries: &[Entry], root: Option<&Tree>, findings: &mut Findings) -> Shared {
    let mut shared = Shared::new();
    for entry in entries {
        check_name(
            Text {
                text: &entry.key,
                place: entry.place,
            },
            findings,
        );
        let what = format!("shared column `{}`", entry.key);
        let partial = Fields::read(&entry.value, what, &SHARED_KEYS, findings)
            .map(|fields| partial(&fields, root, findings))
            .unwrap_or(Partial {
                wrong: true,
                ..Partial::default()
            });
        shared.insert(entry.key.clone(), partial);
    }
    shared
}

/// Reads the columns of a table.
pub(super) fn read(
    nodes: &[Node],
    table: &str,
    shared: &Shared,
    root: Option<&Tree>,
    findings: &mut Findings,
) -> Vec<ColumnContract> {
    let mut columns: Vec<ColumnContract> = Vec::new();
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for node in nodes {
        let what = format!("a column of `{table}`");
        let Some(fields) = Fields::read(node, what, &KEYS, findings) else {
            continue;
        };
        let Some(name) = fields.text("name", findings) else {
            continue;
        };
        check_name(name, findings);
        if let Some(line) = lines.insert(name.text, name.place.line) {
            let message = format!(
                "duplicate column `{}` in `{table}`, first on line {line}; keep one of the two",
                name.text
            );
            findings.add(name.place, message);
            continue;
        }
        let own = partial(&fields, root, findings);
        if name.text == SEASON {
            check_season(table, &own, shared, node.place, findings);
        }
        columns.push(merge(name, table, own, shared, findings));
    }
    columns
}

/// Tables are partitioned by season, and that is a number.
fn check_season(table: &str, own: &Partial, shared: &Shared, place: Place, findings: &mut Findings) {
    let inherited = || shared.get(SEASON).and_then(|inherited| inherited.data_type);
    let Some(data_type) = own.data_type.or_else(inherited) else {
        return;
    };
    if data_type != ColumnType::Int {
        let message = format!(
            "`{SEASON}` of `{table}` is {}; tables are partitioned by it, and it is an `int`",
            data_type.name()
        );
        findings.add(place, message);
    }
}

fn check_name(name: Text<'_>, findings: &mut Findings) {
    if !identifier::is_name(name.text) {
        findings.add(
            name.place,
            format!("column name `{}` must be snake_case, at most 63 bytes", name.text),
        );
    }
}

fn partial(fields: &Fields<'_>, root: Option<&Tree>, findings: &mut Findings) -> Partial {
    let type_text = fields.optional_text("type", findings);
    let data_type = type_text.and_then(|text| data_type(text, findings));
    let path = fields.optional_text("path", findings);
    let derived = fields.optional_text("derived", findings);
    let origin = match (path, derived) {
        (Some(path), Some(_)) => {
            findings.add(
                path.place,
                "a column has a `path` or is `derived`, not both; keep one of the two",
            );
            None
        }
        (Some(path), None) => {
            check_path(path, root, findings);
            Some(Origin::Path(path.string()))
        }
        (None, derived) => derived.map(|derived| Origin::Derived(derived.string())),
    };
    let description = fields.optional_text("description", findings);
    let written = |key: &str| fields.optional(key).is_some();
    let wrong = (written("type") && data_type.is_none())
        || ((written("path") || written("derived")) && origin.is_none())
        || (written("description") && description.is_none());
    // What is neither `true` nor `false` has its finding; `false` brings no other about it.
    let nullable = fields
        .flag("nullable", findings)
        .or(fields.optional("nullable").map(|_| false));
    Partial {
        data_type,
        nullable,
        origin,
        description: description.map(Text::string),
        wrong,
    }
}

/// `capture.x` names a column of the capture; any other path must be in the document.
fn check_path(path: Text<'_>, root: Option<&Tree>, findings: &mut Findings) {
    if let Some(column) = path.text.strip_prefix("capture.") {
        if !CAPTURE_COLUMNS.contains(&column) {
            let message = format!(
                "a capture has no column `{column}`{}",
                did_you_mean(column, CAPTURE_COLUMNS)
            );
            findings.add(path.place, message);
        }
        return;
    }
    let Some(parsed) = JsonPath::parse(path.text) else {
        let message = format!(
            "`{}` is no path; write keys joined by points, `[]` behind a list, `.*` for the entries of an object map",
            path.text
        );
        findings.add(path.place, message);
        return;
    };
    if let Some(Err(message)) = root.map(|root| document::resolve(root, &parsed)) {
        findings.add(path.place, message);
    }
}

/// What the table says of a column, and the shared column where it says nothing.
fn merge(
    name: Text<'_>,
    table: &str,
    own: Partial,
    shared: &Shared,
    findings: &mut Findings,
) -> ColumnContract {
    let inherited = shared.get(name.text);
    let silent = own.wrong || inherited.is_some_and(|inherited| inherited.wrong);
    if !silent && inherited.is_none() && own.data_type.is_none() {
        let hint = did_you_mean(name.text, shared.keys().map(String::as_str));
        let message = format!(
            "column `{}` of `{table}` has no type and is no shared column{hint}",
            name.text
        );
        findings.add(name.place, message);
    }
    let base = inherited.cloned().unwrap_or_default();
    let data_type = own.data_type.or(base.data_type);
    let origin = own.origin.or(base.origin);
    let description = own.description.or(base.description);
    if !silent && (inherited.is_some() || data_type.is_some()) {
        let lacks = |what: &str, place: Place, findings: &mut Findings| {
            findings.add(
                place,
                format!("column `{}` of `{table}` lacks its {what}", name.text),
            );
        };
        if data_type.is_none() {
            lacks("`type`", name.place, findings);
        }
        if origin.is_none() {
            lacks(
                "origin; give the `path`, or say how it is `derived`",
                name.place,
                findings,
            );
        }
        if description.is_none() {
            lacks("`description`", name.place, findings);
        }
    }
    ColumnContract {
        name: name.string(),
        data_type: data_type.unwrap_or(ColumnType::String),
        nullable: own.nullable.or(base.nullable).unwrap_or(true),
        description: description.unwrap_or_default(),
        origin: origin.unwrap_or_else(|| Origin::Derived(String::new())),
    }
}
