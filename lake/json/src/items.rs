//! Lists and object maps: items that are rows of their own.
use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int32Array, ListArray};
use arrow::buffer::{OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, FieldRef, Fields};

use crate::DriftKind;
use crate::column::TextColumn;
use crate::escape::unescape;
use crate::gaps::Gaps;
use crate::node::{Node, Paths};
use crate::object::{Object, structs};
use crate::reader::{Reader, Step};
use crate::tree::{Tree, item_field};

/// The items of all lists, or maps, at one path.
#[derive(Debug)]
pub(crate) struct Items {
    /// Where each row's items end; the first entry is where the first ones start.
    ends: Vec<i32>,
    gaps: Gaps,
    /// Items, those of the list at hand included.
    rows: usize,
    /// The keys, of a map.
    keys: Option<TextColumn>,
    item: Item,
    field: FieldRef,
    path: u32,
    item_path: u32,
}

#[derive(Debug)]
enum Item {
    Object(Object),
    Value(Node),
}

impl Items {
    pub(crate) fn new(item: &Tree, keyed: bool, path: &str, paths: &mut Paths) -> Self {
        let own = paths.add(path);
        let item_path = format!("{path}{}", if keyed { ".*" } else { "[]" });
        let item_number = paths.add(&item_path);
        Items {
            ends: vec![0],
            gaps: Gaps::default(),
            rows: 0,
            keys: keyed.then(|| TextColumn::new(item_number)),
            field: item_field(item, keyed),
            item: match item {
                Tree::Object(fields) => Item::Object(Object::new(fields, &item_path, paths)),
                value => Item::Value(Node::new(value, &item_path, paths)),
            },
            path: own,
            item_path: item_number,
        }
    }

    fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// Reads the list or map at a position into a row.
    pub(crate) fn read(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) -> Step {
        if self.len() > row {
            self.truncate(row);
            reader.misfit(self.path, DriftKind::DuplicateKey, at, at);
        }
        let opens = if self.keys.is_some() { b'{' } else { b'[' };
        if reader.byte(at) != opens {
            if reader.is_null(at) {
                return Ok(at + 4);
            }
            let kind = if self.keys.is_some() {
                DriftKind::ObjectExpected
            } else {
                DriftKind::ListExpected
            };
            let end = reader.skip(at)?;
            reader.misfit(self.path, kind, at, end);
            return Ok(end);
        }
        if self.len() != row {
            self.pad(row);
        }
        let end = match self.keys.is_some() {
            true => self.read_map(reader, at)?,
            false => self.read_list(reader, at)?,
        };
        let rows = i32::try_from(self.rows)
            .map_err(|_| reader.broken(at, "the batch has 2^31 items of one list, finish it first"))?;
        self.ends.push(rows);
        Ok(end)
    }

    fn read_list(&mut self, reader: &mut Reader<'_>, at: usize) -> Step {
        let mut at = reader.solid(at + 1);
        if reader.byte(at) == b']' {
            return Ok(at + 1);
        }
        loop {
            at = self.read_item(reader, at)?;
            if reader.byte(at) != b',' {
                at = reader.solid(at);
                match reader.byte(at) {
                    b',' => {}
                    b']' => return Ok(at + 1),
                    _ => return Err(reader.broken(at, "a comma or the end of a list is expected")),
                }
            }
            at = reader.solid(at + 1);
        }
    }

    #[inline(always)]
    fn read_item(&mut self, reader: &mut Reader<'_>, at: usize) -> Step {
        let row = self.rows;
        self.rows += 1;
        match &mut self.item {
            Item::Value(node) => node.read(reader, at, row),
            Item::Object(object) if reader.byte(at) == b'{' => object.read(reader, at, row),
            Item::Object(_) if reader.is_null(at) => Ok(at + 4),
            Item::Object(_) => {
                let end = reader.skip(at)?;
                reader.misfit(self.item_path, DriftKind::ObjectExpected, at, end);
                Ok(end)
            }
        }
    }

    fn read_map(&mut self, reader: &mut Reader<'_>, at: usize) -> Step {
        let (start, first, misfits) = (at, reader.keys.len(), reader.misfits.len());
        let mut at = reader.solid(at + 1);
        if reader.byte(at) == b'}' {
            return Ok(at + 1);
        }
        loop {
            if reader.byte(at) != b'"' {
                return Err(reader.broken(at, "a key in quotes is expected"));
            }
            let (end, escapes) = reader.string_end(at + 1)?;
            reader.keys.add(reader.text, at + 1, end, escapes);
            if let Some(keys) = &mut self.keys {
                keys.read_key(reader, at + 1, end, escapes, self.rows)?;
            }
            at = reader.colon(end + 1)?;
            at = self.read_item(reader, at)?;
            if reader.byte(at) != b',' {
                at = reader.solid(at);
                match reader.byte(at) {
                    b',' => {}
                    b'}' => break,
                    _ => return Err(reader.broken(at, "a comma or the end of an object is expected")),
                }
            }
            at = reader.solid(at + 1);
        }
        match reader.keys.close(first, reader.text) {
            None => Ok(at + 1),
            Some(_) => {
                reader.misfits.truncate(misfits);
                self.read_repeating_map(reader, start)
            }
        }
    }

