//! What can go wrong between us and the API or its captures.

use std::fmt;

use crate::{Looks, Response};

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The API's address is none.
    #[error(
        "`{base_url}` is no address of an API: {reason}; set `MLB_STATSAPI_URL` to one like `https://statsapi.mlb.com`"
    )]
    BadBaseUrl {
        /// What was given.
        base_url: String,
        /// Why.
        reason: String,
    },
    /// A setting cannot be used.
    #[error("`{name}` cannot be `{value}`: {reason}")]
    BadOption {
        /// The setting.
        name: &'static str,
        /// What was given.
        value: String,
        /// Why.
        reason: String,
    },
    /// A parameter's value does not fit.
    #[error("`{operation}`: `{param}` cannot be `{value}`: {reason}")]
    BadParam {
        /// The operation, `game.boxscore`.
        operation: String,
        /// The parameter.
        param: String,
        /// What was given.
        value: String,
        /// Why.
        reason: String,
    },
    /// A request makes no URL.
    #[error("`{url}` is no URL to ask: {reason}")]
    BadUrl {
        /// The text.
        url: String,
        /// Why.
        reason: String,
    },
    /// The answer ended early or cannot be decoded.
    #[error("the answer of {url} broke off after {bytes} bytes: {reason}; ask again")]
    Body {
        /// What was asked.
        url: String,
        /// How much of the body had come, after gunzip.
        bytes: u64,
        /// Why.
        reason: String,
    },
    /// The HTTP client cannot be set up.
    #[error(
        "cannot set up the HTTP client: {reason}; for `https://` this machine needs its `ca-certificates`"
    )]
    Client {
        /// Why.
        reason: String,
    },
    /// There is no connection to the API.
    #[error("cannot connect for {url}: {reason}; check the network and `MLB_STATSAPI_URL`")]
    Connect {
        /// What was asked.
        url: String,
        /// Why.
        reason: String,
    },
    /// A file's gzip is damaged.
    #[error(
        "`{file}` is damaged gzip after {bytes} bytes: {reason}; fetch it anew or take it out of the folder"
    )]
    Gzip {
        /// The file.
        file: String,
        /// How much could be read.
        bytes: u64,
        /// Why.
        reason: String,
    },
    /// A parameter is missing.
    #[error("`{operation}` needs {}", needed(params))]
    MissingParam {
        /// The operation, `game.boxscore`.
        operation: String,
        /// The parameters without which it is not asked.
        params: Vec<String>,
    },
    /// A folder has no capture.
    #[error("`{folder}` holds no capture (`*.json` or `*.json.gz`); check the folder")]
    NoFiles {
        /// The folder.
        folder: String,
    },
    /// A folder has no capture of this request.
    #[error("`{folder}` holds no capture of {asked}{hint}; capture it first, or ask the API")]
    NotCaptured {
        /// The folder.
        folder: String,
        /// What was asked.
        asked: String,
        /// What it holds of the same method.
        hint: String,
    },
    /// The answer is no JSON.
    #[error("the answer of {url} is {looks} ({reason}){}; {}", shown(begins), remedy(*looks))]
    NotJson {
        /// What was asked.
        url: String,
        /// What it looks like.
        looks: Looks,
        /// What a reader of JSON says of it.
        reason: String,
        /// How it begins.
        begins: String,
        /// The answer.
        response: Box<Response>,
    },
    /// The answer is about something else than what was asked.
    #[error(
        "the answer of {url} is about something else: asked was {asked}, what came is {came}; it is not used"
    )]
    OtherAnswer {
        /// What was asked.
        url: String,
        /// The parameter and its value.
        asked: String,
        /// What the answer says in its place.
        came: String,
        /// The answer.
        response: Box<Response>,
    },
    /// The API sends us around.
    #[error("{url} redirects more than {redirects_max} times; check `MLB_STATSAPI_URL`")]
    Redirect {
        /// What was asked.
        url: String,
        /// The limit.
        redirects_max: usize,
    },
    /// The API failed so often that it is left alone for a while.
    #[error("{url} is not asked: the API failed {failures} times in a row ({reason}); {}", rest(*wait_ms))]
    Resting {
        /// What would have been asked.
        url: String,
        /// How often.
        failures: u32,
        /// The last failure.
        reason: String,
        /// How long yet, milliseconds; 0 while another request tries whether it answers again.
        wait_ms: u64,
    },
    /// The API answers that it does not answer.
    #[error("{url} answers with status {status}{}; {}", shown(body), advice(*status, *retry_after_ms))]
    Status {
        /// What was asked.
        url: String,
        /// The HTTP status.
        status: u16,
        /// How the body begins.
        body: String,
        /// How long the API wants to be left alone, milliseconds, where it says.
        retry_after_ms: Option<u64>,
    },
    /// The API takes too long.
    #[error("no whole answer of {url} within {waited_ms} ms; ask again, or raise the timeout")]
    Timeout {
        /// What was asked.
        url: String,
        /// How long we waited.
        waited_ms: u64,
    },
    /// A body is larger than what is taken.
    #[error("the body of {place} has {size} bytes, more than {bytes_max}; it is refused")]
    TooLarge {
        /// The URL or the file.
        place: String,
        /// Its size.
        size: Size,
        /// The limit.
        bytes_max: u64,
    },
    /// A folder has more captures, or deeper folders, than a replay reads.
    #[error("`{folder}` holds more than {max} {what}; replay its folders one by one")]
    TooMany {
        /// The folder.
        folder: String,
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        max: usize,
    },
    /// The connection failed in the middle.
    #[error("the connection for {url} failed: {reason}; ask again")]
    Transport {
        /// What was asked.
        url: String,
        /// Why.
        reason: String,
    },
    /// There is no such operation.
    #[error("the API has no `{name}`{hint}")]
    UnknownOperation {
        /// What was given.
        name: String,
        /// What may have been meant.
        hint: String,
    },
    /// An operation has no such parameter.
    #[error("`{operation}` has no parameter `{param}`{hint}")]
    UnknownParam {
        /// The operation, `game.boxscore`.
        operation: String,
        /// What was given.
        param: String,
        /// What may have been meant.
        hint: String,
    },
    /// A file or folder cannot be read.
    #[error("cannot read `{file}`: {source}")]
    Unreadable {
        /// The file or folder.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A capture cannot be written.
    #[error("cannot write `{file}`: {source}; check the folder of captures")]
    Unwritable {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
}

impl Error {
    /// Whoever asked has to ask otherwise: nothing went over the network.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            Error::BadOption { .. }
                | Error::BadParam { .. }
                | Error::MissingParam { .. }
                | Error::UnknownOperation { .. }
                | Error::UnknownParam { .. }
        )
    }

    /// The answer that came and is none, so that it can be kept; else the error again.
    ///
    /// # Errors
    /// The error itself, where no answer came.
    pub fn into_response(self) -> Result<Response, Error> {
        match self {
            Error::NotJson { response, .. } | Error::OtherAnswer { response, .. } => Ok(*response),
            error => Err(error),
        }
    }
}

