//! What is due: of each job the last time that came since its last run. Times that were missed meanwhile count as one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::catalog::Jobs;
use super::job::Job;
use super::record::JobHistory;

/// A job that is due.
#[derive(Clone, Debug)]
pub struct Due<'a> {
    /// The job.
    pub job: &'a Job,
    /// Since when.
    pub due_at: Timestamp,
}

/// What can be done about a job that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It may begin.
    Now,
    /// A job that it depends on has to end first.
    Wait,
    /// This job, on which it depends, did not go through.
    Blocked(String),
}

/// The jobs that are due, each after those that it depends on. Where one is due and depends on a job that has never ended, that is due, too.
pub fn due<'a>(jobs: &'a Jobs, histories: &BTreeMap<String, JobHistory>, now: Timestamp) -> Vec<Due<'a>> {
    let mut due: BTreeMap<&str, Timestamp> = BTreeMap::new();
    for job in jobs.iter() {
        let settled_until = histories.get(&job.name).and_then(|history| history.settled_until);
        let last = job.cron.as_ref().and_then(|cron| cron.last_until(now));
        if let (Some(settled_until), Some(last)) = (settled_until, last)
            && last > settled_until
        {
            due.insert(&job.name, last);
        }
    }
    let ended = |name: &str| histories.get(name).is_some_and(|history| history.last.is_some());
    // Who waits comes after what it waits for, so that a walk backwards reaches all of them.
    let all: Vec<&Job> = jobs.iter().collect();
    for job in all.iter().rev() {
        let Some(at) = due.get(job.name.as_str()).copied() else {
            continue;
        };
        for name in job.depends_on.iter().filter(|name| !ended(name)) {
            due.entry(name.as_str()).or_insert(at);
        }
    }
    let of = |job: &&'a Job| due.get(job.name.as_str()).map(|due_at| (*job, *due_at));
    all.iter()
        .filter_map(of)
        .map(|(job, due_at)| Due { job, due_at })
        .collect()
}

/// Whether a job may begin, where these others are under way or due before it.
pub fn turn(job: &Job, unsettled: &BTreeSet<&str>, histories: &BTreeMap<String, JobHistory>) -> Turn {
    if job
        .depends_on
        .iter()
        .any(|name| unsettled.contains(name.as_str()))
    {
        return Turn::Wait;
    }
    let is_through = |name: &&String| {
        let last = histories.get(*name).and_then(|history| history.last.as_ref());
        last.is_some_and(|last| last.outcome.is_through())
    };
    match job.depends_on.iter().find(|name| !is_through(name)) {
        Some(name) => Turn::Blocked(name.clone()),
        None => Turn::Now,
    }
}

/// The next time after a moment at which a job is due.
pub fn next(jobs: &Jobs, now: Timestamp) -> Option<Timestamp> {
    jobs.iter()
        .filter_map(|job| job.cron.as_ref()?.next_after(now))
        .min()
}
