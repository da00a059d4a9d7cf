//! Documents as trees of paths with the kinds of their values, and the captures that they are compared with. Each test
//! file uses its part of this.
//!
//! Captures stand in the folder that `MLB_CAPTURES` names, else in `../shared/captures` beside the workspace.
#![allow(clippy::unwrap_used, dead_code)]

use flate2::read::GzDecoder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The bodies of the captures in a folder, in the order of their names; None where there is no such folder.
pub fn captures(folder: &str) -> Option<Vec<Value>> {
    let root = std::env::var_os("MLB_CAPTURES")
        .map_or_else(|| workspace().join("../shared/captures"), PathBuf::from);
    let mut files: Vec<PathBuf> = fs::read_dir(root.join(folder))
        .ok()?
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    Some(files.iter().map(|file| body(file)).collect())
}

/// The body in a file; an envelope's is its response.
fn body(file: &Path) -> Value {
    let mut text = String::new();
    GzDecoder::new(fs::File::open(file).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    let mut body: Value = serde_json::from_str(&text).unwrap();
    match body.get_mut("response") {
        Some(response) => response.take(),
        None => body,
    }
}

/// Kinds of values at each path. Indexes of lists are `[]`, keys like `ID123` are `*`.
#[derive(Default)]
pub struct Tree {
    /// Documents in which the path occurs
    pub documents: usize,
    seen_now: bool,
    pub kinds: BTreeSet<&'static str>,
    pub children: BTreeMap<String, Tree>,
}

impl Tree {
    pub fn of<'a>(documents: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut tree = Self::default();
        for document in documents {
            tree.add(document);
            tree.count();
        }
        tree
    }

    fn add(&mut self, value: &Value) {
        self.seen_now = true;
        self.kinds.insert(kind(value));
        match value {
            Value::Object(fields) => {
                for (key, child) in fields {
                    let number = key
                        .strip_prefix("ID")
                        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
                    let name = if number { "*" } else { key.as_str() };
                    match self.children.get_mut(name) {
                        Some(known) => known.add(child),
                        None => self.children.entry(name.to_owned()).or_default().add(child),
                    }
                }
            }
            Value::Array(items) => items
                .iter()
                .for_each(|item| self.children.entry("[]".to_owned()).or_default().add(item)),
            _ => {}
        }
    }

    fn count(&mut self) {
        self.documents += usize::from(std::mem::take(&mut self.seen_now));
        self.children.values_mut().for_each(Tree::count);
    }

    pub fn at(&self, path: &str) -> Option<&Tree> {
        path.split('.')
            .filter(|step| !step.is_empty())
            .try_fold(self, |tree, step| tree.children.get(step))
    }

    /// Every path below, with its node.
    pub fn paths<'a>(&'a self, prefix: &str, found: &mut Vec<(String, &'a Tree)>) {
        for (name, child) in &self.children {
            let path = format!("{prefix}.{name}");
            child.paths(&path, found);
            found.push((path, child));
        }
    }
}

/// The kinds of JSON, whole numbers apart from others: a column of one must not be fed the other.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "fraction",
        Value::Number(_) => "whole number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// Captures that went through another language's parser have `93` for `93.0`, so a whole number is no evidence
/// where fractions occur too.
pub fn agree(real: &BTreeSet<&'static str>, simulated: &BTreeSet<&'static str>) -> bool {
    let mut real = real.clone();
    if real.contains("fraction") {
        real.remove("whole number");
    }
    // A null may be rarer than our few games show, but where we have a null real feeds have it too.
    simulated.is_subset(&real)
        && real
            .iter()
            .all(|kind| *kind == "null" || simulated.contains(kind))
}
