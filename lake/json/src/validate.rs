//! Strict reading of a whole text, once, when a response lands.
//!
//! What passes can be followed by a decoder without surprise: every byte was looked at, by the index or here.
use crate::broken::Broken;
use crate::decoder::BYTE_ORDER_MARK;
use crate::escape::unit;
use crate::number::leading_digits;
use crate::reader::{Reader, Room, Step};
use crate::repeated_keys::Keys;
use crate::simd::{IndexFn, kernels};

/// How deep lists and objects may nest.
pub const DEPTH_MAX: usize = 128;

/// Whether a text is one whole JSON document in UTF-8 (a byte order mark may stand before it) whose objects
/// repeat no key and that nests at most [`DEPTH_MAX`] deep. Numbers may have any size.
///
/// # Errors
/// Where the text is none and why; a repeated key is named.
pub fn validate(text: &[u8]) -> Result<(), Broken> {
    validate_with(text, kernels().remove(0).strict)
}

pub(crate) fn validate_with(text: &[u8], index: IndexFn) -> Result<(), Broken> {
    let mut room = Room::default();
    let mut validator = Validator {
        reader: Reader::new(text, &mut room, index),
        open: Vec::new(),
        gaps: [0; DEPTH_MAX + 1],
        keys: Keys::default(),
    };
    validator.document().map_err(|broken| *broken)
}

struct Validator<'a> {
    reader: Reader<'a>,
    /// The lists and objects around: of an object, how many keys were noted before its own.
    open: Vec<Option<usize>>,
    /// The white space before a key, as it was last at each depth: a hint.
    gaps: [usize; DEPTH_MAX + 1],
    keys: Keys,
}

