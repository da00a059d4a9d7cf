//! `mlb schema`

use mlb_lake::contract::dictionary;
use mlb_lake::level::Transformation;
use serde::Serialize;

use super::Done;
use super::output::{Output, bold, dim, plural};
use crate::error::Result;
use crate::settings::Settings;
use crate::transform::sql_files;

/// Look at contracts and check them against the SQL.
#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    /// List the tables: how many columns each has, and what a row is
    List,
    /// Show a table's key and columns with types, descriptions and JSON paths
    Show {
        /// The table, for instance `live_game_plays`
        table: String,
    },
    /// Print the data dictionary as Markdown: every table and column with type, description and JSON path
    Dictionary {
        /// Only this table
        table: Option<String>,
    },
    /// Check every mapping, and every SQL file against its contract
    Check,
}

#[derive(Debug, Serialize)]
struct TableLine {
    source: String,
    table: String,
    grain: String,
    columns: usize,
    key: Vec<String>,
}

pub async fn run(verb: Verb, settings: &Settings, output: &Output) -> Result<Done> {
    match verb {
        Verb::List => list(settings, output),
        Verb::Show { table } => show(&table, settings, output)?,
        Verb::Dictionary { table } => dictionary(table.as_deref(), settings, output)?,
        Verb::Check => check(settings, output).await?,
    }
    Ok(Done::Clean)
}

fn list(settings: &Settings, output: &Output) {
    let lines: Vec<TableLine> = settings
        .catalog
        .contracts
        .iter()
        .flat_map(|contract| {
            contract.tables.iter().map(|table| TableLine {
                source: contract.source.name.clone(),
                table: table.qualified_name(),
                grain: table.grain.clone(),
                columns: table.columns.len(),
                key: table.key.clone(),
            })
        })
        .collect();
    output.report(&lines, || {
        let head = dim(&format!("{:<34} {:>7}  {}", "table", "columns", "one row per"));
        let rows = lines
            .iter()
            .map(|line| format!("{:<34} {:>7}  {}", line.table, line.columns, line.grain));
        std::iter::once(head).chain(rows).collect()
    });
}

#[derive(Debug, Serialize)]
struct ColumnLine {
    name: String,
    data_type: &'static str,
    nullable: bool,
    description: String,
    origin: String,
}

fn show(name: &str, settings: &Settings, output: &Output) -> Result<()> {
    let table = settings.table(name)?;
    let columns: Vec<ColumnLine> = table
        .columns
        .iter()
        .map(|column| ColumnLine {
            name: column.name.clone(),
            data_type: column.data_type.name(),
            nullable: column.nullable,
            description: column.description.clone(),
            origin: column.origin.text().to_owned(),
        })
        .collect();
    output.report(&columns, || {
        let mut lines = vec![
            bold(&table.qualified_name()),
            table.description.clone(),
            format!("key: {}", table.key.join(", ")),
            match table.replace_by.as_slice() {
                [] => "replaced as a whole".to_owned(),
                columns => format!("replaced by {}", columns.join(", ")),
            },
            String::new(),
        ];
        for column in &columns {
            let null = if column.nullable { "" } else { " not null" };
            lines.push(format!("{} {}{null}", bold(&column.name), column.data_type));
            lines.push(format!("  {}", column.description));
            lines.push(dim(&format!("  {}", column.origin)));
        }
        lines
    });
    Ok(())
}

fn dictionary(name: Option<&str>, settings: &Settings, output: &Output) -> Result<()> {
    let text = match name {
        Some(name) => dictionary::table_section(settings.table(name)?),
        None => {
            let sources = settings.catalog.contracts.iter().map(dictionary::markdown);
            sources.collect::<Vec<_>>().join("\n")
        }
    };
    output.print_raw(text.as_bytes());
    Ok(())
}

#[derive(Debug, Serialize)]
struct Checked {
    mappings: usize,
    tables: usize,
    views: usize,
}

async fn check(settings: &Settings, output: &Output) -> Result<()> {
    let mut tables = 0;
    for contract in &settings.catalog.contracts {
        let queries = sql_files::read(&settings.home, contract)?;
        tables += queries.len();
        Transformation::plan(contract, &queries).await?;
    }
    let views = mlb_lake::reader::check_views(&settings.home, &settings.catalog).await?;
    let checked = Checked {
        mappings: settings.catalog.contracts.len(),
        tables,
        views,
    };
    output.report(&checked, || {
        let mappings = plural(checked.mappings as u64, "mapping");
        let files = plural(checked.tables as u64, "SQL file");
        vec![format!(
            "{mappings}, {files} and {} are right",
            plural(checked.views as u64, "view")
        )]
    });
    Ok(())
}
