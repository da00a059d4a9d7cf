//! Scalars: what the text says, as what the tree asks for. What does not fit is NULL and counted; a placeholder is NULL.
use std::borrow::Cow;

use crate::column::{Column, Full, TextColumn};
use crate::drift::Misfit;
use crate::escape::unescape;
use crate::number::{self, Decimal};
use crate::reader::{Reader, Step};
use crate::{Broken, DriftKind, time};

/// A value as it stands in the text, found the slow way.
enum Value<'a> {
    Null,
    Boolean(bool),
    Number(&'a [u8]),
    Text(Cow<'a, [u8]>),
    Container,
}

impl<'a> Reader<'a> {
    /// The value at a position, and the position after it.
    fn value(&mut self, at: usize) -> Result<(Value<'a>, usize), Box<Broken>> {
        match self.byte(at) {
            b'"' => {
                let (end, escapes) = self.string_end(at + 1)?;
                let raw = &self.text[at + 1..end];
                if !escapes {
                    return Ok((Value::Text(Cow::Borrowed(raw)), end + 1));
                }
                let mut text = Vec::with_capacity(raw.len());
                unescape(raw, &mut text);
                Ok((Value::Text(Cow::Owned(text)), end + 1))
            }
            b'{' | b'[' => Ok((Value::Container, self.skip_container(at)?)),
            _ => {
                let end = self.bare_end(at);
                let value = match &self.text[at.min(end)..end] {
                    b"null" => Value::Null,
                    b"true" => Value::Boolean(true),
                    b"false" => Value::Boolean(false),
                    number @ [b'-' | b'0'..=b'9', ..] => Value::Number(number),
                    _ => return Err(self.broken(at, "a value is expected")),
                };
                Ok((value, end))
            }
        }
    }

    /// Whether `null` stands at a position.
    #[inline(always)]
    pub(crate) fn is_null(&self, at: usize) -> bool {
        self.word(at) as u32 == u32::from_le_bytes(*b"null")
    }

    #[cold]
    pub(crate) fn misfit(&mut self, path: u32, kind: DriftKind, start: usize, end: usize) {
        self.misfits.push(Misfit {
            path,
            kind,
            start,
            end,
        });
    }

    #[cold]
    fn full(&self, at: usize) -> Box<Broken> {
        Box::new(Broken::new(
            at,
            "the batch holds 2 GiB of text in one column, finish it first: a text does not fit",
        ))
    }
}

/// What the API prints where there is no value: `-`, `-.--`, `.---`. It says so on purpose, so it is no misfit.
fn is_placeholder(text: &[u8]) -> bool {
    text.contains(&b'-') && text.iter().all(|byte| matches!(byte, b'-' | b'.'))
}

/// A whole number of a column.
pub(crate) trait Whole: Copy + Default {
    fn of(value: i64) -> Option<Self>;
}

impl Whole for i32 {
    #[inline(always)]
    fn of(value: i64) -> Option<Self> {
        i32::try_from(value).ok()
    }
}

impl Whole for i64 {
    #[inline(always)]
    fn of(value: i64) -> Option<Self> {
        Some(value)
    }
}

impl<T: Copy + Default> Column<T> {
    /// Gives a row its value; one that it had is counted as a repeated key and replaced.
    #[inline(always)]
    fn set(&mut self, reader: &mut Reader<'_>, row: usize, value: T, at: usize) {
        if self.forget(row) {
            reader.misfit(self.path, DriftKind::DuplicateKey, at, at);
        }
        self.push(row, value);
    }

    /// Reads a value of any kind; `convert` says what it is here, or why it is nothing.
    #[inline(never)]
    fn read_any(
        &mut self,
        reader: &mut Reader<'_>,
        at: usize,
        row: usize,
        convert: impl Fn(Value<'_>) -> Result<T, DriftKind>,
    ) -> Step {
        let (value, end) = reader.value(at)?;
        if self.forget(row) {
            reader.misfit(self.path, DriftKind::DuplicateKey, at, end);
        }
        match value {
            Value::Null => {}
            Value::Text(ref text) if is_placeholder(text) => {}
            Value::Container => reader.misfit(self.path, DriftKind::ScalarExpected, at, end),
            value => match convert(value) {
                Ok(value) => self.push(row, value),
                Err(kind) => reader.misfit(self.path, kind, at, end),
            },
        }
        Ok(end)
    }
}

impl<T: Whole> Column<T> {
    #[inline(always)]
    pub(crate) fn read_whole(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) -> Step {
        if let Some((decimal, end)) = decimal(reader, at)
            && let Some(value) = decimal.whole().and_then(T::of)
        {
            self.set(reader, row, value, at);
            return Ok(end);
        }
        self.read_any(reader, at, row, |value| match value {
            Value::Number(text) => {
                number::whole(text).and_then(|value| T::of(value).ok_or(DriftKind::OutOfRange))
            }
            Value::Text(text) => {
                number::whole(&text).and_then(|value| T::of(value).ok_or(DriftKind::OutOfRange))
            }
            _ => Err(DriftKind::NotANumber),
        })
    }
}

impl Column<f64> {
    #[inline(always)]
    pub(crate) fn read_float(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) -> Step {
        if let Some((decimal, end)) = decimal(reader, at) {
            self.set(reader, row, decimal.float(), at);
            return Ok(end);
        }
        self.read_any(reader, at, row, |value| match value {
            Value::Number(text) => number::float(text),
            Value::Text(text) => number::float(&text),
            _ => Err(DriftKind::NotANumber),
        })
    }
}

/// A decimal at a position, in quotes or not, and the position after it.
#[inline(always)]
fn decimal(reader: &Reader<'_>, at: usize) -> Option<(Decimal, usize)> {
    let quoted = usize::from(reader.byte(at) == b'"');
    let decimal = Decimal::read(reader, at + quoted)?;
    if quoted == 1 && reader.byte(decimal.end) != b'"' {
        return None;
    }
    Some((decimal, decimal.end + quoted))
}

impl Column<bool> {
    #[inline(always)]
    pub(crate) fn read_boolean(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) -> Step {
        const TRUE: u64 = u32::from_le_bytes(*b"true") as u64;
        const FALSE: u64 = u64::from_le_bytes(*b"false\0\0\0");
        let word = reader.word(at) as u64;
        let truth = word & 0xffff_ffff == TRUE;
        if truth || word & 0xff_ffff_ffff == FALSE {
            self.set(reader, row, truth, at);
            return Ok(at + 5 - usize::from(truth));
        }
        self.read_any(reader, at, row, |value| match value {
            Value::Boolean(value) => Ok(value),
            Value::Text(text) if *text == *b"true" => Ok(true),
            Value::Text(text) if *text == *b"false" => Ok(false),
            _ => Err(DriftKind::NotABoolean),
        })
    }
}

impl Column<i64> {
    #[inline(always)]
    pub(crate) fn read_timestamp(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) -> Step {
        if reader.byte(at) == b'"' {
            let end = reader.stop(at + 1);
            if reader.byte(end) == b'"'
                && let Some(value) = time::timestamp(&reader.text[at + 1..end])
            {
                self.set(reader, row, value, at);
                return Ok(end + 1);
            }
        }
        self.read_any(reader, at, row, |value| match value {
            Value::Text(text) => time::timestamp(&text).ok_or(DriftKind::NotATimestamp),
            _ => Err(DriftKind::NotATimestamp),
        })
    }
}

impl Column<i32> {
    pub(crate) fn read_date(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) -> Step {
        self.read_any(reader, at, row, |value| match value {
            Value::Text(text) => time::date(&text).ok_or(DriftKind::NotADate),
            _ => Err(DriftKind::NotADate),
        })
    }
}

impl TextColumn {
    #[inline(always)]
    pub(crate) fn read_text(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) -> Step {
        if reader.byte(at) == b'"' {
            let end = reader.stop(at + 1);
            if reader.byte(end) == b'"' {
                self.forget_repeated(reader, at, row);
                self.push(row, reader.text, at + 1, end)
                    .map_err(|Full| reader.full(at))?;
                return Ok(end + 1);
            }
        }
        self.read_any_text(reader, at, row)
    }

    #[inline(never)]
    fn read_any_text(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) -> Step {
        let (value, end) = reader.value(at)?;
        self.forget_repeated(reader, at, row);
        match value {
            Value::Null => {}
            Value::Container => reader.misfit(self.path, DriftKind::ScalarExpected, at, end),
            Value::Text(text) => self.push_slowly(row, &text).map_err(|Full| reader.full(at))?,
            Value::Boolean(_) | Value::Number(_) => self
                .push(row, reader.text, at, end)
                .map_err(|Full| reader.full(at))?,
        }
        Ok(end)
    }

    /// The value as it stands.
    pub(crate) fn read_json(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) -> Step {
        let (value, end) = reader.value(at)?;
        self.forget_repeated(reader, at, row);
        if !matches!(value, Value::Null) {
            self.push(row, reader.text, at, end)
                .map_err(|Full| reader.full(at))?;
        }
        Ok(end)
    }

    #[inline(always)]
    fn forget_repeated(&mut self, reader: &mut Reader<'_>, at: usize, row: usize) {
        if self.forget(row) {
            reader.misfit(self.path, DriftKind::DuplicateKey, at, at);
        }
    }

    /// The text of a key, from its first byte to its closing quote.
    pub(crate) fn read_key(
        &mut self,
        reader: &mut Reader<'_>,
        at: usize,
        end: usize,
        escapes: bool,
        row: usize,
    ) -> Result<(), Box<Broken>> {
        if !escapes {
            return self
                .push(row, reader.text, at, end)
                .map_err(|Full| reader.full(at));
        }
        let mut key = Vec::with_capacity(end - at);
        unescape(&reader.text[at..end], &mut key);
        self.push_slowly(row, &key).map_err(|Full| reader.full(at))
    }
}
