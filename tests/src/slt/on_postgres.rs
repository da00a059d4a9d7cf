//! PostgreSQL answers.

use async_trait::async_trait;
use sqllogictest::{AsyncDB, DBOutput, DefaultColumnType};
use tokio_postgres::types::Type;
use tokio_postgres::{Client, SimpleQueryMessage, SimpleQueryRow};
use url::Url;

use super::{EngineError, written};
use crate::postgres;

/// A connection whose time zone is UTC.
pub struct OnPostgres {
    client: Client,
}

impl OnPostgres {
    /// Connects to a database.
    ///
    /// # Errors
    /// When the time zone cannot be set.
    ///
    /// # Panics
    /// When the server does not answer or refuses.
    pub async fn connect(url: Url) -> Result<OnPostgres, EngineError> {
        let client = postgres::connect(&url).await;
        client.batch_execute("SET TIME ZONE 'UTC'").await?;
        Ok(OnPostgres { client })
    }
}

#[async_trait]
impl AsyncDB for OnPostgres {
    type Error = EngineError;
    type ColumnType = DefaultColumnType;

    async fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, EngineError> {
        // The types come with the prepared statement, the texts with a simple query: PostgreSQL's own words
        // for every type.
        let statement = self.client.prepare(sql).await?;
        let types: Vec<Type> = statement
            .columns()
            .iter()
            .map(|column| column.type_().clone())
            .collect();
        let letters = types.iter().map(letter).collect::<Result<Vec<_>, _>>()?;
        let mut rows = Vec::new();
        for message in self.client.simple_query(sql).await? {
            if let SimpleQueryMessage::Row(row) = message {
                rows.push(texts(&row, &types)?);
            }
        }
        Ok(DBOutput::Rows { types: letters, rows })
    }

    async fn shutdown(&mut self) {}
}

fn letter(of: &Type) -> Result<DefaultColumnType, EngineError> {
    match *of {
        Type::INT2 | Type::INT4 | Type::INT8 => Ok(DefaultColumnType::Integer),
        Type::FLOAT4 | Type::FLOAT8 | Type::NUMERIC => Ok(DefaultColumnType::FloatingPoint),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::BOOL | Type::DATE | Type::TIMESTAMPTZ => {
            Ok(DefaultColumnType::Text)
        }
        ref other => Err(EngineError::new(format!(
            "no way to write a column of type {other}"
        ))),
    }
}

fn texts(row: &SimpleQueryRow, types: &[Type]) -> Result<Vec<String>, EngineError> {
    types
        .iter()
        .enumerate()
        .map(|(index, of)| match row.get(index) {
            Some(shown) => text(shown, of),
            None => Ok(written::NULL.to_owned()),
        })
        .collect()
}

fn text(shown: &str, of: &Type) -> Result<String, EngineError> {
    let text = match *of {
        Type::FLOAT4 | Type::FLOAT8 | Type::NUMERIC => shown.parse().ok().map(written::real),
        Type::TIMESTAMPTZ => written::moment_of_text(shown),
        Type::BOOL => Some(if shown == "t" { "true" } else { "false" }.to_owned()),
        _ => Some(written::text(shown)),
    };
    text.ok_or_else(|| EngineError::new(format!("`{shown}` is no {of}")))
}

impl From<tokio_postgres::Error> for EngineError {
    fn from(error: tokio_postgres::Error) -> EngineError {
        let said = error.as_db_error().map(|said| said.message().to_owned());
        EngineError::new(said.unwrap_or_else(|| error.to_string()))
    }
}
