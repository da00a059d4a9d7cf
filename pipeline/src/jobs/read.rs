//! A job's YAML as a job; what is wrong is told with its line.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::Path;
use std::str::FromStr;

use jiff::tz::TimeZone;
use mlb_lake::contract::fields::{Fields, Text, listed, text, texts};
use mlb_lake::contract::nearest::did_you_mean;
use mlb_lake::contract::yaml::{self, Node};
use mlb_lake::contract::{Findings, Place};
use mlb_statsapi::limits::REQUESTS_PER_SECOND_MAX;

use super::cron::Cron;
use super::job::{After, Alert, Bounds, Engine, Job};
use super::read_requests;
use super::variables::LEAGUE_TIME_ZONE;
use crate::limits::{
    JOB_ATTEMPTS_MAX, JOB_DELAY_MS_MAX, JOB_FINISH_MINUTES_MAX, JOB_IN_FLIGHT_MAX, LANDING_RESPONSES_MAX,
};

/// The keys of a job.
pub const KEYS: [&str; 15] = [
    "version",
    "name",
    "description",
    "owner",
    "engine",
    "requests",
    "schedule",
    "rate_limit",
    "retry",
    "storage",
    "transform",
    "depends_on",
    "after",
    "alerts",
    "sla",
];

/// The keys of its sections that hold no lists.
pub const SCHEDULE_KEYS: [&str; 2] = ["cron", "time_zone"];
/// How fast it asks.
pub const RATE_KEYS: [&str; 2] = ["requests_per_second", "in_flight"];
/// How often it asks again.
pub const RETRY_KEYS: [&str; 2] = ["attempts", "delay_ms"];
/// How what comes is kept.
pub const STORAGE_KEYS: [&str; 1] = ["responses_per_commit"];
/// When it must have ended.
pub const SLA_KEYS: [&str; 1] = ["finish_within_minutes"];

/// The version of the language.
pub const VERSION: &str = "1";

/// A job as it was read, before it is checked against other jobs and the mappings.
pub struct ReadJob {
    /// The job.
    pub job: Job,
    /// Where its name stands.
    pub name_place: Place,
    /// Where the jobs stand that it depends on.
    pub depends_on: Vec<Place>,
    /// Where the sources stand that it transforms.
    pub transform: Vec<Place>,
}

/// Reads a job; `None` where so much is wrong that nothing can be made of it, which then is in `findings`.
pub fn read(file: &str, source: &str, findings: &mut Findings) -> Option<ReadJob> {
    let node = yaml::read(source, findings)?;
    let fields = Fields::read(&node, "the job", &KEYS, findings)?;
    check_version(&fields, findings);
    let name = fields.text("name", findings);
    if let Some(name) = name {
        check_name(name, file, findings);
    }
    let description = fields.text("description", findings);
    let owner = fields.text("owner", findings);
    let engine = word(&fields, "engine", &Engine::NAMES, findings).unwrap_or_default();
    let requests = read_requests::read(&fields, findings);
    let cron = fields.optional("schedule").map(|node| schedule(node, findings));
    if engine == Engine::Streaming && cron.is_some() {
        let message = "a streaming job is not due at times, it follows games until they are over; \
                       remove its `schedule`";
        findings.add(fields.place(), message);
    }
    let bounds = bounds(&fields, findings);
    let responses_per_commit_max = storage(&fields, findings);
    let (transform, transform_places) = names(&fields, "transform", findings);
    let (depends_on, depends_on_places) = names(&fields, "depends_on", findings);
    let after = words(&fields, "after", &After::NAMES, findings);
    let alerts = words(&fields, "alerts", &Alert::NAMES, findings);
    let finish_within_minutes = sla(&fields, findings);
    let name = name?;
    let job = Job {
        file: file.to_owned(),
        name: name.string(),
        description: description?.string(),
        owner: owner?.string(),
        engine,
        requests: requests?,
        cron: match cron {
            Some(cron) => Some(cron?),
            None => None,
        },
        bounds,
        responses_per_commit_max,
        transform,
        depends_on,
        after,
        alerts,
        finish_within_minutes,
    };
    Some(ReadJob {
        job,
        name_place: name.place,
        depends_on: depends_on_places,
        transform: transform_places,
    })
}

fn check_version(fields: &Fields<'_>, findings: &mut Findings) {
    if let Some(version) = fields.text("version", findings)
        && version.text != VERSION
    {
        let message = format!(
            "jobs of version `{}` are not read; this is version {VERSION}",
            version.text
        );
        findings.add(version.place, message);
    }
}

/// A job is found by its file's name.
fn check_name(name: Text<'_>, file: &str, findings: &mut Findings) {
    let stem = Path::new(file).file_stem().unwrap_or_default().to_string_lossy();
    if stem != name.text {
        let message = format!(
            "the job is named `{}` and its file `{stem}.yaml`; give both one name",
            name.text
        );
        findings.add(name.place, message);
    }
}

