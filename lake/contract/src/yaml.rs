//! YAML text as nodes that know their place.
//!
//! The events of the YAML parser become a tree of text, lists and maps; types come later, where the section is known, so
//! that a wrong one can be named with its place. Duplicate keys are findings here. Aliases work, merge keys do not.

use std::collections::HashMap;

use serde_saphyr::granit_parser::{Event, Options, Parser, ScalarStyle, Span, StrInput};

use super::finding::{Findings, Place};
use super::limits::MAPPING_NODES_MAX;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where it stands.
    pub place: Place,
    /// The value.
    pub value: Value,
}

/// A value as YAML writes it, without a type.
#[derive(Debug, Clone)]
pub enum Value {
    /// Values in their order.
    List(Vec<Node>),
    /// Keys with their values, in the order of the file.
    Map(Vec<Entry>),
    /// Nothing.
    Null,
    /// Text; `plain` where it has no quotes, so that it may be a number or `true`.
    Text {
        /// As it stands, without quotes.
        text: String,
        /// It has no quotes.
        plain: bool,
    },
}

/// A key of a map and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub place: Place,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
            Value::Null => "nothing",
            Value::Text { .. } => "a text",
        }
    }

    /// The value behind a key, where it is a map that has it.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries
                .iter()
                .find(|entry| entry.key == key)
                .map(|entry| &entry.value),
            Value::List(_) | Value::Null | Value::Text { .. } => None,
        }
    }
}

/// Reads the one document of a text; what is wrong goes to `findings`.
pub fn read(text: &str, findings: &mut Findings) -> Option<Node> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    let parser = Parser::new_from_str_with_options(text, options);
    let mut reader = Reader {
        parser,
        anchors: HashMap::new(),
        nodes: 0,
        findings,
    };
    match reader.document() {
        Ok(node) => Some(node),
        Err(Stop { place, message }) => {
            findings.add(place, message);
            None
        }
    }
}

/// Why reading cannot go on.
struct Stop {
    place: Place,
    message: String,
}

struct Reader<'text, 'findings> {
    parser: Parser<'text, StrInput<'text>>,
    /// The nodes that aliases may repeat, with their sizes.
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
    findings: &'findings mut Findings,
}

impl<'text> Reader<'text, '_> {
    fn document(&mut self) -> Result<Node, Stop> {
        let mut root = None;
        loop {
            let (event, place) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(..) if root.is_none() => {
                    let (event, place) = self.next()?;
                    root = Some(self.node(event, place)?);
                }
                Event::StreamEnd => break,
                _ => return stop(place, "a second document begins here; a file is one document"),
            }
        }
        root.map_or_else(
            || {
                stop(
                    Place { line: 1, column: 1 },
                    "the file is empty; keys with values are expected",
                )
            },
            Ok,
        )
    }

    fn next(&mut self) -> Result<(Event<'text>, Place), Stop> {
        match self.parser.next() {
            Some(Ok((event, span))) => Ok((event, place_of(&span))),
            Some(Err(error)) => {
                let marker = error.marker();
                let place = Place {
                    line: marker.line(),
                    column: marker.col() + 1,
                };
                stop(place, format!("this is no YAML: {}", error.info()))
            }
            None => Ok((Event::StreamEnd, Place { line: 1, column: 1 })),
        }
    }

    fn node(&mut self, event: Event<'text>, place: Place) -> Result<Node, Stop> {
        let before = self.nodes;
        self.count(1, place)?;
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                refuse_tag(tag.is_some(), place)?;
                (scalar(&text, style), anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                refuse_tag(tag.is_some(), place)?;
                (self.list()?, anchor)
            }
            Event::MappingStart(_, anchor, tag) => {
                refuse_tag(tag.is_some(), place)?;
                (self.map()?, anchor)
            }
            Event::Alias(anchor) => return self.alias(anchor, place),
            _ => return stop(place, "a value is expected here"),
        };
        let node = Node { place, value };
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), self.nodes - before));
        }
        Ok(node)
    }

    fn alias(&mut self, anchor: usize, place: Place) -> Result<Node, Stop> {
        let Some((node, size)) = self.anchors.get(&anchor).cloned() else {
            return stop(place, "an alias cannot stand inside the value that it repeats");
        };
        self.count(size, place)?;
        Ok(node)
    }

    fn list(&mut self) -> Result<Value, Stop> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::List(items)),
                (event, place) => items.push(self.node(event, place)?),
            }
        }
    }

    fn map(&mut self) -> Result<Value, Stop> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut lines = HashMap::new();
        loop {
            let (event, place) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                return Ok(Value::Map(entries));
            }
            let Event::Scalar(key, ..) = event else {
                return stop(place, "a key must be a text");
            };
            if key == "<<" {
                return stop(place, "merge keys (`<<`) are not read; write the keys out");
            }
            let (event, value_place) = self.next()?;
            let value = self.node(event, value_place)?;
            if let Some(line) = lines.insert(key.to_string(), place.line) {
                self.findings.add(
                    place,
                    format!("duplicate key `{key}`, first on line {line}; keep one of the two"),
                );
                lines.insert(key.to_string(), line);
                continue;
            }
            entries.push(Entry {
                key: key.into_owned(),
                place,
                value,
            });
        }
    }

    fn count(&mut self, nodes: usize, place: Place) -> Result<(), Stop> {
        self.nodes += nodes;
        if self.nodes > MAPPING_NODES_MAX {
            return stop(
                place,
                format!("the file has more than {MAPPING_NODES_MAX} values; split it"),
            );
        }
        Ok(())
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    let plain = style == ScalarStyle::Plain;
    match text {
        "" | "~" | "null" if plain => Value::Null,
        text => Value::Text {
            text: text.to_owned(),
            plain,
        },
    }
}

