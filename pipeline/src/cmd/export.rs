//! `mlb export`

use std::fs::File;
use std::path::{Path, PathBuf};

use futures::TryStreamExt;
use mlb_lake::contract::TableContract;
use mlb_lake::{TableId, reader, writer};
use parquet::arrow::ArrowWriter;
use serde::Serialize;

use super::Done;
use super::args::AsOf;
use super::output::{Output, bold, count, dim, plural};
use crate::error::{Error, Result};
use crate::runs::Versions;
use crate::settings::Settings;

/// Write tables as Parquet files that any tool reads, one a table, the rows in the order of the key.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Tables, for instance `live_game_plays`; all where none is named
    tables: Vec<String>,
    /// The folder; `game/live_game_plays.parquet` and so on go there
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The lake as it was after a run, or at a moment
    #[arg(long, value_name = "RUN|TIME")]
    as_of: Option<AsOf>,
}

#[derive(Debug, Serialize)]
struct Line {
    table: String,
    file: PathBuf,
    rows: u64,
    bytes: u64,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    settings.lake.check().await?;
    let as_of = AsOf::versions(args.as_of.as_ref(), &settings.lake).await?;
    let tables: Vec<&TableContract> = if args.tables.is_empty() {
        all_there(settings, as_of.as_ref()).await?
    } else {
        args.tables
            .iter()
            .map(|name| settings.table(name))
            .collect::<Result<_>>()?
    };
    let session = reader::session(&settings.lake, &settings.home, &settings.catalog, as_of)?;
    let mut lines = Vec::new();
    for table in tables {
        lines.push(export(table, &session, &args.to).await?);
    }
    output.report(&lines, || text(&lines));
    Ok(Done::Clean)
}

/// The tables that the lake has, or had: most sources are never asked.
async fn all_there<'a>(settings: &'a Settings, as_of: Option<&Versions>) -> Result<Vec<&'a TableContract>> {
    let mut tables = Vec::new();
    for table in settings.catalog.tables() {
        let id = TableId::of(table);
        let is_there = match as_of {
            Some(versions) => versions.contains_key(&id.to_string()),
            None => settings.lake.open(&id).await?.is_some(),
        };
        if is_there {
            tables.push(table);
        }
    }
    Ok(tables)
}

/// Writes one table; a file is there whole or not at all.
async fn export(
    table: &TableContract,
    session: &datafusion::prelude::SessionContext,
    folder: &Path,
) -> Result<Line> {
    let name = table.qualified_name();
    let file = folder.join(&table.schema).join(format!("{}.parquet", table.name));
    let failed = |source: std::io::Error| Error::File {
        file: file.display().to_string(),
        source,
    };
    let unwritten = |e: parquet::errors::ParquetError| mlb_lake::Error::arrow(&name)(e.into());
    std::fs::create_dir_all(folder.join(&table.schema)).map_err(failed)?;
    let partial = file.with_extension("parquet.partial");
    let sql = format!("SELECT * FROM {name} ORDER BY {}", table.key.join(", "));
    let frame = session.sql(&sql).await.map_err(mlb_lake::Error::query(&name))?;
    let schema = std::sync::Arc::new(frame.schema().as_arrow().clone());
    let mut batches = frame
        .execute_stream()
        .await
        .map_err(mlb_lake::Error::query(&name))?;
    let created = File::create(&partial).map_err(failed)?;
    let mut writer =
        ArrowWriter::try_new(created, schema, Some(writer::export_properties())).map_err(unwritten)?;
    let mut rows = 0;
    while let Some(batch) = batches.try_next().await.map_err(mlb_lake::Error::query(&name))? {
        rows += batch.num_rows() as u64;
        writer.write(&batch).map_err(unwritten)?;
    }
    let written = writer.into_inner().map_err(unwritten)?;
    written.sync_all().map_err(failed)?;
    std::fs::rename(&partial, &file).map_err(failed)?;
    let bytes = std::fs::metadata(&file).map_err(failed)?.len();
    Ok(Line {
        table: name,
        file,
        rows,
        bytes,
    })
}

fn text(lines: &[Line]) -> Vec<String> {
    let head = dim(&format!("{:<38} {:>12} {:>10}", "table", "rows", "size"));
    let rows = lines.iter().map(|line| {
        let size = indicatif::HumanBytes(line.bytes).to_string();
        format!("{:<38} {:>12} {size:>10}", line.table, count(line.rows))
    });
    let sum = format!("{} {}", bold("Exported"), plural(lines.len() as u64, "table"));
    std::iter::once(head).chain(rows).chain([sum]).collect()
}
