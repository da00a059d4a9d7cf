//! What must be true of a game's rows.

use cucumber::then;
use serde_json::{Value, json};

use crate::ballpark::Ballpark;
use crate::baseball::{RELIEVER, SECOND_BATTER, STARTER};

#[then(expr = "{string} has {int} plate appearance(s)")]
async fn plate_appearances(park: &mut Ballpark, game: String, number: i64) {
    let plays = park.count("game.live_game_plays", &game, "TRUE").await;
    assert_eq!(plays, number);
}

#[then(expr = "{string} has {int} home run(s)")]
async fn home_runs(park: &mut Ballpark, game: String, number: i64) {
    let home_runs = park
        .count("game.live_game_plays", &game, "event = 'Home Run'")
        .await;
    assert_eq!(home_runs, number);
}

#[then(expr = "{string} has {int} scoring play(s)")]
async fn scoring_plays(park: &mut Ballpark, game: String, number: i64) {
    let scoring = park.count("game.live_game_scoring_plays", &game, "TRUE").await;
    assert_eq!(scoring, number);
}

#[then(expr = "{string} has {int} pitches, {int} batted balls and {int} runner movements")]
async fn children(park: &mut Ballpark, game: String, pitches: i64, batted: i64, movements: i64) {
    for (table, number) in [
        ("game.live_game_pitch_events", pitches),
        ("game.live_game_hit_data", batted),
        ("game.live_game_runners", movements),
    ] {
        assert_eq!(park.count(table, &game, "TRUE").await, number, "rows of {table}");
    }
}

#[then(expr = "the score of {string} is {int} to {int}")]
async fn score(park: &mut Ballpark, game: String, away: i64, home: i64) {
    let condition = format!("away_score = {away} AND home_score = {home}");
    let games = park.count("game.live_game_metadata", &game, &condition).await;
    assert_eq!(games, 1, "games with {condition}");
}

#[then(expr = "{string} is {string}")]
async fn in_state(park: &mut Ballpark, game: String, state: String) {
    let condition = format!("detailed_state = '{state}'");
    let games = park.count("game.live_game_metadata", &game, &condition).await;
    assert_eq!(games, 1, "games with {condition}");
}

#[then(expr = "the traded player of {string} is in the lists of both clubs")]
async fn both_clubs(park: &mut Ballpark, game: String) {
    for table in ["game.live_game_players", "game.live_game_batting_order"] {
        let sides = park
            .count(table, &game, &format!("player_id = {SECOND_BATTER}"))
            .await;
        assert_eq!(sides, 2, "rows of {table}");
    }
}

#[then(expr = "every other player of {string} is in the list of one club")]
async fn one_club(park: &mut Ballpark, game: String) {
    let game_pk = park.game_pk(&game);
    let sql = format!(
        "SELECT player_id FROM game.live_game_players
        WHERE game_pk = {game_pk} AND player_id <> {SECOND_BATTER}
        GROUP BY player_id HAVING COUNT(*) <> 1"
    );
    assert_eq!(park.rows(sql).await, Vec::<Value>::new());
}

#[then(expr = "inning {int} of {string} has a row for each club")]
async fn both_halves(park: &mut Ballpark, inning: i32, game: String) {
    let condition = format!("inning = {inning}");
    let rows = park
        .count("game.live_game_linescore_innings", &game, &condition)
        .await;
    assert_eq!(rows, 2);
}

/// Not zero: nobody batted.
#[then(expr = "the home club's runs in inning {int} of {string} are left open")]
async fn no_runs(park: &mut Ballpark, inning: i32, game: String) {
    let condition = format!("inning = {inning} AND side = 'home' AND runs IS NULL");
    let rows = park
        .count("game.live_game_linescore_innings", &game, &condition)
        .await;
    assert_eq!(rows, 1);
}

