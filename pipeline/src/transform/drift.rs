//! What did not fit the contract, counted by path and kind over a run.

use std::collections::BTreeMap;

use mlb_lake_json::Drift;
use serde::Serialize;

/// One kind of misfit at one path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DriftEntry {
    /// The JSON path.
    pub path: String,
    /// What was wrong.
    pub kind: String,
    /// How often.
    pub count: u64,
    /// A value that did not fit.
    pub example: String,
}

/// All misfits of a run.
#[derive(Debug, Default)]
pub struct DriftCounts {
    entries: BTreeMap<(String, &'static str), (u64, String)>,
}

impl DriftCounts {
    /// Adds what a decoder found.
    pub fn add(&mut self, found: Vec<Drift>) {
        for drift in found {
            self.merge(drift.path, drift.kind.as_str(), drift.count, drift.example);
        }
    }

    /// Adds the counts of another worker.
    pub fn add_all(&mut self, other: DriftCounts) {
        for ((path, kind), (count, example)) in other.entries {
            self.merge(path, kind, count, example);
        }
    }

    fn merge(&mut self, path: String, kind: &'static str, count: u64, example: String) {
        let entry = self.entries.entry((path, kind)).or_insert((0, String::new()));
        entry.0 += count;
        // The smallest example, so that it does not depend on the order of work.
        if entry.1.is_empty() || example < entry.1 {
            entry.1 = example;
        }
    }

    /// The counts, by path.
    pub fn entries(&self) -> Vec<DriftEntry> {
        self.entries
            .iter()
            .map(|((path, kind), (count, example))| DriftEntry {
                path: path.clone(),
                kind: (*kind).to_owned(),
                count: *count,
                example: example.clone(),
            })
            .collect()
    }
}
