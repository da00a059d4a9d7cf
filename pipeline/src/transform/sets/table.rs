//! One table of a source of sets, whole in memory while a run applies captures to it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::interleave_record_batch;
use arrow::datatypes::Int32Type;
use arrow::row::{RowConverter, SortField};
use mlb_lake::contract::TableContract;
use mlb_lake::{Error, Result, grouping};

use super::key_text;
use super::ledger::Mark;
use super::merge::{Row, Sets};
use crate::limits::{HELD_ROWS_SPARE, HELD_ROWS_TIMES_MAX};
use crate::transform::candidates::OrderKey;
use crate::transform::table_rows::{TableRows, content_columns};

/// A row in one of the batches that a table holds.
#[derive(Clone, Copy, Debug)]
struct Placed {
    batch: usize,
    row: usize,
    content: Content,
}

/// What decides whether a row is another than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Content {
    /// The first half of BLAKE3 over all columns but provenance.
    hash: [u8; 16],
    /// The partition.
    season: Option<i32>,
}

impl Row for Placed {
    fn says_the_same(&self, other: &Placed) -> bool {
        self.content == other.content
    }
}

/// The table.
pub struct SetTable<'a> {
    contract: &'a TableContract,
    converter: RowConverter,
    content: Vec<usize>,
    set: Vec<usize>,
    key: Vec<usize>,
    season: Option<usize>,
    batches: Vec<RecordBatch>,
    sets: Sets<Placed>,
    /// By key, what the table in the lake holds: the set and the content.
    in_lake: HashMap<String, (String, Content)>,
}

/// Rows of a capture, by set and key.
#[derive(Default)]
pub struct Taken {
    by_set: BTreeMap<String, BTreeMap<String, Placed>>,
}

impl Taken {
    /// The sets that they are of.
    pub fn sets(&self) -> impl Iterator<Item = &String> {
        self.by_set.keys()
    }
}

/// How a table differs from the one in the lake.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Rows that came or changed.
    pub rows_written: u64,
    /// Sets of which a row came, changed or went.
    pub sets: BTreeSet<String>,
    /// Partitions of such rows.
    pub seasons: BTreeSet<i32>,
}

