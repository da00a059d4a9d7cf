//! What came back.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;

/// One response at one moment, its body as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The endpoint's name, where the request is known.
    pub endpoint: Option<String>,
    /// The method's name, where the request is known.
    pub method: Option<String>,
    /// The parameters in the path.
    pub path_params: BTreeMap<String, String>,
    /// The parameters after the question mark.
    pub query_params: BTreeMap<String, String>,
    /// The URL that was asked.
    pub url: Option<String>,
    /// The HTTP status; from the API it is a success, or 304 where nothing changed: the body is then the earlier answer's.
    pub status_code: Option<u16>,
    /// When the request was sent, microseconds; nothing where a file does not say.
    pub captured_at: Option<Timestamp>,
    /// Where `captured_at` comes from; nothing where it is nothing.
    pub captured_at_from: Option<CapturedAtFrom>,
    /// When the file was last modified, microseconds; the last resort for `captured_at`.
    pub file_modified_at: Option<Timestamp>,
    /// The body, after gunzip, byte for byte.
    pub body: Bytes,
    /// How it came here.
    pub origin: Origin,
    /// The file, from the replayed folder on.
    pub file: Option<String>,
    /// From sending the request to the end of the body.
    pub latency: Option<Duration>,
}

/// Where the moment of a capture comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CapturedAtFrom {
    /// The document's own clock.
    Document,
    /// The `captured_at` of a capture envelope.
    Envelope,
    /// The file's modification time.
    FileModified,
    /// The option `--captured-at`.
    Option,
    /// The clock, just before the request was sent.
    Request,
}

impl CapturedAtFrom {
    /// The name that raw tables hold.
    pub fn name(self) -> &'static str {
        match self {
            CapturedAtFrom::Document => "document",
            CapturedAtFrom::Envelope => "envelope",
            CapturedAtFrom::FileModified => "file_modified",
            CapturedAtFrom::Option => "option",
            CapturedAtFrom::Request => "request",
        }
    }
}

/// How a response came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// Asked of the live API.
    Api,
    /// Made from an earlier one and a patch.
    Diff,
    /// Loaded from elsewhere.
    Load,
    /// Read from a folder of captures.
    Replay,
}

impl Origin {
    /// The name that raw tables hold.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Api => "api",
            Origin::Diff => "diff",
            Origin::Load => "load",
            Origin::Replay => "replay",
        }
    }
}

/// A moment cut to the microseconds that tables hold.
pub(crate) fn microseconds(moment: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(moment.as_microsecond()).unwrap_or(moment)
}
