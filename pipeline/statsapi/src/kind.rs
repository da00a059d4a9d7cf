//! What kind of value a parameter takes.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::nearest::did_you_mean;

/// What kind of value a parameter takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// A date, `2024-07-12` or `07/12/2024`.
    Date,
    /// A whole number.
    Integer,
    /// Some text; these values are known, and the API may know more.
    Known(Vec<String>),
    /// A moment, `2024-07-12T19:00:00Z`.
    Moment,
    /// Some text.
    Text,
    /// A moment as feeds write it, UTC, `20240712_190000`.
    Timecode,
    /// One of these values; neither case nor underscores matter.
    Values(Vec<String>),
    /// A season, `2024`.
    Year,
}

impl Kind {
    /// Why a text is no such value; nothing where it is one.
    pub(crate) fn misfit(&self, text: &str) -> Option<String> {
        let fits = match self {
            Kind::Boolean => matches!(text, "true" | "false"),
            Kind::Date => date(text).is_some(),
            Kind::Integer => text.parse::<i64>().is_ok(),
            Kind::Moment => is_moment(text),
            Kind::Known(_) | Kind::Text => !text.trim().is_empty(),
            Kind::Timecode => text.len() == 15 && DateTime::strptime("%Y%m%d_%H%M%S", text).is_ok(),
            Kind::Values(values) => values.iter().any(|value| plain(value) == plain(text)),
            Kind::Year => text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()),
        };
        if fits {
            return None;
        }
        let hint = match self {
            Kind::Values(values) => did_you_mean(text, values.iter().map(String::as_str)),
            _ => String::new(),
        };
        Some(format!("it must be {self}{hint}"))
    }

    /// The values that are listed for it.
    pub fn values(&self) -> &[String] {
        match self {
            Kind::Known(values) | Kind::Values(values) => values,
            _ => &[],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Boolean => formatter.write_str("`true` or `false`"),
            Kind::Date => formatter.write_str("a date like `2024-07-12`"),
            Kind::Integer => formatter.write_str("a whole number"),
            Kind::Known(_) | Kind::Text => formatter.write_str("a text"),
            Kind::Moment => formatter.write_str("a moment like `2024-07-12T19:00:00Z`"),
            Kind::Timecode => formatter.write_str("a moment like `20240712_190000`"),
            Kind::Values(values) => write!(formatter, "one of {}", values.join(", ")),
            Kind::Year => formatter.write_str("a year like `2024`"),
        }
    }
}

/// A date in either of the API's spellings.
pub(crate) fn date(text: &str) -> Option<Date> {
    let american = || Date::strptime("%m/%d/%Y", text).ok();
    let iso = text.parse().ok().filter(|date: &Date| date.to_string() == text);
    iso.or_else(american)
}

fn is_moment(text: &str) -> bool {
    text.parse::<Timestamp>().is_ok() || text.parse::<DateTime>().is_ok() || date(text).is_some()
}

/// `regularSeason` and `REGULAR_SEASON` are the same to the API.
fn plain(text: &str) -> String {
    text.replace('_', "").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_fits_its_kind_or_not() {
        let groups = Kind::Values(vec!["HITTING".to_owned(), "REGULAR_SEASON".to_owned()]);
        for (kind, right, wrong) in [
            (&Kind::Boolean, &["true", "false"][..], &["yes", "1", ""][..]),
            (
                &Kind::Date,
                &["2024-07-12", "07/12/2024"],
                &[
                    "2024-02-30",
                    "20240712",
                    "2024-07",
                    "12.7.2024",
                    "2024-07-12T00:00",
                ],
            ),
            (
                &Kind::Integer,
                &["747175", "-7", "0"],
                &["", "7.5", "1e3", "seven"],
            ),
            (
                &Kind::Moment,
                &["2024-07-12T19:00:00Z", "2024-07-12T19:00:00", "2024-07-12"],
                &["yesterday", ""],
            ),
            (&Kind::Text, &["MLBHOF", "team(venue),linescore"], &["", " "]),
            (
                &Kind::Timecode,
                &["20241027_000000"],
                &[
                    "20241027",
                    "2024-10-27_000000",
                    "20241327_000000",
                    "20241027_0000",
                ],
            ),
            (&groups, &["hitting", "HITTING", "regularSeason"], &["hiting", ""]),
            (&Kind::Year, &["2024", "1901"], &["24", "2o24", "20244"]),
        ] {
            for text in right {
                assert_eq!(kind.misfit(text), None, "{kind:?} {text}");
            }
            for text in wrong {
                assert!(kind.misfit(text).is_some(), "{kind:?} {text}");
            }
        }
        assert_eq!(
            groups.misfit("hiting").unwrap(),
            "it must be one of HITTING, REGULAR_SEASON; did you mean `HITTING`?"
        );
    }
}
