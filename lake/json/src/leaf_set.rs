//! Which paths of a tree are wanted.
use std::collections::BTreeMap;

/// A set of paths into a [`Tree`](crate::Tree); levels of lists and maps are transparent, so the inning of a
/// play is `["liveData", "plays", "allPlays", "about", "inning"]`. `_index` and `_key` stand for their list's
/// length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeafSet {
    whole: bool,
    children: BTreeMap<String, LeafSet>,
}

impl LeafSet {
    /// The empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a leaf; of an object its validity only; of a list or a map its validity and length.
    pub fn insert(&mut self, path: &[&str]) {
        self.reach(path);
    }

    /// Adds everything at and below a path; the empty path is the whole tree.
    pub fn insert_all(&mut self, path: &[&str]) {
        self.reach(path).whole = true;
    }

    /// Adds all that another set holds.
    pub fn extend(&mut self, other: &LeafSet) {
        self.whole |= other.whole;
        for (name, child) in &other.children {
            self.children.entry(name.clone()).or_default().extend(child);
        }
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        !self.whole && self.children.is_empty()
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    pub(crate) fn child(&self, name: &str) -> Option<&LeafSet> {
        self.children.get(name)
    }

    fn reach(&mut self, path: &[&str]) -> &mut LeafSet {
        path.iter().fold(self, |set, name| {
            set.children.entry((*name).to_string()).or_default()
        })
    }
}
