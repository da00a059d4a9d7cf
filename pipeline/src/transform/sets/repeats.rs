//! Answers that were like the one before them to the same request: they are not stored again, and yet they say that what a capture says
//! still holds at a later moment. Another request may have answered about the same set in between.

use std::collections::{BTreeMap, HashMap};

use deltalake::DeltaTable;
use mlb_lake::{Lake, Result, columns};

use super::captures::Capture;
use crate::capture::history::request_of;
use crate::capture::observation::{self, Unstored};
use crate::transform::raw_columns::files_added_after;

/// The observations as they are now.
#[derive(Debug, Default)]
pub struct Observed {
    /// Answers of one source that were not stored.
    pub unstored: Vec<Unstored>,
    /// The version that was read; none where nothing was ever observed.
    pub version: Option<i64>,
}

/// Reads the answers of a source that were observed after a version, or all.
pub async fn observed(lake: &Lake, source: &str, after: Option<i64>) -> Result<Observed> {
    let id = observation::id();
    let Some(table) = lake.open(&id).await? else {
        return Ok(Observed::default());
    };
    let mut unstored = unstored_after(&table, after).await?;
    unstored.retain(|answer| answer.source == source);
    Ok(Observed {
        unstored,
        version: Some(mlb_lake::commit::version_of(&table) as i64),
    })
}

async fn unstored_after(table: &DeltaTable, after: Option<i64>) -> Result<Vec<Unstored>> {
    let id = observation::id();
    let mut files = columns::files(&id, table)?;
    if let Some(after) = after
        && let Some(added) = files_added_after(&id, table, after).await?
    {
        files.retain(|file| added.contains(&file.log_path));
    }
    observation::unstored(table, &files).await
}

/// The captures that were answered again, each under the last moment at which it was.
pub fn repeated(captures: &[Capture], answered_again: &[Unstored]) -> Vec<Capture> {
    if answered_again.is_empty() {
        return Vec::new();
    }
    let mut stored: HashMap<(&str, &str), BTreeMap<i64, usize>> = HashMap::new();
    for (index, capture) in captures.iter().enumerate() {
        let answer = (request_of(&capture.url), capture.order.body_hash.as_str());
        let moments = stored.entry(answer).or_default();
        moments.insert(capture.order.captured_at, index);
    }
    let mut last: BTreeMap<usize, i64> = BTreeMap::new();
    for answer in answered_again {
        let moments = stored.get(&(request_of(&answer.url), answer.body_hash.as_str()));
        let before = moments.and_then(|moments| moments.range(..=answer.captured_at_us).next_back());
        // The same answer seen twice at its own moment is no other.
        if let Some((moment, index)) = before
            && *moment < answer.captured_at_us
        {
            let last = last.entry(*index).or_insert(answer.captured_at_us);
            *last = (*last).max(answer.captured_at_us);
        }
    }
    let again = |(index, moment): (usize, i64)| {
        let mut capture = captures[index].clone();
        capture.order.captured_at = moment;
        capture
    };
    last.into_iter().map(again).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::candidates::OrderKey;

    fn capture(id: &str, url: &str, captured_at: i64, body_hash: &str) -> Capture {
        Capture {
            capture_id: id.to_owned(),
            endpoint: "e".to_owned(),
            method: "m".to_owned(),
            path_params: "{}".to_owned(),
            query_params: "{}".to_owned(),
            url: url.to_owned(),
            season: None,
            game_pk: None,
            game_date: None,
            order: OrderKey {
                document_at: None,
                captured_at,
                body_hash: body_hash.to_owned(),
            },
            body_bytes: 1,
            file: 0,
            row: 0,
        }
    }

    fn unstored(url: &str, captured_at_us: i64, body_hash: &str) -> Unstored {
        Unstored {
            source: "a.b".to_owned(),
            url: url.to_owned(),
            captured_at_us,
            body_hash: body_hash.to_owned(),
        }
    }

    #[test]
    fn an_answer_that_came_again_says_so_at_its_last_moment() {
        let captures = [
            capture("a1", "/api/v1/x", 10, "A"),
            capture("b", "/api/v1/x", 40, "B"),
            capture("a2", "/api/v1/x", 50, "A"),
            capture("y", "/api/v1/y", 10, "A"),
        ];
        let answers = [
            unstored("http://host/api/v1/x", 30, "A"),
            unstored("/api/v1/x", 20, "A"),
            unstored("/api/v1/x", 60, "A"),
            unstored("/api/v1/x", 50, "A"),
            unstored("/api/v1/z", 60, "A"),
            unstored("/api/v1/y", 5, "A"),
        ];
        let again = repeated(&captures, &answers);
        let told: Vec<(&str, i64)> = again
            .iter()
            .map(|capture| (capture.capture_id.as_str(), capture.order.captured_at))
            .collect();
        assert_eq!(told, [("a1", 30), ("a2", 60)]);
        assert!(repeated(&captures, &[]).is_empty());
    }
}
