//! Lakes in a bucket, where the tests have one (`MLB_TEST_BUCKET`): what only an object store can do wrong.

use std::sync::Arc;

use arrow::array::{Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema};
use mlb_lake::append;
use mlb_lake::commit::Txn;
use mlb_lake::writer::Layout;
use mlb_lake::{TableId, TableSpec, columns, commit, store_check};
use mlb_tests::bucket::{self, bucket};
use mlb_tests::feed::Feed;
use mlb_tests::folder::ReplayFolder;
use mlb_tests::home::Home;
use mlb_tests::lake::Lake;

const WRITERS: i64 = 2;
const COMMITS: i64 = 50;

/// Tells in a line that there is no bucket.
fn no_bucket() -> bool {
    let is_missing = bucket().is_none();
    if is_missing {
        println!("no bucket (MLB_TEST_BUCKET): nothing is tested here");
    }
    is_missing
}

fn spec() -> TableSpec {
    TableSpec {
        id: TableId::meta("written_by_two"),
        schema: Arc::new(Schema::new(vec![Field::new("number", DataType::Int64, false)])),
        partition_by: &[],
        description: "Numbers".to_owned(),
        layout: Layout::Normalized,
    }
}

async fn write(location: String, writer: i64) {
    let lake = bucket::open(&location);
    for number in 0..COMMITS {
        let numbers = Int64Array::from(vec![writer * COMMITS + number]);
        let batch = RecordBatch::try_new(spec().schema, vec![Arc::new(numbers)]).expect("a batch");
        let txn = Txn::one_time(format!("writer-{writer}-{number}"), 1);
        append::append(&lake, &spec(), &[batch], &txn)
            .await
            .expect("a commit");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_writers_lose_no_commit() {
    if no_bucket() {
        return;
    }
    let lake = Lake::new();
    let open = bucket::open(lake.location());
    open.init().await.expect("a lake");
    open.open_or_create(&spec()).await.expect("a table");
    let writers = (0..WRITERS).map(|writer| tokio::spawn(write(lake.location().to_owned(), writer)));
    for writer in futures::future::join_all(writers).await {
        writer.expect("a writer ends");
    }
    let table = open.open(&spec().id).await.expect("a table").expect("a table");
    assert_eq!(
        commit::version_of(&table),
        (WRITERS * COMMITS) as u64,
        "a version for each commit"
    );
    let files = columns::files(&spec().id, &table).expect("files");
    assert_eq!(
        files.iter().filter_map(|file| file.rows).sum::<u64>(),
        (WRITERS * COMMITS) as u64
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_writers_that_race_for_a_name_one_wins() {
    if no_bucket() {
        return;
    }
    let lake = bucket::open(Lake::new().location());
    for hundred in 0..5 {
        let race = store_check::race(lake.store(), &format!("test-{hundred}"))
            .await
            .expect("a race");
        assert!(race.is_fair(), "{race:?}");
    }
}

#[test]
fn a_bucket_that_is_not_there_is_told_and_made() {
    if no_bucket() {
        return;
    }
    let name = format!("s3://mlb-{}/lake", uuid::Uuid::now_v7());
    let lake = Lake::at(&name).with_home(&Home::small());
    let folder = ReplayFolder::new().with("1.json", Feed::of(1).text());
    let ran = lake.run(folder.path()).ends_with(5);
    assert!(
        ran.stderr
            .contains("the bucket does not exist (NoSuchBucket); `mlb init` creates it"),
        "{}",
        ran.stderr
    );
    lake.mlb(["init"]).clean();
    lake.run(folder.path()).clean();
}

#[test]
fn wrong_keys_are_told() {
    if no_bucket() {
        return;
    }
    for (variable, message) in [
        (
            "MINIO_ACCESS_KEY",
            "the store does not know the access key (InvalidAccessKeyId)",
        ),
        (
            "MINIO_SECRET_KEY",
            "the store refuses the secret key (SignatureDoesNotMatch)",
        ),
    ] {
        let lake = Lake::new().with_env(variable, "wrong");
        let ran = lake.mlb(["tables"]).ends_with(5);
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
        assert!(
            ran.stderr.contains(&format!("check `{variable}`")),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn a_store_that_does_not_answer_is_told() {
    if no_bucket() {
        return;
    }
    let lake = Lake::new().with_env("MINIO_ENDPOINT", "http://127.0.0.1:1");
    let ran = lake.mlb(["tables"]).ends_with(5);
    assert!(ran.stderr.contains("the store does not answer"), "{}", ran.stderr);
    assert!(ran.stderr.contains("`MINIO_ENDPOINT`"), "{}", ran.stderr);
}
