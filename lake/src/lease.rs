//! A lease: one holder at a time, on any object store that honours put-if-absent.
//!
//! A lease is a row of generations, `NAME/000001.json`, `NAME/000002.json` and so on; the highest one counts. To take it is to create the
//! next generation, which only one contender can do. To give it back is to mark one's own generation as released. A generation that is
//! neither released nor renewed in time is dead, and so is one whose process on this host no longer runs.
//!
//! Who renews looks first whether its generation is still the highest: a process that slept for longer than its term must not go on beside
//! the one that took over.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures::TryStreamExt;
use futures::future::try_join_all;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use tokio::time::MissedTickBehavior;

use crate::error::{Error, Result};
use crate::limits::{LEASE_ATTEMPTS_MAX, LEASE_DURATION_MS, LEASES_AT_ONCE_MAX};

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Generation {
    holder: String,
    host: String,
    pid: u32,
    expires_at_ms: i64,
    released: bool,
    /// The holder's work was whole when it gave the lease back.
    clean: bool,
    /// What the holder may leave half done, for instance the games that it is about to replace.
    #[serde(default)]
    work: BTreeSet<i64>,
}

/// A lease that is held. It must be given back with [`Lease::end`], [`Lease::release`] or [`Lease::give_up`]; one that is dropped instead
/// counts as a crash.
#[derive(Debug)]
pub struct Lease {
    store: Arc<dyn ObjectStore>,
    name: String,
    number: u64,
    state: Generation,
    /// What a holder before this one may have left half done: it did not give the lease back clean. Whoever gives the lease back clean
    /// says that this is whole again.
    pub unfinished: BTreeSet<i64>,
}

impl Lease {
    /// Takes the lease `name` for `holder` (a run's id).
    ///
    /// # Errors
    /// `Busy` when a live process holds it.
    pub async fn take(store: &Arc<dyn ObjectStore>, name: &str, holder: &str) -> Result<Lease> {
        let folder = folder_of(name);
        for _ in 0..LEASE_ATTEMPTS_MAX {
            let mut unfinished = BTreeSet::new();
            let mut number = 1;
            if let Some((newest, path)) = newest_generation(store, &folder).await? {
                let Some(state) = read_generation(store, &path).await? else {
                    continue;
                };
                if !state.released && is_alive(&state) {
                    return Err(busy(name, &state));
                }
                if !state.clean {
                    unfinished = state.work;
                }
                number = newest + 1;
            }
            let lease = Lease {
                store: Arc::clone(store),
                name: name.to_owned(),
                number,
                state: Generation {
                    work: unfinished.clone(),
                    ..new_generation(holder)
                },
                unfinished,
            };
            if lease.create().await? {
                return Ok(lease);
            }
        }
        Err(Error::Busy {
            lease: name.to_owned(),
            holder: "several processes in turn".to_owned(),
            expires_at: "they end".to_owned(),
        })
    }

    /// Notes what will be half done if the holder is killed from now on; what an earlier holder left is still noted.
    ///
    /// # Errors
    /// As [`renew`](Self::renew).
    pub async fn note(&mut self, work: impl IntoIterator<Item = i64>) -> Result<()> {
        self.state.work.extend(work);
        self.renew().await
    }

    /// Holds the lease for another full term. Right before a commit it makes sure that nobody has taken over.
    ///
    /// # Errors
    /// `LeaseLost` when another has: that one does again what was noted, and nothing more may be committed here.
    pub async fn renew(&mut self) -> Result<()> {
        let newest = newest_generation(&self.store, &folder_of(&self.name)).await?;
        if newest.as_ref().is_none_or(|(number, _)| *number != self.number) {
            return Err(self.lost(newest).await);
        }
        let is_late = self.state.expires_at_ms < now_ms();
        self.state.expires_at_ms = now_ms() + LEASE_DURATION_MS;
        if !is_late {
            return self
                .put(PutMode::Overwrite)
                .await
                .map_err(Error::store(self.path()));
        }
        // Anybody may take over now. Who creates the next generation has it, and that may be its old holder.
        self.number += 1;
        if self.create().await? {
            return Ok(());
        }
        let newest = newest_generation(&self.store, &folder_of(&self.name)).await?;
        Err(self.lost(newest).await)
    }

    /// Gives the lease back. `half_done` is what the next holder has to do again; where there is nothing, all is whole.
    pub async fn release(mut self, half_done: BTreeSet<i64>) -> Result<()> {
        self.state.released = true;
        self.state.clean = half_done.is_empty();
        self.state.work = half_done;
        self.put(PutMode::Overwrite)
            .await
            .map_err(Error::store(self.path()))
    }

