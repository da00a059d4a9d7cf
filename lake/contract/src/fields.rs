//! The fields of one section of a YAML file, each asked for with its type.
//!
//! What is missing, of another kind or unknown becomes a finding, and reading goes on with what is there.

use super::finding::{Findings, Place};
use super::nearest::did_you_mean;
use super::yaml::{Entry, Node, Value};

/// A section that is a map, with the keys that it may have.
pub struct Fields<'node> {
    /// What the section is, with its article, for messages: ``a column``, ``table `live_game_plays` ``.
    what: String,
    place: Place,
    entries: &'node [Entry],
}

/// A text and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Text<'node> {
    /// The text.
    pub text: &'node str,
    /// Where it stands.
    pub place: Place,
}

impl Text<'_> {
    /// The text by itself.
    pub fn string(self) -> String {
        self.text.to_owned()
    }
}

impl<'node> Fields<'node> {
    /// Reads a section; a key that it does not have is a finding.
    pub fn read(
        node: &'node Node,
        what: impl Into<String>,
        known: &[&str],
        findings: &mut Findings,
    ) -> Option<Fields<'node>> {
        let what = what.into();
        let entries = entries(node, &what, findings)?;
        for entry in entries
            .iter()
            .filter(|entry| !known.contains(&entry.key.as_str()))
        {
            let hint = did_you_mean(&entry.key, known.iter().copied());
            let hint = if hint.is_empty() {
                format!("; it has {}", listed(known))
            } else {
                hint
            };
            findings.add(
                entry.place,
                format!("unknown key `{}` in {what}{hint}", entry.key),
            );
        }
        Some(Fields {
            what,
            place: node.place,
            entries,
        })
    }

    /// The same section under its own name, once that is known.
    pub fn named(self, what: String) -> Fields<'node> {
        Fields { what, ..self }
    }

    /// Where the section stands.
    pub fn place(&self) -> Place {
        self.place
    }

    /// Whether the key is written, even with nothing behind it.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// The value of a key that may be absent; nothing behind it counts as absent.
    pub fn optional(&self, key: &str) -> Option<&'node Node> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        (!matches!(entry.value.value, Value::Null)).then_some(&entry.value)
    }

    /// The value of a key that must be there.
    pub fn required(&self, key: &str, findings: &mut Findings) -> Option<&'node Node> {
        let node = self.optional(key);
        if node.is_none() {
            let place = self
                .entries
                .iter()
                .find(|entry| entry.key == key)
                .map_or(self.place, |entry| entry.place);
            findings.add(place, format!("{} lacks its `{key}`", self.what));
        }
        node
    }

    /// A text that must be there.
    pub fn text(&self, key: &str, findings: &mut Findings) -> Option<Text<'node>> {
        text(
            self.required(key, findings)?,
            &format!("`{key}` of {}", self.what),
            findings,
        )
    }

    /// A text that may be absent.
    pub fn optional_text(&self, key: &str, findings: &mut Findings) -> Option<Text<'node>> {
        text(
            self.optional(key)?,
            &format!("`{key}` of {}", self.what),
            findings,
        )
    }

    /// `true` or `false`, or absent.
    pub fn flag(&self, key: &str, findings: &mut Findings) -> Option<bool> {
        let node = self.optional(key)?;
        match &node.value {
            Value::Text { text, plain: true } if text == "true" => Some(true),
            Value::Text { text, plain: true } if text == "false" => Some(false),
            _ => {
                findings.add(
                    node.place,
                    format!("`{key}` of {} must be `true` or `false`", self.what),
                );
                None
            }
        }
    }

    /// A list of texts that must be there and have at least one.
    pub fn texts(&self, key: &str, findings: &mut Findings) -> Vec<Text<'node>> {
        let Some(node) = self.required(key, findings) else {
            return Vec::new();
        };
        let what = format!("`{key}` of {}", self.what);
        let found = texts(node, &what, findings);
        if matches!(&node.value, Value::List(items) if items.is_empty()) {
            findings.add(node.place, format!("{what} is empty"));
        }
        found
    }

    /// A list of texts that may be absent or empty.
    pub(super) fn optional_texts(&self, key: &str, findings: &mut Findings) -> Vec<Text<'node>> {
        self.optional(key).map_or_else(Vec::new, |node| {
            texts(node, &format!("`{key}` of {}", self.what), findings)
        })
    }

    /// A list of anything, or nothing where it is absent.
    pub fn list(&self, key: &str, findings: &mut Findings) -> &'node [Node] {
        self.optional(key).map_or(&[], |node| {
            items(node, &format!("`{key}` of {}", self.what), findings)
        })
    }

    /// A map of anything, or nothing where it is absent.
    pub fn map(&self, key: &str, findings: &mut Findings) -> &'node [Entry] {
        let what = format!("`{key}` of {}", self.what);
        self.optional(key)
            .and_then(|node| entries(node, &what, findings))
            .unwrap_or(&[])
    }
}

/// The texts of a list.
pub fn texts<'node>(node: &'node Node, what: &str, findings: &mut Findings) -> Vec<Text<'node>> {
    let item = format!("an item of {what}");
    items(node, what, findings)
        .iter()
        .filter_map(|node| text(node, &item, findings))
        .collect()
}

fn items<'node>(node: &'node Node, what: &str, findings: &mut Findings) -> &'node [Node] {
    if let Value::List(items) = &node.value {
        return items;
    }
    findings.add(
        node.place,
        format!("{what} must be a list, and is {}", node.kind()),
    );
    &[]
}

fn entries<'node>(node: &'node Node, what: &str, findings: &mut Findings) -> Option<&'node [Entry]> {
    if let Value::Map(entries) = &node.value {
        return Some(entries);
    }
    findings.add(
        node.place,
        format!("{what} must be a map, and is {}", node.kind()),
    );
    None
}

/// The text of a node; an empty one is a finding.
pub fn text<'node>(node: &'node Node, what: &str, findings: &mut Findings) -> Option<Text<'node>> {
    match &node.value {
        Value::Text { text, .. } if text.trim().is_empty() => {
            findings.add(node.place, format!("{what} is empty"));
            None
        }
        Value::Text { text, .. } => Some(Text {
            text,
            place: node.place,
        }),
        _ => {
            findings.add(
                node.place,
                format!("{what} must be a text, and is {}", node.kind()),
            );
            None
        }
    }
}

/// Names for the end of a message: `` `a`, `b` and `c` ``.
pub fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}
