//! What the tables promise, in SQL: the files of `tests/slt` on a slate of fifteen simulated games with the clubs, rosters, standings and
//! lists around them, on the lake and again on the PostgreSQL that it is mirrored into.

use std::collections::{BTreeMap, BTreeSet};
use std::future::ready;

use datafusion::prelude::SessionContext;
use mlb_lake::contract::{Catalog, Home};
use mlb_lake::reader;
use mlb_simulator::{Server, Slate};
use mlb_tests::lake::Lake;
use mlb_tests::postgres::Postgres;
use mlb_tests::slt::{EngineError, OnLake, OnPostgres, Script, failures, scripts};
use mlb_tests::workspace;

/// The day that the files speak of, and the seed of its games: those of `just demo`.
const DATE: &str = "2024-07-04";
const SEED: u64 = 1;
const GAMES: usize = 15;

/// Files about no single table.
const OTHERS: [&str; 2] = ["values", "views"];

/// What is asked beside the feeds: each source whose file wants rows, and the lists of the API.
const AROUND_THE_GAMES: &str = r#"version: 1
name: around_the_games
description: What is around the games of a day
owner: tests
requests:
  - operation: season.seasons
    params: {sportId: 1, season: "${SEASON}"}
  - operation: schedule.schedule
    params: {sportId: 1, date: "${DATE}"}
  - operation: sports.sports
  - operation: league.leagues
    params: {sportId: 1}
  - operation: division.divisions
    params: {sportId: 1}
  - operation: venue.venues
    params: {sportIds: 1, season: "${SEASON}"}
  - operation: standings.standings
    params: {leagueId: [103, 104], season: "${SEASON}"}
  - id: clubs
    operation: team.teams
    params: {sportId: 1, season: "${SEASON}"}
  - operation: team.roster
    params: {teamId: "${CLUB}", rosterType: 40Man, season: "${SEASON}"}
    each: {variable: CLUB, from: clubs, path: "teams[].id"}
  - operation: team.coaches
    params: {teamId: "${CLUB}", season: "${SEASON}"}
    each: {variable: CLUB, from: clubs, path: "teams[].id"}
  - operation: config.eventTypes
  - operation: config.gameStatus
  - operation: config.gameTypes
  - operation: config.pitchCodes
  - operation: config.pitchTypes
  - operation: config.positions
  - operation: config.rosterTypes
  - operation: config.standingsTypes
"#;

/// The server answers on the runtime's own threads while this one waits for `mlb`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_file_holds_on_the_lake_and_on_postgresql() {
    let (api, postgres) = tokio::join!(Server::start(Slate::new(SEED, DATE, GAMES)), Postgres::start());
    let lake = Lake::new().with_env("MLB_POSTGRES_URL", postgres.url().as_str());
    let jobs = tempfile::tempdir().expect("a folder for a job");
    let job = jobs.path().join("around_the_games.yaml");
    std::fs::write(&job, AROUND_THE_GAMES).expect("a job");
    let job = job.to_string_lossy();
    lake.mlb(["ingest", "--job", &job, "--date", DATE, "--api", &api.url()])
        .clean();
    lake.mlb(["run", "--json", "--date", DATE, "--api", &api.url()])
        .clean();
    api.stop().await;

    let scripts = scripts();
    let engine = OnLake::new(session(&lake));
    let (on_lake, on_postgres) = tokio::join!(
        failures(
            "the lake",
            || ready(Ok::<_, EngineError>(engine.clone())),
            &scripts
        ),
        failures(
            "PostgreSQL",
            || OnPostgres::connect(postgres.url().clone()),
            &scripts
        ),
    );
    let failed = [on_lake, on_postgres].concat();
    assert!(
        failed.is_empty(),
        "{} queries failed\n\n{}",
        failed.len(),
        failed.join("\n")
    );
}

fn home() -> Home {
    Home::at(&workspace::root()).expect("mappings and SQL")
}

fn catalog() -> Catalog {
    Catalog::read(&home().mappings).expect("contracts")
}

/// The session that `mlb sql` asks.
fn session(lake: &Lake) -> SessionContext {
    let (home, catalog) = (home(), catalog());
    let open = lake.open();
    reader::session(&open, &home, &catalog, None).expect("a session")
}

