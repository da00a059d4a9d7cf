//! The order of an object's keys, learnt from the text: a key is first compared with the two that followed
//! last time.
//!
//! Feeds differ in structure from game to game and from play to play, so the order is a hint: every key is
//! compared in full, and one that was not foreseen is looked up. Keys that the tree does not read are learnt
//! too, to pass them by quickly.
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::Broken;
use crate::escape::unescape;
use crate::reader::Reader;

/// Keys learnt an object; more are found by name each time.
const SLOTS_MAX: usize = 1024;

/// No field: the value is skipped.
pub(crate) const SKIP: u16 = u16::MAX;

/// Before the first key.
pub(crate) const START: u16 = 0;

/// A key as it stands in the text, with its closing quote, and what to do with its value.
#[derive(Debug)]
struct Slot {
    /// Its first 16 bytes, and the bits of those that it has.
    head: u128,
    mask: u128,
    len: usize,
    /// The bytes after the first 16.
    tail: Box<[u8]>,
    field: u16,
    /// The slots of the keys that came after it, the last one first.
    next: [u16; 2],
}

#[derive(Debug)]
pub(crate) struct KeyOrder {
    slots: Vec<Slot>,
    learnt: HashMap<Box<[u8]>, u16, BuildHasherDefault<KeyHasher>>,
    fields: HashMap<Box<[u8]>, u16, BuildHasherDefault<KeyHasher>>,
}

/// A key that was read.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    /// Its slot, for the next key.
    pub(crate) slot: u16,
    pub(crate) field: u16,
    /// The position after its closing quote.
    pub(crate) end: usize,
}

impl KeyOrder {
    /// An order that begins as the fields are listed.
    pub(crate) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let fields = names
            .zip(0..SKIP)
            .map(|(name, field)| (name.as_bytes().into(), field))
            .collect();
        let start = Slot {
            head: 1,
            mask: 0,
            len: 0,
            tail: Box::default(),
            field: SKIP,
            next: [START; 2],
        };
        KeyOrder {
            slots: vec![start],
            learnt: HashMap::default(),
            fields,
        }
    }

    /// The key whose first byte is at a position, after the one of slot `before`.
    #[inline(always)]
    pub(crate) fn read(
        &mut self,
        reader: &mut Reader<'_>,
        at: usize,
        before: u16,
    ) -> Result<Key, Box<Broken>> {
        let word = reader.word(at);
        let next = self.slots[usize::from(before)].next;
        let slot = &self.slots[usize::from(next[0])];
        if slot.is(reader, at, word) {
            return Ok(Key {
                slot: next[0],
                field: slot.field,
                end: at + slot.len,
            });
        }
        let slot = &self.slots[usize::from(next[1])];
        if slot.is(reader, at, word) {
            let key = Key {
                slot: next[1],
                field: slot.field,
                end: at + slot.len,
            };
            self.slots[usize::from(before)].next = [next[1], next[0]];
            return Ok(key);
        }
        self.look_up(reader, at, before)
    }

    #[inline(never)]
    fn look_up(&mut self, reader: &mut Reader<'_>, at: usize, before: u16) -> Result<Key, Box<Broken>> {
        let (end, escapes) = reader.string_end(at)?;
        let raw = &reader.text[at..=end];
        let slot = match self.learnt.get(raw) {
            Some(slot) => *slot,
            None => {
                let field = self.field(&raw[..raw.len() - 1], escapes);
                if self.slots.len() > SLOTS_MAX {
                    return Ok(Key {
                        slot: before,
                        field,
                        end: end + 1,
                    });
                }
                self.learn(raw, field)
            }
        };
        let next = &mut self.slots[usize::from(before)].next;
        *next = [slot, next[0]];
        Ok(Key {
            slot,
            field: self.slots[usize::from(slot)].field,
            end: end + 1,
        })
    }

    fn field(&self, raw: &[u8], escapes: bool) -> u16 {
        if !escapes {
            return self.fields.get(raw).copied().unwrap_or(SKIP);
        }
        let mut name = Vec::new();
        unescape(raw, &mut name);
        self.fields.get(name.as_slice()).copied().unwrap_or(SKIP)
    }

    fn learn(&mut self, raw: &[u8], field: u16) -> u16 {
        let slot = self.slots.len() as u16;
        let held = raw.len().min(16);
        let mut head = [0; 16];
        head[..held].copy_from_slice(&raw[..held]);
        let mask = !0u128 >> ((16 - held) * 8);
        let tail = raw[held..].into();
        self.slots.push(Slot {
            head: u128::from_le_bytes(head),
            mask,
            len: raw.len(),
            tail,
            field,
            next: [START; 2],
        });
        self.learnt.insert(raw.into(), slot);
        slot
    }
}

impl Slot {
    #[inline(always)]
    fn is(&self, reader: &Reader<'_>, at: usize, word: u128) -> bool {
        word & self.mask == self.head
            && (self.len <= 16 || reader.text.get(at + 16..at + self.len) == Some(&*self.tail))
    }
}

/// A quick hash of short keys; whoever fills a map with collisions slows down their own document.
#[derive(Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.write_u64(u64::from_le_bytes(last));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}
