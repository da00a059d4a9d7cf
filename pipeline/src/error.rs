//! What can end a verb of `mlb`, and the exit code that says so.

use mlb_lake::contract::ContractError;

/// The errors of the pipeline. What is wrong with one capture is no error: it is quarantined and the others go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting or an argument cannot be used.
    #[error("{what}: {reason}")]
    Config {
        /// The setting, for instance `MLB_POSTGRES_URL`.
        what: String,
        /// Why, and what to do.
        reason: String,
    },
    /// A mapping could not be used.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// A file of the project could not be read.
    #[error("{file}: {source}")]
    File {
        /// The file.
        file: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The lake failed.
    #[error(transparent)]
    Lake(#[from] mlb_lake::Error),
    /// PostgreSQL failed or could not be reached; the lake is complete.
    #[error("PostgreSQL: {context}: {reason}; the lake is complete, `mlb mirror` catches up")]
    Mirror {
        /// The step.
        context: String,
        /// The server's or the driver's reason.
        reason: String,
    },
    /// A statement of the user's is wrong.
    #[error("your statement: {reason}")]
    Statement {
        /// What is wrong with it.
        reason: String,
    },
    /// An SQL file is missing or cannot be read.
    #[error("{file}: {source}; table `{table}` of the contract needs this SELECT")]
    Sql {
        /// The file.
        file: String,
        /// The table that it fills.
        table: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The API or a replay folder failed.
    #[error(transparent)]
    Source(#[from] mlb_statsapi::Error),
}

/// The result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The exit code, as `mlb --help` documents it.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Config { .. } | Error::Statement { .. } => 2,
            Error::Source(e) if e.is_usage() => 2,
            Error::Contract(_) | Error::Sql { .. } => 4,
            Error::Lake(mlb_lake::Error::Contract(_) | mlb_lake::Error::Shape { .. }) => 4,
            Error::Lake(mlb_lake::Error::Busy { .. } | mlb_lake::Error::LeaseLost { .. }) => 7,
            Error::File { .. } | Error::Lake(_) => 5,
            Error::Mirror { .. } => 6,
            Error::Source(_) => 8,
        }
    }
}
