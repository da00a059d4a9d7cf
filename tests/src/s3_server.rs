//! An S3 in the process of a test: `s3s-fs` over a temporary folder, on a port of loopback.
//!
//! `s3s-fs` looks whether an object is there, and then writes it: of writers that race for one name several win. So it is here as it is,
//! for `mlb doctor` to find out; and with turns, so that of two requests which write one object the second waits for the first, as in a
//! store that a lake can be trusted to.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, HttpError, HttpRequest, HttpResponse, S3Result, s3_error};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::Mutex;

/// The bucket that is there from the beginning. `s3s-fs` makes one file name of bucket and key, so that both are short.
const BUCKET: &str = "mlb";

/// Keys that may do everything.
const KEY: &str = "MLBTESTS";
const SECRET: &str = "tests-only-writes";

/// Keys that may read, and nothing else.
pub(crate) const READER_KEY: &str = "MLBTESTSREADER";
pub(crate) const READER_SECRET: &str = "tests-only-reads";

/// What a reader may do.
const READS: [&str; 4] = ["GetObject", "HeadObject", "HeadBucket", "ListObjectsV2"];

const BODY_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Locks for the names of all objects; names that share one wait for each other without need.
const LOCKS: usize = 64;

/// The longest name of a file.
const NAME_BYTES_MAX: usize = 255;

/// How requests that write one object meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    /// One after the other.
    InTurn,
    /// As they come.
    AtOnce,
}

/// A running store; its objects are gone with it.
#[derive(Debug)]
pub struct S3Server {
    address: SocketAddr,
    places: AtomicU64,
    runtime: Option<Runtime>,
    _folder: TempDir,
}

impl S3Server {
    /// A store with an empty bucket, on threads of its own: a test may block while it waits for `mlb`.
    ///
    /// # Panics
    /// When there is no port or no folder.
    pub fn start(writes: Writes) -> S3Server {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port of loopback");
        listener.set_nonblocking(true).expect("a socket of tokio's");
        let address = listener.local_addr().expect("an address");
        let store = Store {
            s3: s3(folder.path()),
            locks: locks(writes),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.spawn(serve(listener, store));
        S3Server {
            address,
            places: AtomicU64::new(0),
            runtime: Some(runtime),
            _folder: folder,
        }
    }

    /// A place for a lake.
    pub fn new_place(&self) -> String {
        format!("s3://{BUCKET}/{}", self.places.fetch_add(1, Ordering::Relaxed))
    }

    /// The variables that tell `mlb` how to reach it.
    pub fn env(&self) -> [(&'static str, String); 3] {
        [
            ("MINIO_ENDPOINT", format!("http://{}", self.address)),
            ("MINIO_ACCESS_KEY", KEY.to_owned()),
            ("MINIO_SECRET_KEY", SECRET.to_owned()),
        ]
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        // Inside of an async test nobody may wait for its end.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn s3(root: &Path) -> S3Service {
    let files = FileSystem::new(root).expect("a folder of objects");
    let mut builder = S3ServiceBuilder::new(files);
    builder.set_auth(Keys);
    builder.set_access(Gate {
        root: root.to_owned(),
    });
    builder.build()
}

fn locks(writes: Writes) -> Arc<[Mutex<()>]> {
    let count = match writes {
        Writes::InTurn => LOCKS,
        Writes::AtOnce => 0,
    };
    (0..count).map(|_| Mutex::new(())).collect()
}

async fn serve(listener: std::net::TcpListener, store: Store) {
    let listener = TcpListener::from_std(listener).expect("a listening socket");
    loop {
        // A connection that is gone before it began is its client's to make again.
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        // Else an answer in two pieces waits for the client to acknowledge the first, 40 ms.
        let Ok(()) = stream.set_nodelay(true) else {
            continue;
        };
        let store = store.clone();
        let service = service_fn(move |request| store.clone().answer(request));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

/// What answers requests.
#[derive(Clone)]
struct Store {
    s3: S3Service,
    locks: Arc<[Mutex<()>]>,
}

impl Store {
    async fn answer(self, request: Request<Incoming>) -> Result<HttpResponse, HttpError> {
        let mut request: HttpRequest = request.map(Body::from);
        // To a whole request: a connection on which the answer comes first is cut, and the client may never see the answer.
        request
            .body_mut()
            .store_all_limited(BODY_BYTES_MAX)
            .await
            .map_err(HttpError::new)?;
        let lock = self.lock(&request);
        let _turn = match lock {
            Some(lock) => Some(lock.lock().await),
            None => None,
        };
        self.s3.call(request).await
    }

    /// What a request that writes must hold while it is worked on.
    fn lock(&self, request: &HttpRequest) -> Option<&Mutex<()>> {
        let is_reading = [Method::GET, Method::HEAD].contains(request.method());
        if is_reading || self.locks.is_empty() {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        request.uri().path().hash(&mut hasher);
        self.locks.get(hasher.finish() as usize % self.locks.len())
    }
}

/// Who may come in. `s3s` itself answers to an unknown key with another code than S3.
struct Keys;

#[async_trait]
impl S3Auth for Keys {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        match access_key {
            KEY => Ok(SecretKey::from(SECRET)),
            READER_KEY => Ok(SecretKey::from(READER_SECRET)),
            _ => Err(s3_error!(InvalidAccessKeyId)),
        }
    }
}

/// What S3 refuses and `s3s-fs` does not: it makes buckets by the way, and opens folders as if they were objects. A name that it cannot
/// note is refused here, too; it would fail there as if one had better try again.
struct Gate {
    root: PathBuf,
}

#[async_trait]
impl S3Access for Gate {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        let operation = cx.s3_op().name();
        let is_reading = READS.contains(&operation);
        match cx.credentials() {
            None => return Err(s3_error!(AccessDenied)),
            Some(keys) if keys.access_key == READER_KEY && !is_reading => {
                return Err(s3_error!(AccessDenied));
            }
            Some(_) => {}
        }
        let Some(bucket) = cx.s3_path().get_bucket_name() else {
            return Ok(());
        };
        let folder = self.root.join(bucket);
        if operation != "CreateBucket" && !folder.is_dir() {
            return Err(s3_error!(NoSuchBucket));
        }
        let Some(key) = cx.s3_path().get_object_key() else {
            return Ok(());
        };
        if is_reading && folder.join(key).is_dir() {
            return Err(s3_error!(NoSuchKey));
        }
        if !is_reading && name_bytes(bucket, key) > NAME_BYTES_MAX {
            return Err(s3_error!(KeyTooLongError));
        }
        Ok(())
    }
}

/// The name of the file in which `s3s-fs` notes what it knows of an object.
fn name_bytes(bucket: &str, key: &str) -> usize {
    let base64 = |text: &str| (text.len() * 4).div_ceil(3);
    ".bucket-.object-.internal.json".len() + base64(bucket) + base64(key)
}