    /// Gives the lease back after work that failed half-way: whatever was noted must be done again, as after a crash. Where the lease can
    /// not be written either it stays until its term is over: how the work failed is what is to be told.
    pub async fn give_up(self) {
        let name = self.name.clone();
        let noted = self.state.work.clone();
        if let Err(e) = self.release(noted).await {
            tracing::warn!(lease = name, error = %e, "the lease could not be given back");
        }
    }

    /// Gives the lease back after work that has ended, whole or failed. `half_done` tells of the one what is to be done again.
    ///
    /// # Errors
    /// As the work's, or as [`release`](Self::release)'s.
    pub async fn end<T, E: From<Error>>(
        self,
        done: std::result::Result<T, E>,
        half_done: impl FnOnce(&T) -> BTreeSet<i64>,
    ) -> std::result::Result<T, E> {
        match done.as_ref().ok().map(half_done) {
            Some(half_done) => self.release(half_done).await?,
            None => self.give_up().await,
        }
        done
    }

    fn path(&self) -> Path {
        folder_of(&self.name).join(format!("{:06}.json", self.number))
    }

    /// Creates this generation, which only one contender can do; answers whether it was this one.
    async fn create(&self) -> Result<bool> {
        let path = self.path();
        match self.put(PutMode::Create).await {
            Ok(()) => {}
            // An answer can be lost after success.
            Err(_) if is_held_by(&self.store, &path, &self.state.holder).await => {}
            Err(object_store::Error::AlreadyExists { .. }) => return Ok(false),
            Err(e) => return Err(Error::store(path)(e)),
        }
        remove_older(&self.store, &folder_of(&self.name), self.number).await;
        Ok(true)
    }

    async fn put(&self, mode: PutMode) -> Result<(), object_store::Error> {
        let body = serde_json::to_vec(&self.state).unwrap_or_default();
        let options = PutOptions::from(mode);
        self.store
            .put_opts(&self.path(), PutPayload::from(body), options)
            .await
            .map(|_| ())
    }

    async fn lost(&self, newest: Option<(u64, Path)>) -> Error {
        let state = match newest {
            Some((_, path)) => read_generation(&self.store, &path).await.ok().flatten(),
            None => None,
        };
        Error::LeaseLost {
            lease: self.name.clone(),
            holder: state.map_or_else(|| "another process".to_owned(), |state| holder_of(&state)),
        }
    }
}

impl AsMut<[Lease]> for Lease {
    fn as_mut(&mut self) -> &mut [Lease] {
        std::slice::from_mut(self)
    }
}

/// Does work that may last longer than a lease, and renews the leases meanwhile.
///
/// # Errors
/// `LeaseLost` when another has taken a lease over, `Store` when one can not be renewed; the work is then dropped where it stands.
pub async fn renew_during<T>(
    leases: &Mutex<impl AsMut<[Lease]>>,
    work: impl Future<Output = T>,
) -> Result<T> {
    renew_every(Duration::from_millis(LEASE_DURATION_MS as u64 / 4), leases, work).await
}

async fn renew_every<T>(
    period: Duration,
    leases: &Mutex<impl AsMut<[Lease]>>,
    work: impl Future<Output = T>,
) -> Result<T> {
    let mut work = std::pin::pin!(work);
    let mut renewal = tokio::time::interval(period);
    renewal.set_missed_tick_behavior(MissedTickBehavior::Delay);
    renewal.tick().await;
    loop {
        tokio::select! {
            done = &mut work => return Ok(done),
            // Whoever holds the lock is renewing just now; to wait here would stop the work that holds it.
            _ = renewal.tick() => if let Ok(mut leases) = leases.try_lock() {
                for leases in leases.as_mut().chunks_mut(LEASES_AT_ONCE_MAX) {
                    try_join_all(leases.iter_mut().map(|lease| lease.renew())).await?;
                }
            },
        }
    }
}

fn folder_of(name: &str) -> Path {
    Path::from(format!("mlb-warehouse/meta/leases/{name}"))
}

fn new_generation(holder: &str) -> Generation {
    Generation {
        holder: holder.to_owned(),
        host: host(),
        pid: std::process::id(),
        expires_at_ms: now_ms() + LEASE_DURATION_MS,
        released: false,
        clean: false,
        work: BTreeSet::new(),
    }
}

