//! The rows of a batch by game: each game's rows together, in the order of the contract's key, no key twice. Or all rows in that order.

use std::collections::HashSet;
use std::ops::Range;

use arrow::array::{Array, AsArray, RecordBatch, UInt32Array};
use arrow::datatypes::Int64Type;
use arrow::error::ArrowError;
use arrow::row::{RowConverter, Rows, SortField};

use crate::error::{Error, Result};

/// A batch whose rows stand by game and key.
#[derive(Debug)]
pub struct Grouped {
    /// The rows, moved only where they stood in another order.
    pub batch: RecordBatch,
    /// The games in the order of their rows.
    pub groups: Vec<Group>,
}

/// The rows of one game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The value of the `replace_by` column.
    pub value: i64,
    /// The game's rows in the batch.
    pub rows: Range<usize>,
    /// The first row whose key was there before.
    pub repeated_key_row: Option<usize>,
}

/// Groups a batch by its `replace_by` column (an Int64 without nulls) and orders each group by the key columns.
///
/// # Errors
/// `Arrow` when rows cannot be compared. No row is left out.
pub fn group(batch: RecordBatch, replace_by: usize, key: &[usize]) -> Result<Grouped> {
    let keys = key_rows(&batch, key)?;
    if let Some(groups) = groups_in_place(&batch, replace_by, &keys) {
        return Ok(Grouped { batch, groups });
    }
    // The game first: a key may begin with another column.
    let by_game: Vec<usize> = std::iter::once(replace_by).chain(key.iter().copied()).collect();
    let batch = sorted(&batch, &key_rows(&batch, &by_game)?)?;
    let keys = key_rows(&batch, key)?;
    match groups_in_place(&batch, replace_by, &keys) {
        Some(groups) => Ok(Grouped { batch, groups }),
        None => {
            let apart = "rows of one game are apart although they were sorted by it".to_owned();
            Err(Error::arrow("rows by game")(ArrowError::ComputeError(apart)))
        }
    }
}

/// A batch whose rows stand by key.
#[derive(Debug)]
pub struct Ordered {
    /// The rows, moved only where they stood in another order.
    pub batch: RecordBatch,
    /// The first row whose key was there before.
    pub repeated_key_row: Option<usize>,
}

/// Orders a whole batch by the key columns.
pub fn order(batch: RecordBatch, key: &[usize]) -> Result<Ordered> {
    let mut keys = key_rows(&batch, key)?;
    let is_in_order = |keys: &Rows| (1..keys.num_rows()).all(|row| keys.row(row - 1) <= keys.row(row));
    let batch = if is_in_order(&keys) {
        batch
    } else {
        let batch = sorted(&batch, &keys)?;
        keys = key_rows(&batch, key)?;
        batch
    };
    let repeated_key_row = (1..keys.num_rows()).find(|row| keys.row(row - 1) == keys.row(*row));
    Ok(Ordered {
        batch,
        repeated_key_row,
    })
}

fn sorted(batch: &RecordBatch, keys: &Rows) -> Result<RecordBatch> {
    let mut order: Vec<u32> = (0..batch.num_rows() as u32).collect();
    order.sort_by(|a, b| keys.row(*a as usize).cmp(&keys.row(*b as usize)));
    arrow::compute::take_record_batch(batch, &UInt32Array::from(order)).map_err(Error::arrow("rows by key"))
}

fn key_rows(batch: &RecordBatch, key: &[usize]) -> Result<Rows> {
    let columns: Vec<_> = key.iter().map(|index| batch.column(*index).clone()).collect();
    let fields = columns
        .iter()
        .map(|c| SortField::new(c.data_type().clone()))
        .collect();
    let converter = RowConverter::new(fields).map_err(Error::arrow("rows by key"))?;
    converter
        .convert_columns(&columns)
        .map_err(Error::arrow("rows by key"))
}

