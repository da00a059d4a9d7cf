//! What must be true of answers: stored once, seen as often as they came, or in quarantine with the reason.

use cucumber::then;
use serde_json::{Value, json};

use crate::ballpark::Ballpark;

/// Where answers are stored.
const RAW: &str = "raw.game.live_game_v1";

#[then(expr = "{string} is stored {int} time(s)")]
async fn stored(park: &mut Ballpark, game: String, times: i64) {
    assert_eq!(park.count(RAW, &game, "TRUE").await, times, "answers in {RAW}");
}

#[then(expr = "{string} was seen {int} time(s)")]
async fn seen(park: &mut Ballpark, game: String, times: i64) {
    let game_pk = park.game_pk(&game);
    let sql = format!("SELECT COUNT(*) AS n FROM meta.observations WHERE url LIKE '%/game/{game_pk}/%'");
    assert_eq!(
        park.rows(sql).await,
        [json!({"n": times})],
        "rows of meta.observations"
    );
}

#[then(expr = "{string} is in no table")]
async fn in_no_table(park: &mut Ballpark, game: String) {
    for table in ["game.live_game_metadata", "game.live_game_plays"] {
        assert_eq!(park.count(table, &game, "TRUE").await, 0, "rows of {table}");
    }
}

#[then(expr = "{string} is a game of the {string}")]
async fn of_phase(park: &mut Ballpark, game: String, phase: String) {
    let phase = phase.replace(' ', "-");
    let of_phase = park.count(RAW, &game, &format!("phase = '{phase}'")).await;
    assert_eq!(of_phase, 1, "answers of {phase}");
}

#[then(expr = "{string} belongs to {word}")]
async fn of_day(park: &mut Ballpark, game: String, day: String) {
    let condition = format!("CAST(game_date AS VARCHAR) = '{day}'");
    let counted = park.count("game.live_game_metadata", &game, &condition).await;
    assert_eq!(counted, 1, "games on {day}");
}

#[then(expr = "the quarantine holds {int} answer(s)")]
async fn quarantined(park: &mut Ballpark, answers: usize) {
    let quarantine = park.quarantine().await;
    assert_eq!(quarantine.len(), answers, "{quarantine:?}");
}

#[then(expr = "the quarantine gives the reason {string}")]
async fn gives_reason(park: &mut Ballpark, reason: String) {
    let quarantine = park.quarantine().await;
    let is_given = |bad: &Value| {
        bad["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains(&reason))
    };
    assert!(quarantine.iter().any(is_given), "{quarantine:?}");
}

#[then("the run warns of the quarantine")]
fn warned(park: &mut Ballpark) {
    let ran = park.last.as_ref().expect("a run has ended");
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
}

#[then("the run has nothing to warn of")]
fn not_warned(park: &mut Ballpark) {
    let ran = park.last.as_ref().expect("a run has ended");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}
