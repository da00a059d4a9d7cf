//! Real responses, where they are at hand: `MLB_CAPTURES`, else `shared/captures` beside the workspace.
#![allow(clippy::unwrap_used, clippy::print_stderr)]
mod reference;

use std::io::Read;
use std::path::{Path, PathBuf};

use mlb_lake_json::{Decoder, Leaf, LevelSpec, Levels, Tree, TreeField, validate};
use reference::{Doc, compare};
use serde_json::Value;

fn captures(folder: &str) -> Vec<(String, Vec<u8>)> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/captures");
    let root = std::env::var_os("MLB_CAPTURES").map_or(beside, PathBuf::from);
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
        eprintln!("skipped: no captures of {folder}");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "gz"))
        .collect();
    files.sort();
    let read = files.iter().map(|path| {
        let mut text = Vec::new();
        flate2::read::MultiGzDecoder::new(std::fs::File::open(path).unwrap())
            .read_to_end(&mut text)
            .unwrap();
        (path.file_name().unwrap().to_string_lossy().into_owned(), text)
    });
    read.collect()
}

/// The tree that holds all that stands in some documents. What is of two kinds is read as its text.
fn infer(docs: &[&Doc], name: &str) -> Option<Tree> {
    let docs: Vec<&Doc> = docs.iter().copied().filter(|doc| **doc != Doc::Null).collect();
    let all = |is: fn(&Doc) -> bool| docs.iter().all(|doc| is(doc));
    if docs.is_empty() {
        return None;
    }
    if all(|doc| matches!(doc, Doc::Object(_))) {
        let fields: Vec<(&str, &Doc)> = docs.iter().flat_map(|doc| doc.fields().unwrap()).collect();
        let mut names: Vec<&str> = Vec::new();
        fields.iter().for_each(|(name, _)| {
            if !names.contains(name) {
                names.push(name)
            }
        });
        let is_map =
            name == "teams" || (!names.is_empty() && names.iter().all(|name| name.starts_with("ID")));
        let of = |name: &str| {
            fields
                .iter()
                .filter(|(other, _)| *other == name)
                .map(|(_, doc)| *doc)
                .collect::<Vec<_>>()
        };
        if is_map {
            let items: Vec<&Doc> = fields.iter().map(|(_, doc)| *doc).collect();
            return infer(&items, "").map(|item| Tree::Map(Box::new(item)));
        }
        let fields = names.into_iter().filter_map(|name| {
            Some(TreeField {
                name: name.to_string(),
                tree: infer(&of(name), name)?,
            })
        });
        return Some(Tree::Object(fields.collect()));
    }
    if all(|doc| matches!(doc, Doc::List(_))) {
        let items: Vec<&Doc> = docs
            .iter()
            .flat_map(|doc| {
                if let Doc::List(items) = doc {
                    items.iter()
                } else {
                    [].iter()
                }
            })
            .collect();
        return infer(&items, "").map(|item| Tree::List(Box::new(item)));
    }
    let whole = |doc: &Doc| matches!(doc, Doc::Number(text) if !text.contains(['.', 'e']));
    Some(Tree::Leaf(match () {
        () if all(|doc| matches!(doc, Doc::Bool(_))) => Leaf::Boolean,
        () if all(whole) => Leaf::Int64,
        () if all(|doc| matches!(doc, Doc::Number(_))) => Leaf::Float64,
        () if all(|doc| matches!(doc, Doc::Text(text) if text.ends_with('Z') && text.starts_with("20"))) => {
            Leaf::Timestamp
        }
        () if docs
            .iter()
            .any(|doc| matches!(doc, Doc::List(_) | Doc::Object(_))) =>
        {
            Leaf::Json
        }
        () => Leaf::Utf8,
    }))
}

fn leaves(tree: &Tree) -> usize {
    match tree {
        Tree::Leaf(_) => 1,
        Tree::List(item) | Tree::Map(item) => leaves(item),
        Tree::Object(fields) => fields.iter().map(|field| leaves(&field.tree)).sum(),
    }
}

#[test]
fn every_leaf_of_every_feed_is_what_a_plain_reading_gives() {
    let feeds = captures("feed_live");
    let docs: Vec<Doc> = feeds
        .iter()
        .map(|(_, text)| Doc::from(&serde_json::from_slice::<Value>(text).unwrap()))
        .collect();
    let Some(tree) = infer(&docs.iter().collect::<Vec<_>>(), "") else {
        return;
    };
    assert!(leaves(&tree) > 1_000, "{} leaves", leaves(&tree));
    let mut decoder = Decoder::new(&tree).unwrap();
    for (name, text) in &feeds {
        assert_eq!(validate(text), Ok(()), "{name}");
        assert_eq!(decoder.append(text), Ok(()), "{name}");
    }
    let expected: Vec<Option<Doc>> = docs.into_iter().map(Some).collect();
    let decoded = decoder.finish();
    let misfits = compare(&decoded.root, &tree, &expected);
    assert!(misfits.is_empty(), "{misfits:?}");
    assert_eq!(decoded.drift, []);
}

