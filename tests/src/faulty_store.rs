//! An object store that fails as stores do, by chance and yet the same way each time: around a folder, under a scheme of its own.

use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use deltalake::logstore::{
    LogStore, LogStoreFactory, ObjectStoreFactory, ObjectStoreRef, StorageConfig, default_logstore,
    logstore_factories, object_store_factories,
};
use deltalake::{DeltaResult, DeltaTableError};
use futures::stream::BoxStream;
use futures::{FutureExt, StreamExt, stream};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, RenameOptions, Result,
};
use url::Url;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The answer takes its time.
    Latency,
    /// 500, before anything was done.
    InternalError,
    /// 503, before anything was done.
    SlowDown,
    /// 412 to a conditional PUT that nobody else made, before anything was done.
    PreconditionFailed,
    /// It was done, and the answer says that it was not.
    LostAnswer,
    /// A body that ends early.
    TruncatedRead,
}

/// How often something goes wrong, in a hundred requests.
const PERCENT: u64 = 5;

/// The same of conditional ones, which are few.
const CONDITIONAL_PERCENT: u64 = 20;

/// How often a client asks before it gives up.
const ATTEMPTS: usize = 2;

/// What the stores of this process do.
static PLAN: Mutex<Plan> = Mutex::new(Plan {
    fault: Fault::None,
    seed: 0,
});
static REQUESTS: AtomicU64 = AtomicU64::new(0);
static FAULTS: AtomicU64 = AtomicU64::new(0);

#[derive(Clone, Copy, Debug)]
struct Plan {
    fault: Fault,
    seed: u64,
}

/// Lets all stores of this process fail so from now on; answers with how often they had failed before.
pub fn fail_with(fault: Fault, seed: u64) -> u64 {
    *PLAN.lock().unwrap_or_else(PoisonError::into_inner) = Plan { fault, seed };
    REQUESTS.store(0, Ordering::Relaxed);
    FAULTS.swap(0, Ordering::Relaxed)
}

/// The location of a folder whose store fails.
pub fn location(folder: &std::path::Path) -> String {
    let scheme = Url::parse("faulty://").expect("a scheme");
    object_store_factories()
        .entry(scheme.clone())
        .or_insert(Arc::new(Factory));
    logstore_factories().entry(scheme).or_insert(Arc::new(Factory));
    format!("faulty://{}", folder.display())
}

struct Factory;

impl ObjectStoreFactory for Factory {
    fn parse_url_opts(&self, url: &Url, _: &StorageConfig) -> DeltaResult<(ObjectStoreRef, Path)> {
        let path = Path::from_url_path(url.path()).map_err(|e| DeltaTableError::generic(e.to_string()))?;
        Ok((Arc::new(FaultyStore(Arc::new(LocalFileSystem::new()))), path))
    }
}

impl LogStoreFactory for Factory {
    fn with_options(
        &self,
        prefixed_store: ObjectStoreRef,
        root_store: ObjectStoreRef,
        location: &Url,
        options: &StorageConfig,
    ) -> DeltaResult<Arc<dyn LogStore>> {
        Ok(default_logstore(prefixed_store, root_store, location, options))
    }
}

#[derive(Clone, Debug)]
struct FaultyStore(Arc<LocalFileSystem>);

impl fmt::Display for FaultyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "faulty {}", self.0)
    }
}

/// Whether this request meets the fault: a number drawn from the seed and the number of the request.
fn strikes(fault: Fault) -> bool {
    let plan = *PLAN.lock().unwrap_or_else(PoisonError::into_inner);
    if plan.fault != fault {
        return false;
    }
    let request = REQUESTS.fetch_add(1, Ordering::Relaxed);
    let mut drawn = plan
        .seed
        .wrapping_add(request.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let percent = match fault {
        Fault::PreconditionFailed => CONDITIONAL_PERCENT,
        _ => PERCENT,
    };
    let is_struck = (drawn ^ (drawn >> 31)) % 100 < percent;
    FAULTS.fetch_add(u64::from(is_struck), Ordering::Relaxed);
    is_struck
}

fn failure(text: &'static str) -> Error {
    Error::Generic {
        store: "faulty",
        source: text.into(),
    }
}

/// What can go wrong before anything is done. The clients of stores ask again after a 500 or a 503, a few times.
async fn before() -> Result<()> {
    if strikes(Fault::Latency) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for _ in 0..ATTEMPTS {
        if !strikes(Fault::InternalError) && !strikes(Fault::SlowDown) {
            return Ok(());
        }
    }
    Err(failure("503 SlowDown"))
}

#[async_trait]
impl ObjectStore for FaultyStore {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        before().await?;
        if options.mode == PutMode::Create && strikes(Fault::PreconditionFailed) {
            return Err(Error::AlreadyExists {
                path: location.to_string(),
                source: "412 Precondition Failed".into(),
            });
        }
        let done = self.0.put_opts(location, payload, options).await?;
        if strikes(Fault::LostAnswer) {
            return Err(failure("connection reset after the request was sent"));
        }
        Ok(done)
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        before().await?;
        self.0.put_multipart_opts(location, options).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        before().await?;
        let got = self.0.get_opts(location, options).await?;
        if !strikes(Fault::TruncatedRead) {
            return Ok(got);
        }
        let (meta, range, attributes) = (got.meta.clone(), got.range.clone(), got.attributes.clone());
        let body = got.bytes().await?;
        let half = body.slice(..body.len() / 2);
        let broken = Err(failure("the connection was closed before the body ended"));
        Ok(GetResult {
            payload: GetResultPayload::Stream(stream::iter([Ok(half), broken]).boxed()),
            meta,
            range,
            attributes,
        })
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        before().await?;
        if strikes(Fault::TruncatedRead) {
            return Err(failure("the connection was closed before the body ended"));
        }
        self.0.get_ranges(location, ranges).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.0.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        // In the order of names, as S3 lists; a folder has none.
        let listed = self.0.list(prefix);
        let sorted = async move {
            let mut listed: Vec<Result<ObjectMeta>> = listed.collect().await;
            listed.sort_by_key(|object| object.as_ref().map(|object| object.location.clone()).ok());
            stream::iter(listed)
        };
        sorted.flatten_stream().boxed()
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        before().await?;
        self.0.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        before().await?;
        self.0.copy_opts(from, to, options).await
    }

    async fn rename_opts(&self, from: &Path, to: &Path, options: RenameOptions) -> Result<()> {
        before().await?;
        self.0.rename_opts(from, to, options).await
    }
}
