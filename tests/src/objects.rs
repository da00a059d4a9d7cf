//! The objects of a lake, wherever it lies.

use std::sync::{Arc, LazyLock};

use futures::stream::{self, StreamExt, TryStreamExt};
use mlb_lake::Lake;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutPayload};
use tokio::runtime::{Handle, Runtime};

/// Objects that are copied at the same time.
const COPIES_AT_ONCE: usize = 16;

/// Copies all objects of a lake to another.
///
/// # Panics
/// When a store fails.
pub fn copy(from: Lake, to: Lake) {
    beside(move || copied(Arc::clone(from.store()), Arc::clone(to.store())));
}

async fn copied(from: Arc<dyn ObjectStore>, to: Arc<dyn ObjectStore>) {
    let (from, to) = (&from, &to);
    from.list(None)
        .try_for_each_concurrent(COPIES_AT_ONCE, |object| async move {
            let body = from.get(&object.location).await?.bytes().await?;
            to.put(&object.location, PutPayload::from(body)).await?;
            Ok(())
        })
        .await
        .expect("a copy of every object");
}

/// The names of all objects below a folder of a lake, in their order.
///
/// # Panics
/// When the store fails.
pub fn names(lake: Lake, folder: &str) -> Vec<String> {
    let folder = Path::from(folder);
    let found = beside(move || async move { below(&lake, &folder).await });
    let mut names: Vec<String> = found.iter().map(Path::to_string).collect();
    names.sort();
    names
}

/// Deletes all objects below a folder of a lake.
///
/// # Panics
/// When the store fails.
pub async fn delete(lake: &Lake, folder: &str) {
    let found = below(lake, &Path::from(folder)).await;
    let found = stream::iter(found.into_iter().map(Ok)).boxed();
    let deleted: Result<Vec<Path>, Error> = lake.store().delete_stream(found).try_collect().await;
    deleted.expect("all are deleted");
}

async fn below(lake: &Lake, folder: &Path) -> Vec<Path> {
    let found: Result<Vec<Path>, Error> = lake
        .store()
        .list(Some(folder))
        .map_ok(|object| object.location)
        .try_collect()
        .await;
    match found {
        Err(Error::NotFound { .. }) => Vec::new(),
        found => found.expect("the objects of a lake"),
    }
}

/// Works in a runtime of the whole process: a test may have one or none, and connections end with the runtime that made them.
fn beside<T, F>(work: impl FnOnce() -> F + Send + 'static) -> T
where
    T: Send + 'static,
    F: Future<Output = T>,
{
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
    let working = std::thread::spawn(move || RUNTIME.block_on(work()));
    let wait = || working.join().expect("the store does it");
    // Connections that the test's own runtime holds must go on meanwhile.
    match Handle::try_current() {
        Ok(_) => tokio::task::block_in_place(wait),
        Err(_) => wait(),
    }
}
