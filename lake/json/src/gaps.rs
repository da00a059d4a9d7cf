//! Which rows of a column have no value, as runs.
//!
//! A column is told of values only; rows that were passed over are filled in when the next value comes, so
//! that an absent object of fifty leaves costs nothing.
use arrow::buffer::{BooleanBuffer, Buffer, NullBuffer};

#[derive(Clone, Debug, Default)]
pub(crate) struct Gaps {
    /// From and to (not included), ascending, none of them empty.
    runs: Vec<(u32, u32)>,
}

impl Gaps {
    #[inline]
    pub(crate) fn push(&mut self, from: usize, to: usize) {
        self.runs.push((from as u32, to as u32));
    }

    /// Forgets all from a row on.
    pub(crate) fn truncate(&mut self, len: usize) {
        let len = len as u32;
        while let Some(last) = self.runs.last_mut().filter(|(_, to)| *to > len) {
            if last.0 < len {
                last.1 = len;
                break;
            }
            self.runs.pop();
        }
    }

    pub(crate) fn byte_size(&self) -> usize {
        self.runs.len() * size_of::<(u32, u32)>()
    }

    /// The validity of `len` rows, none where all are valid.
    pub(crate) fn take(&mut self, len: usize) -> Option<NullBuffer> {
        if self.runs.is_empty() {
            return None;
        }
        let mut words = vec![!0u64; len.div_ceil(64)];
        for (from, to) in self.runs.drain(..) {
            clear(&mut words, from as usize, to as usize);
        }
        Some(NullBuffer::new(BooleanBuffer::new(
            Buffer::from_vec(words),
            0,
            len,
        )))
    }
}

fn clear(words: &mut [u64], from: usize, to: usize) {
    let (first, last) = (from / 64, (to - 1) / 64);
    let head = !0u64 << (from % 64);
    let tail = !0u64 >> (63 - (to - 1) % 64);
    if first == last {
        words[first] &= !(head & tail);
    } else {
        words[first] &= !head;
        words[first + 1..last].fill(0);
        words[last] &= !tail;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn gaps_are_the_rows_without_a_value(valid in prop::collection::vec(any::<bool>(), 1..300), keep in 0usize..300) {
            let mut gaps = Gaps::default();
            let mut len = 0;
            for row in valid.iter().enumerate().filter(|(_, valid)| **valid).map(|(row, _)| row).chain([valid.len()]) {
                if len < row {
                    gaps.push(len, row);
                }
                len = row + 1;
            }
            let keep = keep.min(valid.len());
            gaps.truncate(keep);
            let read: Vec<bool> = gaps.take(keep).map_or(vec![true; keep], |nulls| nulls.iter().collect());
            prop_assert_eq!(&read, &valid[..keep]);
        }
    }
}
