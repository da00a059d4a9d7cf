//! Real captures of the API, which stay outside of the project: the folder in `MLB_CAPTURES`, else `../shared/captures`
//! beside the workspace.

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::answer::Answer;
use crate::folder::{self, ReplayFolder};
use crate::lake::Lake;
use crate::shared_lake::shared;
use crate::workspace;

/// A folder of captures.
#[derive(Clone, Debug)]
pub struct Captures {
    folder: PathBuf,
}

/// One whole feed.
#[derive(Clone, Debug)]
pub struct CapturedFeed {
    /// The file's name.
    pub name: String,
    /// The file.
    pub file: PathBuf,
    /// BLAKE3 of the body's text, hexadecimal.
    pub body_hash: String,
    /// The body.
    pub document: Value,
}

impl Captures {
    /// The captures, where there are any; where not, one line says so and the test that asks passes without them.
    pub fn find() -> Option<Captures> {
        let folder = match std::env::var_os("MLB_CAPTURES") {
            Some(folder) if !folder.is_empty() => PathBuf::from(folder),
            _ => workspace::root().join("../shared/captures"),
        };
        if folder.join("feed_live").is_dir() {
            return Some(Captures { folder });
        }
        eprintln!(
            "no real captures here (`MLB_CAPTURES` names their folder): nothing to hold this test against"
        );
        None
    }

    /// Every whole feed: `feed_live` and `with_request/game/liveGameV1`, by name.
    ///
    /// # Panics
    /// When a capture cannot be read.
    pub fn feeds(&self) -> Vec<CapturedFeed> {
        let mut files = files(&self.folder.join("feed_live"));
        files.extend(files_of(&self.folder.join("with_request/game/liveGameV1")));
        let feeds: Vec<CapturedFeed> = files.into_iter().map(CapturedFeed::read).collect();
        assert!(feeds.len() > 1, "captures under {}", self.folder.display());
        feeds
    }

    /// A lake of all whole feeds, landed in the order of their names by one run with one worker. Nobody may change it.
    pub fn lake(&self) -> Lake {
        shared("all-feeds", |lake| {
            let feeds = self.feeds();
            let folder = feeds.iter().fold(ReplayFolder::new(), |folder, feed| {
                folder.with_file(&feed.name, &feed.file)
            });
            let folder = folder.path().to_string_lossy().into_owned();
            let report = lake
                .mlb(["run", "--json", "--workers", "1", "--replay", &folder])
                .clean()
                .json();
            assert_eq!(report["ingest"]["stored"], feeds.len(), "every feed lands");
        })
    }

    /// Every file that can be replayed, whatever it holds, by name.
    ///
    /// # Panics
    /// When there is none.
    pub fn answers(&self) -> Vec<Answer> {
        let is_hidden = |file: &Path| file.iter().any(|part| part.to_string_lossy().starts_with('.'));
        let is_capture = |file: &Path| {
            let name = file.to_string_lossy();
            name.ends_with(".json") || name.ends_with(".json.gz")
        };
        let files = folder::files(&self.folder);
        let files = files.iter().filter(|file| is_capture(file) && !is_hidden(file));
        let answers: Vec<Answer> = files.map(|file| Answer::read(&self.folder, file)).collect();
        assert!(!answers.is_empty(), "captures under {}", self.folder.display());
        answers
    }

    /// A lake of the whole folder as it lies there, landed and transformed by one run. Nobody may change it.
    pub fn lake_of_all(&self) -> Lake {
        shared("all-captures", |lake| self.run_all(lake))
    }

    /// Lands and transforms the whole folder as it lies there.
    pub fn run_all(&self, lake: &Lake) {
        let folder = self.folder.canonicalize().expect("a folder of captures");
        let ran = lake.run(&folder);
        assert!(
            matches!(ran.code, Some(0 | 3)),
            "the run goes through\n{}{}",
            ran.stdout,
            ran.stderr
        );
    }

    /// Bodies that somebody cut short, by name.
    pub fn trimmed(&self) -> Vec<PathBuf> {
        files(&self.folder.join("feed_live_trimmed"))
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let files = files_of(folder);
    assert!(!files.is_empty(), "captures under {}", folder.display());
    files
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|file| file.is_file()).collect();
    files.sort();
    files
}

impl CapturedFeed {
    fn read(file: PathBuf) -> CapturedFeed {
        let text = text(&file);
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let whole: Value = serde_json::from_str(&text).expect("a capture is JSON");
        let is_envelope = whole.get("response").is_some() && whole.get("endpoint").is_some();
        let (body, document) = if is_envelope {
            let body = response(&text);
            let document = serde_json::from_str(&body).expect("a body is JSON");
            (body, document)
        } else {
            (text, whole)
        };
        let body_hash = blake3::hash(body.as_bytes()).to_hex().to_string();
        CapturedFeed {
            name,
            file,
            body_hash,
            document,
        }
    }

    /// The game.
    pub fn game_pk(&self) -> i64 {
        self.document["gamePk"].as_i64().expect("a feed names its game")
    }

    /// What makes a capture of a game the newer one. None of these files says when it was asked for, so that the document's
    /// own clock stands for that too, and the hash decides between two of one moment.
    pub fn order(&self) -> (String, String) {
        let clock = self.document["metaData"]["timeStamp"]
            .as_str()
            .expect("a feed has a clock");
        (clock.to_owned(), self.body_hash.clone())
    }
}

/// Of each game the newest feed, and the others.
pub fn newest_and_older(feeds: Vec<CapturedFeed>) -> (Vec<CapturedFeed>, Vec<CapturedFeed>) {
    let beaten = |feed: &CapturedFeed| {
        feeds
            .iter()
            .any(|other| other.game_pk() == feed.game_pk() && other.order() > feed.order())
    };
    feeds.clone().into_iter().partition(|feed| !beaten(feed))
}

/// The text of a file, after gunzip.
///
/// # Panics
/// When it is damaged.
pub fn text(file: &Path) -> String {
    whole_text(file).unwrap_or_else(|| panic!("`{}` is whole and UTF-8", file.display()))
}

/// The same of a file that may be damaged: none then.
pub(crate) fn whole_text(file: &Path) -> Option<String> {
    let bytes = std::fs::read(file).expect("a capture");
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return String::from_utf8(bytes).ok();
    }
    let mut text = String::new();
    GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The text of an envelope's body as it stands.
pub(crate) fn response(envelope: &str) -> String {
    let keys: std::collections::HashMap<String, &RawValue> =
        serde_json::from_str(envelope).expect("an envelope");
    keys["response"].get().to_owned()
}
