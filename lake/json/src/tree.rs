//! The tree of a document that is read: its leaves with types, nothing else.
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, Fields, TimeUnit};

use crate::{Error, LeafSet, schema_language};

/// The position of an item in its list or map: Int32, from 0.
pub(crate) const INDEX: &str = "_index";
/// The key of an item of an object map: Utf8.
pub(crate) const KEY: &str = "_key";
/// The value of an item that is no object.
pub(crate) const VALUE: &str = "_value";

/// The type of a scalar that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Leaf {
    /// `true` or `false`: Boolean.
    Boolean,
    /// A calendar day: Date32.
    Date,
    /// A number: Float64.
    Float64,
    /// A whole number: Int32.
    Int32,
    /// A whole number: Int64.
    Int64,
    /// Any value as it stands in the text: Utf8.
    Json,
    /// An instant: Timestamp(Microsecond, UTC).
    Timestamp,
    /// A text: Utf8.
    Utf8,
}

impl Leaf {
    /// The Arrow type of the leaf.
    pub fn data_type(self) -> DataType {
        match self {
            Leaf::Boolean => DataType::Boolean,
            Leaf::Date => DataType::Date32,
            Leaf::Float64 => DataType::Float64,
            Leaf::Int32 => DataType::Int32,
            Leaf::Int64 => DataType::Int64,
            Leaf::Json | Leaf::Utf8 => DataType::Utf8,
            Leaf::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        }
    }
}

/// What is read of a document, or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// A scalar.
    Leaf(Leaf),
    /// A list.
    List(Box<Tree>),
    /// An object whose keys are data.
    Map(Box<Tree>),
    /// An object whose keys are names; keys that are not listed are not read.
    Object(Vec<TreeField>),
}

/// A named part of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeField {
    /// The key.
    pub name: String,
    /// What is read of its value.
    pub tree: Tree,
}

impl Tree {
    /// The Arrow type of a value of this tree, every field nullable.
    ///
    /// An object is a Struct. A list is a List of a Struct `item` with `_index` first, then the fields of its
    /// objects, or `_value` where its items are no objects; a map has `_key` after `_index`.
    pub fn data_type(&self) -> DataType {
        match self {
            Tree::Leaf(leaf) => leaf.data_type(),
            Tree::List(item) => DataType::List(item_field(item, false)),
            Tree::Map(item) => DataType::List(item_field(item, true)),
            Tree::Object(fields) => DataType::Struct(fields_of(fields).collect()),
        }
    }

    /// Reads the schema language of `json_parse`: `{about: {inning: int}}`, `[{...}]`, `{"*": {...}}`, and
    /// the scalars boolean, int, bigint, double, string, timestamp, date, json. An error names the offset and
    /// the nearest right word.
    pub fn parse(text: &str) -> Result<Tree, Error> {
        schema_language::parse(text)
    }

    /// What stands at a path; levels of lists and maps are transparent, a path that ends at one gives the
    /// list itself.
    pub fn get(&self, path: &[&str]) -> Option<&Tree> {
        let Some((name, rest)) = path.split_first() else {
            return Some(self);
        };
        match self {
            Tree::Leaf(_) => None,
            Tree::List(item) | Tree::Map(item) if *name == VALUE => item.get(rest),
            Tree::List(item) | Tree::Map(item) => item.get(path),
            Tree::Object(fields) => fields.iter().find(|field| field.name == *name)?.tree.get(rest),
        }
    }

    /// The tree with the kept paths only, in its own order. Of an object whose validity only is wanted an
    /// empty object stays, of a list its `_index`, of a map its `_key` too; names that the tree does not have
    /// are ignored.
    pub fn pruned(&self, keep: &LeafSet) -> Tree {
        if keep.is_whole() {
            return self.clone();
        }
        match self {
            Tree::Leaf(leaf) => Tree::Leaf(*leaf),
            Tree::List(item) => Tree::List(Box::new(item.pruned(value_of(item, keep)))),
            Tree::Map(item) => Tree::Map(Box::new(item.pruned(value_of(item, keep)))),
            Tree::Object(fields) => {
                let kept = fields.iter().filter_map(|field| {
                    let tree = field.tree.pruned(keep.child(&field.name)?);
                    Some(TreeField {
                        name: field.name.clone(),
                        tree,
                    })
                });
                Tree::Object(kept.collect())
            }
        }
    }

    /// The names of an object, seen through lists and maps.
    pub(crate) fn names(&self) -> Vec<&str> {
        match self {
            Tree::Leaf(_) => Vec::new(),
            Tree::List(item) | Tree::Map(item) => item.names(),
            Tree::Object(fields) => fields.iter().map(|field| field.name.as_str()).collect(),
        }
    }

    /// What it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Tree::Leaf(_) => "a scalar",
            Tree::List(_) => "a list",
            Tree::Map(_) => "an object map",
            Tree::Object(_) => "an object",
        }
    }
}

/// The part of the set that is about an item: `_value` of an item that is no object is the item itself.
fn value_of<'a>(item: &Tree, keep: &'a LeafSet) -> &'a LeafSet {
    match item {
        Tree::Object(_) => keep,
        _ => keep.child(VALUE).unwrap_or(keep),
    }
}

fn fields_of(fields: &[TreeField]) -> impl Iterator<Item = FieldRef> {
    fields
        .iter()
        .map(|field| nullable(&field.name, field.tree.data_type()))
}

/// The field `item` of a list or, with `keyed`, of a map.
pub(crate) fn item_field(item: &Tree, keyed: bool) -> FieldRef {
    let mut fields = vec![nullable(INDEX, DataType::Int32)];
    if keyed {
        fields.push(nullable(KEY, DataType::Utf8));
    }
    match item {
        Tree::Object(own) => fields.extend(fields_of(own)),
        value => fields.push(nullable(VALUE, value.data_type())),
    }
    nullable("item", DataType::Struct(Fields::from(fields)))
}

pub(crate) fn nullable(name: &str, data_type: DataType) -> FieldRef {
    Arc::new(Field::new(name, data_type, true))
}
