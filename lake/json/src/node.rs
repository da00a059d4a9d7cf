//! A tree of columns, one node to each part of the document's tree that is read.
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::datatypes::{
    DataType, Date32Type, Fields, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
};

use crate::column::{Column, TextColumn};
use crate::gaps::Gaps;
use crate::items::Items;
use crate::object::Object;
use crate::reader::{Reader, Step};
use crate::{DriftKind, Leaf, Tree};

/// The paths of all nodes, by number.
#[derive(Debug, Default)]
pub(crate) struct Paths(pub(crate) Vec<String>);

impl Paths {
    pub(crate) fn add(&mut self, path: &str) -> u32 {
        self.0.push(path.to_string());
        (self.0.len() - 1) as u32
    }
}

#[derive(Debug)]
pub(crate) enum Node {
    Boolean(Column<bool>),
    Date(Column<i32>),
    Float64(Column<f64>),
    Int32(Column<i32>),
    Int64(Column<i64>),
    Items(Box<Items>),
    Json(TextColumn),
    Object(Box<Struct>),
    Timestamp(Column<i64>),
    Utf8(TextColumn),
}

/// An object that may be absent.
#[derive(Debug)]
pub(crate) struct Struct {
    /// Rows up to the last one that has the object.
    len: usize,
    gaps: Gaps,
    object: Object,
    fields: Fields,
    path: u32,
}

impl Node {
    pub(crate) fn new(tree: &Tree, path: &str, paths: &mut Paths) -> Self {
        match tree {
            Tree::Leaf(Leaf::Boolean) => Node::Boolean(Column::new(paths.add(path))),
            Tree::Leaf(Leaf::Date) => Node::Date(Column::new(paths.add(path))),
            Tree::Leaf(Leaf::Float64) => Node::Float64(Column::new(paths.add(path))),
            Tree::Leaf(Leaf::Int32) => Node::Int32(Column::new(paths.add(path))),
            Tree::Leaf(Leaf::Int64) => Node::Int64(Column::new(paths.add(path))),
            Tree::Leaf(Leaf::Json) => Node::Json(TextColumn::new(paths.add(path))),
            Tree::Leaf(Leaf::Timestamp) => Node::Timestamp(Column::new(paths.add(path))),
            Tree::Leaf(Leaf::Utf8) => Node::Utf8(TextColumn::new(paths.add(path))),
            Tree::List(item) => Node::Items(Box::new(Items::new(item, false, path, paths))),
            Tree::Map(item) => Node::Items(Box::new(Items::new(item, true, path, paths))),
            Tree::Object(fields) => Node::Object(Box::new(Struct {
                len: 0,
                gaps: Gaps::default(),
                path: paths.add(path),
                fields: match tree.data_type() {
                    DataType::Struct(fields) => fields,
                    _ => Fields::empty(),
                },
                object: Object::new(fields, path, paths),
            })),
        }
    }

    /// Reads the value at a position into a row, which has none yet or gets a new one.
    #[inline(always)]
    pub(crate) fn read(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) -> Step {
        match self {
            Node::Boolean(column) => column.read_boolean(reader, at, row),
            Node::Date(column) => column.read_date(reader, at, row),
            Node::Float64(column) => column.read_float(reader, at, row),
            Node::Int32(column) => column.read_whole(reader, at, row),
            Node::Int64(column) => column.read_whole(reader, at, row),
            Node::Items(items) => items.read(reader, at, row),
            Node::Json(column) => column.read_json(reader, at, row),
            Node::Object(object) => object.read(reader, at, row),
            Node::Timestamp(column) => column.read_timestamp(reader, at, row),
            Node::Utf8(column) => column.read_text(reader, at, row),
        }
    }

    /// Forgets all from a row on.
    pub(crate) fn truncate(&mut self, rows: usize) {
        match self {
            Node::Boolean(column) => column.truncate(rows),
            Node::Date(column) | Node::Int32(column) => column.truncate(rows),
            Node::Float64(column) => column.truncate(rows),
            Node::Int64(column) | Node::Timestamp(column) => column.truncate(rows),
            Node::Items(items) => items.truncate(rows),
            Node::Json(column) | Node::Utf8(column) => column.truncate(rows),
            Node::Object(object) => object.truncate(rows),
        }
    }

    pub(crate) fn byte_size(&self) -> usize {
        match self {
            Node::Boolean(column) => column.byte_size(),
            Node::Date(column) | Node::Int32(column) => column.byte_size(),
            Node::Float64(column) => column.byte_size(),
            Node::Int64(column) | Node::Timestamp(column) => column.byte_size(),
            Node::Items(items) => items.byte_size(),
            Node::Json(column) | Node::Utf8(column) => column.byte_size(),
            Node::Object(object) => object.gaps.byte_size() + object.object.byte_size(),
        }
    }

    /// The array of so many rows; the node starts anew.
    pub(crate) fn finish(&mut self, rows: usize) -> ArrayRef {
        match self {
            Node::Boolean(column) => column.finish_booleans(rows),
            Node::Date(column) => Arc::new(column.finish::<Date32Type>(rows)),
            Node::Float64(column) => Arc::new(column.finish::<Float64Type>(rows)),
            Node::Int32(column) => Arc::new(column.finish::<Int32Type>(rows)),
            Node::Int64(column) => Arc::new(column.finish::<Int64Type>(rows)),
            Node::Items(items) => items.finish(rows),
            Node::Json(column) | Node::Utf8(column) => Arc::new(column.finish(rows)),
            Node::Object(object) => object.finish(rows),
            Node::Timestamp(column) => Arc::new(
                column
                    .finish::<TimestampMicrosecondType>(rows)
                    .with_timezone("UTC"),
            ),
        }
    }
}

impl Struct {
    #[inline(never)]
    fn read(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) -> Step {
        if self.len > row {
            self.truncate(row);
            reader.misfit(self.path, DriftKind::DuplicateKey, at, at);
        }
        if reader.byte(at) == b'{' {
            if self.len != row {
                self.gaps.push(self.len, row);
            }
            self.len = row + 1;
            return self.object.read(reader, at, row);
        }
        if reader.is_null(at) {
            return Ok(at + 4);
        }
        let end = reader.skip(at)?;
        reader.misfit(self.path, DriftKind::ObjectExpected, at, end);
        Ok(end)
    }

    fn truncate(&mut self, rows: usize) {
        self.len = self.len.min(rows);
        self.gaps.truncate(rows);
        self.object.truncate(rows);
    }

    fn finish(&mut self, rows: usize) -> ArrayRef {
        if self.len < rows {
            self.gaps.push(self.len, rows);
        }
        self.len = 0;
        let nulls = self.gaps.take(rows);
        self.object.finish(rows, &self.fields, nulls)
    }
}
