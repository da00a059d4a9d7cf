//! A folder that every answer is written to, as [`Replay`](crate::Replay) reads it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::client::aside;
use crate::request_key::RequestKey;
use crate::{Error, Response, envelope};

/// A folder of capture envelopes; it is made with the first one.
#[derive(Debug)]
pub(crate) struct CaptureFolder {
    folder: PathBuf,
}

impl CaptureFolder {
    pub(crate) fn new(folder: &Path) -> CaptureFolder {
        CaptureFolder {
            folder: folder.to_owned(),
        }
    }

    /// Writes a response, whole or not at all, as `game/boxscore/boxscore_gamePk=1_20241027T000000.000000Z.json.gz`: what the
    /// same request answers later stands beside it.
    pub(crate) async fn write(&self, response: &Response) -> Result<(), Error> {
        let Some(key) = RequestKey::of(response) else {
            return Ok(());
        };
        let moment = response
            .captured_at
            .map(|moment| moment.strftime("%Y%m%dT%H%M%S%.6fZ").to_string());
        let name = format!("{}{}.json.gz", key.file_prefix(), moment.unwrap_or_default());
        let (path, response) = (self.folder.join(name), response.clone());
        aside(&self.folder, move || {
            write(&path, &response).map_err(|source| Error::Unwritable {
                file: path.display().to_string(),
                source,
            })
        })
        .await
    }
}

fn write(path: &Path, response: &Response) -> io::Result<()> {
    let envelope = envelope::write(response)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // A replay passes over names that begin with a point.
    let partial = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let mut file = GzEncoder::new(File::create(&partial)?, Compression::default());
    file.write_all(&envelope)?;
    file.finish()?.sync_all()?;
    fs::rename(&partial, path)
}
