//! The part of a body that landing looks at: a small tree of what its mapping asks for, decoded, and single values out of it.

use arrow::array::{Array, ArrayRef, AsArray, ListArray, StructArray};
use mlb_lake_json::{Leaf, Tree, TreeField};

/// The field of the decoder's root where a document is no object.
const WHOLE: &str = "_value";

/// A tree that tells whether a part of a document is there, and of a list how long it is.
pub fn presence(part: Option<&Tree>) -> Tree {
    match part {
        Some(Tree::Object(_) | Tree::Map(_)) => Tree::Object(Vec::new()),
        Some(Tree::List(_)) => Tree::List(Box::new(Tree::Object(Vec::new()))),
        Some(Tree::Leaf(_)) | None => Tree::Leaf(Leaf::Utf8),
    }
}

/// Adds a path to a tree of objects; what is there already stays.
pub fn insert(tree: &mut Tree, names: &[&str], end: Tree) {
    let Some((first, rest)) = names.split_first() else {
        return;
    };
    let Tree::Object(fields) = tree else { return };
    let index = fields
        .iter()
        .position(|field| field.name == *first)
        .unwrap_or_else(|| {
            fields.push(TreeField {
                name: (*first).to_owned(),
                tree: Tree::Object(Vec::new()),
            });
            fields.len() - 1
        });
    if rest.is_empty() {
        if fields[index].tree == Tree::Object(Vec::new()) {
            fields[index].tree = end;
        }
    } else {
        insert(&mut fields[index].tree, rest, end);
    }
}

fn at(root: &StructArray, names: &[&str]) -> Option<ArrayRef> {
    let (first, rest) = names.split_first()?;
    let column = root.column_by_name(first)?;
    if rest.is_empty() {
        return Some(column.clone());
    }
    at(column.as_struct_opt()?, rest)
}

/// Whether the first row has a value there.
pub fn is_present(root: &StructArray, names: &[&str]) -> bool {
    at(root, names).is_some_and(|column| column.is_valid(0))
}

/// The text in the first row.
pub fn text_at(root: &StructArray, names: &[&str]) -> Option<String> {
    let column = at(root, names)?;
    let text = column.as_string_opt::<i32>()?;
    text.is_valid(0).then(|| text.value(0).to_owned())
}

/// How many items the list in the first row has; `None` where nothing is there.
pub fn length_at(root: &StructArray, names: &[&str]) -> Option<usize> {
    let list = at(root, names)?;
    let list: &ListArray = list.as_list_opt()?;
    Some(list.value_length(0) as usize)
}

/// The items of a document that is a list; `None` where the body is none.
pub fn items(root: &StructArray) -> Option<StructArray> {
    let list: &ListArray = root.column_by_name(WHOLE)?.as_list_opt()?;
    if list.is_null(0) {
        return None;
    }
    list.value(0).as_struct_opt().cloned()
}
