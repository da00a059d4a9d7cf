//! Levels as a query sees them.
#![allow(clippy::unwrap_used)]
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StructArray};
use arrow::datatypes::{DataType, Field, Fields};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use mlb_lake_json::{Decoder, LeafSet, LevelSpec, LevelView, Levels, Tree};

fn tree() -> Tree {
    Tree::parse("{pk: bigint, plays: {all: [{about: {n: int, top: boolean}, events: [{x: double, call: {code: string}}]}]}, teams: {*: {name: string, ids: [bigint]}}}").unwrap()
}

fn levels() -> Levels {
    let spec = |name: &str, of: Option<&str>, path: &[&str], item: &str| LevelSpec {
        name: name.into(),
        of: of.map(str::to_string),
        path: path.iter().map(|name| (*name).to_string()).collect(),
        item: item.into(),
    };
    let specs = [
        spec("plays", None, &["plays", "all"], "play"),
        spec("events", Some("plays"), &["events"], "event"),
        spec("teams", None, &["teams"], "team"),
        spec("ids", Some("teams"), &["ids"], "id"),
    ];
    Levels::new(&tree(), &specs).unwrap()
}

const DOCUMENTS: [&str; 4] = [
    r#"{"pk": 1, "plays": {"all": [
        {"about": {"n": 0, "top": true}, "events": [{"x": 1.5, "call": {"code": "B"}}, {"call": null}, null]},
        {"about": {"n": 1}, "events": []},
        {"events": [{"x": 2}]}]},
      "teams": {"away": {"name": "A", "ids": [10, 11]}, "home": {"name": "B"}}}"#,
    r#"{"pk": 2, "plays": {"all": []}}"#,
    r#"{"pk": 3}"#,
    r#"{"pk": 4, "plays": {"all": [{"about": {"n": 7, "top": false}, "events": [{"x": 3}, {"x": 4}]}]}, "teams": {"away": {"ids": [null, 12]}}}"#,
];

fn root() -> StructArray {
    let mut decoder = Decoder::new(&tree()).unwrap();
    DOCUMENTS
        .iter()
        .for_each(|text| decoder.append(text.as_bytes()).unwrap());
    decoder.finish().root
}

