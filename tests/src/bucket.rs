//! The bucket that lakes of tests lie in, where there is one: `MLB_TEST_BUCKET`, reached as `MINIO_*` say.

use crate::s3_server::{READER_KEY, READER_SECRET};

/// The bucket's name; nothing where lakes lie in folders.
fn bucket() -> Option<String> {
    variable("MLB_TEST_BUCKET")
}

/// A place for a lake in the bucket; nothing where lakes lie in folders.
pub fn new_place() -> Option<String> {
    bucket().map(|bucket| format!("s3://{bucket}/{}", uuid::Uuid::now_v7()))
}

/// Keys that let their holder read and nothing else, for a lake in a bucket; nothing where the tests were given a bucket and no such keys.
pub fn reader_keys() -> Option<[String; 2]> {
    if bucket().is_none() {
        return Some([READER_KEY, READER_SECRET].map(str::to_owned));
    }
    Some([
        variable("MLB_TEST_S3_READER_KEY")?,
        variable("MLB_TEST_S3_READER_SECRET")?,
    ])
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
