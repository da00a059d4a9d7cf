//! The lake: one root on an object store, and the tables below it.

use std::collections::HashMap;
use std::path::{Component, PathBuf};
use std::sync::Arc;

use delta_kernel::engine::arrow_conversion::TryIntoKernel;
use deltalake::TableProperty;
use deltalake::kernel::StructType;
use deltalake::kernel::transaction::CommitProperties;
use deltalake::operations::create::CreateBuilder;
use deltalake::protocol::SaveMode;
use deltalake::{DeltaTable, DeltaTableBuilder, DeltaTableError};
use futures::StreamExt;
use futures::future::try_join_all;
use jiff::Timestamp;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, path::Path};
use url::Url;

use crate::commit::version_of;
use crate::error::{Error, Result, innermost};
use crate::limits::{CHECKPOINT_INTERVAL, FILES_AT_ONCE_MAX, ONE_TIME_TXN_DAYS, RETENTION_DAYS};
use crate::table_id::{TableId, Zone};
use crate::table_spec::TableSpec;
use crate::{s3, store_check};

/// The object that says: this is a lake.
const MARKER: &str = "_mlb_lake.json";
const MARKER_BODY: &str = "{\"format\": 1, \"made_by\": \"mlb-lakehouse\"}\n";

/// What stands in a log when its table is made, and nothing else for as long as nothing is written.
const FIRST_ENTRY: &str = "00000000000000000000.json";

/// How far a table came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is not there.
    Absent,
    /// It was made, and nothing was ever written.
    Created,
    /// It has had commits.
    Written,
}

/// One lake, open for reading and writing.
#[derive(Clone)]
pub struct Lake {
    location: String,
    root: Url,
    options: HashMap<String, String>,
    store: Arc<dyn ObjectStore>,
}

/// A path from the root without `.` and `..`, which object stores do not know. What exists is resolved through its links.
fn absolute(location: &str) -> std::io::Result<PathBuf> {
    let path = std::path::absolute(location)?;
    let mut resolved = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                resolved = resolved.canonicalize().unwrap_or(resolved);
                resolved.pop();
            }
            other => resolved.push(other),
        }
    }
    Ok(resolved)
}

fn has_percent_escape(location: &str) -> bool {
    let bytes = location.as_bytes();
    bytes
        .windows(3)
        .any(|w| w[0] == b'%' && w[1].is_ascii_hexdigit() && w[2].is_ascii_hexdigit())
}

impl std::fmt::Debug for Lake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lake").field("location", &self.location).finish()
    }
}

impl Lake {
    /// A lake at a folder or URL. Nothing is read or written yet.
    ///
    /// # Errors
    /// `Location` when it is no folder path and no URL of a store that is built in.
    pub fn at(location: &str, options: HashMap<String, String>) -> Result<Lake> {
        let refuse = |reason: String| Error::Location {
            location: location.to_owned(),
            reason,
        };
        let root = if location.contains("://") {
            Url::parse(location).map_err(|e| refuse(e.to_string()))?
        } else {
            let absolute = absolute(location).map_err(|e| refuse(e.to_string()))?;
            Url::from_directory_path(&absolute).map_err(|()| refuse("it is no folder path".to_owned()))?
        };
        if has_percent_escape(location) {
            return Err(refuse(
                "a `%` before two digits is read as one character by some tools and not by others".to_owned(),
            ));
        }
        s3::register();
        let scheme = Url::parse(&format!("{}://", root.scheme())).map_err(|e| refuse(e.to_string()))?;
        if !deltalake::logstore::object_store_factories().contains_key(&scheme) {
            return Err(refuse(format!(
                "no store is built in for `{}`; give a folder, or `s3://bucket/prefix`",
                root.scheme()
            )));
        }
        let store =
            deltalake::logstore::store_for(&root, options.iter()).map_err(|e| refuse(e.to_string()))?;
        Ok(Lake {
            location: location.to_owned(),
            root,
            options,
            store,
        })
    }

