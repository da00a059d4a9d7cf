//! How much was asked, how fast, and what went wrong.

use super::misbehaviour::Fault;
use crate::feed::object;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);
/// Paths that are counted one by one; those beyond are counted by their pattern only.
const PATHS_MAX: usize = 100_000;

/// What a server was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All requests, refused ones too
    pub requests: u64,
    /// The most requests that came within any second
    pub per_second_max: u64,
    /// The most requests that were being answered at once
    pub in_flight_max: u64,
    /// Requests that were refused because there were too many in a second
    pub over_limit: u64,
    /// What went wrong on request, by name
    pub faults: BTreeMap<&'static str, u64>,
    /// Requests by path; numbers in it are `{}`
    pub patterns: BTreeMap<String, u64>,
}

impl Counts {
    pub(super) fn value(&self) -> Value {
        let faults: Value = self.faults.iter().map(|(name, count)| (*name, *count)).collect();
        let patterns: Value = (self.patterns.iter())
            .map(|(name, count)| (name.clone(), *count))
            .collect();
        object! {
            "requests": self.requests,
            "perSecondMax": self.per_second_max,
            "inFlightMax": self.in_flight_max,
            "overLimit": self.over_limit,
            "faults": faults,
            "paths": patterns,
        }
    }
}

/// Counts as requests come.
#[derive(Clone, Debug, Default)]
pub(super) struct Counter(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    counts: Counts,
    /// When the requests of the last second came
    recent: VecDeque<Instant>,
    in_flight: u64,
    paths: HashMap<String, u64>,
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Arrival {
    /// How many came before it
    pub number: u64,
    /// How many came in the second up to it, itself included
    pub in_second: usize,
    counter: Counter,
}

impl Drop for Arrival {
    fn drop(&mut self) {
        self.counter.change(|state| state.in_flight -= 1);
    }
}

impl Counter {
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Counts a request that comes now.
    pub(super) fn arrive(&self, path: &str) -> Arrival {
        let now = Instant::now();
        let (number, in_second) = self.change(|state| {
            while state.recent.front().is_some_and(|first| now - *first >= SECOND) {
                state.recent.pop_front();
            }
            state.recent.push_back(now);
            state.in_flight += 1;
            let counts = &mut state.counts;
            let number = counts.requests;
            counts.requests += 1;
            counts.per_second_max = counts.per_second_max.max(state.recent.len() as u64);
            counts.in_flight_max = counts.in_flight_max.max(state.in_flight);
            *counts.patterns.entry(pattern(path)).or_default() += 1;
            if state.paths.len() < PATHS_MAX || state.paths.contains_key(path) {
                *state.paths.entry(path.to_owned()).or_default() += 1;
            }
            (number, state.recent.len())
        });
        Arrival {
            number,
            in_second,
            counter: self.clone(),
        }
    }

    pub(super) fn refuse(&self) {
        self.change(|state| state.counts.over_limit += 1);
    }

    pub(super) fn fail(&self, fault: Fault) {
        self.change(|state| *state.counts.faults.entry(fault.name()).or_default() += 1);
    }

    pub(super) fn counts(&self) -> Counts {
        self.change(|state| state.counts.clone())
    }

    pub(super) fn requests_to(&self, path: &str) -> u64 {
        self.change(|state| state.paths.get(path).copied().unwrap_or(0))
    }
}

/// The path with `{}` for numbers.
fn pattern(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        let number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if number { "{}" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_while_they_are_answered() {
        let counter = Counter::default();
        let first = counter.arrive("/api/v1.1/game/1/feed/live");
        let second = counter.arrive("/api/v1.1/game/2/feed/live");
        assert_eq!((first.number, second.number, second.in_second), (0, 1, 2));
        drop((first, second));
        drop(counter.arrive("/api/v1.1/game/2/feed/live"));
        counter.fail(Fault::Html);
        let counts = counter.counts();
        assert_eq!(
            (counts.requests, counts.per_second_max, counts.in_flight_max),
            (3, 3, 2)
        );
        assert_eq!(counts.patterns["/api/v1.1/game/{}/feed/live"], 3);
        assert_eq!(counter.requests_to("/api/v1.1/game/2/feed/live"), 2);
        assert_eq!(counts.faults["html"], 1);
    }
}
