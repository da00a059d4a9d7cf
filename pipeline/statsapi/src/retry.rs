//! When a request is asked again, and after which wait.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use jiff::Timestamp;

use crate::limits::{RETRY_AFTER_MS_MAX, RETRY_DELAY_MS_MAX};
use crate::{ClientOptions, Error};

/// The waits of one request, one before each further attempt.
#[derive(Debug)]
pub(crate) struct Waits(ExponentialBackoff);

impl Waits {
    pub(crate) fn new(options: &ClientOptions) -> Waits {
        let further = options.retry_attempts_max.saturating_sub(1);
        let shortest = Duration::from_millis(options.retry_delay_ms_min);
        let waits = ExponentialBuilder::new()
            .with_min_delay(shortest)
            .with_max_delay(shortest.max(Duration::from_millis(RETRY_DELAY_MS_MAX)))
            .with_max_times(further)
            .with_jitter();
        Waits(waits.build())
    }

    /// The wait before the next attempt; nothing where there is none. A wait that the API asks for is kept, and where it
    /// is too long the request fails.
    pub(crate) fn after(&mut self, error: &Error) -> Option<Duration> {
        if !is_passing(error) {
            return None;
        }
        let wait = self.0.next()?;
        match retry_after(error) {
            Some(asked) if asked > Duration::from_millis(RETRY_AFTER_MS_MAX) => None,
            Some(asked) => Some(wait.max(asked)),
            None => Some(wait),
        }
    }
}

/// A fault that may be gone the next time. What the API says of the request itself is not one.
pub(crate) fn is_passing(error: &Error) -> bool {
    match error {
        Error::Status { status, .. } => *status == 429 || *status >= 500,
        Error::Body { .. }
        | Error::Connect { .. }
        | Error::NotJson { .. }
        | Error::OtherAnswer { .. }
        | Error::Timeout { .. }
        | Error::Transport { .. } => true,
        _ => false,
    }
}

/// A fault of the API, or of the way to it: whoever answers in its place is one too. An answer about something else comes
/// from an API that is well.
pub(crate) fn is_failure(error: &Error) -> bool {
    is_passing(error) && !matches!(error, Error::OtherAnswer { .. })
}

/// A fault in a few words.
pub(crate) fn brief(error: &Error) -> String {
    match error {
        Error::Body { .. } => "an answer broke off".to_owned(),
        Error::Connect { .. } => "no connection".to_owned(),
        Error::NotJson { looks, .. } => format!("an answer was {looks}"),
        Error::Status { status, .. } => format!("status {status}"),
        Error::Timeout { .. } => "no answer in time".to_owned(),
        Error::Transport { .. } => "a connection failed".to_owned(),
        error => error.to_string(),
    }
}

/// How long the API wants to be left alone.
pub(crate) fn retry_after(error: &Error) -> Option<Duration> {
    match error {
        Error::Status { retry_after_ms, .. } => retry_after_ms.map(Duration::from_millis),
        _ => None,
    }
}

/// `Retry-After`: seconds, or a date.
pub(crate) fn retry_after_ms(header: &str, now: Timestamp) -> Option<u64> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // What no number holds is too long all the same.
        return Some(header.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(1_000));
    }
    let date = jiff::fmt::rfc2822::parse(header).ok()?.timestamp();
    Some(u64::try_from(date.duration_since(now).as_millis()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16, retry_after_ms: Option<u64>) -> Error {
        Error::Status {
            url: "u".to_owned(),
            status,
            body: String::new(),
            retry_after_ms,
        }
    }

    #[test]
    fn waits_double_with_jitter_and_come_to_an_end() {
        let mut waits = Waits::new(&ClientOptions::default());
        for least_ms in [200, 400, 800, 1600] {
            let wait = waits.after(&status(503, None)).unwrap();
            let most = Duration::from_millis(2 * least_ms);
            assert!(
                wait >= Duration::from_millis(least_ms) && wait <= most,
                "{wait:?}"
            );
        }
        assert_eq!(waits.after(&status(503, None)), None);
    }

    #[test]
    fn a_wait_that_the_api_asks_for_is_kept_within_reason() {
        let waits = || Waits::new(&ClientOptions::default());
        assert_eq!(
            waits().after(&status(429, Some(7_000))),
            Some(Duration::from_secs(7))
        );
        assert!(waits().after(&status(429, Some(0))).unwrap() >= Duration::from_millis(200));
        assert_eq!(waits().after(&status(429, Some(3_600_000))), None);
    }

    #[test]
    fn only_passing_faults_are_tried_again() {
        let url = || "u".to_owned();
        for (error, passes) in [
            (status(429, None), true),
            (status(500, None), true),
            (status(503, None), true),
            (status(304, None), false),
            (status(400, None), false),
            (status(404, None), false),
            (status(408, None), false),
            (
                Error::Timeout {
                    url: url(),
                    waited_ms: 1,
                },
                true,
            ),
            (
                Error::Redirect {
                    url: url(),
                    redirects_max: 1,
                },
                false,
            ),
        ] {
            assert_eq!(is_passing(&error), passes, "{error}");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "2024-07-12T19:00:00Z".parse().unwrap();
        for (header, wait_ms) in [
            ("3", Some(3_000)),
            (" 0 ", Some(0)),
            ("Fri, 12 Jul 2024 19:00:05 GMT", Some(5_000)),
            ("Fri, 12 Jul 2024 18:00:00 GMT", Some(0)),
            ("99999999999999999999", Some(u64::MAX)),
            ("soon", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(retry_after_ms(header, now), wait_ms, "{header}");
        }
    }
}
