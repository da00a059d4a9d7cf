//! `mlb quarantine`

use std::collections::{BTreeSet, HashMap, HashSet};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use jiff::Timestamp;
use mlb_lake::contract::{SourceKind, SourceSpec};
use mlb_lake::{TableId, columns, commit};
use serde::Serialize;

use super::Done;
use super::output::{Output, bold, count, dim, plural};
use crate::capture::history::request_of;
use crate::capture::quarantine;
use crate::capture::request::is_known;
use crate::error::Result;
use crate::settings::Settings;
use crate::transform::candidates::OrderKey;
use crate::transform::sets::{self, captures, ledger::Mark};
use crate::transform::{ledger, position, raw_columns};

/// Look at what came and is in no table.
#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    /// List what is in quarantine, with the reasons
    List(ListArgs),
}

/// List what is in quarantine, with the reasons.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// Also what healed since: the tables show it by now
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Serialize)]
struct Entry {
    quarantine_id: String,
    origin: String,
    game_pk: Option<i64>,
    reason: String,
    detail: String,
    body_bytes: i64,
    quarantined_at: String,
    /// A body that was refused never heals: it is nowhere else.
    healed: bool,
    #[serde(skip)]
    capture: Option<Capture>,
    #[serde(skip)]
    run_id: String,
}

impl Entry {
    /// The capture of this source that it is about.
    fn capture_of(&self, source: &SourceSpec) -> Option<&str> {
        let capture = self.capture.as_ref();
        let capture = capture.filter(|capture| capture.source == source.name);
        capture.map(|capture| capture.capture_id.as_str())
    }
}

/// What raw holds, and no rows could be made of.
#[derive(Debug)]
struct Capture {
    source: String,
    capture_id: String,
}

pub async fn run(verb: Verb, settings: &Settings, output: &Output) -> Result<Done> {
    let Verb::List(args) = verb;
    settings.lake.check().await?;
    let mut entries = read(settings).await?;
    for contract in &settings.catalog.contracts {
        match contract.kind() {
            SourceKind::Game => mark_healed(&mut entries, &contract.source, settings).await?,
            SourceKind::Sets => mark_sets_healed(&mut entries, &contract.source, settings).await?,
        }
    }
    let all = entries.len();
    if !args.all {
        entries.retain(|entry| !entry.healed);
    }
    let left_out = all - entries.len();
    output.report(&entries, || lines(&entries, left_out));
    Ok(Done::Clean)
}

/// The oldest first. What was put there again for the same reason is one entry: the newest.
async fn read(settings: &Settings) -> Result<Vec<Entry>> {
    let id = quarantine::id();
    let mut entries = Vec::new();
    let Some(table) = settings.lake.open(&id).await? else {
        return Ok(entries);
    };
    let names = [
        "quarantine_id",
        "source",
        "capture_id",
        "game_pk",
        "origin",
        "reason",
        "detail",
        "body_bytes",
        "quarantined_at",
        "run_id",
    ];
    for file in columns::files(&id, &table)? {
        for batch in columns::read(&id, &table, &file, &names).await? {
            entries.extend((0..batch.num_rows()).map(|row| entry(&batch, row)));
        }
    }
    entries.sort_by(|a, b| (&a.quarantined_at, &a.origin).cmp(&(&b.quarantined_at, &b.origin)));
    let mut known = HashSet::new();
    entries.reverse();
    entries.retain(|entry| known.insert(entry.quarantine_id.clone()));
    entries.reverse();
    Ok(entries)
}

fn entry(batch: &RecordBatch, row: usize) -> Entry {
    let text = |index: usize| {
        let column = batch.column(index).as_string::<i32>();
        column.is_valid(row).then(|| column.value(row).to_owned())
    };
    let required = |index: usize| text(index).unwrap_or_default();
    let games = batch.column(3).as_primitive::<Int64Type>();
    let at = batch
        .column(8)
        .as_primitive::<TimestampMicrosecondType>()
        .value(row);
    let capture = text(1)
        .zip(text(2))
        .map(|(source, capture_id)| Capture { source, capture_id });
    Entry {
        quarantine_id: required(0),
        origin: required(4),
        game_pk: games.is_valid(row).then(|| games.value(row)),
        reason: required(5),
        detail: required(6),
        body_bytes: batch.column(7).as_primitive::<Int64Type>().value(row),
        quarantined_at: Timestamp::from_microsecond(at).unwrap_or_default().to_string(),
        healed: false,
        capture,
        run_id: required(9),
    }
}

