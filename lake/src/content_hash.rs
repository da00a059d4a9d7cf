//! The hash of what a game's rows say, the same however they were computed, stored or read back.
//!
//! Column by column: which rows are null, then the values without those. Nothing of provenance belongs in it; which columns
//! those are is the caller's to say.

use std::fmt;
use std::ops::Range;

use arrow::array::types::ArrowPrimitiveType;
use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, PrimitiveArray, RecordBatch, StringArray};
use arrow::buffer::BooleanBuffer;
use arrow::datatypes::{
    DataType, Date32Type, Float64Type, Int32Type, Int64Type, TimeUnit, TimestampMicrosecondType,
};

use crate::error::{Error, Result};

/// 128 bits of BLAKE3, printed as 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; 16]);

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl ContentHash {
    /// The hash of rows of a batch, over the given columns in the given order.
    ///
    /// # Errors
    /// `Schema` for a column of a type that no contract has.
    pub fn of_rows(batch: &RecordBatch, columns: &[usize], rows: Range<usize>) -> Result<ContentHash> {
        const LENGTH: usize = size_of::<u64>();
        // BLAKE3 is several times faster over one long text than over many short ones.
        let mut bytes = Vec::with_capacity(columns.len() * (rows.len() + 2) * LENGTH);
        for index in columns {
            let column = batch.column(*index);
            let start = bytes.len() + LENGTH;
            bytes.extend_from_slice(&[0; LENGTH]);
            append_column(&mut bytes, column, &rows).ok_or_else(|| Error::Schema {
                table: batch.schema().field(*index).name().clone(),
                finding: format!("a {} has no content hash", column.data_type()),
            })?;
            let length = (bytes.len() - start) as u64;
            bytes[start - LENGTH..start].copy_from_slice(&length.to_le_bytes());
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(&bytes);
        Ok(ContentHash::from(&hasher))
    }

    /// The hash of a whole table from those of its games, which must come in the order of their keys.
    pub fn of_parts(parts: impl IntoIterator<Item = (i64, ContentHash)>) -> ContentHash {
        let mut hasher = blake3::Hasher::new();
        for (key, hash) in parts {
            hasher.update(&key.to_le_bytes());
            hasher.update(&hash.0);
        }
        ContentHash::from(&hasher)
    }
}

impl From<&blake3::Hasher> for ContentHash {
    fn from(hasher: &blake3::Hasher) -> ContentHash {
        let mut short = [0; 16];
        short.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        ContentHash(short)
    }
}

fn append_column(bytes: &mut Vec<u8>, column: &ArrayRef, rows: &Range<usize>) -> Option<()> {
    let nulls = nulls(column, rows);
    append_validity(bytes, nulls.as_ref(), rows.len());
    let nulls = nulls.as_ref();
    match column.data_type() {
        DataType::Boolean => append_booleans(bytes, column.as_boolean(), nulls, rows),
        DataType::Date32 => append_fixed(bytes, column.as_primitive::<Date32Type>(), nulls, rows),
        DataType::Float64 => append_fixed(bytes, column.as_primitive::<Float64Type>(), nulls, rows),
        DataType::Int32 => append_fixed(bytes, column.as_primitive::<Int32Type>(), nulls, rows),
        DataType::Int64 => append_fixed(bytes, column.as_primitive::<Int64Type>(), nulls, rows),
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            append_fixed(
                bytes,
                column.as_primitive::<TimestampMicrosecondType>(),
                nulls,
                rows,
            );
        }
        DataType::Utf8 => append_strings(bytes, column.as_string::<i32>(), nulls, rows),
        _ => return None,
    }
    Some(())
}

/// Which rows are not null; nothing where all are.
fn nulls(column: &ArrayRef, rows: &Range<usize>) -> Option<BooleanBuffer> {
    let nulls = column.nulls().filter(|nulls| nulls.null_count() > 0)?;
    let valid = nulls.inner().slice(rows.start, rows.len());
    (valid.count_set_bits() < rows.len()).then_some(valid)
}

/// One bit a row, and none where nothing is null: an absent null buffer and a full one are the same content.
fn append_validity(bytes: &mut Vec<u8>, nulls: Option<&BooleanBuffer>, rows: usize) {
    bytes.extend_from_slice(&(rows as u64).to_le_bytes());
    bytes.push(u8::from(nulls.is_some()));
    if let Some(nulls) = nulls {
        append_bits(bytes, nulls);
    }
}

/// Eight a byte, the first one lowest; what is left of the last byte is zero.
fn append_bits(bytes: &mut Vec<u8>, bits: &BooleanBuffer) {
    let length = bits.len().div_ceil(8);
    bytes.extend_from_slice(&bits.sliced().as_slice()[..length]);
    let used = bits.len() % 8;
    if let (Some(last), true) = (bytes.last_mut(), used > 0) {
        *last &= (1 << used) - 1;
    }
}

fn append_booleans(
    bytes: &mut Vec<u8>,
    column: &BooleanArray,
    nulls: Option<&BooleanBuffer>,
    rows: &Range<usize>,
) {
    let values = column.values().slice(rows.start, rows.len());
    match nulls {
        None => append_bits(bytes, &values),
        Some(nulls) => append_bits(bytes, &(&values & nulls)),
    }
}