fn shown(view: &LevelView) -> Vec<String> {
    assert!(view.columns.iter().all(|column| column.len() == view.rows));
    assert_eq!(view.document_index.len(), view.rows);
    let options = FormatOptions::default().with_null("-");
    let columns: Vec<_> = view
        .columns
        .iter()
        .map(|column| ArrayFormatter::try_new(column.as_ref(), &options).unwrap())
        .collect();
    let row = |row: usize| {
        columns
            .iter()
            .map(|column| column.value(row).to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    (0..view.rows)
        .map(|number| format!("{}: {}", view.document_index.value(number), row(number)))
        .collect()
}

fn wanted(level: &str, paths: &[&[&str]], columns: &[&str]) -> Vec<(String, DataType)> {
    let mut keep = LeafSet::new();
    paths.iter().for_each(|path| keep.insert(path));
    let kept = Levels::new(&tree().pruned(&keep), &[])
        .unwrap()
        .fields("document")
        .unwrap()
        .remove(0)
        .1;
    let own = levels().fields(level).unwrap();
    let mut wanted = Vec::new();
    for column in columns {
        let data_type = if *column == "document" {
            kept.clone()
        } else {
            own.iter().find(|(name, _)| name == column).unwrap().1.clone()
        };
        wanted.push(((*column).to_string(), data_type));
    }
    wanted
}

#[test]
fn a_level_has_its_items_with_what_stands_above_them() {
    let view = levels()
        .view(
            "events",
            &root(),
            &wanted("events", &[&["pk"]], &["document", "event"]),
        )
        .unwrap();
    assert_eq!(
        shown(&view),
        [
            "0: {pk: 1} {_index: 0, x: 1.5, call: {code: B}}",
            "0: {pk: 1} {_index: 1, x: -, call: -}",
            "0: {pk: 1} {_index: 2, x: -, call: -}",
            "0: {pk: 1} {_index: 0, x: 2.0, call: -}",
            "3: {pk: 4} {_index: 0, x: 3.0, call: -}",
            "3: {pk: 4} {_index: 1, x: 4.0, call: -}",
        ]
    );
    let about = DataType::Struct(Fields::from(vec![Field::new("n", DataType::Int32, true)]));
    let play = DataType::Struct(Fields::from(vec![Field::new("about", about, true)]));
    let view = levels()
        .view("events", &root(), &[("play".into(), play)])
        .unwrap();
    assert_eq!(
        shown(&view),
        [
            "0: {about: {n: 0}}",
            "0: {about: {n: 0}}",
            "0: {about: {n: 0}}",
            "0: {about: -}",
            "3: {about: {n: 7}}",
            "3: {about: {n: 7}}"
        ]
    );
}

#[test]
fn maps_have_their_keys_and_scalars_their_values() {
    let view = levels()
        .view("ids", &root(), &levels().fields("ids").unwrap()[2..])
        .unwrap();
    assert_eq!(view.rows, 4);
    let view = levels()
        .view("ids", &root(), &[wanted("ids", &[], &["id"]).remove(0)])
        .unwrap();
    assert_eq!(
        shown(&view),
        [
            "0: {_index: 0, _value: 10}",
            "0: {_index: 1, _value: 11}",
            "3: {_index: 0, _value: -}",
            "3: {_index: 1, _value: 12}"
        ]
    );
    let team = DataType::Struct(Fields::from(vec![
        Field::new("_key", DataType::Utf8, true),
        Field::new("name", DataType::Utf8, true),
    ]));
    let view = levels()
        .view("teams", &root(), &[("team".into(), team.clone())])
        .unwrap();
    assert_eq!(
        shown(&view),
        [
            "0: {_key: away, name: A}",
            "0: {_key: home, name: B}",
            "3: {_key: away, name: -}"
        ]
    );
    let view = levels().view("ids", &root(), &[("team".into(), team)]).unwrap();
    assert_eq!(
        shown(&view),
        [
            "0: {_key: away, name: A}",
            "0: {_key: away, name: A}",
            "3: {_key: away, name: -}",
            "3: {_key: away, name: -}"
        ]
    );
}

#[test]
fn a_slice_of_the_documents_has_the_rows_of_its_documents() {
    let all = wanted("events", &[&["pk"]], &["document", "play", "event"]);
    let whole = shown(&levels().view("events", &root(), &all).unwrap());
    let slice = levels().view("events", &root().slice(1, 3), &all).unwrap();
    let expected: Vec<String> = whole[4..].iter().map(|row| row.replacen("3:", "2:", 1)).collect();
    assert_eq!(shown(&slice), expected);
    assert_eq!(
        shown(&levels().view("events", &root().slice(1, 2), &all).unwrap()),
        [""; 0]
    );
    assert_eq!(
        shown(&levels().view("events", &root().slice(0, 0), &all).unwrap()),
        [""; 0]
    );
}

#[test]
fn the_own_item_is_not_copied_and_the_document_has_a_level() {
    let root = root();
    let view = levels()
        .view("plays", &root, &wanted("plays", &[], &["play"]))
        .unwrap();
    let item: &ArrayRef = &view.columns[0];
    let list = root
        .column_by_name("plays")
        .unwrap()
        .as_struct()
        .column_by_name("all")
        .unwrap()
        .as_list::<i32>();
    assert!(Arc::ptr_eq(
        item.as_struct().column(0),
        list.values().as_struct().column(0)
    ));
    let view = levels()
        .view("document", &root, &levels().fields("document").unwrap())
        .unwrap();
    assert_eq!(view.rows, 4);
    assert_eq!(view.document_index.values(), &[0, 1, 2, 3]);
    assert_eq!(view.columns[0].as_struct(), &root);
    assert_eq!(levels().view("events", &root, &[]).unwrap().rows, 6);
}

#[test]
fn validity_alone_and_length_alone_can_be_wanted() {
    let keep = wanted("events", &[&["plays"], &["teams"]], &["document"]);
    let view = levels().view("document", &root(), &keep).unwrap();
    assert_eq!(
        shown(&view),
        [
            "0: {plays: {}, teams: [{_index: 0, _key: away}, {_index: 1, _key: home}]}",
            "1: {plays: {}, teams: -}",
            "2: {plays: -, teams: -}",
            "3: {plays: {}, teams: [{_index: 0, _key: away}]}",
        ]
    );
}

#[test]
fn a_wrong_name_is_answered_with_the_right_one() {
    let message = |level: &str, column: &str, data_type: DataType| {
        levels()
            .view(level, &root(), &[(column.into(), data_type)])
            .unwrap_err()
            .to_string()
    };
    let fields =
        |name: &str, data_type| DataType::Struct(Fields::from(vec![Field::new(name, data_type, true)]));
    assert_eq!(
        message("event", "event", DataType::Null),
        "there is no level `event`, did you mean `events`"
    );
    assert_eq!(
        message("events", "evnt", DataType::Null),
        "the level `events` has no `evnt`, did you mean `event`"
    );
    assert_eq!(
        message("events", "play", fields("abuot", DataType::Null)),
        "the level `events` has no `play.abuot`, did you mean `about`"
    );
    let deep = fields("about", fields("m", DataType::Int32));
    assert_eq!(
        message("events", "play", deep),
        "the level `events` has no `play.about.m`, did you mean `n`"
    );
}

#[test]
fn a_document_that_is_a_list_is_a_level_itself() {
    let tree = Tree::parse("[{n: int, events: [{x: double}]}]").unwrap();
    let spec = |name: &str, of: Option<&str>, path: &[&str], item: &str| LevelSpec {
        name: name.into(),
        of: of.map(str::to_string),
        path: path.iter().map(|name| (*name).to_string()).collect(),
        item: item.into(),
    };
    let specs = [
        spec("plays", None, &[], "play"),
        spec("events", Some("plays"), &["events"], "event"),
    ];
    let mut keep = LeafSet::new();
    keep.insert(&["n"]);
    keep.insert(&["events"]);
    let tree = tree.pruned(&keep);
    let levels = Levels::new(&tree, &specs).unwrap();
    let mut decoder = Decoder::new(&tree).unwrap();
    for text in [
        r#"[{"n": 1, "events": [{"x": 2.5}, {}]}, {"n": 2}]"#,
        "[]",
        r#"{"n": 3}"#,
        r#"[{"events": [{}]}]"#,
    ] {
        decoder.append(text.as_bytes()).unwrap();
    }
    let root = decoder.finish().root;
    let own = |level: &str, column: &str| {
        let fields = levels.fields(level).unwrap();
        fields
            .into_iter()
            .filter(|(name, _)| name == column)
            .collect::<Vec<_>>()
    };
    let plays = levels.view("plays", &root, &own("plays", "play")).unwrap();
    assert_eq!(plays.document_index.values().to_vec(), [0, 0, 3]);
    let events = levels.view("events", &root, &own("events", "play")).unwrap();
    assert_eq!(events.document_index.values().to_vec(), [0, 0, 3]);
    let numbers = events.columns[0].as_struct().column_by_name("n").unwrap();
    let numbers: Vec<Option<i32>> = numbers
        .as_primitive::<arrow::datatypes::Int32Type>()
        .iter()
        .collect();
    assert_eq!(numbers, [Some(1), Some(1), None]);
}
