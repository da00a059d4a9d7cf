//! kill -9 at every step of a run, then the same command again: the tables are those of a run that was never killed.

use std::collections::BTreeMap;

use mlb_lake::kill_point::KillPoint;
use mlb_tests::feed::Feed;
use mlb_tests::folder::ReplayFolder;
use mlb_tests::home::Home;
use mlb_tests::lake::{Content, Lake, Ran};

/// Where a run that transforms can be killed, in the words of `MLB_KILL_AT`. The last table is the `tables`th.
fn steps(tables: usize) -> Vec<String> {
    let of_point = |point: KillPoint| match point {
        KillPoint::TableCommitted => [1, tables.div_ceil(2), tables].map(|n| format!("{}:{n}", point.name())).to_vec(),
        KillPoint::RawWritten
        | KillPoint::RawCommitted
        | KillPoint::ObservationsCommitted
        | KillPoint::TransformPlanned
        | KillPoint::TablesWritten
        | KillPoint::BeforeLedger
        | KillPoint::LedgerCommitted
        | KillPoint::RunRecorded => vec![point.name().to_owned()],
        // These need PostgreSQL and have a test of their own.
        KillPoint::MirrorCopied | KillPoint::MirrorApplied | KillPoint::MirrorCommitted => Vec::new(),
    };
    KillPoint::ALL.into_iter().flat_map(of_point).collect()
}

/// The same without those of landing, for verbs that land nothing.
fn steps_of_a_transform(tables: usize) -> Vec<String> {
    let landing = [KillPoint::RawWritten, KillPoint::RawCommitted, KillPoint::ObservationsCommitted];
    let is_landing = |step: &String| landing.iter().any(|point| step == point.name());
    steps(tables).into_iter().filter(|step| !is_landing(step)).collect()
}

const TABLES: usize = 17;

/// Three games of two seasons, and a body that is no JSON.
fn first() -> ReplayFolder {
    let earlier = Feed::of(3).set("/gameData/game/season", "2023");
    ReplayFolder::new()
        .with("1.json", Feed::of(1).at("20240713_030000").text())
        .with("2.json", Feed::of(2).at("20240713_030000").text())
        .with("3.json", earlier.text())
        .with("broken.json", "{\"gamePk\": 4, ")
}

/// A later look: a game that lost a play and its umpires, one that grew, and a new one.
fn second() -> ReplayFolder {
    let empty = serde_json::json!([]);
    let shrunk = Feed::of(1).at("20240713_040000").plays(5).set("/liveData/boxscore/officials", empty);
    ReplayFolder::new()
        .with("1.json", shrunk.text())
        .with("2.json", Feed::of(2).at("20240713_040000").plays(8).text())
        .with("5.json", Feed::of(5).text())
}

/// All that must be as if nothing had happened.
#[derive(Debug, PartialEq, Eq)]
struct State {
    content: BTreeMap<String, Content>,
    captures: i64,
    unobserved: i64,
    games: i64,
    quarantined: usize,
}

const UNOBSERVED: &str = "SELECT COUNT(*) AS n FROM raw.game.live_game_v1 AS captures
    LEFT ANTI JOIN meta.observations AS seen ON seen.capture_id = captures.capture_id";

fn state(lake: &Lake) -> State {
    State {
        content: lake.content(),
        captures: lake.number("SELECT COUNT(*) AS n FROM raw.game.live_game_v1"),
        unobserved: lake.number(UNOBSERVED),
        games: lake.number("SELECT COUNT(*) AS n FROM meta.games"),
        quarantined: lake.quarantine().len(),
    }
}

/// Kills a command at a step and runs it again.
fn kill_and_repeat(lake: &Lake, step: &str, args: &[&str]) -> Ran {
    lake.mlb_with(args, &[("MLB_KILL_AT", step)]).killed();
    lake.mlb(args)
}

/// Kills `mlb run` at every step; in the end nothing is left to do.
fn walk(before: &Lake, folder: &ReplayFolder, code: i32) {
    let folder = folder.path().to_string_lossy().into_owned();
    let args = ["run", "--json", "--replay", &folder];
    let never_killed = before.copy();
    never_killed.mlb(args).ends_with(code);
    let expected = state(&never_killed);
    for step in steps(TABLES) {
        let lake = before.copy();
        kill_and_repeat(&lake, &step, &args).ends_with(code);
        assert_eq!(state(&lake), expected, "killed at {step}");
        let versions = lake.tables();
        lake.mlb(args).ends_with(code);
        assert_eq!(lake.tables(), versions, "killed at {step}: a third run writes nothing");
    }
}

