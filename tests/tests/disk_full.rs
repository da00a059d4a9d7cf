//! A disk that is full, at each write of a run in turn: the error says so and what to do, what landed stays, and the next run with some
//! room ends as if there had always been enough.

use std::collections::{BTreeMap, BTreeSet};

use mlb_tests::feed::Feed;
use mlb_tests::folder::{self, ReplayFolder};
use mlb_tests::home::Home;
use mlb_tests::lake::{Content, Lake, Ran};
use mlb_tests::small_disk::{PAGE_BYTES, SmallDisk, on_small_disk};
use serde_json::Value;

/// A run that needs more than this is not what is tested here.
const ROOM_BYTES_MAX: u64 = 2 * 1024 * 1024;

fn first() -> ReplayFolder {
    ReplayFolder::new()
        .with("1.json", Feed::of(1).text())
        .with("2.json", Feed::of(2).text())
}

/// A game that grew, and a new one.
fn second() -> ReplayFolder {
    ReplayFolder::new()
        .with("1.json", Feed::of(1).at("20240713_040000").plays(8).text())
        .with("3.json", Feed::of(3).text())
}

fn loaded(home: &Home) -> Lake {
    let lake = Lake::in_folder().with_home(home);
    lake.run(first().path()).clean();
    lake
}

/// The lake on the small disk, as it is now elsewhere; nothing where that is not there.
fn on(disk: &SmallDisk, before: &Lake, home: &Home) -> Lake {
    disk.make_room();
    let place = disk.path().join("lake");
    let _ = std::fs::remove_dir_all(&place);
    if before.place().exists() {
        folder::copy(before.place(), &place);
    }
    Lake::at(&place.to_string_lossy()).with_home(home)
}

/// Room for one page after the other, or for several.
fn rooms(pages: usize) -> impl Iterator<Item = u64> {
    (0..ROOM_BYTES_MAX).step_by(pages * PAGE_BYTES as usize)
}

/// One line: what could not be written, why, and what to do. Answers with the first of these.
fn told(ran: &Ran, room: u64) -> String {
    let lines: Vec<&str> = ran.stderr.lines().collect();
    let [line] = &lines[..] else {
        panic!("one line with room for {room} bytes: {}", ran.stderr)
    };
    let parts = line
        .strip_prefix("error: ")
        .and_then(|line| line.split_once(": no space left where the lake is, the disk is full; "));
    let Some((what, remedy)) = parts else {
        panic!("room for {room} bytes: {line}")
    };
    assert_eq!(remedy, "free some and run again: nothing that landed is lost");
    assert_eq!(ran.code, Some(5), "room for {room} bytes: {line}");
    what.to_owned()
}

/// The bodies that raw holds, by their hashes, each of which fits its body.
fn bodies(lake: &Lake) -> BTreeSet<String> {
    let sql = "SELECT body_hash, CAST(data AS VARCHAR) AS body FROM raw.game.live_game_v1";
    let hashes = lake.rows(sql).into_iter().map(|row| {
        let hash = row["body_hash"].as_str().expect("a hash").to_owned();
        let body = row["body"].as_str().expect("a body");
        assert_eq!(hash, blake3::hash(body.as_bytes()).to_hex().to_string());
        hash
    });
    hashes.collect()
}

/// All that must be as on a disk that has room.
#[derive(Debug, PartialEq)]
struct State {
    content: BTreeMap<String, Content>,
    books: Vec<Value>,
}

fn state(lake: &Lake) -> State {
    let books = "SELECT
        (SELECT COUNT(*) FROM raw.game.live_game_v1) AS captures,
        (SELECT COUNT(*) FROM raw.game.live_game_v1 WHERE capture_id NOT IN (SELECT capture_id FROM meta.observations)) AS unobserved,
        (SELECT COUNT(*) FROM meta.games) AS games";
    State {
        content: lake.content(),
        books: lake.rows(books),
    }
}

/// Files that somebody began to write.
fn assert_nothing_is_begun(lake: &Lake, room: u64) {
    let files = folder::files(lake.place());
    let begun = files.iter().find(|file| file.to_string_lossy().contains('#'));
    assert_eq!(begun, None, "room for {room} bytes");
}

