//! Repeating an array's rows: what a parent says stands beside each of its children.
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, BooleanBufferBuilder, PrimitiveArray, StringArray, UInt32Array,
    downcast_primitive_array,
};
use arrow::buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::compute::take;
use arrow::datatypes::{ArrowPrimitiveType, DataType};
use arrow::error::ArrowError;

use crate::object::structs;

/// Row `n` stands at `starts[n]..starts[n + 1]` of the answer.
pub(crate) fn repeat(array: &ArrayRef, starts: &[i32]) -> Result<ArrayRef, ArrowError> {
    debug_assert_eq!(array.len() + 1, starts.len());
    let array = array.as_ref();
    downcast_primitive_array!(
        array => Ok(Arc::new(repeat_primitive(array, starts)) as ArrayRef),
        DataType::Boolean => {
            let array = array.as_boolean();
            let values = repeat_bits(array.values(), starts);
            Ok(Arc::new(BooleanArray::new(values, repeat_nulls(array, starts))))
        },
        DataType::Utf8 => repeat_texts(array.as_string(), starts),
        DataType::Struct(fields) => {
            let parent = array.as_struct();
            let columns = parent.columns().iter().map(|column| repeat(column, starts)).collect::<Result<Vec<_>, _>>()?;
            Ok(Arc::new(structs(fields, columns, repeat_nulls(parent, starts), len(starts))))
        },
        _ => {
            let rows = runs(starts).zip(0u32..).flat_map(|(count, row)| std::iter::repeat_n(row, count));
            take(array, &UInt32Array::from_iter_values(rows), None)
        }
    )
}

fn len(starts: &[i32]) -> usize {
    starts.last().map_or(0, |end| *end as usize)
}

/// How often each row stands.
fn runs(starts: &[i32]) -> impl Iterator<Item = usize> {
    starts.windows(2).map(|pair| (pair[1] - pair[0]) as usize)
}

fn repeat_primitive<T: ArrowPrimitiveType>(array: &PrimitiveArray<T>, starts: &[i32]) -> PrimitiveArray<T> {
    let mut values = Vec::with_capacity(len(starts));
    for (count, value) in runs(starts).zip(array.values()) {
        values.extend(std::iter::repeat_n(*value, count));
    }
    PrimitiveArray::new(ScalarBuffer::from(values), repeat_nulls(array, starts))
        .with_data_type(array.data_type().clone())
}

fn repeat_texts(array: &StringArray, starts: &[i32]) -> Result<ArrayRef, ArrowError> {
    let bytes: usize = runs(starts)
        .enumerate()
        .map(|(row, count)| count * array.value_length(row) as usize)
        .sum();
    i32::try_from(bytes).map_err(|_| ArrowError::OffsetOverflowError(bytes))?;
    let mut ends = Vec::with_capacity(len(starts) + 1);
    ends.push(0);
    let mut values = Vec::with_capacity(bytes);
    for (row, count) in runs(starts).enumerate() {
        let text = array.value(row).as_bytes();
        for _ in 0..count {
            values.extend_from_slice(text);
            ends.push(values.len() as i32);
        }
    }
    let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
    Ok(Arc::new(StringArray::try_new(
        offsets,
        Buffer::from_vec(values),
        repeat_nulls(array, starts),
    )?))
}

fn repeat_nulls(array: &dyn Array, starts: &[i32]) -> Option<NullBuffer> {
    let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0)?;
    Some(NullBuffer::new(repeat_bits(nulls.inner(), starts)))
}

fn repeat_bits(bits: &BooleanBuffer, starts: &[i32]) -> BooleanBuffer {
    let mut repeated = BooleanBufferBuilder::new(len(starts));
    for (count, bit) in runs(starts).zip(bits) {
        repeated.append_n(count, bit);
    }
    repeated.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Decoder, Tree};

    #[test]
    fn rows_are_repeated_as_take_would() {
        let tree =
            Tree::parse("{a: int, b: boolean, c: string, d: timestamp, e: {f: double}, g: [int], h: {}}")
                .unwrap();
        let mut decoder = Decoder::new(&tree).unwrap();
        for text in [
            r#"{"a": 1, "b": true, "c": "x", "d": "2024-01-01", "e": {"f": 1.5}, "g": [1, 2], "h": {}}"#,
            "{}",
            r#"{"a": 2, "c": "", "e": {}, "g": [], "h": null}"#,
            r#"{"b": false, "c": "yy", "g": [3]}"#,
        ] {
            decoder.append(text.as_bytes()).unwrap();
        }
        decoder.append_null();
        let root: ArrayRef = Arc::new(decoder.finish().root);
        let expected = take(&root, &UInt32Array::from(vec![0, 0, 0, 2, 3, 3, 4]), None).unwrap();
        assert_eq!(&repeat(&root, &[0, 3, 3, 4, 6, 7]).unwrap(), &expected);
        assert_eq!(repeat(&root, &[0; 6]).unwrap().len(), 0);
    }
}
