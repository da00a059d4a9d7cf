//! What is wrong with a YAML file of the project, and where.

use std::fmt;

use super::limits::FINDINGS_MAX;

/// A place in a file, both counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file as messages show it.
    pub file: String,
    /// Where in the file.
    pub place: Place,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { file, place, message } = self;
        write!(formatter, "{file}:{}:{}: {message}", place.line, place.column)
    }
}

/// The findings of one file, as they are collected.
#[derive(Debug)]
pub struct Findings {
    file: String,
    found: Vec<Finding>,
}

impl Findings {
    /// None yet; `file` is the name that messages show.
    pub fn new(file: &str) -> Findings {
        Findings {
            file: file.to_owned(),
            found: Vec::new(),
        }
    }

    /// Notes that something is wrong.
    pub fn add(&mut self, place: Place, message: impl Into<String>) {
        let (file, message) = (self.file.clone(), message.into());
        self.found.push(Finding { file, place, message });
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The findings in the order of the file, and how many more there are than an error carries.
    pub fn into_sorted(mut self) -> (Vec<Finding>, usize) {
        self.found.sort_by_key(|finding| finding.place);
        self.found.dedup();
        let more = self.found.len().saturating_sub(FINDINGS_MAX);
        self.found.truncate(FINDINGS_MAX);
        (self.found, more)
    }
}
