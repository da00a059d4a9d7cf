//! What raw already holds of each request, so that an unchanged answer is stored once.

use std::collections::{BTreeMap, HashMap, HashSet};

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::TimestampMicrosecondType;
use mlb_lake::{Lake, TableId, columns};

use super::observation::Unstored;
use crate::error::Result;

/// The stored captures of one raw table: no bodies, only which were stored when.
#[derive(Debug, Default)]
pub struct History {
    captures: HashSet<String>,
    /// By request: the body's hash by the moment it was captured.
    by_request: HashMap<String, BTreeMap<i64, String>>,
    /// The same of answers that were not stored, since they were like the one before them.
    unstored: HashMap<String, BTreeMap<i64, String>>,
}

/// An answer that was not stored, and must be now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncovered {
    /// When it was captured, µs.
    pub captured_at_us: i64,
    /// BLAKE3 of its body, which raw holds under another moment.
    pub body_hash: String,
}

/// What is to be done with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// This very capture is stored.
    Stored,
    /// The answer before it, to the same request, was the same.
    Unchanged,
    /// It is new.
    New,
}

impl History {
    /// Reads what a raw table holds; a table that does not exist holds nothing. `unstored` are the answers that were like the one before
    /// them.
    pub async fn read(lake: &Lake, raw: &TableId, unstored: &[Unstored]) -> Result<History> {
        let mut history = History::default();
        for answer in unstored {
            history.add_unstored(&answer.url, answer.captured_at_us, &answer.body_hash);
        }
        let Some(table) = lake.open(raw).await? else {
            return Ok(history);
        };
        for file in columns::files(raw, &table)? {
            let names = ["capture_id", "url", "captured_at", "body_hash"];
            for batch in columns::read(raw, &table, &file, &names).await? {
                history.add_batch(&batch);
            }
        }
        Ok(history)
    }

    /// Notes an answer that was like the one before it; whether it is noted for the first time.
    pub fn add_unstored(&mut self, url: &str, captured_at_us: i64, body_hash: &str) -> bool {
        let answers = self.unstored.entry(request_of(url).to_owned()).or_default();
        answers.insert(captured_at_us, body_hash.to_owned()).as_deref() != Some(body_hash)
    }

    /// A capture that arrives late may part an answer from the equal one before it: A, (A), where B now comes between. That answer is
    /// then the newest of its request, and must be stored after all.
    pub fn uncovered_by(&self, url: &str, captured_at_us: i64, body_hash: &str) -> Option<Uncovered> {
        let request = request_of(url);
        let after = (
            std::ops::Bound::Excluded(captured_at_us),
            std::ops::Bound::Unbounded,
        );
        let (at, hash) = self.unstored.get(request)?.range(after).next()?;
        let stored = self
            .by_request
            .get(request)
            .and_then(|answers| answers.range(after).next());
        let is_covered = hash == body_hash || stored.is_some_and(|(stored_at, _)| stored_at <= at);
        (!is_covered).then(|| Uncovered {
            captured_at_us: *at,
            body_hash: hash.clone(),
        })
    }

    fn add_batch(&mut self, batch: &RecordBatch) {
        let text = |name: &str| batch.column_by_name(name).map(|column| column.as_string::<i32>());
        let captured_at = batch
            .column_by_name("captured_at")
            .map(|column| column.as_primitive::<TimestampMicrosecondType>());
        let (Some(ids), Some(urls), Some(hashes), Some(captured_at)) =
            (text("capture_id"), text("url"), text("body_hash"), captured_at)
        else {
            return;
        };
        for row in 0..batch.num_rows() {
            self.add(
                ids.value(row),
                urls.value(row),
                captured_at.value(row),
                hashes.value(row),
            );
        }
    }

    /// Notes a stored capture.
    pub fn add(&mut self, capture_id: &str, url: &str, captured_at_us: i64, body_hash: &str) {
        self.captures.insert(capture_id.to_owned());
        self.by_request
            .entry(request_of(url).to_owned())
            .or_default()
            .insert(captured_at_us, body_hash.to_owned());
    }

    /// What is known of a body.
    pub fn look_up(&self, capture_id: &str, url: &str, captured_at_us: i64, body_hash: &str) -> Known {
        if self.captures.contains(capture_id) {
            return Known::Stored;
        }
        let before = self
            .by_request
            .get(request_of(url))
            .and_then(|answers| answers.range(..=captured_at_us).next_back());
        match before {
            Some((_, hash)) if hash == body_hash => Known::Unchanged,
            _ => Known::New,
        }
    }
}

/// The request in a URL: path and query, whichever host answered.
pub fn request_of(url: &str) -> &str {
    url.find("/api/").map_or(url, |start| &url[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_compared_with_the_one_before_it() {
        let mut history = History::default();
        history.add("a1", "/api/v1/x", 10, "A");
        history.add("b1", "http://localhost/api/v1/x", 20, "B");
        assert_eq!(history.look_up("a1", "/api/v1/x", 10, "A"), Known::Stored);
        assert_eq!(history.look_up("a2", "/api/v1/x", 15, "A"), Known::Unchanged);
        assert_eq!(history.look_up("a3", "/api/v1/x", 30, "A"), Known::New);
        assert_eq!(history.look_up("a0", "/api/v1/x", 5, "A"), Known::New);
        assert_eq!(history.look_up("a4", "/api/v1/y", 30, "A"), Known::New);
    }

    #[test]
    fn a_late_capture_uncovers_the_answer_after_it() {
        let mut history = History::default();
        history.add("a1", "/api/v1/x", 10, "A");
        history.add_unstored("/api/v1/x", 30, "A");
        let uncovered = history.uncovered_by("/api/v1/x", 20, "B");
        assert_eq!(
            uncovered,
            Some(Uncovered {
                captured_at_us: 30,
                body_hash: "A".to_owned()
            })
        );
        assert_eq!(history.uncovered_by("/api/v1/x", 20, "A"), None);
        assert_eq!(history.uncovered_by("/api/v1/x", 40, "B"), None);
        history.add("c1", "/api/v1/x", 25, "C");
        assert_eq!(history.uncovered_by("/api/v1/x", 20, "B"), None);
    }
}