async fn newest_generation(store: &Arc<dyn ObjectStore>, folder: &Path) -> Result<Option<(u64, Path)>> {
    let objects: Vec<_> = store
        .list(Some(folder))
        .try_collect()
        .await
        .map_err(Error::store(folder))?;
    Ok(objects
        .into_iter()
        .filter_map(|o| Some((number_of(&o.location)?, o.location)))
        .max())
}

fn number_of(path: &Path) -> Option<u64> {
    path.filename()?.strip_suffix(".json")?.parse().ok()
}

/// `None` when the generation was tidied away by its successor meanwhile.
async fn read_generation(store: &Arc<dyn ObjectStore>, path: &Path) -> Result<Option<Generation>> {
    let got = match store.get(path).await {
        Ok(got) => got,
        Err(object_store::Error::NotFound { .. }) => return Ok(None),
        Err(e) => return Err(Error::store(path)(e)),
    };
    let body = got.bytes().await.map_err(Error::store(path))?;
    let unreadable = Generation {
        holder: "an unknown process".to_owned(),
        host: String::new(),
        pid: 0,
        expires_at_ms: 0,
        released: false,
        clean: false,
        work: BTreeSet::new(),
    };
    Ok(Some(serde_json::from_slice(&body).unwrap_or(unreadable)))
}

async fn is_held_by(store: &Arc<dyn ObjectStore>, path: &Path, holder: &str) -> bool {
    let state = read_generation(store, path).await;
    matches!(state, Ok(Some(state)) if state.holder == holder && !state.released)
}

/// Older generations serve nobody; what cannot be removed now is removed by the next holder.
async fn remove_older(store: &Arc<dyn ObjectStore>, folder: &Path, kept: u64) {
    let Ok(objects) = store.list(Some(folder)).try_collect::<Vec<_>>().await else {
        return;
    };
    for object in objects {
        if number_of(&object.location).is_some_and(|number| number < kept)
            && let Err(e) = store.delete(&object.location).await
        {
            tracing::debug!(object = %object.location, error = %e, "an old lease stays");
        }
    }
}

fn is_alive(state: &Generation) -> bool {
    if state.expires_at_ms < now_ms() {
        return false;
    }
    state.host != host() || process_runs(state.pid)
}

fn process_runs(pid: u32) -> bool {
    // Without a process table nothing is known of the other process: then only time decides.
    !std::path::Path::new("/proc/self").exists() || std::path::Path::new(&format!("/proc/{pid}")).exists()
}

fn host() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .map(|name| name.trim().to_owned())
        .unwrap_or_default()
}

fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

fn busy(name: &str, state: &Generation) -> Error {
    let expires_at = jiff::Timestamp::from_millisecond(state.expires_at_ms).map_or_else(
        |_| "an unknown time".to_owned(),
        |at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
    );
    Error::Busy {
        lease: name.to_owned(),
        holder: holder_of(state),
        expires_at,
    }
}

