//! The leases of all transforms: who holds them may rewrite files.

use std::collections::BTreeSet;

use mlb_lake::lease::{self, Lease};
use serde::Serialize;
use tokio::sync::Mutex;

use crate::error::Result;
use crate::runs::{self, Begun};
use crate::settings::Settings;
use crate::transform::job;

/// The leases, in the order of the contracts.
pub struct Held {
    leases: Mutex<Vec<Lease>>,
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
    };
    let done = lease::renew_during(&held.leases, work(&held)).await?;
    let leases = held.leases.into_inner();
    match done {
        Ok(done) => {
            give_back(leases).await?;
            Ok(done)
        }
        Err(e) => {
            for lease in leases {
                lease.give_up().await;
            }
            Err(e)
        }
    }
}

async fn take(settings: &Settings, run_id: &str) -> Result<Vec<Lease>> {
    let mut leases = Vec::new();
    for contract in &settings.catalog.contracts {
        let name = job::lease_name(&contract.source.name);
        match Lease::take(settings.lake.store(), &name, run_id).await {
            Ok(lease) => leases.push(lease),
            Err(e) => {
                give_back(leases).await?;
                return Err(e.into());
            }
        }
    }
    Ok(leases)
}

async fn give_back(leases: Vec<Lease>) -> Result<()> {
    for lease in leases {
        let half_done = lease.unfinished.clone();
        lease.release(half_done).await?;
    }
    Ok(())
}

impl Held {
    /// Notes, source by source, the games that will be half done if the process ends from now on.
    pub async fn note(&self, games: Vec<BTreeSet<i64>>) -> Result<()> {
        let mut leases = self.leases.lock().await;
        for (lease, games) in leases.iter_mut().zip(games) {
            lease.note(games).await?;
        }
        Ok(())
    }

    /// Makes sure, before a commit, that no transform has taken over.
    pub async fn renew(&self) -> Result<()> {
        for lease in self.leases.lock().await.iter_mut() {
            lease.renew().await?;
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
        let tables = runs::tables(&settings.catalog);
        let versions = runs::versions_of(&settings.lake, tables).await?;
        run.record(&settings.lake, versions, report).await?;
        Ok(())
    }
}
