//! `mlb lake`: looking after files changes none of what they say, and never deletes what somebody may still read or be about to commit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use arrow::array::AsArray;
use arrow::datatypes::{Date32Type, Int32Type, Int64Type};
use mlb_lake::{TableId, columns};
use mlb_tests::feed::Feed;
use mlb_tests::folder::{self, ReplayFolder};
use mlb_tests::home::Home;
use mlb_tests::lake::{Lake, Ran};
use object_store::ObjectStoreExt;
use serde_json::{Value, json};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn first() -> ReplayFolder {
    ReplayFolder::new()
        .with("1.json", Feed::of(1).text())
        .with("2.json", Feed::of(2).text())
        .with("3.json", Feed::of(3).text())
}

/// A later look at a game, and a game of an earlier day.
fn second() -> ReplayFolder {
    let earlier = Feed::of(4).set("/gameData/datetime/officialDate", "2024-05-01");
    ReplayFolder::new()
        .with("1.json", Feed::of(1).at("20240713_040000").plays(8).text())
        .with("4.json", earlier.text())
}

fn third() -> ReplayFolder {
    ReplayFolder::new()
        .with("2.json", Feed::of(2).at("20240713_050000").plays(3).text())
        .with("5.json", Feed::of(5).text())
}

fn small() -> Lake {
    Lake::new().with_home(&Home::small())
}

fn small_in_folder() -> Lake {
    Lake::in_folder().with_home(&Home::small())
}

/// Two runs, so that each table has two files and has removed one.
fn after_two_runs(lake: Lake) -> Lake {
    lake.run(first().path()).clean();
    lake.run(second().path()).clean();
    lake
}

fn status(lake: &Lake) -> Vec<Value> {
    let status = lake.mlb(["lake", "status", "--json"]).clean().json();
    status.as_array().expect("a list of tables").clone()
}

/// By table, its files.
fn files(lake: &Lake) -> BTreeMap<String, u64> {
    let states = status(lake).into_iter().map(|state| {
        let name = state["table"].as_str().expect("a name").to_owned();
        (name, state["files"].as_u64().expect("a number"))
    });
    states.collect()
}

/// The verbs of the runs on record, the newest first.
fn verbs(lake: &Lake) -> Vec<String> {
    let runs = lake.mlb(["lake", "history", "--json"]).clean().json();
    let runs = runs.as_array().expect("a list of runs").iter();
    runs.map(|run| run["verb"].as_str().expect("a verb").to_owned())
        .collect()
}

/// The plays that the lake showed after a run.
fn plays_as_of(lake: &Lake, run: &str) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM game.live_game_plays";
    let ran = lake.mlb(["sql", "--format", "json", "--as-of", run, sql]).clean();
    ran.json()["n"].as_i64().expect("a number")
}

fn told(ran: &Ran, words: &[&str]) {
    for word in words {
        assert!(ran.stderr.contains(word), "`{word}` in: {}", ran.stderr);
    }
}

/// A table's folder in a lake.
fn folder_of(table: &str) -> PathBuf {
    let path = table.replace('.', "/");
    match path.strip_prefix("raw/") {
        Some(raw) => Path::new("mlb-live/raw").join(raw),
        None => Path::new("mlb-warehouse").join(path),
    }
}

/// A table's log, read by hand: each version's actions.
fn log_of(table: &Path) -> BTreeMap<u64, Vec<Value>> {
    let log = table.join("_delta_log");
    let files = folder::files(&log).into_iter();
    let entries = files.filter(|file| file.extension().is_some_and(|end| end == "json"));
    let entry = |file: PathBuf| {
        let version: u64 = file
            .with_extension("")
            .to_string_lossy()
            .parse()
            .expect("a version");
        let text = std::fs::read_to_string(log.join(file)).expect("an entry of the log");
        let action = |line| serde_json::from_str(line).expect("an action");
        let actions: Vec<Value> = text.lines().map(action).collect();
        (version, actions)
    };
    entries.map(entry).collect()
}

