//! Levels: the lists and maps of a document as tables.
use arrow::datatypes::{DataType, Fields};

use crate::nearest::nearest;
use crate::tree::{VALUE, item_field, nullable};
use crate::{Error, Tree};

/// The level that always exists: the documents themselves.
pub(crate) const DOCUMENT: &str = "document";

/// A level as a mapping names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelSpec {
    /// The level's name, as a table.
    pub name: String,
    /// The parent level; none is the document.
    pub of: Option<String>,
    /// Where the list or map stands in the parent's item, through objects only. A list right in a list has
    /// the empty path.
    pub path: Vec<String>,
    /// The name of the column that holds the item.
    pub item: String,
}

/// The levels of a tree, resolved.
#[derive(Clone, Debug)]
pub struct Levels {
    /// `document` first, then as they were given.
    pub(crate) levels: Vec<Level>,
}

/// A level's columns, from the document down to its own item.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    pub(crate) name: String,
    pub(crate) columns: Vec<LevelColumn>,
}

#[derive(Clone, Debug)]
pub(crate) struct LevelColumn {
    pub(crate) name: String,
    /// The fields to go through from the column before it to the list that this one's items are of.
    pub(crate) steps: Vec<String>,
    pub(crate) data_type: DataType,
    /// Where the list or map stands in the document.
    document_path: Vec<String>,
}

impl Levels {
    /// Resolves levels against the tree of their document. A level may be named before its parent.
    ///
    /// # Errors An unknown parent, a path that leads nowhere or to no list (with the nearest right name), a
    /// repeated name.
    pub fn new(tree: &Tree, specs: &[LevelSpec]) -> Result<Levels, Error> {
        let document = LevelColumn {
            name: DOCUMENT.into(),
            steps: Vec::new(),
            data_type: match tree {
                Tree::Object(_) => tree.data_type(),
                value => DataType::Struct(Fields::from(vec![nullable(VALUE, value.data_type())])),
            },
            document_path: Vec::new(),
        };
        let mut levels = vec![Level {
            name: DOCUMENT.into(),
            columns: vec![document.clone()],
        }];
        for (number, spec) in specs.iter().enumerate() {
            let repeated =
                spec.name == DOCUMENT || specs[..number].iter().any(|other| other.name == spec.name);
            if repeated {
                return Err(Error::LevelName {
                    level: spec.name.clone(),
                    name: spec.name.clone(),
                });
            }
            let mut columns = vec![document.clone()];
            let mut item = tree;
            for ancestor in ancestry(spec, specs)? {
                item = resolve(ancestor, item, &mut columns)?;
            }
            levels.push(Level {
                name: spec.name.clone(),
                columns,
            });
        }
        Ok(Levels { levels })
    }

    /// All levels, `document` first, then in the order given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.levels.iter().map(|level| level.name.as_str())
    }

    /// The columns of a level with their full types: `document`, the ancestors' items, its own item last.
    pub fn fields(&self, name: &str) -> Option<Vec<(String, DataType)>> {
        let level = self.level(name)?;
        Some(
            level
                .columns
                .iter()
                .map(|column| (column.name.clone(), column.data_type.clone()))
                .collect(),
        )
    }

    /// Where in the document a column's list stands, levels of lists and maps transparent:
    /// `("events", "play")` is `[liveData, plays, allPlays]`, `("events", "document")` is empty.
    pub fn document_path(&self, level: &str, column: &str) -> Option<Vec<String>> {
        let column = self.level(level)?.columns.iter().find(|own| own.name == column)?;
        Some(column.document_path.clone())
    }

    pub(crate) fn level(&self, name: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.name == name)
    }
}

/// A level's ancestors from the document down, itself last.
fn ancestry<'a>(spec: &'a LevelSpec, specs: &'a [LevelSpec]) -> Result<Vec<&'a LevelSpec>, Error> {
    let mut line = vec![spec];
    let mut child = spec;
    while let Some(of) = child.of.as_deref().filter(|of| *of != DOCUMENT) {
        child = specs
            .iter()
            .find(|other| other.name == of)
            .ok_or_else(|| Error::LevelUnknown {
                level: of.to_string(),
                nearest: nearest(of, specs.iter().map(|other| other.name.as_str())),
            })?;
        if line.len() > specs.len() {
            return Err(Error::LevelCycle {
                level: spec.name.clone(),
            });
        }
        line.push(child);
    }
    line.reverse();
    Ok(line)
}

