//! Strings with escapes.

/// Appends the text that the inside of a JSON string writes. A lone surrogate becomes U+FFFD; an escape that
/// JSON does not know stands for its character, as far as a text that was found right can hold one.
pub(crate) fn unescape(mut raw: &[u8], into: &mut Vec<u8>) {
    while let Some(at) = memchr::memchr(b'\\', raw) {
        into.extend_from_slice(&raw[..at]);
        raw = &raw[at + 1..];
        let Some((escape, rest)) = raw.split_first() else {
            return;
        };
        raw = rest;
        match escape {
            b'n' => into.push(b'\n'),
            b't' => into.push(b'\t'),
            b'r' => into.push(b'\r'),
            b'b' => into.push(0x08),
            b'f' => into.push(0x0c),
            b'u' => raw = unicode(raw, into),
            other => into.push(*other),
        }
    }
    into.extend_from_slice(raw);
}

/// Appends the character of `XXXX`, or of `XXXX\uXXXX` where that is a pair, and gives what follows.
fn unicode<'a>(raw: &'a [u8], into: &mut Vec<u8>) -> &'a [u8] {
    let Some((unit, rest)) = unit(raw) else {
        push(char::REPLACEMENT_CHARACTER, into);
        return raw;
    };
    if (0xd800..0xdc00).contains(&unit)
        && let Some((low, after)) = rest.strip_prefix(b"\\u").and_then(self::unit)
        && (0xdc00..0xe000).contains(&low)
    {
        let code = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), into);
        return after;
    }
    push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER), into);
    rest
}

/// The value of four hexadecimal digits, and what follows.
pub(crate) fn unit(raw: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, rest) = raw.split_at_checked(4)?;
    let value = digits.iter().try_fold(0, |value, digit| {
        Some(value * 16 + char::from(*digit).to_digit(16)?)
    })?;
    Some((value, rest))
}

fn push(c: char, into: &mut Vec<u8>) {
    into.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::unescape;

    fn text(raw: &str) -> String {
        let mut bytes = Vec::new();
        unescape(raw.as_bytes(), &mut bytes);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn escapes_are_the_characters_they_stand_for() {
        assert_eq!(text(r#"a\"b\\c\/d\b\f\n\r\te"#), "a\"b\\c/d\u{8}\u{c}\n\r\te");
        assert_eq!(text(r"\u00e9 \u0000 \uD83D\uDE00!"), "é \0 😀!");
    }

    #[test]
    fn a_lone_surrogate_and_a_cut_escape_are_replaced() {
        assert_eq!(text(r"\ud83d"), "\u{fffd}");
        assert_eq!(text(r"\ude00x"), "\u{fffd}x");
        assert_eq!(text(r"\ud83d\ud83d\ude00"), "\u{fffd}😀");
        assert_eq!(text(r"\u12"), "\u{fffd}12");
        assert_eq!(text(r"x\"), "x");
    }
}
