//! A small lake and the PostgreSQL that it is mirrored into, with what tests ask of the two.

use std::sync::Arc;

use mlb_lake::Lake;
use mlb_pipeline::mirror::{self, MirrorReport, Settings};
use mlb_pipeline::{Error, Result};
use tokio_postgres::{Client, Row};

use crate::postgres::Postgres;
use crate::small_lake::SmallLake;

/// A lake, a server, and a connection to look at it.
pub struct Mirrored {
    /// The lake.
    pub lake: SmallLake,
    /// The server.
    pub postgres: Postgres,
    /// A connection.
    pub client: Client,
}

impl Mirrored {
    /// An empty lake and an empty database.
    pub async fn new() -> Mirrored {
        let (lake, postgres) = tokio::join!(SmallLake::new(), Postgres::start());
        let client = postgres.connect().await;
        Mirrored {
            lake,
            postgres,
            client,
        }
    }

    /// The mirror's settings.
    pub fn settings(&self) -> Settings {
        Settings::from_url(self.postgres.url().as_str()).expect("the server's URL")
    }

    /// Mirrors the newest run.
    pub async fn try_mirror(&self) -> Result<MirrorReport> {
        self.mirror_of(&self.lake.lake, &self.settings()).await
    }

    /// Mirrors the newest run.
    pub async fn mirror(&self) -> MirrorReport {
        self.try_mirror().await.expect("a mirror")
    }

    /// Mirrors the newest run of another lake, or into another database.
    pub async fn mirror_of(&self, lake: &Lake, settings: &Settings) -> Result<MirrorReport> {
        mirror::run(
            lake,
            &self.lake.home,
            &self.lake.catalog,
            settings,
            Arc::new(|_| {}),
        )
        .await
    }

    /// Runs a query.
    pub async fn query(&self, sql: &str) -> Vec<Row> {
        self.client
            .query(sql, &[])
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error:?}"))
    }

    /// The first column of a query, which must be a text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        self.query(sql).await.iter().map(|row| row.get(0)).collect()
    }

    /// The number that a query answers with.
    pub async fn number(&self, sql: &str) -> i64 {
        self.query(sql).await[0].get(0)
    }

    /// Runs statements.
    pub async fn execute(&self, sql: &str) {
        self.client
            .batch_execute(sql)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }

    /// The items that are shown, `game item label`, in their order.
    pub async fn items(&self) -> Vec<String> {
        let sql = "SELECT concat_ws(' ', game_pk, item_index, label) FROM game.small_items ORDER BY season, game_pk, item_index";
        self.texts(sql).await
    }

    /// The next transaction that writes would have this number: the same before and after means that nobody wrote. On a server that
    /// others use too it says nothing.
    pub async fn next_transaction(&self) -> Option<String> {
        if !self.postgres.is_of_its_own() {
            return None;
        }
        self.texts("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
            .await
            .pop()
    }

    /// Which transaction wrote each row of the items, with the row's place in the file.
    pub async fn row_versions(&self, game: i64) -> Vec<String> {
        let sql = format!(
            "SELECT concat_ws(' ', tableoid::regclass, ctid, xmin) FROM game.small_items WHERE game_pk = {game} ORDER BY 1"
        );
        self.texts(&sql).await
    }
}

/// What an error says.
pub fn told<T>(result: Result<T>) -> String {
    match result {
        Ok(_) => panic!("it went well"),
        Err(error @ (Error::Mirror { .. } | Error::Config { .. })) => error.to_string(),
        Err(error) => panic!("another error: {error}"),
    }
}
