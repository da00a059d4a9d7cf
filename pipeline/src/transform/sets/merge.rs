//! The rows of sets, put together from captures in whatever order they arrive.
//!
//! Of a set the newest whole capture counts, and of a row in it a newer narrowed one. What is older than what is shown changes nothing, so
//! the order of arrival does not matter.

use std::collections::BTreeMap;

use crate::transform::candidates::OrderKey;

/// A row, as far as it matters here.
pub trait Row {
    /// Whether the other row has the same content.
    fn says_the_same(&self, other: &Self) -> bool;
}

/// All sets of a table, by the values of its `replace_by` columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sets<R> {
    sets: BTreeMap<String, Set<R>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Set<R> {
    /// The newest whole capture.
    whole: Option<OrderKey>,
    /// By key.
    rows: BTreeMap<String, R>,
    /// By key, the newest narrowed capture of rows that are newer than the whole one.
    narrowed: BTreeMap<String, OrderKey>,
}

impl<R> Default for Sets<R> {
    fn default() -> Sets<R> {
        Sets {
            sets: BTreeMap::new(),
        }
    }
}

impl<R> Default for Set<R> {
    fn default() -> Set<R> {
        Set {
            whole: None,
            rows: BTreeMap::new(),
            narrowed: BTreeMap::new(),
        }
    }
}

impl<R: Row> Sets<R> {
    fn set(&mut self, set: &str) -> &mut Set<R> {
        self.sets.entry(set.to_owned()).or_default()
    }

    /// A row that the table shows.
    pub fn show(&mut self, set: &str, key: String, row: R) {
        self.set(set).rows.insert(key, row);
    }

    /// The newest whole capture of a set, as the ledger has it.
    pub fn note_whole(&mut self, set: &str, order: OrderKey) {
        self.set(set).whole = Some(order);
    }

    /// The newest narrowed capture of a row, as the ledger has it.
    pub fn note_row(&mut self, set: &str, key: String, order: OrderKey) {
        self.set(set).narrowed.insert(key, order);
    }

    /// Takes all rows that a whole capture has of a set.
    pub fn take_whole(&mut self, order: &OrderKey, set: &str, rows: BTreeMap<String, R>) {
        let shown = self.set(set);
        if shown.whole.as_ref().is_some_and(|whole| whole >= order) {
            return;
        }
        shown.narrowed.retain(|_, newer| &*newer > order);
        let mut before = std::mem::take(&mut shown.rows);
        for (key, row) in rows {
            if shown.narrowed.contains_key(&key) {
                continue;
            }
            let kept = before.remove(&key).filter(|old| old.says_the_same(&row));
            shown.rows.insert(key, kept.unwrap_or(row));
        }
        before.retain(|key, _| shown.narrowed.contains_key(key));
        shown.rows.append(&mut before);
        shown.whole = Some(order.clone());
    }

    /// Takes a row of a narrowed capture.
    pub fn take_row(&mut self, order: &OrderKey, set: &str, key: String, row: R) {
        let shown = self.set(set);
        let is_known = |known: Option<&OrderKey>| known.is_some_and(|known| known >= order);
        if is_known(shown.whole.as_ref()) || is_known(shown.narrowed.get(&key)) {
            return;
        }
        shown.narrowed.insert(key.clone(), order.clone());
        let is_same = shown.rows.get(&key).is_some_and(|old| old.says_the_same(&row));
        if !is_same {
            shown.rows.insert(key, row);
        }
    }

    /// Every row, with its set and its key.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &str, &R)> {
        self.sets.iter().flat_map(|(name, set)| {
            let rows = set.rows.iter();
            rows.map(move |(key, row)| (name.as_str(), key.as_str(), row))
        })
    }

    /// Every row, in the same order.
    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut R> {
        self.sets.values_mut().flat_map(|set| set.rows.values_mut())
    }

    /// What the ledger must know: the set, the key (empty for the set itself), and the newest capture of it.
    pub fn marks(&self) -> impl Iterator<Item = (&str, &str, &OrderKey)> {
        self.sets.iter().flat_map(|(name, set)| {
            let whole = set.whole.iter().map(move |order| (name.as_str(), "", order));
            let narrowed = set.narrowed.iter();
            whole.chain(narrowed.map(move |(key, order)| (name.as_str(), key.as_str(), order)))
        })
    }
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