fn holder_of(state: &Generation) -> String {
    format!("run {} (process {} on {})", state.holder, state.pid, state.host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use object_store::memory::InMemory;

    fn store() -> Arc<dyn ObjectStore> {
        Arc::new(InMemory::new())
    }

    async fn write(store: &Arc<dyn ObjectStore>, state: Generation) {
        let path = Path::from("mlb-warehouse/meta/leases/t/000001.json");
        let body = serde_json::to_vec(&state).unwrap();
        store.put(&path, PutPayload::from(body)).await.unwrap();
    }

    #[tokio::test]
    async fn a_held_lease_is_refused_and_a_released_one_is_free() {
        let store = store();
        let first = Lease::take(&store, "t", "one").await.unwrap();
        assert!(matches!(
            Lease::take(&store, "t", "two").await,
            Err(Error::Busy { .. })
        ));
        first.release(BTreeSet::new()).await.unwrap();
        Lease::take(&store, "t", "two").await.unwrap();
    }

    #[tokio::test]
    async fn unfinished_work_is_handed_on_until_somebody_is_clean() {
        let store = store();
        let mut first = Lease::take(&store, "t", "one").await.unwrap();
        first.note([1, 2]).await.unwrap();
        first.give_up().await;
        let mut second = Lease::take(&store, "t", "two").await.unwrap();
        assert_eq!(second.unfinished, BTreeSet::from([1, 2]));
        second.note([3]).await.unwrap();
        second.give_up().await;
        let third = Lease::take(&store, "t", "three").await.unwrap();
        assert_eq!(third.unfinished, BTreeSet::from([1, 2, 3]));
        third.release(BTreeSet::new()).await.unwrap();
        assert!(
            Lease::take(&store, "t", "four")
                .await
                .unwrap()
                .unfinished
                .is_empty()
        );
    }

    #[tokio::test]
    async fn what_a_holder_left_half_done_is_all_that_is_handed_on() {
        let store = store();
        let mut first = Lease::take(&store, "t", "one").await.unwrap();
        first.note([1, 2]).await.unwrap();
        first.release(BTreeSet::from([2])).await.unwrap();
        let second = Lease::take(&store, "t", "two").await.unwrap();
        assert_eq!(second.unfinished, BTreeSet::from([2]));
    }

    /// A lease whose term is over, as of a process that was stopped for long.
    async fn late(store: &Arc<dyn ObjectStore>, holder: &str) -> Lease {
        let mut lease = Lease::take(store, "t", holder).await.unwrap();
        lease.note([7]).await.unwrap();
        lease.state.expires_at_ms = 0;
        lease.put(PutMode::Overwrite).await.unwrap();
        lease
    }

    fn is_lost_to(renewed: &Result<()>, other: &str) -> bool {
        matches!(renewed, Err(Error::LeaseLost { holder, .. }) if holder.starts_with(&format!("run {other} ")))
    }

    #[tokio::test]
    async fn a_holder_that_comes_too_late_does_not_go_on_beside_the_next_one() {
        let store = store();
        let mut first = late(&store, "one").await;
        let mut second = Lease::take(&store, "t", "two").await.unwrap();
        assert_eq!(second.unfinished, BTreeSet::from([7]));
        assert!(is_lost_to(&first.renew().await, "two"));
        assert!(is_lost_to(&first.note([8]).await, "two"));
        second.renew().await.unwrap();
        second.release(BTreeSet::new()).await.unwrap();
        assert!(
            is_lost_to(&first.renew().await, "two"),
            "nor when that one has ended"
        );
        let third = Lease::take(&store, "t", "three").await.unwrap();
        assert_eq!(third.unfinished, BTreeSet::new());
    }

    #[tokio::test]
    async fn a_holder_that_is_late_and_alone_holds_on() {
        let store = store();
        let mut first = late(&store, "one").await;
        first.renew().await.unwrap();
        assert!(matches!(
            Lease::take(&store, "t", "two").await,
            Err(Error::Busy { .. })
        ));
        first.renew().await.unwrap();
        first.give_up().await;
        let second = Lease::take(&store, "t", "two").await.unwrap();
        assert_eq!(second.unfinished, BTreeSet::from([7]));
    }

    #[tokio::test]
    async fn a_lease_that_somebody_deleted_is_lost() {
        let store = store();
        let mut first = Lease::take(&store, "t", "one").await.unwrap();
        store.delete(&first.path()).await.unwrap();
        assert!(matches!(first.renew().await, Err(Error::LeaseLost { .. })));
    }

    #[tokio::test]
    async fn work_under_a_lost_lease_is_dropped_where_it_stands() {
        let store = store();
        let first = late(&store, "one").await;
        let _second = Lease::take(&store, "t", "two").await.unwrap();
        let leases = Mutex::new(first);
        let work = std::future::pending::<()>();
        let ended = renew_every(Duration::from_millis(1), &leases, work).await;
        assert!(is_lost_to(&ended, "two"));
    }

    #[tokio::test]
    async fn a_dead_process_of_this_host_loses_it_at_once() {
        let store = store();
        let mut state = new_generation("gone");
        state.pid = u32::MAX;
        state.work = BTreeSet::from([7]);
        write(&store, state).await;
        assert_eq!(
            Lease::take(&store, "t", "two").await.unwrap().unfinished,
            BTreeSet::from([7])
        );
    }

    #[tokio::test]
    async fn another_host_loses_it_only_by_time() {
        let store = store();
        let mut state = new_generation("far");
        state.host = "elsewhere".to_owned();
        state.pid = u32::MAX;
        write(&store, state.clone()).await;
        assert!(Lease::take(&store, "t", "two").await.is_err());
        state.expires_at_ms = 0;
        write(&store, state).await;
        assert!(Lease::take(&store, "t", "two").await.is_ok());
    }

    #[tokio::test]
    async fn of_many_contenders_one_wins() {
        let store = store();
        let takes = (0..16).map(|i| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { Lease::take(&store, "t", &i.to_string()).await.map(|l| l.number) })
        });
        let won = futures::future::join_all(takes)
            .await
            .into_iter()
            .filter(|r| matches!(r, Ok(Ok(_))))
            .count();
        assert_eq!(won, 1);
    }
}
