//! A text that is no JSON document.

/// Where and why a text is no JSON document. Nothing of it was decoded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no JSON document: {reason} at offset {offset}")]
pub struct Broken {
    /// Bytes from the start of the text.
    pub offset: usize,
    /// What was wrong there.
    pub reason: String,
}

impl Broken {
    pub(crate) fn new(offset: usize, reason: impl Into<String>) -> Self {
        Broken {
            offset,
            reason: reason.into(),
        }
    }
}
