//! How a value is written in a file, whoever answers. `tests/slt/values.slt` shows it.

/// A missing value.
pub const NULL: &str = "NULL";

const EMPTY: &str = "(empty)";
const DECIMALS: usize = 6;

/// A text.
pub fn text(value: &str) -> String {
    let written = if value.is_empty() { EMPTY } else { value };
    written.to_owned()
}

/// A number with decimals: six of them, so that the order in which an engine adds does not show; no zeros
/// at the end.
pub fn real(value: f64) -> String {
    let written = format!("{value:.DECIMALS$}");
    if !value.is_finite() {
        return written;
    }
    let short = written.trim_end_matches('0').trim_end_matches('.');
    let short = if short == "-0" { "0" } else { short };
    short.to_owned()
}

/// A moment, `2024-07-04T17:08:57.5Z`, from microseconds since 1970.
pub fn moment(microseconds: i64) -> Option<String> {
    let moment = jiff::Timestamp::from_microsecond(microseconds).ok()?;
    Some(moment.to_string())
}

/// A moment as PostgreSQL shows it in UTC, `2024-07-04 17:08:57.5+00`.
pub fn moment_of_text(shown: &str) -> Option<String> {
    let moment = shown.strip_suffix("+00")?;
    Some(format!("{}Z", moment.replacen(' ', "T", 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_six_decimals_at_most() {
        let numbers = [93.0, -0.25, 2.0 / 3.0, 100.0, -0.000_000_1, f64::NAN];
        assert_eq!(numbers.map(real), ["93", "-0.25", "0.666667", "100", "0", "NaN"]);
    }

    #[test]
    fn moments_of_both_engines_are_written_alike() {
        for (microseconds, shown) in [
            (1_720_112_937_500_000, "2024-07-04 17:08:57.5+00"),
            (1_720_112_820_000_000, "2024-07-04 17:07:00+00"),
        ] {
            assert_eq!(moment(microseconds), moment_of_text(shown));
        }
        assert_eq!(moment_of_text("2024-07-04 13:07:00-04"), None, "not in UTC");
    }
}
