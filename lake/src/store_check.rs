//! Whether an object store can be trusted with a lake: it is written, read and cleaned up, and of writers that race for one name exactly
//! one wins. A store that lets two win would lose commits in silence.

use std::sync::Arc;

use futures::future::try_join_all;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use tokio::sync::Barrier;

use crate::limits::{RACE_ROUNDS, RACE_WRITERS};

/// Where the check writes; nothing is left there.
pub(crate) const FOLDER: &str = "_mlb_doctor";

/// How races for one name ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Race {
    /// Names that were raced for.
    pub rounds: usize,
    /// Writers of each.
    pub writers: usize,
    /// Names that more than one writer won.
    pub double_winners: usize,
    /// Names that nobody won.
    pub without_winner: usize,
}

impl Race {
    /// Exactly one winner each time.
    pub fn is_fair(&self) -> bool {
        self.double_winners == 0 && self.without_winner == 0
    }
}

/// Writes an object, reads it again and deletes it.
///
/// # Errors
/// The store's, at the first step that fails; `Generic` where it reads other bytes than were written.
pub async fn round_trip(store: &Arc<dyn ObjectStore>, token: &str) -> object_store::Result<()> {
    let path = Path::from(format!("{FOLDER}/{token}/written.txt"));
    let text = format!("mlb doctor, {token}\n");
    store.put(&path, PutPayload::from(text.clone())).await?;
    let read = store.get(&path).await?.bytes().await?;
    store.delete(&path).await?;
    if read == text.as_bytes() {
        return Ok(());
    }
    Err(object_store::Error::Generic {
        store: "store",
        source: format!("`{path}` holds other bytes than were written").into(),
    })
}

/// Lets writers race for new names with put-if-absent.
///
/// # Errors
/// The store's, where it answers a writer with anything but success or `AlreadyExists`.
pub async fn race(store: &Arc<dyn ObjectStore>, token: &str) -> object_store::Result<Race> {
    let mut race = Race {
        rounds: RACE_ROUNDS,
        writers: RACE_WRITERS,
        ..Race::default()
    };
    for round in 0..RACE_ROUNDS {
        let path = Path::from(format!("{FOLDER}/{token}/{round:03}"));
        let start = Arc::new(Barrier::new(RACE_WRITERS));
        let writers = (0..RACE_WRITERS).map(|writer| create(store, &path, &start, writer));
        let winners = try_join_all(writers)
            .await?
            .into_iter()
            .filter(|won| *won)
            .count();
        race.double_winners += usize::from(winners > 1);
        race.without_winner += usize::from(winners == 0);
        store.delete(&path).await?;
    }
    Ok(race)
}

/// One writer; answers whether it won.
async fn create(
    store: &Arc<dyn ObjectStore>,
    path: &Path,
    start: &Barrier,
    writer: usize,
) -> object_store::Result<bool> {
    start.wait().await;
    let options = PutOptions::from(PutMode::Create);
    match store
        .put_opts(path, PutPayload::from(format!("{writer}\n")), options)
        .await
    {
        Ok(_) => Ok(true),
        Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
        Err(e) => Err(e),
    }
}