impl Validator<'_> {
    fn document(&mut self) -> Result<(), Box<Broken>> {
        let start = if self.reader.text.starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len()
        } else {
            0
        };
        let mut at = self.reader.solid(start);
        loop {
            at = match self.reader.byte(at) {
                b'{' | b'[' => match self.enter(at)? {
                    (inner, true) => {
                        at = inner;
                        continue;
                    }
                    (after, false) => after,
                },
                b'"' => self.string(at + 1)?.0,
                b'-' | b'0'..=b'9' => self.number(at)?,
                _ => self.word(at)?,
            };
            match self.leave(at)? {
                Some(next) => at = next,
                None => break,
            }
        }
        self.reader.finish()?;
        match self.reader.control() {
            Some(at) => Err(self.reader.broken(
                at,
                "a control character must be escaped in a string and nowhere else",
            )),
            None => Ok(()),
        }
    }

    /// Enters the list or object at a position: where its first value starts, or where it ends if it is
    /// empty.
    fn enter(&mut self, at: usize) -> Result<(usize, bool), Box<Broken>> {
        if self.open.len() == DEPTH_MAX {
            return Err(self
                .reader
                .broken(at, &format!("lists and objects nest deeper than {DEPTH_MAX}")));
        }
        let is_object = self.reader.byte(at) == b'{';
        let first = self.reader.solid(at + 1);
        match (is_object, self.reader.byte(first)) {
            (true, b'}') | (false, b']') => Ok((first + 1, false)),
            (true, _) => {
                self.open.push(Some(self.keys.len()));
                Ok((self.key(first)?, true))
            }
            (false, _) => {
                self.open.push(None);
                Ok((first, true))
            }
        }
    }

    /// After a value: leaves what ends here and gives the start of the next value, none at the end of the
    /// document.
    fn leave(&mut self, mut at: usize) -> Result<Option<usize>, Box<Broken>> {
        loop {
            at = self.reader.solid(at);
            let Some(inner) = self.open.last() else {
                return match at < self.reader.text.len() {
                    true => Err(self.reader.broken(at, "nothing may follow the document")),
                    false => Ok(None),
                };
            };
            match (self.reader.byte(at), *inner) {
                (b',', None) => return Ok(Some(self.reader.solid(at + 1))),
                (b',', Some(_)) => {
                    let gap = &mut self.gaps[self.open.len()];
                    if !self.reader.is_gap(at + 1, *gap) {
                        *gap = self.reader.solid(at + 1) - (at + 1);
                    }
                    let key = at + 1 + *gap;
                    return self.key(key).map(Some);
                }
                (b']', None) => {}
                (b'}', Some(first)) => {
                    if let Some((at, name)) = self.keys.close(first, self.reader.text) {
                        return Err(self
                            .reader
                            .broken(at, &format!("the key `{name}` stands twice in one object")));
                    }
                }
                (_, None) => return Err(self.reader.broken(at, "a comma or the end of a list is expected")),
                (_, Some(_)) => {
                    return Err(self
                        .reader
                        .broken(at, "a comma or the end of an object is expected"));
                }
            }
            self.open.pop();
            at += 1;
        }
    }

    /// Notes the key at a position and gives the start of its value.
    fn key(&mut self, at: usize) -> Step {
        if self.reader.byte(at) != b'"' {
            return Err(self.reader.broken(at, "a key in quotes is expected"));
        }
        let (end, escapes) = self.string(at + 1)?;
        self.keys.add(self.reader.text, at + 1, end - 1, escapes);
        self.reader.colon(end)
    }

    /// The position after the string whose first byte is at a position, and whether it has escapes.
    #[inline]
    fn string(&mut self, at: usize) -> Result<(usize, bool), Box<Broken>> {
        let (end, escapes) = self.reader.string_end(at)?;
        if escapes {
            self.escapes(at, end)?;
        }
        Ok((end + 1, escapes))
    }

    fn escapes(&self, mut at: usize, end: usize) -> Result<(), Box<Broken>> {
        while let Some(found) = memchr::memchr(b'\\', &self.reader.text[at..end]) {
            at += found;
            at += match &self.reader.text[at + 1..end] {
                [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
                [b'u', digits @ ..] if unit(digits).is_some() => 6,
                _ => return Err(self.reader.broken(at, "there is no such escape")),
            };
        }
        Ok(())
    }

    fn number(&self, at: usize) -> Step {
        let start = at + usize::from(self.reader.byte(at) == b'-');
        let whole = digits(&self.reader, start);
        if whole == 0 || (whole > 1 && self.reader.byte(start) == b'0') {
            return Err(self
                .reader
                .broken(start, "a number needs a digit, and no zero before others"));
        }
        let mut end = start + whole;
        if self.reader.byte(end) == b'.' {
            let part = digits(&self.reader, end + 1);
            if part == 0 {
                return Err(self.reader.broken(end + 1, "a digit is expected after the point"));
            }
            end += 1 + part;
        }
        if self.reader.byte(end) | 0x20 == b'e' {
            end += 1 + usize::from(matches!(self.reader.byte(end + 1), b'+' | b'-'));
            let exponent = digits(&self.reader, end);
            if exponent == 0 {
                return Err(self.reader.broken(end, "a digit is expected in the exponent"));
            }
            end += exponent;
        }
        Ok(end)
    }

    fn word(&self, at: usize) -> Step {
        let word = self.reader.half_word(at);
        match word as u32 {
            NULL | TRUE => Ok(at + 4),
            FALS if (word >> 32) as u8 == b'e' => Ok(at + 5),
            _ => Err(self.reader.broken(at, "a value is expected")),
        }
    }
}

const NULL: u32 = u32::from_le_bytes(*b"null");
const TRUE: u32 = u32::from_le_bytes(*b"true");
const FALS: u32 = u32::from_le_bytes(*b"fals");

