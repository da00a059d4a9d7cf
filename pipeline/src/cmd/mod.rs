//! The `mlb` command: one file a verb.

mod api;
mod args;
mod caught_panic;
mod completions;
mod coverage;
mod doctor;
mod export;
mod hash;
mod ingest;
mod init;
mod jobs;
mod lake;
mod mirror;
mod output;
mod pipeline;
mod progress;
mod quarantine;
mod report;
mod run;
mod scheduler;
mod schema;
mod sql;
mod tables;
mod transform;
mod version;

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::error::Result;
use crate::limits::SHUTDOWN_SECONDS_MAX;
use crate::settings::Settings;
use output::Output;

/// What a verb that ran to its end answers to the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Everything went through.
    Clean,
    /// The run went through; some bodies are in quarantine, or some requests failed.
    Quarantined,
    /// Some scheduled games lack what their state calls for.
    Uncovered,
    /// The lake is complete, PostgreSQL is not.
    MirrorBehind,
    /// The doctor's worst finding, as an exit code.
    Examined(u8),
}

impl Done {
    fn exit_code(self) -> u8 {
        match self {
            Done::Clean => 0,
            Done::Quarantined | Done::Uncovered => 3,
            Done::MirrorBehind => 6,
            Done::Examined(code) => code,
        }
    }
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  2  wrong usage or setting
  3  done, but something is missing: bodies in quarantine (`mlb quarantine
     list`), requests or jobs that failed, games that are not covered
  4  a mapping, a job or an SQL file is wrong
  5  the lake cannot be read or written
  6  PostgreSQL is behind the lake (`mlb mirror` catches up)
  7  another transform is at work
  8  the API or a replay folder failed
  9  Redis failed (`mlb doctor` only)";

/// Baseball's Stats API as tables: a lakehouse in one binary.
#[derive(Debug, Parser)]
#[command(name = "mlb", version, after_help = EXIT_CODES, max_term_width = 80)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Clone, Debug, clap::Args)]
struct Global {
    /// The lake: a folder or a URL
    #[arg(long, help_heading = "Global options", global = true, env = "MLB_LAKE", default_value = crate::settings::DEFAULT_LAKE, value_name = "PLACE")]
    lake: String,
    /// Report as JSON on standard output
    #[arg(long, help_heading = "Global options", global = true)]
    json: bool,
    /// No progress and no report; errors only
    #[arg(long, short, help_heading = "Global options", global = true)]
    quiet: bool,
    /// Log lines for people or for machines
    #[arg(
        long,
        help_heading = "Global options",
        global = true,
        env = "MLB_LOG_FORMAT",
        default_value = "human",
        value_name = "FORMAT"
    )]
    log_format: LogFormat,
    /// Which log lines: error, warn, info, debug, or a tracing filter
    #[arg(
        long,
        help_heading = "Global options",
        global = true,
        env = "MLB_LOG",
        default_value = "error,buoyant_kernel=off,deltalake_core=off",
        value_name = "LEVEL"
    )]
    log: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum LogFormat {
    Human,
    Json,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make a lake: its marker, its tables, and PostgreSQL's where it is configured
    Init(init::Args),
    /// Land responses of the API, or of a folder, untouched
    Ingest(ingest::Args),
    /// Make normalized tables of what landed
    Transform(transform::Args),
    /// Bring PostgreSQL to the lake's newest run
    Mirror(mirror::Args),
    /// Ingest, transform and mirror in one go
    Run(run::Args),
    /// Fetch a day, some games or a season with all that belongs to it
    #[command(subcommand)]
    Pipeline(pipeline::Verb),
    /// Look at the project's jobs, and run them by hand
    #[command(subcommand)]
    Jobs(jobs::Verb),
    /// Run jobs when they are due, until Ctrl-C or SIGTERM
    Scheduler(scheduler::Args),
    /// Whether every scheduled game has what its state calls for
    Coverage(coverage::Args),
    /// Ask the lake in SQL
    Sql(sql::Args),
    /// List the tables with their rows and versions
    Tables(tables::Args),
    /// Write tables as Parquet files that any tool reads
    Export(export::Args),
    /// Hash the content of tables, to compare two lakes
    Hash(hash::Args),
    /// Look at what came and is in no table
    #[command(subcommand)]
    Quarantine(quarantine::Verb),
    /// Look after the files of the lake
    #[command(subcommand)]
    Lake(lake::Verb),
    /// Look at everything that a lake needs, and say what to do
    Doctor(doctor::Args),
    /// Look at what the Stats API can be asked, and ask it
    #[command(subcommand)]
    Api(api::Verb),
    /// Look at contracts and check them against the SQL
    #[command(subcommand)]
    Schema(schema::Verb),
    /// Print what a shell needs to complete verbs and options
    Completions(completions::Args),
    /// Print the versions of mlb and of what it stands on
    Version(version::Args),
}

