//! S3-compatible stores: MinIO, Ceph, AWS and others that honour `If-None-Match`.
//!
//! A commit is one conditional PUT, so the store of `object_store` and Delta's default log store are all that is needed; deltalake's own
//! crate for S3 brings AWS's SDK with a lock table in DynamoDB, which is never used here.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use deltalake::logstore::{
    LogStore, LogStoreFactory, ObjectStoreFactory, ObjectStoreRef, StorageConfig, default_logstore,
    logstore_factories, object_store_factories,
};
use deltalake::{DeltaResult, DeltaTableError};
use jiff::Timestamp;
use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey, S3ConditionalPut};
use object_store::client::{HttpClient, HttpConnector, HttpRequestBody, ReqwestConnector};
use object_store::path::Path;
use object_store::signer::Signer;
use object_store::{BackoffConfig, ClientOptions, RetryConfig};
use url::Url;

use crate::error::{innermost, whole_text};
use crate::limits::{
    STORE_ATTEMPTS_MAX, STORE_BACKOFF_MS_MAX, STORE_RETRY_SECONDS_MAX, STORE_TIMEOUT_SECONDS_MAX,
};

/// The scheme of a location on such a store: `s3://bucket/prefix`.
pub const SCHEME: &str = "s3";

/// The options that may hold the store's address.
pub const ENDPOINT_OPTIONS: [&str; 3] = ["aws_endpoint", "aws_endpoint_url", "aws_endpoint_url_s3"];

/// Makes deltalake know these stores. Called again it changes nothing.
pub(crate) fn register() {
    let Ok(scheme) = Url::parse("s3://") else { return };
    let factory = Arc::new(S3Factory::default());
    object_store_factories()
        .entry(scheme.clone())
        .or_insert_with(|| factory.clone());
    logstore_factories().entry(scheme).or_insert(factory);
}

/// One client for each bucket and its options: connections are shared by all tables.
#[derive(Default)]
struct S3Factory {
    stores: Mutex<BTreeMap<String, Arc<AmazonS3>>>,
}

impl ObjectStoreFactory for S3Factory {
    fn parse_url_opts(&self, url: &Url, config: &StorageConfig) -> DeltaResult<(ObjectStoreRef, Path)> {
        let options: BTreeMap<_, _> = config.raw.iter().collect();
        let key = format!("{:?} {options:?}", url.host_str());
        let mut stores = self.stores.lock().unwrap_or_else(PoisonError::into_inner);
        let store = match stores.get(&key) {
            Some(store) => Arc::clone(store),
            None => {
                let store = Arc::new(store(url, &config.raw)?);
                stores.insert(key, Arc::clone(&store));
                store
            }
        };
        let path = Path::from_url_path(url.path()).map_err(object_store::Error::from)?;
        Ok((store, path))
    }
}

