//! Folders of captures to replay, of mappings and SQL to spoil, and of lakes to copy.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tempfile::TempDir;

/// A folder for `--replay`.
#[derive(Debug)]
pub struct ReplayFolder {
    folder: TempDir,
}

impl Default for ReplayFolder {
    fn default() -> ReplayFolder {
        ReplayFolder::new()
    }
}

impl ReplayFolder {
    /// An empty one.
    pub fn new() -> ReplayFolder {
        ReplayFolder {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// With another file.
    pub fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> ReplayFolder {
        std::fs::write(self.folder.path().join(name), bytes).expect("a file");
        self
    }

    /// With a copy of a file, under its own name or another.
    pub fn with_file(self, name: &str, file: &Path) -> ReplayFolder {
        std::fs::copy(file, self.folder.path().join(name)).expect("a file");
        self
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// A capture envelope of a feed: what was asked and when, with the text of the answer as it stands.
pub fn envelope(game_pk: i64, captured_at: &str, body: &str) -> String {
    let mut request = Map::new();
    request.insert("endpoint".to_owned(), json!("game"));
    request.insert("method".to_owned(), json!("liveGameV1"));
    request.insert("path_params".to_owned(), json!({"game_pk": game_pk.to_string()}));
    request.insert("query_params".to_owned(), json!({}));
    request.insert(
        "url".to_owned(),
        json!(format!(
            "https://statsapi.mlb.com/api/v1.1/game/{game_pk}/feed/live"
        )),
    );
    request.insert("status_code".to_owned(), json!(200));
    request.insert("captured_at".to_owned(), json!(captured_at));
    let request = Value::Object(request).to_string();
    format!("{}, \"response\": {body}}}", &request[..request.len() - 1])
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).expect("a file");
        }
    }
}

/// Every file below a folder, as paths from it on, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else if let Ok(inside) = entry.path().strip_prefix(folder) {
                found.push(inside.to_owned());
            }
        }
    }
    found.sort();
    found
}
