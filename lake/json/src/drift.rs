//! Values that did not fit their leaf: NULL, and counted by path and kind.
use std::collections::BTreeMap;

/// How a value differed from what its tree says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DriftKind {
    /// A key stood twice in one object; the last value counts.
    DuplicateKey,
    /// A list was expected and something else found.
    ListExpected,
    /// A boolean was expected.
    NotABoolean,
    /// A date was expected.
    NotADate,
    /// A number was expected.
    NotANumber,
    /// A timestamp was expected.
    NotATimestamp,
    /// A whole number was expected.
    NotAWhole,
    /// An object was expected and something else found.
    ObjectExpected,
    /// The number is outside of its type's range.
    OutOfRange,
    /// A scalar was expected and a list or an object found.
    ScalarExpected,
}

impl DriftKind {
    /// The kind as a word of a report or a table: `not_a_number`.
    pub fn as_str(self) -> &'static str {
        match self {
            DriftKind::DuplicateKey => "duplicate_key",
            DriftKind::ListExpected => "list_expected",
            DriftKind::NotABoolean => "not_a_boolean",
            DriftKind::NotADate => "not_a_date",
            DriftKind::NotANumber => "not_a_number",
            DriftKind::NotATimestamp => "not_a_timestamp",
            DriftKind::NotAWhole => "not_a_whole",
            DriftKind::ObjectExpected => "object_expected",
            DriftKind::OutOfRange => "out_of_range",
            DriftKind::ScalarExpected => "scalar_expected",
        }
    }
}

impl std::fmt::Display for DriftKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One kind of misfit at one path, over all documents of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// Where in the document: `liveData.plays.allPlays[].about.inning`, `gameData.players.*.id`.
    pub path: String,
    /// What was wrong.
    pub kind: DriftKind,
    /// How often.
    pub count: u64,
    /// The first such value as it stands in the text, at most 64 bytes of it.
    pub example: String,
}

/// A value of the document at hand that did not fit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Misfit {
    pub(crate) path: u32,
    pub(crate) kind: DriftKind,
    /// Where the value stands in the text.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The misfits of all documents of a batch.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    counts: BTreeMap<(u32, DriftKind), (u64, String)>,
}

/// Bytes of an example.
const EXAMPLE_BYTES_MAX: usize = 64;

impl Tally {
    pub(crate) fn add(&mut self, misfits: &[Misfit], text: &[u8]) {
        for misfit in misfits {
            let entry = self.counts.entry((misfit.path, misfit.kind));
            entry
                .or_insert_with(|| (0, example(text, misfit.start, misfit.end)))
                .0 += 1;
        }
    }

    /// All of it, in the order of the tree; starts anew.
    pub(crate) fn take(&mut self, paths: &[String]) -> Vec<Drift> {
        let counts = std::mem::take(&mut self.counts);
        let drift = counts.into_iter().map(|((path, kind), (count, example))| Drift {
            path: paths.get(path as usize).cloned().unwrap_or_default(),
            kind,
            count,
            example,
        });
        drift.collect()
    }
}

/// The start of a value, cut between characters.
fn example(text: &[u8], start: usize, end: usize) -> String {
    let value = text.get(start..end).unwrap_or_default().trim_ascii_end();
    let mut len = value.len().min(EXAMPLE_BYTES_MAX);
    while len < value.len() && len > 0 && value[len] & 0xc0 == 0x80 {
        len -= 1;
    }
    String::from_utf8_lossy(&value[..len]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::example;

    #[test]
    fn an_example_is_cut_between_characters() {
        let text = format!("{}é tail", "a".repeat(63));
        assert_eq!(example(text.as_bytes(), 0, text.len()), "a".repeat(63));
        assert_eq!(example(b"[ \"-.--\" \n,", 2, 10), "\"-.--\"");
        assert_eq!(example(b"", 5, 9), "");
    }
}
