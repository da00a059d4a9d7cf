//! The rows of a level as columns: its own items as they lie in the decoded array, its ancestors' repeated by
//! row.
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, ListArray, StructArray, UInt32Array};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, FieldRef};

use crate::level::{Level, LevelColumn};
use crate::nearest::nearest;
use crate::object::structs;
use crate::repeat::repeat;
use crate::{Error, Levels};

/// The rows of a level.
#[derive(Clone, Debug)]
pub struct LevelView {
    /// How many rows.
    pub rows: usize,
    /// The row of the root that a row is of, ascending.
    pub document_index: UInt32Array,
    /// The wanted columns, in the order asked for.
    pub columns: Vec<ArrayRef>,
}

/// The items of one column of a level, before they are repeated.
struct Stage {
    items: StructArray,
    /// Where the level's rows of each item begin and, last, end.
    starts: Vec<i32>,
}

impl Levels {
    /// The rows of a level, in the order of the documents and their items.
    ///
    /// `wanted` names columns of [`fields`](Self::fields), each with its type or a part of it: a Struct with
    /// fewer fields at any depth. The level's own item is not copied, others are, so ask for what is used
    /// only.
    ///
    /// # Errors
    /// An unknown level, column or field, with the nearest right name.
    pub fn view(
        &self,
        name: &str,
        root: &StructArray,
        wanted: &[(String, DataType)],
    ) -> Result<LevelView, Error> {
        let level = self.level(name).ok_or_else(|| Error::LevelUnknown {
            level: name.to_string(),
            nearest: nearest(name, self.names()),
        })?;
        let stages = stages(level, root)?;
        let rows = stages.last().map_or(0, |stage| stage.items.len());
        let mut columns = Vec::with_capacity(wanted.len());
        for (column, data_type) in wanted {
            let number = level
                .columns
                .iter()
                .position(|own| own.name == *column)
                .ok_or_else(|| Error::ViewColumn {
                    level: name.to_string(),
                    path: column.clone(),
                    nearest: nearest(column, level.columns.iter().map(|own| own.name.as_str())),
                })?;
            let stage = &stages[number];
            let items: ArrayRef = Arc::new(stage.items.clone());
            let part = select(&items, data_type, &|path| missing(level, column, path))?;
            columns.push(match number + 1 == stages.len() {
                true => part,
                false => repeat(&part, &stage.starts).map_err(|error| array_error(column, &error))?,
            });
        }
        let starts = stages
            .first()
            .map(|stage| stage.starts.as_slice())
            .unwrap_or_default();
        let document_index = starts
            .windows(2)
            .zip(0u32..)
            .flat_map(|(pair, row)| std::iter::repeat_n(row, (pair[1] - pair[0]) as usize));
        Ok(LevelView {
            rows,
            document_index: UInt32Array::from_iter_values(document_index),
            columns,
        })
    }
}

/// The items of each column of a level, the document's first.
fn stages(level: &Level, root: &StructArray) -> Result<Vec<Stage>, Error> {
    let mut stages: Vec<Stage> = Vec::with_capacity(level.columns.len());
    for column in &level.columns {
        let Some(parent) = stages.last() else {
            stages.push(Stage {
                items: root.clone(),
                starts: Vec::new(),
            });
            continue;
        };
        let list = list_at(&parent.items, column).ok_or_else(|| missing(level, &column.name, &[]))?;
        let offsets = filled(list);
        let (first, last) = (offsets[0], offsets[offsets.len() - 1]);
        let values = list
            .values()
            .as_struct_opt()
            .ok_or_else(|| missing(level, &column.name, &[]))?;
        let whole = first == 0 && last as usize == values.len();
        let items = if whole {
            values.clone()
        } else {
            values.slice(first as usize, (last - first) as usize)
        };
        let starts: Vec<i32> = offsets.iter().map(|offset| offset - first).collect();
        // The new level's rows of an older item begin where those of its first row so far begin.
        for stage in &mut stages {
            match stage.starts.is_empty() {
                true => stage.starts.clone_from(&starts),
                false => stage
                    .starts
                    .iter_mut()
                    .for_each(|start| *start = starts[*start as usize]),
            }
        }
        stages.push(Stage {
            items,
            starts: Vec::new(),
        });
    }
    if let Some(own) = stages.last_mut() {
        own.starts = (0..=own.items.len() as i32).collect();
    }
    Ok(stages)
}