/// A lake without a table.
fn empty() -> Lake {
    let lake = Lake::new();
    lake.mlb(["init", "--json"]).clean();
    let warehouse = lake.place().join("mlb-warehouse");
    std::fs::remove_dir_all(warehouse).expect("tables to forget");
    std::fs::remove_dir_all(lake.place().join("mlb-live")).expect("tables to forget");
    lake
}

fn loaded() -> Lake {
    let lake = Lake::new();
    lake.run(first().path()).ends_with(3);
    lake
}

#[test]
fn an_initial_load_that_is_killed_anywhere_is_made_whole() {
    walk(&empty(), &first(), 3);
}

#[test]
fn a_replacement_that_is_killed_anywhere_is_made_whole() {
    walk(&loaded(), &second(), 0);
}

/// SQL that gives other rows in four tables.
fn changed_sql() -> Home {
    let home = Home::copy();
    for (table, column) in [
        ("metadata", "document.gameData.venue.name"),
        ("plays", "play.result.event"),
        ("runners", "runner.details.event"),
        ("umpires", "official.official.fullName"),
    ] {
        home.change(&format!("sql/game/live_game_{table}.sql"), &format!("    {column} AS"), &format!("    UPPER({column}) AS"));
    }
    home
}

const CHANGED_TABLES: usize = 4;

fn walk_refresh(args: &[&str]) {
    let home = changed_sql();
    let before = loaded().with_home(&home);
    let never_killed = before.copy();
    never_killed.mlb(args).clean();
    let expected = state(&never_killed);
    assert_ne!(expected, state(&before), "the SQL gives other rows");
    for step in steps_of_a_transform(CHANGED_TABLES) {
        let lake = before.copy();
        kill_and_repeat(&lake, &step, args).clean();
        assert_eq!(state(&lake), expected, "killed at {step}");
    }
}

#[test]
fn a_full_refresh_that_is_killed_anywhere_is_made_whole() {
    walk_refresh(&["transform", "--full-refresh", "--json"]);
}

#[test]
fn a_transform_of_one_game_that_is_killed_anywhere_is_made_whole() {
    walk_refresh(&["transform", "--game-pk", "1", "--json"]);
}

/// The ledger says nothing of what a killed refresh has committed. A run in between, with nothing to do, must not take that
/// for whole.
#[test]
fn a_killed_refresh_is_not_forgotten_over_a_run_without_news() {
    let home = changed_sql();
    let lake = loaded();
    let expected = state(&lake);
    let refresh = ["transform", "--full-refresh", "--json"];
    let lake = lake.with_home(&home);
    lake.mlb_with(refresh, &[("MLB_KILL_AT", "table_committed:2")]).killed();
    lake.run(first().path()).ends_with(3);
    let reverted = Home::copy();
    let lake = lake.with_home(&reverted);
    lake.mlb(refresh).clean();
    assert_eq!(state(&lake), expected, "the SQL is the old one again, and so are the rows");
}

/// A transform of another game comes between the kill and the healing; then the game goes back to what it was.
#[test]
fn a_killed_replacement_is_not_forgotten_over_a_transform_of_another_game() {
    let lake = loaded();
    let newer = ReplayFolder::new().with("1.json", Feed::of(1).at("20240713_040000").plays(8).text());
    let args = ["run", "--json", "--replay", &newer.path().to_string_lossy()];
    lake.mlb_with(args, &[("MLB_KILL_AT", "table_committed:9")]).killed();
    lake.mlb(["transform", "--game-pk", "2", "--json"]).clean();
    let again = ReplayFolder::new().with("1.json", Feed::of(1).at("20240713_050000").text());
    lake.run(again.path()).clean();

    let never_killed = loaded();
    never_killed.run(newer.path()).clean();
    never_killed.run(again.path()).clean();
    assert_eq!(state(&lake), state(&never_killed));
}
