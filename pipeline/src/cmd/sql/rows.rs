//! Rows of an answer as text or bytes.

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use parquet::arrow::ArrowWriter;

use crate::error::{Error, Result};

/// Columns for a person.
pub fn table(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<String> {
    let failed = |e| mlb_lake::Error::arrow("rows to print")(e);
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic);
    if !console::user_attended() {
        table.set_width(u16::MAX);
    }
    table.set_header(schema.fields().iter().map(|field| field.name().as_str()));
    for (index, field) in schema.fields().iter().enumerate() {
        if let Some(column) = table.column_mut(index) {
            column.set_padding((0, 2));
            if is_number(field.data_type()) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    let options = FormatOptions::default().with_timestamp_tz_format(Some("%Y-%m-%d %H:%M:%S%.3fZ"));
    for batch in batches {
        let formatters = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &options))
            .collect::<std::result::Result<Vec<_>, _>>()
            .map_err(failed)?;
        for row in 0..batch.num_rows() {
            table.add_row(
                formatters
                    .iter()
                    .map(|formatter| formatter.value(row).to_string()),
            );
        }
    }
    let lines: Vec<String> = table
        .to_string()
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    Ok(lines.join("\n"))
}

fn is_number(data_type: &DataType) -> bool {
    data_type.is_numeric()
}

fn kind(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Struct(_) => "struct",
        DataType::Map(..) => "map",
        _ => "list",
    }
}

/// Comma-separated, with a header.
pub fn csv(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<Vec<u8>> {
    if let Some(field) = schema.fields().iter().find(|field| field.data_type().is_nested()) {
        let reason = format!(
            "CSV has no place for column `{}`, which holds a {}; select its fields, or use `--format json`",
            field.name(),
            kind(field.data_type())
        );
        return Err(Error::Statement { reason });
    }
    let failed = |e| mlb_lake::Error::arrow("rows as CSV")(e);
    let mut writer = arrow::csv::WriterBuilder::new()
        .with_header(true)
        .build(Vec::new());
    if batches.iter().all(|batch| batch.num_rows() == 0) {
        writer
            .write(&RecordBatch::new_empty(schema.clone()))
            .map_err(failed)?;
    }
    for batch in batches {
        writer.write(batch).map_err(failed)?;
    }
    Ok(writer.into_inner())
}

/// One JSON object a line.
pub fn json(batches: &[RecordBatch]) -> Result<Vec<u8>> {
    let failed = |e| mlb_lake::Error::arrow("rows as JSON")(e);
    let builder = arrow::json::WriterBuilder::new().with_explicit_nulls(true);
    let mut writer = builder.build::<_, arrow::json::writer::LineDelimited>(Vec::new());
    for batch in batches {
        writer.write(batch).map_err(failed)?;
    }
    writer.finish().map_err(failed)?;
    Ok(writer.into_inner())
}

/// A Parquet file.
pub fn parquet(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<Vec<u8>> {
    let failed = |e: parquet::errors::ParquetError| mlb_lake::Error::arrow("rows as Parquet")(e.into());
    let properties = mlb_lake::writer::export_properties();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema.clone(), Some(properties)).map_err(failed)?;
    for batch in batches {
        writer.write(batch).map_err(failed)?;
    }
    Ok(writer.into_inner().map_err(failed)?)
}
