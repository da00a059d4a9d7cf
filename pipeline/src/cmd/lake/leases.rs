//! The leases of all transforms: who holds them may rewrite files.

use std::collections::{BTreeSet, HashMap};

use futures::future::{join_all, try_join_all};
use mlb_lake::TableId;
use mlb_lake::contract::{Catalog, Contract};
use mlb_lake::lease::{self, Lease};
use mlb_lake::limits::LEASES_AT_ONCE_MAX;
use serde::Serialize;
use tokio::sync::Mutex;

use crate::error::Result;
use crate::runs::{self, Begun};
use crate::settings::Settings;
use crate::transform::job;

/// The leases, in the order of the contracts.
pub struct Held {
    leases: Mutex<Vec<Lease>>,
    /// Under which of them a table is written. What is in none, as raw of no mapping or a book that anybody adds to, needs none.
    of_tables: HashMap<TableId, Vec<usize>>,
}

/// Does work while no transform runs. What a transform left half done stays noted, and the next one heals it; so does what this work
/// noted, where it fails.
///
/// # Errors
/// `Busy` when a transform is at work, `LeaseLost` when one has taken over.
pub async fn hold<T>(
    settings: &Settings,
    run_id: &str,
    work: impl AsyncFnOnce(&Held) -> Result<T>,
) -> Result<T> {
    let held = Held {
        leases: Mutex::new(take(settings, run_id).await?),
        of_tables: of_tables(&settings.catalog),
    };
    let done = lease::renew_during(&held.leases, work(&held)).await?;
    let leases = held.leases.into_inner();
    match done {
        Ok(done) => {
            give_back(leases).await?;
            Ok(done)
        }
        Err(e) => {
            in_turns(leases, Lease::give_up).await;
            Err(e)
        }
    }
}

/// The first one alone: of two processes that want all, one has it and goes on. Then a few at a time.
async fn take(settings: &Settings, run_id: &str) -> Result<Vec<Lease>> {
    let names: Vec<String> = settings
        .catalog
        .contracts
        .iter()
        .map(|contract| job::lease_name(&contract.source.name))
        .collect();
    let (first, others) = names.split_at(names.len().min(1));
    let mut leases = Vec::with_capacity(names.len());
    for names in std::iter::once(first).chain(others.chunks(LEASES_AT_ONCE_MAX)) {
        let store = settings.lake.store();
        let taken = join_all(names.iter().map(|name| Lease::take(store, name, run_id))).await;
        let mut refused = None;
        for taken in taken {
            match taken {
                Ok(lease) => leases.push(lease),
                Err(e) => refused = refused.or(Some(e)),
            }
        }
        if let Some(e) = refused {
            give_back(leases).await?;
            return Err(e.into());
        }
    }
    Ok(leases)
}

async fn give_back(leases: Vec<Lease>) -> Result<()> {
    let released = in_turns(leases, |lease: Lease| {
        let half_done = lease.unfinished.clone();
        lease.release(half_done)
    });
    for released in released.await {
        released?;
    }
    Ok(())
}

/// Does the same with all of them, a few at a time.
async fn in_turns<T, F: Future<Output = T>>(leases: Vec<Lease>, work: impl Fn(Lease) -> F) -> Vec<T> {
    let mut leases = leases.into_iter();
    let mut done = Vec::with_capacity(leases.len());
    while !leases.as_slice().is_empty() {
        let turn: Vec<F> = leases.by_ref().take(LEASES_AT_ONCE_MAX).map(&work).collect();
        done.extend(join_all(turn).await);
    }
    done
}

/// Raw and tables of a source are written under its lease, a ledger under those of all sources that it is of.
fn of_tables(catalog: &Catalog) -> HashMap<TableId, Vec<usize>> {
    let mut of_tables: HashMap<TableId, Vec<usize>> = HashMap::new();
    for (index, contract) in catalog.contracts.iter().enumerate() {
        for id in written_under(contract) {
            of_tables.entry(id).or_default().push(index);
        }
    }
    of_tables
}

fn written_under(contract: &Contract) -> Vec<TableId> {
    let raw = TableId::raw_of(&contract.source);
    let mut tables = runs::transformed(contract);
    tables.push(raw);
    tables
}

impl Held {
    /// Notes, source by source, the games that will be half done if the process ends from now on.
    pub async fn note(&self, games: Vec<BTreeSet<i64>>) -> Result<()> {
        let mut leases = self.leases.lock().await;
        for (lease, games) in leases.iter_mut().zip(games) {
            if !games.is_empty() {
                lease.note(games).await?;
            }
        }
        Ok(())
    }

    /// Makes sure, before a commit to a table, that no transform that writes it has taken over.
    pub async fn renew(&self, table: &TableId) -> Result<()> {
        let Some(wanted) = self.of_tables.get(table) else {
            return Ok(());
        };
        let mut leases = self.leases.lock().await;
        let leases = leases.iter_mut().enumerate();
        let mut wanted: Vec<&mut Lease> = leases
            .filter(|(index, _)| wanted.contains(index))
            .map(|(_, lease)| lease)
            .collect();
        for leases in wanted.chunks_mut(LEASES_AT_ONCE_MAX) {
            try_join_all(leases.iter_mut().map(|lease| lease.renew())).await?;
        }
        Ok(())
    }

    /// Says that nothing is half done any more, neither by this work nor by a transform before it.
    pub async fn settle(&self) {
        for lease in self.leases.lock().await.iter_mut() {
            lease.unfinished.clear();
        }
    }

    /// Puts this work on record with the versions that it left, so that the newest run never names versions whose files are on their way
    /// out. Where tables are half done that is left to the transform that heals them.
    pub async fn record(&self, run: &Begun, settings: &Settings, report: &impl Serialize) -> Result<()> {
        let leases = self.leases.lock().await;
        if !leases.iter().all(|lease| lease.unfinished.is_empty()) {
            return Ok(());
        }
        drop(leases);
        let lake = &settings.lake;
        let tables = runs::tables(lake, &settings.catalog).await?;
        let versions = runs::versions_of(lake, tables).await?;
        run.record(lake, versions, report).await?;
        Ok(())
    }
}
