//! Replaying folders of captures.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, SystemTime};

use flate2::Compression;
use flate2::write::GzEncoder;
use mlb_statsapi::{CapturedAtFrom, Error, Origin, Replay, Size};

const ENVELOPE: &str = r#"{"endpoint": "game", "method": "liveGameV1", "path_params": {"game_pk": "747175"}, "query_params": {},
 "url": "https://statsapi.mlb.com/api/v1.1/game/747175/feed/live", "status_code": 200, "response": {"gamePk":  747175}}"#;

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn files_are_listed_in_order_from_all_folders() {
    let root = tempfile::tempdir().unwrap();
    for name in [
        "b.json",
        "a/z.json.gz",
        "a/b/c.json",
        "a.json",
        "README.md",
        ".hidden/x.json",
        "a/.x.json",
        "x.json.tmp",
    ] {
        write(root.path(), name, b"{}");
    }
    let replay = Replay::open(root.path()).unwrap();
    assert_eq!(replay.files(), ["a.json", "a/b/c.json", "a/z.json.gz", "b.json"]);
}

#[test]
fn an_envelope_gives_its_request_and_the_exact_text_of_its_response() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "plain.json", ENVELOPE.as_bytes());
    write(root.path(), "packed.json.gz", &gzip(ENVELOPE.as_bytes()));
    let replay = Replay::open(root.path()).unwrap();
    for file in ["plain.json", "packed.json.gz"] {
        let response = replay.read(file).unwrap();
        assert_eq!(response.body, b"{\"gamePk\":  747175}".as_slice());
        assert_eq!(response.method.as_deref(), Some("liveGameV1"));
        assert_eq!(response.path_params["game_pk"], "747175");
        assert_eq!(
            response.url.as_deref(),
            Some("https://statsapi.mlb.com/api/v1.1/game/747175/feed/live")
        );
        assert_eq!(
            (response.status_code, response.origin),
            (Some(200), Origin::Replay)
        );
        assert_eq!((response.captured_at, response.captured_at_from), (None, None));
        assert_eq!(response.file.as_deref(), Some(file));
        assert_eq!(response.latency, None);
    }
}

#[test]
fn an_envelope_may_say_when_it_was_captured() {
    let root = tempfile::tempdir().unwrap();
    let envelope = ENVELOPE.replace(
        "\"status_code\"",
        "\"captured_at\": \"2024-10-27T03:00:00+02:00\", \"status_code\"",
    );
    write(root.path(), "a.json", envelope.as_bytes());
    let response = Replay::open(root.path()).unwrap().read("a.json").unwrap();
    assert_eq!(response.captured_at.unwrap().to_string(), "2024-10-27T01:00:00Z");
    assert_eq!(response.captured_at_from, Some(CapturedAtFrom::Envelope));
}

#[test]
fn a_bare_body_is_itself_and_says_when_its_file_was_modified() {
    let root = tempfile::tempdir().unwrap();
    let body = b"{\"gamePk\": 747175, \"broken\": ";
    write(root.path(), "a.json", body);
    let modified = SystemTime::UNIX_EPOCH + Duration::from_micros(1_720_000_000_123_456);
    fs::File::options()
        .write(true)
        .open(root.path().join("a.json"))
        .unwrap()
        .set_modified(modified)
        .unwrap();
    let response = Replay::open(root.path()).unwrap().read("a.json").unwrap();
    assert_eq!(response.body, body.as_slice());
    assert_eq!(
        (response.endpoint, response.url, response.captured_at),
        (None, None, None)
    );
    assert_eq!(
        response.file_modified_at.unwrap().as_microsecond(),
        1_720_000_000_123_456
    );
}

