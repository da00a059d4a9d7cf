//! A text with its index: finding tokens, ends of strings and ends of values from any position on.
//!
//! Positions are bytes from the start of the text; one past the end stands for "nothing more". The index is
//! made window by window as the reading goes on, so that text and bits are near when they are read, and again
//! where it goes back.
use crate::Broken;
use crate::drift::Misfit;
use crate::index::{Block, Carry, Progress, WINDOW, Window};
use crate::repeated_keys::Keys;
use crate::simd::IndexFn;

/// A position after what was read; the error is boxed so that the answer fits in registers.
pub(crate) type Step = Result<usize, Box<Broken>>;

/// Bytes of text that a window is of.
const WINDOW_BYTES: usize = WINDOW * 64;

/// No window: the index has not begun.
const NONE: usize = usize::MAX;

/// What a reader needs room for, kept from document to document.
#[derive(Debug)]
pub(crate) struct Room {
    window: Box<Window>,
    /// What stood at the start of each window so far.
    starts: Vec<Carry>,
    progress: Progress,
    /// What did not fit in this document.
    pub(crate) misfits: Vec<Misfit>,
    /// The keys of the objects at hand whose keys are data.
    keys: Keys,
}

impl Default for Room {
    fn default() -> Self {
        Room {
            window: Box::new([Block::default(); WINDOW + 1]),
            starts: Vec::new(),
            progress: Progress::default(),
            misfits: Vec::new(),
            keys: Keys::default(),
        }
    }
}

