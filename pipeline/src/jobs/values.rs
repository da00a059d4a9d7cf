//! Values out of an answer, for the requests that come after it.

use mlb_lake::contract::{JsonPath, JsonStep};
use serde_json::Value;

/// What stands at a path of a body, as texts; what is neither text nor number is passed over.
pub fn values(body: &Value, path: &JsonPath) -> Vec<String> {
    let mut found = vec![body];
    for step in path.steps() {
        found = found.into_iter().flat_map(|value| below(value, step)).collect();
    }
    found.into_iter().filter_map(text).collect()
}

fn below<'body>(value: &'body Value, step: &JsonStep) -> Vec<&'body Value> {
    match (step, value) {
        (JsonStep::Key(key), Value::Object(object)) => object.get(key).into_iter().collect(),
        (JsonStep::Items, Value::Array(items)) => items.iter().collect(),
        (JsonStep::Entries, Value::Object(object)) => object.values().collect(),
        _ => Vec::new(),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_found_through_lists_and_maps() {
        let body = json!({
            "dates": [{"games": [{"gamePk": 1}, {"gamePk": "2"}, {}]}, {}, {"games": []}],
            "players": {"ID5": {"id": 5}, "ID6": {"id": null}},
        });
        let at = |path: &str| values(&body, &JsonPath::parse(path).unwrap());
        assert_eq!(at("dates[].games[].gamePk"), ["1", "2"]);
        assert_eq!(at("players.*.id"), ["5"]);
        assert!(at("dates.games").is_empty());
        assert!(at("players").is_empty());
    }
}
