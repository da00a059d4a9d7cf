//! The `levels` of a mapping: lists and object maps of the document that are tables of a transformation's session.

use mlb_lake_json::{LevelSpec, Tree};

use super::document::{self, Found};
use super::fields::{Fields, Text};
use super::finding::Findings;
use super::json_path::{JsonPath, ROOT};
use super::nearest::did_you_mean;
use super::yaml::Entry;

/// The level that every mapping has: one row a document.
const DOCUMENT: &str = "document";

/// Columns that every level has beside its items.
const LEVEL_COLUMNS: [&str; 8] = [
    "capture_id",
    "document",
    "game_date",
    "game_pk",
    "path_params",
    "query_params",
    "season",
    "source_captured_at",
];

/// A level that was read, with what its items are.
struct Known<'part> {
    level: LevelSpec,
    item_part: &'part Tree,
    /// The items of its ancestors and its own.
    items: Vec<String>,
}

/// Reads the levels; a level stands after the one that it is `of`.
pub(super) fn read(entries: &[Entry], root: &Tree, findings: &mut Findings) -> Vec<LevelSpec> {
    let names: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    let mut known: Vec<Known> = Vec::new();
    for entry in entries {
        if let Some(level) = level(entry, &names, &known, root, findings) {
            known.push(level);
        }
    }
    known.into_iter().map(|known| known.level).collect()
}

fn level<'part>(
    entry: &Entry,
    names: &[&str],
    known: &[Known<'part>],
    root: &'part Tree,
    findings: &mut Findings,
) -> Option<Known<'part>> {
    let name = &entry.key;
    let fields = Fields::read(
        &entry.value,
        format!("level `{name}`"),
        &["of", "path", "item"],
        findings,
    )?;
    if name == DOCUMENT {
        findings.add(
            entry.place,
            "level `document` is there already: one row a document; take another name",
        );
    }
    let of = fields.optional_text("of", findings);
    let path = fields.text("path", findings);
    let item = fields.text("item", findings);
    let parent = match of {
        Some(of) if of.text != DOCUMENT => Some(parent(name, of, names, known, findings)?),
        _ => None,
    };
    let (path, item) = (path?, item?);
    let (keys, item_part) = walk(
        name,
        path,
        parent.map_or(root, |parent| parent.item_part),
        parent,
        findings,
    )?;
    let mut items = parent.map_or_else(Vec::new, |parent| parent.items.clone());
    if items.iter().any(|other| other == item.text) || LEVEL_COLUMNS.contains(&item.text) {
        findings.add(
            item.place,
            format!(
                "level `{name}` has a column `{}` already; name its item otherwise",
                item.text
            ),
        );
    }
    items.push(item.string());
    let of = parent.map(|parent| parent.level.name.clone());
    Some(Known {
        level: LevelSpec {
            name: name.clone(),
            of,
            path: keys,
            item: item.string(),
        },
        item_part,
        items,
    })
}

fn parent<'known, 'part>(
    name: &str,
    of: Text<'_>,
    names: &[&str],
    known: &'known [Known<'part>],
    findings: &mut Findings,
) -> Option<&'known Known<'part>> {
    let found = known.iter().find(|known| known.level.name == of.text);
    if found.is_none() {
        let (parent, own) = (of.text, of.text == name);
        let message = if own {
            format!("level `{name}` cannot be of itself")
        } else if names.contains(&parent) && known_later(name, parent, names) {
            format!("level `{name}` is of `{parent}`, which comes later; put `{parent}` before it")
        } else if names.contains(&parent) {
            format!("level `{name}` is of `{parent}`, which is wrong itself")
        } else {
            format!(
                "unknown level `{parent}` that `{name}` is of{}",
                did_you_mean(parent, names.iter().copied())
            )
        };
        findings.add(of.place, message);
    }
    found
}

fn known_later(name: &str, parent: &str, names: &[&str]) -> bool {
    let at = |wanted: &str| names.iter().position(|name| *name == wanted);
    at(parent) > at(name)
}

/// A level over the document itself, or over its parent's items themselves, which are lists then.
fn itself<'part>(
    name: &str,
    path: Text<'_>,
    from: &'part Tree,
    parent: Option<&Known<'_>>,
    findings: &mut Findings,
) -> Option<(Vec<String>, &'part Tree)> {
    if let Tree::List(item) | Tree::Map(item) = from {
        return Some((Vec::new(), item));
    }
    let what = parent.map_or_else(
        || "the document".to_owned(),
        |parent| format!("an item of `{}`", parent.level.name),
    );
    findings.add(
        path.place,
        format!(
            "level `{name}` is over `{ROOT}`, {what} itself, which is {}; a level is over a list or an object map",
            document::kind(from)
        ),
    );
    None
}

/// The keys of a level's path and what its items are.
fn walk<'part>(
    name: &str,
    path: Text<'_>,
    from: &'part Tree,
    parent: Option<&Known<'_>>,
    findings: &mut Findings,
) -> Option<(Vec<String>, &'part Tree)> {
    if path.text == ROOT {
        return itself(name, path, from, parent, findings);
    }
    let parsed = JsonPath::parse(path.text);
    let Some((parsed, keys)) = parsed.as_ref().and_then(|parsed| Some((parsed, parsed.keys()?))) else {
        let message = format!(
            "path `{}` of level `{name}` must be keys joined by points; its parent's items are given by `of`",
            path.text
        );
        findings.add(path.place, message);
        return None;
    };
    let below = parent.map_or_else(String::new, |parent| {
        format!(" (below the items of `{}`)", parent.level.name)
    });
    match document::resolve(from, parsed) {
        Ok(Found::Part(Tree::List(item) | Tree::Map(item))) => {
            Some((keys.into_iter().map(str::to_owned).collect(), item))
        }
        Ok(Found::Part(other)) => {
            let message = format!(
                "level `{name}` is over `{parsed}`{below}, which is {}; a level is over a list or an object map",
                document::kind(other)
            );
            findings.add(path.place, message);
            None
        }
        Ok(Found::Item) => None,
        Err(message) => {
            findings.add(path.place, format!("level `{name}`: {message}{below}"));
            None
        }
    }
}
