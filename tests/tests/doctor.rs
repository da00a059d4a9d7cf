//! `mlb doctor`: what is well, what is not, and what to do about it.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use mlb_simulator::{Server, Slate};
use mlb_tests::bucket::reader_keys;
use mlb_tests::lake::{Lake, Ran};
use mlb_tests::postgres::Postgres;
use mlb_tests::s3_server::{S3Server, Writes};
use serde_json::Value;

/// The findings about a part, as `check: level: detail: remedy`.
fn findings(ran: &Ran, part: &str) -> Vec<String> {
    let report = ran.json();
    let findings = report["findings"].as_array().expect("a list of findings").iter();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    findings
        .filter(|finding| finding["part"] == part)
        .map(|finding| {
            ["check", "level", "detail", "remedy"]
                .map(|key| text(finding, key))
                .join(": ")
        })
        .collect()
}

fn has(findings: &[String], words: &[&str]) -> bool {
    findings
        .iter()
        .any(|finding| words.iter().all(|word| finding.contains(word)))
}

/// An API that answers every request with an empty schedule and the date of another year.
fn api_of_another_year() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming().take(8).flatten() {
            let mut stream = stream;
            let _ = stream.read(&mut [0; 4096]);
            let body = r#"{"dates": []}"#;
            let head = format!(
                "HTTP/1.1 200 OK\r\nDate: Fri, 05 Jul 2019 12:00:00 GMT\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream
                .write_all(head.as_bytes())
                .and_then(|()| stream.write_all(body.as_bytes()));
        }
    });
    url
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lake_that_lacks_nothing_is_well() {
    let api = Server::start(Slate::new(1, "2024-07-04", 1)).await;
    let lake = Lake::new();
    lake.mlb(["init", "--quiet"]).clean();
    let ran = lake.mlb(["doctor", "--json", "--api", &api.url()]).clean();
    let of_lake = findings(&ran, "lake");
    assert!(
        has(&of_lake, &["write: ok"]) && has(&of_lake, &["conditional put: ok"]),
        "{of_lake:?}"
    );
    assert!(has(&findings(&ran, "api"), &["clock: ok"]), "{}", ran.stdout);
    assert!(
        has(&findings(&ran, "postgres"), &["off", "MLB_POSTGRES_URL"]),
        "{}",
        ran.stdout
    );
    let told = lake.mlb(["doctor", "--api", &api.url()]).clean();
    assert!(
        told.stdout.trim_end().ends_with("Everything is well"),
        "{}",
        told.stdout
    );
    assert_eq!(told.stdout.lines().find(|line| line.chars().count() > 110), None);
    api.stop().await;
}

#[test]
fn a_clock_that_is_off_is_told() {
    let lake = Lake::new();
    lake.mlb(["init", "--quiet"]).clean();
    let ran = lake
        .mlb(["doctor", "--json", "--api", &api_of_another_year()])
        .ends_with(8);
    assert!(
        has(&findings(&ran, "api"), &["clock: failed", "differ by", "NTP"]),
        "{}",
        ran.stdout
    );
}

