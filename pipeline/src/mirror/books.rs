//! What the mirror remembers in PostgreSQL, in schema `meta`, written in the transaction that it is about.

use std::collections::BTreeMap;

use mlb_lake::contract::postgres;
use tokio_postgres::Row;

use super::blueprint::{Blueprint, Kind};
use super::limits::BOOK_GAMES_MAX;
use super::schema::create_schema;
use super::session::Session;
use super::target::Target;
use crate::error::Result;
use crate::transform::candidates::OrderKey;
use crate::transform::ledger::Entry;

const TABLES: [&str; 3] = ["meta.mirror", "meta.mirror_games", "meta.mirror_contract"];

const DDL: &str = "
CREATE TABLE IF NOT EXISTS meta.mirror (
    table_name text PRIMARY KEY,
    lake_version bigint NOT NULL,
    lake_id text NOT NULL,
    run_id text NOT NULL,
    mirrored_at timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS meta.mirror_games (
    source text NOT NULL,
    game_pk bigint NOT NULL,
    season integer NOT NULL,
    document_at timestamptz,
    captured_at timestamptz NOT NULL,
    body_hash text NOT NULL,
    capture_id text NOT NULL,
    run_id text NOT NULL,
    tables json NOT NULL,
    PRIMARY KEY (source, game_pk)
);
CREATE TABLE IF NOT EXISTS meta.mirror_contract (
    object_name text PRIMARY KEY,
    kind text NOT NULL,
    definition text NOT NULL,
    applied_at timestamptz NOT NULL
)";

/// Table, column (or none), comment.
const COMMENTS: [(&str, &str, &str); 21] = [
    (
        "meta.mirror",
        "",
        "Which version of each of the lake''s tables this database shows",
    ),
    (
        "meta.mirror",
        "table_name",
        "The table; meta.games is the lake''s ledger",
    ),
    ("meta.mirror", "lake_version", "Version of the Delta table"),
    ("meta.mirror", "lake_id", "The lake: Delta''s id of its ledger"),
    (
        "meta.mirror",
        "run_id",
        "The lake''s run after which the tables had these versions",
    ),
    (
        "meta.mirror",
        "mirrored_at",
        "When the transaction that shows it began",
    ),
    (
        "meta.mirror_games",
        "",
        "Which capture of each game this database shows",
    ),
    ("meta.mirror_games", "source", "The contract"),
    ("meta.mirror_games", "game_pk", "The game"),
    ("meta.mirror_games", "season", "Its season"),
    ("meta.mirror_games", "document_at", "The document''s own clock"),
    ("meta.mirror_games", "captured_at", "When the API was asked"),
    ("meta.mirror_games", "body_hash", "BLAKE3 of the body"),
    ("meta.mirror_games", "capture_id", "The capture in raw"),
    ("meta.mirror_games", "run_id", "The run that transformed it"),
    (
        "meta.mirror_games",
        "tables",
        "Rows and content hash of the game''s rows, table by table",
    ),
    ("meta.mirror_contract", "", "What the mirror made, and from what"),
    ("meta.mirror_contract", "object_name", "The table or view"),
    ("meta.mirror_contract", "kind", "table or view"),
    (
        "meta.mirror_contract",
        "definition",
        "Columns and key, and hashes of the rest",
    ),
    (
        "meta.mirror_contract",
        "applied_at",
        "When the transaction that made it so began",
    ),
];

/// What is remembered, but for the games.
#[derive(Debug, Default)]
pub struct Books {
    /// By table, the version shown.
    pub versions: BTreeMap<String, u64>,
    /// The lake that is shown.
    pub lake_id: Option<String>,
    /// The run that is shown.
    pub run_id: Option<String>,
    /// By name, what was made.
    pub made: BTreeMap<String, (Kind, String)>,
    is_there: bool,
}

/// A game as it is shown.
#[derive(Clone, Debug)]
pub struct ShownGame {
    /// The season of its rows.
    pub season: i32,
    /// The place of its capture in the order of captures.
    pub order: OrderKey,
    /// The capture.
    pub capture_id: String,
    /// Its tables, as the ledger writes them.
    pub tables: String,
}

impl Books {
    /// Reads the books; where they are not there nothing is remembered.
    pub async fn read(session: &Session) -> Result<Books> {
        let doing = "reading `meta.mirror`";
        let sql = "SELECT FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL";
        if session.query(doing, sql, &[&TABLES.as_slice()]).await?.len() < TABLES.len() {
            return Ok(Books::default());
        }
        let mut books = Books {
            is_there: true,
            ..Books::default()
        };
        for row in session
            .query(
                doing,
                "SELECT table_name, lake_version, lake_id, run_id FROM meta.mirror",
                &[],
            )
            .await?
        {
            books.versions.insert(row.get(0), row.get::<_, i64>(1) as u64);
            books.lake_id = Some(row.get(2));
            books.run_id = Some(row.get(3));
        }
        let sql = "SELECT object_name, kind, definition FROM meta.mirror_contract";
        for row in session.query("reading `meta.mirror_contract`", sql, &[]).await? {
            let kind = if row.get::<_, &str>(1) == Kind::View.name() {
                Kind::View
            } else {
                Kind::Table
            };
            books.made.insert(row.get(0), (kind, row.get(2)));
        }
        Ok(books)
    }

    /// Creates what is missing of the books.
    pub async fn create(&self, session: &Session) -> Result<()> {
        if self.is_there {
            return Ok(());
        }
        create_schema(session, "meta").await?;
        session.run("creating the books in schema `meta`", DDL).await?;
        let comment = |(table, column, text): &(&str, &str, &str)| match *column {
            "" => format!("COMMENT ON TABLE {table} IS '{text}'"),
            column => format!("COMMENT ON COLUMN {table}.{column} IS '{text}'"),
        };
        let comments: Vec<String> = COMMENTS.iter().map(comment).collect();
        session
            .run("commenting on the books", &comments.join(";\n"))
            .await
    }

    /// Reads the games of a source, by game.
    pub async fn games(&self, session: &Session, source: &str) -> Result<BTreeMap<i64, ShownGame>> {
        if !self.is_there {
            return Ok(BTreeMap::new());
        }
        let sql = "SELECT game_pk, season, (extract(epoch FROM document_at) * 1000000)::bigint,
                (extract(epoch FROM captured_at) * 1000000)::bigint, body_hash, capture_id, tables::text
            FROM meta.mirror_games
            WHERE source = $1";
        let shown = |row: &Row| {
            let order = OrderKey {
                document_at: row.get(2),
                captured_at: row.get(3),
                body_hash: row.get(4),
            };
            let game = ShownGame {
                season: row.get(1),
                order,
                capture_id: row.get(5),
                tables: row.get(6),
            };
            (row.get(0), game)
        };
        let rows = session
            .query("reading `meta.mirror_games`", sql, &[&source])
            .await?;
        Ok(rows.iter().map(shown).collect())
    }

    /// Records what the blueprint made.
    pub async fn write_made(&self, session: &Session, blueprint: &Blueprint<'_>) -> Result<()> {
        let wanted = blueprint.recorded();
        let doing = "writing `meta.mirror_contract`";
        for (name, (kind, definition)) in wanted
            .iter()
            .filter(|(name, what)| self.made.get(*name) != Some(what))
        {
            let sql = "INSERT INTO meta.mirror_contract VALUES ($1, $2, $3, now())
                ON CONFLICT (object_name) DO UPDATE
                SET kind = excluded.kind, definition = excluded.definition, applied_at = excluded.applied_at";
            session
                .execute(doing, sql, &[name, &kind.name(), definition])
                .await?;
        }
        let gone: Vec<&String> = self
            .made
            .keys()
            .filter(|name| !wanted.contains_key(*name))
            .collect();
        if !gone.is_empty() {
            session
                .execute(
                    doing,
                    "DELETE FROM meta.mirror_contract WHERE object_name = ANY ($1)",
                    &[&gone],
                )
                .await?;
        }
        let sources: Vec<&str> = blueprint
            .tables
            .iter()
            .map(|table| table.contract.source.name.as_str())
            .collect();
        let sql = "DELETE FROM meta.mirror_games WHERE source <> ALL ($1)";
        session
            .execute("writing `meta.mirror_games`", sql, &[&sources])
            .await?;
        Ok(())
    }

    /// Records which versions are shown.
    pub async fn write_versions(&self, session: &Session, target: &Target) -> Result<()> {
        let doing = "writing `meta.mirror`";
        let names: Vec<&String> = target.versions.keys().collect();
        let versions: Vec<i64> = target.versions.values().map(|version| *version as i64).collect();
        session
            .execute(
                doing,
                "DELETE FROM meta.mirror WHERE table_name <> ALL ($1)",
                &[&names],
            )
            .await?;
        let sql = "INSERT INTO meta.mirror
            SELECT table_name, lake_version, $3, $4, now() FROM unnest($1::text[], $2::bigint[]) AS shown (table_name, lake_version)
            ON CONFLICT (table_name) DO UPDATE
            SET lake_version = excluded.lake_version, lake_id = excluded.lake_id, run_id = excluded.run_id,
                mirrored_at = excluded.mirrored_at";
        session
            .execute(doing, sql, &[&names, &versions, &target.lake_id, &target.run_id])
            .await?;
        Ok(())
    }
}

/// Records which captures of some games are shown.
pub async fn write_games(session: &Session, source: &str, games: &[Entry]) -> Result<()> {
    let sql = format!(
        "INSERT INTO meta.mirror_games
        SELECT {source}, game_pk, season, {document_at}, {captured_at}, body_hash, capture_id, run_id, tables::json
        FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[])
            AS game (game_pk, season, document_at, captured_at, body_hash, capture_id, run_id, tables)
        ON CONFLICT (source, game_pk) DO UPDATE
        SET season = excluded.season, document_at = excluded.document_at, captured_at = excluded.captured_at,
            body_hash = excluded.body_hash, capture_id = excluded.capture_id, run_id = excluded.run_id,
            tables = excluded.tables",
        source = postgres::literal(source),
        document_at = "'epoch'::timestamptz + document_at * interval '1 microsecond'",
        captured_at = "'epoch'::timestamptz + captured_at * interval '1 microsecond'",
    );
    for games in games.chunks(BOOK_GAMES_MAX) {
        let game_pks: Vec<i64> = games.iter().map(|game| game.game_pk).collect();
        let seasons: Vec<i32> = games.iter().map(|game| game.season).collect();
        let documents: Vec<Option<i64>> = games.iter().map(|game| game.order.document_at).collect();
        let captured: Vec<i64> = games.iter().map(|game| game.order.captured_at).collect();
        let hashes: Vec<&str> = games.iter().map(|game| game.order.body_hash.as_str()).collect();
        let captures: Vec<&str> = games.iter().map(|game| game.capture_id.as_str()).collect();
        let runs: Vec<&str> = games.iter().map(|game| game.run_id.as_str()).collect();
        let tables: Vec<String> = games.iter().map(tables_text).collect();
        session
            .execute(
                "writing `meta.mirror_games`",
                &sql,
                &[
                    &game_pks, &seasons, &documents, &captured, &hashes, &captures, &runs, &tables,
                ],
            )
            .await?;
    }
    Ok(())
}

/// A game's tables as `meta.mirror_games` holds them, the same text for the same content.
pub fn tables_text(entry: &Entry) -> String {
    serde_json::to_string(&entry.tables).unwrap_or_default()
}