    /// The location as the user gave it.
    pub fn location(&self) -> &str {
        &self.location
    }

    /// The object store, rooted at the lake.
    pub fn store(&self) -> &Arc<dyn ObjectStore> {
        &self.store
    }

    /// Makes an empty place a lake; an existing lake is left as it is. Answers whether it is new.
    ///
    /// # Errors
    /// `NoLake` when something else is there, `Unwritable` when it cannot be written.
    pub async fn init(&self) -> Result<bool> {
        if self.find_marker().await? {
            return Ok(false);
        }
        if let Some(found) = self.first_object().await {
            // Somebody else may be making this lake at the same moment.
            if self.find_marker().await? {
                return Ok(false);
            }
            return Err(Error::NoLake {
                location: self.location.clone(),
                reason: format!("it holds `{found}` and no `{MARKER}`"),
            });
        }
        let options = PutOptions::from(PutMode::Create);
        match self
            .store
            .put_opts(
                &Path::from(MARKER),
                PutPayload::from_static(MARKER_BODY.as_bytes()),
                options,
            )
            .await
        {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
            Err(source) => Err(self.unwritable(source)),
        }
    }

    /// Makes the bucket where the location is in one that does not exist. Answers whether it did.
    ///
    /// # Errors
    /// `Refused` when the store does not let us.
    pub async fn create_bucket(&self) -> Result<bool> {
        if self.root.scheme() != s3::SCHEME {
            return Ok(false);
        }
        match self.store.get(&Path::from(MARKER)).await {
            Err(e) if s3::is_without_bucket(&e) => {
                let refuse = |reason| Error::Refused {
                    location: self.location.clone(),
                    reason,
                    remedy: "create the bucket by other means",
                };
                let created = s3::create_bucket(&self.root, &self.options).await;
                created.map(|()| true).map_err(refuse)
            }
            // Whatever else is wrong is told where the lake is made.
            _ => Ok(false),
        }
    }

    /// The clock of the store's server, as its answers say; nothing for a folder.
    pub async fn server_clock(&self) -> Option<Timestamp> {
        if self.root.scheme() != s3::SCHEME {
            return None;
        }
        s3::server_clock(&self.options).await
    }

    /// An error of a write, in words.
    pub fn unwritable(&self, source: object_store::Error) -> Error {
        if let Some(refused) = self.refused(&source) {
            return refused;
        }
        match Error::store(&self.location)(source) {
            Error::Store { path, source } => Error::Unwritable {
                location: path,
                source,
            },
            full => full,
        }
    }

    /// An error of the store that a person can mend.
    fn refused(&self, error: &object_store::Error) -> Option<Error> {
        let (reason, remedy) = s3::explain(error)?;
        Some(Error::Refused {
            location: self.location.clone(),
            reason,
            remedy,
        })
    }

    /// Checks that this is a lake.
    ///
    /// # Errors
    /// `NoLake` with what is missing.
    pub async fn check(&self) -> Result<()> {
        if self.find_marker().await? {
            return Ok(());
        }
        let reason = match self.first_object().await {
            Some(found) => format!("it holds `{found}` and no `{MARKER}`"),
            None => "nothing is there".to_owned(),
        };
        Err(Error::NoLake {
            location: self.location.clone(),
            reason,
        })
    }

    async fn find_marker(&self) -> Result<bool> {
        // Not `head`: its answer has no body that says why.
        match self.store.get(&Path::from(MARKER)).await {
            Ok(_) => Ok(true),
            Err(source) => match self.refused(&source) {
                Some(refused) => Err(refused),
                None if matches!(source, object_store::Error::NotFound { .. }) => Ok(false),
                None => Err(Error::NoLake {
                    location: self.location.clone(),
                    reason: format!("it cannot be read ({})", innermost(&source)),
                }),
            },
        }
    }