/// Adds the column of a level's items and gives the tree of an item.
fn resolve<'a>(
    spec: &LevelSpec,
    parent: &'a Tree,
    columns: &mut Vec<LevelColumn>,
) -> Result<&'a Tree, Error> {
    if columns.iter().any(|column| column.name == spec.item) {
        return Err(Error::LevelName {
            level: spec.name.clone(),
            name: spec.item.clone(),
        });
    }
    let mut steps = Vec::new();
    let mut document_path = columns
        .last()
        .map(|column| column.document_path.clone())
        .unwrap_or_default();
    let mut path = spec.path.as_slice();
    if !matches!(parent, Tree::Object(_)) {
        steps.push(VALUE.to_string());
        path = path.strip_prefix(&[VALUE.to_string()]).unwrap_or(path);
    }
    let mut at = parent;
    for (number, name) in path.iter().enumerate() {
        let found = match at {
            Tree::Object(fields) => fields.iter().find(|field| field.name == *name),
            _ => None,
        };
        at = &found
            .ok_or_else(|| Error::LevelPath {
                level: spec.name.clone(),
                path: spec.path[..=number + spec.path.len() - path.len()].join("."),
                nearest: nearest(name, at.names()),
            })?
            .tree;
        steps.push(name.clone());
        document_path.push(name.clone());
    }
    let (item, keyed) = match at {
        Tree::List(item) => (item, false),
        Tree::Map(item) => (item, true),
        other => {
            return Err(Error::LevelTarget {
                level: spec.name.clone(),
                path: spec.path.join("."),
                found: other.kind(),
            });
        }
    };
    let data_type = item_field(item, keyed).data_type().clone();
    columns.push(LevelColumn {
        name: spec.item.clone(),
        steps,
        data_type,
        document_path,
    });
    Ok(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(name: &str, of: Option<&str>, path: &str, item: &str) -> LevelSpec {
        let path = path
            .split('.')
            .filter(|name| !name.is_empty())
            .map(str::to_string)
            .collect();
        LevelSpec {
            name: name.into(),
            of: of.map(str::to_string),
            path,
            item: item.into(),
        }
    }

    fn tree() -> Tree {
        Tree::parse("{live: {plays: {all: [{about: {n: int}, events: [{x: int, ids: [int]}]}]}}, teams: {*: {players: {*: {id: int}}}}, grid: [[int]]}").unwrap()
    }

    #[test]
    fn columns_are_the_document_the_ancestors_and_the_item() {
        let events = spec("events", Some("plays"), "events", "event");
        let levels = Levels::new(
            &tree(),
            &[
                events,
                spec("plays", None, "live.plays.all", "play"),
                spec("ids", Some("events"), "ids", "id"),
            ],
        )
        .unwrap();
        assert_eq!(
            levels.names().collect::<Vec<_>>(),
            ["document", "events", "plays", "ids"]
        );
        let names = |level: &str| {
            levels
                .fields(level)
                .unwrap()
                .into_iter()
                .map(|(name, _)| name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names("document"), ["document"]);
        assert_eq!(names("ids"), ["document", "play", "event", "id"]);
        let (_, id) = levels.fields("ids").unwrap().pop().unwrap();
        let expected = Fields::from(vec![
            nullable("_index", DataType::Int32),
            nullable("_value", DataType::Int32),
        ]);
        assert_eq!(id, DataType::Struct(expected));
        assert_eq!(levels.fields("play"), None);
        assert_eq!(
            levels.document_path("events", "play").unwrap(),
            ["live", "plays", "all"]
        );
        assert_eq!(
            levels.document_path("events", "event").unwrap(),
            ["live", "plays", "all", "events"]
        );
        assert_eq!(levels.document_path("events", "document").unwrap(), [""; 0]);
        assert_eq!(levels.document_path("events", "id"), None);
    }

    #[test]
    fn a_wrong_level_is_answered_with_what_is_wrong() {
        let message = |specs: &[LevelSpec]| Levels::new(&tree(), specs).unwrap_err().to_string();
        assert_eq!(
            message(&[spec("plays", None, "live.plys.all", "play")]),
            "the level `plays` has no `live.plys` in the document, did you mean `plays`"
        );
        assert_eq!(
            message(&[spec("plays", None, "live.plays", "play")]),
            "the level `plays` needs a list or an object map, but `live.plays` is an object"
        );
        let plays = spec("plays", None, "live.plays.all", "play");
        assert_eq!(
            message(&[spec("events", Some("play"), "events", "event"), plays.clone()]),
            "there is no level `play`, did you mean `plays`"
        );
        assert_eq!(
            message(&[plays.clone(), plays.clone()]),
            "the level `plays` repeats the name `plays`, rename one of them"
        );
        assert_eq!(
            message(&[plays, spec("events", Some("plays"), "events", "play")]),
            "the level `events` repeats the name `play`, rename one of them"
        );
        assert_eq!(
            message(&[spec("a", Some("b"), "x", "x"), spec("b", Some("a"), "y", "y")]),
            "the level `a` is its own ancestor, give it another `of`"
        );
    }
}
