//! The hash of what a game's rows say, the same however they were computed, stored or read back.
//!
//! Column by column: which rows are null, then the values without those. Nothing of provenance belongs in it; which columns
//! those are is the caller's to say.

use std::fmt;
use std::ops::Range;

use arrow::array::types::ArrowPrimitiveType;
use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, PrimitiveArray, RecordBatch, StringArray};
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
        let mut bytes = Vec::new();
        for index in columns {
            let column = batch.column(*index).slice(rows.start, rows.len());
            let start = bytes.len() + LENGTH;
            bytes.extend_from_slice(&[0; LENGTH]);
            append_column(&mut bytes, &column).ok_or_else(|| Error::Schema {
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

fn append_column(bytes: &mut Vec<u8>, column: &ArrayRef) -> Option<()> {
    append_validity(bytes, column);
    match column.data_type() {
        DataType::Boolean => append_booleans(bytes, column.as_boolean()),
        DataType::Date32 => append_fixed(bytes, column.as_primitive::<Date32Type>()),
        DataType::Float64 => append_fixed(bytes, column.as_primitive::<Float64Type>()),
        DataType::Int32 => append_fixed(bytes, column.as_primitive::<Int32Type>()),
        DataType::Int64 => append_fixed(bytes, column.as_primitive::<Int64Type>()),
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            append_fixed(bytes, column.as_primitive::<TimestampMicrosecondType>());
        }
        DataType::Utf8 => append_strings(bytes, column.as_string::<i32>()),
        _ => return None,
    }
    Some(())
}

/// One bit a row, and none where nothing is null: an absent null buffer and a full one are the same content.
fn append_validity(bytes: &mut Vec<u8>, column: &ArrayRef) {
    bytes.extend_from_slice(&(column.len() as u64).to_le_bytes());
    match column.nulls().filter(|nulls| nulls.null_count() > 0) {
        None => bytes.push(0),
        Some(nulls) => {
            bytes.push(1);
            append_bits(bytes, nulls.iter());
        }
    }
}

fn append_bits(bytes: &mut Vec<u8>, bits: impl Iterator<Item = bool>) {
    let (mut byte, mut filled) = (0_u8, 0);
    for bit in bits {
        byte |= u8::from(bit) << filled;
        filled += 1;
        if filled == 8 {
            bytes.push(byte);
            (byte, filled) = (0, 0);
        }
    }
    if filled > 0 {
        bytes.push(byte);
    }
}

fn append_booleans(bytes: &mut Vec<u8>, column: &BooleanArray) {
    append_bits(bytes, column.iter().map(|value| value == Some(true)));
}

fn append_fixed<T: ArrowPrimitiveType>(bytes: &mut Vec<u8>, column: &PrimitiveArray<T>) {
    let width = size_of::<T::Native>();
    let start = bytes.len();
    bytes.extend_from_slice(column.values().inner().as_slice());
    // What stands under a null is nobody's content.
    if let Some(nulls) = column.nulls().filter(|nulls| nulls.null_count() > 0) {
        for (row, valid) in nulls.iter().enumerate() {
            if !valid {
                bytes[start + row * width..start + (row + 1) * width].fill(0);
            }
        }
    }
}

fn append_strings(bytes: &mut Vec<u8>, column: &StringArray) {
    for value in column {
        let length = value.map_or(0, str::len) as u32;
        bytes.extend_from_slice(&length.to_le_bytes());
    }
    if column.null_count() == 0 {
        let (first, last) = (column.value_offsets().first(), column.value_offsets().last());
        if let (Some(first), Some(last)) = (first, last) {
            bytes.extend_from_slice(&column.value_data()[*first as usize..*last as usize]);
        }
        return;
    }
    column
        .iter()
        .flatten()
        .for_each(|value| bytes.extend_from_slice(value.as_bytes()));
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
