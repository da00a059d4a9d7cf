//! `json_text(json, key)`: the text of a key of a JSON object, for the parameters of a capture's request.
//!
//! `json_text(query_params, 'season')` is `2024`. What the object does not have, or has as `null`, is NULL; so is a text that is no object.
//! A string is itself, any other value its JSON.

use std::collections::HashMap;

use arrow::array::{ArrayRef, AsArray, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use datafusion::error::Result;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};
use serde_json::Value;
use serde_json::value::RawValue;

/// The function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct JsonText {
    signature: Signature,
}

impl Default for JsonText {
    fn default() -> JsonText {
        JsonText::new()
    }
}

impl JsonText {
    /// The function.
    pub fn new() -> JsonText {
        JsonText {
            signature: Signature::string(2, Volatility::Immutable),
        }
    }
}

impl ScalarUDFImpl for JsonText {
    fn name(&self) -> &'static str {
        "json_text"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let texts = |index: usize| -> Result<ArrayRef> {
            let array = args.args[index].to_array(args.number_rows)?;
            Ok(cast(&array, &DataType::Utf8)?)
        };
        let (objects, keys) = (texts(0)?, texts(1)?);
        let pairs = objects.as_string::<i32>().iter().zip(keys.as_string::<i32>());
        let found: StringArray = pairs.map(|(object, key)| text_of(object?, key?)).collect();
        Ok(ColumnarValue::Array(std::sync::Arc::new(found)))
    }
}

fn text_of(object: &str, key: &str) -> Option<String> {
    let values: HashMap<String, &RawValue> = serde_json::from_str(object).ok()?;
    let value = values.get(key)?.get();
    match serde_json::from_str(value).ok()? {
        Value::Null => None,
        Value::String(text) => Some(text),
        _ => Some(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use datafusion::logical_expr::ScalarUDF;
    use datafusion::prelude::SessionContext;

    #[test]
    fn a_text_is_itself_and_any_other_value_its_json() {
        let params = r#"{"season": "2024", "limit": 50, "fields": null, "teams": [1, 2], "a\"b": "\u00e9"}"#;
        let text = |key: &str| text_of(params, key);
        assert_eq!(text("season").as_deref(), Some("2024"));
        assert_eq!(text("limit").as_deref(), Some("50"));
        assert_eq!(text("teams").as_deref(), Some("[1, 2]"));
        assert_eq!(text("a\"b").as_deref(), Some("é"));
        assert_eq!((text("fields"), text("Season")), (None, None));
        assert_eq!((text_of("[]", "a"), text_of("{", "a")), (None, None));
    }

    #[tokio::test]
    async fn it_is_a_function_of_columns_and_constants() {
        let session = SessionContext::new();
        session.register_udf(ScalarUDF::new_from_impl(JsonText::new()));
        let sql = "SELECT json_text(object, 'a') AS a, json_text('{\"b\": 1}', 'b') AS b
            FROM (VALUES ('{\"a\": \"x\"}'), ('{}'), (NULL)) AS objects (object)";
        let rows = session.sql(sql).await.unwrap().collect().await.unwrap();
        let a: Vec<Option<&str>> = rows
            .iter()
            .flat_map(|batch| batch.column(0).as_string::<i32>().iter())
            .collect();
        assert_eq!(a, [Some("x"), None, None]);
        assert_eq!(rows[0].column(1).as_string::<i32>().value(0), "1");
    }
}
