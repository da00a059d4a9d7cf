//! kill -9 at every step of a run, then the same command again: the tables are those of a run that was never killed.

use std::collections::BTreeMap;

use mlb_lake::kill_point::KillPoint;
use mlb_tests::feed::Feed;
use mlb_tests::folder::ReplayFolder;
use mlb_tests::home::Home;
use mlb_tests::lake::{Content, Lake, Ran};
use mlb_tests::shared_lake::shared;
use serde_json::{Value, json};

/// Where a run that transforms can be killed, in the words of `MLB_KILL_AT`. The last table is the `tables`th.
fn steps(tables: usize) -> Vec<String> {
    let of_point = |point: KillPoint| match point {
        KillPoint::TableCommitted => [1, tables.div_ceil(2), tables]
            .map(|n| format!("{}:{n}", point.name()))
            .to_vec(),
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
    let landing = [
        KillPoint::RawWritten,
        KillPoint::RawCommitted,
        KillPoint::ObservationsCommitted,
    ];
    let is_landing = |step: &String| landing.iter().any(|point| step == point.name());
    steps(tables)
        .into_iter()
        .filter(|step| !is_landing(step))
        .collect()
}

/// Three games of two seasons, and a body that is no JSON.
fn first() -> ReplayFolder {
    let earlier = Feed::of(3).set("/gameData/game/season", "2023");
    ReplayFolder::new()
        .with("1.json", Feed::of(1).at("20240713_030000").text())
        .with("2.json", Feed::of(2).at("20240713_030000").text())
        .with("3.json", earlier.text())
        .with("broken.json", "{\"gamePk\": 4, ")
}

/// A later look: a game that lost all its plays and its umpires, one that grew, and a new one.
fn second() -> ReplayFolder {
    let emptied = Feed::of(1)
        .at("20240713_040000")
        .plays(0)
        .set("/liveData/boxscore/officials", json!([]));
    ReplayFolder::new()
        .with("1.json", emptied.text())
        .with("2.json", Feed::of(2).at("20240713_040000").plays(8).text())
        .with("5.json", Feed::of(5).text())
}

/// All that must be as if nothing had happened.
#[derive(Debug, PartialEq)]
struct State {
    content: BTreeMap<String, Content>,
    books: Vec<Value>,
}

/// Captures, those that nobody observed, the games of the ledger, bodies in quarantine.
const BOOKS: &str = "SELECT
    (SELECT COUNT(*) FROM raw.game.live_game_v1) AS captures,
    (SELECT COUNT(*) FROM raw.game.live_game_v1 WHERE capture_id NOT IN (SELECT capture_id FROM meta.observations)) AS unobserved,
    (SELECT COUNT(*) FROM meta.games) AS games,
    (SELECT COUNT(*) FROM meta.quarantine) AS quarantined";

fn state(lake: &Lake) -> State {
    State {
        content: lake.content(),
        books: lake.rows(BOOKS),
    }
}

/// Fails with what differs, and only that.
fn assert_same(found: &State, expected: &State, context: &str) {
    let differs = |table: &&String| found.content.get(*table) != expected.content.get(*table);
    let tables = expected.content.keys().filter(differs).map(|table| {
        format!(
            "{table}: {:?}, {:?} expected",
            found.content.get(table),
            expected.content.get(table)
        )
    });
    let differences: Vec<String> = tables.collect();
    assert!(differences.is_empty(), "{context}\n{}", differences.join("\n"));
    assert_eq!(found, expected, "{context}");
}

/// Kills a command at a step and runs it again.
fn kill_and_repeat(lake: &Lake, step: &str, args: &[&str]) -> Ran {
    lake.mlb_with(args, &[("MLB_KILL_AT", step)]).killed();
    lake.mlb(args)
}

/// Kills `mlb run` at these steps; in the end nothing is left to do.
fn walk(before: &Lake, folder: &ReplayFolder, code: i32, steps: &[String]) {
    let folder = folder.path().to_string_lossy().into_owned();
    let args = ["run", "--json", "--replay", &folder];
    let never_killed = before.copy();
    never_killed.mlb(args).ends_with(code);
    let expected = state(&never_killed);
    for step in steps {
        let lake = before.copy();
        kill_and_repeat(&lake, step, &args).ends_with(code);
        assert_same(&state(&lake), &expected, &format!("killed at {step}"));
        let tables = lake.tables();
        lake.mlb(args).ends_with(code);
        assert_eq!(
            lake.tables(),
            tables,
            "killed at {step}: a third run writes nothing"
        );
    }
}

/// A lake without a table.
fn empty() -> Lake {
    Lake::new()
}

/// A lake of all tables that holds the first games.
fn loaded() -> Lake {
    shared("loaded-to-be-killed", |lake| {
        lake.run(first().path()).ends_with(3);
    })
    .copy()
}

/// The same with two tables only.
fn small() -> Lake {
    let lake = Lake::new().with_home(&Home::small());
    lake.run(first().path()).ends_with(3);
    lake
}

#[test]
fn an_initial_load_that_is_killed_anywhere_is_made_whole() {
    walk(&empty().with_home(&Home::small()), &first(), 3, &steps(2));
}

#[test]
fn a_replacement_that_is_killed_anywhere_is_made_whole() {
    walk(&small(), &second(), 0, &steps(2));
}

/// The steps between the commits of all tables.
fn steps_between_tables() -> Vec<String> {
    ["table_committed:16", "table_committed:31"]
        .map(str::to_owned)
        .to_vec()
}

#[test]
fn an_initial_load_that_is_killed_between_all_tables_is_made_whole() {
    walk(&empty(), &first(), 3, &steps_between_tables());
}

#[test]
fn a_replacement_that_is_killed_between_all_tables_is_made_whole() {
    walk(&loaded(), &second(), 0, &steps_between_tables());
}

/// SQL that gives other rows in both tables of the small home.
fn changed_sql() -> Home {
    let home = Home::small();
    for (table, column) in [
        ("metadata", "document.gameData.venue.name"),
        ("plays", "play.result.event"),
    ] {
        home.change(
            &format!("sql/game/live_game_{table}.sql"),
            &format!("    {column} AS"),
            &format!("    UPPER({column}) AS"),
        );
    }
    home
}

fn walk_refresh(args: &[&str]) {
    let home = changed_sql();
    let before = small().with_home(&home);
    let never_killed = before.copy();
    never_killed.mlb(args).clean();
    let expected = state(&never_killed);
    assert_ne!(expected, state(&before), "the SQL gives other rows");
    for step in steps_of_a_transform(2) {
        let lake = before.copy();
        kill_and_repeat(&lake, &step, args).clean();
        assert_same(&state(&lake), &expected, &format!("killed at {step}"));
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
    let lake = small();
    let expected = state(&lake);
    let refresh = ["transform", "--full-refresh", "--json"];
    let changed = changed_sql();
    let lake = lake.with_home(&changed);
    lake.mlb_with(refresh, &[("MLB_KILL_AT", "table_committed:1")])
        .killed();
    lake.run(first().path()).ends_with(3);
    let as_before = Home::small();
    let lake = lake.with_home(&as_before);
    lake.mlb(refresh).clean();
    assert_same(
        &state(&lake),
        &expected,
        "the SQL is the old one again, and so are the rows",
    );
}

/// Who heals may be killed too, wherever he is.
#[test]
fn a_killed_refresh_is_not_forgotten_when_its_healing_is_killed_too() {
    let before = small();
    let expected = state(&before);
    let refresh = ["transform", "--full-refresh", "--json"];
    let (changed, as_before) = (changed_sql(), Home::small());
    for second in steps_of_a_transform(2) {
        let lake = before.copy().with_home(&changed);
        lake.mlb_with(refresh, &[("MLB_KILL_AT", "table_committed:1")])
            .killed();
        lake.mlb_with(refresh, &[("MLB_KILL_AT", &second)]).killed();
        let lake = lake.with_home(&as_before);
        lake.mlb(refresh).clean();
        assert_same(
            &state(&lake),
            &expected,
            &format!("the second one killed at {second}"),
        );
    }
}

/// A transform of another game comes between the kill and the healing; then the game goes back to what it was.
#[test]
fn a_killed_replacement_is_not_forgotten_over_a_transform_of_another_game() {
    let lake = small();
    let newer = ReplayFolder::new().with("1.json", Feed::of(1).at("20240713_040000").plays(8).text());
    let args = ["run", "--json", "--replay", &newer.path().to_string_lossy()];
    lake.mlb_with(args, &[("MLB_KILL_AT", "table_committed:1")])
        .killed();
    lake.mlb(["transform", "--game-pk", "2", "--json"]).clean();
    let again = ReplayFolder::new().with("1.json", Feed::of(1).at("20240713_050000").text());
    lake.run(again.path()).clean();

    let never_killed = small();
    never_killed.run(newer.path()).clean();
    never_killed.run(again.path()).clean();
    assert_same(&state(&lake), &state(&never_killed), "the game is what it was");
}
