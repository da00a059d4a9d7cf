//! Lakes in a bucket, that of the tests (`MLB_TEST_BUCKET`) or one of a store of their own: what only an object store can do wrong.

use std::sync::Arc;

use arrow::array::{Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema};
use futures::stream::{self, StreamExt, TryStreamExt};
use mlb_lake::append;
use mlb_lake::commit::Txn;
use mlb_lake::writer::Layout;
use mlb_lake::{TableId, TableSpec, columns, commit, store_check};
use mlb_tests::feed::Feed;
use mlb_tests::folder::ReplayFolder;
use mlb_tests::home::Home;
use mlb_tests::lake::Lake;
use object_store::path::Path;
use object_store::{
    Error, GetOptions, GetRange, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload,
};

const WRITERS: i64 = 2;
const COMMITS: i64 = 50;

fn spec() -> TableSpec {
    TableSpec {
        id: TableId::meta("written_by_two"),
        schema: Arc::new(Schema::new(vec![Field::new("number", DataType::Int64, false)])),
        partition_by: &[],
        description: "Numbers".to_owned(),
        layout: Layout::Normalized,
    }
}

async fn write(lake: mlb_lake::Lake, writer: i64) {
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
    let lake = Lake::in_bucket();
    let open = lake.open();
    open.init().await.expect("a lake");
    open.open_or_create(&spec()).await.expect("a table");
    let writers = (0..WRITERS).map(|writer| tokio::spawn(write(lake.open(), writer)));
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
    let lake = Lake::in_bucket();
    let open = lake.open();
    for hundred in 0..5 {
        let race = store_check::race(open.store(), &format!("test-{hundred}"))
            .await
            .expect("a race");
        assert!(race.is_fair(), "{race:?}");
    }
}

/// Names as a lake has them, and worse.
const NAMES: [&str; 5] = [
    "season=2023/a b",
    "season=2023/below/last",
    "season=2023/é+%",
    "season=2024/one",
    "top",
];

fn names(found: Vec<ObjectMeta>) -> Vec<Path> {
    found.into_iter().map(|object| object.location).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn objects_are_found_by_name_and_by_folder_until_they_are_deleted() {
    let lake = Lake::in_bucket();
    let open = lake.open();
    let store = open.store();
    let mut paths = NAMES.map(Path::from);
    paths.sort();
    for path in &paths {
        let body = PutPayload::from(path.to_string());
        store.put(path, body).await.expect("an object is written");
    }
    for path in &paths {
        let object = store.get(path).await.expect("an object is there");
        let body = object.bytes().await.expect("its bytes");
        assert_eq!(body, path.as_ref().as_bytes(), "{path}");
    }
    let all: Vec<ObjectMeta> = store.list(None).try_collect().await.expect("a list");
    assert_eq!(names(all), paths);
    let (folder, below) = (Path::from("season=2023"), Path::from("season=2023/below/last"));
    let later = store.list_with_offset(Some(&folder), &Path::from("season=2023/a b"));
    let later: Vec<ObjectMeta> = later.try_collect().await.expect("a list from a name on");
    assert_eq!(names(later), [below]);
    let level = store.list_with_delimiter(Some(&folder)).await.expect("a list");
    assert_eq!(level.common_prefixes, [Path::from("season=2023/below")]);
    assert_eq!(names(level.objects), paths[..2]);
    let no_object = store.get(&folder).await;
    assert!(matches!(no_object, Err(Error::NotFound { .. })), "{no_object:?}");

    let deleted = store.delete_stream(stream::iter(paths.map(Ok)).boxed());
    let deleted: Vec<Path> = deleted.try_collect().await.expect("all are deleted");
    assert_eq!(deleted.len(), NAMES.len());
    assert_eq!(lake.objects(""), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn objects_come_in_parts_and_go_in_parts() {
    const PART_BYTES: usize = 5 * 1024 * 1024;
    let lake = Lake::in_bucket();
    let open = lake.open();
    let store = open.store();
    let path = Path::from("parts");
    let mut upload = store.put_multipart(&path).await.expect("an upload begins");
    for part in [vec![b'a'; PART_BYTES], b"0123456789".to_vec()] {
        upload.put_part(part.into()).await.expect("a part is written");
    }
    upload.complete().await.expect("the upload ends");
    let whole = PART_BYTES as u64 + 10;
    assert_eq!(store.head(&path).await.expect("an object").size, whole);
    let ranges = [0..2, whole - 10..whole - 6];
    let read = store.get_ranges(&path, &ranges).await.expect("two ranges");
    assert_eq!(read, ["aa", "0123"]);
    let end = GetOptions {
        range: Some(GetRange::Suffix(3)),
        ..GetOptions::default()
    };
    let end = store.get_opts(&path, end).await.expect("an object");
    assert_eq!(end.bytes().await.expect("its end"), "789");
}

/// All tables: two games, then a correction and a third game, then nothing new.
#[test]
fn a_lake_in_a_bucket_holds_what_one_in_a_folder_holds() {
    let first = ReplayFolder::new()
        .with("1.json", Feed::of(1).text())
        .with("2.json", Feed::of(2).text());
    let second = ReplayFolder::new()
        .with("1.json", Feed::of(1).at("20240713_040000").plays(7).text())
        .with("3.json", Feed::of(3).text());
    let (in_bucket, in_folder) = (Lake::in_bucket(), Lake::in_folder());
    for folder in [&first, &second] {
        in_bucket.run(folder.path()).clean();
        in_folder.run(folder.path()).clean();
        assert_eq!(in_bucket.content(), in_folder.content());
    }
    let tables = in_bucket.tables();
    in_bucket.run(second.path()).clean();
    assert_eq!(in_bucket.tables(), tables);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_with_other_things_is_no_lake_and_stays_as_it_is() {
    let lake = Lake::in_bucket();
    let open = lake.open();
    let notes = PutPayload::from_static(b"mine");
    let path = Path::from("notes.txt");
    open.store()
        .put(&path, notes)
        .await
        .expect("an object is written");
    for verb in ["init", "tables"] {
        let ran = lake.mlb([verb]).ends_with(5);
        assert!(ran.stderr.contains("`notes.txt`"), "{}", ran.stderr);
    }
    assert_eq!(lake.objects(""), ["notes.txt"]);
}

#[test]
fn a_bucket_that_is_not_there_is_told_and_made() {
    let name = uuid::Uuid::new_v4().simple().to_string();
    let place = format!("s3://mlb-{}/lake", &name[..8]);
    let lake = Lake::in_bucket().elsewhere(&place).with_home(&Home::small());
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
        let lake = Lake::in_bucket().with_env(variable, "wrong");
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
    let lake = Lake::in_bucket().with_env("MINIO_ENDPOINT", "http://127.0.0.1:1");
    let ran = lake.mlb(["tables"]).ends_with(5);
    assert!(ran.stderr.contains("the store does not answer"), "{}", ran.stderr);
    assert!(ran.stderr.contains("`MINIO_ENDPOINT`"), "{}", ran.stderr);
}