impl LogStoreFactory for S3Factory {
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

fn store(url: &Url, options: &HashMap<String, String>) -> DeltaResult<AmazonS3> {
    let Some(bucket) = url.host_str() else {
        return Err(DeltaTableError::generic(
            "it names no bucket, as in `s3://bucket/prefix`",
        ));
    };
    let timeout = Duration::from_secs(STORE_TIMEOUT_SECONDS_MAX);
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_conditional_put(S3ConditionalPut::ETagMatch)
        .with_client_options(
            ClientOptions::new()
                .with_connect_timeout(timeout)
                .with_timeout(timeout),
        )
        .with_retry(RetryConfig {
            max_retries: STORE_ATTEMPTS_MAX,
            retry_timeout: Duration::from_secs(STORE_RETRY_SECONDS_MAX),
            backoff: BackoffConfig {
                max_backoff: Duration::from_millis(STORE_BACKOFF_MS_MAX),
                ..BackoffConfig::default()
            },
        });
    for (key, value) in options {
        let key: AmazonS3ConfigKey = key.parse()?;
        builder = builder.with_config(key, value);
    }
    Ok(builder.build()?)
}

/// What the store's server says of the time. Any answer tells it.
pub(crate) async fn server_clock(options: &HashMap<String, String>) -> Option<Timestamp> {
    let endpoint = ENDPOINT_OPTIONS.iter().find_map(|key| options.get(*key))?;
    let request = http::Request::head(endpoint)
        .body(HttpRequestBody::empty())
        .ok()?;
    let answer = client().ok()?.execute(request).await.ok()?;
    let date = answer.headers().get(http::header::DATE)?.to_str().ok()?;
    jiff::fmt::rfc2822::parse(date).ok().map(|date| date.timestamp())
}

fn client() -> object_store::Result<HttpClient> {
    let timeout = Duration::from_secs(STORE_TIMEOUT_SECONDS_MAX);
    ReqwestConnector::default().connect(&ClientOptions::new().with_allow_http(true).with_timeout(timeout))
}

/// Makes the bucket of a location.
///
/// # Errors
/// The store's answer where it refuses.
pub(crate) async fn create_bucket(url: &Url, options: &HashMap<String, String>) -> Result<(), String> {
    let store = store(url, options).map_err(|e| e.to_string())?;
    let minute = Duration::from_secs(60);
    let signed = store
        .signed_url(http::Method::PUT, &Path::default(), minute)
        .await;
    let signed = signed.map_err(|e| e.to_string())?;
    let client = client().map_err(|e| e.to_string())?;
    let request = http::Request::put(signed.as_str())
        .body(HttpRequestBody::empty())
        .map_err(|e| e.to_string())?;
    let answer = client.execute(request).await.map_err(|e| e.to_string())?;
    if answer.status().is_success() {
        return Ok(());
    }
    Err(format!("the store answers {}", answer.status()))
}

const NO_BUCKET: &str = "NoSuchBucket";

const CHECK_KEY: &str = "check `MINIO_ACCESS_KEY` (or `AWS_ACCESS_KEY_ID`)";
const CHECK_SECRET: &str = "check `MINIO_SECRET_KEY` (or `AWS_SECRET_ACCESS_KEY`)";
const CHECK_RIGHTS: &str = "give this key the right to list, read, write and delete in the bucket";
const CHECK_CLOCK: &str = "set the clock of this machine";
const CHECK_ENDPOINT: &str = "check `MINIO_ENDPOINT` (or `AWS_ENDPOINT_URL`) and that the store runs";

/// The codes of S3 for what a person can mend, what each means, and what to do.
const CODES: [(&str, &str, &str); 5] = [
    (NO_BUCKET, "the bucket does not exist", "`mlb init` creates it"),
    (
        "InvalidAccessKeyId",
        "the store does not know the access key",
        CHECK_KEY,
    ),
    (
        "SignatureDoesNotMatch",
        "the store refuses the secret key",
        CHECK_SECRET,
    ),
    (
        "RequestTimeTooSkewed",
        "the clocks of this machine and of the store differ too much",
        CHECK_CLOCK,
    ),
    ("AccessDenied", "the store denies access", CHECK_RIGHTS),
];

/// What a store's error means and what to do, for those that a person can mend.
pub(crate) fn explain(error: &object_store::Error) -> Option<(String, &'static str)> {
    let text = whole_text(error);
    if let Some((code, meaning, remedy)) = CODES.iter().find(|(code, ..)| has_code(&text, code)) {
        return Some((format!("{meaning} ({code})"), remedy));
    }
    if let object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. } = error
    {
        return text
            .contains("403")
            .then(|| ("the store denies access (403)".to_owned(), CHECK_RIGHTS));
    }
    let is_connection = text.contains("error sending request") || text.contains("tcp connect error");
    is_connection.then(|| {
        (
            format!("the store does not answer ({})", innermost(error)),
            CHECK_ENDPOINT,
        )
    })
}

/// Whether the bucket is what is missing.
pub(crate) fn is_without_bucket(error: &object_store::Error) -> bool {
    has_code(&whole_text(error), NO_BUCKET)
}

fn has_code(text: &str, code: &str) -> bool {
    text.contains(&format!("<Code>{code}</Code>"))
}

/// Whether a store has an option of this name, for instance `aws_endpoint`.
pub fn is_option(name: &str) -> bool {
    name.parse::<AmazonS3ConfigKey>().is_ok()
}
