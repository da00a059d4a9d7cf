//! This machine's clock beside a server's: captures are ordered by it where a document has no clock of its own.

use jiff::Timestamp;

use super::finding::{Finding, Part};
use crate::limits::{CLOCK_SKEW_SECONDS_MAX, CLOCK_SKEW_SECONDS_NOTED};

const REMEDY: &str = "let this machine set its clock by NTP (`timedatectl set-ntp true`)";

/// Compares the clocks. `asked_at` is when the question was sent; a server's `Date` has whole seconds.
pub fn compare(part: Part, server: Timestamp, asked_at: Timestamp, answered_at: Timestamp) -> Finding {
    let seconds = if server < asked_at {
        asked_at.as_second() - server.as_second() - 1
    } else {
        server.as_second() - answered_at.as_second()
    };
    let skew = seconds.max(0);
    let detail = format!("this machine's clock and the server's differ by {skew} s");
    if skew > CLOCK_SKEW_SECONDS_MAX {
        part.failed("clock", detail, REMEDY)
    } else if skew > CLOCK_SKEW_SECONDS_NOTED {
        part.warning("clock", detail, REMEDY)
    } else {
        part.ok("clock", "agrees with the server's")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Level;

    fn level(server: i64) -> Level {
        let at = |second| Timestamp::from_second(second).unwrap();
        compare(Part::Api, at(server), at(1_000_000), at(1_000_001)).level
    }

    #[test]
    fn a_clock_that_agrees_within_the_answer_is_fine() {
        assert_eq!(level(1_000_000), Level::Ok);
        assert_eq!(level(999_999), Level::Ok);
        assert_eq!(level(1_000_001), Level::Ok);
    }

    #[test]
    fn a_clock_that_is_off_is_told_before_or_after() {
        assert_eq!(level(1_000_001 + CLOCK_SKEW_SECONDS_NOTED + 1), Level::Warning);
        assert_eq!(level(999_998 - CLOCK_SKEW_SECONDS_NOTED), Level::Warning);
        assert_eq!(level(1_000_001 + CLOCK_SKEW_SECONDS_MAX + 1), Level::Failed);
        assert_eq!(level(999_998 - CLOCK_SKEW_SECONDS_MAX), Level::Failed);
    }
}
