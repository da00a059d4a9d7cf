//! One transform of one source of sets, from the lease to the ledger.

use std::collections::{BTreeMap, BTreeSet};

use deltalake::DeltaTable;
use deltalake::kernel::Add;
use mlb_lake::commit::{self, Outcome, Txn};
use mlb_lake::contract::{Contract, Home, TableContract};
use mlb_lake::kill_point::KillPoint;
use mlb_lake::lease::{self, Lease};
use mlb_lake::rewrite::{self, Rewritten};
use mlb_lake::writer::{Layout, TableWriter};
use mlb_lake::{Error, Lake, TableId, columns};
use tokio::sync::Mutex;

use super::body_reader::BodyReader;
use super::captures::{self, Capture, Captures};
use super::ledger::{self, Mark};
use super::reader::{Read, Reader};
use super::repeats::{self, Observed};
use super::scope::Scope;
use super::table::{Difference, SetTable};
use crate::capture::quarantine::{self, BadCapture, Quarantined};
use crate::content;
use crate::error::Result;
use crate::runs;
use crate::transform::candidates::Selection;
use crate::transform::job::{Options, Progress, lease_name};
use crate::transform::open::open;
use crate::transform::position;
use crate::transform::report::{BadCaptureReport, TableReport, TransformReport};
use crate::transform::sql_files;
use crate::transform::table_rows::TableRows;

/// The work that a lease notes while all tables are made anew: whoever finds it does the same.
pub const ANEW: i64 = 0;

/// Transforms one source. Chosen games, dates or seasons do not concern it.
///
/// # Errors
/// `Busy` when another transform of this source is at work, `LeaseLost` when one has taken over; what a run leaves half done, the next one
/// heals.
pub async fn run(lake: &Lake, home: &Home, contract: &Contract, options: Options) -> Result<TransformReport> {
    let source = &contract.source;
    let nothing = || TransformReport::of_nothing(contract);
    if !matches!(options.selection, Selection::New | Selection::Full) {
        return Ok(nothing());
    }
    let raw_id = TableId::raw_of(source);
    let Some(raw) = lake.open(&raw_id).await? else {
        return Ok(nothing());
    };
    // Most sources never landed anything: they cost no lease.
    if columns::files(&raw_id, &raw)?.is_empty() {
        return Ok(nothing());
    }
    let lease = Lease::take(lake.store(), &lease_name(&source.name), &options.run_id).await?;
    let job = Job {
        lake,
        home,
        contract,
        is_healing: !lease.unfinished.is_empty(),
        options,
        raw_id,
    };
    let lease = Mutex::new(lease);
    let done = lease::renew_during(&lease, job.work(raw, &lease)).await?;
    lease.into_inner().end(done, |_| BTreeSet::new()).await
}

struct Job<'a> {
    lake: &'a Lake,
    home: &'a Home,
    contract: &'a Contract,
    /// A refresh before this run was killed: it is done again.
    is_healing: bool,
    options: Options,
    raw_id: TableId,
}

/// What raw and the observations have, and how far they were read before.
struct News {
    raw: DeltaTable,
    raw_version: i64,
    /// Where the position in raw was.
    read_to: Option<i64>,
    observed: Observed,
    /// Where the position in the observations was.
    observed_to: Option<i64>,
}

/// A table's new files, not yet committed.
struct Staged {
    adds: Vec<Add>,
    difference: Difference,
}