/// The files that a table's log adds and does not remove.
fn active(table: &Path) -> BTreeSet<PathBuf> {
    let mut active = BTreeSet::new();
    for action in log_of(table).into_values().flatten() {
        let path = |kind: &str| action[kind]["path"].as_str().map(PathBuf::from);
        active.extend(path("add"));
        if let Some(removed) = path("remove") {
            active.remove(&removed);
        }
    }
    active
}

/// The files of all tables that their logs remove.
fn removed(lake: &Lake) -> BTreeSet<PathBuf> {
    let mut removed = BTreeSet::new();
    for table in files(lake).into_keys() {
        let folder = folder_of(&table);
        let actions = log_of(&lake.place().join(&folder)).into_values().flatten();
        let paths =
            actions.filter_map(|action| action["remove"]["path"].as_str().map(|path| folder.join(path)));
        removed.extend(paths);
    }
    removed
}

/// The files of all tables that no log names.
fn orphans(lake: &Lake) -> BTreeSet<PathBuf> {
    let mut orphans: BTreeSet<PathBuf> = folder::files(lake.place())
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "parquet"))
        .collect();
    for table in files(lake).into_keys() {
        let folder = folder_of(&table);
        for action in log_of(&lake.place().join(&folder)).into_values().flatten() {
            if let Some(named) = action["add"]["path"].as_str() {
                orphans.remove(&folder.join(named));
            }
        }
    }
    orphans
}

fn make_old(file: &Path) {
    let opened = File::options().write(true).open(file).expect("a file");
    opened
        .set_modified(SystemTime::now() - 40 * DAY)
        .expect("its time is set");
}

/// The files that were removed were removed two days earlier.
fn backdate_removals(lake: &Lake) {
    const TWO_DAYS_MS: i64 = 2 * 24 * 60 * 60 * 1000;
    for table in files(lake).into_keys() {
        let table = lake.place().join(folder_of(&table));
        for (version, mut actions) in log_of(&table) {
            for action in &mut actions {
                if let Some(at) = action["remove"]["deletionTimestamp"].as_i64() {
                    action["remove"]["deletionTimestamp"] = json!(at - TWO_DAYS_MS);
                }
            }
            let lines: Vec<String> = actions.iter().map(Value::to_string).collect();
            let entry = table.join(format!("_delta_log/{version:020}.json"));
            std::fs::write(entry, lines.join("\n")).expect("an entry of the log");
        }
    }
}

#[test]
fn status_says_what_the_files_on_disk_say() {
    let lake = after_two_runs(small_in_folder());
    let states = status(&lake);
    assert_eq!(states.len(), 6, "raw, two tables, three books: {states:?}");
    let mut files = 0;
    for state in &states {
        let name = state["table"].as_str().expect("a name");
        let table = lake.place().join(folder_of(name));
        let active = active(&table);
        let size = |file: &PathBuf| std::fs::metadata(table.join(file)).expect("a file").len();
        let found = json!({
            "table": name,
            "rows": lake.number(&format!("SELECT COUNT(*) AS n FROM {name}")),
            "files": active.len(),
            "bytes": active.iter().map(size).sum::<u64>(),
            "version": log_of(&table).into_keys().max(),
            "small_files": active.len(),
        });
        assert_eq!(state, &found);
        files += active.len();
    }
    let told = lake.mlb(["lake", "status"]).clean().stdout;
    let sum = told.lines().last().unwrap_or_default();
    let expected = format!("Lake {}: 6 tables, {files} files, ", lake.location());
    assert!(sum.starts_with(&expected), "{sum}");
}

