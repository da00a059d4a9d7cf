//! `operations.json`: how the operations stand in their file.
//!
//! A parameter's type is `integer`, `text` and so on, or the name of a list of `values` (none other is taken) or of `known`
//! ones (the API may know more); `[]` behind it makes it a list. What stands in the path is required. `everywhere` lists
//! parameters that belong to every operation.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::echo::{Echo, EchoEntry};
use crate::kind::Kind;
use crate::{Operation, operation::Param};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    values: BTreeMap<String, Vec<String>>,
    known: BTreeMap<String, Vec<String>>,
    everywhere: Map<String, Value>,
    operations: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    endpoint: String,
    method: String,
    path: String,
    about: String,
    #[serde(default, rename = "static")]
    is_static: bool,
    #[serde(default)]
    params: Map<String, Value>,
    #[serde(default)]
    required: Vec<String>,
    #[serde(default)]
    echo: Vec<EchoEntry>,
}

/// The operations, or what is wrong with their file.
pub(crate) fn read() -> Result<Vec<Operation>, String> {
    let file: File = serde_json::from_str(include_str!("../operations.json")).map_err(|e| e.to_string())?;
    let lists = Lists {
        values: file.values,
        known: file.known,
    };
    file.operations
        .into_iter()
        .map(|entry| {
            let path = entry.path.clone();
            operation(entry, &file.everywhere, &lists).map_err(|reason| format!("{path}: {reason}"))
        })
        .collect()
}

/// The lists of values, by name.
struct Lists {
    values: BTreeMap<String, Vec<String>>,
    known: BTreeMap<String, Vec<String>>,
}

impl Lists {
    fn kind(&self, name: &str) -> Result<Kind, String> {
        Ok(match name {
            "boolean" => Kind::Boolean,
            "date" => Kind::Date,
            "integer" => Kind::Integer,
            "moment" => Kind::Moment,
            "string" => Kind::Text,
            "timecode" => Kind::Timecode,
            "year" => Kind::Year,
            name => match (self.values.get(name), self.known.get(name)) {
                (Some(values), _) => Kind::Values(values.clone()),
                (None, Some(known)) => Kind::Known(known.clone()),
                (None, None) => return Err(format!("no type `{name}`")),
            },
        })
    }
}

fn operation(entry: Entry, everywhere: &Map<String, Value>, lists: &Lists) -> Result<Operation, String> {
    let own = entry.params.iter();
    let common = everywhere
        .iter()
        .filter(|(name, _)| !entry.params.contains_key(*name));
    let mut params = Vec::new();
    for (name, kind) in own.chain(common) {
        let kind = kind.as_str().ok_or_else(|| format!("`{name}` has no type"))?;
        let item = kind.strip_suffix("[]");
        let is_in_path = entry.path.contains(&format!("{{{name}}}"));
        params.push(Param {
            name: name.clone(),
            kind: lists.kind(item.unwrap_or(kind))?,
            is_list: item.is_some(),
            is_required: is_in_path || entry.required.contains(name),
            is_in_path,
        });
    }
    let places = entry.path.matches('{').count();
    if places != params.iter().filter(|param| param.is_in_path).count() {
        return Err("a place in the path has no parameter".to_owned());
    }
    let is_param = |name: &String| params.iter().any(|param| param.name == *name);
    if let Some(name) = entry.required.iter().find(|name| !is_param(name)) {
        return Err(format!("`{name}` is required and no parameter"));
    }
    if let Some(echo) = entry.echo.iter().find(|echo| !is_param(&echo.param)) {
        return Err(format!("`{}` is echoed and no parameter", echo.param));
    }
    Ok(Operation {
        endpoint: entry.endpoint,
        method: entry.method,
        path: entry.path,
        about: entry.about,
        is_static: entry.is_static,
        params,
        echoes: entry.echo.into_iter().map(Echo::from).collect(),
    })
}
