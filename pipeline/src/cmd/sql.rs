//! `mlb sql`

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use mlb_lake::contract::nearest::did_you_mean;
use mlb_lake::reader;

use super::Done;
use super::output::{Output, plural};
use crate::error::{Error, Result};
use crate::settings::Settings;

/// Ask the lake in SQL: `game.live_game_plays`, `raw.game.live_game_v1`,
/// `doc.game_live_game_v1.events`, `meta.runs`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One statement; `-` reads it from standard input
    statement: String,
    /// How rows are printed
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Columns for a person
    Table,
    /// Comma-separated, with a header
    Csv,
    /// One JSON object a line
    Json,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    settings.lake.check().await?;
    let statement = statement(&args.statement)?;
    let failed = |source: DataFusionError| statement_error(&source, settings);
    let session = reader::session(&settings.lake, &settings.home, &settings.catalog, None)?;
    // A lake is written by its jobs only.
    let queries = SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false);
    let frame = session
        .sql_with_options(&statement, queries)
        .await
        .map_err(failed)?;
    let schema: SchemaRef = std::sync::Arc::new(frame.schema().as_arrow().clone());
    let batches = frame.collect().await.map_err(failed)?;
    let format = if output.is_json() {
        Format::Json
    } else {
        args.format
    };
    match format {
        Format::Table => {
            output.print(&table(&schema, &batches)?);
            let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
            if console::user_attended() {
                output.note(&plural(rows as u64, "row"));
            }
        }
        Format::Csv => output.print_raw(&csv(&schema, &batches)?),
        Format::Json => output.print_raw(&json(&batches)?),
    }
    Ok(Done::Clean)
}

/// What DataFusion says, in the names that the user knows.
fn statement_error(source: &DataFusionError, settings: &Settings) -> Error {
    let message = source.strip_backtrace();
    let unknown = message
        .split_once("table 'lake.")
        .and_then(|(_, rest)| rest.split_once("' not found"));
    let Some((table, _)) = unknown else {
        return Error::Statement { reason: message };
    };
    let views = settings.catalog.contracts.iter().flat_map(|contract| {
        let schema = contract.source.schema();
        let views = reader::views(&settings.home.sql.join("views"), &settings.catalog, schema);
        views
            .unwrap_or_default()
            .into_iter()
            .map(move |(view, _)| format!("{schema}.{view}"))
    });
    let known: Vec<String> = settings
        .catalog
        .tables()
        .map(|table| table.qualified_name())
        .chain(views)
        .chain(reader::BOOKS.iter().map(|book| format!("meta.{book}")))
        .collect();
    let hint = did_you_mean(table, known.iter().map(String::as_str));
    let hint = if hint.is_empty() {
        "; `mlb tables` lists what is there".to_owned()
    } else {
        hint
    };
    Error::Statement {
        reason: format!("there is no table `{table}`{hint}"),
    }
}

fn statement(given: &str) -> Result<String> {
    if given != "-" {
        return Ok(given.to_owned());
    }
    std::io::read_to_string(std::io::stdin()).map_err(|source| Error::File {
        file: "standard input".to_owned(),
        source,
    })
}

fn table(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<String> {
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

fn csv(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<Vec<u8>> {
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

fn json(batches: &[RecordBatch]) -> Result<Vec<u8>> {
    let failed = |e| mlb_lake::Error::arrow("rows as JSON")(e);
    let builder = arrow::json::WriterBuilder::new().with_explicit_nulls(true);
    let mut writer = builder.build::<_, arrow::json::writer::LineDelimited>(Vec::new());
    for batch in batches {
        writer.write(batch).map_err(failed)?;
    }
    writer.finish().map_err(failed)?;
    Ok(writer.into_inner())
}
