//! Jobs: what is wrong with one is told with its line, what it asks for lands and becomes tables, and a scheduler runs what is due once.

use insta::assert_snapshot;
use mlb_simulator::{Server, Slate};
use mlb_tests::folder::ReplayFolder;
use mlb_tests::home::Home;
use mlb_tests::lake::Lake;
use serde_json::{Value, json};

const DAYS: [&str; 2] = ["2024-07-11", "2024-07-12"];

/// What `mlb jobs list` says where a job was changed.
fn error_of(job: &str, from: &str, to: &str) -> String {
    let home = Home::copy();
    home.change(&format!("pipeline/jobs/{job}.yaml"), from, to);
    let ran = Lake::in_folder()
        .with_home(&home)
        .mlb(["jobs", "list"])
        .ends_with(4);
    assert_eq!(ran.stdout, "");
    ran.stderr
}

#[test]
fn what_is_wrong_with_a_job_is_told_with_its_line() {
    assert_snapshot!(
        error_of("season_daily", "season.seasons", "season.season"),
        @"error: pipeline/jobs/season_daily.yaml:7:16: the API has no `season.season`: endpoint `season` has no method `season`; did you mean `seasons`?"
    );
    assert_snapshot!(
        error_of("game_live_specific", "{game_pk: \"${GAME_PK}\"}", "{}"),
        @"error: pipeline/jobs/game_live_specific.yaml:7:16: `game.liveGameV1` needs parameter `game_pk`"
    );
    assert_snapshot!(
        error_of("season_daily", "0 5 * * *", "0 5 * *"),
        @"error: pipeline/jobs/season_daily.yaml:9:18: bad cron line `0 5 * *`: it has 4 fields; write five, `MINUTE HOUR DAY MONTH WEEKDAY`, like `0 6 * * *`"
    );
    assert_snapshot!(
        error_of("season_daily", "after:", "depends_on: [player_roster]\nafter:"),
        @"error: pipeline/jobs/season_daily.yaml:11:14: job `player_roster` waits for itself: player_roster -> team_daily -> season_daily -> player_roster; take one of them out of its `depends_on`"
    );
    assert_snapshot!(
        error_of("season_daily", "${SEASON}", "${SEASN}"),
        @"error: pipeline/jobs/season_daily.yaml:8:34: unknown variable `${SEASN}`; did you mean `SEASON`?"
    );
    assert_snapshot!(
        error_of("season_daily", "[season.seasons]", "[season.season]"),
        @"error: pipeline/jobs/season_daily.yaml:10:13: no mapping has a source `season.season`; did you mean `season.seasons`?"
    );
    let unknown = Lake::in_folder()
        .mlb(["jobs", "show", "season_dayly"])
        .ends_with(2);
    assert_snapshot!(unknown.stderr, @"error: job `season_dayly`: there is none; did you mean `season_daily`?");
}

#[test]
fn the_projects_jobs_are_there_and_say_when_they_are_due() {
    let lake = Lake::in_folder();
    let jobs = lake.mlb(["jobs", "list", "--json"]).clean().json();
    let mut names: Vec<&str> = jobs
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|job| job["job"].as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "game_live_date",
            "game_live_season",
            "game_live_specific",
            "game_live_streaming",
            "player_roster",
            "reference_weekly",
            "schedule_polling",
            "season_daily",
            "team_daily",
        ]
    );
    let from = ["jobs", "next", "--at", "2024-07-12T08:58:00Z", "--limit", "3"];
    assert_snapshot!(lake.mlb(from).clean().stdout, @r"
    due                  job
    2024-07-12T09:00:00Z season_daily
    2024-07-12T09:00:00Z schedule_polling
    2024-07-12T09:05:00Z schedule_polling
    ");
    let schema = lake.mlb(["jobs", "schema"]).clean().json();
    let written = std::fs::read_to_string(mlb_tests::workspace::root().join("pipeline/jobs/schema.json"));
    let written: Value = serde_json::from_str(&written.expect("the schema")).expect("JSON");
    assert_eq!(schema, written, "`mlb jobs schema > pipeline/jobs/schema.json`");
}

