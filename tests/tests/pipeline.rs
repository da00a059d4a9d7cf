//! A day, some games or some weeks with one command, from the simulated API to tables; killed and begun again, it ends the same.

use std::collections::BTreeMap;
use std::process::Command;
use std::time::{Duration, Instant};

use mlb_simulator::{Server, Slate};
use mlb_tests::lake::{Content, Lake, Ran};
use mlb_tests::workspace;
use serde_json::Value;

const DAYS: [&str; 2] = ["2024-07-11", "2024-07-12"];

/// Nothing listens there.
const NOBODY: &str = "http://127.0.0.1:1";

async fn api() -> Server {
    Server::start(DAYS.map(|day| Slate::new(1, day, 3))).await
}

fn daily(url: &str) -> [&str; 7] {
    ["pipeline", "daily", "--date", DAYS[1], "--json", "--api", url]
}

/// A lake with all tables, none of which has a row.
fn lake() -> Lake {
    let lake = Lake::new();
    lake.mlb(["init"]).clean();
    lake
}

/// Requests that a step made.
fn asked(report: &Value, step: &str) -> u64 {
    let steps = report["steps"].as_array().expect("a list of steps");
    let steps = steps.iter().filter(|found| found["step"] == step);
    steps.filter_map(|step| step["asked"].as_u64()).sum()
}

