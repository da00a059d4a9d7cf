//! `mlb api`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mlb_lake::contract::nearest::did_you_mean;
use mlb_statsapi::{Client, ClientOptions, Kind, Mode, Operation, Param, Request, Response};
use serde::Serialize;

use super::Done;
use super::output::{Output, bold, dim};
use crate::error::{Error, Result};

/// Look at what the Stats API can be asked, and ask it.
#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    /// List what the API can be asked
    List {
        /// The endpoint, for instance `game`; all where none is named
        endpoint: Option<String>,
    },
    /// Show the paths and parameters of an operation
    Show {
        /// The operation, for instance `game.boxscore`
        #[arg(value_name = "ENDPOINT.METHOD")]
        operation: String,
    },
    /// Ask the API, and print the body as it came
    Get(GetArgs),
}

/// What is asked, and where the answer goes.
#[derive(Debug, clap::Args)]
pub struct GetArgs {
    /// The operation, for instance `game.boxscore`
    #[arg(value_name = "ENDPOINT.METHOD")]
    operation: String,
    /// A parameter; several values have commas between them
    #[arg(long = "param", short, value_name = "NAME=VALUE", value_parser = parameter)]
    params: Vec<(String, String)>,
    /// Just this path of the operation, where it has several
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// Write the body to a file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write the answer with its request to a folder, too, as `--replay` reads it
    #[arg(long, value_name = "DIR")]
    capture: Option<PathBuf>,
    /// The API's address
    #[arg(long, env = "MLB_STATSAPI_URL", value_name = "URL")]
    api: Option<String>,
}

pub async fn run(verb: Verb, output: &Output) -> Result<Done> {
    match verb {
        Verb::List { endpoint } => list(endpoint.as_deref(), output)?,
        Verb::Show { operation } => show(&operation, output)?,
        Verb::Get(args) => get(args, output).await?,
    }
    Ok(Done::Clean)
}

#[derive(Debug, Serialize)]
struct OperationLine {
    operation: String,
    version: &'static str,
    path: &'static str,
    about: &'static str,
    is_static: bool,
}

impl OperationLine {
    fn of(operation: &'static Operation) -> OperationLine {
        OperationLine {
            operation: operation.name(),
            version: operation.version(),
            path: &operation.path,
            about: &operation.about,
            is_static: operation.is_static,
        }
    }
}

fn list(endpoint: Option<&str>, output: &Output) -> Result<()> {
    let wanted = |operation: &&Operation| endpoint.is_none_or(|endpoint| operation.endpoint == endpoint);
    let lines: Vec<OperationLine> = Operation::all()
        .iter()
        .filter(wanted)
        .map(OperationLine::of)
        .collect();
    if let Some(endpoint) = endpoint.filter(|_| lines.is_empty()) {
        let endpoints = Operation::all()
            .iter()
            .map(|operation| operation.endpoint.as_str());
        return Err(Error::Config {
            what: format!("endpoint `{endpoint}`"),
            reason: format!("the API has none{}", did_you_mean(endpoint, endpoints)),
        });
    }
    output.report(&lines, || {
        let head = dim(&format!("{:<33} {}", "operation", "path"));
        let rows = lines
            .iter()
            .map(|line| format!("{:<33} {}", line.operation, line.path));
        std::iter::once(head).chain(rows).collect()
    });
    Ok(())
}

#[derive(Debug, Serialize)]
struct PathLines {
    #[serde(flatten)]
    operation: OperationLine,
    params: Vec<ParamLine>,
}

#[derive(Debug, Serialize)]
struct ParamLine {
    name: &'static str,
    kind: &'static str,
    is_list: bool,
    is_required: bool,
    place: &'static str,
    values: &'static [String],
}

impl ParamLine {
    fn of(param: &'static Param) -> ParamLine {
        ParamLine {
            name: &param.name,
            kind: kind(&param.kind),
            is_list: param.is_list,
            is_required: param.is_required,
            place: if param.is_in_path { "path" } else { "query" },
            values: param.kind.values(),
        }
    }
}

fn show(name: &str, output: &Output) -> Result<()> {
    let operations = Operation::named(name)?;
    let paths: Vec<PathLines> = operations
        .iter()
        .map(|&operation| PathLines {
            operation: OperationLine::of(operation),
            params: operation.params.iter().map(ParamLine::of).collect(),
        })
        .collect();
    output.report(&paths, || {
        let mut lines = Vec::new();
        for operation in &operations {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(bold(&format!("GET {}", operation.path)));
            lines.push(operation.about.clone());
            lines.extend(operation.params.iter().flat_map(param_lines));
        }
        lines
    });
    Ok(())
}

/// The word for a kind in reports for programs.
fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Boolean => "boolean",
        Kind::Date => "date",
        Kind::Integer => "integer",
        Kind::Known(_) | Kind::Text => "text",
        Kind::Moment => "moment",
        Kind::Timecode => "timecode",
        Kind::Values(_) => "values",
        Kind::Year => "year",
    }
}

