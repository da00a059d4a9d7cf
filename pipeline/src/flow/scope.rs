//! What a pipeline is about.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::answers::SeasonDays;
use crate::error::{Error, Result};

/// What a pipeline is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A date and the one before it, and earlier games that are not over yet.
    Daily(Date),
    /// These games.
    Games(BTreeSet<i64>),
    /// The dates from one to another.
    Range(Date, Date),
    /// A season from its first to its last game that counts, or from spring training on.
    Season {
        /// The year.
        season: i32,
        /// From spring training on.
        with_spring: bool,
    },
}

impl Scope {
    /// What a person calls it. Runs of the same name are about the same.
    pub fn name(&self) -> String {
        match self {
            Scope::Daily(_) => "daily".to_owned(),
            Scope::Games(games) => {
                let games: Vec<String> = games.iter().map(ToString::to_string).collect();
                format!("games {}", games.join(","))
            }
            Scope::Range(first, last) => format!("{first} to {last}"),
            Scope::Season {
                season,
                with_spring: false,
            } => format!("season {season}"),
            Scope::Season { season, .. } => format!("season {season} with spring"),
        }
    }

    /// The seasons that it names.
    pub fn seasons(&self) -> BTreeSet<i32> {
        match self {
            Scope::Daily(date) => BTreeSet::from([i32::from(date.year())]),
            Scope::Games(_) => BTreeSet::new(),
            Scope::Range(first, last) => (i32::from(first.year())..=i32::from(last.year())).collect(),
            Scope::Season { season, .. } => BTreeSet::from([*season]),
        }
    }

    /// The first and the last of its dates; nothing where it has none.
    ///
    /// # Errors
    /// `Config` where nothing says when a season is, and at the ends of the calendar.
    pub fn days(&self, seasons: &BTreeMap<i32, SeasonDays>) -> Result<Option<(Date, Date)>> {
        Ok(match self {
            Scope::Daily(date) => Some((date.yesterday().map_err(no_date)?, *date)),
            Scope::Games(_) => None,
            Scope::Range(first, last) => Some((*first, *last)),
            Scope::Season { season, with_spring } => {
                let days = seasons.get(season).ok_or_else(|| Error::Config {
                    what: format!("season {season}"),
                    reason: "the API did not say when it is; ask again, or name the dates with \
                             `--start` and `--end`"
                        .to_owned(),
                })?;
                let first = match with_spring {
                    true => days.spring.unwrap_or(days.first),
                    false => days.first,
                };
                Some((first, days.last))
            }
        })
    }
}

/// Dates in pieces of a month, so that one answer has a bounded size and the same pieces come again.
///
/// # Errors
/// `Config` at the ends of the calendar.
pub fn months(first: Date, last: Date) -> Result<Vec<(Date, Date)>> {
    let mut months = Vec::new();
    let mut begin = first;
    while begin <= last {
        let end = begin.last_of_month().min(last);
        months.push((begin, end));
        begin = end.tomorrow().map_err(no_date)?;
    }
    Ok(months)
}

fn no_date(error: jiff::Error) -> Error {
    Error::Config {
        what: "dates".to_owned(),
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn dates_come_in_months() {
        let told = |first: &str, last: &str| -> Vec<String> {
            let months = months(date(first), date(last)).unwrap();
            months
                .iter()
                .map(|(first, last)| format!("{first} {last}"))
                .collect()
        };
        assert_eq!(
            told("2024-03-20", "2024-05-02"),
            [
                "2024-03-20 2024-03-31",
                "2024-04-01 2024-04-30",
                "2024-05-01 2024-05-02"
            ]
        );
        assert_eq!(told("2024-02-29", "2024-02-29"), ["2024-02-29 2024-02-29"]);
        assert!(told("2024-02-29", "2024-02-28").is_empty());
    }

    #[test]
    fn a_season_is_as_long_as_the_api_says() {
        let days = SeasonDays {
            spring: Some(date("2024-02-22")),
            first: date("2024-03-20"),
            last: date("2024-10-30"),
        };
        let known = BTreeMap::from([(2024, days)]);
        let season = |season, with_spring| Scope::Season { season, with_spring };
        assert_eq!(
            season(2024, false).days(&known).unwrap(),
            Some((date("2024-03-20"), date("2024-10-30")))
        );
        assert_eq!(
            season(2024, true).days(&known).unwrap(),
            Some((date("2024-02-22"), date("2024-10-30")))
        );
        assert!(season(2023, false).days(&known).is_err());
        let daily = Scope::Daily(date("2024-07-13"));
        assert_eq!(
            daily.days(&known).unwrap(),
            Some((date("2024-07-12"), date("2024-07-13")))
        );
    }
}
