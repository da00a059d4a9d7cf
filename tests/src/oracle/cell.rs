//! A leaf of the JSON as a column's type has it. Timestamps are in microseconds, so that `.5Z` and `.500Z` are the same.

use serde_json::{Value, json};

/// What a column of this type holds of a leaf.
///
/// # Panics
/// When a real leaf does not fit its type: then the contract is wrong, or the feed is news.
pub fn of(kind: &str, leaf: Option<&Value>) -> Value {
    let is_number = matches!(kind, "int" | "bigint" | "double");
    let is_empty = |leaf: &Value| leaf.is_null() || (is_number && is_placeholder(leaf));
    let Some(leaf) = leaf.filter(|leaf| !is_empty(leaf)) else {
        return Value::Null;
    };
    let read = match kind {
        "boolean" => leaf.as_bool().map(Value::from),
        "int" | "bigint" => whole_number(leaf).map(Value::from),
        "double" => number(leaf).map(Value::from),
        "string" if leaf.is_array() || leaf.is_object() => Some(leaf.clone()),
        "string" => Some(Value::from(text(leaf))),
        "json" => Some(leaf.clone()),
        "timestamp" => leaf.as_str().and_then(moment).map(Value::from),
        "date" => leaf
            .as_str()
            .and_then(|text| text.parse::<jiff::civil::Date>().ok())
            .map(|date| json!(date.to_string())),
        _ => panic!("no column has the type `{kind}`"),
    };
    read.unwrap_or_else(|| panic!("{leaf} as `{kind}`"))
}

/// What a row of `mlb sql --format json` holds, in the same form.
pub fn found(kind: &str, value: &Value) -> Value {
    match (kind, value) {
        (_, Value::Null) => Value::Null,
        ("timestamp", Value::String(text)) => json!(moment(text)),
        ("double", value) => json!(value.as_f64()),
        // A list that is kept as text.
        ("json" | "string", Value::String(text)) if text.starts_with('[') => {
            serde_json::from_str(text).unwrap_or_else(|_| value.clone())
        }
        _ => value.clone(),
    }
}

/// `metaData.timeStamp`, microseconds: `20240713_041909`.
pub fn clock(stamp: &Value) -> Option<i64> {
    let text = stamp.as_str()?;
    let civil = jiff::civil::DateTime::strptime("%Y%m%d_%H%M%S", text).ok()?;
    Some(
        civil
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()?
            .timestamp()
            .as_microsecond(),
    )
}

fn moment(text: &str) -> Option<i64> {
    Some(text.parse::<jiff::Timestamp>().ok()?.as_microsecond())
}

/// `-`, `-.--` and `.---` stand where there is no number.
fn is_placeholder(leaf: &Value) -> bool {
    leaf.as_str()
        .is_some_and(|text| text.contains('-') && text.chars().all(|letter| matches!(letter, '-' | '.')))
}

/// A number, also in quotes and without a digit before its point.
fn number(leaf: &Value) -> Option<f64> {
    match leaf {
        Value::String(text) => text.parse().ok(),
        leaf => leaf.as_f64(),
    }
}

/// A whole number, also in quotes and with `.0`.
fn whole_number(leaf: &Value) -> Option<i64> {
    match leaf {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_i64().or_else(|| {
            number
                .as_f64()
                .filter(|number| number.fract() == 0.0)
                .map(|number| number as i64)
        }),
        _ => None,
    }
}

fn text(leaf: &Value) -> String {
    leaf.as_str().map_or_else(|| leaf.to_string(), str::to_owned)
}
