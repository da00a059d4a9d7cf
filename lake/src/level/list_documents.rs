//! Documents that are lists, of a source of sets: their items are levels, and the request's parameters are columns of every level.

use arrow::util::pretty::pretty_format_batches;
use mlb_lake_json::Decoder;

use super::{CaptureColumns, Query, Transformation};
use crate::contract::Contract;
use crate::error::Error;

const MAPPING: &str = r#"version: 1
source:
  name: game.win_probability
  endpoint: game
  method: winProbability
  description: Win probability, play by play
  request:
    method: GET
    path: /api/v1/game/{gamePk}/winProbability
    path_params: {gamePk: {type: bigint, description: The game}}
  game_pk: {param: gamePk}
  required_items: [atBatIndex]
document: [{atBatIndex: int, result: {event: string, rbi: int}, runners: [{id: bigint}]}]
levels:
  plays: {path: $, item: play}
  runners: {of: plays, path: runners, item: runner}
columns:
  game_pk: {type: bigint, nullable: false, path: capture.game_pk, description: Game}
  asked: {type: string, path: capture.path_params, description: The game that was asked for}
  at_bat_index: {type: int, nullable: false, path: "$[].atBatIndex", description: Play}
tables:
  - name: win_probability
    grain: play
    description: Plays
    replace_by: [game_pk]
    key: [game_pk, at_bat_index]
    columns:
      - {name: game_pk}
      - {name: asked}
      - {name: at_bat_index}
      - {name: event, type: string, path: "$[].result.event", description: What happened}
  - name: win_probability_runners
    grain: runner
    description: Runners
    replace_by: [game_pk]
    key: [game_pk, at_bat_index, runner_id]
    columns:
      - {name: game_pk}
      - {name: at_bat_index}
      - {name: runner_id, type: bigint, nullable: false, path: "$[].runners[].id", description: Runner}
"#;

const PLAYS: &str =
    "SELECT game_pk, json_text(path_params, 'gamePk') AS asked, play.atBatIndex AS at_bat_index,
        play.result.event AS event
    FROM plays";
const RUNNERS: &str = "SELECT game_pk, play.atBatIndex AS at_bat_index, runner.id AS runner_id FROM runners";

fn queries<'a>(contract: &'a Contract, plays: &str) -> [Query<'a>; 2] {
    let query = |index: usize, sql: &str| Query {
        table: &contract.tables[index],
        file: format!("{index}.sql"),
        sql: sql.to_owned(),
    };
    [query(0, plays), query(1, RUNNERS)]
}

#[tokio::test]
async fn items_and_parameters_are_columns() {
    let contract = Contract::parse("m.yaml", MAPPING).unwrap();
    let queries = queries(&contract, PLAYS);
    let transformation = Transformation::plan(&contract, &queries).await.unwrap();
    let mut decoder = Decoder::new(transformation.tree()).unwrap();
    let body =
        br#"[{"atBatIndex": 0, "result": {"event": "Single", "rbi": 1}, "runners": [{"id": 7}, {"id": 8}]},
        {"atBatIndex": 1}]"#;
    decoder.append(body).unwrap();
    let captures = CaptureColumns {
        capture_id: vec!["c".to_owned()],
        season: vec![None],
        game_pk: vec![Some(745_001)],
        game_date: vec![None],
        captured_at: vec![10],
        path_params: vec!["{\"gamePk\":\"745001\"}".to_owned()],
        query_params: vec!["{}".to_owned()],
    };
    let batch = transformation.batch(&captures, &decoder.finish().root).unwrap();
    let rows = [0, 1].map(|index| transformation.run(index, &batch));
    let rows = futures::future::try_join_all(rows).await.unwrap();
    let text = |index: usize| {
        let text = pretty_format_batches(&rows[index..=index]).unwrap().to_string();
        let lines = text.lines().filter(|line| line.starts_with('|')).skip(1);
        lines
            .map(|line| line.split_whitespace().collect::<String>())
            .collect::<Vec<_>>()
    };
    assert_eq!(text(0), ["|745001|745001|0|Single|", "|745001|745001|1||"]);
    assert_eq!(text(1), ["|745001|0|7|", "|745001|0|8|"]);
}

#[tokio::test]
async fn a_parameter_that_is_misspelled_is_told() {
    let contract = Contract::parse("m.yaml", MAPPING).unwrap();
    let wrong = PLAYS.replace("path_params,", "path_param,");
    let error = Transformation::plan(&contract, &queries(&contract, &wrong)).await;
    let Err(Error::Shape { finding, .. }) = error.map(|_| ()) else {
        panic!("it is planned");
    };
    assert!(finding.contains("path_params"), "{finding}");
}
