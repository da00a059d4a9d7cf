//! What can go wrong when contracts are read.

use std::path::PathBuf;

use super::finding::{Finding, Findings};
use super::limits::FINDINGS_MAX;

/// What can go wrong when contracts are read.
#[derive(Debug, thiserror::Error)]
pub enum ContractError {
    /// A folder of mappings holds none.
    #[error("no mapping (`*.yaml`) under `{}`; check the folder, or set `MLB_HOME`", folder.display())]
    NoMappings {
        /// The folder.
        folder: PathBuf,
    },
    /// The repository's `mappings` and `sql` were not found.
    #[error(
        "no folder with `mappings` and `sql` at `{}`{}; set `MLB_HOME` to the folder that holds both",
        start.display(),
        if *above { " or above it" } else { "" }
    )]
    NoHome {
        /// Where the search began.
        start: PathBuf,
        /// Whether the folders above it were searched too.
        above: bool,
    },
    /// A file is larger than what is read.
    #[error("`{file}` has {bytes} bytes, more than {bytes_max}; split it")]
    TooLarge {
        /// The file.
        file: String,
        /// Its size.
        bytes: u64,
        /// The limit.
        bytes_max: u64,
    },
    /// A file or folder cannot be read.
    #[error("cannot read `{file}`: {source}")]
    Unreadable {
        /// The file or folder.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// What files say is wrong.
    #[error("{}", wrong_text(findings, *more))]
    Wrong {
        /// What is wrong, in the order of the files.
        findings: Vec<Finding>,
        /// How many findings beside these.
        more: usize,
    },
}

impl ContractError {
    /// What is wrong in all files together, in their order; what is more than an error carries is counted.
    pub fn wrong(findings: impl IntoIterator<Item = Findings>) -> ContractError {
        let (mut all, mut more) = (Vec::new(), 0);
        for findings in findings {
            let (found, rest) = findings.into_sorted();
            all.extend(found);
            more += rest;
        }
        all.sort_by(|left, right| (&left.file, left.place).cmp(&(&right.file, right.place)));
        more += all.len().saturating_sub(FINDINGS_MAX);
        all.truncate(FINDINGS_MAX);
        ContractError::Wrong { findings: all, more }
    }
}

fn wrong_text(findings: &[Finding], more: usize) -> String {
    let mut lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    if more > 0 {
        lines.push(format!("and {more} more; mend these first"));
    }
    lines.join("\n")
}
