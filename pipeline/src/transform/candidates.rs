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
    older: BTreeMap<i64, Vec<Candidate>>,
}

/// What a run can fall back on: of the unfinished games all captures but the newest, the newer ones last.
#[derive(Debug)]
pub struct Older {
    files: Vec<TableFile>,
    by_game: BTreeMap<i64, Vec<Candidate>>,
}

/// The captures that a run is about.
struct Wanted<'a> {
    selection: &'a Selection,
    unfinished: &'a BTreeSet<i64>,
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
/// `unfinished` games are wanted wherever they are: no rows can be made of some, and a game that tables show half must be shown whole.
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
    let wanted = Wanted {
        selection,
        unfinished,
    };
    for (index, file) in files.iter().enumerate() {
        let mut row = 0;
        for batch in columns::read(id, table, file, &RawColumns::NAMES).await? {
            candidates.add(&batch, file, index, row, &wanted);
            row += batch.num_rows();
        }
    }
    for older in candidates.older.values_mut() {
        older.sort_by(|a, b| a.order.cmp(&b.order));
    }
    candidates.files = files;
    Ok(candidates)
}

impl Wanted<'_> {
    fn has(&self, candidate: &Candidate) -> bool {
        self.selection.wants(candidate) || self.unfinished.contains(&candidate.game_pk)
    }
}

impl Candidates {
    /// Takes out what there is to fall back on.
    pub fn take_older(&mut self) -> Older {
        Older {
            files: self.files.clone(),
            by_game: std::mem::take(&mut self.older),
        }
    }

    fn add(
        &mut self,
        batch: &RecordBatch,
        file: &TableFile,
        index: usize,
        first: usize,
        wanted: &Wanted<'_>,
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
                order: columns.order.at(row),
                body_bytes: columns.sizes.value(row),
                file: index,
                row: first + row,
            };
            if columns.games.is_valid(row) && wanted.has(&candidate) {
                self.captures += 1;
                self.offer(candidate, wanted);
            }
        }
    }

    fn offer(&mut self, candidate: Candidate, wanted: &Wanted<'_>) {
        let game = candidate.game_pk;
        let beaten = match self.newest.get(&game) {
            Some(newest) if newest.order >= candidate.order => Some(candidate),
            _ => self.newest.insert(game, candidate),
        };
        if wanted.unfinished.contains(&game) {
            self.older.entry(game).or_default().extend(beaten);
        }
    }
}

impl Older {
    /// Of each of these games the newest capture that was not tried yet; games that have none are left out.
    pub fn next_of(&mut self, games: &BTreeSet<i64>) -> Candidates {
        let next = |game: &i64| Some((*game, self.by_game.get_mut(game)?.pop()?));
        Candidates {
            newest: games.iter().filter_map(next).collect(),
            files: self.files.clone(),
            ..Candidates::default()
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

    fn capture(game_pk: i64, captured_at: i64) -> Candidate {
        Candidate {
            capture_id: format!("{game_pk}-{captured_at}"),
            game_pk,
            season: 2024,
            game_date: None,
            order: key(None, captured_at, "a"),
            body_bytes: 1,
            file: 0,
            row: 0,
        }
    }

    #[test]
    fn only_unfinished_games_have_something_to_fall_back_on() {
        let unfinished = BTreeSet::from([1]);
        let wanted = Wanted {
            selection: &Selection::New,
            unfinished: &unfinished,
        };
        let mut candidates = Candidates::default();
        for (game, at) in [(1, 5), (1, 9), (1, 7), (2, 5), (2, 9)] {
            candidates.offer(capture(game, at), &wanted);
        }
        let newest: Vec<&str> = candidates
            .newest
            .values()
            .map(|c| c.capture_id.as_str())
            .collect();
        assert_eq!(newest, ["1-9", "2-9"]);
        candidates
            .older
            .values_mut()
            .for_each(|older| older.sort_by(|a, b| a.order.cmp(&b.order)));
        let mut older = candidates.take_older();
        let both = BTreeSet::from([1, 2]);
        let mut next = || {
            older
                .next_of(&both)
                .newest
                .into_values()
                .map(|c| c.capture_id)
                .collect::<Vec<_>>()
        };
        assert_eq!(next(), ["1-7"]);
        assert_eq!(next(), ["1-5"]);
        assert!(next().is_empty());
    }

    #[test]
    fn the_documents_clock_counts_before_the_requests() {
        assert!(key(Some(2), 1, "a") > key(Some(1), 9, "z"));
        assert!(key(Some(1), 2, "a") > key(Some(1), 1, "z"));
        assert!(key(Some(1), 1, "b") > key(Some(1), 1, "a"));
        assert!(key(Some(1), 1, "a") > key(None, 9, "z"));
    }
}