#[test]
fn every_table_has_a_file_that_begins_with_what_it_promises() {
    let scripts = scripts();
    let names: BTreeSet<&str> = scripts
        .iter()
        .filter_map(|script| script.name.strip_prefix("tests/slt/")?.strip_suffix(".slt"))
        .collect();
    let catalog = catalog();
    let mut starts: BTreeMap<&str, String> = OTHERS.map(|name| (name, "# ".to_owned())).into();
    for table in catalog.tables() {
        let start = format!("# {}: ", table.qualified_name());
        let other = starts.insert(&table.name, start);
        assert_eq!(
            other, None,
            "one file cannot be about two tables `{}`",
            table.name
        );
    }
    let expected: BTreeSet<&str> = starts.keys().copied().collect();
    assert_eq!(names, expected);
    for script in &scripts {
        let subject = script
            .name
            .trim_start_matches("tests/slt/")
            .trim_end_matches(".slt");
        let start = &starts[subject];
        assert!(
            script.text.starts_with(start),
            "{} begins with `{start}`",
            script.name
        );
        assert!(script.queries().len() > 5, "{} asks too little", script.name);
    }
}

/// Each view is asked in the files: what they say of it is true of some row.
#[test]
fn every_view_is_asked() {
    let texts: Vec<String> = scripts().into_iter().map(|script| script.text).collect();
    let text = texts.join("\n");
    let catalog = catalog();
    let schemas: BTreeSet<&str> = catalog.tables().map(|table| table.schema.as_str()).collect();
    let mut views = 0;
    for schema in schemas {
        let of_schema = reader::views(&home().sql.join("views"), &catalog, schema).expect("views");
        for (view, _) in of_schema {
            let name = format!("{schema}.{view}");
            assert!(text.contains(&name), "no file asks `{name}`");
            views += 1;
        }
    }
    let files = std::fs::read_dir(home().sql.join("views")).expect("the views");
    assert_eq!(views, files.count(), "each view is in a schema");
}

/// The failures of a text on a session without a table.
async fn failures_of(text: &str) -> Vec<String> {
    let script = Script {
        name: "tests/slt/made_up.slt".to_owned(),
        text: text.to_owned(),
    };
    let engine = OnLake::new(SessionContext::new());
    failures(
        "the lake",
        || ready(Ok::<_, EngineError>(engine.clone())),
        &[script],
    )
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_value_row_or_type_is_a_failure_with_its_place() {
    let right = "query IT\nSELECT 7 AS number, 'a b' AS text\n----\n7 a b\n";
    assert!(failures_of(right).await.is_empty());
    for (wrong, difference) in [
        ("query I\nSELECT 7 AS number\n----\n8\n", "+   7"),
        ("query I\nSELECT 7 AS number\n----\n", "+   7"),
        ("query I\nSELECT 7 AS number\n----\n7\n7\n", "-   7"),
        ("query I\nSELECT 7 AS number WHERE 1 = 2\n----\n7\n", "-   7"),
        ("query T\nSELECT 7 AS number\n----\n7\n", "[Actual  ] [I]"),
        ("query II\nSELECT 7 AS number\n----\n7\n", "[Actual  ] I"),
        (
            "query I\nSELECT CAST(NULL AS INT) AS number\n----\n0\n",
            "+   NULL",
        ),
        ("query I\nSELECT nothing\n----\n", "nothing"),
    ] {
        let failed = failures_of(&format!("# A line above.\n{wrong}")).await;
        let [failure] = &failed[..] else {
            panic!("one failure of `{wrong}`: {failed:?}")
        };
        for part in ["on the lake: ", difference, "at tests/slt/made_up.slt:2"] {
            assert!(failure.contains(part), "`{part}` in: {failure}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failure_does_not_hide_those_below() {
    let wrong = "query I\nSELECT 7 AS number\n----\n8\n\n".repeat(3);
    assert_eq!(failures_of(&wrong).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[should_panic(expected = "this is no query with a letter of I, R and T a column, and a result")]
async fn a_file_may_not_skip_a_query() {
    failures_of("skipif postgresql\nquery I\nSELECT 7 AS number\n----\n7\n").await;
}
