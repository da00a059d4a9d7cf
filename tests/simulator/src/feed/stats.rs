//! Lines of statistics: counted numbers, and the rates that follow from them in strings, as the API has them.
//! The lines of batters are in `batting_line`, of pitchers in `pitching_line`, of fielders in `fielding_line`.

use serde_json::{Map, Value};

/// What a line of statistics is about; each leaves out other keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Game,
    Season,
    Team,
}

/// `.286`, and `1.000` at one.
pub(crate) fn without_zero(value: f64) -> String {
    let text = format!("{value:.3}");
    text.strip_prefix('0').map_or(text.clone(), str::to_owned)
}

/// A share with three decimals, or what stands for one that does not exist.
pub(crate) fn ratio(part: i64, whole: i64, missing: &str) -> String {
    if whole == 0 {
        missing.to_owned()
    } else {
        without_zero(part as f64 / whole as f64)
    }
}

/// `part` for each `whole` times a factor, with two decimals.
pub(crate) fn rate(part: i64, whole: i64, factor: f64, missing: &str) -> String {
    if whole == 0 {
        missing.to_owned()
    } else {
        format!("{:.2}", part as f64 * factor / whole as f64)
    }
}

/// `6.2`: innings and outs.
pub(crate) fn innings(outs: i64) -> String {
    format!("{}.{}", outs / 3, outs % 3)
}

/// A line under construction, in the order of its keys.
pub(super) struct Line {
    scope: Scope,
    fields: Map<String, Value>,
}

impl Line {
    pub(super) fn new(scope: Scope) -> Self {
        Self {
            scope,
            fields: Map::new(),
        }
    }

    pub(super) fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.fields.insert(key.to_owned(), value.into());
    }

    /// A key that only lines of these scopes have.
    pub(super) fn put_in(&mut self, scopes: &[Scope], key: &str, value: impl Into<Value>) {
        if scopes.contains(&self.scope) {
            self.put(key, value);
        }
    }

    pub(super) fn put_some(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    pub(super) fn put_steals(&mut self, stolen: i64, caught: i64) {
        self.put("caughtStealing", caught);
        self.put("stolenBases", stolen);
        self.put("stolenBasePercentage", ratio(stolen, stolen + caught, ".---"));
    }

    pub(super) fn done(self) -> Value {
        Value::Object(self.fields)
    }
}
