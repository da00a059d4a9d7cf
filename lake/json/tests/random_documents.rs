//! Random trees and random documents: the decoder must give what a plain reading gives, whatever the order of
//! keys, the white space, the escapes and the misfits; and a text that is no document must leave no trace.
#![allow(clippy::unwrap_used)]
mod reference;

use mlb_lake_json::{Decoder, DriftKind, Leaf, Tree, TreeField, validate};
use proptest::prelude::*;
use reference::{Doc, Misfits, compare, keeps_numbers};

const NAMES: [&str; 9] = [
    "a",
    "about",
    "isPitch",
    "exactly15bytes!",
    "strikeZoneBottom",
    "a key of some thirty-one bytes.",
    "a key that is longer than two registers of sixteen bytes",
    "é",
    "quote\" and \\ and \t",
];
const LEAVES: [Leaf; 8] = [
    Leaf::Boolean,
    Leaf::Date,
    Leaf::Float64,
    Leaf::Int32,
    Leaf::Int64,
    Leaf::Json,
    Leaf::Timestamp,
    Leaf::Utf8,
];
const TEXTS: [&str; 26] = [
    "",
    "3",
    "-7",
    "93.0",
    ".250",
    "-.--",
    ".---",
    "-",
    ".",
    "-.-x",
    "true",
    "false",
    "null",
    "inf",
    "1e400",
    "Final",
    "José \u{0}\u{1f}\"\\/ 😀",
    "2024-02-29",
    "2023-02-29",
    "2024-10-26T00:11:35Z",
    "2024-10-26T00:11:35.123Z",
    "2024-10-26T00:11:35.123456789Z",
    "2024-10-25T20:11:35-04:00",
    "20241026_001135",
    "a text that is longer than the thirty-two bytes that are copied at once, with , { } [ ] : in it",
    "1900-01-01T23:59:59",
];
const NUMBERS: [&str; 18] = [
    "0",
    "-0",
    "7",
    "-12",
    "660271",
    "2147483648",
    "-2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "93.0",
    "93.4",
    "-0.51",
    "1234567.1234567",
    "0.1234567890123456",
    "9.3e1",
    "1E-3",
    "123456789012345678901",
    "4.35e10",
];

/// Bytes of text that are indexed at a time.
const WINDOW_BYTES: usize = 16 << 10;

/// Choices that a random list of numbers makes; all zero when they run out, which is the simplest.
struct Choices<'a>(std::slice::Iter<'a, u16>);

