//! JSON objects written as such, without the copies that `serde_json::json!` makes of every value it is given.

/// `object! {"id": 1, "name": name}`: an object with its keys in this order; values are moved in.
macro_rules! object {
    () => { serde_json::Value::Object(serde_json::Map::new()) };
    ($($key:literal : $value:expr),+ $(,)?) => {{
        let mut fields = serde_json::Map::with_capacity([$($key),+].len());
        $(fields.insert(String::from($key), serde_json::Value::from($value));)+
        serde_json::Value::Object(fields)
    }};
}

pub(crate) use object;