#[test]
fn a_run_on_a_full_disk_stops_with_a_word_and_is_made_good_by_the_next() {
    let test = "a_run_on_a_full_disk_stops_with_a_word_and_is_made_good_by_the_next";
    on_small_disk(test, |disk| {
        let (home, second) = (Home::small(), second());
        let before = loaded(&home);
        let (bodies_before, before_run) = (bodies(&before), before.content());
        let never_full = before.copy();
        never_full.run(second.path()).clean();
        let (bodies_after, expected) = (bodies(&never_full), state(&never_full));
        let mut stopped_at = BTreeSet::new();
        for room in rooms(1) {
            let lake = on(disk, &before, &home);
            disk.leave(room);
            let ran = lake.run(second.path());
            if ran.code == Some(0) {
                assert_eq!(state(&lake), expected, "room for {room} bytes is enough");
                break;
            }
            stopped_at.insert(told(&ran, room));
            assert_nothing_is_begun(&lake, room);
            let found = bodies(&lake);
            assert!(
                found.is_superset(&bodies_before) && found.is_subset(&bodies_after),
                "room for {room} bytes: {found:?}"
            );
            for (table, content) in lake.content() {
                assert!(
                    content == before_run[&table] || content == expected.content[&table],
                    "{table} is whole, with room for {room} bytes"
                );
            }
            disk.make_room();
            lake.run(second.path()).clean();
            assert_eq!(state(&lake), expected, "after a run with room for {room} bytes");
        }
        for table in [
            "raw.game.live_game_v1",
            "meta.observations",
            "game.live_game_metadata",
            "game.live_game_plays",
        ] {
            let is_named = stopped_at.contains(&format!("table `{table}`"));
            assert!(is_named, "{table} is among {stopped_at:?}");
        }
    });
}

#[test]
fn a_first_load_on_a_full_disk_is_made_good_by_the_next() {
    on_small_disk("a_first_load_on_a_full_disk_is_made_good_by_the_next", |disk| {
        let (home, first) = (Home::small(), first());
        let expected = state(&loaded(&home));
        let nothing = Lake::in_folder();
        for room in rooms(4) {
            let lake = on(disk, &nothing, &home);
            disk.leave(room);
            let ran = lake.run(first.path());
            if ran.code == Some(0) {
                assert!(room > 0, "the lake takes some room");
                assert_eq!(state(&lake), expected, "room for {room} bytes is enough");
                break;
            }
            told(&ran, room);
            disk.make_room();
            lake.run(first.path()).clean();
            assert_eq!(state(&lake), expected, "after a run with room for {room} bytes");
        }
    });
}

#[test]
fn an_optimize_on_a_full_disk_changes_nothing() {
    on_small_disk("an_optimize_on_a_full_disk_changes_nothing", |disk| {
        let home = Home::small();
        let before = loaded(&home);
        before.run(second().path()).clean();
        let expected = state(&before);
        for room in rooms(3) {
            let lake = on(disk, &before, &home);
            disk.leave(room);
            let ran = lake.mlb(["lake", "optimize"]);
            if ran.code == Some(0) {
                assert_eq!(state(&lake), expected, "room for {room} bytes is enough");
                break;
            }
            told(&ran, room);
            assert_eq!(state(&lake), expected, "room for {room} bytes");
            disk.make_room();
            lake.mlb(["lake", "optimize"]).clean();
            lake.run(second().path()).clean();
            assert_eq!(
                state(&lake),
                expected,
                "after an optimize with room for {room} bytes"
            );
        }
    });
}

#[test]
fn a_restore_on_a_full_disk_is_taken_back_by_the_next_transform() {
    let test = "a_restore_on_a_full_disk_is_taken_back_by_the_next_transform";
    on_small_disk(test, |disk| {
        let home = Home::small();
        let before = loaded(&home);
        let (first, at_first) = (before.newest_run(), before.content());
        before.run(second().path()).clean();
        let expected = state(&before);
        for room in rooms(1) {
            let lake = on(disk, &before, &home);
            disk.leave(room);
            let ran = lake.mlb(["lake", "restore", "--to", &first]);
            if ran.code == Some(0) {
                assert_eq!(lake.content(), at_first, "room for {room} bytes is enough");
                break;
            }
            told(&ran, room);
            disk.make_room();
            lake.mlb(["transform"]).clean();
            assert_eq!(
                state(&lake),
                expected,
                "after a restore with room for {room} bytes"
            );
        }
    });
}