impl Choices<'_> {
    fn below(&mut self, limit: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % limit
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn tree(&mut self, depth: usize) -> Tree {
        match self.below(if depth == 0 { 4 } else { 8 }) {
            0..4 => Tree::Leaf(self.one(&LEAVES)),
            4 => Tree::List(Box::new(self.tree(depth - 1))),
            5 => Tree::Map(Box::new(self.tree(depth - 1))),
            _ => self.object_tree(depth),
        }
    }

    fn object_tree(&mut self, depth: usize) -> Tree {
        let mut names = NAMES.to_vec();
        let count = self.below(names.len());
        let fields = (0..count).map(|_| {
            let name = names.remove(self.below(names.len())).to_string();
            TreeField {
                name,
                tree: self.tree(depth - 1),
            }
        });
        Tree::Object(fields.collect())
    }

    fn doc(&mut self, depth: usize) -> Doc {
        match self.below(if depth == 0 { 4 } else { 6 }) {
            0 => Doc::Null,
            1 => Doc::Bool(self.below(2) == 1),
            2 => Doc::Number(self.one(&NUMBERS).into()),
            3 => Doc::Text(self.one(&TEXTS).into()),
            4 => Doc::List((0..self.below(4)).map(|_| self.doc(depth - 1)).collect()),
            _ => Doc::Object(
                (0..self.below(4))
                    .map(|_| (self.one(&NAMES).to_string(), self.doc(depth - 1)))
                    .collect(),
            ),
        }
    }

    /// A document that mostly fits a tree.
    fn fitting(&mut self, tree: &Tree, depth: usize) -> Doc {
        if self.below(12) == 11 || depth == 0 {
            return self.doc(2);
        }
        match tree {
            Tree::Leaf(Leaf::Boolean) => Doc::Bool(self.below(2) == 1),
            Tree::Leaf(Leaf::Int32 | Leaf::Int64 | Leaf::Float64) => Doc::Number(self.one(&NUMBERS).into()),
            Tree::Leaf(_) => Doc::Text(self.one(&TEXTS).into()),
            Tree::List(item) => Doc::List(
                (0..self.below(5))
                    .map(|_| self.fitting(item, depth - 1))
                    .collect(),
            ),
            Tree::Map(item) => {
                let count = self.below(5);
                Doc::Object(
                    (0..count)
                        .map(|number| {
                            (
                                format!("ID{}", number + self.below(40) / 39),
                                self.fitting(item, depth - 1),
                            )
                        })
                        .collect(),
                )
            }
            Tree::Object(fields) => {
                let mut all = Vec::new();
                for field in fields {
                    match self.below(8) {
                        0 => {}
                        1 => all.insert(
                            self.below(all.len() + 1),
                            (field.name.clone(), self.fitting(&field.tree, depth - 1)),
                        ),
                        _ => all.push((field.name.clone(), self.fitting(&field.tree, depth - 1))),
                    }
                }
                for _ in 0..self.below(3) {
                    let unknown = format!("unknown{}", self.below(5));
                    if all.iter().all(|(name, _)| *name != unknown) {
                        all.insert(self.below(all.len() + 1), (unknown, self.doc(2)));
                    }
                }
                if self.below(16) == 15 && !all.is_empty() {
                    let name = all[self.below(all.len())].0.clone();
                    all.push((name, self.doc(2)));
                }
                Doc::Object(all)
            }
        }
    }

    fn write(&mut self, doc: &Doc, text: &mut String) {
        self.space(text);
        match doc {
            Doc::Null => text.push_str("null"),
            Doc::Bool(value) => text.push_str(&value.to_string()),
            Doc::Number(value) => text.push_str(value),
            Doc::Text(value) => self.write_text(value, text),
            Doc::List(items) => {
                text.push('[');
                for (number, item) in items.iter().enumerate() {
                    text.push_str(if number > 0 { "," } else { "" });
                    self.write(item, text);
                }
                self.space(text);
                text.push(']');
            }
            Doc::Object(fields) => {
                text.push('{');
                for (number, (name, value)) in fields.iter().enumerate() {
                    text.push_str(if number > 0 { "," } else { "" });
                    self.space(text);
                    self.write_text(name, text);
                    self.space(text);
                    text.push(':');
                    self.write(value, text);
                }
                self.space(text);
                text.push('}');
            }
        }
        self.space(text);
    }

    fn write_text(&mut self, value: &str, text: &mut String) {
        text.push('"');
        let escape_all = self.below(8) == 7;
        for c in value.chars() {
            if escape_all || c < ' ' {
                c.encode_utf16(&mut [0; 2])
                    .iter()
                    .for_each(|unit| text.push_str(&format!("\\u{unit:04x}")));
            } else {
                text.push_str(if matches!(c, '"' | '\\') { "\\" } else { "" });
                text.push(c);
            }
        }
        text.push('"');
    }

    fn space(&mut self, text: &mut String) {
        text.push_str(self.one(&[
            "",
            "",
            " ",
            "\n",
            "\n                  ",
            "\r\n\t",
            "\n                                                                     ",
        ]));
    }
}

fn choices(count: usize) -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 0..count)
}

fn drift(decoded: &mlb_lake_json::Decoded) -> Misfits {
    decoded
        .drift
        .iter()
        .map(|drift| ((drift.path.clone(), drift.kind), drift.count))
        .collect()
}

