//! Columns that grow by row number: rows passed over become NULL, and going back to fewer rows undoes.
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, PrimitiveArray, StringArray};
use arrow::buffer::{BooleanBuffer, Buffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{ArrowNativeType, ArrowPrimitiveType};

use crate::gaps::Gaps;

/// Values of one size.
#[derive(Debug)]
pub(crate) struct Column<T> {
    values: Vec<T>,
    gaps: Gaps,
    /// Its path's number, for drift.
    pub(crate) path: u32,
}

impl<T: Copy + Default> Column<T> {
    pub(crate) fn new(path: u32) -> Self {
        Column {
            values: Vec::new(),
            gaps: Gaps::default(),
            path,
        }
    }

    /// The value of a row that has none yet.
    #[inline(always)]
    pub(crate) fn push(&mut self, row: usize, value: T) {
        if self.values.len() != row {
            self.pad(row);
        }
        self.values.push(value);
    }

    /// Whether a row has a value already; then it loses it.
    #[inline(always)]
    pub(crate) fn forget(&mut self, row: usize) -> bool {
        let repeated = self.values.len() > row;
        if repeated {
            self.truncate(row);
        }
        repeated
    }

    #[inline(never)]
    fn pad(&mut self, row: usize) {
        self.gaps.push(self.values.len(), row);
        self.values.resize(row, T::default());
    }

    pub(crate) fn truncate(&mut self, rows: usize) {
        self.values.truncate(rows);
        self.gaps.truncate(rows);
    }

    pub(crate) fn byte_size(&self) -> usize {
        size_of_val(self.values.as_slice()) + self.gaps.byte_size()
    }

    /// The values of `rows` rows and their validity.
    fn take(&mut self, rows: usize) -> (Vec<T>, Option<arrow::buffer::NullBuffer>) {
        if self.values.len() < rows {
            self.pad(rows);
        }
        let next = Vec::with_capacity(rows);
        (std::mem::replace(&mut self.values, next), self.gaps.take(rows))
    }
}

impl<T: ArrowNativeType> Column<T> {
    pub(crate) fn finish<A: ArrowPrimitiveType<Native = T>>(&mut self, rows: usize) -> PrimitiveArray<A> {
        let (values, nulls) = self.take(rows);
        PrimitiveArray::new(ScalarBuffer::from(values), nulls)
    }
}

impl Column<bool> {
    pub(crate) fn finish_booleans(&mut self, rows: usize) -> ArrayRef {
        let (values, nulls) = self.take(rows);
        Arc::new(BooleanArray::new(BooleanBuffer::from(values), nulls))
    }
}

/// Texts.
#[derive(Debug)]
pub(crate) struct TextColumn {
    /// The texts so far and room for more; what is beyond the last end means nothing.
    bytes: Vec<u8>,
    /// Where each row's text ends; the first entry is where the first one starts.
    ends: Vec<i32>,
    gaps: Gaps,
    pub(crate) path: u32,
}

/// The texts of a column are over 2 GiB; the batch must be finished first.
#[derive(Debug)]
pub(crate) struct Full;

impl TextColumn {
    pub(crate) fn new(path: u32) -> Self {
        TextColumn {
            bytes: Vec::new(),
            ends: vec![0],
            gaps: Gaps::default(),
            path,
        }
    }

    fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// The text of a row that has none yet, from `start` to `end` of a document.
    #[inline(always)]
    pub(crate) fn push(&mut self, row: usize, document: &[u8], start: usize, end: usize) -> Result<(), Full> {
        let (held, len) = (self.end(), end - start);
        // 32 bytes at once, of which some mean nothing: cheaper than a copy of an odd size.
        if let Some(from) = document.get(start..).and_then(|rest| rest.first_chunk::<32>())
            && let Some(to) = self
                .bytes
                .get_mut(held..)
                .and_then(|rest| rest.first_chunk_mut::<32>())
            && len <= 32
        {
            *to = *from;
            return self.close(row, held + len);
        }
        self.push_slowly(row, document.get(start..end).unwrap_or_default())
    }

    /// The text of a row that has none yet.
    #[inline(never)]
    pub(crate) fn push_slowly(&mut self, row: usize, text: &[u8]) -> Result<(), Full> {
        let held = self.end();
        let end = held + text.len();
        if end + 32 > self.bytes.len() {
            self.bytes.resize((end + 32).max(self.bytes.len() * 2), 0);
        }
        self.bytes[held..end].copy_from_slice(text);
        self.close(row, end)
    }

    #[inline(always)]
    fn close(&mut self, row: usize, end: usize) -> Result<(), Full> {
        let end = i32::try_from(end).map_err(|_| Full)?;
        if self.len() != row {
            self.pad(row);
        }
        self.ends.push(end);
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn forget(&mut self, row: usize) -> bool {
        let repeated = self.len() > row;
        if repeated {
            self.truncate(row);
        }
        repeated
    }

    #[inline(never)]
    fn pad(&mut self, row: usize) {
        self.gaps.push(self.len(), row);
        let end = self.ends.last().copied().unwrap_or(0);
        self.ends.resize(row + 1, end);
    }

    /// Where the last text ends.
    #[inline(always)]
    fn end(&self) -> usize {
        self.ends.last().map_or(0, |end| *end as usize)
    }

    pub(crate) fn truncate(&mut self, rows: usize) {
        self.ends.truncate(rows + 1);
        self.gaps.truncate(rows);
    }

    pub(crate) fn byte_size(&self) -> usize {
        self.end() + size_of_val(self.ends.as_slice()) + self.gaps.byte_size()
    }

    pub(crate) fn finish(&mut self, rows: usize) -> StringArray {
        if self.len() < rows {
            self.pad(rows);
        }
        let end = self.end();
        let mut next = Vec::with_capacity(self.ends.len());
        next.push(0);
        let ends = std::mem::replace(&mut self.ends, next);
        let mut bytes = std::mem::replace(&mut self.bytes, vec![0; end]);
        bytes.truncate(end);
        let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
        StringArray::new(offsets, Buffer::from_vec(bytes), self.gaps.take(rows))
    }
}
