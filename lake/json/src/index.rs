//! Where things stand in a text, 64 bytes to a block: quotes, brackets, commas and what is no white space, as
//! bits.
//!
//! A reader that has these bits skips a value by counting brackets, finds the end of a string or the next
//! token by counting zeros, and looks at no byte it does not want. Whether a byte is in a string follows from
//! the quotes before it.

/// The bits of 64 bytes; bit n is byte n.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    /// Quotes that no backslash escapes, and backslashes: where reading a string may not simply go on.
    pub(crate) stop: u64,
    /// `{` and `[` outside of strings.
    pub(crate) open: u64,
    /// `}` and `]` outside of strings.
    pub(crate) close: u64,
    /// Commas and closing brackets outside of strings: where a value has ended.
    pub(crate) end: u64,
    /// Bytes above the space, in strings or not: no white space.
    pub(crate) solid: u64,
}

/// Blocks that are indexed at a time: 16 KiB of text.
pub(crate) const WINDOW: usize = 256;

/// The blocks of a part of a text, and one more that stays empty, so that every block has a next one.
pub(crate) type Window = [Block; WINDOW + 1];

/// What the text so far tells about the next block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Carry {
    /// All ones within a string, else zero.
    in_string: u64,
    /// One where the last byte was a backslash that escapes the next, else zero.
    escaped: u64,
}

impl Carry {
    pub(crate) fn in_string(self) -> bool {
        self.in_string != 0
    }
}

/// What was noticed on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Noticed {
    /// The blocks, by number in the text, that hold bytes above ASCII.
    pub(crate) wide: Vec<u32>,
    /// The first control character that JSON does not allow where it stands; sought by strict indexing only.
    pub(crate) control: Option<usize>,
}

/// Where indexing stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) carry: Carry,
    /// The number in the text of the next block.
    pub(crate) number: usize,
    pub(crate) noticed: Noticed,
}

/// What a machine's registers tell about 64 bytes, each bit by itself.
#[derive(Clone, Copy, Default)]
pub(crate) struct Raw {
    pub(crate) quote: u64,
    pub(crate) backslash: u64,
    pub(crate) open: u64,
    pub(crate) close: u64,
    pub(crate) comma: u64,
    pub(crate) solid: u64,
    pub(crate) wide: u64,
    /// Control characters; with `space`, of use to strict indexing only.
    pub(crate) control: u64,
    /// Tab, line feed and carriage return.
    pub(crate) breaks: u64,
}

/// Joins a block's bits with what went before. `prefix_xor` gives each bit the parity of the bits up to it.
#[inline(always)]
pub(crate) fn join<const STRICT: bool>(
    raw: Raw,
    carry: &mut Carry,
    number: usize,
    noticed: &mut Noticed,
    prefix_xor: impl Fn(u64) -> u64,
) -> Block {
    let quote = raw.quote & !escaped(raw.backslash, &mut carry.escaped);
    let inside = prefix_xor(quote) ^ carry.in_string;
    carry.in_string = 0u64.wrapping_sub(inside >> 63);
    if raw.wide != 0 {
        noticed.wide.push(number as u32);
    }
    if STRICT && raw.control & (inside | !raw.breaks) != 0 && noticed.control.is_none() {
        let first = (raw.control & (inside | !raw.breaks)).trailing_zeros() as usize;
        noticed.control = Some(number * 64 + first);
    }
    let close = raw.close & !inside;
    Block {
        stop: quote | raw.backslash,
        open: raw.open & !inside,
        close,
        end: close | (raw.comma & !inside),
        solid: raw.solid,
    }
}

/// Which bytes a backslash before them escapes: those after an odd run of backslashes.
#[inline(always)]
fn escaped(backslash: u64, carry: &mut u64) -> u64 {
    if backslash == 0 {
        return std::mem::take(carry);
    }
    const EVEN: u64 = 0x5555_5555_5555_5555;
    let backslash = backslash & !*carry;
    let follows = (backslash << 1) | *carry;
    let odd_starts = backslash & !EVEN & !follows;
    let (even_runs, overflow) = odd_starts.overflowing_add(backslash);
    *carry = u64::from(overflow);
    (EVEN ^ (even_runs << 1)) & follows
}