fn refuse_tag(tagged: bool, place: Place) -> Result<(), Stop> {
    if tagged {
        return stop(place, "tags (`!name`) are not read; remove it");
    }
    Ok(())
}

fn stop<T>(place: Place, message: impl Into<String>) -> Result<T, Stop> {
    Err(Stop {
        place,
        message: message.into(),
    })
}

fn place_of(span: &Span) -> Place {
    Place {
        line: span.start.line(),
        column: span.start.col() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        let mut findings = Findings::new("m.yaml");
        read(text, &mut findings);
        findings.into_sorted().0.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn places_are_lines_and_columns_from_one() {
        let mut findings = Findings::new("m.yaml");
        let node = read("# comment\na:\n  b: [x, \"true\"]\n", &mut findings).unwrap();
        let Value::Map(entries) = &node.value else {
            panic!("{node:?}")
        };
        assert_eq!(entries[0].place, Place { line: 2, column: 1 });
        let Value::Map(entries) = &entries[0].value.value else {
            panic!("{node:?}")
        };
        let Value::List(items) = &entries[0].value.value else {
            panic!("{node:?}")
        };
        assert_eq!(items[1].place, Place { line: 3, column: 10 });
        assert!(matches!(items[1].value, Value::Text { plain: false, .. }));
    }

    #[test]
    fn every_duplicate_key_is_found() {
        assert_eq!(
            findings("a: 1\nb: {c: 1, c: 2}\na: 3\na: 4\n"),
            [
                "m.yaml:2:11: duplicate key `c`, first on line 2; keep one of the two",
                "m.yaml:3:1: duplicate key `a`, first on line 1; keep one of the two",
                "m.yaml:4:1: duplicate key `a`, first on line 1; keep one of the two",
            ]
        );
    }

    #[test]
    fn what_is_no_yaml_says_where() {
        let found = findings("a: [1, 2\nb: 3\n");
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("m.yaml:2:"), "{found:?}");
        assert!(found[0].contains("this is no YAML: "), "{found:?}");
    }

    #[test]
    fn an_alias_repeats_its_anchor_but_not_without_end() {
        assert_eq!(findings("a: &x {k: 1}\nb: *x\n"), [""; 0]);
        let mut text = "a0: &a0 [0, 0]\n".to_owned();
        for level in 1..30 {
            text.push_str(&format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1));
        }
        let found = findings(&text);
        assert!(found[0].contains("more than 200000 values"), "{found:?}");
    }

    #[test]
    fn what_no_file_has_use_for_is_refused() {
        for (text, message) in [
            ("", "m.yaml:1:1: the file is empty; keys with values are expected"),
            (
                "a: 1\n---\nb: 2\n",
                "m.yaml:2:1: a second document begins here; a file is one document",
            ),
            ("? [a]\n: 1\n", "m.yaml:1:3: a key must be a text"),
            (
                "a: &x {b: 1}\nc: {<<: *x}\n",
                "m.yaml:2:5: merge keys (`<<`) are not read; write the keys out",
            ),
            ("a: !x 1\n", "m.yaml:1:7: tags (`!name`) are not read; remove it"),
            (
                "a: *b\n",
                "m.yaml:1:4: this is no YAML: while parsing node, found unknown anchor",
            ),
        ] {
            assert_eq!(findings(text), [message], "{text}");
        }
    }
}
