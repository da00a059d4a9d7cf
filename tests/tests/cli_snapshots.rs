//! What `mlb` says: its help, a report of each kind, an error of each kind. Times, ids and places are left out.
//!
//! `INSTA_UPDATE=always` takes what it says now; look at the difference before it is committed.

use insta::{assert_snapshot, with_settings};
use mlb_tests::feed::Feed;
use mlb_tests::folder::{ReplayFolder, envelope};
use mlb_tests::home::{Home, MAPPING};
use mlb_tests::lake::{Lake, Ran, program};
use serde_json::json;

/// What differs from run to run and from place to place. The first that fits counts.
const FILTERS: [(&str, &str); 14] = [
    (
        r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}",
        "[run]",
    ),
    (r"\b[0-9a-f]{32}\b", "[hash]"),
    (
        r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?( UTC|Z)",
        "[time]",
    ),
    (r#""seconds": [0-9.e-]+"#, r#""seconds": [seconds]"#),
    (r"in \d+\.\d s", "in [seconds] s"),
    (r#""bytes": \d+"#, r#""bytes": [bytes]"#),
    (r" +\d+(\.\d+)? (B|[KM]iB)", " [size]"),
    (r"\.yaml:\d+:\d+", ".yaml:[line]:[column]"),
    (r"process \d+ on [^)]+\)", "process [pid] on [host])"),
    (r"/[^ `:]*/\.tmp\w+/lake", "[lake]"),
    (r"/[^ `:]*/\.tmp\w+", "[folder]"),
    (r"on (127\.0\.0\.1):\d+", "on $1:[port]"),
    (r" \(os error \d+\)", " (os error)"),
    (
        r#"(mlb|datafusion|deltalake|arrow)( |": ")\d+\.\d+\.\d+"#,
        "$1$2[version]",
    ),
];

/// Exit code, standard output and standard error.
fn shown(ran: &Ran) -> String {
    let code = ran.code.map_or("none".to_owned(), |code| code.to_string());
    let mut text = format!("exit code: {code}\n");
    for (name, stream) in [("output", &ran.stdout), ("error", &ran.stderr)] {
        if !stream.is_empty() {
            text.push_str(&format!("----- standard {name}\n{stream}"));
        }
    }
    text
}

macro_rules! assert_says {
    ($name:expr, $ran:expr) => {
        with_settings!({ filters => FILTERS, omit_expression => true }, {
            assert_snapshot!($name, shown(&$ran));
        });
    };
}

fn folder() -> ReplayFolder {
    ReplayFolder::new()
        .with("1.json", Feed::of(1).text())
        .with("2.json", Feed::of(2).text())
}

fn with_bad_bodies() -> ReplayFolder {
    let odd = Feed::of(3).set("/gameData/weather/temp", "mild");
    let repeated = Feed::of(4).set("/liveData/plays/allPlays/1/about/atBatIndex", 0);
    folder()
        .with("3.json", odd.text())
        .with("4.json", repeated.text())
        .with("cut.json", "{\"gamePk\": 5, ")
        .with(
            "other.json",
            envelope(6, "2024-07-13T05:00:01Z", &Feed::of(7).text()),
        )
}

/// A lake of two tables without a row.
fn small() -> Lake {
    Lake::in_folder().with_home(&Home::small())
}

fn loaded() -> Lake {
    let lake = small();
    lake.run(folder().path()).clean();
    lake
}

fn path(folder: &ReplayFolder) -> String {
    folder.path().to_string_lossy().into_owned()
}

#[test]
fn help() {
    for verb in [
        "",
        "init",
        "ingest",
        "transform",
        "mirror",
        "run",
        "pipeline",
        "pipeline daily",
        "pipeline games",
        "pipeline backfill",
        "jobs",
        "jobs list",
        "jobs show",
        "jobs run",
        "jobs next",
        "scheduler",
        "coverage",
        "sql",
        "tables",
        "export",
        "hash",
        "lake",
        "lake status",
        "lake history",
        "lake optimize",
        "lake vacuum",
        "lake checkpoint",
        "lake restore",
        "doctor",
        "api",
        "api list",
        "api show",
        "api get",
        "completions",
        "quarantine",
        "quarantine list",
        "schema",
        "schema list",
        "schema show",
        "schema check",
        "version",
    ] {
        let ran = Ran::of(program().args(verb.split_whitespace()).arg("--help"));
        let name = if verb.is_empty() {
            "help".to_owned()
        } else {
            format!("help {verb}")
        };
        assert_says!(name.replace(' ', "_"), ran);
    }
}

#[test]
fn init() {
    let lake = small();
    assert_says!("init_of_a_new_lake", lake.mlb(["init"]));
    assert_says!("init_of_a_lake", lake.mlb(["init"]));
    assert_says!("init_json", lake.mlb(["init", "--json"]));
}

#[test]
fn run() {
    let lake = small();
    let folder = folder();
    assert_says!("run", lake.mlb(["run", "--replay", &path(&folder)]));
    assert_says!("run_again", lake.mlb(["run", "--replay", &path(&folder)]));
    assert_says!(
        "run_quiet",
        lake.mlb(["run", "--quiet", "--replay", &path(&folder)])
    );
    let newer = ReplayFolder::new().with("1.json", Feed::of(1).at("20240713_040000").plays(7).text());
    assert_says!("run_json", lake.mlb(["run", "--json", "--replay", &path(&newer)]));
}

#[test]
fn run_with_bad_bodies() {
    let lake = small();
    let folder = with_bad_bodies();
    assert_says!(
        "run_with_bad_bodies",
        lake.mlb(["run", "--replay", &path(&folder)])
    );
    assert_says!(
        "run_with_bad_bodies_again",
        lake.mlb(["run", "--json", "--replay", &path(&folder)])
    );
    assert_says!("quarantine_list", lake.mlb(["quarantine", "list"]));
    assert_says!("quarantine_list_json", lake.mlb(["quarantine", "list", "--json"]));
}

#[test]
fn ingest_and_transform() {
    let lake = small();
    let folder = folder();
    assert_says!("ingest", lake.mlb(["ingest", "--replay", &path(&folder)]));
    assert_says!(
        "ingest_json",
        lake.mlb(["ingest", "--json", "--replay", &path(&folder)])
    );
    assert_says!("transform", lake.mlb(["transform"]));
    assert_says!("transform_without_news", lake.mlb(["transform"]));
    assert_says!(
        "transform_full_refresh",
        lake.mlb(["transform", "--full-refresh"])
    );
    assert_says!(
        "transform_json",
        lake.mlb(["transform", "--json", "--game-pk", "2"])
    );
}

#[test]
fn tables_and_hashes() {
    let lake = loaded();
    assert_says!("tables", lake.mlb(["tables"]));
    assert_says!("tables_all", lake.mlb(["tables", "--all"]));
    assert_says!("tables_json", lake.mlb(["tables", "--json"]));
    assert_says!("hash", lake.mlb(["hash"]));
    assert_says!(
        "hash_json",
        lake.mlb(["hash", "--json", "live_game_plays", "--game-pk", "1"])
    );
}

#[test]
fn sql() {
    let lake = loaded();
    let rows = "SELECT game_pk, venue_name, scheduled_at FROM game.live_game_metadata ORDER BY game_pk";
    assert_says!("sql", lake.mlb(["sql", rows]));
    assert_says!("sql_csv", lake.mlb(["sql", "--format", "csv", rows]));
    assert_says!("sql_json", lake.mlb(["sql", "--format", "json", rows]));
}

#[test]
fn schema() {
    let lake = Lake::new();
    assert_says!("schema_list", lake.mlb(["schema", "list"]));
    assert_says!("schema_show", lake.mlb(["schema", "show", "live_game_umpires"]));
    assert_says!(
        "schema_show_json",
        lake.mlb(["schema", "show", "--json", "live_game_umpires"])
    );
    assert_says!("schema_check", lake.mlb(["schema", "check"]));
    assert_says!("version", lake.mlb(["version"]));
    assert_says!("version_json", lake.mlb(["version", "--json"]));
}

#[test]
fn api() {
    let lake = small();
    assert_says!("api_list", lake.mlb(["api", "list", "game"]));
    assert_says!("api_list_json", lake.mlb(["api", "list", "draft", "--json"]));
    assert_says!("api_show", lake.mlb(["api", "show", "team.leaders"]));
    assert_says!(
        "api_show_json",
        lake.mlb(["api", "show", "team.coaches", "--json"])
    );
    let get = |args: &[&str]| lake.mlb(["api", "get"].iter().chain(args));
    for (name, args) in [
        ("error_of_an_unknown_operation", &["game.boxscor"][..]),
        (
            "error_of_an_unknown_parameter",
            &["schedule.schedule", "--param", "sportID=1"],
        ),
        (
            "error_of_a_parameter_value",
            &["game.boxscore", "--param", "game_pk=seven"],
        ),
        (
            "error_of_a_missing_parameter",
            &["stats.stats", "--param", "season=2024"],
        ),
        (
            "error_of_a_parameter_without_value",
            &["game.boxscore", "--param", "game_pk"],
        ),
        ("error_of_a_path", &["team.teams", "--path", "/api/v1/team"]),
    ] {
        assert_says!(name, get(args));
    }
    assert_says!("error_of_an_unknown_endpoint", lake.mlb(["api", "list", "gam"]));
    let replay = [("STUB_MODE", "replay")];
    assert_says!(
        "error_of_a_mode_without_folder",
        lake.mlb_with(["api", "get", "config.sky"], &replay)
    );
}

#[test]
fn wrong_usage() {
    let lake = small();
    for (name, args) in [
        ("error_of_an_unknown_verb", &["runn"][..]),
        ("error_of_an_unknown_option", &["run", "--replayed", "x"]),
        ("error_of_a_value", &["run", "--date", "2024-13-01"]),
        (
            "error_of_two_sources",
            &["run", "--replay", "x", "--date", "2024-07-12"],
        ),
        ("error_of_nothing_to_ingest", &["run"]),
        (
            "error_of_an_unknown_table",
            &["schema", "show", "live_game_playz"],
        ),
    ] {
        assert_says!(name, lake.mlb(args));
    }
    lake.mlb(["init", "--quiet"]).clean();
    assert_says!("error_of_no_postgres", lake.mlb(["mirror"]));
    assert_says!(
        "error_of_an_unknown_table_to_hash",
        lake.mlb(["hash", "game.live_game_playz"])
    );
    assert_says!("error_of_a_statement", lake.mlb(["sql", "SELEC 1"]));
    assert_says!(
        "error_of_a_table_in_a_statement",
        lake.mlb(["sql", "SELECT * FROM game.live_game_playz"])
    );
    assert_says!(
        "error_of_a_column_in_a_statement",
        lake.mlb(["sql", "SELECT innning FROM game.live_game_plays"])
    );
    let wrong = lake.mlb_with(["mirror"], &[("MLB_POSTGRES_URL", "mysql://here/mlb")]);
    assert_says!("error_of_a_postgres_url", wrong);
}

#[test]
fn wrong_contract() {
    let home = Home::small();
    home.change(
        MAPPING,
        "name: has_out, type: boolean",
        "name: has_out, type: bolean",
    );
    home.change(MAPPING, "about.hasReview\"", "about.hasRevue\"");
    assert_says!(
        "error_of_a_mapping",
        Lake::new().with_home(&home).mlb(["schema", "check"])
    );
    let home = Home::small();
    home.change(
        "sql/game/live_game_plays.sql",
        "play.about.hasOut AS",
        "play.about.hasOutt AS",
    );
    assert_says!(
        "error_of_an_sql_file",
        Lake::new().with_home(&home).mlb(["schema", "check"])
    );
    let nowhere = Ran::of(program().current_dir("/").arg("tables"));
    assert_says!("error_of_no_home", nowhere);
}

#[test]
fn wrong_place() {
    let lake = small();
    assert_says!("error_of_no_lake", lake.mlb(["tables"]));
    std::fs::create_dir_all(lake.place()).expect("a folder");
    std::fs::write(lake.place().join("notes.txt"), "mine").expect("a file");
    assert_says!("error_of_another_folder", lake.mlb(["init"]));
    let below = lake.place().join("notes.txt/below");
    assert_says!(
        "error_of_a_place_below_a_file",
        lake.mlb(["--lake", &below.to_string_lossy(), "init"])
    );
}

/// Nothing listens on port 1.
#[test]
fn postgres_that_does_not_answer() {
    let lake = small().with_env("MLB_POSTGRES_URL", "postgres://mlb:secret@127.0.0.1:1/mlb");
    assert_says!(
        "error_of_postgres_in_a_run",
        lake.mlb(["run", "--replay", &path(&folder())])
    );
    assert_says!("error_of_postgres", lake.mlb(["mirror"]));
}

/// The lease is held by a process that lives: this one.
#[test]
fn another_transform_at_work() {
    let lake = small();
    lake.ingest(folder().path()).clean();
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let lease = json!({
        "holder": "01a1fdb2-1034-71b9-beff-bf8ffe1ea829", "host": host.trim(), "pid": std::process::id(),
        "expires_at_ms": 4_102_444_800_000_i64, "released": false, "clean": false,
    });
    let folder = lake
        .place()
        .join("mlb-warehouse/meta/leases/transform-game.live_game_v1");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("000001.json"), lease.to_string()).expect("a lease");
    assert_says!("error_of_a_held_lease", lake.mlb(["transform"]));
}

#[test]
fn sources_that_fail() {
    let lake = small();
    assert_says!(
        "error_of_the_api",
        lake.mlb(["run", "--game-pk", "1", "--api", "http://127.0.0.1:1"])
    );
    assert_says!(
        "error_of_no_api",
        lake.mlb(["run", "--game-pk", "1", "--api", "statsapi"])
    );
    let empty = ReplayFolder::new();
    assert_says!(
        "error_of_an_empty_folder",
        lake.mlb(["run", "--replay", &path(&empty)])
    );
    assert_says!(
        "error_of_no_folder",
        lake.mlb(["run", "--replay", &format!("{}/nowhere", path(&empty))])
    );
}
