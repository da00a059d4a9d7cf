//! kill -9 at every step of a run, then the same command again: the tables are those of a run that was never killed.

use std::collections::{BTreeMap, BTreeSet};

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
        KillPoint::TableCommitted => BTreeSet::from([1, tables.div_ceil(2), tables])
            .into_iter()
            .map(|n| format!("{}:{n}", point.name()))
            .collect(),
        KillPoint::RawWritten
        | KillPoint::RawCommitted
        | KillPoint::ObservationsCommitted
        | KillPoint::TransformPlanned
        | KillPoint::TablesWritten
        | KillPoint::BeforeLedger
        | KillPoint::LedgerCommitted
        | KillPoint::RunRecorded => vec![point.name().to_owned()],
        // These need PostgreSQL, or another verb, and have tests of their own.
        KillPoint::MirrorCopied
        | KillPoint::MirrorApplied
        | KillPoint::MirrorCommitted
        | KillPoint::TableRestored => Vec::new(),
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

/// A newer look at game 1, which kills the run after its first table.
fn killed_replacement(lake: &Lake) -> ReplayFolder {
    let newer = ReplayFolder::new().with("1.json", Feed::of(1).at("20240713_040000").plays(8).text());
    let folder = newer.path().to_string_lossy().into_owned();
    lake.mlb_with(
        ["run", "--json", "--replay", &folder],
        &[("MLB_KILL_AT", "table_committed:1")],
    )
    .killed();
    newer
}

/// No rows can be made of the newest capture; those of the one before it are half written.
#[test]
fn a_killed_replacement_is_made_whole_though_a_bad_capture_came_since() {
    let lake = small();
    let newer = killed_replacement(&lake);
    let repeated = Feed::of(1)
        .at("20240713_050000")
        .set("/liveData/plays/allPlays/1/about/atBatIndex", 0);
    let bad = ReplayFolder::new().with("1.json", repeated.text());
    lake.run(bad.path()).ends_with(3);

    let never_killed = small();
    never_killed.run(newer.path()).clean();
    never_killed.run(bad.path()).ends_with(3);
    assert_same(
        &state(&lake),
        &state(&never_killed),
        "the newest good capture is shown",
    );
}

/// SQL that makes rows of no game: all its plays have the same key.
fn broken_sql() -> Home {
    let home = Home::small();
    home.change(
        "sql/game/live_game_plays.sql",
        "    play.about.atBatIndex AS",
        "    CAST(0 AS INT) AS",
    );
    home
}

#[test]
fn a_killed_replacement_is_not_forgotten_while_no_rows_can_be_made() {
    let lake = small();
    let newer = killed_replacement(&lake);
    let (broken, right) = (broken_sql(), Home::small());
    let lake = lake.with_home(&broken);
    lake.mlb(["transform"]).ends_with(3);
    let lake = lake.with_home(&right);
    lake.mlb(["transform"]).clean();

    let never_killed = small();
    never_killed.run(newer.path()).clean();
    assert_eq!(lake.content(), never_killed.content());
}

/// A lake after a second look at its games, and the run before that.
fn to_be_restored() -> (Lake, String) {
    let lake = small();
    let first = lake.newest_run();
    lake.run(second().path()).clean();
    (lake, first)
}

/// Between the two tables, before the ledger, and after it.
const STEPS_OF_A_RESTORE: [&str; 3] = ["table_restored:1", "table_restored:2", "table_restored:3"];

/// Tables of different runs: what was to be restored is done again, as if nobody had asked.
#[test]
fn a_restore_that_is_killed_anywhere_is_taken_back_by_the_next_transform() {
    let (before, first) = to_be_restored();
    let expected = state(&before);
    for step in STEPS_OF_A_RESTORE {
        let lake = before.copy();
        lake.mlb_with(["lake", "restore", "--to", &first], &[("MLB_KILL_AT", step)])
            .killed();
        lake.mlb(["transform"]).clean();
        assert_same(&state(&lake), &expected, &format!("killed at {step}"));
    }
}

#[test]
fn a_restore_that_is_killed_anywhere_and_repeated_is_whole_and_stays() {
    let (before, first) = to_be_restored();
    let args = ["lake", "restore", "--to", &first];
    let never_killed = before.copy();
    never_killed.mlb(args).clean();
    let expected = state(&never_killed);
    assert_ne!(expected, state(&before), "the second run changed the tables");
    for step in STEPS_OF_A_RESTORE {
        let lake = before.copy();
        kill_and_repeat(&lake, step, &args).clean();
        assert_same(&state(&lake), &expected, &format!("killed at {step}"));
        lake.mlb(["transform"]).clean();
        assert_same(
            &state(&lake),
            &expected,
            &format!("killed at {step}, and nothing new since"),
        );
    }
}

/// A table that was committed before the kill is at the killed run's position in raw: its rows go with the restore, and come again.
#[test]
fn a_restore_after_a_killed_run_loses_nothing_of_what_that_run_was_to_show() {
    let before = small();
    let (first, at_first) = (before.newest_run(), before.content());
    let never_killed = before.copy();
    never_killed.run(second().path()).clean();
    let expected = state(&never_killed);
    let folder = second();
    let folder = folder.path().to_string_lossy();
    let args = ["run", "--json", "--replay", &folder];
    for step in ["table_committed:1", "table_committed:2", "before_ledger"] {
        let lake = before.copy();
        lake.mlb_with(args, &[("MLB_KILL_AT", step)]).killed();
        lake.mlb(["lake", "restore", "--to", &first]).clean();
        assert_eq!(lake.content(), at_first, "killed at {step}");
        lake.mlb(["transform"]).clean();
        assert_same(&state(&lake), &expected, &format!("killed at {step}"));
    }
}
