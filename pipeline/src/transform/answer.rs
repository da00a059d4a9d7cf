//! What a SELECT answered for one batch: each game's rows together, checked, hashed and kept where they changed.

use std::collections::BTreeMap;
use std::ops::Range;

use arrow::array::{Array, BooleanArray, RecordBatch};
use mlb_lake::content_hash::ContentHash;
use mlb_lake::contract::TableContract;
use mlb_lake::grouping::{self, Group, Grouped};
use mlb_lake::reference::Reference;
use mlb_lake::{Error, Result};

use super::ledger::TableEntry;

/// The rows of one table for one batch, by game.
pub struct Answer<'a> {
    contract: &'a TableContract,
    rows: RecordBatch,
    groups: BTreeMap<i64, Group>,
    content: Vec<usize>,
    required: Vec<usize>,
    key: Vec<usize>,
    kept: Vec<i64>,
}

impl<'a> Answer<'a> {
    /// Groups the rows that the table's SELECT gave.
    pub fn new(contract: &'a TableContract, rows: RecordBatch) -> Result<Answer<'a>> {
        let key = contract.key_indices();
        let replace_by = contract.replace_by_indices().first().copied().unwrap_or(1);
        let Grouped { batch, groups } = grouping::group(rows, replace_by, &key)?;
        let columns = || contract.columns.iter().enumerate();
        Ok(Answer {
            contract,
            rows: batch,
            groups: groups.into_iter().map(|group| (group.value, group)).collect(),
            content: content_columns(contract),
            required: columns()
                .filter(|(_, column)| !column.nullable)
                .map(|(index, _)| index)
                .collect(),
            key,
            kept: Vec::new(),
        })
    }

    /// The table's name.
    pub fn table(&self) -> &'a str {
        &self.contract.name
    }

    /// What is wrong with a game's rows.
    pub fn finding(&self, game: i64) -> Option<String> {
        let group = self.groups.get(&game)?;
        if let Some(row) = group.repeated_key_row {
            return Some(format!(
                "table `{}` has the key {} twice",
                self.contract.name,
                self.key_text(row)
            ));
        }
        self.required.iter().find_map(|index| {
            let column = self.rows.column(*index);
            if column.null_count() == 0 {
                return None;
            }
            let row = group.rows.clone().find(|row| column.is_null(*row))?;
            let name = self.rows.schema().field(*index).name().clone();
            Some(format!(
                "table `{}` has no `{name}` in the row with the key {}",
                self.contract.name,
                self.key_text(row)
            ))
        })
    }

    fn key_text(&self, row: usize) -> String {
        let value = |index: &usize| {
            let name = self.rows.schema().field(*index).name().clone();
            let text = arrow::util::display::array_value_to_string(self.rows.column(*index), row);
            format!("{name} {}", text.unwrap_or_default())
        };
        self.key.iter().map(value).collect::<Vec<_>>().join(", ")
    }

    fn rows_of(&self, game: i64) -> Range<usize> {
        self.groups.get(&game).map_or(0..0, |group| group.rows.clone())
    }

    /// What the ledger says of a game's rows.
    pub fn entry(&self, game: i64) -> Result<TableEntry> {
        let rows = self.rows_of(game);
        let content_hash = ContentHash::of_rows(&self.rows, &self.content, rows.clone())?.to_string();
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
        let kept = self
            .kept
            .iter()
            .filter(|game| self.groups.contains_key(game))
            .count();
        if kept == 0 {
            return Ok(None);
        }
        if kept == self.groups.len() {
            return Ok(Some(self.rows));
        }
        let mut mask = vec![false; self.rows.num_rows()];
        for group in self.kept.iter().filter_map(|game| self.groups.get(game)) {
            mask[group.rows.clone()].fill(true);
        }
        let rows = arrow::compute::filter_record_batch(&self.rows, &BooleanArray::from(mask))
            .map_err(Error::arrow("rows that changed"))?;
        Ok(Some(rows))
    }
}

/// A reference from one table of a batch to another.
pub struct Link {
    from: usize,
    to: usize,
    reference: Reference,
}

/// The references between the tables of a batch; those that lead out of it are only documented.
pub fn links(answers: &[Answer<'_>]) -> Result<Vec<Link>> {
    let mut links = Vec::new();
    for (from, answer) in answers.iter().enumerate() {
        for reference in &answer.contract.references {
            let is_target = |other: &Answer<'_>| other.contract.qualified_name() == reference.table;
            let Some(to) = answers.iter().position(is_target) else {
                continue;
            };
            let columns = answer.contract.indices(&reference.columns);
            let target = &answers[to];
            let reference = Reference::new(&answer.rows, &columns, &target.rows, &target.key)?;
            links.push(Link { from, to, reference });
        }
    }
    Ok(links)
}

impl Link {
    /// Which of a game's rows leads to no row of the other table.
    pub fn finding(&self, game: i64, answers: &[Answer<'_>]) -> Option<String> {
        let (from, to) = (&answers[self.from], &answers[self.to]);
        let row = self
            .reference
            .first_broken(from.rows_of(game), to.rows_of(game))?;
        Some(format!(
            "table `{}` has a row with the key {} that leads to none of `{}`",
            from.contract.name,
            from.key_text(row),
            to.contract.name
        ))
    }
}

/// The columns that make a game's content: all but provenance.
pub fn content_columns(contract: &TableContract) -> Vec<usize> {
    let columns = contract.columns.iter().enumerate();
    columns
        .filter(|(_, column)| column.name != "source_captured_at")
        .map(|(index, _)| index)
        .collect()
}
