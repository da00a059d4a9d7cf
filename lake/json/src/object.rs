//! Objects with named fields.
use std::sync::Arc;

use arrow::array::StructArray;
use arrow::buffer::NullBuffer;
use arrow::datatypes::Fields;

use crate::key_order::{KeyOrder, SKIP, START};
use crate::node::{Node, Paths};
use crate::reader::{Reader, Step};
use crate::tree::TreeField;

/// The fields of an object, read in whatever order the text has them.
#[derive(Debug)]
pub(crate) struct Object {
    order: KeyOrder,
    /// The white space before a key, as it was last: a hint.
    gap: usize,
    fields: Vec<Node>,
}

impl Object {
    pub(crate) fn new(fields: &[TreeField], path: &str, paths: &mut Paths) -> Self {
        Object {
            order: KeyOrder::new(fields.iter().map(|field| field.name.as_str())),
            gap: 0,
            fields: fields
                .iter()
                .map(|field| Node::new(&field.tree, &joined(path, &field.name), paths))
                .collect(),
        }
    }

    /// Reads the object that opens at a position into a row. Fields that the text does not have get no value.
    pub(crate) fn read(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) -> Step {
        let mut at = at + 1;
        let mut slot = START;
        loop {
            if reader.is_gap(at, self.gap) {
                at += self.gap;
            } else {
                let found = reader.solid(at);
                if reader.byte(found) == b'}' && slot == START {
                    return Ok(found + 1);
                }
                if reader.byte(found) != b'"' {
                    return Err(reader.broken(found, "a key in quotes is expected"));
                }
                self.gap = found - at;
                at = found;
            }
            let key = self.order.read(reader, at + 1, slot)?;
            slot = key.slot;
            at = reader.colon(key.end)?;
            at = match self.fields.get_mut(usize::from(key.field)) {
                Some(field) => field.read(reader, at, row)?,
                None => reader.skip(at)?,
            };
            if reader.byte(at) != b',' {
                at = reader.solid(at);
                match reader.byte(at) {
                    b',' => {}
                    b'}' => return Ok(at + 1),
                    _ => return Err(reader.broken(at, "a comma or the end of an object is expected")),
                }
            }
            at += 1;
        }
    }

    pub(crate) fn truncate(&mut self, rows: usize) {
        self.fields.iter_mut().for_each(|field| field.truncate(rows));
    }

    pub(crate) fn byte_size(&self) -> usize {
        self.fields.iter().map(Node::byte_size).sum()
    }

    /// The columns of the fields.
    pub(crate) fn columns(&mut self, rows: usize) -> impl Iterator<Item = arrow::array::ArrayRef> {
        self.fields.iter_mut().map(move |field| field.finish(rows))
    }

    pub(crate) fn finish(
        &mut self,
        rows: usize,
        fields: &Fields,
        nulls: Option<NullBuffer>,
    ) -> Arc<StructArray> {
        Arc::new(structs(fields, self.columns(rows).collect(), nulls, rows))
    }
}

/// Structs of any number of fields, zero included.
pub(crate) fn structs(
    fields: &Fields,
    columns: Vec<arrow::array::ArrayRef>,
    nulls: Option<NullBuffer>,
    rows: usize,
) -> StructArray {
    match columns.is_empty() {
        true => StructArray::new_empty_fields(rows, nulls),
        false => StructArray::new(fields.clone(), columns, nulls),
    }
}

pub(crate) fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_string()
    } else {
        format!("{path}.{name}")
    }
}

const _: () = assert!(SKIP == u16::MAX, "no object has as many fields");
