//! The columns of the capture that every level carries.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int32Array, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Field, TimeUnit};

/// One value a document: which capture it is and what it is about.
#[derive(Debug, Default)]
pub struct CaptureColumns {
    /// The capture's id.
    pub capture_id: Vec<String>,
    /// The season.
    pub season: Vec<i32>,
    /// The game.
    pub game_pk: Vec<i64>,
    /// The official date, in days since 1970-01-01.
    pub game_date: Vec<Option<i32>>,
    /// When the capture was asked for, in µs since 1970-01-01 UTC.
    pub captured_at: Vec<i64>,
}

impl CaptureColumns {
    /// The columns' names and types, in the order of [`CaptureColumns::arrays`].
    pub fn fields() -> Vec<Field> {
        vec![
            Field::new("capture_id", DataType::Utf8, false),
            Field::new("season", DataType::Int32, false),
            Field::new("game_pk", DataType::Int64, false),
            Field::new("game_date", DataType::Date32, true),
            Field::new(
                "source_captured_at",
                DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
                false,
            ),
        ]
    }

    /// One row a document.
    pub fn arrays(&self) -> Vec<ArrayRef> {
        let captured_at = TimestampMicrosecondArray::from(self.captured_at.clone()).with_timezone("UTC");
        vec![
            Arc::new(StringArray::from(self.capture_id.clone())),
            Arc::new(Int32Array::from(self.season.clone())),
            Arc::new(Int64Array::from(self.game_pk.clone())),
            Arc::new(Date32Array::from(self.game_date.clone())),
            Arc::new(captured_at),
        ]
    }

    /// Documents.
    pub fn len(&self) -> usize {
        self.capture_id.len()
    }

    /// No document.
    pub fn is_empty(&self) -> bool {
        self.capture_id.is_empty()
    }
}