#[test]
fn feeds_are_read_by_the_tree_of_the_throughput_example() {
    let feeds = captures("feed_live");
    let tree = Tree::parse(include_str!("../examples/live_game.schema")).unwrap();
    let docs: Vec<Option<Doc>> = feeds
        .iter()
        .map(|(_, text)| Some(Doc::from(&serde_json::from_slice::<Value>(text).unwrap())))
        .collect();
    let mut decoder = Decoder::new(&tree).unwrap();
    // The second batch is read with the order of keys that the first one taught.
    for _ in 0..2 {
        feeds
            .iter()
            .for_each(|(name, text)| assert_eq!(decoder.append(text), Ok(()), "{name}"));
        let decoded = decoder.finish();
        let expected = compare(&decoded.root, &tree, &docs);
        let drift = decoded
            .drift
            .iter()
            .map(|drift| ((drift.path.clone(), drift.kind), drift.count))
            .collect();
        assert_eq!(expected, drift);
    }
}

#[test]
fn levels_have_a_row_for_each_item_of_each_feed() {
    let feeds = captures("feed_live");
    let tree = Tree::parse("{gamePk: bigint, liveData: {plays: {allPlays: [{about: {atBatIndex: int}, playEvents: [{playId: string}]}]}}}").unwrap();
    let path = |path: &str| path.split('.').map(str::to_string).collect();
    let plays = LevelSpec {
        name: "plays".into(),
        of: None,
        path: path("liveData.plays.allPlays"),
        item: "play".into(),
    };
    let events = LevelSpec {
        name: "events".into(),
        of: Some("plays".into()),
        path: path("playEvents"),
        item: "event".into(),
    };
    let levels = Levels::new(&tree, &[plays, events]).unwrap();
    let mut decoder = Decoder::new(&tree).unwrap();
    let mut expected = Vec::new();
    for (document, (_, text)) in feeds.iter().enumerate() {
        decoder.append(text).unwrap();
        let value: Value = serde_json::from_slice(text).unwrap();
        for play in value["liveData"]["plays"]["allPlays"].as_array().unwrap() {
            let number = play["about"]["atBatIndex"].as_i64().unwrap();
            let events = play["playEvents"].as_array().unwrap().iter().enumerate();
            expected.extend(events.map(|(index, event)| {
                (
                    document as u32,
                    number as i32,
                    index as i32,
                    event["playId"].as_str().map(str::to_string),
                )
            }));
        }
    }
    let root = decoder.finish().root;
    let view = levels
        .view("events", &root, &levels.fields("events").unwrap())
        .unwrap();
    use arrow::array::AsArray;
    use arrow::datatypes::Int32Type;
    let number = view.columns[1]
        .as_struct()
        .column_by_name("about")
        .unwrap()
        .as_struct()
        .column_by_name("atBatIndex")
        .unwrap()
        .as_primitive::<Int32Type>();
    let index = view.columns[2]
        .as_struct()
        .column_by_name("_index")
        .unwrap()
        .as_primitive::<Int32Type>();
    let ids = view.columns[2]
        .as_struct()
        .column_by_name("playId")
        .unwrap()
        .as_string::<i32>();
    let rows = view
        .document_index
        .values()
        .iter()
        .zip(number)
        .zip(index)
        .zip(ids);
    let rows: Vec<_> = rows
        .map(|(((document, number), index), id)| {
            (*document, number.unwrap(), index.unwrap(), id.map(str::to_string))
        })
        .collect();
    assert_eq!(rows, expected);
    assert_eq!(rows.len(), view.rows);
}

#[test]
fn whatever_was_captured_is_valid_json() {
    let folders = [
        "feed_live_trimmed",
        "diff_patch",
        "timestamps",
        "schedule",
        "teams",
        "people",
        "standings",
        "stats",
        "boxscore",
        "awards",
        "draft",
        "venues",
    ];
    for (name, text) in folders.iter().flat_map(|folder| captures(folder)) {
        let expected = serde_json::from_slice::<Value>(&text).is_ok();
        let found = validate(&text);
        assert_eq!(found.is_ok(), expected, "{name}: {found:?}");
    }
}