#[test]
fn a_streaming_job_says_that_its_engine_is_not_there() {
    let ran = Lake::in_folder()
        .mlb(["jobs", "run", "game_live_streaming"])
        .ends_with(2);
    assert!(
        ran.stderr.contains("`mlb jobs run game_live_date`"),
        "{}",
        ran.stderr
    );
    let ran = Lake::in_folder()
        .mlb(["jobs", "run", "game_live_specific"])
        .ends_with(2);
    assert!(
        ran.stderr.contains("say which games with `--game-pk N`"),
        "{}",
        ran.stderr
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_asks_only_for_what_the_lake_lacks() {
    let api = Server::start(DAYS.map(|day| Slate::new(1, day, 2))).await;
    let lake = Lake::new();
    let url = api.url();
    let run = [
        "jobs",
        "run",
        "game_live_date",
        "--date",
        "2024-07-12",
        "--json",
        "--api",
        &url,
    ];
    let report = lake.mlb(run).clean().json();
    assert_eq!((report["asked"].as_u64(), api.requests()), (Some(5), 5));
    assert_eq!(
        lake.number("SELECT COUNT(*) AS n FROM game.live_game_metadata"),
        4
    );
    let again = lake.mlb(run).clean().json();
    assert_eq!((again["asked"].as_u64(), api.requests()), (Some(1), 6));
    let runs = lake.rows("SELECT job, outcome FROM meta.job_runs");
    assert_eq!(
        runs,
        vec![json!({"job": "game_live_date", "outcome": "succeeded"}); 2]
    );
    api.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ingest_and_transform_are_the_two_halves_of_a_job() {
    let api = Server::start(DAYS.map(|day| Slate::new(1, day, 1))).await;
    let (whole, halves) = (Lake::new(), Lake::new());
    for lake in [&whole, &halves] {
        lake.mlb(["init"]).clean();
    }
    let url = api.url();
    let file = "pipeline/jobs/game_live_date.yaml";
    let of_day = ["--date", "2024-07-12", "--api", &url];
    whole
        .mlb(["jobs", "run", "game_live_date"].iter().chain(&of_day))
        .clean();
    halves
        .mlb(["ingest", "--job", file].iter().chain(&of_day))
        .clean();
    let landed = halves.tables();
    assert!(
        landed
            .iter()
            .all(|(table, (rows, _))| table.starts_with("raw.") || *rows == 0)
    );
    assert_eq!(landed["raw.game.live_game_v1"].0, 2);
    halves.mlb(["transform", "--job", file]).clean();
    assert_eq!(halves.content(), whole.content());
    api.stop().await;
}

/// A job that is due at an hour, UTC.
fn job(name: &str, hour: u32, depends_on: &str, request: &str) -> (String, String) {
    let text = format!(
        "version: 1\nname: {name}\ndescription: A job\nowner: tests\nrequests: [{request}]\n\
         schedule: {{cron: \"0 {hour} * * *\", time_zone: UTC}}\ndepends_on: [{depends_on}]\n\
         retry: {{attempts: 1}}\ntransform: [schedule.schedule]\n"
    );
    (name.to_owned(), text)
}

const DAY: &str = "{operation: schedule.schedule, params: {sportId: 1, date: \"${DATE}\"}}";

/// Job, outcome and when it was due, in the order in which they ended; what a scheduler only saw is left out.
fn runs(lake: &Lake) -> Vec<String> {
    let sql = "SELECT job, outcome, CAST(due_at AS VARCHAR) AS due_at FROM meta.job_runs
        WHERE outcome <> 'seen' ORDER BY due_at, finished_at";
    let told = |row: &Value| {
        let text = |key: &str| row[key].as_str().expect("a text").to_owned();
        format!("{} {} {}", text("job"), text("outcome"), &text("due_at")[..13])
    };
    lake.rows(sql).iter().map(told).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_due_runs_once_after_what_it_depends_on() {
    let api = Server::start(Slate::new(1, "2024-07-12", 1)).await;
    let no_game = "{operation: game.liveGameV1, params: {game_pk: 5}}";
    let jobs = [
        job("a_last", 9, "m_fails", DAY),
        job("k_second", 9, "z_first", DAY),
        job("m_fails", 8, "", no_game),
        job("z_first", 8, "", DAY),
    ];
    let jobs: Vec<(&str, String)> = jobs
        .iter()
        .map(|(name, text)| (name.as_str(), text.clone()))
        .collect();
    let home = Home::copy().with_jobs(&jobs);
    let lake = Lake::new().with_home(&home);
    let url = api.url();
    let at = |moment: &str, code: i32| {
        lake.mlb(["scheduler", "--once", "--at", moment, "--api", &url])
            .ends_with(code);
        runs(&lake)
    };
    assert!(
        at("2024-07-11T10:00:00Z", 0).is_empty(),
        "they are due from now on"
    );
    let day = [
        "m_fails failed 2024-07-12T08",
        "z_first succeeded 2024-07-12T08",
        "a_last blocked 2024-07-12T09",
        "k_second succeeded 2024-07-12T09",
    ];
    let mut ran = at("2024-07-12T09:30:00Z", 3);
    ran.sort_by_key(|run| (run[run.len() - 2..].to_owned(), run.clone()));
    assert_eq!(ran, day);
    assert_eq!(at("2024-07-12T23:00:00Z", 0).len(), 4, "nothing runs twice");
    assert_eq!(
        at("2024-07-20T09:30:00Z", 3).len(),
        8,
        "what was missed counts once"
    );
    api.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn days_on_which_no_scheduler_ran_are_asked_for_afterwards() {
    let api = Server::start(Slate::new(1, "2024-07-11", 1)).await;
    let days =
        "{operation: schedule.schedule, params: {sportId: 1, startDate: \"${SINCE}\", endDate: \"${DATE}\"}}";
    let (name, text) = job("days", 8, "", days);
    let home = Home::copy().with_jobs(&[(name.as_str(), text)]);
    let lake = Lake::new().with_home(&home);
    let url = api.url();
    for moment in [
        "2024-07-09T07:00:00Z",
        "2024-07-09T09:00:00Z",
        "2024-07-13T09:00:00Z",
    ] {
        lake.mlb(["scheduler", "--once", "--at", moment, "--api", &url])
            .clean();
    }
    assert_eq!(
        runs(&lake),
        ["days succeeded 2024-07-09T08", "days succeeded 2024-07-13T08"]
    );
    let of_day = "SELECT COUNT(*) AS n FROM schedule.games WHERE schedule_date = DATE '2024-07-11'";
    assert_eq!(lake.number(of_day), 1);
    api.stop().await;
}

const CONFERENCES: &str = r#"version: 1
source:
  name: conference.conferences
  endpoint: conference
  method: conferences
  description: "Conferences of leagues"
  request:
    method: GET
    path: /api/v1/conferences
  required: [conferences]
document:
  conferences: [{id: bigint, name: string}]
levels:
  conferences: {path: conferences, item: conference}
tables:
  - name: conferences
    grain: conference
    description: "One row per conference"
    replace_by: [conference_id]
    key: [conference_id]
    columns:
      - {name: conference_id, type: bigint, nullable: false, path: "conferences[].id", description: "Conference"}
      - {name: name, type: string, path: "conferences[].name", description: "Its name"}
      - {name: source_captured_at, type: timestamp, nullable: false, path: capture.captured_at, description: "When it was captured, UTC"}
"#;

const CONFERENCES_SQL: &str = "-- One row per conference.
SELECT conference.id AS conference_id, conference.name AS name, source_captured_at AS source_captured_at
FROM conferences
";

const CONFERENCES_JOB: &str = "version: 1
name: conference_weekly
description: Conferences
owner: tests
requests: [{operation: conference.conferences}]
transform: [conference.conferences]
";

/// A mapping, a `SELECT` and a job are all that a new endpoint needs.
#[test]
fn a_new_endpoint_needs_files_only() {
    let home = Home::copy();
    home.write("mappings/conference/conferences.yaml", CONFERENCES);
    home.write("sql/conference/conferences.sql", CONFERENCES_SQL);
    home.write("pipeline/jobs/conference_weekly.yaml", CONFERENCES_JOB);
    let capture = json!({
        "endpoint": "conference",
        "method": "conferences",
        "path_params": {},
        "query_params": {},
        "url": "https://statsapi.mlb.com/api/v1/conferences",
        "status_code": 200,
        "captured_at": "2024-07-12T12:00:00Z",
        "response": {"conferences": [{"id": 302, "name": "Pacific"}, {"id": 301, "name": "American"}]},
    });
    let folder = ReplayFolder::new().with("conferences.json", capture.to_string());
    let lake = Lake::new()
        .with_home(&home)
        .with_env("STUB_MODE", "replay")
        .with_env("MLB_CAPTURE_DIR", folder.path());
    lake.mlb(["schema", "check"]).clean();
    lake.mlb(["jobs", "run", "conference_weekly"]).clean();
    assert_eq!(
        lake.rows("SELECT conference_id, name FROM conference.conferences ORDER BY conference_id"),
        [
            json!({"conference_id": 301, "name": "American"}),
            json!({"conference_id": 302, "name": "Pacific"})
        ]
    );
}