#[test]
fn gzip_is_known_by_its_bytes() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "packed.json", &gzip(b"[1]"));
    write(root.path(), "plain.json.gz", b"[2]");
    write(root.path(), "two.json.gz", &[gzip(b"[1,"), gzip(b"2]")].concat());
    write(root.path(), "empty.json", b"");
    write(root.path(), "one.json", b"1");
    let replay = Replay::open(root.path()).unwrap();
    let body = |file| replay.read(file).unwrap().body;
    assert_eq!(body("packed.json"), "[1]");
    assert_eq!(body("plain.json.gz"), "[2]");
    assert_eq!(body("two.json.gz"), "[1,2]");
    assert_eq!(body("empty.json"), "");
    assert_eq!(body("one.json"), "1");
}

#[test]
fn one_file_is_a_replay_too() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a/one.json", ENVELOPE.as_bytes());
    let replay = Replay::open(root.path().join("a/one.json")).unwrap();
    assert_eq!(replay.files(), ["one.json"]);
    assert_eq!(replay.read("one.json").unwrap().endpoint.as_deref(), Some("game"));
}

#[test]
fn a_folder_that_is_none_is_said() {
    let root = tempfile::tempdir().unwrap();
    let shown = root.path().display();
    let message = Replay::open(root.path()).unwrap_err().to_string();
    assert_eq!(
        message,
        format!("`{shown}` holds no capture (`*.json` or `*.json.gz`); check the folder")
    );
    let message = Replay::open(root.path().join("gone")).unwrap_err().to_string();
    assert!(
        message.starts_with(&format!("cannot read `{shown}/gone`: ")),
        "{message}"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_holds_itself_comes_to_an_end() {
    let root = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(root.path(), root.path().join("again")).unwrap();
    let error = Replay::open(root.path()).unwrap_err();
    assert!(
        matches!(error, Error::TooMany { max: 32, .. } | Error::Unreadable { .. }),
        "{error}"
    );
}

#[test]
fn a_file_above_the_limit_is_refused_with_its_size() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "at.json", &[b' '; 1000]);
    write(root.path(), "above.json", &[b' '; 1001]);
    write(root.path(), "packed.json.gz", &gzip(&[b' '; 5000]));
    let replay = Replay::open(root.path()).unwrap().with_body_bytes_max(1000);
    assert_eq!(replay.read("at.json").unwrap().body.len(), 1000);
    let message = |file| replay.read(file).unwrap_err().to_string();
    assert_eq!(
        message("above.json"),
        "the body of `above.json` has 1001 bytes, more than 1000; it is refused"
    );
    assert_eq!(
        message("packed.json.gz"),
        "the body of `packed.json.gz` has 5000 bytes, more than 1000; it is refused"
    );

    let large = fs::File::create(root.path().join("large.json")).unwrap();
    large.set_len(64 << 20).unwrap();
    let error = Replay::open(root.path()).unwrap().read("large.json").unwrap_err();
    assert!(
        matches!(
            error,
            Error::TooLarge {
                size: Size::Exactly(67_108_864),
                bytes_max: 33_554_432,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn a_bomb_is_counted_and_left() {
    let root = tempfile::tempdir().unwrap();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![0; 1 << 20];
    for _ in 0..300 {
        encoder.write_all(&zeros).unwrap();
    }
    write(root.path(), "bomb.json.gz", &encoder.finish().unwrap());
    let error = Replay::open(root.path())
        .unwrap()
        .read("bomb.json.gz")
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::TooLarge {
                size: Size::AtLeast(268_435_456),
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn damaged_gzip_says_how_far_it_went() {
    let root = tempfile::tempdir().unwrap();
    let packed = gzip(&(0..=255).cycle().take(100_000).collect::<Vec<u8>>());
    write(root.path(), "cut.json.gz", &packed[..packed.len() / 2]);
    let message = Replay::open(root.path())
        .unwrap()
        .read("cut.json.gz")
        .unwrap_err()
        .to_string();
    assert!(
        message.starts_with("`cut.json.gz` is damaged gzip after "),
        "{message}"
    );
    assert!(
        message.ends_with("; fetch it anew or take it out of the folder"),
        "{message}"
    );
}
