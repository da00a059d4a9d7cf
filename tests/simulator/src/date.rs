//! Days and moments: the small calendar that schedules and timestamps need.

use std::fmt;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year, four digits.
    pub year: i64,
    /// Month, 1-12.
    pub month: i64,
    /// Day of the month, 1-31.
    pub day: i64,
}

impl Date {
    /// Reads `2024-07-12`; None for anything that is no day.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-').map(|part| part.parse::<i64>().ok());
        let date = Self {
            year: parts.next()??,
            month: parts.next()??,
            day: parts.next()??,
        };
        let valid = text.len() == 10
            && (1900..2200).contains(&date.year)
            && Self::of_day_number(date.day_number()) == date;
        valid.then_some(date)
    }

    /// Days since 1970-01-01.
    pub fn day_number(self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let year_of_era = year - era * 400;
        let shifted_month = (self.month + 9) % 12;
        let day_of_year = (153 * shifted_month + 2) / 5 + self.day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day that is `number` days after 1970-01-01.
    pub fn of_day_number(number: i64) -> Self {
        let shifted = number + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted - era * 146_097;
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self {
            year,
            month,
            day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
        }
    }

    /// The day so many days later.
    #[must_use]
    pub(crate) fn plus(self, days: i64) -> Self {
        Self::of_day_number(self.day_number() + days)
    }

    /// 0 for Monday to 6 for Sunday.
    pub(crate) fn weekday(self) -> i64 {
        (self.day_number() + 3).rem_euclid(7)
    }

    /// `6/5`, the form of remarks in schedules.
    pub(crate) fn in_short(self) -> String {
        format!("{}/{}", self.month, self.day)
    }

    /// `July 12, 2024`.
    pub(crate) fn in_words(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = MONTHS[usize::try_from(self.month - 1).unwrap_or(0).min(11)];
        format!("{month} {}, {}", self.day, self.year)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
pub(crate) type Millis = i64;

/// `2024-07-12T19:07:00.123Z`.
pub(crate) fn timestamp_millis(moment: Millis) -> String {
    let (date, second) = split(moment);
    let milli = moment.rem_euclid(1000);
    format!(
        "{date}T{:02}:{:02}:{:02}.{milli:03}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// `2024-07-12T19:07:00Z`.
pub(crate) fn timestamp(moment: Millis) -> String {
    let (date, second) = split(moment);
    format!(
        "{date}T{:02}:{:02}:{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// `20240712_190700`, the form of a timecode.
pub(crate) fn timecode(moment: Millis) -> String {
    let (date, second) = split(moment);
    let Date { year, month, day } = date;
    format!(
        "{year:04}{month:02}{day:02}_{:02}{:02}{:02}",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// Reads `20240712_190700`, the form of a timecode.
pub(crate) fn of_timecode(text: &str) -> Option<Millis> {
    let (day, time) = text.split_once('_')?;
    if day.len() != 8 || time.len() != 6 || !day.is_ascii() || !time.is_ascii() {
        return None;
    }
    let date = Date::parse(&format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]))?;
    seconds_of(time.get(..2)?, time.get(2..4)?, time.get(4..)?).map(|seconds| at(date, seconds))
}

/// Reads `2024-07-12T19:07:00Z` with or without fractions and `Z`, or a day alone.
pub(crate) fn of_timestamp(text: &str) -> Option<Millis> {
    let date = Date::parse(text.get(..10)?)?;
    let Some(time) = text.get(11..19) else {
        return (text.len() == 10).then(|| at(date, 0));
    };
    seconds_of(time.get(..2)?, time.get(3..5)?, time.get(6..)?).map(|seconds| at(date, seconds))
}

fn seconds_of(hour: &str, minute: &str, second: &str) -> Option<i64> {
    let [hour, minute, second] = [hour, minute, second].map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (hour?, minute?, second?);
    let valid = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..61).contains(&second);
    valid.then_some(hour * 3600 + minute * 60 + second)
}

fn at(date: Date, seconds: i64) -> Millis {
    (date.day_number() * 86_400 + seconds) * 1000
}

/// The day, by universal time, of a moment.
pub(crate) fn day_of(moment: Millis) -> Date {
    split(moment).0
}

/// `Fri, 12 Jul 2024 19:07:05 GMT`, the form of HTTP.
pub(crate) fn http_date(moment: Millis) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (date, second) = split(moment);
    format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        DAYS[usize::try_from(date.weekday()).unwrap_or(0).min(6)],
        date.day,
        MONTHS[usize::try_from(date.month - 1).unwrap_or(0).min(11)],
        date.year,
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

fn split(moment: Millis) -> (Date, i64) {
    let seconds = moment.div_euclid(1000);
    (
        Date::of_day_number(seconds.div_euclid(86_400)),
        seconds.rem_euclid(86_400),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_round_trip() {
        for number in [-1, 0, 59, 60, 11_016, 19_782, 19_916, 30_000] {
            assert_eq!(Date::of_day_number(number).day_number(), number);
        }
        assert_eq!(Date::parse("2024-07-12").map(Date::day_number), Some(19_916));
        assert_eq!(Date::parse("2024-02-30"), None);
        assert_eq!(Date::parse("2024-7-12"), None);
    }

    #[test]
    fn moments_have_the_forms_of_the_api() {
        let moment = 19_916 * 86_400_000 + 68_825_042;
        assert_eq!(timestamp_millis(moment), "2024-07-12T19:07:05.042Z");
        assert_eq!(timestamp(moment), "2024-07-12T19:07:05Z");
        assert_eq!(timecode(moment), "20240712_190705");
        assert_eq!(http_date(moment), "Fri, 12 Jul 2024 19:07:05 GMT");
    }

    #[test]
    fn forms_of_the_api_are_read() {
        let moment = 19_916 * 86_400_000 + 68_825_000;
        assert_eq!(of_timecode("20240712_190705"), Some(moment));
        assert_eq!(of_timestamp("2024-07-12T19:07:05Z"), Some(moment));
        assert_eq!(of_timestamp("2024-07-12T19:07:05.042Z"), Some(moment));
        assert_eq!(of_timestamp("2024-07-12"), Some(moment - 68_825_000));
        for nonsense in [
            "",
            "20240712",
            "20240712_19070",
            "2024-07-12T",
            "2024-07-12T99:00:00Z",
            "é2024-07-1",
        ] {
            assert_eq!(
                (of_timecode(nonsense), of_timestamp(nonsense)),
                (None, None),
                "{nonsense}"
            );
        }
    }
}