impl Job<'_> {
    async fn work(&self, raw: DeltaTable, lease: &Mutex<Lease>) -> Result<TransformReport> {
        let source = &self.contract.source.name;
        let mut report = TransformReport {
            source: source.clone(),
            healed: self.is_healing,
            sets_changed: Some(0),
            ..TransformReport::default()
        };
        let mut ledger_table = ledger::open(self.lake).await?;
        let Some(news) = self.news(raw, &ledger_table).await? else {
            report.versions = runs::versions_of(self.lake, runs::transformed(self.contract)).await?;
            return Ok(report);
        };
        report.raw_version = Some(news.raw_version as u64);
        let after = news.read_to.filter(|_| !self.is_anew());
        let captures = captures::read(&self.raw_id, &news.raw, after, &news.observed.unstored).await?;
        report.captures = captures.captures.len() as u64;
        KillPoint::TransformPlanned.reached();
        if captures.captures.is_empty() {
            ledger::write(&mut ledger_table, source, None, &self.moves(&news)).await?;
            report.versions = runs::versions_of(self.lake, runs::transformed(self.contract)).await?;
            return Ok(report);
        }
        // Before a table is made: a SELECT that is wrong leaves nothing behind.
        let queries = sql_files::read(self.home, self.contract)?;
        let mut reader = Reader::new(self.contract, &queries).await?;
        if self.is_anew() {
            lease.lock().await.note([ANEW]).await?;
        }
        (self.options.on_progress)(Progress::Total(report.captures));
        let known = ledger::read(&ledger_table, source).await?;
        let (mut opened, mut tables) = self.tables(&known).await?;
        let bad = self.apply(&news.raw, &captures, &mut reader, &mut tables).await?;
        report.drift = reader.drift.entries();
        let staged = self.stage(&opened, &tables).await?;
        KillPoint::TablesWritten.reached();
        self.quarantine(&bad).await?;
        lease.lock().await.renew().await?;
        for ((table, shown), staged) in opened.iter_mut().zip(&tables).zip(staged) {
            let Staged { adds, difference } = staged;
            let version = self.commit(table, shown.contract(), adds, &difference).await?;
            report.add(shown, &difference, version);
        }
        KillPoint::BeforeLedger.reached();
        lease.lock().await.renew().await?;
        let marks: BTreeSet<Mark> = tables.iter().flat_map(SetTable::marks).collect();
        let changed = (marks != known).then_some(&marks);
        let version = ledger::write(&mut ledger_table, source, changed, &self.moves(&news)).await?;
        KillPoint::LedgerCommitted.reached();
        let ids = runs::transformed(self.contract)
            .into_iter()
            .map(|id| id.to_string());
        let versions = opened.iter().map(commit::version_of).chain([version]);
        report.versions = ids.zip(versions).collect();
        report.bad_captures = bad.iter().map(BadCaptureReport::from).collect();
        Ok(report)
    }

    /// All tables are made from all captures, not from what is new.
    fn is_anew(&self) -> bool {
        self.is_healing || self.options.selection == Selection::Full
    }

    /// What there is to read; `None` where raw has not moved since it was read.
    async fn news(&self, mut raw: DeltaTable, ledger_table: &DeltaTable) -> Result<Option<News>> {
        let source = &self.contract.source.name;
        let id = ledger::id();
        let read_to = commit::position(&id, ledger_table, &position::app_id(source)).await?;
        // Under the lease: what was open before may be old.
        self.update(&mut raw).await?;
        let is_read = read_to.is_some_and(|read| read >= commit::version_of(&raw) as i64);
        if is_read && !self.is_anew() {
            return Ok(None);
        }
        let observed_to = commit::position(&id, ledger_table, &ledger::observed_app_id(source)).await?;
        let after = observed_to.filter(|_| !self.is_anew());
        let observed = repeats::observed(self.lake, source, after).await?;
        // Only now: a capture is stored before it is observed to be answered again.
        self.update(&mut raw).await?;
        Ok(Some(News {
            raw_version: commit::version_of(&raw) as i64,
            raw,
            read_to,
            observed,
            observed_to,
        }))
    }

    async fn update(&self, raw: &mut DeltaTable) -> Result<()> {
        raw.update_state().await.map_err(Error::delta(&self.raw_id))?;
        Ok(())
    }

    /// The positions that move when all is done.
    fn moves(&self, news: &News) -> Vec<Txn> {
        let source = &self.contract.source.name;
        let to = |app_id: String, from: Option<i64>, to: i64| {
            from.is_none_or(|from| from < to)
                .then(|| Txn::position(app_id, to))
        };
        let observed = news.observed.version;
        let observed = observed.and_then(|at| to(ledger::observed_app_id(source), news.observed_to, at));
        let read = to(position::app_id(source), news.read_to, news.raw_version);
        read.into_iter().chain(observed).collect()
    }

    /// The tables in the lake, and what they show in memory.
    async fn tables(&self, known: &BTreeSet<Mark>) -> Result<(Vec<DeltaTable>, Vec<SetTable<'_>>)> {
        let (mut opened, mut tables) = (Vec::new(), Vec::new());
        let is_full_refresh = self.options.selection == Selection::Full;
        for contract in &self.contract.tables {
            let (table, _) = open(self.lake, contract, is_full_refresh).await?;
            let rows = content::rows(&table, contract, None).await?;
            let mut shown = SetTable::new(contract, rows, known)?;
            if self.is_anew() {
                shown.begin_anew();
            }
            opened.push(table);
            tables.push(shown);
        }
        Ok((opened, tables))
    }

    /// Applies the captures one by one; answers with those whose rows could not be made.
    async fn apply(
        &self,
        raw: &DeltaTable,
        captures: &Captures,
        reader: &mut Reader<'_>,
        tables: &mut [SetTable<'_>],
    ) -> Result<Vec<BadCapture>> {
        let mut bodies = BodyReader::new(raw, &self.raw_id, &captures.files);
        let mut bad = Vec::new();
        for capture in &captures.captures {
            let body = bodies.read(capture).await?;
            match reader.read(capture, body).await? {
                Read::Rows(rows) => self.show(capture, &rows, tables)?,
                Read::Bad(reason, detail) => bad.push(BadCapture {
                    capture_id: capture.capture_id.clone(),
                    game_pk: capture.game_pk,
                    body_bytes: capture.body_bytes,
                    reason,
                    detail,
                }),
            }
            (self.options.on_progress)(Progress::Done(1));
        }
        Ok(bad)
    }

    /// Shows the rows of a capture in all tables. What it says of a set in one table it says of that set in every table that is replaced
    /// by the same columns: rows that it does not have there are gone.
    fn show(&self, capture: &Capture, rows: &[TableRows<'_>], tables: &mut [SetTable<'_>]) -> Result<()> {
        let scope = Scope::of(&self.contract.source, capture);
        let mut taken = Vec::with_capacity(tables.len());
        let mut about: BTreeMap<&[String], BTreeSet<String>> = BTreeMap::new();
        for (table, rows) in tables.iter_mut().zip(rows) {
            let contract = table.contract();
            let own = table.take_in(rows)?;
            let sets = about.entry(contract.replace_by.as_slice()).or_default();
            sets.extend(own.sets().cloned());
            sets.extend(scope.covered(contract));
            taken.push(own);
        }
        for (table, taken) in tables.iter_mut().zip(taken) {
            if scope.is_narrowed {
                table.show_rows(&capture.order, taken)?;
                continue;
            }
            let sets = about.get(table.contract().replace_by.as_slice());
            table.show_whole(&capture.order, taken, sets.cloned().unwrap_or_default())?;
        }
        Ok(())
    }

    /// Writes the files of every table that differs.
    async fn stage(&self, opened: &[DeltaTable], tables: &[SetTable<'_>]) -> Result<Vec<Staged>> {
        let mut staged = Vec::with_capacity(tables.len());
        for (table, shown) in opened.iter().zip(tables) {
            let difference = shown.difference();
            let mut adds = Vec::new();
            if !difference.sets.is_empty()
                && let Some(rows) = shown.rows_to_write(&difference)?
                && rows.num_rows() > 0
            {
                let mut writer = TableWriter::new(&TableId::of(shown.contract()), table, Layout::Normalized)?;
                writer.write(&rows).await?;
                adds = writer.finish().await?;
            }
            staged.push(Staged { adds, difference });
        }
        Ok(staged)
    }

    /// Puts the new files in the place of those that they replace. `None` where nothing changed.
    async fn commit(
        &self,
        table: &mut DeltaTable,
        contract: &TableContract,
        adds: Vec<Add>,
        difference: &Difference,
    ) -> Result<Option<u64>> {
        if difference.sets.is_empty() {
            return Ok(None);
        }
        let id = TableId::of(contract);
        let seasons: BTreeSet<String> = difference.seasons.iter().map(i32::to_string).collect();
        let rewritten = if contract.is_seasonal() {
            Rewritten::Partitions {
                column: "season",
                values: &seasons,
                is_text: false,
            }
        } else {
            Rewritten::All {
                column: contract.key.first().map_or("season", String::as_str),
            }
        };
        let mut changes = rewrite::take_out(&id, table, &rewritten)?;
        changes.adds = adds;
        let (txn, at) = position::again(&self.contract.source.name, &id, table).await?;
        match commit::commit(&id, table, changes, &txn, at).await? {
            Outcome::Committed(version) | Outcome::AlreadyApplied(version) => {
                KillPoint::TableCommitted.reached();
                Ok(Some(version))
            }
            // The lease should prevent it.
            Outcome::Conflicted(reason) => Err(Error::Busy {
                lease: id.to_string(),
                holder: format!("another writer ({reason})"),
                expires_at: "it ends".to_owned(),
            }
            .into()),
        }
    }

    async fn quarantine(&self, bad: &[BadCapture]) -> Result<()> {
        if bad.is_empty() {
            return Ok(());
        }
        let before = quarantine::known(self.lake).await?;
        let source = &self.contract.source.name;
        let rows = bad
            .iter()
            .map(|bad| bad.quarantined(source, &self.options.run_id));
        let rows: Vec<Quarantined> = rows
            .filter(|row| !before.contains_key(&row.quarantine_id))
            .collect();
        let txn = Txn::one_time(format!("quarantine/{source}/{}", self.options.run_id), 1);
        quarantine::append(self.lake, &rows, &txn).await
    }
}

impl TransformReport {
    /// Adds a table, which differs so from the one before.
    fn add(&mut self, table: &SetTable<'_>, difference: &Difference, version: Option<u64>) {
        let sets = self.sets_changed.get_or_insert_default();
        *sets += difference.sets.len() as u64;
        self.tables.push(TableReport {
            table: table.contract().qualified_name(),
            rows: table.rows(),
            rows_written: difference.rows_written,
            version,
        });
    }
}
