//! Simulated feeds look like real ones: the same paths with the same types, as many rows, about as large.
//!
//! The real ones are captures in the folder that `MLB_CAPTURES` names, else `../shared/captures` beside the
//! workspace. Without them there is nothing to compare with, and the tests say so and pass.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use flate2::read::GzDecoder;
use mlb_simulator::{Feed, Slate};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Seasons whose feeds the simulated ones are held against path by path: older captures lack keys.
const RECENT: [&str; 3] = ["2024", "2025", "2026"];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The bodies of the real final feeds; None where there are no captures.
fn real_feeds() -> Option<Vec<Value>> {
    let folder = std::env::var_os("MLB_CAPTURES")
        .map_or_else(|| workspace().join("../shared/captures"), PathBuf::from);
    let mut feeds = Vec::new();
    for kind in ["feed_live", "with_request/game/liveGameV1"] {
        let mut files: Vec<PathBuf> = fs::read_dir(folder.join(kind))
            .ok()?
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        for file in files {
            let mut text = String::new();
            GzDecoder::new(fs::File::open(&file).unwrap())
                .read_to_string(&mut text)
                .unwrap();
            let mut body: Value = serde_json::from_str(&text).unwrap();
            if let Some(response) = body.get_mut("response") {
                body = response.take();
            }
            if body["gameData"]["status"]["abstractGameState"] == "Final" {
                feeds.push(body);
            }
        }
    }
    if feeds.is_empty() { None } else { Some(feeds) }
}

fn real_feeds_or_say_so(test: &str) -> Option<Vec<Value>> {
    let feeds = real_feeds();
    if feeds.is_none() {
        println!("{test}: no captures of real feeds here, nothing compared");
    }
    feeds
}

/// A day of each recent season, one twice.
static SLATES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let days = [
        (11, "2024-07-12"),
        (12, "2025-05-02"),
        (13, "2026-04-19"),
        (14, "2026-08-30"),
    ];
    let games = days
        .iter()
        .flat_map(|(seed, day)| Slate::new(*seed, day, 15).games);
    games.map(|game| game.feed()).collect()
});

/// The slates' tree, and that of games of the kinds that a few days may lack.
static SIMULATED: LazyLock<Tree> = LazyLock::new(|| {
    let mut feeds = Vec::new();
    for seed in 0..4 {
        let feed = || Feed::final_game().seed(seed).date("2026-06-01");
        feeds.push(feed().innings(10).with_review().walk_off().build());
        feeds.push(feed().innings(6).with_ejection().build());
        feeds.push(
            feed()
                .with_mid_plate_appearance_pitching_change()
                .with_player_for_both_clubs()
                .build(),
        );
        feeds.push(feed().with_mid_plate_appearance_pinch_hitter().build());
    }
    Tree::of(SLATES.iter().chain(&feeds))
});

/// Kinds of values at each path. Indexes of lists are `[]`, keys like `ID123` are `*`.
#[derive(Default)]
struct Tree {
    /// Documents in which the path occurs
    documents: usize,
    seen_now: bool,
    kinds: BTreeSet<&'static str>,
    children: BTreeMap<String, Tree>,
}

impl Tree {
    fn of<'a>(documents: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut tree = Self::default();
        for document in documents {
            tree.add(document);
            tree.count();
        }
        tree
    }

    fn add(&mut self, value: &Value) {
        self.seen_now = true;
        self.kinds.insert(kind(value));
        match value {
            Value::Object(fields) => {
                for (key, child) in fields {
                    let number = key
                        .strip_prefix("ID")
                        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
                    let name = if number { "*" } else { key.as_str() };
                    match self.children.get_mut(name) {
                        Some(known) => known.add(child),
                        None => self.children.entry(name.to_owned()).or_default().add(child),
                    }
                }
            }
            Value::Array(items) => items
                .iter()
                .for_each(|item| self.children.entry("[]".to_owned()).or_default().add(item)),
            _ => {}
        }
    }

    fn count(&mut self) {
        self.documents += usize::from(std::mem::take(&mut self.seen_now));
        self.children.values_mut().for_each(Tree::count);
    }

    fn at(&self, path: &str) -> Option<&Tree> {
        path.split('.')
            .filter(|step| !step.is_empty())
            .try_fold(self, |tree, step| tree.children.get(step))
    }

    /// Every path below, with its node.
    fn paths<'a>(&'a self, prefix: &str, found: &mut Vec<(String, &'a Tree)>) {
        for (name, child) in &self.children {
            let path = format!("{prefix}.{name}");
            child.paths(&path, found);
            found.push((path, child));
        }
    }
}

