//! What a file says is what is done; what is wrong is told with its line; what is due is due once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use mlb_lake::contract::Catalog;

use super::catalog::Jobs;
use super::due::{self, Turn};
use super::job::{After, Alert, Bounds, Engine};
use super::record::{JobHistory, JobRun, Outcome};

const MAPPING: &str = r#"version: 1
source:
  name: game.feed
  endpoint: game
  method: liveGameV1
  description: A game's feed
  request:
    method: GET
    path: /api/v1.1/game/{game_pk}/feed/live
    path_params: {game_pk: {type: bigint, description: "The game"}}
  game_pk: gamePk
  season: season
  required: [gamePk]
document:
  gamePk: bigint
columns:
  season: {type: int, nullable: false, path: capture.season, description: "Season"}
  game_pk: {type: bigint, nullable: false, path: capture.game_pk, description: "Game"}
  game_date: {type: date, path: capture.game_date, description: "Date"}
  source_captured_at: {type: timestamp, nullable: false, path: capture.captured_at, description: "When"}
tables:
  - name: feeds
    grain: game
    description: "One row per game"
    replace_by: [game_pk]
    key: [season, game_pk]
    columns:
      - {name: season}
      - {name: game_pk}
      - {name: game_date}
      - {name: source_captured_at}
"#;

const WHOLE: &str = r#"version: 1
name: whole
description: Everything that a job can say
owner: somebody
requests:
  - id: day
    operation: schedule.schedule
    params: {sportId: 1, date: "${DATE}"}
  - operation: game.liveGameV1
    params: {game_pk: "${GAME}"}
    each: {variable: GAME, from: day, path: "dates[].games[].gamePk", only: needed}
  - operation: person.person
    params: {personIds: "${PERSON}"}
    each: {variable: PERSON, from: day, path: "people.*.id", at_once: 50}
schedule: {cron: "0 6 * * *", time_zone: Europe/Berlin}
rate_limit: {requests_per_second: 5, in_flight: 2}
retry: {attempts: 3, delay_ms: 500}
storage: {responses_per_commit: 64}
transform: [game.feed]
depends_on: [first]
after: [mirror, refresh_views]
alerts: [failed, late]
sla: {finish_within_minutes: 30}
"#;

/// A job that is due at a time and depends on others.
fn job(name: &str, cron: &str, depends_on: &str) -> String {
    format!(
        "version: 1\nname: {name}\ndescription: d\nowner: o\nrequests: [{{operation: config.gameStatus}}]\n\
         schedule: {{cron: \"{cron}\", time_zone: UTC}}\ndepends_on: [{depends_on}]\n"
    )
}

fn parse(files: &[(&str, &str)]) -> crate::Result<Jobs> {
    let catalog = Catalog::parse([("mappings/game/feed.yaml", MAPPING)]).expect("the mapping");
    Jobs::parse(files.iter().copied(), &catalog)
}

/// What is told of the job `whole.yaml` with a change.
fn wrong(from: &str, to: &str) -> Vec<String> {
    assert!(WHOLE.contains(from), "{from}");
    let first = job("first", "0 5 * * *", "");
    let files = [
        ("jobs/first.yaml", first.as_str()),
        ("jobs/whole.yaml", &WHOLE.replacen(from, to, 1)),
    ];
    let error = parse(&files).expect_err("something is wrong").to_string();
    error.lines().map(str::to_owned).collect()
}

