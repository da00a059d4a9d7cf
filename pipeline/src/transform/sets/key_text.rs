//! The values of some columns of a row as one text: names a set or a row in the ledger, the same on every machine.

use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use mlb_lake::{Error, Result};

/// The text of each row of a batch, `["2024-07-12","745001"]`; `[]` where there is no column.
pub fn of_rows(batch: &RecordBatch, columns: &[usize]) -> Result<Vec<String>> {
    let options = FormatOptions::default();
    let formatters = columns
        .iter()
        .map(|index| ArrayFormatter::try_new(batch.column(*index).as_ref(), &options))
        .collect::<Result<Vec<_>, ArrowError>>()
        .map_err(Error::arrow("keys of rows"))?;
    let text = |row: usize| {
        let values: Vec<String> = formatters
            .iter()
            .map(|formatter| formatter.value(row).to_string())
            .collect();
        of_values(&values)
    };
    Ok((0..batch.num_rows()).map(text).collect())
}

/// The text of these values.
pub fn of_values(values: &[String]) -> String {
    serde_json::to_string(values).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Date32Array, Int64Array, StringArray};

    use super::*;

    #[test]
    fn every_value_is_a_text_of_its_own() {
        let days: ArrayRef = Arc::new(Date32Array::from(vec![19_916, -1]));
        let games: ArrayRef = Arc::new(Int64Array::from(vec![745_001, -2]));
        let names: ArrayRef = Arc::new(StringArray::from(vec!["a\",\"b", ""]));
        let batch = RecordBatch::try_from_iter([("day", days), ("game", games), ("name", names)]).unwrap();
        assert_eq!(
            of_rows(&batch, &[0, 1]).unwrap(),
            ["[\"2024-07-12\",\"745001\"]", "[\"1969-12-31\",\"-2\"]"]
        );
        assert_eq!(of_rows(&batch, &[2]).unwrap(), ["[\"a\\\",\\\"b\"]", "[\"\"]"]);
        assert_eq!(of_rows(&batch, &[]).unwrap(), ["[]", "[]"]);
    }
}