    async fn first_object(&self) -> Option<String> {
        let is_own = |found: &ObjectMeta| found.location.as_ref().starts_with(store_check::FOLDER);
        let mut objects = self.store.list(None);
        while let Some(found) = objects.next().await {
            let found = found.ok()?;
            if !is_own(&found) {
                return Some(found.location.to_string());
            }
        }
        None
    }

    /// The URL of a table.
    pub fn table_url(&self, id: &TableId) -> Result<Url> {
        let mut root = self.root.clone();
        if !root.path().ends_with('/') {
            root.set_path(&format!("{}/", self.root.path()));
        }
        root.join(&format!("{}/", id.path()))
            .map_err(|e| Error::Location {
                location: self.location.clone(),
                reason: e.to_string(),
            })
    }

    /// Opens a table at its newest version; `None` where it does not exist.
    pub async fn open(&self, id: &TableId) -> Result<Option<DeltaTable>> {
        self.load(id, None).await
    }

    /// Whether the log of a table has a version.
    ///
    /// # Errors
    /// The store's.
    pub async fn has_version(&self, id: &TableId, version: u64) -> Result<bool> {
        let entry = Path::from(format!("{}/_delta_log/{version:020}.json", id.path()));
        match self.store().head(&entry).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(e) => Err(Error::store(entry)(e)),
        }
    }

    /// Opens a table as it was at a version; `None` where there is no such table.
    ///
    /// # Errors
    /// `Gone` when the log no longer has it.
    pub async fn open_at(&self, id: &TableId, version: u64) -> Result<Option<DeltaTable>> {
        self.load(id, Some(version)).await
    }

    /// How far a table came. One look at its log, of which the beginning is enough.
    pub async fn look(&self, id: &TableId) -> Result<Stage> {
        let log = Path::from(format!("{}/_delta_log", id.path()));
        let mut objects = self.store.list(Some(&log));
        let mut stage = Stage::Absent;
        while let Some(object) = objects.next().await {
            match object {
                Ok(object) if object.location.filename() == Some(FIRST_ENTRY) => stage = Stage::Created,
                Ok(_) => return Ok(Stage::Written),
                Err(object_store::Error::NotFound { .. }) => break,
                Err(e) => return Err(Error::store(log)(e)),
            }
        }
        Ok(stage)
    }

    /// The newest version of a table; `None` where it does not exist.
    pub async fn version(&self, id: &TableId) -> Result<Option<u64>> {
        match self.look(id).await? {
            Stage::Absent => Ok(None),
            Stage::Created => Ok(Some(0)),
            Stage::Written => Ok(self.open(id).await?.as_ref().map(version_of)),
        }
    }

    /// The raw tables that are there, whoever describes them, sorted.
    pub async fn raw_tables(&self) -> Result<Vec<TableId>> {
        let schemas = self.folders(Path::from(Zone::Live.folder())).await?;
        let mut tables = Vec::new();
        for schemas in schemas.chunks(FILES_AT_ONCE_MAX) {
            let folders = schemas.iter().map(|schema| self.folders(schema.clone()));
            for (schema, found) in schemas.iter().zip(try_join_all(folders).await?) {
                let names = found.iter().filter_map(Path::filename);
                tables.extend(names.map(|name| TableId::raw(schema.filename().unwrap_or_default(), name)));
            }
        }
        tables.sort();
        Ok(tables)
    }

    async fn folders(&self, above: Path) -> Result<Vec<Path>> {
        let found = self.store.list_with_delimiter(Some(&above)).await;
        match found {
            Ok(found) => Ok(found.common_prefixes),
            Err(object_store::Error::NotFound { .. }) => Ok(Vec::new()),
            Err(e) => Err(Error::store(above)(e)),
        }
    }

    /// Whether a table has a log.
    async fn exists(&self, id: &TableId) -> Result<bool> {
        let log = Path::from(format!("{}/_delta_log", id.path()));
        match self.store.list(Some(&log)).next().await {
            None | Some(Err(object_store::Error::NotFound { .. })) => Ok(false),
            Some(Ok(_)) => Ok(true),
            Some(Err(e)) => Err(Error::store(log)(e)),
        }
    }

    async fn load(&self, id: &TableId, version: Option<u64>) -> Result<Option<DeltaTable>> {
        if !self.exists(id).await? {
            return Ok(None);
        }
        let builder = DeltaTableBuilder::from_url(self.table_url(id)?)
            .map_err(Error::delta(id))?
            .with_storage_options(self.options.clone());
        let mut table = builder.build().map_err(Error::delta(id))?;
        let loaded = match version {
            Some(version) => table.load_version(version).await,
            None => table.load().await,
        };
        match (loaded, version) {
            (Ok(()), _) => Ok(Some(table)),
            (Err(DeltaTableError::NotATable(_)), None) => Ok(None),
            (Err(DeltaTableError::NotATable(_) | DeltaTableError::InvalidVersion(_)), Some(version)) => {
                Err(Error::Gone {
                    table: id.to_string(),
                    version,
                    reason: "its log no longer has it".to_owned(),
                })
            }
            (Err(e), _) => Err(Error::delta(id)(e)),
        }
    }

    /// Opens a table, and creates it first where it does not exist.
    ///
    /// # Errors
    /// `Schema` when the table has other columns.
    pub async fn open_or_create(&self, spec: &TableSpec) -> Result<DeltaTable> {
        let table = match self.open(&spec.id).await? {
            Some(table) => table,
            None => self.create(spec).await?,
        };
        crate::schema::compare(&spec.id, &spec.schema, &table)?;
        Ok(table)
    }

    async fn create(&self, spec: &TableSpec) -> Result<DeltaTable> {
        let created = self
            .creation(spec)?
            .with_save_mode(SaveMode::Ignore)
            // A second creator must lose, not describe the table once more as its version 1.
            .with_commit_properties(CommitProperties::default().with_max_retries(0))
            .await;
        match created {
            Ok(table) => Ok(table),
            // Somebody else created it meanwhile.
            Err(e) => match self.open(&spec.id).await? {
                Some(table) => Ok(table),
                None => Err(Error::delta(&spec.id)(e)),
            },
        }
    }

    /// Gives a table other columns; its rows go. They stay in the versions before, as far back as retention goes.
    pub async fn recreate(&self, spec: &TableSpec) -> Result<DeltaTable> {
        self.creation(spec)?
            .with_save_mode(SaveMode::Overwrite)
            .await
            .map_err(Error::delta(&spec.id))
    }

    fn creation(&self, spec: &TableSpec) -> Result<CreateBuilder> {
        let columns: StructType = spec
            .schema
            .as_ref()
            .try_into_kernel()
            .map_err(Error::arrow(format!("columns of table `{}`", spec.id)))?;
        let days = |days: i64| Some(format!("interval {days} days"));
        Ok(CreateBuilder::new()
            .with_location(self.table_url(&spec.id)?.to_string())
            .with_storage_options(self.options.clone())
            .with_table_name(spec.id.to_string())
            .with_comment(&spec.description)
            .with_columns(columns.fields().cloned())
            .with_partition_columns(spec.partition_by.iter().copied())
            .with_configuration_property(
                TableProperty::CheckpointInterval,
                Some(CHECKPOINT_INTERVAL.to_string()),
            )
            .with_configuration_property(TableProperty::LogRetentionDuration, days(RETENTION_DAYS))
            .with_configuration_property(TableProperty::DeletedFileRetentionDuration, days(RETENTION_DAYS))
            .with_configuration_property(
                TableProperty::SetTransactionRetentionDuration,
                days(ONE_TIME_TXN_DAYS),
            ))
    }

    /// The URL of the lake's root.
    pub fn root(&self) -> &Url {
        &self.root
    }
}
