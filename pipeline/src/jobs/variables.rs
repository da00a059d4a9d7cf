//! The variables that every job may use, and what they stand for in a run.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Span, Timestamp, tz::TimeZone};

use crate::error::{Error, Result};
use crate::limits::JOB_SINCE_DAYS_MAX;

/// The league counts its days there.
pub const LEAGUE_TIME_ZONE: &str = "America/New_York";

/// A variable that every job may use.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// Its name, as `${NAME}` writes it.
    pub name: &'static str,
    /// A value, to try a request with.
    pub sample: &'static str,
    /// What it stands for, in a sentence.
    pub about: &'static str,
}

/// The games that a run is about: a request with it is asked once a game.
pub const GAME_PK: &str = "GAME_PK";

/// All of them.
pub const VARIABLES: [Variable; 7] = [
    Variable {
        name: "TODAY",
        sample: "2024-07-12",
        about: "The date in New York when the run was due",
    },
    Variable {
        name: "DATE",
        sample: "2024-07-12",
        about: "The date that `--date` names, else today",
    },
    Variable {
        name: "YESTERDAY",
        sample: "2024-07-11",
        about: "The date before `${DATE}`",
    },
    Variable {
        name: "TOMORROW",
        sample: "2024-07-13",
        about: "The date after `${DATE}`",
    },
    Variable {
        name: "SINCE",
        sample: "2024-07-10",
        about: "The date of the job's last due run in which nothing failed, at most 30 days before `${DATE}` and never after `${YESTERDAY}`",
    },
    Variable {
        name: "SEASON",
        sample: "2024",
        about: "The season that `--season` names, else the year of the date",
    },
    Variable {
        name: GAME_PK,
        sample: "747175",
        about: "Each game that `--game-pk` names",
    },
];

/// The date in New York at a moment.
pub fn league_date(moment: Timestamp) -> Date {
    let zone = TimeZone::get(LEAGUE_TIME_ZONE).unwrap_or(TimeZone::UTC);
    moment.to_zoned(zone).date()
}

/// What a run is about.
#[derive(Clone, Debug)]
pub struct Given {
    /// When it was due, or when it was begun by hand.
    pub moment: Timestamp,
    /// When the job's last run was due in which nothing failed.
    pub succeeded_at: Option<Timestamp>,
    /// The date.
    pub date: Option<Date>,
    /// The season.
    pub season: Option<i32>,
    /// The games.
    pub game_pks: BTreeSet<i64>,
}

impl Given {
    /// Nothing but a moment.
    pub fn at(moment: Timestamp) -> Given {
        Given {
            moment,
            succeeded_at: None,
            date: None,
            season: None,
            game_pks: BTreeSet::new(),
        }
    }

    /// The values of the variables that have one value.
    ///
    /// # Errors
    /// `Config` at the ends of the calendar.
    pub fn values(&self) -> Result<BTreeMap<&'static str, String>> {
        let today = league_date(self.moment);
        let date = self.date.unwrap_or(today);
        let beside = |beside: Result<Date, jiff::Error>| {
            beside.map_err(|error| Error::Config {
                what: format!("the date {date}"),
                reason: error.to_string(),
            })
        };
        let season = self.season.unwrap_or_else(|| i32::from(date.year()));
        let yesterday = beside(date.yesterday())?;
        let earliest = date.saturating_sub(Span::new().days(JOB_SINCE_DAYS_MAX));
        let succeeded = self.succeeded_at.map_or(yesterday, league_date);
        let since = succeeded.max(earliest).min(yesterday);
        Ok(BTreeMap::from([
            ("TODAY", today.to_string()),
            ("YESTERDAY", yesterday.to_string()),
            ("SINCE", since.to_string()),
            ("TOMORROW", beside(date.tomorrow())?.to_string()),
            ("DATE", date.to_string()),
            ("SEASON", season.to_string()),
        ]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_leagues() {
        let given = Given::at("2024-07-13T03:59:00Z".parse().unwrap());
        let values = given.values().unwrap();
        assert_eq!(values["TODAY"], "2024-07-12");
        assert_eq!(values["YESTERDAY"], "2024-07-11");
        assert_eq!(values["TOMORROW"], "2024-07-13");
        assert_eq!(
            (values["DATE"].as_str(), values["SEASON"].as_str()),
            ("2024-07-12", "2024")
        );
        let given = Given {
            date: Some("2023-04-01".parse().unwrap()),
            ..given
        };
        let values = given.values().unwrap();
        assert_eq!(
            (values["DATE"].as_str(), values["SEASON"].as_str()),
            ("2023-04-01", "2023")
        );
        assert_eq!(values["TODAY"], "2024-07-12");
        assert_eq!(values["YESTERDAY"], "2023-03-31");
    }

    #[test]
    fn days_that_were_missed_are_within_since() {
        let since = |succeeded_at: Option<&str>| {
            let given = Given {
                succeeded_at: succeeded_at.map(|at| at.parse().unwrap()),
                ..Given::at("2024-07-12T10:00:00Z".parse().unwrap())
            };
            given.values().unwrap()["SINCE"].clone()
        };
        assert_eq!(since(None), "2024-07-11");
        assert_eq!(since(Some("2024-07-12T09:55:00Z")), "2024-07-11");
        assert_eq!(since(Some("2024-07-11T10:00:00Z")), "2024-07-11");
        // In New York that was still the 7th.
        assert_eq!(since(Some("2024-07-08T03:00:00Z")), "2024-07-07");
        assert_eq!(since(Some("2023-07-08T03:00:00Z")), "2024-06-12");
    }

    #[test]
    fn every_variable_of_one_value_has_one() {
        let values = Given::at(Timestamp::UNIX_EPOCH).values().unwrap();
        for variable in VARIABLES.iter().filter(|variable| variable.name != GAME_PK) {
            assert!(values.contains_key(variable.name), "{}", variable.name);
        }
    }
}
