//! A circuit breaker: an API that fails again and again is left alone for a while, then tried by single requests.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::ClientOptions;
use crate::limits::BREAKER_PROBES;

/// The breaker of one client and its clones.
#[derive(Debug)]
pub(crate) struct Breaker {
    machine: Mutex<Machine>,
}

/// A request that may go. Whoever drops it untold says that nothing was learned.
#[derive(Debug)]
pub(crate) struct Ticket<'breaker> {
    breaker: &'breaker Breaker,
    age: u64,
    outcome: Outcome,
}

/// Why a request may not go.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) failures: u32,
    pub(crate) reason: String,
    /// How long yet; zero while another request tries.
    pub(crate) wait: Duration,
}

#[derive(Debug)]
enum Outcome {
    Failed(String),
    Succeeded,
    Unknown,
}

impl Breaker {
    pub(crate) fn new(options: &ClientOptions) -> Breaker {
        Breaker {
            machine: Mutex::new(Machine::new(
                options.breaker_failures_max,
                Duration::from_millis(options.breaker_rest_ms),
            )),
        }
    }

    /// Lets a request go, or not.
    pub(crate) fn admit(&self) -> Result<Ticket<'_>, Refused> {
        let age = self.lock().admit(Instant::now())?;
        Ok(Ticket {
            breaker: self,
            age,
            outcome: Outcome::Unknown,
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Machine> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket<'_> {
    /// The API is well.
    pub(crate) fn succeeded(mut self) {
        self.outcome = Outcome::Succeeded;
    }

    /// The API failed.
    pub(crate) fn failed(mut self, reason: String) {
        self.outcome = Outcome::Failed(reason);
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let outcome = std::mem::replace(&mut self.outcome, Outcome::Unknown);
        self.breaker.lock().tell(self.age, outcome, Instant::now());
    }
}

/// The states and what leads from one to the next; it has no clock of its own.
#[derive(Debug)]
struct Machine {
    failures_max: u32,
    rest: Duration,
    state: State,
    /// Counts the states: what a request of an earlier state tells comes too late.
    age: u64,
    reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// As usual.
    Closed { failures: u32 },
    /// The API is left alone.
    Open { until: Instant },
    /// Single requests try.
    HalfOpen { succeeded: u32, is_probing: bool },
}

impl Machine {
    fn new(failures_max: u32, rest: Duration) -> Machine {
        Machine {
            failures_max: failures_max.max(1),
            rest,
            state: State::Closed { failures: 0 },
            age: 0,
            reason: String::new(),
        }
    }

    fn admit(&mut self, now: Instant) -> Result<u64, Refused> {
        if matches!(self.state, State::Open { until } if now >= until) {
            self.turn_to(State::HalfOpen {
                succeeded: 0,
                is_probing: false,
            });
        }
        let wait = match &mut self.state {
            State::Closed { .. } => return Ok(self.age),
            State::HalfOpen { is_probing, .. } if !*is_probing => {
                *is_probing = true;
                return Ok(self.age);
            }
            State::HalfOpen { .. } => Duration::ZERO,
            State::Open { until } => until.saturating_duration_since(now),
        };
        Err(Refused {
            failures: self.failures_max,
            reason: self.reason.clone(),
            wait,
        })
    }

    fn tell(&mut self, age: u64, outcome: Outcome, now: Instant) {
        if age != self.age {
            return;
        }
        match (&mut self.state, outcome) {
            (State::Closed { failures }, Outcome::Succeeded) => *failures = 0,
            (State::Closed { failures }, Outcome::Failed(reason)) => {
                *failures += 1;
                self.reason = reason;
                if *failures >= self.failures_max {
                    self.open(now);
                }
            }
            (
                State::HalfOpen {
                    succeeded,
                    is_probing,
                },
                Outcome::Succeeded,
            ) => {
                *succeeded += 1;
                *is_probing = false;
                if *succeeded >= BREAKER_PROBES {
                    self.turn_to(State::Closed { failures: 0 });
                }
            }
            (State::HalfOpen { .. }, Outcome::Failed(reason)) => {
                self.reason = reason;
                self.open(now);
            }
            (State::HalfOpen { is_probing, .. }, Outcome::Unknown) => *is_probing = false,
            (State::Closed { .. }, Outcome::Unknown) | (State::Open { .. }, _) => {}
        }
    }

    fn open(&mut self, now: Instant) {
        self.turn_to(State::Open {
            until: now + self.rest,
        });
    }

    fn turn_to(&mut self, state: State) {
        tracing::debug!(?state, "breaker");
        self.state = state;
        self.age += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine and a clock that goes only when told.
    struct Bench {
        machine: Machine,
        now: Instant,
    }

    const REST: Duration = Duration::from_secs(30);

    impl Bench {
        fn new() -> Bench {
            Bench {
                machine: Machine::new(3, REST),
                now: Instant::now(),
            }
        }

        fn opened() -> Bench {
            let mut bench = Bench::new();
            for _ in 0..3 {
                bench.fail();
            }
            bench
        }

        fn wait(&mut self, time: Duration) {
            self.now += time;
        }

        fn admit(&mut self) -> Result<u64, Duration> {
            self.machine.admit(self.now).map_err(|refused| refused.wait)
        }

        fn tell(&mut self, age: u64, outcome: Outcome) {
            self.machine.tell(age, outcome, self.now);
        }

        fn fail(&mut self) {
            let age = self.admit().unwrap();
            self.tell(age, Outcome::Failed("status 503".to_owned()));
        }

        fn succeed(&mut self) {
            let age = self.admit().unwrap();
            self.tell(age, Outcome::Succeeded);
        }
    }

    #[test]
    fn failures_in_a_row_open_it_and_a_success_between_does_not() {
        let mut bench = Bench::new();
        for _ in 0..5 {
            bench.fail();
            bench.fail();
            bench.succeed();
        }
        bench.fail();
        bench.fail();
        bench.fail();
        assert_eq!(bench.admit(), Err(REST));
        let refused = bench.machine.admit(bench.now).unwrap_err();
        assert_eq!((refused.failures, refused.reason.as_str()), (3, "status 503"));
    }

    #[test]
    fn it_stays_open_for_its_rest() {
        let mut bench = Bench::opened();
        bench.wait(REST - Duration::from_millis(1));
        assert_eq!(bench.admit(), Err(Duration::from_millis(1)));
        bench.wait(Duration::from_millis(1));
        assert!(bench.admit().is_ok());
    }

    #[test]
    fn one_request_at_a_time_tries_and_two_successes_close_it() {
        let mut bench = Bench::opened();
        bench.wait(REST);
        let first = bench.admit().unwrap();
        assert_eq!(bench.admit(), Err(Duration::ZERO));
        bench.tell(first, Outcome::Succeeded);
        let second = bench.admit().unwrap();
        assert_eq!(bench.admit(), Err(Duration::ZERO));
        bench.tell(second, Outcome::Succeeded);
        let third = bench.admit().unwrap();
        assert_eq!(bench.admit(), Ok(third));
    }

    #[test]
    fn a_try_that_fails_opens_it_again() {
        let mut bench = Bench::opened();
        bench.wait(REST);
        bench.succeed();
        bench.fail();
        assert_eq!(bench.admit(), Err(REST));
        bench.wait(REST);
        bench.succeed();
        bench.succeed();
        bench.fail();
        bench.fail();
        assert!(bench.admit().is_ok());
    }

    #[test]
    fn a_try_that_is_given_up_makes_room_for_the_next() {
        let mut bench = Bench::opened();
        bench.wait(REST);
        let given_up = bench.admit().unwrap();
        bench.tell(given_up, Outcome::Unknown);
        assert!(bench.admit().is_ok());
    }

    #[test]
    fn what_comes_late_changes_nothing() {
        let mut bench = Bench::new();
        let early = bench.admit().unwrap();
        for _ in 0..3 {
            bench.fail();
        }
        bench.tell(early, Outcome::Succeeded);
        assert_eq!(bench.admit(), Err(REST));
        bench.wait(REST);
        let trying = bench.admit().unwrap();
        bench.tell(early, Outcome::Failed("late".to_owned()));
        bench.tell(early, Outcome::Unknown);
        assert_eq!(bench.admit(), Err(Duration::ZERO));
        bench.tell(trying, Outcome::Succeeded);
        bench.succeed();
        bench.succeed();
    }

    #[test]
    fn a_ticket_that_is_dropped_tells_nothing() {
        let breaker = Breaker::new(&ClientOptions {
            breaker_failures_max: 1,
            breaker_rest_ms: 60_000,
            ..ClientOptions::default()
        });
        drop(breaker.admit().unwrap());
        breaker.admit().unwrap().succeeded();
        breaker.admit().unwrap().failed("status 500".to_owned());
        assert!(breaker.admit().is_err());
    }
}