#[test]
fn secrets_are_not_shown() {
    let lake = Lake::new()
        .with_env("MLB_POSTGRES_URL", "postgres://mlb:hush@127.0.0.1:1/mlb")
        .with_env("REDIS_HOST", "127.0.0.1")
        .with_env("REDIS_PORT", "1")
        .with_env("REDIS_PASSWORD", "hush");
    let ran = lake.mlb(["doctor", "--api", "http://127.0.0.1:1"]).ends_with(6);
    assert!(
        !ran.stdout.contains("hush") && !ran.stderr.contains("hush"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("mlb:***@127.0.0.1:1/mlb"), "{}", ran.stdout);
}

#[tokio::test]
async fn a_role_without_rights_is_told_what_to_grant() {
    let postgres = Postgres::start().await;
    if !postgres.is_of_its_own() {
        println!("a server that others use (MLB_TEST_POSTGRES_URL): no role is made there");
        return;
    }
    let database = postgres.url().path().trim_start_matches('/').to_owned();
    let client = postgres.connect().await;
    client
        .batch_execute(&format!(
            "CREATE ROLE visitor LOGIN PASSWORD 'visiting';
             REVOKE ALL ON DATABASE \"{database}\" FROM PUBLIC; GRANT CONNECT ON DATABASE \"{database}\" TO visitor"
        ))
        .await
        .expect("a role");
    let mut url = postgres.url().clone();
    url.set_username("visitor").expect("a user");
    url.set_password(Some("visiting")).expect("a password");
    let lake = Lake::new().with_env("MLB_POSTGRES_URL", url.as_str());
    let ran = lake
        .mlb(["doctor", "--json", "--api", "http://127.0.0.1:1"])
        .ends_with(6);
    let found = findings(&ran, "postgres");
    assert!(has(&found, &["failed", "GRANT CREATE ON DATABASE"]), "{found:?}");
    assert!(
        has(&found, &["failed", "GRANT TEMPORARY ON DATABASE"]),
        "{found:?}"
    );
}

/// `mlb doctor` on a store of the test's own. Of the API nothing is there.
fn doctor_of_a_store(writes: Writes) -> Ran {
    let lake = Lake::on(&Arc::new(S3Server::start(writes)));
    lake.mlb(["init", "--quiet"]).clean();
    lake.mlb(["doctor", "--json", "--api", "http://127.0.0.1:1"])
}

#[test]
fn a_store_that_lets_two_writers_win_is_refused() {
    let ran = doctor_of_a_store(Writes::AtOnce).ends_with(5);
    let found = findings(&ran, "lake");
    let words = [
        "conditional put: failed",
        "more than one winner",
        "two runs at once would lose commits",
        "use a store that honours `If-None-Match: *` atomically",
    ];
    assert!(has(&found, &words) && has(&found, &["write: ok"]), "{found:?}");
}

#[test]
fn a_store_that_lets_one_writer_win_is_accepted() {
    let ran = doctor_of_a_store(Writes::InTurn).ends_with(8);
    let found = findings(&ran, "lake");
    for words in [
        &["conditional put: ok", "one winner each"][..],
        &["write: ok"],
        &["clock: ok"],
    ] {
        assert!(has(&found, words), "{words:?}: {found:?}");
    }
}

/// The mirror's lock: `mlbmirr` in ASCII.
const MIRROR_LOCK: i64 = 0x006d_6c62_6d69_7272;

#[tokio::test]
async fn a_mirror_at_work_keeps_nobody_waiting() {
    let postgres = Postgres::start().await;
    let mirror = postgres.connect().await;
    mirror
        .execute("SELECT pg_advisory_lock($1)", &[&MIRROR_LOCK])
        .await
        .expect("the lock");
    let lake = Lake::new().with_env("MLB_POSTGRES_URL", postgres.url().as_str());
    let started = std::time::Instant::now();
    let ran = lake.mlb(["doctor", "--json", "--api", "http://127.0.0.1:1"]);
    let waited = started.elapsed();
    let found = findings(&ran, "postgres");
    assert!(
        has(&found, &["connection: ok"]) && has(&found, &["rights: ok"]),
        "{found:?}"
    );
    assert!(waited < Duration::from_secs(60), "{waited:?}");
}

#[test]
fn a_bucket_that_may_only_be_read_is_refused() {
    let Some([key, secret]) = reader_keys() else {
        println!("no keys that only read (MLB_TEST_S3_READER_KEY): nothing is tested here");
        return;
    };
    let lake = Lake::in_bucket();
    lake.mlb(["init", "--quiet"]).clean();
    let reader = lake
        .with_env("MINIO_ACCESS_KEY", key)
        .with_env("MINIO_SECRET_KEY", secret);
    let ran = reader
        .mlb(["doctor", "--json", "--api", "http://127.0.0.1:1"])
        .ends_with(5);
    let found = findings(&ran, "lake");
    assert!(
        has(
            &found,
            &[
                "write: failed",
                "denies access",
                "right to list, read, write and delete"
            ]
        ),
        "{found:?}"
    );
}

#[test]
fn keys_that_are_wrong_are_refused() {
    let lake = Lake::in_bucket().with_env("MINIO_SECRET_KEY", "wrong");
    let ran = lake
        .mlb(["doctor", "--json", "--api", "http://127.0.0.1:1"])
        .ends_with(5);
    assert!(
        has(&findings(&ran, "lake"), &["lake: failed", "MINIO_SECRET_KEY"]),
        "{}",
        ran.stdout
    );
}
