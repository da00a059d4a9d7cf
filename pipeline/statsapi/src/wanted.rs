//! The few values of a body that are read, in one pass over the whole of it: a feed is large and two of its values are wanted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::looks::{Looks, NoJson};

/// Which keys are read, and what of them; the ends of the tree are values.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    keys: BTreeMap<String, Wanted>,
}

impl Wanted {
    /// Also what stands at this path.
    pub(crate) fn add<'keys>(&mut self, path: impl IntoIterator<Item = &'keys String>) {
        let mut node = self;
        for key in path {
            node = node.keys.entry(key.clone()).or_default();
        }
    }

    /// Reads a body: what is wanted of it, with the lists and objects around. All of it must be JSON.
    pub(crate) fn read(&self, body: &[u8]) -> Result<Value, NoJson> {
        let no_json = |reason: String| NoJson {
            looks: Looks::of(body),
            reason,
        };
        let text = std::str::from_utf8(body).map_err(|error| no_json(error.to_string()))?;
        let mut json = serde_json::Deserializer::from_str(text);
        let read = self.deserialize(&mut json);
        let whole = read.and_then(|value| json.end().map(|()| value));
        whole.map_err(|error| no_json(error.to_string()))
    }
}

impl<'de> DeserializeSeed<'de> for &Wanted {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &Wanted {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut found = Map::new();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match self.keys.get(key.as_ref()) {
                Some(wanted) => {
                    found.insert(key.into_owned(), map.next_value_seed(wanted)?);
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Value::Object(found))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut found = Vec::new();
        if self.keys.is_empty() {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Value::Array(found));
        }
        while let Some(item) = seq.next_element_seed(self)? {
            found.push(item);
        }
        Ok(Value::Array(found))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn wanted(paths: &[&[&str]]) -> Wanted {
        let mut wanted = Wanted::default();
        for path in paths {
            let path: Vec<String> = path.iter().map(|key| (*key).to_owned()).collect();
            wanted.add(&path);
        }
        wanted
    }

    #[test]
    fn only_what_is_wanted_is_kept() {
        let body = br#"{"a": {"b": 1, "c": [2]}, "x": {"a": 3}, "l": [{"m": "n", "o": 1.5}, {"m": null}, 7], "q": [1, 2]}"#;
        let read = wanted(&[&["a", "b"], &["l", "m"], &["none"], &["q"]])
            .read(body)
            .unwrap();
        assert_eq!(
            read,
            json!({"a": {"b": 1}, "l": [{"m": "n"}, {"m": null}, 7], "q": []})
        );
        assert_eq!(wanted(&[]).read(b" [1, {\"a\": 2}] ").unwrap(), json!([]));
        assert_eq!(wanted(&[]).read(b"{}").unwrap(), json!({}));
    }

    #[test]
    fn the_whole_body_must_be_json() {
        let wanted = wanted(&[&["a"]]);
        for (body, looks) in [
            (&b""[..], Looks::Empty),
            (b" \n", Looks::Empty),
            (b"{\"a\": 1, \"b\": [1, ", Looks::Json),
            (b"{\"a\": 1} x", Looks::Json),
            (b"{\"a\": \"\xff\"}", Looks::Json),
            (b"<!DOCTYPE html><html></html>", Looks::Markup),
            (b"Service Unavailable", Looks::Other),
        ] {
            assert_eq!(wanted.read(body).unwrap_err().looks, looks);
        }
    }
}
