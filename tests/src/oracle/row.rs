//! A row that must be there.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::cell;
use crate::contract::Column;

/// The items of the JSON that a row is about, and what only code can tell.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    feed: &'a Value,
    /// By the path that leads to it; `None` where the row is about none.
    items: Vec<(&'static str, Option<&'a Value>)>,
    derived: BTreeMap<&'static str, Value>,
}

impl<'a> Row<'a> {
    /// A row about the feed as a whole.
    pub fn of(feed: &'a Value) -> Row<'a> {
        Row {
            feed,
            items: Vec::new(),
            derived: BTreeMap::new(),
        }
    }

    /// About this item too.
    pub fn item(mut self, path: &'static str, item: impl Into<Option<&'a Value>>) -> Row<'a> {
        self.items.push((path, item.into()));
        self
    }

    /// With a column that no path gives.
    pub fn derived(mut self, column: &'static str, value: impl Into<Value>) -> Row<'a> {
        self.derived.insert(column, value.into());
        self
    }

    /// What a column must hold.
    ///
    /// # Panics
    /// When neither a path nor code tells: a new derived column needs its own.
    pub fn value(&self, column: &Column) -> Value {
        if let Some(value) = self.derived.get(column.name.as_str()) {
            return value.clone();
        }
        let path = column
            .path
            .as_deref()
            .unwrap_or_else(|| panic!("nothing tells what `{}` must hold", column.name));
        if let Some(fact) = path.strip_prefix("capture.") {
            return self.capture(fact);
        }
        let items = self.items.iter().filter(|(item, _)| path.starts_with(item));
        let leaf = match items.max_by_key(|(item, _)| item.len()) {
            Some((item, value)) => value.and_then(|value| at(value, &path[item.len()..])),
            None => at(self.feed, path),
        };
        cell::of(&column.kind, leaf)
    }

    /// What the capture's own columns hold, for a body that came without its request.
    fn capture(&self, fact: &str) -> Value {
        let game = &self.feed["gameData"];
        match fact {
            "game_pk" => self.feed["gamePk"].clone(),
            "season" => cell::of("int", game["game"].get("season")),
            "captured_at" => json!(cell::clock(&self.feed["metaData"]["timeStamp"])),
            "game_date" => json!(game_date(&game["datetime"], &game["venue"]["timeZone"]["id"])),
            _ => panic!("a capture has no `{fact}`"),
        }
    }
}

/// The official date, else the first one scheduled, else the day at the ballpark.
fn game_date(datetime: &Value, zone: &Value) -> Option<String> {
    let date = |key: &str| datetime[key].as_str().map(str::to_owned);
    date("officialDate").or_else(|| date("originalDate")).or_else(|| {
        let instant: jiff::Timestamp = datetime["dateTime"].as_str()?.parse().ok()?;
        let local = instant.in_tz(zone.as_str()?).ok()?;
        Some(local.date().to_string())
    })
}

/// The value at a path of keys.
///
/// # Panics
/// When the path goes through a list or a map that the row is not about.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, key| {
        assert!(!key.contains(['[', '*']), "`{path}` leads out of the row");
        value.get(key)
    })
}