fn list_at<'a>(items: &'a StructArray, column: &LevelColumn) -> Option<&'a ListArray> {
    let (last, objects) = column.steps.split_last()?;
    let mut at = items;
    for name in objects {
        at = at.column_by_name(name)?.as_struct_opt()?;
    }
    at.column_by_name(last)?.as_list_opt()
}

/// The offsets of a list whose absent rows are empty, as the decoder makes them.
fn filled(list: &ListArray) -> &OffsetBuffer<i32> {
    debug_assert!(
        (0..list.len()).all(|row| list.is_valid(row) || list.value_length(row) == 0),
        "an absent list has no items"
    );
    list.offsets()
}

fn missing(level: &Level, column: &str, path: &[&str]) -> Error {
    let full = level
        .columns
        .iter()
        .find(|own| own.name == column)
        .map(|own| &own.data_type);
    let mut names: Vec<&str> = Vec::new();
    let mut at = full;
    for (number, name) in path.iter().enumerate() {
        names = at.map(field_names).unwrap_or_default();
        if number + 1 < path.len() {
            at = at
                .and_then(|data_type| fields_of(data_type).iter().find(|field| field.name() == name))
                .map(|field| field.data_type());
        }
    }
    let wrong = path.last().copied().unwrap_or_default();
    Error::ViewColumn {
        level: level.name.clone(),
        path: std::iter::once(column)
            .chain(path.iter().copied())
            .collect::<Vec<_>>()
            .join("."),
        nearest: nearest(wrong, names),
    }
}

fn fields_of(data_type: &DataType) -> &[FieldRef] {
    match data_type {
        DataType::Struct(fields) => fields,
        DataType::List(item) => fields_of(item.data_type()),
        _ => &[],
    }
}

fn field_names(data_type: &DataType) -> Vec<&str> {
    fields_of(data_type)
        .iter()
        .map(|field| field.name().as_str())
        .collect()
}

/// The part of an array that a type asks for, without a copy.
fn select(
    array: &ArrayRef,
    wanted: &DataType,
    missing: &dyn Fn(&[&str]) -> Error,
) -> Result<ArrayRef, Error> {
    if array.data_type() == wanted {
        return Ok(Arc::clone(array));
    }
    match (wanted, array.data_type()) {
        (DataType::Struct(fields), DataType::Struct(_)) => {
            let parent = array.as_struct();
            let mut columns = Vec::with_capacity(fields.len());
            for field in fields {
                let name = field.name().as_str();
                let missing = |path: &[&str]| missing(&[&[name], path].concat());
                let column = parent.column_by_name(name).ok_or_else(|| missing(&[]))?;
                columns.push(select(column, field.data_type(), &missing)?);
            }
            Ok(Arc::new(structs(
                fields,
                columns,
                parent.nulls().cloned(),
                parent.len(),
            )))
        }
        (DataType::List(item), DataType::List(_)) => {
            let list: &ListArray = array.as_list();
            let values = select(list.values(), item.data_type(), missing)?;
            let part = ListArray::try_new(
                Arc::clone(item),
                list.offsets().clone(),
                values,
                list.nulls().cloned(),
            );
            Ok(Arc::new(part.map_err(|error| array_error("item", &error))?))
        }
        _ => Err(missing(&[])),
    }
}

fn array_error(path: &str, error: &arrow::error::ArrowError) -> Error {
    Error::Array {
        path: path.to_string(),
        reason: error.to_string(),
    }
}
