//! What a SELECT answered for one batch: each game's rows together, checked, hashed and kept where they changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use arrow::array::{BooleanArray, RecordBatch};
use mlb_lake::content_hash::ContentHash;
use mlb_lake::contract::TableContract;
use mlb_lake::grouping::{self, Group, Grouped};
use mlb_lake::{Error, Result};

use super::ledger::TableEntry;
use super::table_rows::{self, Link, TableRows};

/// The rows of one table for one batch, by game.
pub struct Answer<'a> {
    table: TableRows<'a>,
    groups: BTreeMap<i64, Group>,
    kept: Vec<i64>,
}

impl<'a> Answer<'a> {
    /// Groups the rows that the table's SELECT gave.
    pub fn new(contract: &'a TableContract, rows: RecordBatch) -> Result<Answer<'a>> {
        let replace_by = contract.replace_by_indices().first().copied().unwrap_or(1);
        let Grouped { batch, groups } = grouping::group(rows, replace_by, &contract.key_indices())?;
        Ok(Answer {
            table: TableRows::new(contract, batch),
            groups: groups.into_iter().map(|group| (group.value, group)).collect(),
            kept: Vec::new(),
        })
    }

    /// The table's name.
    pub fn table(&self) -> &'a str {
        &self.table.contract.name
    }

    /// Every row must be of one of these games: else nobody would check it, and no table would show it.
    ///
    /// # Errors
    /// `Shape` with the first game that is none of them.
    pub fn check_games(&self, games: &BTreeSet<i64>) -> Result<()> {
        let is_other = |game: &&i64| !games.contains(*game);
        let Some(game) = self.groups.keys().find(is_other) else {
            return Ok(());
        };
        let contract = self.table.contract;
        Err(Error::Shape {
            file: format!("sql/{}/{}.sql", contract.schema, contract.name),
            finding: format!(
                "it makes a row of game {game}, which none of the documents is about; take `game_pk` from the level's own column"
            ),
        })
    }

    /// What is wrong with a game's rows.
    pub fn finding(&self, game: i64) -> Option<String> {
        let group = self.groups.get(&game)?;
        match group.repeated_key_row {
            Some(row) => Some(self.table.repeats(row)),
            None => self.table.lacking(group.rows.clone()),
        }
    }

    fn rows_of(&self, game: i64) -> Range<usize> {
        self.groups.get(&game).map_or(0..0, |group| group.rows.clone())
    }

    /// What the ledger says of a game's rows.
    pub fn entry(&self, game: i64) -> Result<TableEntry> {
        let rows = self.rows_of(game);
        let content_hash =
            ContentHash::of_rows(&self.table.rows, &self.table.content, rows.clone())?.to_string();
        Ok(TableEntry {
            rows: rows.len() as u64,
            content_hash,
        })
    }

    /// A game's rows are to be written.
    pub fn keep(&mut self, game: i64) {
        self.kept.push(game);
    }

    /// All rows where every game is kept, a filtered copy otherwise.
    pub fn rows_to_write(self) -> Result<Option<RecordBatch>> {
        let rows = self.table.rows;
        let kept = self
            .kept
            .iter()
            .filter(|game| self.groups.contains_key(game))
            .count();
        if kept == 0 {
            return Ok(None);
        }
        if kept == self.groups.len() {
            return Ok(Some(rows));
        }
        let mut mask = vec![false; rows.num_rows()];
        for group in self.kept.iter().filter_map(|game| self.groups.get(game)) {
            mask[group.rows.clone()].fill(true);
        }
        let rows = arrow::compute::filter_record_batch(&rows, &BooleanArray::from(mask))
            .map_err(Error::arrow("rows that changed"))?;
        Ok(Some(rows))
    }
}

/// The references between the tables of a batch.
pub fn links(answers: &[Answer<'_>]) -> Result<Vec<Link>> {
    table_rows::links(answers.iter().map(|answer| &answer.table))
}

/// Which of a game's rows leads to no row of the other table.
pub fn broken_link(link: &Link, game: i64, answers: &[Answer<'_>]) -> Option<String> {
    let (from, to) = (&answers[link.from], &answers[link.to]);
    let row = link
        .reference
        .first_broken(from.rows_of(game), to.rows_of(game))?;
    Some(from.table.leads_nowhere(row, &to.table))
}
