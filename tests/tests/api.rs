//! The API asked from the command line, and a folder of captures in its place.

use mlb_simulator::{Server, Slate};
use mlb_tests::feed::Feed;
use mlb_tests::folder::ReplayFolder;
use mlb_tests::lake::Lake;

const DAY: &str = "2024-07-04";

/// Nothing listens there.
const NOBODY: (&str, &str) = ("MLB_STATSAPI_URL", "http://127.0.0.1:1");

fn folder() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_string_lossy().into_owned();
    (folder, path)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_that_was_captured_is_run_without_the_api() {
    let api = Server::start(Slate::new(1, DAY, 2)).await;
    let url = api.url();
    let (_folder, captures) = folder();
    let run = ["run", "--date", DAY, "--json"];
    let asked = Lake::new();
    let capture = [
        ("MLB_STATSAPI_URL", url.as_str()),
        ("STUB_MODE", "capture"),
        ("MLB_CAPTURE_DIR", captures.as_str()),
    ];
    asked.mlb_with(run, &capture).clean();
    assert_eq!(api.requests(), 3);
    api.stop().await;
    let replay = [
        NOBODY,
        ("STUB_MODE", "replay"),
        ("PYMLB_STATSAPI__BASE_FILE_PATH", captures.as_str()),
    ];
    let replayed = Lake::new();
    replayed.mlb_with(run, &replay).clean();
    assert_eq!(replayed.content(), asked.content());
    let missing = replayed
        .mlb_with(["run", "--date", "2024-07-05"], &replay)
        .ends_with(8);
    assert!(
        missing
            .stderr
            .contains("holds no capture of `schedule.schedule` with date=2024-07-05 sportId=1"),
        "{}",
        missing.stderr
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_is_printed_or_written_as_it_came() {
    let api = Server::start(Slate::new(1, DAY, 1)).await;
    let url = api.url();
    let lake = Lake::new();
    let date = format!("date={DAY}");
    let get = [
        "api",
        "get",
        "schedule.schedule",
        "-p",
        "sportId=1",
        "-p",
        &date,
        "--api",
        &url,
    ];
    let printed = lake.mlb(get).clean().stdout;
    assert!(printed.starts_with('{') && printed.contains(DAY), "{printed}");
    let (_folder, to) = folder();
    let file = format!("{to}/schedule.json");
    let report = lake
        .mlb(get.iter().chain(&["--json", "--out", &file, "--capture", &to]))
        .clean()
        .json();
    assert_eq!(report["bytes"].as_u64(), Some(printed.len() as u64));
    assert_eq!(std::fs::read_to_string(&file).expect("the body"), printed);
    let captured = std::fs::read_dir(format!("{to}/schedule/schedule")).expect("a folder of captures");
    assert_eq!(captured.count(), 1);
    api.stop().await;
}

/// The address stands in many an environment; who replays asks nobody.
#[test]
fn a_replay_does_not_mind_an_address() {
    let folder = ReplayFolder::new().with("1.json", Feed::of(1).text());
    let path = folder.path().to_string_lossy().into_owned();
    Lake::new()
        .mlb_with(["run", "--replay", &path], &[NOBODY])
        .clean();
}