#[then(expr = "slot {int} of the home club of {string} was held by {int} players, one after the other")]
async fn held_slot(park: &mut Ballpark, slot: i32, game: String, players: usize) {
    let game_pk = park.game_pk(&game);
    let sql = format!(
        "SELECT sequence FROM game.live_game_batting_order
        WHERE game_pk = {game_pk} AND side = 'home' AND slot = {slot} ORDER BY sequence"
    );
    let expected: Vec<Value> = (0..players)
        .map(|sequence| json!({"sequence": sequence}))
        .collect();
    assert_eq!(park.rows(sql).await, expected);
}

#[then(expr = "the starting nine of the home club of {string} are nine")]
async fn starting_nine(park: &mut Ballpark, game: String) {
    let starters = park
        .count("game.live_game_home_batting_order", &game, "TRUE")
        .await;
    assert_eq!(starters, 9);
}

#[then(expr = "the pitch before the change in {string} is the starter's, the one after it the reliever's")]
async fn pitches_of_both(park: &mut Ballpark, game: String) {
    let game_pk = park.game_pk(&game);
    let sql = format!(
        "SELECT pitcher_id FROM game.live_game_pitch_events
        WHERE game_pk = {game_pk} AND at_bat_index = 3 ORDER BY event_index"
    );
    let expected = [STARTER, RELIEVER].map(|pitcher| json!({"pitcher_id": pitcher}));
    assert_eq!(park.rows(sql).await, expected);
}

/// The feed does not say who goes.
#[then(expr = "the change in {string} says that the reliever came for the starter")]
async fn reliever_for_starter(park: &mut Ballpark, game: String) {
    let game_pk = park.game_pk(&game);
    let sql = format!(
        "SELECT kind, side, player_id, replaced_player_id, is_replaced_player_stated AS is_stated
        FROM game.live_game_lineup_changes WHERE game_pk = {game_pk} AND at_bat_index = 3"
    );
    let expected = json!({
        "kind": "pitching_change", "side": "away", "player_id": RELIEVER, "replaced_player_id": STARTER,
        "is_stated": false,
    });
    assert_eq!(park.rows(sql).await, [expected]);
}

#[then(expr = "{string} has {int} umpires, of whom {int} stood at first base")]
async fn umpires(park: &mut Ballpark, game: String, number: i64, at_first: i64) {
    let table = "game.live_game_umpires";
    let found = park.count(table, &game, "TRUE").await;
    let found_at_first = park.count(table, &game, "position = 'First Base'").await;
    assert_eq!((found, found_at_first), (number, at_first));
}

#[then(expr = "{string} is game {int} of its day")]
async fn game_of_day(park: &mut Ballpark, game: String, number: i32) {
    let condition = format!("game_number = {number} AND double_header = 'Y'");
    let games = park.count("game.live_game_metadata", &game, &condition).await;
    assert_eq!(games, 1, "games with {condition}");
}

#[then(expr = "{word} has {int} game(s)")]
async fn games_of_day(park: &mut Ballpark, day: String, number: i64) {
    let sql = format!(
        "SELECT COUNT(*) AS n FROM game.live_game_metadata WHERE CAST(game_date AS VARCHAR) = '{day}'"
    );
    assert_eq!(park.rows(sql).await, [json!({"n": number})]);
}

#[then(expr = "the temperature of {string} is left open")]
async fn no_temperature(park: &mut Ballpark, game: String) {
    let condition = "weather_temp IS NULL AND weather_condition = 'Roof Closed'";
    let games = park.count("game.live_game_metadata", &game, condition).await;
    assert_eq!(games, 1, "games with {condition}");
}

#[then(expr = "the run reports {int} temperature(s) that did not fit")]
fn drift(park: &mut Ballpark, number: u64) {
    let report = park.report();
    let drift = report["transform"]["sources"][0]["drift"]
        .as_array()
        .expect("a list");
    let of_weather = drift
        .iter()
        .filter(|drift| drift["path"] == "gameData.weather.temp");
    let counted: u64 = of_weather.filter_map(|drift| drift["count"].as_u64()).sum();
    assert_eq!(counted, number, "{drift:?}");
}
