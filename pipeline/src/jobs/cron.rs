//! When a job is due: a cron line in a time zone.
//!
//! A line with one hour and one minute (`30 2 * * *`) comes once a day, also where the clock jumps over that time or goes through it twice.
//! Any other line follows the hours as they pass: every five minutes is every five minutes.

use croner::errors::CronError;
use croner::parser::{CronParser, Seconds, Year};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Fields of a line: minute, hour, day, month, weekday.
const FIELDS: usize = 5;

/// A cron line in a time zone.
#[derive(Clone, Debug)]
pub struct Cron {
    line: String,
    time_zone: String,
    pattern: croner::Cron,
    zone: TimeZone,
}

impl Cron {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(line: &str, time_zone: &str, zone: TimeZone) -> Result<Cron, String> {
        let fields = line.split_whitespace().count();
        if fields != FIELDS {
            return Err(format!(
                "it has {fields} fields; write five, `MINUTE HOUR DAY MONTH WEEKDAY`, like `0 6 * * *`"
            ));
        }
        let parser = CronParser::builder()
            .seconds(Seconds::Disallowed)
            .year(Year::Disallowed)
            .build();
        let cron = Cron {
            line: line.to_owned(),
            time_zone: time_zone.to_owned(),
            pattern: parser.parse(line).map_err(|error| reason(&error))?,
            zone,
        };
        match cron.next_after(Timestamp::now()) {
            Some(_) => Ok(cron),
            None => Err("no such day ever comes".to_owned()),
        }
    }

    /// The line as it was written.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The IANA name of the time zone.
    pub fn time_zone(&self) -> &str {
        &self.time_zone
    }

    /// The first time after a moment; nothing where none comes.
    pub fn next_after(&self, moment: Timestamp) -> Option<Timestamp> {
        let moment = moment.to_zoned(self.zone.clone());
        let found = self.pattern.find_next_occurrence(&moment, false).ok()?;
        Some(found.timestamp())
    }

    /// The last time up to a moment; nothing where there was none.
    pub fn last_until(&self, moment: Timestamp) -> Option<Timestamp> {
        let moment = moment.to_zoned(self.zone.clone());
        let found = self.pattern.find_previous_occurrence(&moment, true).ok()?;
        Some(found.timestamp())
    }
}

/// croner's reason on one line, without its period.
fn reason(error: &CronError) -> String {
    let text = match error {
        CronError::InvalidPattern(text)
        | CronError::IllegalCharacters(text)
        | CronError::ComponentError(text) => text.clone(),
        error => error.to_string(),
    };
    format!(
        "{}; write `MINUTE HOUR DAY MONTH WEEKDAY`, like `0 6 * * *`",
        text.trim_end_matches('.')
    )
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn cron(line: &str) -> Cron {
        Cron::parse(
            line,
            "America/New_York",
            TimeZone::get("America/New_York").unwrap(),
        )
        .unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn next(line: &str, after: &str, times: usize) -> Vec<String> {
        let cron = cron(line);
        let mut moment = at(after);
        (0..times)
            .map(|_| {
                moment = cron.next_after(moment).unwrap();
                moment.to_string()
            })
            .collect()
    }

    #[test]
    fn a_line_is_of_its_time_zone() {
        assert_eq!(
            next("0 6 * * *", "2024-07-12T09:59:59Z", 2),
            ["2024-07-12T10:00:00Z", "2024-07-13T10:00:00Z"]
        );
        assert_eq!(
            next("0 6 * * *", "2024-01-12T10:00:00Z", 1),
            ["2024-01-12T11:00:00Z"]
        );
        assert_eq!(
            next("0 4 * * MON", "2024-07-12T00:00:00Z", 1),
            ["2024-07-15T08:00:00Z"]
        );
    }

    /// 10 March 2024: two o'clock is three o'clock.
    #[test]
    fn a_time_that_the_clock_jumps_over_comes_once() {
        assert_eq!(
            next("30 2 * * *", "2024-03-10T05:00:00Z", 2),
            ["2024-03-10T07:00:00Z", "2024-03-11T06:30:00Z"]
        );
        assert_eq!(
            next("*/30 * * * *", "2024-03-10T06:29:00Z", 3),
            [
                "2024-03-10T06:30:00Z",
                "2024-03-10T07:00:00Z",
                "2024-03-10T07:30:00Z"
            ]
        );
    }

    /// 3 November 2024: two o'clock is one o'clock again.
    #[test]
    fn a_time_that_comes_twice_counts_once_and_hours_pass_all_the_same() {
        assert_eq!(
            next("30 1 * * *", "2024-11-03T04:00:00Z", 2),
            ["2024-11-03T05:30:00Z", "2024-11-04T06:30:00Z"]
        );
        assert_eq!(
            next("*/30 * * * *", "2024-11-03T05:10:00Z", 4),
            [
                "2024-11-03T05:30:00Z",
                "2024-11-03T06:00:00Z",
                "2024-11-03T06:30:00Z",
                "2024-11-03T07:00:00Z"
            ]
        );
    }

    #[test]
    fn the_last_time_is_the_one_before_the_next() {
        for line in ["*/5 * * * *", "30 1 * * *", "30 2 * * *", "0 4 * * 1"] {
            let cron = cron(line);
            for start in [
                "2024-03-10T05:00:00Z",
                "2024-07-12T12:34:56.789Z",
                "2024-11-03T04:00:00Z",
            ] {
                let mut moment = at(start);
                for _ in 0..40 {
                    let next = cron.next_after(moment).unwrap();
                    assert_eq!(cron.last_until(next), Some(next), "{line} {next}");
                    let before = next.checked_sub(SignedDuration::from_millis(1)).unwrap();
                    assert!(cron.last_until(before).unwrap() < next, "{line} {next}");
                    assert_eq!(cron.next_after(before), Some(next), "{line} {next}");
                    moment = next;
                }
            }
        }
    }

    #[test]
    fn a_bad_line_says_why() {
        let refused = |line: &str| Cron::parse(line, "UTC", TimeZone::UTC).unwrap_err();
        assert!(
            refused("6 * * *").starts_with("it has 4 fields; write five"),
            "{}",
            refused("6 * * *")
        );
        assert!(refused("* * * * * *").starts_with("it has 6 fields"));
        assert!(
            refused("61 * * * *").contains("out of bounds"),
            "{}",
            refused("61 * * * *")
        );
        assert!(refused("a * * * *").contains("'A'"), "{}", refused("a * * * *"));
        assert_eq!(refused("0 0 30 2 *"), "no such day ever comes");
    }
}
