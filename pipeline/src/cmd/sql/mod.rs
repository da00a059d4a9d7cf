//! `mlb sql`

mod prompt;
mod rows;

use std::collections::{BTreeSet, VecDeque};
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::{DFParserBuilder, Statement};
use mlb_lake::contract::nearest::did_you_mean;
use mlb_lake::reader;

use super::Done;
use super::args::AsOf;
use super::output::{Output, plural};
use crate::error::{Error, Result};
use crate::settings::Settings;

/// Ask the lake in SQL: `game.live_game_plays`, `raw.game.live_game_v1`,
/// `doc.game_live_game_v1.events`, `meta.runs`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Statements, `;` between; `-` reads standard input; none opens a prompt
    statements: Option<String>,
    /// How rows are printed
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// The lake as it was after a run, or at a moment
    #[arg(long, value_name = "RUN|TIME")]
    as_of: Option<AsOf>,
    /// Say on standard error how long each statement took
    #[arg(long)]
    timing: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Columns for a person
    Table,
    /// Comma-separated, with a header
    Csv,
    /// One JSON object a line
    Json,
    /// A Parquet file, for a file or a pipe
    Parquet,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    settings.lake.check().await?;
    let as_of = AsOf::versions(args.as_of.as_ref(), &settings.lake).await?;
    let session = reader::session(&settings.lake, &settings.home, &settings.catalog, as_of)?;
    let Some(statements) = &args.statements else {
        return prompt::run(&session, settings, output, args.timing).await;
    };
    let format = if output.is_json() {
        Format::Json
    } else {
        args.format
    };
    if format == Format::Parquet && std::io::stdout().is_terminal() {
        return Err(Error::Config {
            what: "--format parquet".to_owned(),
            reason: "a terminal cannot show it; write it into a file (`> rows.parquet`)".to_owned(),
        });
    }
    let statements = parse(&text(statements)?, settings)?;
    if format == Format::Parquet && statements.len() > 1 {
        return Err(Error::Config {
            what: "--format parquet".to_owned(),
            reason: format!(
                "a file holds the rows of one statement, and these are {}",
                statements.len()
            ),
        });
    }
    for (index, statement) in statements.into_iter().enumerate() {
        if index > 0 && format == Format::Table {
            output.print("");
        }
        let answer = ask(&session, statement, settings).await?;
        print(&answer, format, output)?;
        if args.timing {
            answer.tell_time(output);
        }
    }
    Ok(Done::Clean)
}

/// The rows of a statement.
struct Answer {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    /// From its plan to its last row; printing is not in it.
    elapsed: Duration,
}

impl Answer {
    fn tell_time(&self, output: &Output) {
        output.note(&format!("Answered in {:.3} ms", self.elapsed.as_secs_f64() * 1e3));
    }
}

/// Reads statements. Nothing is asked where one of them is no SQL.
fn parse(text: &str, settings: &Settings) -> Result<VecDeque<Statement>> {
    let parsed = DFParserBuilder::new(text)
        .build()
        .and_then(|mut parser| parser.parse_statements());
    let statements = parsed.map_err(|source| statement_error(&source, settings))?;
    if statements.is_empty() {
        return Err(Error::Statement {
            reason: "there is none".to_owned(),
        });
    }
    Ok(statements)
}

/// Runs one query. A lake is written by its jobs only.
async fn ask(session: &SessionContext, statement: Statement, settings: &Settings) -> Result<Answer> {
    let failed = |source: DataFusionError| statement_error(&source, settings);
    let queries = SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false);
    let started = Instant::now();
    let plan = session.state().statement_to_plan(statement).await;
    let plan = plan.map_err(failed)?;
    queries.verify_plan(&plan).map_err(failed)?;
    let frame = session.execute_logical_plan(plan).await.map_err(failed)?;
    let schema: SchemaRef = Arc::new(frame.schema().as_arrow().clone());
    let batches = frame.collect().await.map_err(failed)?;
    Ok(Answer {
        schema,
        batches,
        elapsed: started.elapsed(),
    })
}

fn print(answer: &Answer, format: Format, output: &Output) -> Result<()> {
    let Answer { schema, batches, .. } = answer;
    match format {
        Format::Table => print_table(answer, output)?,
        Format::Csv => output.print_raw(&rows::csv(schema, batches)?),
        Format::Json => output.print_raw(&rows::json(batches)?),
        Format::Parquet => output.print_raw(&rows::parquet(schema, batches)?),
    }
    Ok(())
}

fn print_table(answer: &Answer, output: &Output) -> Result<()> {
    output.print(&rows::table(&answer.schema, &answer.batches)?);
    let rows: usize = answer.batches.iter().map(RecordBatch::num_rows).sum();
    if console::user_attended() {
        output.note(&plural(rows as u64, "row"));
    }
    Ok(())
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
    let schemas: BTreeSet<&str> = settings
        .catalog
        .tables()
        .map(|table| table.schema.as_str())
        .collect();
    let views = schemas.into_iter().flat_map(|schema| {
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

fn text(given: &str) -> Result<String> {
    if given != "-" {
        return Ok(given.to_owned());
    }
    std::io::read_to_string(std::io::stdin()).map_err(|source| Error::File {
        file: "standard input".to_owned(),
        source,
    })
}
