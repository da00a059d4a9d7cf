//! References inside a batch: whether the rows of one table lead to rows of another.

use std::cmp::Ordering;
use std::ops::Range;

use arrow::array::{Array, DynComparator, RecordBatch, make_comparator};
use arrow::buffer::NullBuffer;
use arrow::compute::SortOptions;

use crate::error::{Error, Result};

/// The columns of one table beside the key of the other, row against row.
pub struct Reference {
    columns: Vec<DynComparator>,
    nulls: Option<NullBuffer>,
}

impl Reference {
    /// Sets `columns` of `from` beside the columns `key` of `to`; their types are the same.
    pub fn new(from: &RecordBatch, columns: &[usize], to: &RecordBatch, key: &[usize]) -> Result<Reference> {
        let mut nulls = None;
        let mut comparators = Vec::with_capacity(columns.len());
        for (column, key) in columns.iter().zip(key) {
            let column = from.column(*column);
            nulls = NullBuffer::union(nulls.as_ref(), column.logical_nulls().as_ref());
            let comparator = make_comparator(column, to.column(*key), SortOptions::default());
            comparators.push(comparator.map_err(Error::arrow("rows by reference"))?);
        }
        Ok(Reference {
            columns: comparators,
            nulls,
        })
    }

    /// The first of `rows` that leads to none of `targets`, which stand in the order of their key. One with a NULL leads nowhere and need not.
    pub fn first_broken(&self, mut rows: Range<usize>, targets: Range<usize>) -> Option<usize> {
        let mut last = targets.start;
        rows.find(|row| {
            if self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(*row)) {
                return false;
            }
            // Neighbours mostly lead to the same row.
            if targets.contains(&last) && self.compare(*row, last).is_eq() {
                return false;
            }
            match self.find(*row, targets.clone()) {
                Some(target) => {
                    last = target;
                    false
                }
                None => true,
            }
        })
    }

    fn find(&self, row: usize, targets: Range<usize>) -> Option<usize> {
        let Range { mut start, mut end } = targets;
        while start < end {
            let middle = start.midpoint(end);
            match self.compare(row, middle) {
                Ordering::Equal => return Some(middle),
                Ordering::Less => end = middle,
                Ordering::Greater => start = middle + 1,
            }
        }
        None
    }

    fn compare(&self, row: usize, target: usize) -> Ordering {
        let mut columns = self.columns.iter().map(|compare| compare(row, target));
        columns
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array, StringArray};

    fn batch(games: &[i64], keys: &[Option<&str>]) -> RecordBatch {
        let games: ArrayRef = Arc::new(Int64Array::from(games.to_vec()));
        let keys: ArrayRef = Arc::new(StringArray::from(keys.to_vec()));
        RecordBatch::try_from_iter_with_nullable([("game_pk", games, false), ("key", keys, true)]).unwrap()
    }

    fn first_broken(from: &RecordBatch, to: &RecordBatch) -> Option<usize> {
        let reference = Reference::new(from, &[0, 1], to, &[0, 1]).unwrap();
        reference.first_broken(0..from.num_rows(), 0..to.num_rows())
    }

    #[test]
    fn every_row_finds_its_target_in_any_order() {
        let to = batch(&[7, 7, 7, 8], &[Some("a"), Some("c"), Some("d"), Some("a")]);
        let from = batch(
            &[7, 8, 7, 7, 7],
            &[Some("d"), Some("a"), Some("a"), Some("a"), Some("c")],
        );
        assert_eq!(first_broken(&from, &to), None);
    }

    #[test]
    fn the_first_row_without_a_target_is_told() {
        let to = batch(&[7, 7, 8], &[Some("a"), Some("c"), Some("a")]);
        let from = batch(&[7, 7, 8], &[Some("a"), Some("b"), Some("z")]);
        assert_eq!(first_broken(&from, &to), Some(1));
        assert_eq!(first_broken(&from, &to.slice(0, 0)), Some(0));
    }

    #[test]
    fn a_row_with_a_null_need_not_lead_anywhere() {
        let to = batch(&[7], &[Some("a")]);
        let from = batch(&[7, 7], &[None, Some("a")]);
        assert_eq!(first_broken(&from, &to), None);
    }
}
