//! The columns of a level as plans read them: the columns of the capture, the leaves that any SELECT uses, each a column of its own, and
//! items as they are where a SELECT cannot do without. A planner that meets an item's whole struct in every expression is slow.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StructArray};
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use datafusion::common::Column;

use super::usage::Usage;

/// The columns of a level.
#[derive(Clone, Debug)]
pub(super) struct FlatLevel {
    /// Those of the capture, the leaves, the items, in this order.
    pub(super) schema: SchemaRef,
    /// Each item that is read of the document, with the part of its type that is wanted.
    pub(super) wanted: Vec<(String, DataType)>,
    leaves: Vec<Leaf>,
    whole: Vec<usize>,
}

/// What stands at the end of a chain of names below an item.
#[derive(Clone, Debug)]
struct Leaf {
    item: usize,
    chain: Vec<String>,
    /// A struct is used as a value; else only whether it is there.
    is_value: bool,
}

impl FlatLevel {
    /// The columns that `readers` need, of the capture's and of the wanted items.
    pub(super) fn new(
        captures: Vec<Field>,
        wanted: Vec<(String, DataType)>,
        readers: &[&Usage],
    ) -> FlatLevel {
        let mut fields = captures;
        let mut leaves = Vec::new();
        let mut whole = Vec::new();
        for (item, (name, data_type)) in wanted.iter().enumerate() {
            let flat = readers.iter().filter(|usage| !usage.whole.contains(name));
            let chains: BTreeSet<&Vec<String>> = flat.flat_map(|usage| chains(usage, name)).collect();
            for chain in chains {
                let is_value = readers.iter().any(|usage| {
                    let item = usage.items.get(name);
                    item.is_some_and(|item| item.subtrees.contains(chain))
                });
                let Some(data_type) = type_at(data_type, chain, is_value) else {
                    continue;
                };
                fields.push(Field::new(flat_name(name, chain), data_type, true));
                leaves.push(Leaf {
                    item,
                    chain: chain.clone(),
                    is_value,
                });
            }
            if readers.iter().any(|usage| usage.whole.contains(name)) {
                whole.push(item);
            }
        }
        fields.extend(whole.iter().map(|item| {
            let (name, data_type) = &wanted[*item];
            Field::new(name, data_type.clone(), true)
        }));
        FlatLevel {
            schema: Arc::new(Schema::new(fields)),
            wanted,
            leaves,
            whole,
        }
    }

    /// The leaves and whole items, of the wanted items as columns.
    pub(super) fn columns(&self, items: &[ArrayRef]) -> impl Iterator<Item = ArrayRef> {
        let leaves = self.leaves.iter().map(|leaf| leaf_of(&items[leaf.item], leaf));
        let whole = self.whole.iter().map(|item| Arc::clone(&items[*item]));
        leaves.chain(whole)
    }
}

/// The chains below an item that a SELECT uses.
pub(super) fn chains<'a>(usage: &'a Usage, item: &str) -> impl Iterator<Item = &'a Vec<String>> {
    let used = usage.items.get(item);
    used.into_iter()
        .flat_map(|item| item.chains.iter().chain(&item.subtrees))
}

/// The column of a leaf, `event.pitchData.startSpeed`.
pub(super) fn flat_column(item: &Column, chain: &[String]) -> Column {
    Column::new(item.relation.clone(), flat_name(&item.name, chain))
}

/// The name of a leaf's column.
pub(super) fn flat_name(item: &str, chain: &[String]) -> String {
    format!("{item}.{}", chain.join("."))
}

fn type_at(data_type: &DataType, chain: &[String], is_value: bool) -> Option<DataType> {
    match (data_type, chain.split_first()) {
        (DataType::Struct(fields), Some((name, rest))) => {
            type_at(fields.find(name)?.1.data_type(), rest, is_value)
        }
        (DataType::Struct(_), None) if !is_value => Some(DataType::Struct(Fields::empty())),
        (other, None) => Some(other.clone()),
        (_, Some(_)) => None,
    }
}

fn leaf_of(item: &ArrayRef, leaf: &Leaf) -> ArrayRef {
    let mut array = Arc::clone(item);
    for name in &leaf.chain {
        let child = array
            .as_struct_opt()
            .and_then(|parent| parent.column_by_name(name));
        if let Some(child) = child {
            array = Arc::clone(child);
        }
    }
    match array.as_struct_opt().filter(|_| !leaf.is_value) {
        Some(parent) => Arc::new(StructArray::new_empty_fields(
            parent.len(),
            parent.nulls().cloned(),
        )),
        None => array,
    }
}
