//! The days that divide a season: 26 weeks from the opening weekend to the last Sunday, with a break in July.

use crate::date::Date;

/// Days from the opening to the last game.
const DAYS: i64 = 185;
/// Weeks from the first Monday to the break.
const WEEKS_BEFORE_BREAK: i64 = 15;

/// The key dates of a season.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SeasonDates {
    pub year: i64,
    pub spring_start: Date,
    pub spring_end: Date,
    /// A Thursday in the last days of March
    pub opening: Date,
    pub last_of_first_half: Date,
    pub all_star: Date,
    pub first_of_second_half: Date,
    /// A Sunday at the end of September
    pub last: Date,
    pub postseason_start: Date,
    pub postseason_end: Date,
}

impl SeasonDates {
    pub(crate) fn of(year: i64) -> Self {
        let late_march = Date {
            year,
            month: 3,
            day: 26,
        };
        // Thursday is the fourth day of the week.
        let to_thursday = (3 - late_march.weekday()).rem_euclid(7);
        let opening = late_march.plus(to_thursday);
        let break_monday = opening.plus(4 + 7 * WEEKS_BEFORE_BREAK);
        let last = opening.plus(DAYS);
        Self {
            year,
            spring_start: opening.plus(-34),
            spring_end: opening.plus(-2),
            opening,
            last_of_first_half: break_monday.plus(-1),
            all_star: break_monday.plus(1),
            first_of_second_half: break_monday.plus(4),
            last,
            postseason_start: last.plus(2),
            postseason_end: last.plus(32),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_real_seasons() {
        let told = |year: i64| {
            let dates = SeasonDates::of(year);
            [dates.opening, dates.all_star, dates.last].map(|date| date.to_string())
        };
        assert_eq!(told(2024), ["2024-03-28", "2024-07-16", "2024-09-29"]);
        assert_eq!(told(2025), ["2025-03-27", "2025-07-15", "2025-09-28"]);
        assert_eq!(told(2026), ["2026-03-26", "2026-07-14", "2026-09-27"]);
    }
}