#[test]
fn a_job_says_all_that_it_is() {
    let first = job("first", "0 5 * * *", "");
    let jobs = parse(&[("jobs/whole.yaml", WHOLE), ("jobs/first.yaml", &first)]).unwrap();
    let names: Vec<&str> = jobs.iter().map(|job| job.name.as_str()).collect();
    assert_eq!(names, ["first", "whole"]);
    let whole = jobs.named("whole").unwrap();
    assert_eq!(whole.engine, Engine::Batch);
    let bounds = Bounds {
        requests_per_second: Some(5),
        in_flight: Some(2),
        attempts: Some(3),
        delay_ms: Some(500),
    };
    assert_eq!(whole.bounds, bounds);
    assert_eq!(whole.responses_per_commit_max, Some(64));
    assert_eq!(whole.after, [After::Mirror, After::RefreshViews]);
    assert_eq!(whole.alerts, [Alert::Failed, Alert::Late]);
    assert_eq!(whole.finish_within_minutes, Some(30));
    let cron = whole.cron.as_ref().unwrap();
    assert_eq!((cron.line(), cron.time_zone()), ("0 6 * * *", "Europe/Berlin"));
    assert_eq!(whole.open_variables(), ["DATE"]);
    let each = whole.requests[1].each.as_ref().unwrap();
    assert_eq!((each.from, each.at_once, each.only_needed), (0, 1, true));
    let each = whole.requests[2].each.as_ref().unwrap();
    assert_eq!((each.from, each.at_once, each.only_needed), (0, 50, false));
    let error = jobs.named("hole").unwrap_err().to_string();
    assert_eq!(error, "job `hole`: there is none; did you mean `whole`?");
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (from, to, message) in [
        (
            "version: 1",
            "version: 2",
            "jobs/whole.yaml:1:10: jobs of version `2` are not read; this is version 1",
        ),
        (
            "name: whole",
            "name: hole",
            "jobs/whole.yaml:2:7: the job is named `hole` and its file `whole.yaml`; give both one name",
        ),
        (
            "owner: somebody",
            "onwer: somebody",
            "jobs/whole.yaml:4:1: unknown key `onwer` in the job; did you mean `owner`?",
        ),
        (
            "schedule.schedule",
            "schedule.schedul",
            "jobs/whole.yaml:7:16: the API has no `schedule.schedul`: endpoint `schedule` has no method `schedul`; did you mean `schedule`?",
        ),
        (
            "sportId: 1",
            "sportID: 1",
            "jobs/whole.yaml:8:14: `schedule.schedule` has no parameter `sportID`; did you mean `sportId`?",
        ),
        (
            "sportId: 1",
            "sportId: one",
            "jobs/whole.yaml:8:23: `schedule.schedule`: `sportId` cannot be `one`: it must be a whole number",
        ),
        (
            "\"${DATE}\"",
            "\"${DAET}\"",
            "jobs/whole.yaml:8:32: unknown variable `${DAET}`; did you mean `DATE`?",
        ),
        (
            "\"${DATE}\"",
            "\"${DATE\"",
            "jobs/whole.yaml:8:32: parameter `date`: `${DATE` is not closed; write a variable like `${DATE}`",
        ),
        (
            "params: {game_pk: \"${GAME}\"}",
            "params: {}",
            "jobs/whole.yaml:9:16: `game.liveGameV1` needs parameter `game_pk`",
        ),
        (
            "from: day",
            "from: dya",
            "jobs/whole.yaml:11:34: no earlier request has the `id` `dya`; did you mean `day`?",
        ),
        (
            "variable: GAME",
            "variable: game",
            "jobs/whole.yaml:11:22: variable `game` must be capital letters, digits and `_`, like `GAME_PK`",
        ),
        (
            "only: needed",
            "only: some",
            "jobs/whole.yaml:11:77: `only` of `each` can be `needed`, and is `some`",
        ),
        (
            "at_once: 50",
            "at_once: 5000",
            "jobs/whole.yaml:14:71: `at_once` must be a whole number from 1 to 200, and is `5000`",
        ),
        (
            "0 6 * * *",
            "0 6 * *",
            "jobs/whole.yaml:15:18: bad cron line `0 6 * *`: it has 4 fields; write five, `MINUTE HOUR DAY MONTH WEEKDAY`, like `0 6 * * *`",
        ),
        (
            "Europe/Berlin",
            "Europe/Berln",
            "jobs/whole.yaml:15:42: unknown time zone `Europe/Berln`; did you mean `Europe/Berlin`?",
        ),
        (
            "requests_per_second: 5",
            "requests_per_second: 25",
            "jobs/whole.yaml:16:35: `requests_per_second` must be a whole number from 1 to 24, and is `25`",
        ),
        (
            "[game.feed]",
            "[game.fed]",
            "jobs/whole.yaml:19:13: no mapping has a source `game.fed`; did you mean `game.feed`?",
        ),
        (
            "[first]",
            "[frist]",
            "jobs/whole.yaml:20:14: there is no job `frist` to depend on; did you mean `first`?",
        ),
        (
            "[mirror, refresh_views]",
            "[miror]",
            "jobs/whole.yaml:21:9: `after` cannot be `miror`; did you mean `mirror`?",
        ),
        (
            "[failed, late]",
            "[always]",
            "jobs/whole.yaml:22:10: `alerts` cannot be `always`; it can be `failed`, `incomplete` and `late`",
        ),
        (
            "requests:",
            "engine: streaming\nrequests:",
            "jobs/whole.yaml:1:1: a streaming job is not due at times, it follows games until they are over; remove its `schedule`",
        ),
    ] {
        let found = wrong(from, to);
        assert!(
            found.iter().any(|found| found == message),
            "{message}\n{found:#?}"
        );
    }
}