/// `None` when a game's rows are apart or out of order.
fn groups_in_place(batch: &RecordBatch, replace_by: usize, keys: &Rows) -> Option<Vec<Group>> {
    let values = batch.column(replace_by).as_primitive::<Int64Type>().values();
    let mut groups: Vec<Group> = Vec::new();
    let mut seen = HashSet::new();
    for (row, value) in values.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if group.value == *value => {
                match keys.row(row - 1).cmp(&keys.row(row)) {
                    std::cmp::Ordering::Less => {}
                    std::cmp::Ordering::Equal => {
                        group.repeated_key_row.get_or_insert(row);
                    }
                    std::cmp::Ordering::Greater => return None,
                }
                group.rows.end = row + 1;
            }
            _ => {
                if !seen.insert(*value) {
                    return None;
                }
                groups.push(Group {
                    value: *value,
                    rows: row..row + 1,
                    repeated_key_row: None,
                });
            }
        }
    }
    Some(groups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array};

    fn grouped(rows: &[(i64, i64)]) -> (Vec<i64>, Vec<Group>) {
        let games: ArrayRef = Arc::new(Int64Array::from_iter_values(rows.iter().map(|r| r.0)));
        let keys: ArrayRef = Arc::new(Int64Array::from_iter_values(rows.iter().map(|r| r.1)));
        let batch = RecordBatch::try_from_iter([("game_pk", games), ("key", keys)]).unwrap();
        let grouped = group(batch, 0, &[0, 1]).unwrap();
        let keys = grouped
            .batch
            .column(1)
            .as_primitive::<Int64Type>()
            .values()
            .to_vec();
        (keys, grouped.groups)
    }

    #[test]
    fn rows_in_order_stay_where_they_are() {
        let (keys, groups) = grouped(&[(9, 1), (9, 2), (3, 0)]);
        assert_eq!(keys, [1, 2, 0]);
        assert_eq!(
            groups
                .iter()
                .map(|g| (g.value, g.rows.clone()))
                .collect::<Vec<_>>(),
            [(9, 0..2), (3, 2..3)]
        );
    }

    #[test]
    fn rows_apart_or_out_of_order_are_brought_together() {
        let (keys, groups) = grouped(&[(9, 2), (3, 0), (9, 1)]);
        assert_eq!(keys, [0, 1, 2]);
        assert_eq!(groups.iter().map(|g| g.value).collect::<Vec<_>>(), [3, 9]);
    }

    #[test]
    fn no_row_is_lost_where_the_key_begins_with_another_column() {
        let games: ArrayRef = Arc::new(Int64Array::from(vec![9, 3, 9, 3]));
        let keys: ArrayRef = Arc::new(Int64Array::from(vec![2, 1, 0, 3]));
        let batch = RecordBatch::try_from_iter([("game_pk", games), ("key", keys)]).unwrap();
        let grouped = group(batch, 0, &[1, 0]).unwrap();
        let rows: Vec<(i64, Range<usize>)> = grouped
            .groups
            .iter()
            .map(|group| (group.value, group.rows.clone()))
            .collect();
        assert_eq!(rows, [(3, 0..2), (9, 2..4)]);
        let keys = grouped.batch.column(1).as_primitive::<Int64Type>();
        assert_eq!(keys.values().to_vec(), [1, 3, 0, 2]);
    }

    #[test]
    fn a_whole_batch_is_ordered_by_its_key() {
        let ordered = |rows: &[i64]| {
            let keys: ArrayRef = Arc::new(Int64Array::from(rows.to_vec()));
            let batch = RecordBatch::try_from_iter([("key", keys)]).unwrap();
            let ordered = order(batch, &[0]).unwrap();
            let keys = ordered
                .batch
                .column(0)
                .as_primitive::<Int64Type>()
                .values()
                .to_vec();
            (keys, ordered.repeated_key_row)
        };
        assert_eq!(ordered(&[3, 1, 2]), (vec![1, 2, 3], None));
        assert_eq!(ordered(&[1, 2]), (vec![1, 2], None));
        assert_eq!(ordered(&[2, 1, 2]), (vec![1, 2, 2], Some(2)));
        assert_eq!(ordered(&[]), (vec![], None));
    }

    #[test]
    fn a_repeated_key_is_told_with_its_row() {
        let (_, groups) = grouped(&[(3, 0), (3, 1), (3, 1), (4, 1)]);
        assert_eq!(groups[0].repeated_key_row, Some(2));
        assert_eq!(groups[1].repeated_key_row, None);
    }
}
