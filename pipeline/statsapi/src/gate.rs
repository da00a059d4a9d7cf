//! The way out: so many requests at once, so many a second, none while the API wants quiet.

use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::client_options::bad_rate;
use crate::limits::REQUESTS_PER_SECOND_MAX;
use crate::{ClientOptions, Error};

type Rate =
    RateLimiter<NotKeyed, InMemoryState, MonotonicClock, NoOpMiddleware<<MonotonicClock as Clock>::Instant>>;

/// The way out of one client and its clones.
#[derive(Debug)]
pub(crate) struct Gate {
    places: Semaphore,
    /// Whoever holds it waits for the rate, the others behind it in their order: a crowd that wakes at once would race.
    order: tokio::sync::Mutex<()>,
    /// Nothing where an API on this machine is asked as fast as it answers.
    rate: Option<Rate>,
    clock: MonotonicClock,
    quiet_until: Mutex<Option<Instant>>,
}

impl Gate {
    /// A gate that nobody has passed yet.
    pub(crate) fn new(options: &ClientOptions) -> Result<Gate, Error> {
        let per_second = options.requests_per_second;
        let quota = (1..=REQUESTS_PER_SECOND_MAX)
            .contains(&per_second)
            .then(|| Quota::with_period(Duration::from_secs(1) / per_second))
            .flatten()
            .ok_or_else(|| bad_rate(per_second))?;
        Ok(Gate {
            places: Semaphore::new(options.requests_in_flight_max.max(1)),
            order: tokio::sync::Mutex::new(()),
            // One at a time: a burst on top of the rate would be more than the rate in its first second.
            rate: options
                .is_paced
                .then(|| RateLimiter::direct_with_clock(quota.allow_burst(NonZeroU32::MIN), MonotonicClock)),
            clock: MonotonicClock,
            quiet_until: Mutex::new(None),
        })
    }

    /// Waits for a place among the requests under way; it is given back by dropping it. Nothing where the gate is gone.
    pub(crate) async fn place(&self) -> Option<SemaphorePermit<'_>> {
        self.places.acquire().await.ok()
    }

    /// Waits until the rate lets one more request go.
    pub(crate) async fn turn(&self) {
        let _in_order = self.order.lock().await;
        while let Some(wait) = self.wait() {
            tokio::time::sleep(wait).await;
        }
    }

    /// Nobody goes for this long.
    pub(crate) fn keep_quiet(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut quiet_until = self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        *quiet_until = Some(quiet_until.map_or(until, |before| before.max(until)));
    }

    /// How long to wait yet; nothing where the turn was taken.
    fn wait(&self) -> Option<Duration> {
        let quiet_until = *self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        let quiet = quiet_until.map(|until| until.saturating_duration_since(Instant::now()));
        if let Some(quiet) = quiet.filter(|quiet| !quiet.is_zero()) {
            return Some(quiet);
        }
        let not_until = self.rate.as_ref()?.check().err()?;
        Some(not_until.wait_time_from(self.clock.now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_has_a_ceiling() {
        for (per_second, fits) in [(0, false), (1, true), (24, true), (25, false), (u32::MAX, false)] {
            let options = ClientOptions {
                requests_per_second: per_second,
                ..ClientOptions::default()
            };
            assert_eq!(Gate::new(&options).is_ok(), fits, "{per_second}");
        }
    }

    #[tokio::test]
    async fn turns_come_evenly_from_the_first_on() {
        let options = ClientOptions {
            requests_per_second: 20,
            ..ClientOptions::default()
        };
        let gate = Gate::new(&options).unwrap();
        let mut turns = Vec::new();
        for _ in 0..5 {
            gate.turn().await;
            turns.push(Instant::now());
        }
        for pair in turns.windows(2) {
            let apart = pair[1] - pair[0];
            assert!(apart >= Duration::from_millis(40), "{apart:?}");
        }
    }

    #[tokio::test]
    async fn without_a_rate_nobody_waits() {
        let options = ClientOptions {
            is_paced: false,
            ..ClientOptions::default()
        };
        let gate = Gate::new(&options).unwrap();
        let begun = Instant::now();
        for _ in 0..100 {
            gate.turn().await;
        }
        assert!(begun.elapsed() < Duration::from_secs(1));
    }

    #[tokio::test]
    async fn nobody_goes_while_the_api_wants_quiet() {
        let gate = Gate::new(&ClientOptions::default()).unwrap();
        let begun = Instant::now();
        gate.keep_quiet(Duration::from_millis(200));
        gate.keep_quiet(Duration::from_millis(10));
        gate.turn().await;
        assert!(begun.elapsed() >= Duration::from_millis(200));
    }
}