#[test]
fn a_cycle_is_told_with_the_way_around() {
    let (a, b, c) = (
        job("a", "0 5 * * *", "c"),
        job("b", "0 5 * * *", "a"),
        job("c", "0 5 * * *", "b"),
    );
    let error = parse(&[("jobs/a.yaml", &a), ("jobs/b.yaml", &b), ("jobs/c.yaml", &c)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "jobs/b.yaml:7:14: job `a` waits for itself: a -> c -> b -> a; take one of them out of its `depends_on`"
    );
    let own = job("a", "0 5 * * *", "a");
    let error = parse(&[("jobs/a.yaml", &own)]).unwrap_err();
    assert!(error.to_string().contains("a -> a"), "{error}");
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn run(job: &str, due_at: Option<&str>, outcome: Outcome) -> JobRun {
    JobRun {
        job: job.to_owned(),
        run_id: String::new(),
        due_at: due_at.map(at),
        started_at: due_at.map(at).unwrap_or_default(),
        finished_at: due_at.map(at).unwrap_or_default(),
        outcome,
        is_late: false,
        detail: String::new(),
    }
}

fn histories(runs: &[JobRun]) -> BTreeMap<String, JobHistory> {
    let mut histories: BTreeMap<String, JobHistory> = BTreeMap::new();
    for run in runs {
        histories.entry(run.job.clone()).or_default().add(run.clone());
    }
    histories
}

fn names_due(jobs: &Jobs, runs: &[JobRun], now: &str) -> Vec<String> {
    due::due(jobs, &histories(runs), at(now))
        .iter()
        .map(|due| format!("{} {}", due.job.name, due.due_at))
        .collect()
}

#[test]
fn what_was_missed_is_due_once_and_what_ran_is_not() {
    let hourly = job("hourly", "0 * * * *", "");
    let jobs = parse(&[("jobs/hourly.yaml", &hourly)]).unwrap();
    assert!(
        names_due(&jobs, &[], "2024-07-12T10:30:00Z").is_empty(),
        "nobody has seen it"
    );
    let seen = run("hourly", Some("2024-07-12T07:30:00Z"), Outcome::Seen);
    let now = "2024-07-12T10:30:00Z";
    assert!(names_due(&jobs, std::slice::from_ref(&seen), "2024-07-12T07:59:59Z").is_empty());
    assert_eq!(
        names_due(&jobs, std::slice::from_ref(&seen), now),
        ["hourly 2024-07-12T10:00:00Z"]
    );
    for (outcome, is_due) in [
        (Outcome::Succeeded, false),
        (Outcome::Incomplete, false),
        (Outcome::Failed, false),
        (Outcome::Blocked, false),
        (Outcome::Stopped, true),
    ] {
        let ran = run("hourly", Some("2024-07-12T10:00:00Z"), outcome);
        assert_eq!(
            !names_due(&jobs, &[seen.clone(), ran], now).is_empty(),
            is_due,
            "{outcome:?}"
        );
    }
}

#[test]
fn who_depends_on_others_comes_after_them() {
    let (first, second) = (
        job("z_first", "0 5 * * *", ""),
        job("a_second", "0 6 * * *", "z_first"),
    );
    let jobs = parse(&[("jobs/z_first.yaml", &first), ("jobs/a_second.yaml", &second)]).unwrap();
    let seen = |name| run(name, Some("2024-07-12T05:30:00Z"), Outcome::Seen);
    let all_seen = [seen("z_first"), seen("a_second")];
    let now = "2024-07-12T06:00:00Z";
    // It was due before anybody saw it, and it never ran: what depends on it brings it with it.
    assert_eq!(
        names_due(&jobs, &all_seen, now),
        ["z_first 2024-07-12T06:00:00Z", "a_second 2024-07-12T06:00:00Z"]
    );
    let second = jobs.named("a_second").unwrap();
    let unsettled = BTreeSet::from(["z_first", "a_second"]);
    assert_eq!(due::turn(second, &unsettled, &histories(&all_seen)), Turn::Wait);
    for (outcome, turn) in [
        (Outcome::Succeeded, Turn::Now),
        (Outcome::Incomplete, Turn::Now),
        (Outcome::Failed, Turn::Blocked("z_first".to_owned())),
        (Outcome::Blocked, Turn::Blocked("z_first".to_owned())),
    ] {
        let ran = run("z_first", Some("2024-07-12T06:00:00Z"), outcome);
        let histories = histories(&[seen("z_first"), ran]);
        let unsettled = BTreeSet::from(["a_second"]);
        assert_eq!(due::turn(second, &unsettled, &histories), turn, "{outcome:?}");
    }
}