/// Indexes up to a window of whole blocks, on any machine: eight bytes at a time in one register.
pub(crate) fn index_portable<const STRICT: bool>(
    text: &[[u8; 64]],
    progress: &mut Progress,
    window: &mut Window,
) {
    for (bytes, block) in text.iter().zip(window) {
        let mut raw = Raw::default();
        for (lane, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
            let word = u64::from_le_bytes(*eight);
            let at = lane * 8;
            raw.quote |= bits(equal(word, b'"')) << at;
            raw.backslash |= bits(equal(word, b'\\')) << at;
            raw.comma |= bits(equal(word, b',')) << at;
            raw.open |= bits(equal(word | repeat(0x20), b'{')) << at;
            raw.close |= bits(equal(word | repeat(0x20), b'}')) << at;
            raw.solid |= bits(!below(word, 0x21) & repeat(0x80)) << at;
            raw.wide |= bits(word & repeat(0x80)) << at;
            if STRICT {
                raw.control |= bits(below(word, 0x20)) << at;
                raw.breaks |= bits(equal(word, b'\n') | equal(word, b'\r') | equal(word, b'\t')) << at;
            }
        }
        *block = join::<STRICT>(
            raw,
            &mut progress.carry,
            progress.number,
            &mut progress.noticed,
            prefix_xor,
        );
        progress.number += 1;
    }
}

fn prefix_xor(bits: u64) -> u64 {
    [1, 2, 4, 8, 16, 32]
        .iter()
        .fold(bits, |all, shift| all ^ (all << shift))
}

fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The high bit of each byte that equals `byte`.
fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ repeat(byte), 1)
}

/// The high bit of each byte below `limit`, which is at most 0x80.
fn below(word: u64, limit: u8) -> u64 {
    let high = repeat(0x80);
    !((word & !high) + repeat(0x80 - limit)) & !word & high
}

/// The high bits of eight bytes as eight bits.
fn bits(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index_plainly(text: &[u8]) -> Vec<Block> {
        let (mut inside, mut escape) = (false, false);
        let mut blocks = vec![Block::default(); text.len() / 64];
        for (at, byte) in text.iter().enumerate() {
            let (block, bit) = (&mut blocks[at / 64], 1 << (at % 64));
            let quote = *byte == b'"' && !escape;
            inside ^= quote;
            let note = |mask: &mut u64, is: bool| *mask |= if is { bit } else { 0 };
            note(&mut block.stop, quote || *byte == b'\\');
            note(&mut block.open, !inside && b"{[".contains(byte));
            note(&mut block.close, !inside && b"}]".contains(byte));
            note(&mut block.end, !inside && b"}],".contains(byte));
            note(&mut block.solid, *byte > b' ');
            escape = *byte == b'\\' && !escape;
        }
        blocks
    }

    fn bytes() -> impl Strategy<Value = Vec<[u8; 64]>> {
        let byte = prop_oneof![
            4 => prop::sample::select(b"\"\\{}[],: \n\t\r[;]\x1f\0\x01az09\x7f\x80\xff".to_vec()),
            1 => any::<u8>(),
        ];
        prop::collection::vec(
            prop::collection::vec(byte, 64).prop_map(|v| <[u8; 64]>::try_from(v).unwrap()),
            0..6,
        )
    }

    fn index(text: &[[u8; 64]], kernel: crate::simd::IndexFn) -> (Vec<Block>, Progress) {
        let (mut progress, mut window) = (Progress::default(), [Block::default(); WINDOW + 1]);
        kernel(text, &mut progress, &mut window);
        (window[..text.len()].to_vec(), progress)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

        #[test]
        fn every_way_of_indexing_gives_the_same_bits(text in bytes()) {
            let (blocks, progress) = index(&text, index_portable::<true>);
            prop_assert_eq!(&blocks, &index_plainly(text.as_flattened()));
            for kernel in crate::simd::kernels() {
                prop_assert_eq!(&index(&text, kernel.strict), &(blocks.clone(), progress.clone()));
                let (lenient, lenient_progress) = index(&text, kernel.lenient);
                prop_assert_eq!(&lenient, &blocks);
                prop_assert_eq!(&lenient_progress.noticed.wide, &progress.noticed.wide);
                prop_assert_eq!(lenient_progress.carry, progress.carry);
            }
        }
    }
}
