//! SELECTs of many shapes: each answers as the same SELECT over plain tables of the same rows.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::util::pretty::pretty_format_batches;
use datafusion::datasource::MemTable;
use datafusion::logical_expr::ScalarUDF;
use datafusion::prelude::{SessionConfig, SessionContext};
use mlb_lake_json::{Decoder, Levels};

use super::CaptureColumns;
use super::transformation::{Query, Transformation};
use crate::contract::{ColumnContract, ColumnType, Contract, Origin, TableContract};
use crate::reader::JsonParse;

const MAPPING: &str = r#"version: 1
source:
  name: game.shapes
  endpoint: game
  method: shapes
  description: A document of many shapes
  request:
    method: GET
    path: /api/shapes/{game_pk}
    path_params: {game_pk: {type: bigint, description: The game}}
  game_pk: gamePk
  season: season
  game_type: gameType
  game_date: {official: officialDate}
  document_at: {path: timeStamp, format: "%Y%m%d_%H%M%S"}
  required: [gamePk]
document:
  title: string
  plays:
    - about: {inning: int}
      matchup: {batter: {id: bigint, name: string}, pitcher: {id: bigint, name: string}}
      result: {event: string}
      events: [{n: int, details: {code: string, call: {code: string}}, hitData: {speed: double}}]
      calls: json
levels:
  plays: {path: plays, item: play}
  events: {of: plays, path: events, item: event}
columns:
  season: {type: int, nullable: false, path: capture.season, description: Season}
  game_pk: {type: bigint, nullable: false, path: capture.game_pk, description: Game}
tables:
  - name: shapes
    grain: game
    description: Shapes
    replace_by: [game_pk]
    key: [season, game_pk]
    columns: [{name: season}, {name: game_pk}]
"#;

const DOCUMENTS: [&str; 2] = [
    r#"{"title": "one", "plays": [
        {"about": {"inning": 1}, "matchup": {"batter": {"id": 1, "name": "a"}, "pitcher": {"id": 9, "name": "z"}},
         "result": {"event": "single"},
         "events": [{"n": 1, "details": {"code": "B", "call": {"code": "B"}}},
                    {"n": 2, "details": {"code": "X", "call": {"code": "X"}}, "hitData": {"speed": 101.5}}]},
        {"about": {"inning": 2}, "matchup": {"batter": {"id": 2, "name": "b"}, "pitcher": {"id": 2, "name": "b"}},
         "result": {"event": "out"}, "events": [{"n": 3, "details": {"code": "C"}, "hitData": {}}],
         "calls": [{"code": "a", "umpire": {"id": 5, "name": "e"}}, {"code": "b"}]}]}"#,
    r#"{"title": "two", "plays": [
        {"about": {"inning": 1}, "matchup": {"batter": {"id": 1, "name": "a"}}, "result": {"event": "out"}, "events": []},
        {"about": {}, "matchup": null, "events": [{"n": 4}]}]}"#,
];

/// A name and a SELECT.
const SHAPES: [(&str, &str); 21] = [
    ("leaves", "SELECT game_pk, play.about.inning AS inning, play.matchup.batter.name AS name FROM plays"),
    ("items counted", "SELECT game_pk, COUNT(*) AS n FROM events GROUP BY game_pk"),
    ("an item that is there", "SELECT game_pk, event IS NOT NULL AS is_there FROM events"),
    ("a struct that is there", "SELECT game_pk, event.n AS n FROM events WHERE event.hitData IS NOT NULL"),
    ("a struct that is there, and a leaf of it", "SELECT event.hitData IS NULL AS is_out, event.hitData.speed AS speed FROM events"),
    ("structs counted", "SELECT game_pk, COUNT(DISTINCT play.matchup.batter) AS n FROM plays GROUP BY game_pk"),
    ("rows by struct", "SELECT game_pk, COUNT(*) AS n FROM plays GROUP BY game_pk, play.matchup.batter"),
    ("structs compared", "SELECT game_pk, play.about.inning AS inning FROM plays WHERE play.matchup.batter = play.matchup.pitcher"),
    (
        "a struct chosen",
        "WITH people AS (SELECT game_pk, CASE WHEN play.about.inning = 1 THEN play.matchup.batter ELSE play.matchup.pitcher END AS person FROM plays)
         SELECT game_pk, person.id AS id, person.name AS name FROM people",
    ),
    ("a struct or another", "SELECT game_pk, COALESCE(play.matchup.batter, play.matchup.pitcher) IS NULL AS is_nobody FROM plays"),
    (
        "a struct out of an aggregate",
        "WITH last AS (SELECT game_pk, LAST_VALUE(event.details ORDER BY event.n) AS details FROM events GROUP BY game_pk)
         SELECT game_pk, details.code AS code, details.call.code AS call FROM last",
    ),
    (
        "distinct structs",
        "WITH results AS (SELECT DISTINCT play.result AS result FROM plays) SELECT result.event AS event FROM results",
    ),
    ("a table function", "SELECT game_pk, slots.slot AS slot FROM document CROSS JOIN generate_series(1, 3) AS slots(slot)"),
    (
        "a union of items",
        "WITH twice AS (SELECT game_pk, event FROM events UNION ALL SELECT game_pk, event FROM events)
         SELECT game_pk, CAST(ROW_NUMBER() OVER (PARTITION BY game_pk ORDER BY event._index) AS BIGINT) AS row FROM twice",
    ),
    (
        "a level beside itself",
        "SELECT a.event.n AS n, b.event.n AS next FROM events AS a JOIN events AS b ON b.game_pk = a.game_pk AND b.event.n > a.event.n",
    ),
    (
        "two levels with the same parent",
        "SELECT plays.play.about.inning AS inning, events.event.n AS n FROM plays JOIN events
         ON events.game_pk = plays.game_pk AND events.play._index = plays.play._index",
    ),
    ("a subquery", "SELECT game_pk, event.n AS n FROM events WHERE event.n = (SELECT MAX(event.n) FROM events)"),
    (
        "a correlated subquery",
        "SELECT game_pk, play.about.inning AS inning FROM plays
         WHERE EXISTS (SELECT 1 FROM events WHERE events.game_pk = plays.game_pk AND events.event.hitData IS NOT NULL)",
    ),
    (
        "a window over leaves",
        "SELECT event.n AS n, LAG(event.details.code) OVER (PARTITION BY game_pk ORDER BY play._index, event._index) AS before FROM events",
    ),
    (
        "JSON text as rows",
        "WITH parsed AS (SELECT game_pk, UNNEST(json_parse('{\"calls\": ' || play.calls || '}', '$.calls', '[{code: string, umpire: {id: bigint}}]')) AS call
         FROM plays WHERE play.calls IS NOT NULL)
         SELECT game_pk, call._index AS place, call.code AS code, call.umpire.id AS umpire_id FROM parsed",
    ),
    ("an item passed on", "WITH all_events AS (SELECT game_pk, event FROM events) SELECT event.details.call.code AS code FROM all_events"),
];

