//! Follows the schedule through a run: what the lake knew before it, what its answers say, and what that makes different.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use mlb_lake::Lake;
use mlb_statsapi::Response;
use serde::Serialize;

use super::changes::changes;
use super::conflicts::{Conflict, conflicts};
use super::listing::ScheduleAnswer;
use super::master::MasterSchedule;
use super::{book, known};
use crate::error::Result;

/// The schedule as it is known in a run.
#[derive(Clone, Debug, Default)]
pub struct Tracker {
    before: MasterSchedule,
    /// With what the run's answers say.
    pub schedule: MasterSchedule,
    answers: u64,
    listed: BTreeSet<i64>,
}

/// What a run's answers made different.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tracked {
    /// Changes that were not on record.
    pub changes: u64,
    /// What cannot be, among the games of the answers.
    pub conflicts: Vec<Conflict>,
}

impl Tracker {
    /// Knows what the lake's tables say.
    ///
    /// # Errors
    /// The lake's.
    pub async fn new(lake: &Lake) -> Result<Tracker> {
        let before = known::known(lake).await?.unwrap_or_default();
        Ok(Tracker {
            schedule: before.clone(),
            before,
            ..Tracker::default()
        })
    }

    /// Takes an answer of the schedule, and tells which games it lists; nothing where it is no schedule.
    pub fn take(&mut self, response: &Response) -> Option<BTreeSet<i64>> {
        let answer = ScheduleAnswer::read(response)?;
        self.answers += 1;
        self.schedule.take(&answer);
        let games = answer.game_pks();
        self.listed.extend(&games);
        Some(games)
    }

    /// The games that the run's answers list.
    pub fn listed(&self) -> &BTreeSet<i64> {
        &self.listed
    }

    /// Games that the lake listed before a date, and that are not over.
    pub fn open_before(&self, date: Date) -> BTreeSet<i64> {
        let is_open = |game_pk: &i64| {
            self.schedule
                .state(*game_pk)
                .is_some_and(|state| !state.is_terminal())
        };
        let earlier = self
            .before
            .listings()
            .filter(|listing| listing.schedule_date < date);
        earlier.map(|listing| listing.game_pk).filter(is_open).collect()
    }

    /// Puts on record what changed.
    ///
    /// # Errors
    /// The lake's.
    pub async fn record(&self, lake: &Lake, run_id: &str) -> Result<Tracked> {
        if self.answers == 0 {
            return Ok(Tracked::default());
        }
        let changes = changes(&self.before, &self.schedule);
        Ok(Tracked {
            changes: book::record(lake, run_id, Timestamp::now(), &changes).await?,
            conflicts: self.conflicts(),
        })
    }

    /// What cannot be, among the games of the answers and those that vanished.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let mut found = conflicts(&self.before, &self.schedule);
        found.retain(|conflict| {
            let is_listed = conflict
                .game_pks
                .iter()
                .any(|game_pk| self.listed.contains(game_pk));
            let has_vanished = !conflict
                .game_pks
                .iter()
                .any(|game_pk| self.schedule.games.contains_key(game_pk));
            is_listed || has_vanished
        });
        found
    }
}
