//! Which file of a folder answers which request.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::Replay;
use crate::limits::ERROR_VALUES_MAX;
use crate::request_key::RequestKey;

/// The newest file of each request.
#[derive(Debug, Default)]
pub(crate) struct ReplayIndex {
    files: BTreeMap<RequestKey, (Option<Timestamp>, String)>,
    unreadable: u64,
}

impl ReplayIndex {
    /// Reads every file once. What cannot be read answers nothing, and is counted.
    pub(crate) fn of(replay: &Replay) -> ReplayIndex {
        let mut index = ReplayIndex::default();
        for file in replay.files() {
            let response = match replay.read(file) {
                Ok(response) => response,
                Err(error) => {
                    tracing::warn!(file, %error, "no capture");
                    index.unreadable += 1;
                    continue;
                }
            };
            let Some(key) = RequestKey::of(&response) else {
                continue;
            };
            let known = index.files.get(&key);
            if known.is_none_or(|(captured_at, _)| response.captured_at >= *captured_at) {
                index.files.insert(key, (response.captured_at, file.clone()));
            }
        }
        index
    }

    pub(crate) fn file(&self, key: &RequestKey) -> Option<&str> {
        self.files.get(key).map(|(_, file)| file.as_str())
    }

    /// What the folder holds of the same method, for a message.
    pub(crate) fn hint(&self, key: &RequestKey) -> String {
        let kin: Vec<String> = self
            .files
            .keys()
            .filter(|known| known.is_kin_of(key))
            .map(RequestKey::params_shown)
            .collect();
        let first: Vec<&str> = kin.iter().take(ERROR_VALUES_MAX).map(String::as_str).collect();
        let more = kin.len().saturating_sub(first.len());
        let mut hint = match (first.is_empty(), more) {
            (true, _) => ", nor any other of this method".to_owned(),
            (false, 0) => format!(", but with {}", first.join("; ")),
            (false, more) => format!(", but with {}; and {more} others", first.join("; ")),
        };
        if self.unreadable > 0 {
            hint.push_str(&format!(" ({} of its files cannot be read)", self.unreadable));
        }
        hint
    }
}
