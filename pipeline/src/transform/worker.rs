//! A worker: takes pieces of raw, decodes them, runs the SELECTs, checks each game, and writes the rows that changed.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arrow::array::{AsArray, RecordBatch};
use arrow::error::ArrowError;
use deltalake::DeltaTable;
use deltalake::kernel::Add;
use futures::TryStreamExt;
use mlb_lake::contract::TableContract;
use mlb_lake::level::{CaptureColumns, Transformation};
use mlb_lake::writer::{Layout, TableWriter};
use mlb_lake::{Error, Result, TableId};
use mlb_lake_json::Decoder;

use super::answer::{self, Answer};
use super::bodies::{self, OpenFile};
use super::candidates::Candidate;
use super::drift::DriftCounts;
use super::ledger::{Ledger, TableEntry};
use super::table_rows::Link;
use crate::capture::identify::Reason;
use crate::limits::{BATCH_BYTES_MAX, BATCH_DOCUMENTS_MAX, OPEN_FILES_BYTES_MAX};

/// Captures of one row group.
pub struct Piece {
    /// The file.
    pub file: OpenFile,
    /// The row group.
    pub row_group: usize,
    /// Rows of the group to read, with their captures, in order.
    pub captures: Vec<(usize, Candidate)>,
}

/// What all workers of a run share.
pub struct Shared {
    /// The raw table.
    pub raw: DeltaTable,
    /// Its name.
    pub raw_id: TableId,
    /// The planned SELECTs.
    pub transformation: Transformation,
    /// The tables, in the order of the SELECTs.
    pub tables: Vec<(TableContract, DeltaTable)>,
    /// What the tables show now.
    pub ledger: Ledger,
    /// Games whose rows are written even where their hash did not change.
    pub unfinished: BTreeSet<i64>,
    /// Tables that hold nothing, whatever the ledger says: all rows are written.
    pub is_new: Vec<bool>,
    /// What is left to do.
    pub pieces: Mutex<VecDeque<Piece>>,
    /// Called with the number of games after each batch.
    pub on_progress: Box<dyn Fn(u64) + Send + Sync>,
}

/// A game that a worker transformed.
pub struct GameResult {
    /// The capture.
    pub candidate: Candidate,
    /// Its rows a table, by the order of the SELECTs.
    pub tables: Vec<TableEntry>,
    /// Whether the rows differ from those shown, by the order of the SELECTs.
    pub changed: Vec<bool>,
}

/// A capture whose rows could not be made.
pub struct BadGame {
    /// The capture.
    pub candidate: Candidate,
    /// The kind of reason.
    pub reason: Reason,
    /// The reason for a person.
    pub detail: String,
}

/// What a worker did.
#[derive(Default)]
pub struct Outcome {
    /// Games transformed.
    pub games: Vec<GameResult>,
    /// Games that could not be.
    pub bad: Vec<BadGame>,
    /// New files, by the order of the SELECTs.
    pub adds: Vec<Vec<Add>>,
    /// What did not fit the contract.
    pub drift: DriftCounts,
}

/// Leaves no piece once it is dropped: where a worker fails, or nobody waits for them any more, all end with the piece that they are at.
pub struct NoneLeft<'a>(pub &'a Shared);

impl Drop for NoneLeft<'_> {
    fn drop(&mut self) {
        self.0.pieces().clear();
    }
}

/// Works until no piece is left.
pub async fn work(shared: Arc<Shared>) -> Result<Outcome> {
    let _last = NoneLeft(&shared);
    let mut worker = Worker::new(&shared)?;
    while let Some(piece) = shared.next_piece() {
        worker.take(piece).await?;
    }
    worker.finish().await
}

impl Shared {
    /// What is left to do.
    pub fn pieces(&self) -> MutexGuard<'_, VecDeque<Piece>> {
        self.pieces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_piece(&self) -> Option<Piece> {
        self.pieces().pop_front()
    }
}

struct Worker<'a> {
    shared: &'a Shared,
    decoder: Decoder,
    /// What the decoder holds.
    decoded: Vec<Candidate>,
    captures: CaptureColumns,
    decoded_bytes: usize,
    writers: Vec<Option<TableWriter>>,
    outcome: Outcome,
}