/// A tree and documents with their texts.
fn documents(choices: &mut Choices<'_>) -> (Tree, Vec<(Doc, String)>) {
    let tree = if choices.below(8) == 7 {
        choices.tree(3)
    } else {
        choices.object_tree(4)
    };
    let count = 1 + choices.below(5);
    let documents = (0..count).map(|_| {
        let doc = choices.fitting(&tree, 8);
        let mut text = String::new();
        choices.write(&doc, &mut text);
        // White space before it, so that it lies across the border of two windows of the index.
        let before = if choices.below(2) == 1 {
            WINDOW_BYTES - choices.below(text.len())
        } else {
            0
        };
        text.insert_str(0, &" ".repeat(before));
        (doc, text)
    });
    let documents = documents.collect();
    (tree, documents)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3_000) })]

    #[test]
    fn documents_are_read_as_plainly(choices in choices(600)) {
        let mut choices = Choices(choices.iter());
        let (tree, documents) = documents(&mut choices);
        let mut decoder = Decoder::new(&tree).unwrap();
        // Twice: the second time with the order of keys that was learnt.
        for _ in 0..2 {
            let mut expected = Vec::new();
            for (doc, text) in &documents {
                prop_assert_eq!(decoder.append(text.as_bytes()), Ok(()), "{}", text);
                expected.push(Some(doc.clone()));
                if choices.below(5) == 4 {
                    decoder.append_null();
                    expected.push(None);
                }
            }
            prop_assert_eq!(decoder.len(), expected.len());
            let decoded = decoder.finish();
            let misfits = compare(&decoded.root, &tree, &expected);
            if !documents.iter().any(|(doc, _)| doc.repeats_keys()) {
                prop_assert_eq!(drift(&decoded), misfits);
            }
            prop_assert!(decoder.is_empty());
        }
    }

    #[test]
    fn a_text_that_is_cut_leaves_no_trace(choices in choices(400), cut in any::<prop::sample::Index>()) {
        let mut choices = Choices(choices.iter());
        let (tree, documents) = documents(&mut choices);
        let mut decoder = Decoder::new(&tree).unwrap();
        let mut expected = Vec::new();
        for (doc, text) in &documents {
            let whole = text.trim_end().len();
            let start = text.len() - text.trim_start().len();
            let mut at = start + cut.index(whole - start);
            let is_container = matches!(doc, Doc::List(_) | Doc::Object(_));
            while is_container && at < whole {
                prop_assert!(decoder.append(&text.as_bytes()[..at]).is_err(), "{}", &text[..at.min(text.floor_char_boundary(at))]);
                prop_assert!(validate(&text.as_bytes()[..at]).is_err());
                at += 1 + (whole - start) / 20;
            }
            decoder.append(text.as_bytes()).unwrap();
            expected.push(Some(doc.clone()));
        }
        let decoded = decoder.finish();
        let misfits = compare(&decoded.root, &tree, &expected);
        if !documents.iter().any(|(doc, _)| doc.repeats_keys()) {
            prop_assert_eq!(drift(&decoded), misfits);
        }
    }

    #[test]
    fn a_text_with_wrong_bytes_does_no_harm(choices in choices(400), wrong in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..4)) {
        let mut choices = Choices(choices.iter());
        let (tree, documents) = documents(&mut choices);
        let mut decoder = Decoder::new(&tree).unwrap();
        let mut expected = Vec::new();
        for (doc, text) in &documents {
            let mut bytes = text.clone().into_bytes();
            for (at, byte, how) in &wrong {
                let start = bytes.len() - bytes.trim_ascii_start().len();
                let at = start + at.index((bytes.len() - start).max(1));
                let at = at.min(bytes.len() - 1);
                match how {
                    0 => bytes[at] = *byte,
                    1 => bytes[at] = b"\"\\{}[],:0-.e\n\0n"[usize::from(*byte) % 15],
                    2 => bytes.insert(at, b"\"\\{}[],:0-.e\n\0n"[usize::from(*byte) % 15]),
                    _ => drop(bytes.remove(at)),
                }
                if bytes.is_empty() {
                    bytes.push(b' ');
                }
            }
            let judged = std::str::from_utf8(&bytes).is_ok_and(|text| serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok());
            match validate(&bytes) {
                Ok(()) => prop_assert!(judged, "{}", String::from_utf8_lossy(&bytes)),
                Err(broken) => prop_assert!(!judged || broken.reason.contains("stands twice"), "{}: {}", broken, String::from_utf8_lossy(&bytes)),
            }
            match decoder.append(&bytes) {
                Ok(()) if judged => match serde_json::from_slice::<serde_json::Value>(&bytes) {
                    Ok(value) if keeps_numbers(&value) => expected.push(Some(Doc::from(&value))),
                    Ok(_) => return Ok(()),
                    // A lone surrogate or a number beyond doubles: ours alone.
                    Err(_) => return Ok(()),
                },
                // Broken where the tree does not look.
                Ok(()) => return Ok(()),
                Err(broken) => prop_assert!(!judged, "{}: {}", broken, String::from_utf8_lossy(&bytes)),
            }
            decoder.append(text.as_bytes()).unwrap();
            expected.push(Some(doc.clone()));
        }
        compare(&decoder.finish().root, &tree, &expected);
    }

    #[test]
    fn documents_without_repeated_keys_are_valid(choices in choices(400)) {
        let mut choices = Choices(choices.iter());
        for (doc, text) in documents(&mut choices).1 {
            match validate(text.as_bytes()) {
                Ok(()) => prop_assert!(!doc.repeats_keys()),
                Err(broken) => prop_assert!(doc.repeats_keys() && broken.reason.contains("stands twice"), "{}", broken),
            }
        }
    }
}

#[test]
fn a_repeated_key_has_its_last_value_and_is_counted() {
    let tree = Tree::parse("{a: int, o: {x: int, y: int}, l: [int], m: {*: int}, t: string}").unwrap();
    let mut decoder = Decoder::new(&tree).unwrap();
    let text = r#"{"a": 1, "o": {"x": 1}, "l": [1, 2], "m": {"k": 1, "j": 2, "k": 3}, "t": "x", "a": 2, "o": {"y": 2}, "l": [3], "t": "yy"}"#;
    decoder.append(text.as_bytes()).unwrap();
    decoder
        .append(br#"{"a": 5, "a": null, "m": {"k": {}, "k": 1}}"#)
        .unwrap();
    let decoded = decoder.finish();
    let documents = [text, r#"{"a": null, "m": {"k": 1}}"#]
        .map(|text| Some(Doc::from(&serde_json::from_str(text).unwrap())));
    compare(&decoded.root, &tree, &documents);
    let repeated: Vec<(&str, u64)> = decoded
        .drift
        .iter()
        .filter(|drift| drift.kind == DriftKind::DuplicateKey)
        .map(|drift| (drift.path.as_str(), drift.count))
        .collect();
    assert_eq!(repeated, [("a", 2), ("o", 1), ("l", 1), ("m.*", 2), ("t", 1)]);
}