    /// Reads a map that repeats a key: the key keeps its first place and gets its last value.
    #[cold]
    fn read_repeating_map(&mut self, reader: &mut Reader<'_>, start: usize) -> Step {
        self.truncate_items(self.ends.last().copied().unwrap_or(0) as usize);
        let mut entries: Vec<(usize, usize, bool, usize)> = Vec::new();
        let mut places: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut at = reader.solid(start + 1);
        let end = loop {
            if reader.byte(at) != b'"' {
                return Err(reader.broken(at, "a key in quotes is expected"));
            }
            let (end, escapes) = reader.string_end(at + 1)?;
            let value = reader.colon(end + 1)?;
            let mut key = Vec::new();
            unescape(&reader.text[at + 1..end], &mut key);
            match places.get(&key).and_then(|place| entries.get_mut(*place)) {
                Some(entry) => {
                    entry.3 = value;
                    reader.misfit(self.item_path, DriftKind::DuplicateKey, at, end + 1);
                }
                None => {
                    places.insert(key, entries.len());
                    entries.push((at + 1, end, escapes, value));
                }
            }
            let after = reader.skip(value)?;
            at = reader.solid(after);
            match reader.byte(at) {
                b',' => at = reader.solid(at + 1),
                b'}' => break at + 1,
                _ => return Err(reader.broken(at, "a comma or the end of an object is expected")),
            }
        };
        for (key, key_end, escapes, value) in entries {
            if let Some(keys) = &mut self.keys {
                keys.read_key(reader, key, key_end, escapes, self.rows)?;
            }
            self.read_item(reader, value)?;
        }
        Ok(end)
    }

    #[inline(never)]
    fn pad(&mut self, row: usize) {
        self.gaps.push(self.len(), row);
        let end = self.ends.last().copied().unwrap_or(0);
        self.ends.resize(row + 1, end);
    }

    pub(crate) fn truncate(&mut self, rows: usize) {
        self.ends.truncate(rows + 1);
        self.gaps.truncate(rows);
        self.truncate_items(self.ends.last().copied().unwrap_or(0) as usize);
    }

    fn truncate_items(&mut self, rows: usize) {
        self.rows = rows;
        if let Some(keys) = &mut self.keys {
            keys.truncate(rows);
        }
        match &mut self.item {
            Item::Object(object) => object.truncate(rows),
            Item::Value(node) => node.truncate(rows),
        }
    }

    pub(crate) fn byte_size(&self) -> usize {
        let item = match &self.item {
            Item::Object(object) => object.byte_size(),
            Item::Value(node) => node.byte_size(),
        };
        size_of_val(self.ends.as_slice())
            + self.gaps.byte_size()
            + self.keys.as_ref().map_or(0, TextColumn::byte_size)
            + item
    }

    pub(crate) fn finish(&mut self, rows: usize) -> ArrayRef {
        if self.len() < rows {
            self.pad(rows);
        }
        let mut next = Vec::with_capacity(self.ends.len());
        next.push(0);
        let ends = std::mem::replace(&mut self.ends, next);
        let items = std::mem::take(&mut self.rows);
        let mut columns: Vec<ArrayRef> = vec![Arc::new(positions(&ends, items))];
        if let Some(keys) = &mut self.keys {
            columns.push(Arc::new(keys.finish(items)));
        }
        match &mut self.item {
            Item::Object(object) => columns.extend(object.columns(items)),
            Item::Value(node) => columns.push(node.finish(items)),
        }
        let fields = match self.field.data_type() {
            DataType::Struct(fields) => fields.clone(),
            _ => Fields::empty(),
        };
        let values = structs(&fields, columns, None, items);
        let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
        Arc::new(ListArray::new(
            self.field.clone(),
            offsets,
            Arc::new(values),
            self.gaps.take(rows),
        ))
    }
}

/// The position of each item in its list.
fn positions(ends: &[i32], items: usize) -> Int32Array {
    let mut positions = Vec::with_capacity(items);
    for pair in ends.windows(2) {
        positions.extend(0..pair[1] - pair[0]);
    }
    Int32Array::from(positions)
}
