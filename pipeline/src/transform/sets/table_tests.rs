//! A table in memory: what is written of it, and what is not.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Int32Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::Int64Type;
use mlb_lake::contract::{Contract, TableContract};

use super::*;

const MAPPING: &str = r#"version: 1
source:
  name: team.rosters
  endpoint: team
  method: roster
  description: Rosters
  request:
    method: GET
    path: /api/v1/teams/{teamId}/roster
    path_params: {teamId: {type: bigint, description: The team}}
  required: [roster]
document:
  roster: [{id: bigint, name: string}]
levels:
  players: {path: roster, item: player}
tables:
  - name: rosters
    grain: player
    description: Rosters
    replace_by: [team_id]
    key: [season, team_id, player_id]
    columns:
      - {name: team_id, type: bigint, nullable: false, derived: asked for, description: Team}
      - {name: season, type: int, nullable: false, derived: asked for, description: Season}
      - {name: player_id, type: bigint, nullable: false, path: "roster[].id", description: Player}
      - {name: player_name, type: string, path: "roster[].name", description: Name}
      - {name: source_captured_at, type: string, path: capture.source_captured_at, description: When}
"#;

type PlayerRow<'a> = (i64, i32, i64, &'a str);

fn contract() -> Contract {
    Contract::parse("m.yaml", MAPPING).unwrap()
}

fn batch(rows: &[PlayerRow<'_>], captured_at: &str) -> RecordBatch {
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.0))),
        Arc::new(Int32Array::from_iter_values(rows.iter().map(|row| row.1))),
        Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.2))),
        Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.3))),
        Arc::new(StringArray::from_iter_values(rows.iter().map(|_| captured_at))),
    ];
    RecordBatch::try_new(contract().tables[0].arrow_schema(), columns).unwrap()
}

fn order(captured_at: i64) -> OrderKey {
    OrderKey {
        document_at: None,
        captured_at,
        body_hash: String::new(),
    }
}

fn take(table: &mut SetTable<'_>, contract: &TableContract, at: i64, rows: &[PlayerRow<'_>]) {
    let rows = TableRows::new(contract, batch(rows, "later"));
    let taken = table.take_in(&rows).unwrap();
    let sets: Vec<String> = taken.sets().cloned().collect();
    table.show_whole(&order(at), taken, sets).unwrap();
}

fn players(rows: &RecordBatch) -> Vec<i64> {
    rows.column(2).as_primitive::<Int64Type>().values().to_vec()
}

#[test]
fn only_partitions_with_other_rows_are_written() {
    let contract = contract();
    let contract = &contract.tables[0];
    let shown = [
        (147, 2023, 1, "a"),
        (147, 2024, 2, "b"),
        (111, 2024, 10, "c"),
        (111, 2024, 9, "d"),
    ];
    let mut table = SetTable::new(contract, batch(&shown, "before"), &BTreeSet::new()).unwrap();
    assert_eq!(table.difference(), Difference::default());
    // The same rows again are not other rows, whenever they were captured.
    take(
        &mut table,
        contract,
        1,
        &[(147, 2023, 1, "a"), (147, 2024, 2, "b")],
    );
    assert_eq!(table.difference(), Difference::default());
    take(
        &mut table,
        contract,
        2,
        &[(147, 2023, 1, "a"), (147, 2024, 2, "B"), (147, 2024, 3, "e")],
    );
    let difference = table.difference();
    assert_eq!(difference.rows_written, 2);
    assert_eq!(difference.sets, BTreeSet::from(["[\"147\"]".to_owned()]));
    assert_eq!(difference.seasons, BTreeSet::from([2024]));
    let written = table.rows_to_write(&difference).unwrap().unwrap();
    assert_eq!(players(&written), [9, 10, 2, 3], "by partition and key");
    assert_eq!(table.rows(), 5);
    let captured: Vec<&str> = written.column(4).as_string::<i32>().iter().flatten().collect();
    assert_eq!(captured, ["before", "before", "later", "later"]);
}

#[test]
fn rows_that_went_are_a_difference_too() {
    let contract = contract();
    let contract = &contract.tables[0];
    let shown = [(147, 2023, 1, "a"), (111, 2024, 9, "d")];
    let mut table = SetTable::new(contract, batch(&shown, "before"), &BTreeSet::new()).unwrap();
    let taken = table
        .take_in(&TableRows::new(contract, batch(&[], "later")))
        .unwrap();
    table
        .show_whole(&order(1), taken, ["[\"147\"]".to_owned()])
        .unwrap();
    let difference = table.difference();
    assert_eq!((difference.rows_written, table.rows()), (0, 1));
    assert_eq!(difference.seasons, BTreeSet::from([2023]));
    let written = table.rows_to_write(&difference).unwrap().unwrap();
    assert_eq!(written.num_rows(), 0);
    let marks: Vec<Mark> = table.marks().collect();
    assert_eq!(
        (marks.len(), marks[0].set.as_str(), marks[0].key.as_str()),
        (1, "[\"147\"]", "")
    );
}

#[test]
fn a_table_that_begins_anew_is_compared_with_what_was() {
    let contract = contract();
    let contract = &contract.tables[0];
    let shown = [(147, 2024, 1, "a"), (111, 2024, 9, "d")];
    let mut table = SetTable::new(contract, batch(&shown, "before"), &BTreeSet::new()).unwrap();
    table.begin_anew();
    assert_eq!(table.rows(), 0);
    take(
        &mut table,
        contract,
        1,
        &[(111, 2024, 9, "d"), (147, 2024, 1, "a")],
    );
    assert_eq!(table.difference(), Difference::default());
}

#[test]
fn rows_that_nobody_shows_are_let_go() {
    let contract = contract();
    let contract = &contract.tables[0];
    let mut table = SetTable::new(contract, batch(&[], "before"), &BTreeSet::new()).unwrap();
    let rows: Vec<PlayerRow<'_>> = (0..50_000).map(|player| (147, 2024, player, "a")).collect();
    for at in 0..12 {
        take(&mut table, contract, at, &rows);
    }
    let held: usize = table.batches.iter().map(RecordBatch::num_rows).sum();
    assert!(held < 12 * rows.len(), "{held} rows are held");
    let difference = table.difference();
    let written = table.rows_to_write(&difference).unwrap().unwrap();
    assert_eq!(players(&written), (0..50_000).collect::<Vec<i64>>());
}
