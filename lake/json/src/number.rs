//! Numbers from text, exactly: decimals of up to 19 digits eight digits at a time, all others by the standard
//! library.
use crate::DriftKind;
use crate::reader::Reader;

/// A decimal without an exponent: `digits / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    digits: u64,
    scale: usize,
    /// The position after it.
    pub(crate) end: usize,
}

/// Digits that a decimal may have here: all numbers of so many fit in 64 bits.
const DIGITS_MAX: usize = 19;

/// Powers of ten, by exponent.
const TEN: [u64; DIGITS_MAX + 1] = {
    let mut powers = [1; DIGITS_MAX + 1];
    let mut at = 1;
    while at <= DIGITS_MAX {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

impl Decimal {
    /// The number at a position, if it is a decimal of up to 19 digits without an exponent.
    ///
    /// The digits before the point may be missing (`.250`), which only a text in quotes may do.
    #[inline(always)]
    pub(crate) fn read(reader: &Reader<'_>, at: usize) -> Option<Decimal> {
        let negative = reader.byte(at) == b'-';
        let start = at + usize::from(negative);
        let word = reader.half_word(start);
        let (whole, count) = leading_digits(word);
        if count == 8 {
            return Self::read_long(reader, start, negative);
        }
        let point = start + count;
        match (word >> (count * 8)) as u8 {
            b'.' => {
                let word = reader.half_word(point + 1);
                let (part, scale) = leading_digits(word);
                if scale == 8 {
                    return Self::read_long(reader, start, negative);
                }
                if scale == 0 || is_exponent((word >> (scale * 8)) as u8) {
                    return None;
                }
                Some(Decimal {
                    negative,
                    digits: whole * TEN[scale] + part,
                    scale,
                    end: point + 1 + scale,
                })
            }
            after if count == 0 || is_exponent(after) => None,
            _ => Some(Decimal {
                negative,
                digits: whole,
                scale: 0,
                end: point,
            }),
        }
    }

    /// The same for a number of any length, after its sign.
    #[inline(never)]
    fn read_long(reader: &Reader<'_>, at: usize, negative: bool) -> Option<Decimal> {
        let (whole, count) = digits(reader, at);
        let point = at + count;
        if reader.byte(point) != b'.' {
            let decimal = Decimal {
                negative,
                digits: whole,
                scale: 0,
                end: point,
            };
            return Some(decimal).filter(|_| count <= DIGITS_MAX && !is_exponent(reader.byte(point)));
        }
        let (part, scale) = digits(reader, point + 1);
        let end = point + 1 + scale;
        if scale == 0 || count + scale > DIGITS_MAX || is_exponent(reader.byte(end)) {
            return None;
        }
        Some(Decimal {
            negative,
            digits: whole * TEN[scale] + part,
            scale,
            end,
        })
    }

    /// The nearest double, of two equally near ones the even one.
    #[inline(always)]
    pub(crate) fn float(self) -> f64 {
        let value = match self.scale {
            0 => self.digits as f64,
            // Both are whole numbers that a double holds, and a division rounds correctly. (Longer ones could
            // be seen to fit, at random: asking costs more than it saves.)
            scale if scale < 8 && self.digits < 1 << 53 => self.digits as f64 / TEN[scale] as f64,
            scale => quotient(self.digits, scale),
        };
        if self.negative { -value } else { value }
    }

    /// The whole number that it is, if it is one.
    #[inline(always)]
    pub(crate) fn whole(self) -> Option<i64> {
        let value = match self.scale {
            0 => self.digits,
            scale if self.digits.is_multiple_of(TEN[scale]) => self.digits / TEN[scale],
            _ => return None,
        };
        let value = i64::try_from(value).ok()?;
        Some(if self.negative { -value } else { value })
    }
}

fn is_exponent(byte: u8) -> bool {
    byte | 0x20 == b'e'
}

/// The digits from a position on: their value, as far as 64 bits hold it, and how many they are, 24 standing
/// for more too.
fn digits(reader: &Reader<'_>, at: usize) -> (u64, usize) {
    let word = reader.word(at);
    let (first, count) = leading_digits(word as u64);
    if count < 8 {
        return (first, count);
    }
    // No branch on how many there are, which is at random from number to number.
    let (second, second_count) = leading_digits((word >> 64) as u64);
    let (third, third_count) = leading_digits(reader.word(at + 16) as u64);
    let third_count = if second_count == 8 { third_count } else { 0 };
    let third = if second_count == 8 { third } else { 0 };
    let value = first.wrapping_mul(TEN[second_count]).wrapping_add(second);
    (
        value.wrapping_mul(TEN[third_count]).wrapping_add(third),
        8 + second_count + third_count,
    )
}

/// Powers of ten shifted to have 64 bits, and what to multiply by instead of dividing by them: `2^127` over
/// them.
const DIVISORS: [(u64, u64); DIGITS_MAX + 1] = {
    let mut divisors = [(0, 0); DIGITS_MAX + 1];
    let mut at = 1;
    while at <= DIGITS_MAX {
        let divisor = TEN[at] << TEN[at].leading_zeros();
        divisors[at] = (divisor, ((1 << 127) / divisor as u128) as u64);
        at += 1;
    }
    divisors
};

/// `digits / 10^scale` as the nearest double, for a scale from 1 to 19.
///
/// Both are shifted so that the quotient has 63 or 64 bits. A remainder becomes its lowest bit, far below the
/// bits that a double keeps: so the conversion rounds as if it saw all of them, and the shift back is exact.
fn quotient(digits: u64, scale: usize) -> f64 {
    if digits == 0 {
        return 0.0;
    }
    let (divisor, inverse) = DIVISORS[scale];
    let left = digits.leading_zeros();
    let shifted = digits << left;
    // The inverse was rounded down, and so is the product: the guess is at most 2 too small, which the
    // remainder shows.
    let mut whole = ((u128::from(shifted) * u128::from(inverse)) >> 64) as u64;
    let mut rest = (u128::from(shifted) << 63) - u128::from(whole) * u128::from(divisor);
    while rest >= u128::from(divisor) {
        rest -= u128::from(divisor);
        whole += 1;
    }
    let exponent = i64::from(TEN[scale].leading_zeros()) - i64::from(left) - 63;
    (whole | u64::from(rest != 0)) as f64 * f64::from_bits(((1023 + exponent) as u64) << 52)
}

/// The digits that eight bytes start with: their value and how many they are.
#[inline(always)]
pub(crate) fn leading_digits(word: u64) -> (u64, usize) {
    let digits = word ^ 0x3030_3030_3030_3030;
    let others =
        (digits | ((digits & 0x7f7f_7f7f_7f7f_7f7f) + 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080;
    let count = others.trailing_zeros() as usize / 8;
    if count == 0 {
        return (0, 0);
    }
    // Zeros go before the first digit, then neighbours are joined: 8 x 1, 4 x 2, 2 x 4 and 1 x 8 digits.
    let eight = digits << (64 - count * 8);
    let pairs = eight * 10 + (eight >> 8);
    let low = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(0x000f_4240_0000_0064);
    let high = ((pairs >> 16) & 0x0000_00ff_0000_00ff).wrapping_mul(0x0000_2710_0000_0001);
    (low.wrapping_add(high) >> 32, count)
}

/// The number that a whole text is, nearest double.
pub(crate) fn float(text: &[u8]) -> Result<f64, DriftKind> {
    let value: f64 = decimal(text)
        .and_then(|text| text.parse().ok())
        .ok_or(DriftKind::NotANumber)?;
    if value.is_finite() {
        Ok(value)
    } else {
        Err(DriftKind::OutOfRange)
    }
}

/// The whole number that a whole text is, exactly: `93`, `93.0`, `9.3e1`.
pub(crate) fn whole(text: &[u8]) -> Result<i64, DriftKind> {
    float(text).or_else(|kind| {
        if kind == DriftKind::OutOfRange {
            Ok(0.0)
        } else {
            Err(kind)
        }
    })?;
    let text = decimal(text).ok_or(DriftKind::NotANumber)?;
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (
            mantissa,
            exponent
                .parse::<i64>()
                .unwrap_or(match exponent.starts_with('-') {
                    true => i64::from(i32::MIN),
                    false => i64::from(i32::MAX),
                }),
        ),
        None => (text, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let negative = whole.starts_with('-');
    let digits: Vec<u8> = whole
        .bytes()
        .chain(part.bytes())
        .filter(u8::is_ascii_digit)
        .map(|digit| digit - b'0')
        .collect();
    let point = (whole.bytes().filter(u8::is_ascii_digit).count() as i64).saturating_add(exponent);
    let mut value = 0i64;
    let places = i64::try_from(digits.len()).unwrap_or(i64::MAX);
    if digits.iter().all(|digit| *digit == 0) {
        return Ok(0);
    }
    if digits
        .iter()
        .skip(usize::try_from(point.clamp(0, places)).unwrap_or(0))
        .any(|digit| *digit != 0)
    {
        return Err(DriftKind::NotAWhole);
    }
    for at in 0..point {
        let digit = usize::try_from(at)
            .ok()
            .and_then(|at| digits.get(at))
            .copied()
            .unwrap_or(0);
        let next = value.checked_mul(10).and_then(|tens| match negative {
            true => tens.checked_sub(i64::from(digit)),
            false => tens.checked_add(i64::from(digit)),
        });
        value = next.ok_or(DriftKind::OutOfRange)?;
    }
    Ok(value)
}

/// The text, if only what decimals are made of stands in it (`inf` and `nan` are no numbers here).
fn decimal(text: &[u8]) -> Option<&str> {
    let made_of = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if text.iter().all(made_of) {
        std::str::from_utf8(text).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<Decimal> {
        let mut room = crate::reader::Room::default();
        Decimal::read(
            &Reader::new(text.as_bytes(), &mut room, crate::simd::kernels()[0].lenient),
            0,
        )
    }

    #[test]
    fn decimals_of_up_to_nineteen_digits_are_read_without_an_exponent() {
        let read = |text: &str| read(text).map(|decimal| (decimal.float(), decimal.end));
        assert_eq!(read("93,"), Some((93.0, 2)));
        assert_eq!(read("93.0\n"), Some((93.0, 4)));
        assert_eq!(read("-0.51}"), Some((-0.51, 5)));
        assert_eq!(read("1234567.1234567 "), Some((1_234_567.123_456_7, 15)));
        assert_eq!(read("-1234567.1234567"), Some((-1_234_567.123_456_7, 16)));
        assert_eq!(read("12345678,"), Some((12_345_678.0, 8)));
        assert_eq!(read("27.716814577416123"), Some((27.716_814_577_416_123, 18)));
        assert_eq!(read("9999999999999999999"), Some((1e19, 19)));
        assert_eq!(read(".250\""), Some((0.25, 4)));
        for other in [
            "1e5,",
            "1.5E5,",
            "1234567890e1",
            "0.1234567890e1",
            "-,",
            "",
            "1.,",
            "12345678.",
            ".",
            "abc",
            "-.--",
            "12345678901234567890",
            "0.1234567890123456789",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn whole_numbers_are_exact_and_others_are_not_rounded() {
        assert_eq!(whole(b"93.0"), Ok(93));
        assert_eq!(whole(b"9.3e1"), Ok(93));
        assert_eq!(whole(b"9300e-2"), Ok(93));
        assert_eq!(whole(b"-9223372036854775808"), Ok(i64::MIN));
        assert_eq!(whole(b"9223372036854775807.000"), Ok(i64::MAX));
        assert_eq!(whole(b"9223372036854775808"), Err(DriftKind::OutOfRange));
        assert_eq!(whole(b"1e400"), Err(DriftKind::OutOfRange));
        assert_eq!(whole(b"1e99999999999999999999"), Err(DriftKind::OutOfRange));
        assert_eq!(whole(b"0e99999999999999999999"), Ok(0));
        assert_eq!(whole(b"1e-99999999999999999999"), Err(DriftKind::NotAWhole));
        assert_eq!(whole(b"93.5"), Err(DriftKind::NotAWhole));
        assert_eq!(whole(b"+3"), Ok(3));
        for text in [
            "", "-", ".", "1e", "-.--", "inf", "nan", "0x10", "1_000", " 1", "--1",
        ] {
            assert_eq!(whole(text.as_bytes()), Err(DriftKind::NotANumber), "{text}");
            assert_eq!(float(text.as_bytes()), Err(DriftKind::NotANumber), "{text}");
        }
        assert_eq!(float(b"1e999"), Err(DriftKind::OutOfRange));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(20_000) })]

        #[test]
        fn decimals_are_what_the_standard_library_reads(text in "-?[0-9]{1,20}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?[,} ]") {
            let number = text[..text.len() - 1].trim();
            if let Some(decimal) = read(&text) {
                prop_assert_eq!(decimal.end, number.len());
                prop_assert_eq!(decimal.float().to_bits(), number.parse::<f64>().unwrap().to_bits());
                prop_assert!(decimal.whole().is_none() || decimal.whole() == whole(number.as_bytes()).ok());
            }
        }

        #[test]
        fn halfway_between_two_doubles_the_even_one_is_taken(bits in 1u64 << 52..1 << 53, scale in 1usize..3) {
            // 2 * bits + 1 halves have one bit more than a double: as `x.5` and with a digit that decides far
            // behind.
            for text in [format!("{}.5", bits >> 1), format!("{}.{:0scale$}", bits, 5), format!("{}.50", bits), format!("{}.500000001", bits >> 20)] {
                prop_assert_eq!(read(&text).unwrap().float().to_bits(), text.parse::<f64>().unwrap().to_bits());
            }
        }

        #[test]
        fn anything_is_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = (float(&bytes), whole(&bytes));
            let _ = read(&String::from_utf8_lossy(&bytes)).map(|decimal| (decimal.float(), decimal.whole()));
        }
    }
}
