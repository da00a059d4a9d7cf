//! One transform of one source, from the lease to the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use deltalake::DeltaTable;
use deltalake::kernel::Add;
use futures::future::join_all;
use mlb_lake::commit::{self, Changes, Txn};
use mlb_lake::contract::{Contract, Home, SourceKind};
use mlb_lake::kill_point::KillPoint;
use mlb_lake::lease::{self, Lease};
use mlb_lake::level::Transformation;
use mlb_lake::writer::{Layout, TableWriter};
use mlb_lake::{Lake, TableId};
use tokio::sync::Mutex;

use super::apply::{self, TableChange};
use super::candidates::{self, Candidate, Candidates, Selection};
use super::ledger::{self, Entry, Ledger, TableEntry};
use super::open::open;
use super::pieces::pieces;
use super::position;
use super::report::{BadGameReport, TableReport, TransformReport};
use super::sets;
use super::sql_files;
use super::worker::{self, BadGame, GameResult, NoneLeft, Outcome, Shared};
use crate::capture::quarantine::{self, BadCapture, Quarantined};
use crate::error::Result;
use crate::limits::WORKERS_MAX;
use crate::runs::{self, Versions};
use crate::tables_at_once::tables_at_once;

/// What a transform is asked to do.
pub struct Options {
    /// The games.
    pub selection: Selection,
    /// Decoding and writing at once.
    pub workers: usize,
    /// The run's id.
    pub run_id: String,
    /// Called once with the number of games, then after each batch with how many were done in it.
    pub on_progress: Arc<dyn Fn(Progress) + Send + Sync>,
}

/// How far a transform is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many games are to be done.
    Total(u64),
    /// So many more are done.
    Done(u64),
}

/// The lease that whoever rewrites a source's tables holds.
pub fn lease_name(source: &str) -> String {
    format!("transform-{source}")
}

/// Transforms one source.
///
/// # Errors
/// `Busy` when another transform of this source is at work, `LeaseLost` when one has taken over; what a run leaves half done, the next one
/// heals.
pub async fn run(lake: &Lake, home: &Home, contract: &Contract, options: Options) -> Result<TransformReport> {
    if contract.kind() == SourceKind::Sets {
        return sets::job::run(lake, home, contract, options).await;
    }
    let name = lease_name(&contract.source.name);
    let lease = Lease::take(lake.store(), &name, &options.run_id).await?;
    let job = Job {
        lake,
        home,
        contract,
        options,
        unfinished: lease.unfinished.clone(),
    };
    let lease = Mutex::new(lease);
    let done = lease::renew_during(&lease, job.work(&lease)).await?;
    lease
        .into_inner()
        .end(done, |report| report.half_done.clone())
        .await
}

/// What the workers wrote, before any of it is committed.
struct Written {
    outcome: Outcome,
    tables: Vec<DeltaTable>,
    ledger: Ledger,
}

/// One table's part of it.
struct WrittenTable<'a> {
    /// Its place in the contract.
    index: usize,
    table: &'a mut DeltaTable,
    adds: Vec<Add>,
    games: &'a [GameResult],
    ledger: &'a Ledger,
}

/// Each game that was to be done is done or bad: one that is neither would be taken for read.
fn check_all_settled(asked: &BTreeSet<i64>, all: &Outcome) -> Result<()> {
    let done = all.games.iter().map(|game| game.candidate.game_pk);
    let bad = all.bad.iter().map(|game| game.candidate.game_pk);
    let settled: BTreeSet<i64> = done.chain(bad).collect();
    match asked.difference(&settled).next() {
        None => Ok(()),
        Some(game) => Err(crate::Error::Config {
            what: format!("game {game}"),
            reason: "no worker told what became of it; this is a bug in mlb".to_owned(),
        }),
    }
}

struct Job<'a> {
    lake: &'a Lake,
    home: &'a Home,
    contract: &'a Contract,
    options: Options,
    /// The games that a run before may have left half done: they are done again, whatever was asked for.
    unfinished: BTreeSet<i64>,
}