/// The tables of games: people and clubs may be told by answers of another run.
fn games(lake: &Lake) -> BTreeMap<String, Content> {
    let mut content = lake.content();
    content.retain(|table, _| table.starts_with("game."));
    content
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_is_whole_and_the_next_run_asks_for_no_game() {
    let api = api().await;
    let url = api.url();
    let lake = lake();
    let report = lake.mlb(daily(&url)).clean().json();
    assert_eq!(
        (
            asked(&report, "seasons"),
            asked(&report, "schedule"),
            asked(&report, "games")
        ),
        (1, 1, 6)
    );
    assert!(asked(&report, "people") > 0);
    assert_eq!(asked(&report, "clubs"), 1);
    assert_eq!(report["games"]["new"], 6);
    assert_eq!(
        lake.number("SELECT COUNT(*) AS n FROM game.live_game_metadata"),
        6
    );
    assert_eq!(lake.number("SELECT COUNT(*) AS n FROM schedule.games"), 6);
    let missing = "SELECT COUNT(*) AS n FROM game.live_game_players AS players
        LEFT JOIN person.person AS person ON person.person_id = players.player_id
        WHERE person.person_id IS NULL";
    assert_eq!(lake.number(missing), 0, "everybody who played is known");

    let again = lake.mlb(daily(&url)).clean().json();
    assert_eq!(asked(&again, "games"), 0);
    assert_eq!(again["games"]["held as final"], 6);
    assert_eq!(asked(&again, "people"), asked(&report, "people"));

    // What one command does is what the single steps do.
    let single = self::lake();
    for day in DAYS {
        single.mlb(["run", "--date", day, "--api", &url]).clean();
    }
    assert_eq!(games(&lake), games(&single));
    api.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_pipeline_goes_on_where_it_was() {
    let api = api().await;
    let url = api.url();
    let whole = lake();
    whole.mlb(daily(&url)).clean();
    for point in [
        "raw_committed",
        "observations_committed",
        "tables_written",
        "before_ledger",
    ] {
        let lake = lake();
        lake.mlb_with(daily(&url), &[("MLB_KILL_AT", point)]).killed();
        let landed = match lake.tables().get("raw.game.live_game_v1") {
            Some((rows, _)) => *rows,
            None => 0,
        };
        let report = lake.mlb(daily(&url)).clean().json();
        assert_eq!(asked(&report, "games"), 6 - landed, "{point}");
        assert_eq!(games(&lake), games(&whole), "{point}");
    }
    api.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn weeks_come_by_their_dates_and_a_dry_run_writes_nothing() {
    let api = api().await;
    let url = api.url();
    let lake = Lake::in_folder();
    let range = [
        "pipeline", "backfill", "--start", DAYS[0], "--end", DAYS[1], "--json", "--api", &url,
    ];
    let planned = lake.mlb(range.iter().chain(&["--dry-run"])).clean().json();
    let steps = planned["planned"].as_array().expect("a plan");
    let of_games = steps.iter().find(|step| step["step"] == "games").expect("games");
    assert_eq!(of_games["requests"].as_array().map(Vec::len), Some(6));
    let first = of_games["requests"][0].as_str().expect("a path");
    assert!(
        first.starts_with("/api/v1.1/game/") && first.ends_with("/feed/live"),
        "{first}"
    );
    assert!(
        !lake.place().join("_mlb_lake.json").exists(),
        "nothing was written"
    );
    let report = lake.mlb(range).clean().json();
    assert_eq!(asked(&report, "games"), 6);
    assert_eq!(
        lake.number("SELECT COUNT(*) AS n FROM game.live_game_metadata"),
        6
    );
    api.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_game_that_fails_fails_alone() {
    let slate = Slate::new(1, DAYS[1], 2);
    let game_pk = slate.games[0].game_pk().to_string();
    let api = Server::start(slate).await;
    let url = api.url();
    let lake = Lake::new();
    let both = format!("{game_pk},5");
    let run = ["pipeline", "games", "--game-pks", &both, "--json", "--api", &url];
    let report = lake.mlb(run).ends_with(3).json();
    let step = report["steps"]
        .as_array()
        .and_then(|steps| steps.iter().find(|step| step["step"] == "games"))
        .expect("a step");
    assert_eq!(
        (&step["asked"], &step["stored"]),
        (&Value::from(2), &Value::from(1))
    );
    assert_eq!(step["failed"][0]["what"], "game 5");
    assert_eq!(
        lake.number("SELECT COUNT(*) AS n FROM game.live_game_metadata"),
        1
    );
    api.stop().await;
}

/// It is told before anything is built.
#[test]
fn a_demo_of_a_real_day_without_a_network_says_what_to_run_instead() {
    let has_curl = Command::new("curl").arg("--version").output().is_ok();
    if !has_curl {
        eprintln!("skipped: no curl here, so the demo finds out later");
        return;
    }
    let started = Instant::now();
    let mut demo = Command::new("scripts/demo.sh");
    demo.arg(DAYS[1])
        .current_dir(workspace::root())
        .env("CARGO_TARGET_DIR", workspace::scratch())
        .env("MLB_STATSAPI_URL", NOBODY)
        .env("NO_PROXY", "*")
        .env_remove("STUB_MODE");
    let ran = Ran::of(&mut demo).ends_with(8);
    assert_eq!(
        ran.stderr,
        format!(
            "demo: no connection to {NOBODY}; `./justw demo` without a date needs no network: its games are simulated\n"
        )
    );
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn without_an_api_it_says_so_within_seconds() {
    let started = Instant::now();
    let ran = Lake::new().mlb(daily(NOBODY)).ends_with(8);
    assert!(
        ran.stderr.contains("cannot connect for http://127.0.0.1:1/"),
        "{}",
        ran.stderr
    );
    assert!(started.elapsed() < Duration::from_secs(60));
    // Names ending so do not exist, and nobody answers for these addresses: with or without a network both are in vain.
    for address in ["http://nobody.invalid", "http://192.0.2.1"] {
        let started = Instant::now();
        let ran = Lake::new()
            .mlb_with(daily(address), &[("NO_PROXY", "*")])
            .ends_with(8);
        let told = format!("cannot connect for {address}/");
        assert!(ran.stderr.contains(&told), "{}", ran.stderr);
        assert!(started.elapsed() < Duration::from_secs(30), "{address}");
    }
    let wrong = ["pipeline", "backfill", "--start", DAYS[1], "--end", DAYS[0]];
    let ran = Lake::new().mlb(wrong).ends_with(2);
    assert!(
        ran.stderr.contains("the last date is before the first"),
        "{}",
        ran.stderr
    );
}
