//! Simulated feeds look like real ones: the same paths with the same types, as many rows, about as large.
//!
//! The real ones are captures in the folder that `MLB_CAPTURES` names, else `../shared/captures` beside the
//! workspace. Without them there is nothing to compare with, and the tests say so and pass.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod tree;

use mlb_simulator::{Feed, Simulator, Slate};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;
use tree::{Tree, agree, captures, workspace};

/// Seasons whose feeds the simulated ones are held against path by path: older captures lack keys.
const RECENT: [&str; 3] = ["2024", "2025", "2026"];

/// The bodies of the real final feeds; None where there are no captures.
fn real_feeds() -> Option<Vec<Value>> {
    let mut feeds = captures("feed_live")?;
    feeds.extend(captures("with_request/game/liveGameV1")?);
    feeds.retain(|feed| feed["gameData"]["status"]["abstractGameState"] == "Final");
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

#[test]
fn feeds_under_way_have_the_paths_of_real_ones() {
    let Some(mut real) = captures("feed_live") else {
        println!("under way: no captures of real feeds here, nothing compared");
        return;
    };
    let is_recent =
        |feed: &Value| RECENT.contains(&feed["gameData"]["game"]["season"].as_str().unwrap_or(""));
    let state = |feed: &Value| {
        feed["gameData"]["status"]["codedGameState"]
            .as_str()
            .unwrap_or("")
            .to_owned()
    };
    real.retain(is_recent);
    let simulator = Simulator::new(2, 2026);
    let mut wrong = Vec::new();
    for (coded, minutes) in [("S", vec![-600]), ("I", vec![20, 60, 95, 130, 150])] {
        let theirs: Vec<&Value> = real.iter().filter(|feed| state(feed) == coded).collect();
        let ours: Vec<Value> = (5_260_150..5_260_161)
            .flat_map(|pk| minutes.iter().map(move |later| (pk, *later)))
            .map(|(pk, later)| feed_at(&simulator, pk, later))
            .filter(|feed| state(feed) == coded)
            .collect();
        assert!(!theirs.is_empty() && ours.len() > 8, "{coded}: {}", ours.len());
        let (theirs, ours, count) = (Tree::of(theirs.iter().copied()), Tree::of(&ours), theirs.len());
        let mut paths = Vec::new();
        theirs.paths("", &mut paths);
        // The play that is going on is among all plays, too; of so few captures it tells little.
        paths.retain(|(path, _)| !path.starts_with(".liveData.plays.currentPlay"));
        for (path, node) in paths {
            match ours.at(&path) {
                None if node.documents == count => wrong.push(format!("{coded}: {path} is missing")),
                Some(own) if !agree(&node.kinds, &own.kinds) && count > 1 => {
                    wrong.push(format!(
                        "{coded}: {path}: real {:?}, simulated {:?}",
                        node.kinds, own.kinds
                    ));
                }
                _ => {}
            }
        }
        let mut paths = Vec::new();
        ours.paths("", &mut paths);
        let unknown = |path: &str| {
            let all = path.replace("currentPlay", "allPlays.[]");
            theirs.at(path).is_none() && SIMULATED.at(path).is_none() && SIMULATED.at(&all).is_none()
        };
        wrong.extend(
            paths
                .iter()
                .filter(|(path, _)| unknown(path))
                .map(|(path, _)| format!("{coded}: {path} is new")),
        );
    }
    assert!(
        wrong.is_empty(),
        "{} differences:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// A game's feed so many minutes after its scheduled start.
fn feed_at(simulator: &Simulator, game_pk: i64, minutes: i64) -> Value {
    let path = format!("/api/v1.1/game/{game_pk}/feed/live");
    let start = simulator.get(&path).unwrap()["gameData"]["datetime"]["dateTime"]
        .as_str()
        .unwrap()
        .to_owned();
    let part = |from: usize, until: usize| start[from..until].parse::<i64>().unwrap();
    // Within a month: the games that are looked at begin in April.
    let all = (part(8, 10) * 24 + part(11, 13)) * 60 + part(14, 16) + minutes;
    let (day, hour, minute) = (all / 1440, all / 60 % 24, all % 60);
    let code = format!("{}{}{day:02}_{hour:02}{minute:02}00", &start[..4], &start[5..7]);
    simulator.get(&format!("{path}?timecode={code}")).unwrap()
}