/// `  game_pk                a whole number; required`, and its values below.
fn param_lines(param: &Param) -> Vec<String> {
    let mut text = match &param.kind {
        Kind::Values(_) => "one of these".to_owned(),
        Kind::Known(_) => "a text, for instance one of these".to_owned(),
        kind => kind.to_string(),
    };
    if param.is_list {
        text.push_str(", or several");
    }
    if param.is_required {
        text.push_str("; required");
    }
    let line = format!("  {:<22} {text}", param.name);
    let values = wrapped(param.kind.values());
    let values = values.iter().map(|line| dim(&format!("    {line}")));
    std::iter::once(line).chain(values).collect()
}

/// Words with commas between, in lines that fit a terminal of 80 columns.
fn wrapped(words: &[String]) -> Vec<String> {
    const COLUMNS_MAX: usize = 75;
    let mut lines: Vec<String> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let comma = if index + 1 < words.len() { "," } else { "" };
        match lines.last_mut() {
            Some(line) if line.len() + word.len() + 2 <= COLUMNS_MAX => {
                line.push_str(&format!(" {word}{comma}"));
            }
            _ => lines.push(format!("{word}{comma}")),
        }
    }
    lines
}

#[derive(Debug, Serialize)]
struct Got {
    operation: String,
    url: Option<String>,
    status_code: Option<u16>,
    captured_at: Option<String>,
    latency_ms: Option<f64>,
    bytes: usize,
    file: String,
}

async fn get(args: GetArgs, output: &Output) -> Result<()> {
    let request = request(&args)?;
    let mut options = ClientOptions::from_env()?;
    if let Some(api) = &args.api {
        options = options.at(api);
    }
    if let Some(folder) = &args.capture {
        options = options.in_mode(Mode::Capture(folder.clone()));
    }
    let response = Client::new(options)?.get(&request).await?;
    let Some(file) = &args.out else {
        output.print_raw(&response.body);
        if console::user_attended() {
            output.print("");
        }
        return Ok(());
    };
    write(file, &response)?;
    let got = Got {
        operation: args.operation,
        url: response.url,
        status_code: response.status_code,
        captured_at: response.captured_at.map(|moment| moment.to_string()),
        latency_ms: response.latency.map(|latency| latency.as_secs_f64() * 1e3),
        bytes: response.body.len(),
        file: file.display().to_string(),
    };
    output.report(&got, || {
        let size = indicatif::HumanBytes(got.bytes as u64);
        vec![format!("{} {size} to `{}`", bold("Wrote"), got.file)]
    });
    Ok(())
}

/// The request, of the one path that is wanted or of the one that fits.
fn request(args: &GetArgs) -> Result<Request> {
    // What is given several times are several values.
    let mut params: BTreeMap<&str, String> = BTreeMap::new();
    for (name, value) in &args.params {
        let values = params.entry(name).or_default();
        if !values.is_empty() {
            values.push(',');
        }
        values.push_str(value);
    }
    let Some(path) = &args.path else {
        return Ok(Request::of(&args.operation, params)?);
    };
    let operations = Operation::named(&args.operation)?;
    let operation = operations.iter().find(|operation| operation.path == *path);
    let operation = operation.ok_or_else(|| {
        let paths: Vec<String> = operations
            .iter()
            .map(|operation| format!("`{}`", operation.path))
            .collect();
        Error::Config {
            what: format!("--path {path}"),
            reason: format!("`{}` has {}", args.operation, paths.join(", ")),
        }
    })?;
    Ok(operation.request(params)?)
}

/// A file is there whole or not at all.
fn write(file: &Path, response: &Response) -> Result<()> {
    let failed = |source| Error::File {
        file: file.display().to_string(),
        source,
    };
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    std::fs::write(&partial, &response.body).map_err(failed)?;
    std::fs::rename(&partial, file).map_err(failed)
}

/// `NAME=VALUE`
fn parameter(text: &str) -> std::result::Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("write it as `NAME=VALUE`, like `game_pk=747175`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_and_shown_fits_a_terminal() {
        for operation in Operation::all() {
            let line = format!("{:<33} {}", operation.name(), operation.path);
            assert!(line.len() <= 80, "{line}");
            for line in operation.params.iter().flat_map(param_lines) {
                assert!(console::measure_text_width(&line) <= 80, "{line}");
            }
        }
    }

    #[test]
    fn a_parameter_has_a_name_and_a_value() {
        let pair = |name: &str, value: &str| Ok((name.to_owned(), value.to_owned()));
        assert_eq!(
            parameter("hydrate=team(venue=x)"),
            pair("hydrate", "team(venue=x)")
        );
        assert_eq!(parameter(" date = 2024-07-12 "), pair("date", "2024-07-12"));
        assert!(parameter("date").is_err());
        assert!(parameter("=2024").is_err());
    }
}