pub(crate) struct Reader<'a> {
    pub(crate) text: &'a [u8],
    window: &'a mut Window,
    /// Which part of the text the window is of.
    number: usize,
    starts: &'a mut Vec<Carry>,
    progress: &'a mut Progress,
    pub(crate) misfits: &'a mut Vec<Misfit>,
    pub(crate) keys: &'a mut Keys,
    index: IndexFn,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a [u8], room: &'a mut Room, index: IndexFn) -> Self {
        let Room {
            window,
            starts,
            progress,
            misfits,
            keys,
        } = room;
        starts.clear();
        progress.carry = Carry::default();
        progress.number = 0;
        progress.noticed.wide.clear();
        progress.noticed.control = None;
        misfits.clear();
        keys.clear();
        Reader {
            text,
            window,
            number: NONE,
            starts,
            progress,
            misfits,
            keys,
            index,
        }
    }

    /// The byte at a position, NUL past the end.
    #[inline(always)]
    pub(crate) fn byte(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(0)
    }

    /// The 16 bytes from a position on, the first one lowest; NUL past the end.
    #[inline(always)]
    pub(crate) fn word(&self, at: usize) -> u128 {
        match self.text.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
            Some(bytes) => u128::from_le_bytes(*bytes),
            None => self.last_word(at),
        }
    }

    #[cold]
    fn last_word(&self, at: usize) -> u128 {
        let rest = self.text.get(at..).unwrap_or_default();
        let mut bytes = [0; 16];
        bytes[..rest.len()].copy_from_slice(rest);
        u128::from_le_bytes(bytes)
    }

    /// The 8 bytes from a position on, likewise.
    #[inline(always)]
    pub(crate) fn half_word(&self, at: usize) -> u64 {
        match self.text.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => self.last_word(at) as u64,
        }
    }

    /// The first byte from a position on that is no white space.
    #[inline(always)]
    pub(crate) fn solid(&mut self, at: usize) -> usize {
        self.seek(at, |block| block.solid)
    }

    /// The end of the scalar value at a position: a comma, a closing bracket or the end of the text.
    #[inline(always)]
    pub(crate) fn scalar_end(&mut self, at: usize) -> usize {
        self.seek(at, |block| block.end)
    }

    /// Within a string: its closing quote or the first backslash before it.
    #[inline(always)]
    pub(crate) fn stop(&mut self, at: usize) -> usize {
        self.seek(at, |block| block.stop)
    }

    /// Whether white space of a length follows a position and then a quote: what a key after a comma mostly
    /// looks like.
    ///
    /// The answer decides a branch only. The next position is the guess, so the machine goes on with it
    /// without waiting.
    #[inline(always)]
    pub(crate) fn is_gap(&self, at: usize, gap: usize) -> bool {
        if gap >= 64 {
            return false;
        }
        let quote = 1u64 << gap;
        self.bits(at, |block| block.solid) & (quote | (quote - 1)) == quote && self.byte(at + gap) == b'"'
    }

    #[inline(always)]
    fn seek(&mut self, at: usize, mask: impl Fn(&Block) -> u64) -> usize {
        let bits = self.bits(at, &mask);
        if bits != 0 {
            return at + bits.trailing_zeros() as usize;
        }
        self.seek_on(at, mask)
    }

    /// The bits of 64 bytes from a position on; at the end of the window less, outside of it none.
    #[inline(always)]
    fn bits(&self, at: usize, mask: impl Fn(&Block) -> u64) -> u64 {
        if at / WINDOW_BYTES != self.number {
            return 0;
        }
        let (block, bit) = (at / 64 % WINDOW, at % 64);
        (mask(&self.window[block]) >> bit) | (mask(&self.window[block + 1]) << 1 << (63 - bit))
    }

    #[inline(never)]
    fn seek_on(&mut self, at: usize, mask: impl Fn(&Block) -> u64) -> usize {
        let mut number = at / 64;
        let mut ahead = !0u64 << (at % 64);
        loop {
            let Some(block) = self.block(number) else {
                return self.text.len();
            };
            let bits = mask(&block) & ahead;
            if bits != 0 {
                return (number * 64 + bits.trailing_zeros() as usize).min(self.text.len());
            }
            ahead = !0;
            number += 1;
        }
    }

    /// The position after the value at a position. What stands in it is looked at no further.
    #[inline(always)]
    pub(crate) fn skip(&mut self, at: usize) -> Step {
        match self.byte(at) {
            b'{' | b'[' => self.skip_container(at),
            _ => Ok(self.scalar_end(at)),
        }
    }

    /// The position after the list or object that opens at a position.
    #[inline(never)]
    pub(crate) fn skip_container(&mut self, at: usize) -> Step {
        let mut depth = 0u32;
        let mut number = at / 64;
        let mut ahead = !0u64 << (at % 64);
        loop {
            let Some(block) = self.block(number) else {
                return Err(self.broken(at, "a list or object is not closed"));
            };
            let (open, mut close) = (block.open & ahead, block.close & ahead);
            // Where fewer close than are open none of them can be the last one.
            if close.count_ones() < depth {
                depth = depth + open.count_ones() - close.count_ones();
            } else {
                let mut closed = 0;
                while close != 0 {
                    let before = (close & close.wrapping_neg()) - 1;
                    closed += 1;
                    if depth + (open & before).count_ones() == closed {
                        return Ok(number * 64 + close.trailing_zeros() as usize + 1);
                    }
                    close &= close - 1;
                }
                depth = depth + open.count_ones() - closed;
            }
            ahead = !0;
            number += 1;
        }
    }

    /// After a key: the start of its value.
    #[inline(always)]
    pub(crate) fn colon(&mut self, at: usize) -> Step {
        // `": 1` and `":1` are nearly all there is; `" : 1` and line breaks are for the index.
        if self.byte(at) == b':' {
            if self.byte(at + 1) == b' ' && self.byte(at + 2) > b' ' {
                return Ok(at + 2);
            }
            return Ok(self.solid(at + 1));
        }
        let colon = self.solid(at);
        if self.byte(colon) != b':' {
            return Err(self.broken(colon, "a colon is expected after a key"));
        }
        Ok(self.solid(colon + 1))
    }

    /// The closing quote of the string whose first byte (after the quote) is at a position, and whether it
    /// has escapes.
    #[inline]
    pub(crate) fn string_end(&mut self, at: usize) -> Result<(usize, bool), Box<Broken>> {
        let end = self.stop(at);
        match self.byte(end) {
            b'"' => Ok((end, false)),
            _ => self.escaped_string_end(at, end),
        }
    }

    #[inline(never)]
    fn escaped_string_end(&mut self, start: usize, mut at: usize) -> Result<(usize, bool), Box<Broken>> {
        loop {
            match self.text.get(at) {
                Some(b'"') => return Ok((at, true)),
                Some(b'\\') => at = self.stop(at + 2),
                _ => return Err(self.broken(start.saturating_sub(1), "a string is not closed")),
            }
        }
    }

    /// The end of the run of bytes that a number or a word can have.
    pub(crate) fn bare_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let is_bare = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        at + rest.iter().position(|byte| !is_bare(byte)).unwrap_or(rest.len())
    }

    /// Indexes the rest and answers whether the whole text is UTF-8 and no string is left open.
    pub(crate) fn finish(&mut self) -> Result<(), Box<Broken>> {
        while self.starts.len() * WINDOW_BYTES < self.text.len() {
            self.index_window(self.starts.len());
        }
        if self.progress.carry.in_string() {
            return Err(self.broken(self.text.len(), "a string is not closed"));
        }
        // A block without a byte above ASCII ends every character: runs of wide blocks stand by themselves.
        let mut wide = self
            .progress
            .noticed
            .wide
            .iter()
            .map(|number| *number as usize)
            .peekable();
        while let Some(first) = wide.next() {
            let mut last = first;
            while let Some(next) = wide.next_if_eq(&(last + 1)) {
                last = next;
            }
            let run = &self.text[first * 64..self.text.len().min(last * 64 + 64)];
            if let Err(error) = std::str::from_utf8(run) {
                return Err(self.broken(first * 64 + error.valid_up_to(), "the text is not UTF-8"));
            }
        }
        Ok(())
    }

    /// The first control character that may not stand where it does; for strict indexes only, after
    /// [`finish`](Self::finish).
    pub(crate) fn control(&self) -> Option<usize> {
        self.progress.noticed.control
    }

    /// A block by its number in the text.
    #[inline(always)]
    fn block(&mut self, number: usize) -> Option<Block> {
        if number / WINDOW != self.number && !self.index_window(number / WINDOW) {
            return None;
        }
        Some(self.window[number % WINDOW])
    }

    /// Makes the index of a window, and of those before it that have none; false past the end of the text.
    #[inline(never)]
    fn index_window(&mut self, number: usize) -> bool {
        if number.saturating_mul(WINDOW_BYTES) >= self.text.len() {
            return false;
        }
        let Some(carry) = self.starts.get(number) else {
            for next in self.starts.len()..=number {
                self.starts.push(self.progress.carry);
                index_from(
                    self.index,
                    self.text,
                    next * WINDOW_BYTES,
                    self.progress,
                    self.window,
                );
            }
            self.number = number;
            return true;
        };
        // It was seen before: its bits are wanted again, what was noticed is not.
        let mut progress = Progress {
            carry: *carry,
            number: number * WINDOW,
            ..Progress::default()
        };
        index_from(
            self.index,
            self.text,
            number * WINDOW_BYTES,
            &mut progress,
            self.window,
        );
        self.number = number;
        true
    }

    #[cold]
    pub(crate) fn broken(&self, at: usize, reason: &str) -> Box<Broken> {
        match at >= self.text.len() {
            true => Box::new(Broken::new(
                self.text.len(),
                format!("{reason}, but the text ends"),
            )),
            false => Box::new(Broken::new(at, reason)),
        }
    }
}

/// Indexes a window of a text; where the text ends before it nothing is to be found.
fn index_from(index: IndexFn, text: &[u8], start: usize, progress: &mut Progress, window: &mut Window) {
    let end = text.len().min(start + WINDOW_BYTES);
    let (whole, last) = text[start..end].as_chunks::<64>();
    index(whole, progress, window);
    let mut held = whole.len();
    if !last.is_empty() {
        let mut padded = [b' '; 64];
        padded[..last.len()].copy_from_slice(last);
        let mut one = [Block::default(); WINDOW + 1];
        index(&[padded], progress, &mut one);
        window[held] = one[0];
        held += 1;
    }
    window[held..].fill(Block::default());
}