/// The kinds of JSON, whole numbers apart from others: a column of one must not be fed the other.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "fraction",
        Value::Number(_) => "whole number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// Captures that went through another language's parser have `93` for `93.0`, so a whole number is no evidence
/// where fractions occur too.
fn agree(real: &BTreeSet<&'static str>, simulated: &BTreeSet<&'static str>) -> bool {
    let mut real = real.clone();
    if real.contains("fraction") {
        real.remove("whole number");
    }
    // A null may be rarer than our few games show, but where we have a null real feeds have it too.
    simulated.is_subset(&real)
        && real
            .iter()
            .all(|kind| *kind == "null" || simulated.contains(kind))
}

#[test]
fn paths_of_real_feeds_occur_with_their_types() {
    let Some(real) = real_feeds_or_say_so("paths") else {
        return;
    };
    let recent: Vec<&Value> = real
        .iter()
        .filter(|feed| RECENT.contains(&feed["gameData"]["game"]["season"].as_str().unwrap_or("")))
        .collect();
    let (real, simulated) = (Tree::of(recent.iter().copied()), &*SIMULATED);
    let mut paths = Vec::new();
    real.paths("", &mut paths);
    let common: Vec<_> = paths
        .iter()
        .filter(|(_, node)| node.documents * 2 > recent.len())
        .collect();
    assert!(
        common.len() > 1500,
        "only {} paths in {} real feeds",
        common.len(),
        recent.len()
    );
    let mut wrong = Vec::new();
    for (path, node) in common {
        match simulated.at(path) {
            None => wrong.push(format!("{path} is missing")),
            Some(ours) if !agree(&node.kinds, &ours.kinds) => wrong.push(format!(
                "{path}: real {:?}, simulated {:?}",
                node.kinds, ours.kinds
            )),
            Some(_) => {}
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of the paths of real feeds:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_path_that_the_mapping_reads_occurs() {
    let mapping = workspace().join("mappings/game/live_game_v1.yaml");
    let Ok(text) = fs::read_to_string(&mapping) else {
        println!(
            "mapping: {} is not there yet, nothing compared",
            mapping.display()
        );
        return;
    };
    let mapping: Value = serde_saphyr::from_str(&text).unwrap();
    let mut leaves = Vec::new();
    read_paths(&mapping["document"], "", &mut leaves);
    assert!(leaves.len() > 100);
    let ours = &*SIMULATED;
    let theirs = real_feeds().map(|real| Tree::of(&real));
    let mut wrong = Vec::new();
    for path in &leaves {
        let found = resolve(ours, path);
        if found.is_empty() {
            wrong.push(format!("{path} does not occur in simulated feeds"));
        }
        let real = theirs
            .as_ref()
            .map(|real| resolve(real, path))
            .unwrap_or_default();
        if !real.is_empty() && !agree(&real, &found) {
            wrong.push(format!("{path}: real {real:?}, simulated {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The leaves of the mapping's tree: `*` any key of a map, `[]` an item of a list.
fn read_paths(node: &Value, path: &str, leaves: &mut Vec<String>) {
    match node {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, child)| read_paths(child, &format!("{path}.{key}"), leaves)),
        Value::Array(items) => items
            .iter()
            .for_each(|item| read_paths(item, &format!("{path}.[]"), leaves)),
        _ => leaves.push(path.to_owned()),
    }
}

/// Kinds at a path of the mapping, whose `*` stands for every key of an object.
fn resolve(tree: &Tree, path: &str) -> BTreeSet<&'static str> {
    let mut nodes = vec![tree];
    for step in path.split('.').filter(|step| !step.is_empty()) {
        nodes = nodes
            .into_iter()
            .flat_map(|node| {
                node.children
                    .iter()
                    .filter(|(key, _)| step == "*" || *key == step)
                    .map(|(_, child)| child)
            })
            .collect();
    }
    nodes.iter().flat_map(|node| node.kinds.iter().copied()).collect()
}

/// How many rows of each kind a feed makes.
fn rows(feed: &Value) -> BTreeMap<&'static str, usize> {
    let list = |value: &Value| value.as_array().map_or(0, Vec::len);
    let live = &feed["liveData"];
    let plays = live["plays"]["allPlays"].as_array().unwrap();
    let events: Vec<&Value> = plays
        .iter()
        .flat_map(|play| play["playEvents"].as_array().unwrap())
        .collect();
    let runners: Vec<&Value> = plays
        .iter()
        .flat_map(|play| play["runners"].as_array().unwrap())
        .collect();
    let clubs = ["away", "home"].map(|side| &live["boxscore"]["teams"][side]);
    let of_clubs = |key: &str| clubs.iter().map(|club| list(&club[key])).sum::<usize>();
    let pitches = events.iter().filter(|event| event["isPitch"] == true).count();
    let box_players = || {
        clubs
            .iter()
            .flat_map(|club| club["players"].as_object().unwrap().values())
    };
    BTreeMap::from([
        ("plays", plays.len()),
        ("pitches", pitches),
        ("other events", events.len() - pitches),
        (
            "hit data",
            events
                .iter()
                .filter(|event| event.get("hitData").is_some())
                .count(),
        ),
        ("runners", runners.len()),
        (
            "credits",
            runners.iter().map(|runner| list(&runner["credits"])).sum(),
        ),
        ("scoring plays", list(&live["plays"]["scoringPlays"])),
        ("players", box_players().count()),
        (
            "batting order",
            box_players()
                .filter(|player| player.get("battingOrder").is_some())
                .count(),
        ),
        ("pitchers", of_clubs("pitchers")),
        ("bench", of_clubs("bench")),
        ("bullpen", of_clubs("bullpen")),
        ("batters", of_clubs("batters")),
        ("officials", list(&live["boxscore"]["officials"])),
        ("innings", list(&live["linescore"]["innings"])),
    ])
}

fn median(mut numbers: Vec<usize>) -> usize {
    numbers.sort_unstable();
    numbers[numbers.len() / 2]
}

fn nine_innings() -> Vec<&'static Value> {
    let nine = |feed: &Value| {
        feed["liveData"]["linescore"]["innings"]
            .as_array()
            .is_some_and(|innings| innings.len() == 9)
    };
    SLATES
        .iter()
        .filter(|feed| feed["liveData"]["linescore"]["scheduledInnings"] == 9 && nine(feed))
        .collect()
}

#[test]
fn nine_innings_have_as_many_rows_as_real_ones() {
    let Some(real) = real_feeds_or_say_so("rows") else {
        return;
    };
    let real: Vec<_> = real.iter().map(rows).collect();
    let simulated: Vec<_> = nine_innings().into_iter().map(rows).collect();
    assert!(simulated.len() >= 30);
    for kind in real[0].keys() {
        let counts: Vec<usize> = real.iter().map(|rows| rows[kind]).collect();
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        let ours = median(simulated.iter().map(|rows| rows[kind]).collect());
        assert!(
            (least..=most).contains(&&ours),
            "{kind}: the median simulated game has {ours}, real ones {least} to {most}"
        );
    }
}

#[test]
fn a_compact_feed_is_about_as_large_as_a_real_one() {
    let Some(real) = real_feeds_or_say_so("size") else {
        return;
    };
    let size = |feed: &Value| serde_json::to_string(feed).unwrap().len();
    let real = median(real.iter().map(size).collect());
    let ours = median(nine_innings().into_iter().map(size).collect());
    println!("median bytes: real {real}, simulated {ours}");
    assert!(
        ours.abs_diff(real) * 5 <= real,
        "the median simulated feed has {ours} bytes, the real one {real}"
    );
}