/// The size of a body that was refused, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// At least this many bytes; the rest was not read.
    AtLeast(u64),
    /// This many bytes.
    Exactly(u64),
}

impl fmt::Display for Size {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Size::AtLeast(bytes) => write!(formatter, "at least {bytes}"),
            Size::Exactly(bytes) => write!(formatter, "{bytes}"),
        }
    }
}

/// The beginning of a body on one line, or nothing.
fn shown(body: &str) -> String {
    let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        String::new()
    } else {
        format!(" and `{line}`")
    }
}

fn advice(status: u16, retry_after_ms: Option<u64>) -> String {
    let advice = match status {
        404 => "check the parameters: there may be no such game, date or person",
        408 | 429 => "ask again later and more slowly",
        400..=499 => "check the request's parameters",
        500..=599 => "the API is at fault: ask again later",
        _ => "check `MLB_STATSAPI_URL`",
    };
    match retry_after_ms {
        Some(wait_ms) => format!("{advice}, as it says in {} s", wait_ms.div_ceil(1_000)),
        None => advice.to_owned(),
    }
}

fn remedy(looks: Looks) -> &'static str {
    match looks {
        Looks::Markup => {
            "something else answers in the API's place: check `MLB_STATSAPI_URL`, or ask again later"
        }
        Looks::Empty | Looks::Json | Looks::Other => "ask again later",
    }
}

fn rest(wait_ms: u64) -> String {
    match wait_ms {
        0 => "one request tries whether it answers again".to_owned(),
        wait_ms => format!("ask again in {} s", wait_ms.div_ceil(1_000)),
    }
}

fn needed(params: &[String]) -> String {
    let names: Vec<String> = params.iter().map(|param| format!("`{param}`")).collect();
    match names.len() {
        1 => format!("parameter {}", names.join(", ")),
        _ => format!("parameters {}", names.join(", ")),
    }
}

/// What the innermost cause of an error says; the layers around it only say that there is one.
pub(crate) fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
