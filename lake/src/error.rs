//! What can go wrong between a program and its lake.

use arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use deltalake::DeltaTableError;

use crate::contract::ContractError;
use crate::no_space;

const WHERE_THE_LAKE_IS: &str = "where the lake is";

/// A query reads the lake; what it writes are rows that do not fit into memory.
const FOR_TEMPORARY_FILES: &str = "for temporary files (`TMPDIR`)";

/// The errors of this crate. Every message names the table, level or file that it is about.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A batch could not be built or converted.
    #[error("{context}: {source}")]
    Arrow {
        /// What was being done.
        context: String,
        /// Arrow's reason.
        source: ArrowError,
    },
    /// Another process holds the lease.
    #[error("`{lease}` is held by {holder} until {expires_at}; wait for it to end, or stop that process")]
    Busy {
        /// Name of the lease.
        lease: String,
        /// Who holds it.
        holder: String,
        /// When it expires by itself.
        expires_at: String,
    },
    /// A mapping could not be used.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// A Delta table refused an operation.
    #[error("table `{table}`: {source}")]
    Delta {
        /// The table, as its folder in the lake.
        table: String,
        /// The reason that delta-rs gives.
        source: Box<DeltaTableError>,
    },
    /// An SQL file does not answer with the columns of its contract.
    #[error("{file}: {finding}")]
    Shape {
        /// The SQL file.
        file: String,
        /// What differs, and what to do.
        finding: String,
    },
    /// There is no space left.
    #[error("{what}: no space left {place}, {reason}; free some and run again: nothing that landed is lost")]
    Full {
        /// What could not be written.
        what: String,
        /// Where space is missing.
        place: &'static str,
        /// What is full.
        reason: &'static str,
    },
    /// A version of a table can no longer be read.
    #[error(
        "table `{table}` can no longer be read at version {version}: {reason}, since what is older than the lake's retention goes; \
         `mlb lake history` lists newer runs"
    )]
    Gone {
        /// The table, as its folder in the lake.
        table: String,
        /// The version.
        version: u64,
        /// What is missing.
        reason: String,
    },
    /// Another process has taken over the lease that this one held.
    #[error(
        "`{lease}` went over to {holder}: this run did not renew it in time and has stopped; what it left half done is done again, so run \
         it again when that one has ended"
    )]
    LeaseLost {
        /// Name of the lease.
        lease: String,
        /// Who holds it now, or held it last.
        holder: String,
    },
    /// The location is no URL and no folder that can be used.
    #[error("`{location}` is no place for a lake: {reason}")]
    Location {
        /// `MLB_LAKE` as given.
        location: String,
        /// Why.
        reason: String,
    },
    /// The place exists and holds something else.
    #[error(
        "`{location}` is no lake: {reason}; point `MLB_LAKE` at a lake, or at an empty folder and run `mlb init`"
    )]
    NoLake {
        /// `MLB_LAKE` as given.
        location: String,
        /// What was found there.
        reason: String,
    },
    /// A query could not be planned or run.
    #[error("{context}: {source}")]
    Query {
        /// The SQL file or the statement.
        context: String,
        /// DataFusion's reason.
        source: Box<DataFusionError>,
    },
    /// The store does not let us do what is needed; a person can mend that.
    #[error("`{location}`: {reason}; {remedy}")]
    Refused {
        /// `MLB_LAKE` as given.
        location: String,
        /// What the store says.
        reason: String,
        /// What to do.
        remedy: &'static str,
    },
    /// The table's columns are not those of its contract.
    #[error(
        "table `{table}` has other columns than its contract: {finding}; run `mlb transform --full-refresh`"
    )]
    Schema {
        /// The table, as its folder in the lake.
        table: String,
        /// The first difference.
        finding: String,
    },
    /// The object store failed.
    #[error("{path}: {source}")]
    Store {
        /// The object.
        path: String,
        /// The store's reason.
        source: Box<object_store::Error>,
    },
    /// A table that was asked for is not there.
    #[error("there is no table `{table}` in this lake; `mlb tables` lists what is there")]
    UnknownTable {
        /// The name that was asked for.
        table: String,
    },
    /// The lake cannot be written.
    #[error("`{location}` cannot be written: {source}; check its permissions, or point `MLB_LAKE` elsewhere")]
    Unwritable {
        /// `MLB_LAKE` as given.
        location: String,
        /// The store's reason.
        source: Box<object_store::Error>,
    },
}

/// The result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Wraps an error of delta-rs with the table's name.
    pub fn delta(table: impl ToString) -> impl FnOnce(DeltaTableError) -> Error {
        move |source| match no_space::reason(&source) {
            Some(reason) => Error::Full {
                what: format!("table `{}`", table.to_string()),
                place: WHERE_THE_LAKE_IS,
                reason,
            },
            None => Error::Delta {
                table: table.to_string(),
                source: Box::new(source),
            },
        }
    }

    /// Wraps an error of arrow with what was being done.
    pub fn arrow(context: impl ToString) -> impl FnOnce(ArrowError) -> Error {
        move |source| Error::Arrow {
            context: context.to_string(),
            source,
        }
    }

    /// Wraps an error of DataFusion with the file or statement.
    pub fn query(context: impl ToString) -> impl FnOnce(DataFusionError) -> Error {
        move |source| match no_space::reason(&source) {
            Some(reason) => Error::Full {
                what: context.to_string(),
                place: FOR_TEMPORARY_FILES,
                reason,
            },
            None => Error::Query {
                context: context.to_string(),
                source: Box::new(source),
            },
        }
    }

    /// Wraps an error of a folder that is read or written by its files, not through a store.
    pub(crate) fn folder(path: impl ToString) -> impl FnOnce(std::io::Error) -> Error {
        move |source| {
            Error::store(path)(object_store::Error::Generic {
                store: "folder",
                source: Box::new(source),
            })
        }
    }

    /// Wraps an error of the object store with the object's path.
    pub fn store(path: impl ToString) -> impl FnOnce(object_store::Error) -> Error {
        move |source| match no_space::reason(&source) {
            Some(reason) => Error::Full {
                what: format!("`{}`", path.to_string()),
                place: WHERE_THE_LAKE_IS,
                reason,
            },
            None => Error::Store {
                path: path.to_string(),
                source: Box::new(source),
            },
        }
    }
}

/// An error and all that it is wrapped around.
pub(crate) fn whole_text(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}

/// The reason below the wrapping of libraries.
pub(crate) fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
