//! A folder of captures.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use crate::envelope::Envelope;
use crate::limits::{BODY_BYTES_MAX, REPLAY_DEPTH_MAX, REPLAY_FILES_MAX};
use crate::replay_index::ReplayIndex;
use crate::request_key::RequestKey;
use crate::response::microseconds;
use crate::{CapturedAtFrom, Error, Origin, Request, Response, bounded};

/// A folder of captures: `.json` and `.json.gz`, in its folders too; envelopes with their request, or bare bodies.
#[derive(Debug, Clone)]
pub struct Replay {
    folder: PathBuf,
    files: Vec<String>,
    body_bytes_max: u64,
    /// Which file answers which request: read once, when it is first needed, for all clones.
    index: Arc<OnceLock<ReplayIndex>>,
}

impl Replay {
    /// Lists a folder, or one file; nothing is read yet. Names that begin with a point are passed over.
    ///
    /// # Errors
    /// The folder cannot be read, or it holds no capture, too many or too deep ones.
    pub fn open(folder: impl AsRef<Path>) -> Result<Replay, Error> {
        let folder = folder.as_ref();
        let shown = folder.display().to_string();
        let is_file = std::fs::metadata(folder)
            .map_err(|source| Error::Unreadable {
                file: shown.clone(),
                source,
            })?
            .is_file();
        if is_file {
            let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
            let parent = folder.parent().map(Path::to_owned).unwrap_or_default();
            let files = name.into_iter().collect();
            return Ok(Replay::of(parent, files));
        }
        let mut listing = Listing {
            root: shown.clone(),
            files: Vec::new(),
        };
        listing.folder(folder, "", 0)?;
        let Listing { mut files, .. } = listing;
        if files.is_empty() {
            return Err(Error::NoFiles { folder: shown });
        }
        files.sort();
        Ok(Replay::of(folder.to_owned(), files))
    }

    fn of(folder: PathBuf, files: Vec<String>) -> Replay {
        Replay {
            folder,
            files,
            body_bytes_max: BODY_BYTES_MAX,
            index: Arc::default(),
        }
    }

    /// The same with another limit for a body, bytes after gunzip.
    pub fn with_body_bytes_max(self, body_bytes_max: u64) -> Replay {
        Replay {
            body_bytes_max,
            ..self
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The files, sorted, each from the folder on with `/` between.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// The newest capture of a request: the same endpoint, method and parameters. Bare bodies do not say what they answer.
    ///
    /// # Errors
    /// [`Error::NotCaptured`], and what [`Replay::read`] says of the file.
    pub fn find(&self, request: &Request) -> Result<Response, Error> {
        let key = RequestKey::from(request);
        if let Some(response) = self.named_for(&key) {
            return Ok(response);
        }
        let index = self.index.get_or_init(|| ReplayIndex::of(self));
        match index.file(&key) {
            Some(file) => self.read(file),
            None => Err(Error::NotCaptured {
                folder: self.folder.display().to_string(),
                asked: key.to_string(),
                hint: index.hint(&key),
            }),
        }
    }

    /// What our own capturing has named for this request: without a look into the other files.
    fn named_for(&self, key: &RequestKey) -> Option<Response> {
        let prefix = key.file_prefix();
        let begin = self.files.partition_point(|file| *file < prefix);
        let named = self
            .files
            .iter()
            .skip(begin)
            .take_while(|file| file.starts_with(&prefix));
        let oldest_first: Vec<&String> = named.collect();
        // What cannot be read here is counted by the index.
        oldest_first
            .into_iter()
            .rev()
            .filter_map(|file| self.read(file).ok())
            .find(|response| RequestKey::of(response).as_ref() == Some(key))
    }

    /// Reads one file.
    ///
    /// `captured_at` is what an envelope says; a body is not looked into. The limit holds for the file after gunzip.
    ///
    /// # Errors
    /// The file cannot be read, its gzip is damaged, or it is too large.
    pub fn read(&self, file: &str) -> Result<Response, Error> {
        let path = self.folder.join(file);
        let bytes = bounded::read(&path, file, self.body_bytes_max)?;
        let modified = std::fs::metadata(&path).and_then(|metadata| metadata.modified());
        let modified = modified.map_err(|source| Error::Unreadable {
            file: file.to_owned(),
            source,
        })?;
        let envelope = Envelope::read(bytes);
        tracing::debug!(file, bytes = envelope.body.len(), "replayed");
        Ok(Response {
            endpoint: envelope.endpoint,
            method: envelope.method,
            path_params: envelope.path_params,
            query_params: envelope.query_params,
            url: envelope.url,
            status_code: envelope.status_code,
            captured_at: envelope.captured_at,
            captured_at_from: envelope.captured_at.map(|_| CapturedAtFrom::Envelope),
            file_modified_at: Timestamp::try_from(modified).ok().map(microseconds),
            body: envelope.body,
            origin: Origin::Replay,
            file: Some(file.to_owned()),
            latency: None,
        })
    }
}

/// A listing on its way.
struct Listing {
    root: String,
    files: Vec<String>,
}

impl Listing {
    fn folder(&mut self, folder: &Path, inside: &str, depth: usize) -> Result<(), Error> {
        if depth > REPLAY_DEPTH_MAX {
            return Err(self.too_many("folders in each other", REPLAY_DEPTH_MAX));
        }
        let unreadable = |source| Error::Unreadable {
            file: folder.display().to_string(),
            source,
        };
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            let inside = if inside.is_empty() {
                name.clone()
            } else {
                format!("{inside}/{name}")
            };
            if entry.path().is_dir() {
                self.folder(&entry.path(), &inside, depth + 1)?;
            } else if name.ends_with(".json") || name.ends_with(".json.gz") {
                self.files.push(inside);
            }
            if self.files.len() > REPLAY_FILES_MAX {
                return Err(self.too_many("captures", REPLAY_FILES_MAX));
            }
        }
        Ok(())
    }

    fn too_many(&self, what: &'static str, max: usize) -> Error {
        Error::TooMany {
            folder: self.root.clone(),
            what,
            max,
        }
    }
}