#[test]
fn history_names_the_runs_and_each_commit_with_its_version_and_run() {
    let lake = small();
    lake.run(first().path()).clean();
    let first = lake.newest_run();
    lake.run(second().path()).clean();
    let second = lake.newest_run();
    assert!(first < second, "ids sort by time");
    assert_eq!(verbs(&lake), ["run", "run"]);
    lake.mlb(["lake", "optimize"]).clean();
    assert_eq!(verbs(&lake), ["optimize", "run", "run"]);
    let optimized = lake.newest_run();
    let history = |args: &[&str]| {
        let command = ["lake", "history", "--json", "live_game_plays"];
        let lines = lake.mlb(command.iter().chain(args)).clean().json();
        let lines = lines.as_array().expect("a list of commits").clone();
        lines
            .iter()
            .map(|line| {
                assert!(line["committed_at"].is_string(), "{line}");
                json!([line["version"], line["operation"], line["run_id"]])
            })
            .collect::<Vec<_>>()
    };
    let all = [
        json!([3, "OPTIMIZE", optimized]),
        json!([2, "WRITE", second]),
        json!([1, "WRITE", first]),
        json!([0, "CREATE TABLE", first]),
    ];
    assert_eq!(history(&[]), all);
    assert_eq!(history(&["--limit", "2"]), all[..2]);
    let told_lines = lake.mlb(["lake", "history", "live_game_plays"]).clean().stdout;
    assert_eq!(told_lines.lines().count(), 5, "{told_lines}");
    let unknown = lake.mlb(["lake", "history", "live_game_playz"]).ends_with(2);
    told(&unknown, &["`live_game_playz`", "live_game_plays"]);
}