impl<'a> SetTable<'a> {
    /// A table as it stands in the lake, with what the ledger says of it.
    pub fn new(
        contract: &'a TableContract,
        rows: RecordBatch,
        marks: &BTreeSet<Mark>,
    ) -> Result<SetTable<'a>> {
        let content = content_columns(contract);
        let fields = content
            .iter()
            .map(|index| SortField::new(contract.columns[*index].data_type.arrow()));
        let converter = RowConverter::new(fields.collect()).map_err(Error::arrow("contents of rows"))?;
        let mut table = SetTable {
            contract,
            converter,
            content,
            set: contract.replace_by_indices(),
            key: contract.key_indices(),
            season: contract.column_index("season"),
            batches: Vec::new(),
            sets: Sets::default(),
            in_lake: HashMap::new(),
        };
        for (set, rows) in table.place(rows)?.by_set {
            for (key, row) in rows {
                table.in_lake.insert(key.clone(), (set.clone(), row.content));
                table.sets.show(&set, key, row);
            }
        }
        for mark in marks.iter().filter(|mark| mark.table == contract.name) {
            match mark.key.as_str() {
                "" => table.sets.note_whole(&mark.set, mark.order.clone()),
                _ => table
                    .sets
                    .note_row(&mark.set, mark.key.clone(), mark.order.clone()),
            }
        }
        Ok(table)
    }

    /// Forgets all rows: they are made again from all captures.
    pub fn begin_anew(&mut self) {
        self.sets = Sets::default();
        self.batches.clear();
    }

    /// The table.
    pub fn contract(&self) -> &'a TableContract {
        self.contract
    }

    /// Takes in the rows that a capture has for this table; they are not shown yet.
    pub fn take_in(&mut self, rows: &TableRows<'_>) -> Result<Taken> {
        self.place(rows.rows.clone())
    }

    fn place(&mut self, rows: RecordBatch) -> Result<Taken> {
        let sets = key_text::of_rows(&rows, &self.set)?;
        let keys = key_text::of_rows(&rows, &self.key)?;
        let contents = self.contents(&rows)?;
        let batch = self.batches.len();
        let mut taken = Taken::default();
        for (row, ((set, key), content)) in sets.into_iter().zip(keys).zip(contents).enumerate() {
            let placed = Placed { batch, row, content };
            taken.by_set.entry(set).or_default().insert(key, placed);
        }
        self.batches.push(rows);
        Ok(taken)
    }

    fn contents(&self, rows: &RecordBatch) -> Result<Vec<Content>> {
        let columns: Vec<_> = self
            .content
            .iter()
            .map(|index| rows.column(*index).clone())
            .collect();
        let texts = self
            .converter
            .convert_columns(&columns)
            .map_err(Error::arrow("contents of rows"))?;
        let seasons = self.season.map(|index| rows.column(index).clone());
        let seasons = seasons
            .as_ref()
            .and_then(|seasons| seasons.as_primitive_opt::<Int32Type>());
        let content = |row: usize| {
            let mut hash = [0; 16];
            hash.copy_from_slice(&blake3::hash(texts.row(row).data()).as_bytes()[..16]);
            let season = seasons.filter(|seasons| seasons.is_valid(row));
            Content {
                hash,
                season: season.map(|seasons| seasons.value(row)),
            }
        };
        Ok((0..rows.num_rows()).map(content).collect())
    }

    /// Shows the rows of a whole capture; `sets` are those that it is about, also without rows.
    pub fn show_whole(
        &mut self,
        order: &OrderKey,
        mut rows: Taken,
        sets: impl IntoIterator<Item = String>,
    ) -> Result<()> {
        for set in sets {
            let rows = rows.by_set.remove(&set).unwrap_or_default();
            self.sets.take_whole(order, &set, rows);
        }
        debug_assert!(
            rows.by_set.is_empty(),
            "a set with rows is one that the capture is about"
        );
        self.let_go()
    }

    /// Shows the rows of a narrowed capture.
    pub fn show_rows(&mut self, order: &OrderKey, rows: Taken) -> Result<()> {
        for (set, rows) in rows.by_set {
            for (key, row) in rows {
                self.sets.take_row(order, &set, key, row);
            }
        }
        self.let_go()
    }

    /// Lets go of batches of which mostly other rows are shown by now.
    fn let_go(&mut self) -> Result<()> {
        let held: usize = self.batches.iter().map(RecordBatch::num_rows).sum();
        if held <= HELD_ROWS_SPARE {
            return Ok(());
        }
        let shown = self.sets.rows().count();
        if held <= HELD_ROWS_TIMES_MAX * shown + HELD_ROWS_SPARE {
            return Ok(());
        }
        let rows = self.batch_of(|_| true)?;
        for (row, placed) in self.sets.rows_mut().enumerate() {
            (placed.batch, placed.row) = (0, row);
        }
        self.batches = rows.into_iter().collect();
        Ok(())
    }

    /// The shown rows that are wanted, in the order of sets and keys as texts; `None` where no batch ever came.
    fn batch_of(&self, wanted: impl Fn(&Content) -> bool) -> Result<Option<RecordBatch>> {
        if self.batches.is_empty() {
            return Ok(None);
        }
        let batches: Vec<&RecordBatch> = self.batches.iter().collect();
        let places: Vec<(usize, usize)> = self
            .sets
            .rows()
            .filter(|(_, _, placed)| wanted(&placed.content))
            .map(|(_, _, placed)| (placed.batch, placed.row))
            .collect();
        let rows = interleave_record_batch(&batches, &places)
            .map_err(Error::arrow(format!("rows of table `{}`", self.contract.name)))?;
        Ok(Some(rows))
    }

    /// Rows that are shown.
    pub fn rows(&self) -> u64 {
        self.sets.rows().count() as u64
    }

    /// How what is shown differs from the table in the lake.
    pub fn difference(&self) -> Difference {
        let mut difference = Difference::default();
        let mut kept = 0;
        let mut keys = BTreeSet::new();
        for (set, key, placed) in self.sets.rows() {
            let before = self.in_lake.get(key);
            keys.insert(key);
            if before.is_some_and(|(_, content)| *content == placed.content) {
                kept += 1;
                continue;
            }
            difference.rows_written += 1;
            difference.sets.insert(set.to_owned());
            difference.seasons.extend(placed.content.season);
            difference
                .seasons
                .extend(before.and_then(|(_, content)| content.season));
        }
        if kept < self.in_lake.len() {
            let gone = self
                .in_lake
                .iter()
                .filter(|(key, _)| !keys.contains(key.as_str()));
            for (_, (set, content)) in gone {
                difference.sets.insert(set.clone());
                difference.seasons.extend(content.season);
            }
        }
        difference
    }

    /// The rows to write where a table differs: those of the partitions that changed, in the order of partition and key.
    pub fn rows_to_write(&self, difference: &Difference) -> Result<Option<RecordBatch>> {
        let is_wanted = |content: &Content| {
            content
                .season
                .is_none_or(|season| difference.seasons.contains(&season))
        };
        let Some(rows) = self.batch_of(is_wanted)? else {
            return Ok(None);
        };
        let order: Vec<usize> = self.season.into_iter().chain(self.key.iter().copied()).collect();
        Ok(Some(grouping::order(rows, &order)?.batch))
    }

    /// What the ledger must know of the table.
    pub fn marks(&self) -> impl Iterator<Item = Mark> {
        let marks = self.sets.marks();
        marks.map(|(set, key, order)| Mark {
            table: self.contract.name.clone(),
            set: set.to_owned(),
            key: key.to_owned(),
            order: order.clone(),
        })
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