impl<'a> Worker<'a> {
    fn new(shared: &'a Shared) -> Result<Worker<'a>> {
        let decoder = Decoder::new(shared.transformation.tree()).map_err(|e| Error::Shape {
            file: "document".to_owned(),
            finding: e.to_string(),
        })?;
        Ok(Worker {
            shared,
            decoder,
            decoded: Vec::new(),
            captures: CaptureColumns::default(),
            decoded_bytes: 0,
            writers: shared.tables.iter().map(|_| None).collect(),
            outcome: Outcome::default(),
        })
    }

    /// Decodes a piece; where the batch has no room for it, that is transformed first.
    async fn take(&mut self, piece: Piece) -> Result<()> {
        let size = |candidate: &Candidate| candidate.body_bytes.max(0) as usize;
        let bytes: usize = piece.captures.iter().map(|(_, candidate)| size(candidate)).sum();
        let is_full = self.decoded.len() + piece.captures.len() > BATCH_DOCUMENTS_MAX
            || self.decoded_bytes + bytes > BATCH_BYTES_MAX;
        if is_full {
            self.transform().await?;
        }
        let rows: Vec<usize> = piece.captures.iter().map(|(row, _)| *row).collect();
        let (raw, raw_id) = (&self.shared.raw, &self.shared.raw_id);
        let mut bodies = bodies::read(raw, raw_id, &piece.file, piece.row_group, &rows)?;
        let mut candidates = piece.captures.into_iter().map(|(_, candidate)| candidate);
        // One at a time: a body is decoded while the cache still holds it.
        while let Some(batch) = bodies.try_next().await? {
            let texts = batch.column(0).as_string_view();
            for (text, candidate) in texts.iter().zip(candidates.by_ref()) {
                self.decode(text.unwrap_or_default(), candidate);
            }
        }
        match candidates.next() {
            None => Ok(()),
            Some(candidate) => Err(Error::arrow(format!("table `{raw_id}`"))(
                ArrowError::ParquetError(format!("capture {} has no row in its file", candidate.capture_id)),
            )),
        }
    }

    fn decode(&mut self, text: &str, candidate: Candidate) {
        match self.decoder.append(text.as_bytes()) {
            Ok(()) => {
                self.captures.capture_id.push(candidate.capture_id.clone());
                self.captures.season.push(Some(candidate.season));
                self.captures.game_pk.push(Some(candidate.game_pk));
                self.captures.game_date.push(candidate.game_date);
                self.captures.captured_at.push(candidate.order.captured_at);
                self.decoded_bytes += text.len();
                self.decoded.push(candidate);
            }
            Err(broken) => self.outcome.bad.push(BadGame {
                candidate,
                reason: Reason::Broken,
                detail: broken.to_string(),
            }),
        }
    }

    /// Runs the SELECTs over what is decoded, and writes what changed.
    async fn transform(&mut self) -> Result<()> {
        let candidates = std::mem::take(&mut self.decoded);
        let captures = std::mem::take(&mut self.captures);
        self.decoded_bytes = 0;
        if candidates.is_empty() {
            return Ok(());
        }
        let done = candidates.len() as u64;
        let decoded = self.decoder.finish();
        self.outcome.drift.add(decoded.drift);
        let batch = self.shared.transformation.batch(&captures, &decoded.root)?;
        drop(decoded.root);
        let mut answers = Vec::with_capacity(self.shared.tables.len());
        for (index, (contract, _)) in self.shared.tables.iter().enumerate() {
            let rows = self.shared.transformation.run(index, &batch).await?;
            answers.push(Answer::new(contract, rows)?);
        }
        let games: BTreeSet<i64> = candidates.iter().map(|candidate| candidate.game_pk).collect();
        for answer in &answers {
            answer.check_games(&games)?;
        }
        let links = answer::links(&answers)?;
        for candidate in candidates {
            self.settle(candidate, &mut answers, &links)?;
        }
        drop(links);
        for (index, answer) in answers.into_iter().enumerate() {
            if let Some(rows) = answer.rows_to_write()? {
                self.write(index, &rows).await?;
            }
        }
        self.close_full_files().await?;
        (self.shared.on_progress)(done);
        Ok(())
    }

    /// Checks one game in all tables, hashes its rows and marks those to write.
    fn settle(&mut self, candidate: Candidate, answers: &mut [Answer], links: &[Link]) -> Result<()> {
        let game = candidate.game_pk;
        let in_a_table = answers.iter().find_map(|answer| answer.finding(game));
        let finding = in_a_table.or_else(|| {
            links
                .iter()
                .find_map(|link| answer::broken_link(link, game, answers))
        });
        if let Some(detail) = finding {
            let reason = Reason::Transform;
            self.outcome.bad.push(BadGame {
                candidate,
                reason,
                detail,
            });
            return Ok(());
        }
        let shown = self.shared.ledger.games.get(&game);
        let mut tables = Vec::with_capacity(answers.len());
        let mut changed = Vec::with_capacity(answers.len());
        for (answer, is_new) in answers.iter_mut().zip(&self.shared.is_new) {
            let entry = answer.entry(game)?;
            let same = shown.and_then(|shown| shown.tables.get(answer.table())) == Some(&entry);
            let is_changed = !same || self.shared.unfinished.contains(&game) || *is_new;
            if is_changed {
                answer.keep(game);
            }
            tables.push(entry);
            changed.push(is_changed);
        }
        self.outcome.games.push(GameResult {
            candidate,
            tables,
            changed,
        });
        Ok(())
    }

    async fn write(&mut self, index: usize, rows: &RecordBatch) -> Result<()> {
        let writer = match self.writers[index].take() {
            Some(writer) => writer,
            None => {
                let (contract, table) = &self.shared.tables[index];
                TableWriter::new(&TableId::of(contract), table, Layout::Normalized)?
            }
        };
        self.writers[index].insert(writer).write(rows).await
    }

    /// Keeps memory the same however many games come: a column of an open file holds a page, a dictionary and a compressor, and there are a
    /// thousand columns.
    async fn close_full_files(&mut self) -> Result<()> {
        let open_bytes: usize = self.writers.iter().flatten().map(TableWriter::open_bytes).sum();
        if open_bytes > OPEN_FILES_BYTES_MAX {
            for writer in self.writers.iter_mut().flatten() {
                writer.close_files().await?;
            }
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<Outcome> {
        self.transform().await?;
        let mut outcome = self.outcome;
        for writer in self.writers {
            outcome.adds.push(match writer {
                Some(writer) => writer.finish().await?,
                None => Vec::new(),
            });
        }
        Ok(outcome)
    }
}
