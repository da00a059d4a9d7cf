//! `meta.runs`: what each run did, and the versions of all tables after it, so that all can be read as of one run.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimestampMicrosecondType};
use jiff::Timestamp;
use mlb_lake::append;
use mlb_lake::commit::Txn;
use mlb_lake::contract::{Catalog, Contract, SourceKind};
use mlb_lake::kill_point::KillPoint;
use mlb_lake::{Lake, Result, TableId, TableSpec, columns};
use serde::Serialize;

use crate::capture::capture_row::{timestamp_field, timestamps};
use crate::capture::landing::book;
use crate::tables_at_once::tables_at_once;
use crate::transform::{ledger, sets};

pub use mlb_lake::reader::Versions;

/// A run that has begun.
pub struct Begun {
    /// Its id: sorts by time.
    pub run_id: String,
    verb: &'static str,
    started_at: Timestamp,
}

impl Begun {
    /// Begins now.
    pub fn now(verb: &'static str) -> Begun {
        Begun {
            run_id: uuid::Uuid::now_v7().to_string(),
            verb,
            started_at: Timestamp::now(),
        }
    }

    /// Ends now, with these versions of all tables, and goes on record.
    pub async fn record(&self, lake: &Lake, versions: Versions, report: &impl Serialize) -> Result<()> {
        let run = Run {
            run_id: self.run_id.clone(),
            verb: self.verb.to_owned(),
            started_at: self.started_at,
            finished_at: Timestamp::now(),
            versions,
            report: serde_json::to_string(report).unwrap_or_default(),
        };
        record(lake, &run).await
    }
}

/// A finished run.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its id: sorts by time.
    pub run_id: String,
    /// The verb of `mlb`.
    pub verb: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When its work was done.
    pub finished_at: Timestamp,
    /// The tables after it.
    pub versions: Versions,
    /// What it did, as JSON.
    pub report: String,
}

impl Run {
    /// How new the tables of sources of this kind are after the run.
    fn age(&self, kind: SourceKind) -> (Option<u64>, Timestamp) {
        (
            self.versions.get(&ledger_of(kind).to_string()).copied(),
            self.finished_at,
        )
    }
}

/// The ledger of sources of this kind.
pub fn ledger_of(kind: SourceKind) -> TableId {
    match kind {
        SourceKind::Game => ledger::id(),
        SourceKind::Sets => sets::ledger::id(),
    }
}

/// Where the book lies.
pub fn id() -> TableId {
    TableId::meta("runs")
}

fn schema() -> SchemaRef {
    let text = |name| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![
        text("run_id"),
        text("verb"),
        timestamp_field("started_at", false),
        timestamp_field("finished_at", false),
        text("mlb_version"),
        text("versions"),
        text("report"),
    ]))
}

/// `meta.runs`.
pub fn spec() -> TableSpec {
    let description = "What each run did, and the versions of all tables after it";
    book(id(), schema(), description)
}

/// The raw tables of a lake: those of the mappings in their order, then those that no mapping describes.
pub async fn raw_tables(lake: &Lake, catalog: &Catalog) -> Result<Vec<TableId>> {
    let there = lake.raw_tables().await?;
    let mut tables: Vec<TableId> = catalog
        .sources()
        .map(TableId::raw_of)
        .filter(|id| there.contains(id))
        .collect();
    let others: Vec<TableId> = there.into_iter().filter(|id| !tables.contains(id)).collect();
    tables.extend(others);
    Ok(tables)
}

/// Every table that the lake may have: the raw ones that are there, all normalized ones, the books that transforms and captures keep.
pub async fn tables(lake: &Lake, catalog: &Catalog) -> Result<Vec<TableId>> {
    let raw = raw_tables(lake, catalog).await?;
    let normalized = catalog.tables().map(TableId::of);
    let books = ["games", "sets", "observations", "quarantine"]
        .into_iter()
        .map(TableId::meta);
    Ok(raw.into_iter().chain(normalized).chain(books).collect())
}

/// The version of each of these tables that exists.
pub async fn versions_of(lake: &Lake, ids: impl IntoIterator<Item = TableId>) -> Result<Versions> {
    let looks = ids.into_iter().map(|id| async move {
        let version = lake.version(&id).await?;
        Ok::<_, mlb_lake::Error>(version.map(|version| (id.to_string(), version)))
    });
    Ok(tables_at_once(looks).await?.into_iter().flatten().collect())
}

