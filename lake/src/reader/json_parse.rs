//! `json_parse(text, path, schema)`: JSON in ad-hoc SQL, decoded like the documents of a contract.
//!
//! `json_parse(data, '$.liveData.plays.allPlays', '[{about: {inning: int}}]')` is a list of structs. Path and schema are literals, since they
//! decide the type. What does not fit is NULL; a text that is no JSON is NULL too.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StructArray};
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{exec_err, plan_err};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;
use mlb_lake_json::{Decoder, Tree, TreeField};

/// The function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct JsonParse {
    signature: Signature,
}

impl Default for JsonParse {
    fn default() -> JsonParse {
        JsonParse::new()
    }
}

impl JsonParse {
    /// The function.
    pub fn new() -> JsonParse {
        JsonParse {
            signature: Signature::any(3, Volatility::Immutable),
        }
    }
}

impl ScalarUDFImpl for JsonParse {
    fn name(&self) -> &'static str {
        "json_parse"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        plan_err!("`json_parse` takes its type from its third argument")
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        if !is_text(args.arg_fields[0].data_type()) {
            return plan_err!(
                "the first argument of `json_parse` is the text, not a {}",
                args.arg_fields[0].data_type()
            );
        }
        let (_, tree) = path_and_tree(
            args.scalar_arguments.get(1).copied().flatten(),
            args.scalar_arguments.get(2).copied().flatten(),
        )?;
        Ok(Arc::new(Field::new("json_parse", tree.data_type(), true)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let literal = |value: &ColumnarValue| match value {
            ColumnarValue::Scalar(scalar) => Some(scalar.clone()),
            ColumnarValue::Array(_) => None,
        };
        let (path, schema) = (literal(&args.args[1]), literal(&args.args[2]));
        let (path, tree) = path_and_tree(path.as_ref(), schema.as_ref())?;
        let texts = arrow::compute::cast(&args.args[0].to_array(args.number_rows)?, &DataType::LargeUtf8)?;
        let root = path.iter().rev().fold(tree, |tree, name| {
            Tree::Object(vec![TreeField {
                name: name.clone(),
                tree,
            }])
        });
        // The decoder's root is an object; a list or a scalar at `$` is read inside one.
        let is_bare = path.is_empty() && !matches!(root, Tree::Object(_));
        if is_bare {
            return exec_err!(
                "`json_parse` at `$` reads objects: give a path to the list or value, or `{{...}}` as the type"
            );
        }
        let mut decoder = Decoder::new(&root).map_err(external)?;
        for text in texts.as_string::<i64>() {
            match text {
                Some(text) if decoder.append(text.as_bytes()).is_ok() => {}
                _ => decoder.append_null(),
            }
        }
        let found = at(&decoder.finish().root, &path);
        found.map(ColumnarValue::Array)
    }
}

fn is_text(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null
    )
}

fn external(error: mlb_lake_json::Error) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

fn path_and_tree(path: Option<&ScalarValue>, schema: Option<&ScalarValue>) -> Result<(Vec<String>, Tree)> {
    let text =
        |value: Option<&ScalarValue>| value.and_then(|value| value.try_as_str().flatten().map(str::to_owned));
    let (Some(path), Some(schema)) = (text(path), text(schema)) else {
        return plan_err!(
            "path and type of `json_parse` are literals, for instance json_parse(data, '$.gameData.teams', '{{home: {{name: string}}}}')"
        );
    };
    let Some(rest) = path.strip_prefix('$') else {
        return plan_err!(
            "the path `{path}` of `json_parse` must begin with `$`, for instance `$.gameData.teams`"
        );
    };
    let names: Vec<String> = rest.split('.').skip(1).map(str::to_owned).collect();
    if names
        .iter()
        .any(|name| name.is_empty() || name.contains(['[', ']', '*']))
    {
        return plan_err!(
            "the path `{path}` of `json_parse` leads through keys only (`$.a.b`); read a list with the type `[{{...}}]`"
        );
    }
    Ok((names, Tree::parse(&schema).map_err(external)?))
}

/// A struct that is absent leaves its children null, so a child can be taken as it is.
fn at(root: &StructArray, path: &[String]) -> Result<ArrayRef> {
    let Some((name, rest)) = path.split_first() else {
        return Ok(Arc::new(root.clone()));
    };
    let Some(column) = root.column_by_name(name) else {
        return exec_err!("`json_parse` decoded no `{name}`");
    };
    match (rest.is_empty(), column.as_struct_opt()) {
        (true, _) => Ok(Arc::clone(column)),
        (false, Some(inner)) => at(inner, rest),
        (false, None) => exec_err!("`json_parse` decoded `{name}` as a {}", column.data_type()),
    }
}
