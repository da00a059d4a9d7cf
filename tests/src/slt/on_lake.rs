//! The lake answers.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, TimeUnit, TimestampMicrosecondType};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use async_trait::async_trait;
use datafusion::error::DataFusionError;
use datafusion::prelude::SessionContext;
use sqllogictest::{AsyncDB, DBOutput, DefaultColumnType};

use super::{EngineError, written};

/// A session that reads a lake.
#[derive(Clone)]
pub struct OnLake {
    session: SessionContext,
}

impl OnLake {
    /// Asks this session.
    pub fn new(session: SessionContext) -> OnLake {
        OnLake { session }
    }
}

#[async_trait]
impl AsyncDB for OnLake {
    type Error = EngineError;
    type ColumnType = DefaultColumnType;

    async fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, EngineError> {
        let frame = self.session.sql(sql).await?;
        let fields = frame.schema().fields();
        let types = fields
            .iter()
            .map(|field| letter(field.data_type()))
            .collect::<Result<Vec<_>, _>>()?;
        let mut rows = Vec::new();
        for batch in frame.collect().await? {
            rows.extend(rows_of(&batch)?);
        }
        Ok(DBOutput::Rows { types, rows })
    }

    async fn shutdown(&mut self) {}
}

fn letter(data_type: &DataType) -> Result<DefaultColumnType, EngineError> {
    match data_type {
        integer if integer.is_integer() => Ok(DefaultColumnType::Integer),
        number if number.is_numeric() => Ok(DefaultColumnType::FloatingPoint),
        DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Boolean
        | DataType::Date32
        | DataType::Timestamp(_, Some(_)) => Ok(DefaultColumnType::Text),
        DataType::Dictionary(_, values) => letter(values),
        other => Err(EngineError::new(format!(
            "no way to write a column of type {other}"
        ))),
    }
}

fn rows_of(batch: &RecordBatch) -> Result<Vec<Vec<String>>, EngineError> {
    let columns = batch.columns().iter().map(texts).collect::<Result<Vec<_>, _>>()?;
    let row = |index: usize| -> Vec<String> { columns.iter().map(|column| column[index].clone()).collect() };
    Ok((0..batch.num_rows()).map(row).collect())
}

fn texts(column: &ArrayRef) -> Result<Vec<String>, EngineError> {
    let or_null = |text: Option<String>| text.unwrap_or_else(|| written::NULL.to_owned());
    match column.data_type() {
        DataType::Timestamp(..) => {
            let moments = cast(
                column,
                &DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            )?;
            let moments = moments.as_primitive::<TimestampMicrosecondType>();
            Ok(moments
                .iter()
                .map(|moment| or_null(moment.and_then(written::moment)))
                .collect())
        }
        number if number.is_numeric() && !number.is_integer() => {
            let numbers = cast(column, &DataType::Float64)?;
            let numbers = numbers.as_primitive::<Float64Type>();
            Ok(numbers
                .iter()
                .map(|number| or_null(number.map(written::real)))
                .collect())
        }
        _ => {
            let options = FormatOptions::default();
            let shown = ArrayFormatter::try_new(column.as_ref(), &options)?;
            let text = |row| (!column.is_null(row)).then(|| written::text(&shown.value(row).to_string()));
            Ok((0..column.len()).map(|row| or_null(text(row))).collect())
        }
    }
}

impl From<DataFusionError> for EngineError {
    fn from(error: DataFusionError) -> EngineError {
        EngineError::new(error.strip_backtrace())
    }
}

impl From<ArrowError> for EngineError {
    fn from(error: ArrowError) -> EngineError {
        EngineError::new(error.to_string())
    }
}
