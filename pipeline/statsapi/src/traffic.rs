//! What asking met: how often the API was asked, and what went wrong on the way.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Error, Looks};

/// What a client and its clones met so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Traffic {
    /// Requests that were sent.
    pub sent: u64,
    /// Those that were sent because an attempt before them met a fault.
    pub again: u64,
    /// Faults by their kind, also those that were gone when asked again.
    pub faults: BTreeMap<&'static str, u64>,
}

impl Traffic {
    /// Notes a request that was sent, and what came of it.
    pub(crate) fn note(&mut self, is_again: bool, error: Option<&Error>) {
        self.sent += 1;
        self.again += u64::from(is_again);
        if let Some(kind) = error.and_then(kind) {
            *self.faults.entry(kind).or_default() += 1;
        }
    }
}

/// A fault in a few words, one of a small set.
fn kind(error: &Error) -> Option<&'static str> {
    Some(match error {
        Error::Body { .. } => "broken off",
        Error::Connect { .. } => "no connection",
        Error::NotJson { looks, .. } => match looks {
            Looks::Markup => "page instead of JSON",
            Looks::Empty | Looks::Json | Looks::Other => "broken JSON",
        },
        Error::OtherAnswer { .. } => "about something else",
        Error::Redirect { .. } => "too many redirects",
        Error::Status { status: 429, .. } => "too many requests",
        Error::Status { status, .. } if *status >= 500 => "server error",
        Error::Status { .. } => "refused",
        Error::Timeout { .. } => "no answer in time",
        Error::TooLarge { .. } => "too large",
        Error::Transport { .. } => "connection failed",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_counted_by_their_kind() {
        let status = |status: u16| Error::Status {
            url: "u".to_owned(),
            status,
            body: String::new(),
            retry_after_ms: None,
        };
        let mut traffic = Traffic::default();
        traffic.note(false, None);
        for code in [429, 500, 503, 404] {
            traffic.note(code == 503, Some(&status(code)));
        }
        assert_eq!((traffic.sent, traffic.again), (5, 1));
        let told: Vec<(&str, u64)> = traffic.faults.into_iter().collect();
        assert_eq!(
            told,
            [("refused", 1), ("server error", 2), ("too many requests", 1)]
        );
    }
}