fn captures() -> CaptureColumns {
    CaptureColumns {
        capture_id: vec!["a".to_owned(), "b".to_owned()],
        season: vec![Some(2024), Some(2024)],
        game_pk: vec![Some(1), Some(2)],
        game_date: vec![None, Some(19_900)],
        captured_at: vec![10, 20],
        ..CaptureColumns::default()
    }
}

fn decoded(tree: &mlb_lake_json::Tree) -> arrow::array::StructArray {
    let mut decoder = Decoder::new(tree).unwrap();
    DOCUMENTS
        .iter()
        .for_each(|document| decoder.append(document.as_bytes()).unwrap());
    decoder.finish().root
}

/// Every level as a table that holds its rows.
fn plain_session(contract: &Contract) -> SessionContext {
    let mut config = SessionConfig::new().with_target_partitions(1);
    config.options_mut().sql_parser.enable_ident_normalization = false;
    let session = SessionContext::new_with_config(config);
    session.register_udf(ScalarUDF::new_from_impl(JsonParse::new()));
    let levels = Levels::new(&contract.tree, &contract.levels).unwrap();
    let root = decoded(&contract.tree);
    for level in levels.names() {
        let items = levels.fields(level).unwrap();
        let view = levels.view(level, &root, &items).unwrap();
        let captured = captures().arrays(contract.kind());
        let captured = captured
            .iter()
            .map(|column| arrow::compute::take(column, &view.document_index, None).unwrap());
        let columns: Vec<_> = captured.chain(view.columns.iter().cloned()).collect();
        let fields = items
            .iter()
            .map(|(name, data_type)| Field::new(name, data_type.clone(), true));
        let fields: Vec<Field> = CaptureColumns::fields(contract.kind())
            .into_iter()
            .chain(fields)
            .collect();
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap();
        let table = MemTable::try_new(batch.schema(), vec![vec![batch]]).unwrap();
        session.register_table(level, Arc::new(table)).unwrap();
    }
    session
}

/// A contract with just the columns that a SELECT has.
fn table_of(schema: &Schema) -> TableContract {
    let column_type = |data_type: &DataType| {
        let found = ColumnType::ALL
            .into_iter()
            .find(|known| known.arrow() == *data_type);
        found.unwrap_or_else(|| panic!("a column of type {data_type}"))
    };
    let columns = schema.fields().iter().map(|field| ColumnContract {
        name: field.name().clone(),
        data_type: column_type(field.data_type()),
        nullable: true,
        description: String::new(),
        origin: Origin::Derived(String::new()),
    });
    TableContract {
        schema: "game".to_owned(),
        name: "shape".to_owned(),
        grain: "row".to_owned(),
        description: String::new(),
        replace_by: Vec::new(),
        key: Vec::new(),
        columns: columns.collect(),
        references: Vec::new(),
        indexes: Vec::new(),
        rules: Vec::new(),
    }
}

/// The rows as text, in one order.
fn rows(batches: &[RecordBatch]) -> Vec<String> {
    let text = pretty_format_batches(batches).unwrap().to_string();
    let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
    rows.sort();
    rows
}

#[tokio::test]
async fn every_shape_answers_as_over_plain_tables() {
    let contract = Contract::parse("mappings/game/shapes.yaml", MAPPING).unwrap();
    let plain = plain_session(&contract);
    for (name, sql) in SHAPES {
        let frame = plain.sql(sql).await.unwrap_or_else(|e| panic!("{name}: {e}"));
        let table = table_of(frame.schema().as_arrow());
        let expected = frame.collect().await.unwrap();
        let query = Query {
            table: &table,
            file: name.to_owned(),
            sql: sql.to_owned(),
        };
        let planned = Transformation::plan(&contract, &[query]).await;
        let transformation = planned.unwrap_or_else(|e| panic!("{name}: {e}"));
        let batch = transformation
            .batch(&captures(), &decoded(transformation.tree()))
            .unwrap();
        let found = transformation
            .run(0, &batch)
            .await
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        let width = |lines: Vec<String>| lines.iter().map(|line| line.replace(' ', "")).collect::<Vec<_>>();
        assert_eq!(width(rows(&[found])), width(rows(&expected)), "{name}");
    }
}
