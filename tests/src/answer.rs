//! One capture as its file tells it: a body, and the request that it answers where it came with one.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::captures;

/// An answer of the API, in a file.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The file, from the folder of captures on.
    pub file: String,
    /// Endpoint and method; none for a body that came without its request.
    pub operation: Option<(String, String)>,
    /// Parameters in the path.
    pub path_params: BTreeMap<String, String>,
    /// Parameters of the query.
    pub query_params: BTreeMap<String, String>,
    /// BLAKE3 of the body's text, hexadecimal.
    pub body_hash: String,
    /// The body; `null` where it is damaged or no JSON.
    pub document: Value,
}

impl Answer {
    /// Reads a file of a folder. An object with `response` and with a word on the request is an envelope, all else is a body.
    pub fn read(folder: &Path, file: &Path) -> Answer {
        let text = captures::whole_text(&folder.join(file)).unwrap_or_default();
        let bare = Answer {
            file: file.to_string_lossy().into_owned(),
            operation: None,
            path_params: BTreeMap::new(),
            query_params: BTreeMap::new(),
            body_hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
            document: serde_json::from_str(&text).unwrap_or_default(),
        };
        let whole = &bare.document;
        let names_request = ["endpoint", "method", "url"]
            .iter()
            .any(|key| whole.get(key).is_some());
        let Some(document) = whole.get("response").filter(|_| names_request) else {
            return bare;
        };
        let word = |key: &str| whole[key].as_str().map(str::to_owned);
        let body = captures::response(&text);
        Answer {
            operation: word("endpoint").zip(word("method")),
            path_params: params(&whole["path_params"]),
            query_params: params(&whole["query_params"]),
            body_hash: blake3::hash(body.as_bytes()).to_hex().to_string(),
            document: document.clone(),
            file: bare.file,
        }
    }

    /// A parameter of the request, wherever it stands and however its words are joined: `game_pk` and `gamePk` are one.
    pub fn param(&self, name: &str) -> Option<&str> {
        let mut all = self.path_params.iter().chain(&self.query_params);
        let found = all.find(|(known, value)| letters(known) == letters(name) && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// A parameter that is a whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.param(name)?.parse().ok()
    }

    /// The names of all parameters.
    pub fn param_names(&self) -> impl Iterator<Item = &str> {
        let all = self.path_params.keys().chain(self.query_params.keys());
        all.map(String::as_str)
    }
}

/// The place of a body that keys with points between lead to; the body itself where there are none.
pub fn at<'a>(document: &'a Value, path: &str) -> &'a Value {
    path.split('.')
        .filter(|key| !key.is_empty())
        .fold(document, |value, key| &value[key])
}

/// A whole number, which the API writes as a text, too.
pub fn whole_number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn letters(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

/// Parameters as texts; `null` is none.
fn params(object: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let pairs = object.as_object().into_iter().flatten();
    pairs
        .filter_map(|(name, value)| Some((name.clone(), text(value)?)))
        .collect()
}