/// The tables that a transform of a source writes: read under its lease, their versions belong together.
pub fn transformed(contract: &Contract) -> Vec<TableId> {
    let tables = contract.tables.iter().map(TableId::of);
    tables.chain([ledger_of(contract.kind())]).collect()
}

/// All versions after a run. `transformed` are those that its transforms read under their leases; what it did not transform stands as the
/// run before it left it, so that a transform of another process is never seen half done.
pub async fn versions(lake: &Lake, catalog: &Catalog, transformed: Versions) -> Result<Versions> {
    let mut versions =
        newest(&all(lake).await?, catalog).map_or_else(Versions::new, |newest| newest.versions);
    let raw = raw_tables(lake, catalog).await?;
    let books = ["observations", "quarantine"].into_iter().map(TableId::meta);
    versions.extend(versions_of(lake, raw.into_iter().chain(books)).await?);
    versions.extend(transformed);
    Ok(versions)
}

async fn record(lake: &Lake, run: &Run) -> Result<()> {
    let text = |value: &str| -> ArrayRef { Arc::new(StringArray::from(vec![value])) };
    let columns = vec![
        text(&run.run_id),
        text(&run.verb),
        timestamps(std::iter::once(Some(run.started_at))),
        timestamps(std::iter::once(Some(run.finished_at))),
        text(env!("CARGO_PKG_VERSION")),
        text(&serde_json::to_string(&run.versions).unwrap_or_default()),
        text(&run.report),
    ];
    let batch = RecordBatch::try_new(schema(), columns).map_err(mlb_lake::Error::arrow("runs"))?;
    let txn = Txn::one_time(format!("run/{}", run.run_id), 1);
    append::append(lake, &spec(), &[batch], &txn).await?;
    KillPoint::RunRecorded.reached();
    Ok(())
}

/// The tables as the newest runs left them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newest {
    /// The run that ended last, of those.
    pub run_id: String,
    /// The version of every table.
    pub versions: Versions,
}

/// The newest tables on record: those of games after the run with the newest ledger, and of these the last, and likewise those of sets.
/// (An ingest may be recorded after a transform that it knows nothing of.) `None` where no run is on record.
pub fn newest(runs: &[Run], catalog: &Catalog) -> Option<Newest> {
    let of_kind = |kind: SourceKind| runs.iter().max_by_key(|run| run.age(kind));
    let (games, sets) = (of_kind(SourceKind::Game)?, of_kind(SourceKind::Sets)?);
    let of_sets = catalog.contracts.iter();
    let of_sets = of_sets.filter(|contract| contract.kind() == SourceKind::Sets);
    let of_sets: BTreeSet<String> = of_sets.flat_map(transformed).map(|id| id.to_string()).collect();
    let mut versions = games.versions.clone();
    versions.retain(|table, _| !of_sets.contains(table));
    let sets_versions = sets.versions.iter().filter(|(table, _)| of_sets.contains(*table));
    versions.extend(sets_versions.map(|(table, version)| (table.clone(), *version)));
    let last = if sets
        .versions
        .contains_key(&ledger_of(SourceKind::Sets).to_string())
        && sets.finished_at > games.finished_at
    {
        sets
    } else {
        games
    };
    Some(Newest {
        run_id: last.run_id.clone(),
        versions,
    })
}

/// Every run on record, in the order in which they ended.
pub async fn all(lake: &Lake) -> Result<Vec<Run>> {
    let id = id();
    let mut runs = Vec::new();
    let Some(table) = lake.open(&id).await? else {
        return Ok(runs);
    };
    for file in columns::files(&id, &table)? {
        let names = [
            "run_id",
            "verb",
            "started_at",
            "finished_at",
            "versions",
            "report",
        ];
        for batch in columns::read(&id, &table, &file, &names).await? {
            runs.extend((0..batch.num_rows()).map(|row| run_at(&batch, row)));
        }
    }
    runs.sort_by_key(|run| run.finished_at);
    Ok(runs)
}

fn run_at(batch: &RecordBatch, row: usize) -> Run {
    let text = |index: usize| batch.column(index).as_string::<i32>().value(row).to_owned();
    let moment = |index: usize| {
        let us = batch
            .column(index)
            .as_primitive::<TimestampMicrosecondType>()
            .value(row);
        Timestamp::from_microsecond(us).unwrap_or(Timestamp::UNIX_EPOCH)
    };
    Run {
        run_id: text(0),
        verb: text(1),
        started_at: moment(2),
        finished_at: moment(3),
        versions: serde_json::from_str(&text(4)).unwrap_or_default(),
        report: text(5),
    }
}
