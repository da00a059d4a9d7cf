//! PostgreSQL's text cannot hold `\u0000`: it becomes U+FFFD, and is counted.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;

/// The batch without NUL characters, and how many there were.
pub fn replace(batch: RecordBatch) -> Result<(RecordBatch, u64), ArrowError> {
    if !batch.columns().iter().any(holds_nul) {
        return Ok((batch, 0));
    }
    let mut replaced = 0;
    let columns = batch.columns().iter().map(|column| match holds_nul(column) {
        true => Arc::new(replace_in(column.as_string::<i32>(), &mut replaced)) as ArrayRef,
        false => Arc::clone(column),
    });
    let columns = columns.collect();
    Ok((RecordBatch::try_new(batch.schema(), columns)?, replaced))
}

/// One look at the bytes of all rows together.
fn holds_nul(column: &ArrayRef) -> bool {
    if *column.data_type() != DataType::Utf8 {
        return false;
    }
    let column = column.as_string::<i32>();
    let offsets = column.value_offsets();
    match (offsets.first(), offsets.last()) {
        (Some(first), Some(last)) => column.value_data()[*first as usize..*last as usize].contains(&0),
        _ => false,
    }
}

fn replace_in(column: &StringArray, replaced: &mut u64) -> StringArray {
    let value = |value: Option<&str>| {
        let value = value?;
        *replaced += value.bytes().filter(|byte| *byte == 0).count() as u64;
        Some(value.replace('\0', "\u{fffd}"))
    };
    column.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirror_replaces_and_counts_nul_characters() {
        let texts: ArrayRef = Arc::new(StringArray::from(vec![Some("a\0b\0"), None, Some("c"), Some("")]));
        let clean: ArrayRef = Arc::new(StringArray::from(vec![Some("x"), Some("y"), None, Some("z")]));
        let batch = RecordBatch::try_from_iter([("texts", texts), ("clean", clean)]).unwrap();
        let (replaced, count) = replace(batch.clone()).unwrap();
        assert_eq!(count, 2);
        let texts: Vec<Option<&str>> = replaced.column(0).as_string::<i32>().iter().collect();
        assert_eq!(texts, [Some("a\u{fffd}b\u{fffd}"), None, Some("c"), Some("")]);
        assert_eq!(replaced.column(1), batch.column(1));
        let (same, count) = replace(batch.slice(1, 3)).unwrap();
        assert_eq!((same, count), (batch.slice(1, 3), 0));
    }
}
