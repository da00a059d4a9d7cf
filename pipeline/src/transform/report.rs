//! What a transform did.

use std::collections::BTreeSet;

use mlb_lake::contract::{Contract, TableContract};
use serde::Serialize;

use super::drift::DriftEntry;
use super::worker::{BadGame, GameResult};
use crate::capture::quarantine::BadCapture;
use crate::runs::Versions;

/// One table after a transform.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableReport {
    /// The table, `game.live_game_plays`.
    pub table: String,
    /// Rows of the run's games; of a source of sets, all that the table now has.
    pub rows: u64,
    /// Rows of games that changed; of a source of sets, rows that came or changed.
    pub rows_written: u64,
    /// The version that holds them; absent where nothing changed.
    pub version: Option<u64>,
}

/// A game that is in no table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadGameReport {
    /// The game.
    pub game_pk: i64,
    /// The capture.
    pub capture_id: String,
    /// The reason for a person.
    pub detail: String,
}

/// A capture of which no table has a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadCaptureReport {
    /// The capture.
    pub capture_id: String,
    /// The reason for a person.
    pub detail: String,
}

impl From<&BadCapture> for BadCaptureReport {
    fn from(bad: &BadCapture) -> BadCaptureReport {
        BadCaptureReport {
            capture_id: bad.capture_id.clone(),
            detail: bad.detail.clone(),
        }
    }
}

/// What a transform did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TransformReport {
    /// The source.
    pub source: String,
    /// Captures that were looked at.
    pub captures: u64,
    /// Games transformed.
    pub games: u64,
    /// Games of which at least one table changed.
    pub games_changed: u64,
    /// Games whose newest capture the tables showed already.
    pub games_current: u64,
    /// Of a source of sets: sets of which a row came, changed or went, each table's counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sets_changed: Option<u64>,
    /// Games that could not be transformed.
    pub bad_games: Vec<BadGameReport>,
    /// Of a source of sets: captures that could not be transformed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bad_captures: Vec<BadCaptureReport>,
    /// The tables, in the order of the contract.
    pub tables: Vec<TableReport>,
    /// What did not fit the contract.
    pub drift: Vec<DriftEntry>,
    /// The version of raw that was read.
    pub raw_version: Option<u64>,
    /// The versions of the source's tables and of the ledger after it.
    #[serde(skip)]
    pub versions: Versions,
    /// A run before this one was killed at its work: this one did it again.
    pub healed: bool,
    /// Games that tables may still show half: no rows can be made of any of their captures.
    #[serde(skip)]
    pub half_done: BTreeSet<i64>,
}

impl TransformReport {
    /// What is told of a source of which there is nothing to do.
    pub fn of_nothing(contract: &Contract) -> TransformReport {
        TransformReport {
            source: contract.source.name.clone(),
            ..TransformReport::default()
        }
    }

    /// Whether all that was looked at is in the tables.
    pub fn is_clean(&self) -> bool {
        self.bad_games.is_empty() && self.bad_captures.is_empty()
    }
}

impl BadGameReport {
    /// What is told of a game that no table shows.
    pub fn of(bad: &BadGame) -> BadGameReport {
        BadGameReport {
            game_pk: bad.candidate.game_pk,
            capture_id: bad.candidate.capture_id.clone(),
            detail: bad.detail.clone(),
        }
    }
}

impl TableReport {
    /// What is told of the table at `index` of the contract.
    pub fn of(
        contract: &TableContract,
        index: usize,
        games: &[GameResult],
        version: Option<u64>,
    ) -> TableReport {
        let rows = |game: &GameResult| game.tables[index].rows;
        TableReport {
            table: contract.qualified_name(),
            rows: games.iter().map(rows).sum(),
            rows_written: games.iter().filter(|game| game.changed[index]).map(rows).sum(),
            version,
        }
    }
}