impl Job<'_> {
    async fn work(&self, lease: &Mutex<Lease>) -> Result<TransformReport> {
        let source = &self.contract.source;
        let mut report = TransformReport {
            source: source.name.clone(),
            healed: !self.unfinished.is_empty(),
            ..Default::default()
        };
        let raw_id = TableId::raw_of(source);
        let Some(raw) = self.lake.open(&raw_id).await? else {
            return Ok(report);
        };
        let raw_version = commit::version_of(&raw);
        report.raw_version = Some(raw_version);
        let ledger_table = ledger::open(self.lake).await?;
        let position = commit::position(&ledger::id(), &ledger_table, &self.app_id()).await?;
        let selection = &self.options.selection;
        let mut candidates = candidates::read(&raw_id, &raw, selection, position, &self.unfinished).await?;
        report.captures = candidates.captures;
        let asked: BTreeSet<i64> = candidates.newest.keys().copied().collect();
        let ledger = ledger::read(&ledger_table, &source.name, Some(&asked)).await?;
        report.games_current = self.leave_out_current(&mut candidates, &ledger);
        KillPoint::TransformPlanned.reached();
        let txn = self.txn(raw_version);
        if candidates.newest.is_empty() {
            let moved = !selection.is_chosen() && position.is_none_or(|at| at < raw_version as i64);
            if moved && report.captures > 0 {
                let mut ledger_table = ledger_table;
                // Where another commit came first the position moves with the next run.
                let _ = commit::commit(
                    &ledger::id(),
                    &mut ledger_table,
                    Changes::default(),
                    &txn,
                    position,
                )
                .await?;
            }
            report.versions = runs::versions_of(self.lake, runs::transformed(self.contract)).await?;
            return Ok(report);
        }
        lease.lock().await.note(candidates.newest.keys().copied()).await?;
        (self.options.on_progress)(Progress::Total(candidates.newest.len() as u64));
        let mut written = self.transform(raw, raw_id, candidates, ledger).await?;
        KillPoint::TablesWritten.reached();
        self.quarantine(&written.outcome.bad, &written.ledger).await?;
        lease.lock().await.renew().await?;
        report.tables = self.commit_tables(&mut written, position, &txn).await?;
        KillPoint::BeforeLedger.reached();
        lease.lock().await.renew().await?;
        let moves = (!selection.is_chosen() && position.is_none_or(|at| at < txn.version)).then_some(txn);
        let ledger_version = self.write_ledger(&written, ledger_table, moves).await?;
        KillPoint::LedgerCommitted.reached();
        report.versions = self.versions(&written.tables, ledger_version);
        let outcome = written.outcome;
        report.half_done = self.half_done(&outcome);
        let has_changed = |game: &&GameResult| game.changed.contains(&true);
        report.games = outcome.games.len() as u64;
        report.games_changed = outcome.games.iter().filter(has_changed).count() as u64;
        report.bad_games = outcome.bad.iter().map(BadGameReport::of).collect();
        report.drift = outcome.drift.entries();
        Ok(report)
    }

    fn app_id(&self) -> String {
        position::app_id(&self.contract.source.name)
    }

    /// What raw gained is applied once, under raw's version.
    fn txn(&self, raw_version: u64) -> Txn {
        Txn::position(self.app_id(), raw_version as i64)
    }

    fn leave_out_current(&self, candidates: &mut Candidates, ledger: &Ledger) -> u64 {
        let before = candidates.newest.len();
        if !self.options.selection.is_chosen() {
            candidates.newest.retain(|game, candidate| {
                let is_newer = ledger
                    .games
                    .get(game)
                    .is_none_or(|shown| shown.order < candidate.order);
                is_newer || self.unfinished.contains(game)
            });
        }
        (before - candidates.newest.len()) as u64
    }

    async fn transform(
        &self,
        raw: DeltaTable,
        raw_id: TableId,
        mut candidates: Candidates,
        ledger: Ledger,
    ) -> Result<Written> {
        let queries = sql_files::read(self.home, self.contract)?;
        let transformation = Transformation::plan(self.contract, &queries).await?;
        let is_full = self.options.selection == Selection::Full;
        let opening = self
            .contract
            .tables
            .iter()
            .map(|table| open(self.lake, table, is_full));
        let opened = tables_at_once(opening).await?;
        let (opened, is_new): (Vec<DeltaTable>, Vec<bool>) = opened.into_iter().unzip();
        let tables = self.contract.tables.iter().cloned().zip(opened).collect();
        let asked: BTreeSet<i64> = candidates.newest.keys().copied().collect();
        let mut older = candidates.take_older();
        let newest = pieces(&raw, &raw_id, candidates).await?;
        let on_progress = Arc::clone(&self.options.on_progress);
        let shared = Arc::new(Shared {
            raw,
            raw_id,
            transformation,
            tables,
            ledger,
            unfinished: self.unfinished.clone(),
            is_new,
            pieces: std::sync::Mutex::new(newest),
            on_progress: Box::new(move |games| on_progress(Progress::Done(games))),
        });
        let mut all = Outcome {
            adds: vec![Vec::new(); shared.tables.len()],
            ..Default::default()
        };
        loop {
            let bad = self.work_off(&shared, &mut all).await?;
            let next = older.next_of(&bad);
            if next.newest.is_empty() {
                break;
            }
            let next = pieces(&shared.raw, &shared.raw_id, next).await?;
            *shared.pieces() = next;
        }
        all.games.sort_by_key(|game| game.candidate.game_pk);
        all.bad.sort_by_key(|game| game.candidate.game_pk);
        check_all_settled(&asked, &all)?;
        // Without its tables a run must not go on to the ledger, which would say that they show what they do not.
        let shared = Arc::into_inner(shared).ok_or_else(|| crate::Error::Config {
            what: "a worker".to_owned(),
            reason: "it holds the tables after its work is done; this is a bug in mlb".to_owned(),
        })?;
        let tables = shared.tables.into_iter().map(|(_, table)| table).collect();
        Ok(Written {
            outcome: all,
            tables,
            ledger: shared.ledger,
        })
    }

    /// Lets workers do all pieces. Answers with the unfinished games that no rows could be made of.
    async fn work_off(&self, shared: &Arc<Shared>, all: &mut Outcome) -> Result<BTreeSet<i64>> {
        let workers = self.options.workers.clamp(1, WORKERS_MAX);
        let tasks: Vec<_> = (0..workers)
            .map(|_| tokio::spawn(worker::work(Arc::clone(shared))))
            .collect();
        let mut bad = BTreeSet::new();
        let _last = NoneLeft(shared);
        for task in join_all(tasks).await {
            let done = task.map_err(|e| crate::Error::Config {
                what: "a worker".to_owned(),
                reason: e.to_string(),
            })??;
            bad.extend(done.bad.iter().map(|game| game.candidate.game_pk));
            merge(all, done);
        }
        Ok(&bad & &self.unfinished)
    }

    /// One commit a table, several at once; answers with what each now holds.
    async fn commit_tables(
        &self,
        written: &mut Written,
        position: Option<i64>,
        txn: &Txn,
    ) -> Result<Vec<TableReport>> {
        let Written {
            outcome,
            tables,
            ledger,
        } = written;
        let adds = std::mem::take(&mut outcome.adds);
        let games = &outcome.games;
        let commits = tables
            .iter_mut()
            .zip(adds)
            .enumerate()
            .map(|(index, (table, adds))| {
                let written = WrittenTable {
                    index,
                    table,
                    adds,
                    games,
                    ledger,
                };
                self.commit_table(written, position, txn)
            });
        tables_at_once(commits).await
    }

    async fn commit_table(
        &self,
        written: WrittenTable<'_>,
        position: Option<i64>,
        txn: &Txn,
    ) -> Result<TableReport> {
        let WrittenTable {
            index,
            table,
            adds,
            games,
            ledger,
        } = written;
        // What a killed run wrote into a table says nothing about what belongs there now.
        let is_again = self.options.selection.is_chosen() || !self.unfinished.is_empty();
        let contract = &self.contract.tables[index];
        let id = TableId::of(contract);
        let (txn, at) = if is_again {
            position::again(&self.contract.source.name, &id, table).await?
        } else {
            (txn.clone(), commit::position(&id, table, &txn.app_id).await?)
        };
        // A table that is ahead of the ledger holds rows that the ledger does not know of.
        let is_ahead = !is_again && at > position;
        let replaced = games
            .iter()
            .filter(|game| game.changed[index])
            .map(|game| game.candidate.game_pk)
            .filter(|game| is_ahead || self.is_known(game, ledger))
            .collect();
        let change = TableChange {
            id,
            column: contract.replace_by.first().map_or("game_pk", String::as_str),
            adds,
            replaced,
            moves: None,
        };
        let version = apply::apply(change, table, &txn, at).await?;
        Ok(TableReport::of(contract, index, games, version))
    }

    /// Answers with the ledger's version. `moves` is the position in raw, where it moves.
    async fn write_ledger(
        &self,
        written: &Written,
        mut table: DeltaTable,
        moves: Option<Txn>,
    ) -> Result<u64> {
        let source = &self.contract.source.name;
        let games = &written.outcome.games;
        let entries: Vec<Entry> = games.iter().map(|game| self.entry(game)).collect();
        let mut writer = TableWriter::new(&ledger::id(), &table, Layout::Normalized)?;
        writer.write(&ledger::batch(source, &entries)?).await?;
        let adds = writer.finish().await?;
        let replaced = entries.iter().map(|entry| entry.game_pk);
        let replaced = replaced
            .filter(|game| self.is_known(game, &written.ledger))
            .collect();
        let change = TableChange {
            id: ledger::id(),
            column: "game_pk",
            adds,
            replaced,
            moves,
        };
        // The games are this run's own, even where raw gained nothing since the run that was killed.
        let (again, at) = position::again(source, &change.id, &table).await?;
        apply::apply(change, &mut table, &again, at).await?;
        Ok(commit::version_of(&table))
    }

    /// Read off the tables as this run left them: under its lease nobody else moves them.
    fn versions(&self, tables: &[DeltaTable], ledger_version: u64) -> Versions {
        let ids = runs::transformed(self.contract)
            .into_iter()
            .map(|id| id.to_string());
        let versions = tables.iter().map(commit::version_of).chain([ledger_version]);
        ids.zip(versions).collect()
    }

    /// Whether tables may hold rows of a game.
    fn is_known(&self, game: &i64, ledger: &Ledger) -> bool {
        self.unfinished.contains(game) || ledger.games.contains_key(game)
    }

    fn entry(&self, game: &GameResult) -> Entry {
        let names = self.contract.tables.iter().map(|table| table.name.clone());
        Entry {
            game_pk: game.candidate.game_pk,
            season: game.candidate.season,
            game_date: game.candidate.game_date,
            capture_id: game.candidate.capture_id.clone(),
            order: game.candidate.order.clone(),
            tables: names
                .zip(game.tables.iter().cloned())
                .collect::<BTreeMap<String, TableEntry>>(),
            run_id: self.options.run_id.clone(),
        }
    }

    /// Unfinished games of which not even an older capture gives rows.
    fn half_done(&self, outcome: &Outcome) -> BTreeSet<i64> {
        let game = |candidate: &Candidate| candidate.game_pk;
        let whole: BTreeSet<i64> = outcome.games.iter().map(|done| game(&done.candidate)).collect();
        let bad = outcome.bad.iter().map(|bad| game(&bad.candidate));
        bad.filter(|game| self.unfinished.contains(game) && !whole.contains(game))
            .collect()
    }

    async fn quarantine(&self, bad: &[BadGame], ledger: &Ledger) -> Result<()> {
        if bad.is_empty() {
            return Ok(());
        }
        let known = quarantine::known(self.lake).await?;
        // What is there already is not put there again, unless it healed meanwhile.
        let new = |game: &BadGame| {
            let row = self.quarantined(game);
            let shown = ledger.games.get(&game.candidate.game_pk);
            let has_healed =
                |run: &String| shown.is_some_and(|shown| shown.has_healed(&game.candidate.order, run));
            let is_new = known.get(&row.quarantine_id).is_none_or(has_healed);
            is_new.then_some(row)
        };
        let rows: Vec<Quarantined> = bad.iter().filter_map(new).collect();
        let source = &self.contract.source.name;
        let txn = Txn::one_time(format!("quarantine/{source}/{}", self.options.run_id), 1);
        quarantine::append(self.lake, &rows, &txn).await
    }

    fn quarantined(&self, game: &BadGame) -> Quarantined {
        let bad = BadCapture {
            capture_id: game.candidate.capture_id.clone(),
            game_pk: Some(game.candidate.game_pk),
            body_bytes: game.candidate.body_bytes,
            reason: game.reason,
            detail: game.detail.clone(),
        };
        bad.quarantined(&self.contract.source.name, &self.options.run_id)
    }
}

fn merge(all: &mut Outcome, done: Outcome) {
    all.games.extend(done.games);
    all.bad.extend(done.bad);
    all.drift.add_all(done.drift);
    for (all, adds) in all.adds.iter_mut().zip(done.adds) {
        all.extend(adds);
    }
}