fn append_fixed<T: ArrowPrimitiveType>(
    bytes: &mut Vec<u8>,
    column: &PrimitiveArray<T>,
    nulls: Option<&BooleanBuffer>,
    rows: &Range<usize>,
) {
    let width = size_of::<T::Native>();
    let start = bytes.len();
    let values = column.values().inner().as_slice();
    bytes.extend_from_slice(&values[rows.start * width..rows.end * width]);
    // What stands under a null is nobody's content.
    for (row, valid) in nulls.into_iter().flatten().enumerate() {
        if !valid {
            bytes[start + row * width..start + (row + 1) * width].fill(0);
        }
    }
}

fn append_strings(
    bytes: &mut Vec<u8>,
    column: &StringArray,
    nulls: Option<&BooleanBuffer>,
    rows: &Range<usize>,
) {
    let offsets = &column.value_offsets()[rows.start..=rows.end];
    let text = column.value_data();
    let Some(nulls) = nulls else {
        append_lengths(bytes, offsets.windows(2).map(|pair| (pair[1] - pair[0]) as u32));
        bytes.extend_from_slice(&text[offsets[0] as usize..offsets[rows.len()] as usize]);
        return;
    };
    let values = offsets.windows(2).zip(nulls.iter());
    let spans = values.map(|(pair, valid)| {
        if valid {
            pair[0] as usize..pair[1] as usize
        } else {
            0..0
        }
    });
    append_lengths(bytes, spans.clone().map(|span| span.len() as u32));
    spans.for_each(|span| bytes.extend_from_slice(&text[span]));
}

fn append_lengths(bytes: &mut Vec<u8>, lengths: impl ExactSizeIterator<Item = u32>) {
    const LENGTH: usize = size_of::<u32>();
    let start = bytes.len();
    bytes.resize(start + lengths.len() * LENGTH, 0);
    for (slot, length) in bytes[start..].chunks_exact_mut(LENGTH).zip(lengths) {
        slot.copy_from_slice(&length.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use arrow::array::{Float64Array, Int64Array};

    fn hash(columns: Vec<ArrayRef>, rows: Range<usize>) -> ContentHash {
        let named = columns
            .into_iter()
            .enumerate()
            .map(|(i, c)| (format!("c{i}"), c, true));
        let batch = RecordBatch::try_from_iter_with_nullable(named).unwrap();
        let all: Vec<usize> = (0..batch.num_columns()).collect();
        ContentHash::of_rows(&batch, &all, rows).unwrap()
    }

    #[test]
    fn a_slice_hashes_like_the_same_rows_alone() {
        let whole: ArrayRef = Arc::new(StringArray::from(vec![Some("a"), None, Some("bc"), Some("")]));
        let part: ArrayRef = Arc::new(StringArray::from(vec![None, Some("bc")]));
        assert_eq!(hash(vec![whole], 1..3), hash(vec![part], 0..2));
        let whole: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None, Some(3)]));
        let part: ArrayRef = Arc::new(Int64Array::from(vec![3]));
        assert_eq!(hash(vec![whole], 2..3), hash(vec![part], 0..1));
    }

    #[test]
    fn bits_of_a_slice_hash_like_the_same_bits_alone() {
        let value = |row: usize| (!row.is_multiple_of(5)).then_some(row.is_multiple_of(3));
        let whole: ArrayRef = Arc::new(BooleanArray::from_iter((0..40).map(value)));
        for rows in [3..17, 8..16, 31..40, 7..7] {
            let part: ArrayRef = Arc::new(BooleanArray::from_iter(rows.clone().map(value)));
            let all = 0..rows.len();
            assert_eq!(hash(vec![Arc::clone(&whole)], rows), hash(vec![part], all));
        }
    }

    #[test]
    fn null_is_neither_zero_nor_empty() {
        let null: ArrayRef = Arc::new(Float64Array::from(vec![None::<f64>]));
        let zero: ArrayRef = Arc::new(Float64Array::from(vec![0.0]));
        assert_ne!(hash(vec![null], 0..1), hash(vec![zero], 0..1));
        let null: ArrayRef = Arc::new(StringArray::from(vec![None::<&str>]));
        let empty: ArrayRef = Arc::new(StringArray::from(vec![""]));
        assert_ne!(hash(vec![null], 0..1), hash(vec![empty], 0..1));
    }

    #[test]
    fn text_does_not_flow_between_rows_or_columns() {
        let strings = |a: &str, b: &str| -> ArrayRef { Arc::new(StringArray::from(vec![a, b])) };
        assert_ne!(
            hash(vec![strings("ab", "c")], 0..2),
            hash(vec![strings("a", "bc")], 0..2)
        );
        let (one, two) = (strings("x", ""), strings("", "x"));
        assert_ne!(
            hash(vec![one.clone(), two.clone()], 0..2),
            hash(vec![two, one], 0..2)
        );
    }
}