fn schedule(node: &Node, findings: &mut Findings) -> Option<Cron> {
    let fields = Fields::read(node, "`schedule`", &SCHEDULE_KEYS, findings)?;
    let line = fields.text("cron", findings);
    let zone_name = fields.optional_text("time_zone", findings);
    let name = zone_name.map_or(LEAGUE_TIME_ZONE, |name| name.text);
    let zone = match TimeZone::get(name) {
        Ok(zone) => Some(zone),
        Err(_) => {
            let known: Vec<String> = jiff::tz::db()
                .available()
                .map(|name| name.as_str().to_owned())
                .collect();
            let hint = did_you_mean(name, known.iter().map(String::as_str));
            let place = zone_name.map_or(fields.place(), |name| name.place);
            findings.add(place, format!("unknown time zone `{name}`{hint}"));
            None
        }
    };
    // A line is checked even where its time zone is none.
    let line = line?;
    match Cron::parse(line.text, name, zone.clone().unwrap_or(TimeZone::UTC)) {
        Ok(cron) => zone.map(|_| cron),
        Err(reason) => {
            findings.add(line.place, format!("bad cron line `{}`: {reason}", line.text));
            None
        }
    }
}

fn bounds(fields: &Fields<'_>, findings: &mut Findings) -> Bounds {
    let mut bounds = Bounds::default();
    let rate = fields
        .optional("rate_limit")
        .and_then(|node| Fields::read(node, "`rate_limit`", &RATE_KEYS, findings));
    if let Some(rate) = rate {
        let per_second = 1..=REQUESTS_PER_SECOND_MAX;
        bounds.requests_per_second = number(&rate, "requests_per_second", per_second, findings);
        bounds.in_flight = number(&rate, "in_flight", 1..=JOB_IN_FLIGHT_MAX, findings);
    }
    let retry = fields
        .optional("retry")
        .and_then(|node| Fields::read(node, "`retry`", &RETRY_KEYS, findings));
    if let Some(retry) = retry {
        bounds.attempts = number(&retry, "attempts", 1..=JOB_ATTEMPTS_MAX, findings);
        bounds.delay_ms = number(&retry, "delay_ms", 1..=JOB_DELAY_MS_MAX, findings);
    }
    bounds
}

fn storage(fields: &Fields<'_>, findings: &mut Findings) -> Option<usize> {
    let node = fields.optional("storage")?;
    let storage = Fields::read(node, "`storage`", &STORAGE_KEYS, findings)?;
    number(
        &storage,
        "responses_per_commit",
        1..=LANDING_RESPONSES_MAX,
        findings,
    )
}

fn sla(fields: &Fields<'_>, findings: &mut Findings) -> Option<u32> {
    let node = fields.optional("sla")?;
    let sla = Fields::read(node, "`sla`", &SLA_KEYS, findings)?;
    number(
        &sla,
        "finish_within_minutes",
        1..=JOB_FINISH_MINUTES_MAX,
        findings,
    )
}

/// A whole number within bounds.
pub fn number<T: FromStr + PartialOrd + Display>(
    fields: &Fields<'_>,
    key: &str,
    range: RangeInclusive<T>,
    findings: &mut Findings,
) -> Option<T> {
    let written = fields.optional_text(key, findings)?;
    let number = written.text.parse::<T>().ok();
    let number = number.filter(|number| range.contains(number));
    if number.is_none() {
        let message = format!(
            "`{key}` must be a whole number from {} to {}, and is `{}`",
            range.start(),
            range.end(),
            written.text
        );
        findings.add(written.place, message);
    }
    number
}

/// Names of other things, with their places.
fn names(fields: &Fields<'_>, key: &str, findings: &mut Findings) -> (Vec<String>, Vec<Place>) {
    let what = format!("`{key}` of the job");
    let written = fields
        .optional(key)
        .map_or_else(Vec::new, |node| texts(node, &what, findings));
    written
        .into_iter()
        .map(|name| (name.string(), name.place))
        .unzip()
}

fn words<T: Copy>(fields: &Fields<'_>, key: &str, known: &[(&str, T)], findings: &mut Findings) -> Vec<T> {
    let what = format!("`{key}` of the job");
    let written = fields
        .optional(key)
        .map_or_else(Vec::new, |node| texts(node, &what, findings));
    let found = written
        .into_iter()
        .filter_map(|word| one_of(word, key, known, findings));
    found.collect()
}

fn word<T: Copy>(fields: &Fields<'_>, key: &str, known: &[(&str, T)], findings: &mut Findings) -> Option<T> {
    let node = fields.optional(key)?;
    let word = text(node, &format!("`{key}` of the job"), findings)?;
    one_of(word, key, known, findings)
}

fn one_of<T: Copy>(word: Text<'_>, key: &str, known: &[(&str, T)], findings: &mut Findings) -> Option<T> {
    let found = known.iter().find(|(name, _)| *name == word.text);
    if found.is_none() {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let hint = did_you_mean(word.text, names.iter().copied());
        let hint = if hint.is_empty() {
            format!("; it can be {}", listed(&names))
        } else {
            hint
        };
        findings.add(word.place, format!("`{key}` cannot be `{}`{hint}", word.text));
    }
    found.map(|(_, value)| *value)
}
