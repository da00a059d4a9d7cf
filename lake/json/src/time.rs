//! Instants and days as the API writes them, by hand.

const DAY_S: i64 = 86_400;
const SECOND_US: i64 = 1_000_000;

/// Microseconds since 1970 UTC of `2024-10-26T00:11:35.123Z` and its kin: no fraction or up to nine digits of
/// one (cut to microseconds), an offset instead of `Z` or nothing at all (then UTC), a space instead of `T`,
/// a day alone (its midnight), and the timecode `20241026_001135`.
pub(crate) fn timestamp(text: &[u8]) -> Option<i64> {
    if text.len() == 15 && text[8] == b'_' {
        let day = day_of(digits(&text[..4])?, digits(&text[4..6])?, digits(&text[6..8])?)?;
        return instant(day, seconds_of(&text[9..11], &text[11..13], &text[13..])?, 0);
    }
    let (head, rest) = text.split_at_checked(10)?;
    let day = date(head)?;
    let Some((separator, rest)) = rest.split_first() else {
        return instant(day, 0, 0);
    };
    let (clock, rest) = rest.split_at_checked(8)?;
    if !matches!(separator, b'T' | b't' | b' ') || clock[2] != b':' || clock[5] != b':' {
        return None;
    }
    let seconds = seconds_of(&clock[..2], &clock[3..5], &clock[6..])?;
    let (micros, rest) = fraction(rest)?;
    instant(day, seconds - offset(rest)?, micros)
}

/// Days since 1970 of `2024-10-26`, or of an instant as it is written, whatever its offset.
pub(crate) fn date(text: &[u8]) -> Option<i32> {
    if text.len() != 10 {
        timestamp(text)?;
        return date(text.get(..10)?);
    }
    if text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    day_of(digits(&text[..4])?, digits(&text[5..7])?, digits(&text[8..])?)
}

fn instant(day: i32, seconds: i64, micros: i64) -> Option<i64> {
    Some((i64::from(day) * DAY_S + seconds) * SECOND_US + micros)
}

fn seconds_of(hour: &[u8], minute: &[u8], second: &[u8]) -> Option<i64> {
    let (hour, minute, second) = (digits(hour)?, digits(minute)?, digits(second)?);
    (hour < 24 && minute < 60 && second < 60).then_some(i64::from(hour * 3600 + minute * 60 + second))
}

/// Microseconds of `.123456789`, and what follows.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some((b'.', rest)) = text.split_first() else {
        return Some((0, text));
    };
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count == 0 || count > 9 {
        return None;
    }
    let (all, rest) = rest.split_at(count);
    let kept = &all[..count.min(6)];
    let scale = 10i64.pow(6 - kept.len() as u32);
    Some((i64::from(digits(kept)?) * scale, rest))
}

/// Seconds east of UTC of `Z`, `-04:00`, `-0400`, `-04` or nothing.
fn offset(text: &[u8]) -> Option<i64> {
    let (sign, rest) = match text.split_first() {
        None | Some((b'Z' | b'z', [])) => return Some(0),
        Some((b'+', rest)) => (1, rest),
        Some((b'-', rest)) => (-1, rest),
        _ => return None,
    };
    let (hour, minute) = match rest.len() {
        2 => (rest, &b"00"[..]),
        4 => rest.split_at(2),
        5 if rest[2] == b':' => (&rest[..2], &rest[3..]),
        _ => return None,
    };
    Some(sign * seconds_of(hour, minute, b"00")?)
}

/// Days since 1970 in the Gregorian calendar, also before it was in use.
fn day_of(year: u32, month: u32, day: u32) -> Option<i32> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => return None,
    };
    if day < 1 || day > days {
        return None;
    }
    // Years begin in March, so that the leap day is a year's last; eras of 400 years have 146,097 days.
    let year = year as i32 - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month as i32 + 9) % 12) + 2) / 5 + day as i32 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// The number that a few bytes write, all of them digits.
fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0, |value, byte| {
        byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_one_instant_is_read() {
        let expected = 1_729_901_495_000_000;
        for text in [
            "2024-10-26T00:11:35Z",
            "2024-10-26T00:11:35.000Z",
            "2024-10-26T00:11:35+00:00",
            "2024-10-25T20:11:35-04:00",
        ] {
            assert_eq!(timestamp(text.as_bytes()), Some(expected), "{text}");
        }
        for text in [
            "2024-10-26T05:41:35+0530",
            "2024-10-25T20:11:35.0-04",
            "2024-10-26 00:11:35",
            "20241026_001135",
        ] {
            assert_eq!(timestamp(text.as_bytes()), Some(expected), "{text}");
        }
        assert_eq!(
            timestamp(b"2024-10-26T00:11:35.123456789Z"),
            Some(expected + 123_456)
        );
        assert_eq!(timestamp(b"2024-10-26T00:11:35.1Z"), Some(expected + 100_000));
        assert_eq!(timestamp(b"2024-10-26"), Some(1_729_900_800_000_000));
    }

    #[test]
    fn what_is_no_instant_is_none() {
        for text in [
            "",
            "2024",
            "2024-13-01",
            "2024-02-30",
            "2023-02-29",
            "2024-00-01",
            "2024-01-00",
            "2024-10-26T",
            "2024-10-26T24:00:00Z",
            "2024-10-26T00:60:00Z",
            "2024-10-26T00:00:61Z",
            "2024-10-26T00:00:00.Z",
            "2024-10-26T00:00:00.1234567890Z",
            "2024-10-26T00:00:00ZZ",
            "2024-10-26X00:00:00Z",
            "20241026-001135",
            "20241326_001135",
            "2O24-10-26",
            "2024-10-26T00:00:00+4",
            "2024/10/26",
        ] {
            assert_eq!(timestamp(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let mut expected = -719_528;
        for year in 0..=2400 {
            for month in 1..=12 {
                for day in 1..=31 {
                    if let Some(days) = date(format!("{year:04}-{month:02}-{day:02}").as_bytes()) {
                        assert_eq!(days, expected, "{year}-{month}-{day}");
                        expected += 1;
                    }
                }
            }
        }
        assert_eq!(date(b"1970-01-01"), Some(0));
        assert_eq!(date(b"2024-10-25T23:00:00-04:00"), date(b"2024-10-25"));
    }
}
