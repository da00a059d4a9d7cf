//! The bucket that lakes of tests lie in, where there is one: `MLB_TEST_BUCKET`, reached as `MINIO_*` say.

use std::collections::HashMap;
use std::sync::Arc;

use futures::TryStreamExt;
use mlb_lake::Lake;
use mlb_pipeline::store_settings;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};

/// The bucket's name; nothing where lakes lie in folders.
pub fn bucket() -> Option<String> {
    std::env::var("MLB_TEST_BUCKET")
        .ok()
        .filter(|bucket| !bucket.is_empty())
}

/// A place for a lake in the bucket; nothing where lakes lie in folders.
pub fn new_place() -> Option<String> {
    bucket().map(|bucket| format!("s3://{bucket}/{}", uuid::Uuid::now_v7()))
}

/// A lake of the library's at a location of a test.
///
/// # Panics
/// When the environment does not say how to reach it.
pub fn open(location: &str) -> Lake {
    let options =
        store_settings::options(location, store_settings::environment()).expect("the store is configured");
    let options: HashMap<_, _> = options
        .into_iter()
        .map(|option| (option.key, option.value))
        .collect();
    Lake::at(location, options).expect("a place for a lake")
}

/// Copies all objects of a lake to another.
///
/// # Panics
/// When the store fails.
pub fn copy(from: &str, to: &str) {
    let (from, to) = (from.to_owned(), to.to_owned());
    let copying = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(copy_objects(&from, &to));
    });
    copying.join().expect("the lake is copied");
}

async fn copy_objects(from: &str, to: &str) {
    let (from, to) = (Arc::clone(open(from).store()), Arc::clone(open(to).store()));
    let objects: Vec<_> = from
        .list(None)
        .try_collect()
        .await
        .expect("the objects of a lake");
    for object in objects {
        let body = from
            .get(&object.location)
            .await
            .expect("an object")
            .bytes()
            .await
            .expect("its bytes");
        to.put(&object.location, PutPayload::from(body))
            .await
            .expect("a copy");
    }
}
