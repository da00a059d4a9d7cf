//! Capture envelopes: a response in a file together with its request.

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::Response;
use crate::response::microseconds;

/// What an envelope says; a bare body says nothing beside itself.
#[derive(Debug, Default)]
pub(crate) struct Envelope {
    pub(crate) endpoint: Option<String>,
    pub(crate) method: Option<String>,
    pub(crate) path_params: BTreeMap<String, String>,
    pub(crate) query_params: BTreeMap<String, String>,
    pub(crate) url: Option<String>,
    pub(crate) status_code: Option<u16>,
    pub(crate) captured_at: Option<Timestamp>,
    pub(crate) body: Bytes,
}

/// The keys of an envelope, each taken whatever its value is: an odd one must not cost the body.
#[derive(Deserialize)]
struct Keys<'text> {
    #[serde(borrow, default, deserialize_with = "some_raw")]
    endpoint: Option<&'text RawValue>,
    #[serde(borrow, default, deserialize_with = "some_raw")]
    method: Option<&'text RawValue>,
    #[serde(borrow, default, deserialize_with = "some_raw")]
    path_params: Option<&'text RawValue>,
    #[serde(borrow, default, deserialize_with = "some_raw")]
    query_params: Option<&'text RawValue>,
    #[serde(borrow, default, deserialize_with = "some_raw")]
    url: Option<&'text RawValue>,
    #[serde(borrow, default, deserialize_with = "some_raw")]
    status_code: Option<&'text RawValue>,
    #[serde(borrow, default, deserialize_with = "some_raw")]
    captured_at: Option<&'text RawValue>,
    #[serde(borrow, default, deserialize_with = "some_raw")]
    response: Option<&'text RawValue>,
}

/// The raw text also where it is `null`, which `Option` alone would take for an absent key.
fn some_raw<'text, D: Deserializer<'text>>(deserializer: D) -> Result<Option<&'text RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// An envelope as it is written.
#[derive(Serialize)]
struct Written<'response> {
    endpoint: Option<&'response str>,
    method: Option<&'response str>,
    path_params: &'response BTreeMap<String, String>,
    query_params: &'response BTreeMap<String, String>,
    url: Option<&'response str>,
    status_code: Option<u16>,
    captured_at: Option<String>,
    response: &'response RawValue,
}

/// A response as an envelope, its body as it stands but for blanks around it.
pub(crate) fn write(response: &Response) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Written {
        endpoint: response.endpoint.as_deref(),
        method: response.method.as_deref(),
        path_params: &response.path_params,
        query_params: &response.query_params,
        url: response.url.as_deref(),
        status_code: response.status_code,
        captured_at: response.captured_at.map(|moment| moment.to_string()),
        response: serde_json::from_slice(&response.body)?,
    })
}

impl Envelope {
    /// Reads a file's bytes: an object with `response` and with `endpoint`, `method` or `url` is an envelope, and its body
    /// is the text of `response` as it stands. Anything else, broken JSON too, is a bare body.
    pub(crate) fn read(file: Vec<u8>) -> Envelope {
        let file = Bytes::from(file);
        let keys = match serde_json::from_slice::<Keys<'_>>(&file) {
            Ok(keys) if keys.endpoint.is_some() || keys.method.is_some() || keys.url.is_some() => keys,
            Ok(_) | Err(_) => {
                return Envelope {
                    body: file,
                    ..Envelope::default()
                };
            }
        };
        let Some(response) = keys.response else {
            return Envelope {
                body: file,
                ..Envelope::default()
            };
        };
        Envelope {
            endpoint: read(keys.endpoint),
            method: read(keys.method),
            path_params: params(keys.path_params),
            query_params: params(keys.query_params),
            url: read(keys.url),
            status_code: read(keys.status_code),
            captured_at: read::<String>(keys.captured_at)
                .and_then(|text| text.parse::<Timestamp>().ok())
                .map(microseconds),
            body: file.slice_ref(response.get().as_bytes()),
        }
    }
}

fn read<'text, T: Deserialize<'text>>(raw: Option<&'text RawValue>) -> Option<T> {
    raw.and_then(|raw| serde_json::from_str(raw.get()).ok())
}

/// Parameters as texts: a string is itself, anything else its JSON; `null` is absent.
fn params(raw: Option<&RawValue>) -> BTreeMap<String, String> {
    let values: BTreeMap<String, serde_json::Value> = read(raw).unwrap_or_default();
    values
        .into_iter()
        .filter_map(|(name, value)| match value {
            serde_json::Value::Null => None,
            serde_json::Value::String(text) => Some((name, text)),
            value => Some((name, value.to_string())),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Envelope {
        Envelope::read(text.as_bytes().to_vec())
    }

    #[test]
    fn the_body_is_the_text_of_response() {
        let body = "{ \"b\":1.50,\n  \"a\": [1e2, \"\\u00e9\"], \"a\": null }";
        let text = format!(
            "{{\"endpoint\": \"game\", \"method\": \"liveGameV1\", \"path_params\": {{\"game_pk\": 747175}},
               \"query_params\": {{\"timecode\": \"20241027_000000\", \"fields\": null}}, \"url\": \"https://x/y\",
               \"status_code\": 200, \"captured_at\": \"2024-10-27T00:00:01.1234567Z\", \"response\": {body} , \"more\": 1}}"
        );
        let envelope = read_text(&text);
        assert_eq!(envelope.body, body.as_bytes());
        assert_eq!(envelope.endpoint.as_deref(), Some("game"));
        assert_eq!(envelope.path_params["game_pk"], "747175");
        assert_eq!(envelope.query_params.len(), 1);
        assert_eq!(envelope.status_code, Some(200));
        assert_eq!(
            envelope.captured_at.unwrap().to_string(),
            "2024-10-27T00:00:01.123456Z"
        );
    }

    #[test]
    fn a_response_of_any_kind_is_a_body() {
        for body in ["null", "[]", "\"text\"", "0"] {
            assert_eq!(
                read_text(&format!("{{\"url\": \"u\", \"response\": {body}}}")).body,
                body.as_bytes()
            );
        }
    }

    #[test]
    fn anything_else_is_a_bare_body() {
        for text in [
            "",
            "{}",
            "[1, 2]",
            "<html>",
            "{\"gamePk\": 1, \"response\": {}}",
            "{\"url\": \"u\", \"status_code\": 200}",
            "{\"endpoint\": \"game\", \"response\": {\"cut\": ",
        ] {
            let envelope = read_text(text);
            assert_eq!(envelope.body, text.as_bytes());
            assert_eq!(envelope.endpoint, None);
        }
    }

    #[test]
    fn an_odd_value_does_not_cost_the_body() {
        let envelope = read_text(
            "{\"endpoint\": \"game\", \"method\": 5, \"path_params\": [], \"status_code\": \"OK\", \
             \"captured_at\": \"yesterday\", \"response\": {\"a\": 1}}",
        );
        assert_eq!(envelope.body, "{\"a\": 1}".as_bytes());
        assert_eq!(
            (envelope.method, envelope.status_code, envelope.captured_at),
            (None, None, None)
        );
    }
}