/// Runs the command line and answers with its exit code.
pub fn main() -> ExitCode {
    caught_panic::hide();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(e) => {
            let _ = e.print();
            return ExitCode::from(if e.use_stderr() { 2 } else { 0 });
        }
    };
    output::log_to_stderr(cli.global.log_format == LogFormat::Json, &cli.global.log);
    let output = Output::new(cli.global.json, cli.global.quiet);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(mlb_lake::limits::STACK_BYTES)
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(e) => {
            output.error(&format!("cannot start: {e}"));
            return ExitCode::FAILURE;
        }
    };
    // The verbs plan SQL, which wants more stack than a main thread may have.
    let done = std::thread::Builder::new()
        .stack_size(mlb_lake::limits::STACK_BYTES)
        .spawn(move || {
            let done = runtime.block_on(dispatch(cli, &output));
            // Without a network a name may be looked up for half a minute, and nobody is interested any more.
            runtime.shutdown_timeout(Duration::from_secs(SHUTDOWN_SECONDS_MAX));
            done
        })
        .map(std::thread::JoinHandle::join);
    match done {
        Ok(Ok(Ok(done))) => ExitCode::from(done.exit_code()),
        Ok(Ok(Err(e))) => {
            output.error(&e.to_string());
            ExitCode::from(e.exit_code())
        }
        // The panic has said where.
        Ok(Err(_)) => ExitCode::FAILURE,
        Err(e) => {
            output.error(&format!("cannot start: {e}"));
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(cli: Cli, output: &Output) -> Result<Done> {
    match cli.verb {
        Verb::Version(args) => return version::run(args, output),
        Verb::Api(verb) => return api::run(verb, output).await,
        Verb::Completions(args) => return completions::run(args),
        _ => {}
    }
    let settings = Settings::load(Some(&cli.global.lake));
    if let Verb::Doctor(args) = cli.verb {
        return doctor::run(args, &cli.global.lake, settings, output).await;
    }
    let settings = settings?;
    match cli.verb {
        Verb::Init(args) => init::run(args, &settings, output).await,
        Verb::Ingest(args) => ingest::run(args, &settings, output).await,
        Verb::Transform(args) => transform::run(args, &settings, output).await,
        Verb::Mirror(args) => mirror::run(args, &settings, output).await,
        Verb::Run(args) => run::run(args, &settings, output).await,
        Verb::Pipeline(verb) => pipeline::run(verb, &settings, output).await,
        Verb::Jobs(verb) => jobs::run(verb, &settings, output).await,
        Verb::Scheduler(args) => scheduler::run(args, &settings, output).await,
        Verb::Coverage(args) => coverage::run(args, &settings, output).await,
        Verb::Sql(args) => sql::run(args, &settings, output).await,
        Verb::Tables(args) => tables::run(args, &settings, output).await,
        Verb::Export(args) => export::run(args, &settings, output).await,
        Verb::Hash(args) => hash::run(args, &settings, output).await,
        Verb::Lake(verb) => lake::run(verb, &settings, output).await,
        Verb::Quarantine(verb) => quarantine::run(verb, &settings, output).await,
        Verb::Schema(verb) => schema::run(verb, &settings, output).await,
        Verb::Api(_) | Verb::Completions(_) | Verb::Doctor(_) | Verb::Version(_) => Ok(Done::Clean),
    }
}