/// Day, game and plate appearance of each row, in the order of the files.
async fn plays_in_files(lake: &Lake) -> Vec<(i32, i64, i32)> {
    let id = TableId::warehouse("game", "live_game_plays");
    let open = lake.open();
    let table = open.open(&id).await.expect("a table").expect("a table");
    let mut plays = Vec::new();
    for file in columns::files(&id, &table).expect("files") {
        let names = ["game_pk", "game_date", "at_bat_index"];
        for batch in columns::read(&id, &table, &file, &names).await.expect("rows") {
            let column = |name: &str| batch.column_by_name(name).expect("a column");
            let days = column("game_date").as_primitive::<Date32Type>().values();
            let games = column("game_pk").as_primitive::<Int64Type>().values();
            let indexes = column("at_bat_index").as_primitive::<Int32Type>().values();
            let rows = days.iter().zip(games.iter()).zip(indexes.iter());
            plays.extend(rows.map(|((day, game), index)| (*day, *game, *index)));
        }
    }
    plays
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn optimize_puts_files_together_and_rows_in_order_and_changes_none() {
    let lake = after_two_runs(small());
    let (content, before) = (lake.content(), files(&lake));
    assert!(
        !plays_in_files(&lake).await.is_sorted(),
        "there is something to sort"
    );
    let report = lake.mlb(["lake", "optimize", "--json"]).clean().json();
    let after = files(&lake);
    let lines = report.as_array().expect("a list of tables");
    assert_eq!(lines.len(), 6, "every table: {report}");
    for line in lines {
        let name = line["table"].as_str().expect("a name");
        assert_eq!(line["files_after"], 1, "{line}");
        assert_eq!(after[name], 1, "{name}");
        if name != "meta.runs" {
            assert_eq!(line["files_before"], before[name], "{line}");
        }
    }
    assert_eq!(lake.content(), content);
    let plays = plays_in_files(&lake).await;
    assert_eq!(plays.len(), 26);
    assert!(plays.is_sorted(), "{plays:?}");

    let again = lake.mlb(["lake", "optimize", "--json"]).clean().json();
    assert_eq!(again, json!([]), "a second time there is nothing to do");
    assert_eq!(verbs(&lake)[0], "optimize");
    assert_eq!(verbs(&lake)[1], "run", "what did nothing is not put on record");
}

#[test]
fn a_transform_after_optimize_applies_nothing_again_and_what_is_new_once() {
    let lake = after_two_runs(small());
    lake.mlb(["lake", "optimize"]).clean();
    let tables = lake.tables();
    lake.mlb(["transform"]).clean();
    lake.run(second().path()).clean();
    let of_games = |tables: BTreeMap<String, (u64, u64)>| {
        let mut tables = tables;
        tables.retain(|name, _| name.starts_with("game.") || name.starts_with("raw."));
        tables
    };
    assert_eq!(of_games(lake.tables()), of_games(tables), "nothing is new");
    lake.run(third().path()).clean();

    let never_optimized = after_two_runs(small());
    never_optimized.run(third().path()).clean();
    assert_eq!(lake.content(), never_optimized.content());
    let captures = "SELECT COUNT(*) AS n FROM raw.game.live_game_v1";
    assert_eq!(lake.number(captures), never_optimized.number(captures));
}

/// What landed is put together with what was transformed long ago, and is new all the same.
#[test]
fn captures_that_landed_before_an_optimize_are_transformed_after_it() {
    let lake = small();
    lake.run(first().path()).clean();
    lake.ingest(second().path()).clean();
    lake.mlb(["lake", "optimize"]).clean();
    lake.mlb(["lake", "optimize"]).clean();
    lake.ingest(third().path()).clean();
    lake.mlb(["lake", "optimize"]).clean();
    lake.mlb(["transform"]).clean();
    let never_optimized = after_two_runs(small());
    never_optimized.run(third().path()).clean();
    assert_eq!(lake.content(), never_optimized.content());
}

/// What a killed run left half done is not put on record as if it were whole.
#[test]
fn optimize_between_a_killed_run_and_its_healing_hides_nothing() {
    let lake = small();
    lake.run(first().path()).clean();
    let second = second();
    let folder = second.path().to_string_lossy();
    lake.mlb_with(
        ["run", "--replay", &folder],
        &[("MLB_KILL_AT", "table_committed:1")],
    )
    .killed();
    lake.mlb(["lake", "optimize"]).clean();
    assert_eq!(verbs(&lake), ["run"]);
    lake.mlb(["transform"]).clean();
    assert_eq!(lake.content(), after_two_runs(small()).content());
}

#[test]
fn vacuum_keeps_what_any_run_within_the_retention_showed() {
    let lake = small();
    lake.run(first().path()).clean();
    let first = lake.newest_run();
    lake.run(second().path()).clean();
    let (second, content) = (lake.newest_run(), lake.content());
    lake.mlb(["lake", "optimize"]).clean();
    for args in [
        &["lake", "vacuum", "--json"][..],
        &["lake", "vacuum", "--full", "--json"],
    ] {
        assert_eq!(lake.mlb(args).clean().json(), json!([]), "{args:?}");
    }
    assert_eq!(plays_as_of(&lake, &first), 18);
    assert_eq!(plays_as_of(&lake, &second), 26);
    assert_eq!(lake.content(), content);
    let shorter = lake.mlb(["lake", "vacuum", "--retention-days", "0"]).ends_with(2);
    told(&shorter, &["--retention-days"]);
}

#[test]
fn vacuum_deletes_what_is_older_than_it_is_told_to_keep() {
    let lake = after_two_runs(small_in_folder());
    let (newest, content) = (lake.newest_run(), lake.content());
    backdate_removals(&lake);
    assert_eq!(lake.mlb(["lake", "vacuum", "--json"]).clean().json(), json!([]));

    let (before, removed) = (folder::files(lake.place()), removed(&lake));
    assert!(removed.len() > 1, "{removed:?}");
    let is_data = |file: &&PathBuf| file.extension().is_some_and(|end| end == "parquet");
    let gone = || -> BTreeSet<PathBuf> {
        let left = folder::files(lake.place());
        let gone = before.iter().filter(|file| !left.contains(file));
        gone.filter(is_data).cloned().collect()
    };
    let args = ["lake", "vacuum", "--json", "--retention-days", "1"];
    let planned = lake.mlb(args.iter().chain(&["--dry-run"])).clean().json();
    assert_eq!(gone(), BTreeSet::new(), "a dry run deletes nothing");
    let lines = planned.as_array().expect("a list of tables").iter();
    let sum: u64 = lines.filter_map(|line| line["files_deleted"].as_u64()).sum();
    assert_eq!(sum, removed.len() as u64, "{planned}");
    assert_eq!(lake.mlb(args).clean().json(), planned);
    assert_eq!(gone(), removed);
    assert_eq!(lake.content(), content);
    assert_eq!(plays_as_of(&lake, &newest), 26);
    assert_eq!(
        lake.mlb(args).clean().json(),
        json!([]),
        "what is gone is not told again"
    );
    assert_eq!(verbs(&lake), ["vacuum", "run", "run"]);
    lake.run(third().path()).clean();
    let never_vacuumed = after_two_runs(small_in_folder());
    never_vacuumed.run(third().path()).clean();
    assert_eq!(lake.content(), never_vacuumed.content());
}

/// A run that is at work has files that no version names yet, and so has one that was killed.
#[test]
fn a_full_vacuum_deletes_what_a_killed_run_left_once_it_is_old() {
    let lake = small_in_folder();
    lake.run(first().path()).clean();
    let first = lake.newest_run();
    lake.run(second().path()).clean();
    let third = third();
    let folder = third.path().to_string_lossy();
    let args = ["run", "--replay", &folder];
    lake.mlb_with(args, &[("MLB_KILL_AT", "tables_written")]).killed();
    let plays = lake.place().join(folder_of("game.live_game_plays"));
    let begun = plays.join("season=2024/part-00000-killed.zstd.parquet#1");
    std::fs::write(&begun, "PAR1").expect("a file");
    let orphans = orphans(&lake);
    assert_eq!(orphans.len(), 2, "a file of each table: {orphans:?}");

    let full = ["lake", "vacuum", "--full", "--json"];
    let before = folder::files(lake.place());
    assert_eq!(
        lake.mlb(full).clean().json(),
        json!([]),
        "they may be a run's that is at work"
    );
    for file in before
        .iter()
        .filter(|file| !file.starts_with("mlb-warehouse/meta/leases"))
    {
        make_old(&lake.place().join(file));
    }
    assert_eq!(
        lake.mlb(["lake", "vacuum", "--json"]).clean().json(),
        json!([]),
        "without `--full`"
    );
    let planned = lake.mlb(full.iter().chain(&["--dry-run"])).clean().json();
    let expected = json!([
        {"table": "game.live_game_metadata", "files_deleted": 1},
        {"table": "game.live_game_plays", "files_deleted": 2},
    ]);
    assert_eq!(planned, expected);
    assert!(begun.exists() && orphans.iter().all(|file| lake.place().join(file).exists()));
    assert_eq!(lake.mlb(full).clean().json(), expected);
    let left = folder::files(lake.place());
    let gone: BTreeSet<&PathBuf> = before
        .iter()
        .filter(|file| !left.contains(file) && !file.starts_with("mlb-warehouse/meta/leases"))
        .collect();
    let begun = begun
        .strip_prefix(lake.place())
        .expect("a file of the lake")
        .to_owned();
    let expected: BTreeSet<&PathBuf> = orphans.iter().chain([&begun]).collect();
    assert_eq!(gone, expected, "those and no others");
    assert_eq!(plays_as_of(&lake, &first), 18);

    lake.mlb(args).clean();
    let never_killed = after_two_runs(small_in_folder());
    never_killed.run(third.path()).clean();
    assert_eq!(lake.content(), never_killed.content());
}

#[test]
fn a_checkpoint_is_all_that_a_table_needs_of_its_log() {
    let lake = after_two_runs(small_in_folder());
    let content = lake.content();
    lake.mlb(["lake", "checkpoint"]).clean();
    for (table, files) in files(&lake) {
        let log = lake.place().join(folder_of(&table)).join("_delta_log");
        assert!(log.join("_last_checkpoint").is_file(), "{table}");
        let version = log_of(&lake.place().join(folder_of(&table))).into_keys().max();
        let version = version.expect("a version");
        let checkpoint = format!("{version:020}.checkpoint.parquet");
        assert!(log.join(&checkpoint).is_file(), "{checkpoint} of {table}");
        if files > 0 && table.starts_with("game.") {
            for earlier in 0..version {
                std::fs::remove_file(log.join(format!("{earlier:020}.json"))).expect("an entry of the log");
            }
        }
    }
    assert_eq!(lake.content(), content);
    lake.run(third().path()).clean();
    let never_checkpointed = after_two_runs(small_in_folder());
    never_checkpointed.run(third().path()).clean();
    assert_eq!(lake.content(), never_checkpointed.content());
}

#[test]
fn a_checkpoint_can_be_written_anywhere() {
    let lake = after_two_runs(small());
    let content = lake.content();
    let report = lake.mlb(["lake", "checkpoint", "--json"]).clean().json();
    assert_eq!(report.as_array().map(Vec::len), Some(6), "{report}");
    assert_eq!(lake.content(), content);
}

#[test]
fn restore_brings_back_what_a_run_left_and_a_refresh_the_newest() {
    let lake = small();
    lake.run(first().path()).clean();
    let (first, at_first) = (lake.newest_run(), lake.content());
    let between = jiff::Timestamp::now().to_string();
    lake.run(second().path()).clean();
    let (second, at_second) = (lake.newest_run(), lake.content());
    assert_ne!(at_first, at_second);

    for (to, content) in [
        (first.as_str(), &at_first),
        (&second[..35], &at_second),
        (between.as_str(), &at_first),
    ] {
        let report = lake.mlb(["lake", "restore", "--json", "--to", to]).clean().json();
        let run = if content == &at_first { &first } else { &second };
        let tables = ["game.live_game_metadata", "game.live_game_plays", "meta.games"];
        assert_eq!(report, json!({"run_id": run, "tables": tables}), "to {to}");
        assert_eq!(&lake.content(), content, "to {to}");
        assert_eq!(verbs(&lake)[0], "restore");
        let restored = lake.newest_run();
        let plays = if content == &at_first { 18 } else { 26 };
        assert_eq!(plays_as_of(&lake, &restored), plays, "the restore is a run, too");
    }
    lake.mlb(["transform"]).clean();
    assert_eq!(lake.content(), at_first, "raw has nothing new");
    lake.mlb(["transform", "--full-refresh"]).clean();
    assert_eq!(lake.content(), at_second);
}

#[test]
fn a_new_capture_goes_on_from_what_was_restored() {
    let lake = small();
    lake.run(first().path()).clean();
    let first_run = lake.newest_run();
    lake.run(second().path()).clean();
    lake.mlb(["lake", "restore", "--to", &first_run]).clean();
    lake.run(third().path()).clean();

    let without_second = small();
    without_second.run(first().path()).clean();
    without_second.run(third().path()).clean();
    assert_eq!(lake.content(), without_second.content());
}

#[test]
fn a_run_that_cannot_be_restored_is_told_and_nothing_is_changed() {
    let lake = small();
    lake.ingest(first().path()).clean();
    let landed = lake.newest_run();
    lake.mlb(["transform"]).clean();
    let tables = lake.tables();
    let restore = |to: &str| lake.mlb(["lake", "restore", "--to", to]).ends_with(2);
    told(
        &restore("ffffffff"),
        &["`ffffffff`", "no run", "`mlb lake history`"],
    );
    told(&restore(&landed[..4]), &["2 runs begin so"]);
    told(&restore("2001-01-01"), &["no run of this lake had ended then"]);
    told(&restore(&landed), &["nothing had been transformed then"]);
    assert_eq!(lake.tables(), tables);
}

/// The metadata could go back, the plays could not: neither does.
#[test]
fn a_restore_that_one_table_cannot_follow_changes_none() {
    let lake = small_in_folder();
    lake.run(first().path()).clean();
    let first = lake.newest_run();
    lake.run(second().path()).clean();
    lake.mlb(["lake", "checkpoint"]).clean();
    let tables = lake.tables();
    let plays = lake.place().join(folder_of("game.live_game_plays"));
    let removed = log_of(&plays)
        .into_values()
        .flatten()
        .find_map(|action| action["remove"]["path"].as_str().map(|path| plays.join(path)));
    let (file, aside) = (
        removed.expect("a file that the second run replaced"),
        plays.join("aside"),
    );
    std::fs::rename(&file, &aside).expect("a file");
    let restore = ["lake", "restore", "--to", &first];
    told(
        &lake.mlb(restore).ends_with(5),
        &["`game.live_game_plays`", "is not there", "`mlb lake history`"],
    );
    assert_eq!(lake.tables(), tables);
    std::fs::rename(&aside, &file).expect("a file");
    for version in 0..2 {
        std::fs::remove_file(plays.join(format!("_delta_log/{version:020}.json")))
            .expect("an entry of the log");
    }
    told(
        &lake.mlb(restore).ends_with(5),
        &[
            "`game.live_game_plays`",
            "at version 1",
            "its log no longer has it",
        ],
    );
    assert_eq!(lake.tables(), tables);
    let asked = lake.mlb([
        "sql",
        "--as-of",
        &first,
        "SELECT COUNT(*) FROM game.live_game_plays",
    ]);
    told(&asked.ends_with(2), &["its log no longer has it"]);
}

/// One table is back, the other cannot be committed: whoever transforms next makes them one again.
#[test]
fn a_restore_that_fails_half_way_is_taken_back_by_the_next_transform() {
    let lake = small_in_folder();
    lake.run(first().path()).clean();
    let first = lake.newest_run();
    lake.run(second().path()).clean();
    let content = lake.content();
    let log = folder_of("game.live_game_plays").join("_delta_log");
    let in_the_way = lake.place().join(log).join(format!("{:020}.json", 3));
    std::fs::create_dir(&in_the_way).expect("a folder");
    lake.mlb(["lake", "restore", "--to", &first]).ends_with(5);
    std::fs::remove_dir(&in_the_way).expect("a folder");
    assert_ne!(lake.content(), content, "the other table is back");
    lake.mlb(["transform"]).clean();
    assert_eq!(lake.content(), content);
}

/// A table that the run does not know had no rows then.
#[test]
fn restore_empties_tables_that_came_later() {
    let small_home = Home::small();
    let lake = Lake::new().with_home(&small_home);
    lake.run(first().path()).clean();
    let (first_run, at_first) = (lake.newest_run(), lake.content());
    let whole_home = Home::copy();
    let lake = lake.with_home(&whole_home);
    lake.run(second().path()).clean();
    lake.mlb(["lake", "restore", "--to", &first_run]).clean();
    for (table, content) in lake.content() {
        match at_first.get(&table) {
            Some(at_first) => assert_eq!(&content, at_first, "{table}"),
            None => assert_eq!(content.rows, 0, "{table}"),
        }
    }
    lake.run(third().path()).clean();
    let never_restored = Lake::new().with_home(&small_home);
    never_restored.run(first().path()).clean();
    let never_restored = never_restored.with_home(&whole_home);
    never_restored.run(third().path()).clean();
    assert_eq!(lake.content(), never_restored.content());
}

/// The lease is held by a process that lives: this one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_rewrite_files_waits_for_a_transform_to_end() {
    let lake = after_two_runs(small());
    let (first, tables) = (lake.newest_run(), lake.tables());
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let lease = json!({
        "holder": "01a1fdb2-1034-71b9-beff-bf8ffe1ea829", "host": host.trim(), "pid": std::process::id(),
        "expires_at_ms": 4_102_444_800_000_i64, "released": false, "clean": false,
    });
    let open = lake.open();
    let path = "mlb-warehouse/meta/leases/transform-game.live_game_v1/000009.json";
    let body = object_store::PutPayload::from(lease.to_string());
    open.store().put(&path.into(), body).await.expect("a lease");
    for verb in [
        &["optimize"][..],
        &["vacuum"],
        &["vacuum", "--dry-run"],
        &["restore", "--to", &first],
    ] {
        let ran = lake.mlb(["lake"].iter().chain(verb)).ends_with(7);
        told(
            &ran,
            &[
                "`transform-game.live_game_v1` is held by run",
                "wait for it to end",
            ],
        );
    }
    assert_eq!(lake.tables(), tables);
    for verb in ["status", "history", "checkpoint"] {
        lake.mlb(["lake", verb]).clean();
    }
}
