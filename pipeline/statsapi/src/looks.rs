//! What a body looks like that is no JSON.

use std::fmt;

/// What a body looks like that is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// Nothing is there.
    Empty,
    /// It begins like JSON and is broken, or breaks off.
    Json,
    /// HTML or XML: a page of something between us and the API.
    Markup,
    /// Something else.
    Other,
}

/// Why a body is no JSON.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoJson {
    pub(crate) looks: Looks,
    pub(crate) reason: String,
}

impl Looks {
    /// What a body looks like by its beginning.
    pub(crate) fn of(body: &[u8]) -> Looks {
        match body.trim_ascii_start().first() {
            None => Looks::Empty,
            Some(b'{' | b'[') => Looks::Json,
            Some(b'<') => Looks::Markup,
            Some(_) => Looks::Other,
        }
    }
}

impl fmt::Display for Looks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Looks::Empty => "empty",
            Looks::Json => "broken JSON",
            Looks::Markup => "HTML or XML, not JSON",
            Looks::Other => "no JSON",
        })
    }
}
