//! The leases of all transforms: who holds them may rewrite files.

use mlb_lake::lease::{self, Lease};
use tokio::sync::Mutex;

use crate::error::Result;
use crate::settings::Settings;
use crate::transform::job;

/// Does work while no transform runs. What a transform left half done stays noted, and the next one heals it.
///
/// # Errors
/// `Busy` when a transform is at work.
pub async fn hold<T>(settings: &Settings, run_id: &str, work: impl Future<Output = Result<T>>) -> Result<T> {
    let mut held: Vec<Lease> = Vec::new();
    for contract in &settings.catalog.contracts {
        let name = job::lease_name(&contract.source.name);
        match Lease::take(settings.lake.store(), &name, run_id).await {
            Ok(lease) => held.push(lease),
            Err(e) => {
                give_back(held).await?;
                return Err(e.into());
            }
        }
    }
    let held = Mutex::new(held);
    let done = lease::renew_during(&held, work).await?;
    give_back(held.into_inner()).await?;
    done
}

async fn give_back(leases: Vec<Lease>) -> Result<()> {
    for lease in leases {
        let half_done = lease.unfinished.clone();
        lease.release(half_done).await?;
    }
    Ok(())
}
