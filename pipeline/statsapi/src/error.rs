//! What can go wrong between us and the API or its captures.

use std::fmt;

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
    /// A folder has no capture.
    #[error("`{folder}` holds no capture (`*.json` or `*.json.gz`); check the folder")]
    NoFiles {
        /// The folder.
        folder: String,
    },
    /// The API sends us around.
    #[error("{url} redirects more than {redirects_max} times; check `MLB_STATSAPI_URL`")]
    Redirect {
        /// What was asked.
        url: String,
        /// The limit.
        redirects_max: usize,
    },
    /// The API answers that it does not answer.
    #[error("{url} answers with status {status}{}; {}", shown(body), advice(*status))]
    Status {
        /// What was asked.
        url: String,
        /// The HTTP status.
        status: u16,
        /// How the body begins.
        body: String,
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
    /// A file or folder cannot be read.
    #[error("cannot read `{file}`: {source}")]
    Unreadable {
        /// The file or folder.
        file: String,
        /// Why.
        source: std::io::Error,
    },
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

fn advice(status: u16) -> &'static str {
    match status {
        404 => "check the parameters: there may be no such game, date or person",
        408 | 429 => "ask again later and more slowly",
        400..=499 => "check the request's parameters",
        500..=599 => "the API is at fault: ask again later",
        _ => "check `MLB_STATSAPI_URL`",
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
