//! Which captures a run transforms: of each game the newest, by the document's clock, then the request's, then the hash.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, RecordBatch};
use deltalake::DeltaTable;
use mlb_lake::columns::{self, TableFile};
use mlb_lake::{Result, TableId};

use super::raw_columns::{RawColumns, files_added_after, season_of};

/// Decides which of two captures of a game is the newer one. A document without a clock is older than any with one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderKey {
    /// The document's own clock, µs.
    pub document_at: Option<i64>,
    /// When it was asked for, µs.
    pub captured_at: i64,
    /// BLAKE3 of the body.
    pub body_hash: String,
}

/// One capture in raw, without its body.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The capture.
    pub capture_id: String,
    /// Its game.
    pub game_pk: i64,
    /// The game's season.
    pub season: i32,
    /// The game's date, days since 1970-01-01.
    pub game_date: Option<i32>,
    /// Its place in the order of captures.
    pub order: OrderKey,
    /// Size of the body.
    pub body_bytes: i64,
    /// The file in `Candidates::files`.
    pub file: usize,
    /// The row in that file.
    pub row: usize,
}

/// Captures and the files that hold them.
#[derive(Debug, Default)]
pub struct Candidates {
    /// Raw files.
    pub files: Vec<TableFile>,
    /// By game, the newest capture.
    pub newest: BTreeMap<i64, Candidate>,
    /// Captures that were looked at.
    pub captures: u64,
}

/// Which games a run is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// What raw gained since the last run.
    #[default]
    New,
    /// These games, whatever the ledger shows.
    Games(BTreeSet<i64>),
    /// The games of these dates (days since 1970-01-01), whatever the ledger shows.
    Dates(BTreeSet<i32>),
    /// The games of these seasons, whatever the ledger shows.
    Seasons(BTreeSet<i32>),
    /// All games.
    Full,
}

impl Selection {
    /// A run of its own: it does again what was done, and does not move the position in raw.
    pub fn is_chosen(&self) -> bool {
        *self != Selection::New
    }

    fn wants(&self, candidate: &Candidate) -> bool {
        match self {
            Selection::New | Selection::Full => true,
            Selection::Games(games) => games.contains(&candidate.game_pk),
            Selection::Dates(dates) => candidate.game_date.is_some_and(|date| dates.contains(&date)),
            Selection::Seasons(seasons) => seasons.contains(&candidate.season),
        }
    }
}

/// Reads the captures of a raw table that a selection wants; of a table that is read on, those after version `after`. Captures of
/// `unfinished` games are wanted wherever they are.
pub async fn read(
    id: &TableId,
    table: &DeltaTable,
    selection: &Selection,
    after: Option<i64>,
    unfinished: &BTreeSet<i64>,
) -> Result<Candidates> {
    let reads_on = unfinished.is_empty();
    let mut files = columns::files(id, table)?;
    if let (Selection::New, Some(after), true) = (selection, after, reads_on)
        && let Some(added) = files_added_after(id, table, after).await?
    {
        files.retain(|file| added.contains(&file.log_path));
    }
    if let (Selection::Seasons(seasons), true) = (selection, reads_on) {
        files.retain(|file| season_of(file).is_none_or(|season| seasons.contains(&season)));
    }
    let mut candidates = Candidates::default();
    for (index, file) in files.iter().enumerate() {
        let mut row = 0;
        for batch in columns::read(id, table, file, &RawColumns::NAMES).await? {
            candidates.add(&batch, file, index, row, &|candidate| {
                selection.wants(candidate) || unfinished.contains(&candidate.game_pk)
            });
            row += batch.num_rows();
        }
    }
    candidates.files = files;
    Ok(candidates)
}

impl Candidates {
    fn add(
        &mut self,
        batch: &RecordBatch,
        file: &TableFile,
        index: usize,
        first: usize,
        wants: &dyn Fn(&Candidate) -> bool,
    ) {
        let Some(columns) = RawColumns::of(batch) else {
            return;
        };
        for row in 0..batch.num_rows() {
            let candidate = Candidate {
                capture_id: columns.ids.value(row).to_owned(),
                game_pk: columns.games.value(row),
                season: season_of(file).unwrap_or_default(),
                game_date: columns.game_date(row),
                order: columns.order(row),
                body_bytes: columns.sizes.value(row),
                file: index,
                row: first + row,
            };
            if columns.games.is_valid(row) && wants(&candidate) {
                self.captures += 1;
                self.offer(candidate);
            }
        }
    }

    fn offer(&mut self, candidate: Candidate) {
        match self.newest.get(&candidate.game_pk) {
            Some(shown) if shown.order >= candidate.order => {}
            _ => {
                self.newest.insert(candidate.game_pk, candidate);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(document_at: Option<i64>, captured_at: i64, body_hash: &str) -> OrderKey {
        OrderKey {
            document_at,
            captured_at,
            body_hash: body_hash.to_owned(),
        }
    }

    #[test]
    fn the_documents_clock_counts_before_the_requests() {
        assert!(key(Some(2), 1, "a") > key(Some(1), 9, "z"));
        assert!(key(Some(1), 2, "a") > key(Some(1), 1, "z"));
        assert!(key(Some(1), 1, "b") > key(Some(1), 1, "a"));
        assert!(key(Some(1), 1, "a") > key(None, 9, "z"));
    }
}