/// A game has healed when a later run transformed that capture well, or a newer one; an older one says nothing.
async fn mark_healed(entries: &mut [Entry], source: &SourceSpec, settings: &Settings) -> Result<()> {
    let capture_of = |entry: &Entry| entry.capture_of(source).map(str::to_owned);
    let captures: BTreeSet<String> = entries.iter().filter_map(capture_of).collect();
    if captures.is_empty() {
        return Ok(());
    }
    let raw_id = TableId::raw_of(source);
    let (Some(raw), Some(book)) = (
        settings.lake.open(&raw_id).await?,
        settings.lake.open(&ledger::id()).await?,
    ) else {
        return Ok(());
    };
    let orders = raw_columns::orders(&raw_id, &raw, &captures).await?;
    let games: BTreeSet<i64> = entries.iter().filter_map(|entry| entry.game_pk).collect();
    let ledger = ledger::read(&book, &source.name, Some(&games)).await?;
    for entry in entries {
        let order = capture_of(entry).and_then(|capture| orders.get(&capture));
        let shown = entry.game_pk.and_then(|game| ledger.games.get(&game));
        if let (Some(order), Some(shown)) = (order, shown) {
            entry.healed = shown.has_healed(order, &entry.run_id);
        }
    }
    Ok(())
}

/// A capture of a source of sets has healed when its rows are shown by now, or when a newer answer to the same request was applied. Of
/// bodies that came alone nobody knows which answer the same request.
async fn mark_sets_healed(entries: &mut [Entry], source: &SourceSpec, settings: &Settings) -> Result<()> {
    let bad: BTreeSet<String> = entries
        .iter()
        .filter_map(|entry| entry.capture_of(source).map(str::to_owned))
        .collect();
    if bad.is_empty() {
        return Ok(());
    }
    let (raw_id, book_id) = (TableId::raw_of(source), sets::ledger::id());
    let (Some(raw), Some(book)) = (
        settings.lake.open(&raw_id).await?,
        settings.lake.open(&book_id).await?,
    ) else {
        return Ok(());
    };
    let app_id = position::app_id(&source.name);
    let Some(read_to) = commit::position(&book_id, &book, &app_id).await? else {
        return Ok(());
    };
    let all = captures::read(&raw_id, &raw, None, &[]).await?.captures;
    let waiting = captures::read(&raw_id, &raw, Some(read_to), &[]).await?.captures;
    let waiting: HashSet<&str> = waiting
        .iter()
        .map(|capture| capture.capture_id.as_str())
        .collect();
    let marks = sets::ledger::read(&book, &source.name).await?;
    let is_shown = |capture: &captures::Capture| {
        let order = &capture.order;
        let is_it = |mark: &Mark| mark.order.body_hash == order.body_hash && mark.order >= *order;
        marks.iter().any(is_it)
    };
    let is_applied = |capture: &&captures::Capture| {
        let id = capture.capture_id.as_str();
        !waiting.contains(id) && (!bad.contains(id) || is_shown(capture))
    };
    let mut newest: HashMap<&str, &OrderKey> = HashMap::new();
    for capture in all.iter().filter(is_applied) {
        let newest = newest.entry(request_of(&capture.url)).or_insert(&capture.order);
        *newest = (*newest).max(&capture.order);
    }
    let has_healed = |capture: &captures::Capture| {
        let newest = newest.get(request_of(&capture.url));
        let is_outdone = newest.is_some_and(|newest| **newest > capture.order);
        is_shown(capture) || (is_known(&capture.url) && is_outdone)
    };
    for entry in entries {
        let capture = entry.capture_of(source);
        let capture = capture.and_then(|id| all.iter().find(|capture| capture.capture_id == id));
        if let Some(capture) = capture {
            entry.healed = has_healed(capture);
        }
    }
    Ok(())
}

fn lines(entries: &[Entry], left_out: usize) -> Vec<String> {
    let mut lines: Vec<String> = entries
        .iter()
        .flat_map(|entry| {
            let game = entry
                .game_pk
                .map_or_else(String::new, |game| format!("game {game}, "));
            let size = indicatif::HumanBytes(entry.body_bytes.max(0) as u64);
            let healed = if entry.healed { ", healed since" } else { "" };
            [
                format!("{} {}", bold(&entry.reason), entry.origin),
                format!("  {}", entry.detail),
                dim(&format!("  {game}{size}, {}{healed}", entry.quarantined_at)),
            ]
        })
        .collect();
    let healed = entries.iter().filter(|entry| entry.healed).count();
    let note = match (healed, left_out) {
        (0, 0) => String::new(),
        (0, left_out) => format!("; {} healed since, `--all` lists them", count(left_out as u64)),
        (healed, _) => format!(", {} of them healed since", count(healed as u64)),
    };
    lines.push(format!(
        "{} in quarantine{note}",
        plural(entries.len() as u64, "body").replace("bodys", "bodies")
    ));
    lines
}
