//! The SQL tests of `tests/slt`: files that say what the tables promise, run on either engine by
//! `sqllogictest`.
//!
//! - `on_lake.rs`: the lake's own session answers, the one that `mlb sql` asks
//! - `on_postgres.rs`: PostgreSQL answers
//! - `written.rs`: how a value is written in a file, whoever answers
//!
//! Both engines answer with a type letter a column, and a letter that is not the file's is a failure, too.

mod on_lake;
mod on_postgres;
mod written;

use std::path::PathBuf;

use sqllogictest::{
    AsyncDB, DefaultColumnType, MakeConnection, QueryExpect, Record, Runner, parse_with_name,
    strict_column_validator,
};

pub use on_lake::OnLake;
pub use on_postgres::OnPostgres;

use crate::workspace;

/// Why an engine gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct EngineError {
    reason: String,
}

impl EngineError {
    fn new(reason: impl Into<String>) -> EngineError {
        EngineError {
            reason: reason.into(),
        }
    }
}

/// A file of SQL tests.
#[derive(Clone, Debug)]
pub struct Script {
    /// Where it is, from the workspace on: failures name it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// All files of `tests/slt`, in the order of their names.
///
/// # Panics
/// When the folder or a file cannot be read.
pub fn scripts() -> Vec<Script> {
    let folder = workspace::root().join("tests/slt");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of the SQL tests")
        .map(|entry| entry.expect("a file of SQL tests").path())
        .collect();
    files.sort();
    let script = |file: PathBuf| Script {
        name: format!(
            "tests/slt/{}",
            file.file_name().unwrap_or_default().to_string_lossy()
        ),
        text: std::fs::read_to_string(&file).expect("the text of SQL tests"),
    };
    files.into_iter().map(script).collect()
}

impl Script {
    /// What it asks and expects.
    ///
    /// # Panics
    /// When something else is there than queries with types and results, least of all what would skip or
    /// end a part of it.
    pub fn queries(&self) -> Vec<Record<DefaultColumnType>> {
        let mut records =
            parse_with_name(&self.text, self.name.as_str()).unwrap_or_else(|error| panic!("{error}"));
        records.retain(|record| !matches!(record, Record::Comment(_) | Record::Newline));
        for record in &records {
            assert!(
                is_typed_query(record),
                "{}: this is no query with a letter of I, R and T a column, and a result:\n{record}",
                self.name
            );
        }
        records
    }
}

fn is_typed_query(record: &Record<DefaultColumnType>) -> bool {
    let Record::Query {
        conditions,
        expected: QueryExpect::Results { types, .. },
        ..
    } = record
    else {
        return false;
    };
    conditions.is_empty() && !types.is_empty() && !types.contains(&DefaultColumnType::Any)
}

/// Runs scripts on an engine, all their queries, and answers with what failed: engine, file and line, SQL,
/// and the difference.
pub async fn failures<D, M>(engine: &str, connect: M, scripts: &[Script]) -> Vec<String>
where
    D: AsyncDB<ColumnType = DefaultColumnType>,
    M: MakeConnection<Conn = D>,
{
    let mut runner = Runner::new(connect);
    runner.with_column_validator(strict_column_validator);
    let mut failures = Vec::new();
    for script in scripts {
        for query in script.queries() {
            if let Err(failure) = runner.run_async(query).await {
                failures.push(format!("on {engine}: {failure}"));
            }
        }
    }
    runner.shutdown_async().await;
    failures
}
