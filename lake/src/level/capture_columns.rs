//! The columns of the capture that every level carries.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int32Array, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Field, TimeUnit};

use crate::contract::SourceKind;

/// One value a document: which capture it is and what it is about.
#[derive(Debug, Default)]
pub struct CaptureColumns {
    /// The capture's id.
    pub capture_id: Vec<String>,
    /// The season.
    pub season: Vec<Option<i32>>,
    /// The game.
    pub game_pk: Vec<Option<i64>>,
    /// The official date, in days since 1970-01-01.
    pub game_date: Vec<Option<i32>>,
    /// When the capture was asked for, in µs since 1970-01-01 UTC.
    pub captured_at: Vec<i64>,
    /// Of a source of sets: parameters in the request's path, as a JSON object.
    pub path_params: Vec<String>,
    /// Of a source of sets: parameters after its question mark, as a JSON object.
    pub query_params: Vec<String>,
}

impl CaptureColumns {
    /// The columns' names and types, in the order of [`CaptureColumns::arrays`]. A document that is one game says everything itself; of
    /// others the request may say more.
    pub fn fields(kind: SourceKind) -> Vec<Field> {
        let is_of_sets = kind == SourceKind::Sets;
        let mut fields = vec![
            Field::new("capture_id", DataType::Utf8, false),
            Field::new("season", DataType::Int32, is_of_sets),
            Field::new("game_pk", DataType::Int64, is_of_sets),
            Field::new("game_date", DataType::Date32, true),
            Field::new(
                "source_captured_at",
                DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
                false,
            ),
        ];
        if is_of_sets {
            fields.push(Field::new("path_params", DataType::Utf8, false));
            fields.push(Field::new("query_params", DataType::Utf8, false));
        }
        fields
    }

    /// One row a document.
    pub fn arrays(&self, kind: SourceKind) -> Vec<ArrayRef> {
        let captured_at = TimestampMicrosecondArray::from(self.captured_at.clone()).with_timezone("UTC");
        let mut arrays: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from(self.capture_id.clone())),
            match whole(&self.season) {
                Some(season) => Arc::new(Int32Array::from(season)),
                None => Arc::new(Int32Array::from(self.season.clone())),
            },
            match whole(&self.game_pk) {
                Some(game_pk) => Arc::new(Int64Array::from(game_pk)),
                None => Arc::new(Int64Array::from(self.game_pk.clone())),
            },
            Arc::new(Date32Array::from(self.game_date.clone())),
            Arc::new(captured_at),
        ];
        if kind == SourceKind::Sets {
            arrays.push(Arc::new(StringArray::from(self.path_params.clone())));
            arrays.push(Arc::new(StringArray::from(self.query_params.clone())));
        }
        arrays
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

/// The values where none is missing: an array of them needs no null buffer.
fn whole<T: Copy>(values: &[Option<T>]) -> Option<Vec<T>> {
    values.iter().copied().collect()
}
