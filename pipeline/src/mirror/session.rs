//! One connection with one transaction. That of a mirror begins with the mirror's lock.

use std::future::poll_fn;
use std::time::Duration;

use bytes::Bytes;
use tokio::task::JoinHandle;
use tokio_postgres::types::ToSql;
use tokio_postgres::{AsyncMessage, Client, CopyInSink, NoTls, Row};

use super::failure::{failed, refused, unconnected};
use super::limits::{LOCK_WAIT_MS_MAX, SERVER_VERSION_MIN};
use super::settings::Settings;
use crate::error::{Error, Result};

/// The lock that every mirror into a database takes, `mlbmirr` in ASCII.
const LOCK: i64 = 0x6d_6c62_6d69_7272;

/// A connection in a transaction. Whatever happens to the process, the server forgets what was not committed.
pub struct Session {
    client: Client,
    settings: Settings,
    connection: JoinHandle<()>,
}

/// What the server said to a statement that it did not run.
pub struct Refusal {
    /// The SQLSTATE.
    pub code: String,
    /// The whole of it.
    pub error: Error,
}

impl Session {
    /// Connects, begins and waits for its turn. A transaction that only reads leaves no trace on the server.
    ///
    /// # Errors
    /// `Mirror` with what keeps us out; also when another mirror does not end in time.
    pub async fn begin(settings: &Settings) -> Result<Session> {
        let session = Session::look(settings).await?;
        session.take_lock().await?;
        Ok(session)
    }

    /// Connects and begins, beside a mirror that may be at work: for who only looks.
    ///
    /// # Errors
    /// `Mirror` with what keeps us out.
    pub async fn look(settings: &Settings) -> Result<Session> {
        let connected = settings.config().connect(NoTls).await;
        let (client, mut connection) = connected.map_err(|error| unconnected(settings, &error))?;
        let connection = tokio::spawn(async move {
            loop {
                match poll_fn(|context| connection.poll_message(context)).await {
                    Some(Ok(AsyncMessage::Notice(notice))) => tracing::debug!(%notice, "PostgreSQL"),
                    Some(Ok(_)) => {}
                    Some(Err(error)) => return tracing::debug!(%error, "connection to PostgreSQL ended"),
                    None => return,
                }
            }
        });
        let session = Session {
            client,
            settings: settings.clone(),
            connection,
        };
        session.check_server().await?;
        session.open_transaction().await?;
        Ok(session)
    }

    async fn check_server(&self) -> Result<()> {
        let sql = "SELECT current_setting('server_version_num')::int, current_setting('server_version'), pg_catalog.pg_is_in_recovery()";
        let row = self.one("asking for its version", sql, &[]).await?;
        let (number, text, is_standby): (i32, String, bool) = (row.get(0), row.get(1), row.get(2));
        if number < SERVER_VERSION_MIN {
            let needed = SERVER_VERSION_MIN / 10_000;
            return Err(refused(
                self.settings.to_string(),
                format!("the server is version {text}; {needed} or newer is needed"),
            ));
        }
        if is_standby {
            let variable = self.settings.variable();
            return Err(refused(
                self.settings.to_string(),
                format!("the server is a standby and cannot be written; point `{variable}` at its primary"),
            ));
        }
        Ok(())
    }

    async fn open_transaction(&self) -> Result<()> {
        // Names are always qualified; what a role or database sets by default must not end a long copy.
        let sql = format!(
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
             SET LOCAL search_path = pg_catalog;
             SET LOCAL client_min_messages = warning;
             SET LOCAL TimeZone = 'UTC';
             SET LOCAL statement_timeout = 0;
             SET LOCAL idle_in_transaction_session_timeout = 0;
             SET LOCAL lock_timeout = {LOCK_WAIT_MS_MAX}"
        );
        self.run("beginning", &sql).await
    }

    async fn take_lock(&self) -> Result<()> {
        let row = self
            .one(
                "taking the lock",
                "SELECT pg_try_advisory_xact_lock($1)",
                &[&LOCK],
            )
            .await?;
        if row.get(0) {
            return Ok(());
        }
        tracing::info!("another mirror is at work; waiting for it");
        self.query(
            "waiting for another mirror",
            "SELECT pg_advisory_xact_lock($1)",
            &[&LOCK],
        )
        .await?;
        Ok(())
    }

    /// Makes everything visible at once.
    pub async fn commit(&self) -> Result<()> {
        match self.client.batch_execute("COMMIT").await {
            Err(error) if error.is_closed() => Err(refused(
                "committing",
                "the connection was lost before the server answered; the next mirror finds out whether this run is shown",
            )),
            done => done.map_err(|error| self.failure("committing", &error)),
        }
    }

    /// Leaves nothing behind.
    pub async fn roll_back(&self) -> Result<()> {
        self.run("ending", "ROLLBACK").await
    }

    /// Closes the connection and waits for its end, so that the lock is free when this returns.
    pub async fn close(self) {
        let Session {
            client, connection, ..
        } = self;
        drop(client);
        let _ = tokio::time::timeout(Duration::from_secs(1), connection).await;
    }

    /// Runs statements without parameters.
    pub async fn run(&self, doing: &str, sql: &str) -> Result<()> {
        self.client
            .batch_execute(sql)
            .await
            .map_err(|error| failed(doing, &self.settings, &error))
    }

    /// Runs one statement and answers with the number of rows that it touched.
    pub async fn execute(&self, doing: &str, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Result<u64> {
        self.client
            .execute(sql, params)
            .await
            .map_err(|error| failed(doing, &self.settings, &error))
    }

    /// Runs one query.
    pub async fn query(&self, doing: &str, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>> {
        self.client
            .query(sql, params)
            .await
            .map_err(|error| failed(doing, &self.settings, &error))
    }

    async fn one(&self, doing: &str, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Result<Row> {
        self.client
            .query_one(sql, params)
            .await
            .map_err(|error| failed(doing, &self.settings, &error))
    }

    /// Tries statements that may fail without harm to the transaction; answers with the refusal where they did.
    pub async fn attempt(&self, doing: &str, sql: &str) -> Result<Option<Refusal>> {
        self.run(doing, "SAVEPOINT attempt").await?;
        let Err(error) = self.client.batch_execute(sql).await else {
            self.run(doing, "RELEASE SAVEPOINT attempt").await?;
            return Ok(None);
        };
        let told = failed(doing, &self.settings, &error);
        let Some(code) = error.code().map(|code| code.code().to_owned()) else {
            return Err(told);
        };
        self.run(doing, "ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt")
            .await?;
        Ok(Some(Refusal { code, error: told }))
    }

    /// Begins a `COPY ... FROM STDIN`.
    pub async fn copy_in(&self, doing: &str, sql: &str) -> Result<CopyInSink<Bytes>> {
        self.client
            .copy_in(sql)
            .await
            .map_err(|error| failed(doing, &self.settings, &error))
    }

    /// An error of the driver in this session's words.
    pub fn failure(&self, doing: &str, error: &tokio_postgres::Error) -> Error {
        failed(doing, &self.settings, error)
    }
}
