//! Keys that stand twice in one object.
use crate::escape::unescape;

/// The keys of all objects that are open, by hash.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    hashes: Vec<u64>,
    /// Where each stands, without its quotes.
    spans: Vec<(u32, u32)>,
}

/// Up to so many keys each is compared with each.
const PAIRWISE_MAX: usize = 48;

impl Keys {
    pub(crate) fn clear(&mut self) {
        self.hashes.clear();
        self.spans.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Notes a key of the innermost object.
    #[inline]
    pub(crate) fn add(&mut self, text: &[u8], at: usize, end: usize, escapes: bool) {
        let hash = match escapes {
            false => hash(text, at, end),
            true => {
                let name = name(text, at, end);
                self::hash(&name, 0, name.len())
            }
        };
        self.hashes.push(hash);
        self.spans.push((at as u32, end as u32));
    }

    /// Forgets the keys from number `first` on, those of the innermost object; one that stood twice is given
    /// with the position of its second opening quote.
    pub(crate) fn close(&mut self, first: usize, text: &[u8]) -> Option<(usize, String)> {
        let hashes = &mut self.hashes[first..];
        let suspect = match hashes.len() <= PAIRWISE_MAX {
            true => (1..hashes.len()).any(|number| contains(&hashes[..number], hashes[number])),
            false => {
                hashes.sort_unstable();
                hashes.windows(2).any(|pair| pair[0] == pair[1])
            }
        };
        let repeated = if suspect { self.repeated(first, text) } else { None };
        self.hashes.truncate(first);
        self.spans.truncate(first);
        repeated
    }

    #[cold]
    fn repeated(&self, first: usize, text: &[u8]) -> Option<(usize, String)> {
        let mut seen = std::collections::HashSet::new();
        let spans = self.spans[first..]
            .iter()
            .map(|(at, end)| (*at as usize, *end as usize));
        for (at, end) in spans {
            let name = name(text, at, end);
            let shown = String::from_utf8_lossy(&name).into_owned();
            if !seen.insert(name) {
                return Some((at - 1, shown));
            }
        }
        None
    }
}

/// Without leaving early, so that several are compared at once.
#[inline]
fn contains(hashes: &[u64], wanted: u64) -> bool {
    hashes.iter().fold(false, |found, hash| found | (*hash == wanted))
}

/// Of the length, the first 16 bytes and the last 16: what has them in common is compared in full.
#[inline]
fn hash(text: &[u8], at: usize, end: usize) -> u64 {
    let len = end - at;
    let (head, tail) = match text.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
        Some(head) if len < 16 => (u128::from_le_bytes(*head) & !(!0 << (len * 8)), 0),
        Some(head) => (
            u128::from_le_bytes(*head),
            text[at..end]
                .last_chunk::<16>()
                .map_or(0, |tail| u128::from_le_bytes(*tail)),
        ),
        // Less than 16 bytes from the end of the text.
        None => {
            let mut head = [0; 16];
            head[..len].copy_from_slice(&text[at..end]);
            (u128::from_le_bytes(head), 0)
        }
    };
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let hash = mix(mix(len as u64, head as u64), (head >> 64) as u64);
    if len <= 16 {
        hash
    } else {
        mix(mix(hash, tail as u64), (tail >> 64) as u64)
    }
}

fn name(text: &[u8], at: usize, end: usize) -> Vec<u8> {
    let mut name = Vec::with_capacity(end - at);
    unescape(&text[at..end], &mut name);
    name
}
