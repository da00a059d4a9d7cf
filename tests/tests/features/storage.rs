//! What must be true of the lake as a whole.

use cucumber::then;
use serde_json::{Map, Value, json};

use crate::ballpark::{Answer, Ballpark};

/// The games' tables only: what was seen is booked even where nothing is new.
fn of_games(versions: &Value) -> Map<String, Value> {
    let versions = versions.as_object().expect("versions by table").clone();
    versions
        .into_iter()
        .filter(|(table, _)| table.starts_with("game."))
        .collect()
}

#[then("the run changes no table")]
fn unchanged(park: &mut Ballpark) {
    let before = park.versions_before.as_ref().expect("a run came before");
    assert_eq!(of_games(&park.report()["versions"]), of_games(before));
}

#[then(expr = "the answers about {string} are stored as they came")]
async fn stored_as_they_came(park: &mut Ballpark, game: String) {
    let game_pk = park.game_pk(&game);
    let sql = format!(
        "SELECT CAST(data AS VARCHAR) AS body FROM raw.game.live_game_v1 WHERE game_pk = {game_pk}
        ORDER BY captured_at"
    );
    let of_game = in_order(park)
        .into_iter()
        .filter(|answer| answer.game_pk == game_pk);
    let came: Vec<Value> = of_game.map(|answer| json!({"body": answer.body})).collect();
    let stored = park.rows(sql).await;
    assert!(stored == came, "{} answers of {}", stored.len(), came.len());
}

#[then("the lake is the same as one that was never killed")]
async fn as_never_killed(park: &mut Ballpark) {
    let expected = park.content_of_another(park.arrived.clone()).await;
    assert_eq!(park.content().await, expected);
}

#[then("the lake is the same as one that got the answers in time")]
async fn as_in_time(park: &mut Ballpark) {
    let runs = in_order(park).into_iter().map(|answer| vec![answer]).collect();
    let expected = park.content_of_another(runs).await;
    assert_eq!(park.content().await, expected);
}

#[then("the lake is the same as one that got all answers in one run")]
async fn as_in_one_run(park: &mut Ballpark) {
    let expected = park.content_of_another(vec![in_order(park)]).await;
    assert_eq!(park.content().await, expected);
}

/// All that came, in the order in which it was asked for.
fn in_order(park: &Ballpark) -> Vec<Answer> {
    let mut answers: Vec<Answer> = park.arrived.iter().flatten().cloned().collect();
    answers.sort_by_key(|answer| answer.minute);
    answers
}