/// How many digits stand from a position on.
fn digits(reader: &Reader<'_>, at: usize) -> usize {
    let mut count = 0;
    loop {
        let more = leading_digits(reader.half_word(at + count)).1;
        count += more;
        if more < 8 {
            return count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &[u8]) -> String {
        validate(text).unwrap_err().to_string()
    }

    #[test]
    fn documents_pass() {
        for text in [
            "null",
            " [ ] ",
            "{}",
            "\u{feff}{\"a\":[1,-0.5e+3,\"x\\u00e9\\n\",true,false,null,{}]}\n",
            "\"é\"",
            "-0",
            "1e999",
            r#""\ud800""#,
        ] {
            assert_eq!(validate(text.as_bytes()), Ok(()), "{text}");
        }
        assert_eq!(
            validate(format!("{}{}", "[".repeat(128), "]".repeat(128)).as_bytes()),
            Ok(())
        );
    }

    #[test]
    fn what_is_no_document_is_refused_where_it_goes_wrong() {
        let cases: [(&[u8], &str); 24] = [
            (b"", "a value is expected, but the text ends at offset 0"),
            (b"  ", "a value is expected, but the text ends at offset 2"),
            (b"{\"a\": 1} x", "nothing may follow the document at offset 9"),
            (b"{\"a\": 1}{}", "nothing may follow the document at offset 8"),
            (b"{\"a\": 1,}", "a key in quotes is expected at offset 8"),
            (b"[1,]", "a value is expected at offset 3"),
            (b"[1 2]", "a comma or the end of a list is expected at offset 3"),
            (b"{\"a\" 1}", "a colon is expected after a key at offset 5"),
            (
                b"{\"a\": 1]",
                "a comma or the end of an object is expected at offset 7",
            ),
            (
                b"{\"a\": {\"b\": 1, \"c\": 2, \"b\": 3}}",
                "the key `b` stands twice in one object at offset 23",
            ),
            (
                b"{\"a\": 1, \"\\u0061\": 2}",
                "the key `a` stands twice in one object at offset 9",
            ),
            (
                b"[01]",
                "a number needs a digit, and no zero before others at offset 1",
            ),
            (
                b"[-]",
                "a number needs a digit, and no zero before others at offset 2",
            ),
            (b"[1.]", "a digit is expected after the point at offset 3"),
            (b"[1e]", "a digit is expected in the exponent at offset 3"),
            (
                b"1e",
                "a digit is expected in the exponent, but the text ends at offset 2",
            ),
            (b"[nul]", "a value is expected at offset 1"),
            (b"[NaN]", "a value is expected at offset 1"),
            (b"[\"a\\x\"]", "there is no such escape at offset 3"),
            (b"[\"\\u12\"]", "there is no such escape at offset 2"),
            (b"[\"abc", "a string is not closed at offset 1"),
            (
                b"[\"a\0b\"]",
                "a control character must be escaped in a string and nowhere else at offset 3",
            ),
            (
                b"[\"a\nb\"]",
                "a control character must be escaped in a string and nowhere else at offset 3",
            ),
            (
                b"[\x0c1]",
                "a control character must be escaped in a string and nowhere else at offset 1",
            ),
        ];
        for (text, expected) in cases {
            let expected = format!("no JSON document: {expected}");
            assert_eq!(message(text), expected, "{}", String::from_utf8_lossy(text));
        }
        assert_eq!(
            message(b"[\"abc\xffd\"]"),
            "no JSON document: the text is not UTF-8 at offset 5"
        );
        assert_eq!(
            message("[".repeat(129).as_bytes()),
            "no JSON document: lists and objects nest deeper than 128 at offset 128"
        );
        assert_eq!(
            message(b"{\"a\": 1"),
            "no JSON document: a comma or the end of an object is expected, but the text ends at offset 7"
        );
    }

    #[test]
    fn white_space_wider_than_a_word_is_looked_through() {
        let wide = " ".repeat(70);
        let text = format!("{{\"a\": 1,{wide}\"b\": 2,{wide}\"c\": 3}}");
        assert_eq!(validate(text.as_bytes()), Ok(()));
        // A byte where 70 bits shifted by 70 would look, and a quote where the last gap would end.
        let wrong = format!("{{\"a\": 1,{wide}\"b\": 2,      x{}\"c\": 3}}", &wide[7..]);
        assert!(message(wrong.as_bytes()).contains("a key in quotes is expected"));
    }

    #[test]
    fn a_repeated_key_is_found_among_many() {
        let mut keys: Vec<String> = (0..3_000).map(|key| format!("\"ID{key}\": 1")).collect();
        let text = |keys: &[String]| format!("{{\"players\": {{{}}}}}", keys.join(", "));
        assert_eq!(validate(text(&keys).as_bytes()), Ok(()));
        keys.push("\"ID77\": 2".into());
        assert!(message(text(&keys).as_bytes()).contains("the key `ID77` stands twice"));
    }
}
