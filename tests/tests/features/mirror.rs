//! PostgreSQL beside the lake.

use cucumber::{given, then, when};
use mlb_tests::postgres::Postgres;
use serde_json::json;

use crate::ballpark::Ballpark;

#[given("a PostgreSQL that mirrors the lake")]
async fn mirrored(park: &mut Ballpark) {
    park.postgres = Some(Postgres::start().await);
}

#[when("PostgreSQL goes away")]
fn goes_away(park: &mut Ballpark) {
    park.is_postgres_away = true;
}

#[when("PostgreSQL comes back")]
fn comes_back(park: &mut Ballpark) {
    park.is_postgres_away = false;
}

#[when("the mirror is told to catch up")]
async fn catch_up(park: &mut Ballpark) {
    park.mlb(&["mirror"]).await.clean();
}

#[then("the run says that PostgreSQL is behind")]
fn behind(park: &mut Ballpark) {
    let report = park.report();
    let error = report["mirror_error"].as_str();
    assert!(
        error.is_some_and(|error| error.contains("the lake is complete")),
        "{error:?}"
    );
}

#[then(expr = "PostgreSQL shows {int} plate appearance(s) of {string}")]
async fn plate_appearances(park: &mut Ballpark, number: i64, game: String) {
    let game_pk = park.game_pk(&game);
    let sql = format!("SELECT count(*)::text FROM game.live_game_plays WHERE game_pk = {game_pk}");
    assert_eq!(texts(park, &sql).await, [number.to_string()]);
}

#[then(expr = "PostgreSQL shows the score of {string} as {int} to {int}")]
async fn score(park: &mut Ballpark, game: String, away: i64, home: i64) {
    let game_pk = park.game_pk(&game);
    let sql = format!(
        "SELECT concat_ws(' to ', away_score, home_score) FROM game.live_game_metadata
        WHERE game_pk = {game_pk}"
    );
    assert_eq!(texts(park, &sql).await, [format!("{away} to {home}")]);
}

#[then(expr = "PostgreSQL shows the starting nine of the home club of {string}")]
async fn starting_nine(park: &mut Ballpark, game: String) {
    let game_pk = park.game_pk(&game);
    let sql = format!(
        "SELECT slot::text FROM game.live_game_home_batting_order WHERE game_pk = {game_pk} ORDER BY slot"
    );
    let slots: Vec<String> = (1..=9).map(|slot: i32| slot.to_string()).collect();
    assert_eq!(texts(park, &sql).await, slots);
}

/// Line by line, in words that both understand.
#[then("PostgreSQL shows the same games and plays as the lake")]
async fn as_the_lake(park: &mut Ballpark) {
    for (table, columns, order) in [
        (
            "game.live_game_metadata",
            "away_score home_score game_date venue_name",
            "game_pk",
        ),
        (
            "game.live_game_plays",
            "at_bat_index inning half_inning event",
            "game_pk, at_bat_index",
        ),
    ] {
        let columns: Vec<String> = columns
            .split(' ')
            .map(|column| format!("CAST({column} AS VARCHAR)"))
            .collect();
        let columns = columns.join(", ");
        let sql = format!(
            "SELECT concat_ws(' ', CAST(game_pk AS VARCHAR), {columns}) AS line FROM {table} ORDER BY {order}"
        );
        let shown: Vec<_> = texts(park, &sql).await;
        let shown: Vec<_> = shown.into_iter().map(|line| json!({"line": line})).collect();
        assert!(!shown.is_empty(), "{table} has rows");
        assert_eq!(shown, park.rows(sql).await, "{table}");
    }
}

#[then("PostgreSQL says that it shows the newest run")]
async fn newest_run(park: &mut Ballpark) {
    let run = park.report()["run_id"].as_str().expect("a run").to_owned();
    let shown = texts(park, "SELECT DISTINCT run_id FROM meta.mirror").await;
    assert_eq!(shown, [run]);
}

#[then("nothing is new to PostgreSQL")]
fn nothing_new(park: &mut Ballpark) {
    let report = park.report();
    assert_eq!(
        report["mirror"]["already_current"],
        json!(true),
        "{}",
        report["mirror"]
    );
}

/// The first column of a query.
async fn texts(park: &Ballpark, sql: &str) -> Vec<String> {
    let postgres = park.postgres.as_ref().expect("the lake is mirrored");
    let client = postgres.connect().await;
    let rows = client
        .query(sql, &[])
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    rows.iter().map(|row| row.get(0)).collect()
}
