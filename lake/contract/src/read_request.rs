//! The `request` of a source: what is asked of the API.

use super::fields::{Fields, Text};
use super::finding::Findings;
use super::nearest::did_you_mean;
use super::read_source::data_type;
use super::source::{ParamSpec, RequestSpec};
use super::yaml::Node;

/// Reads the request.
pub(super) fn read(node: &Node, findings: &mut Findings) -> Option<RequestSpec> {
    let fields = Fields::read(
        node,
        "`request`",
        &["method", "path", "path_params", "query_params"],
        findings,
    )?;
    let method = fields.text("method", findings);
    let path = fields.text("path", findings);
    let path_params = params(&fields, "path_params", findings);
    let query_params = params(&fields, "query_params", findings);
    let (method, path) = (method?, path?);
    if method.text != "GET" {
        findings.add(
            method.place,
            format!(
                "HTTP method `{}` is not made; the API is only read: write `GET`",
                method.text
            ),
        );
    }
    if !path.text.starts_with('/') {
        findings.add(
            path.place,
            format!("request path `{}` must begin with `/`", path.text),
        );
    }
    check_placeholders(path, &path_params, findings);
    Some(RequestSpec {
        method: method.string(),
        path: path.string(),
        path_params,
        query_params,
    })
}

/// The parameters in the path's braces are those that are declared.
fn check_placeholders(path: Text<'_>, declared: &[ParamSpec], findings: &mut Findings) {
    let in_path: Vec<&str> = path
        .text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect();
    let names = || declared.iter().map(|param| param.name.as_str());
    for name in in_path
        .iter()
        .filter(|name| !names().any(|declared| declared == **name))
    {
        let message = format!(
            "`{{{name}}}` of the request path is not in `path_params`{}",
            did_you_mean(name, names())
        );
        findings.add(path.place, message);
    }
    for name in names().filter(|name| !in_path.contains(name)) {
        findings.add(
            path.place,
            format!("path parameter `{name}` is not in the request path; write `{{{name}}}` there"),
        );
    }
}

fn params(fields: &Fields<'_>, key: &str, findings: &mut Findings) -> Vec<ParamSpec> {
    let mut params = Vec::new();
    for entry in fields.map(key, findings) {
        let what = format!("parameter `{}`", entry.key);
        let Some(fields) = Fields::read(&entry.value, what, &["type", "description"], findings) else {
            continue;
        };
        let data_type = fields
            .text("type", findings)
            .and_then(|text| data_type(text, findings));
        let description = fields.text("description", findings);
        if let (Some(data_type), Some(description)) = (data_type, description) {
            params.push(ParamSpec {
                name: entry.key.clone(),
                data_type,
                description: description.string(),
            });
        }
    }
    params
}

/// A name of a parameter that the request must have.
pub(super) fn check_param(name: Text<'_>, what: &str, request: &RequestSpec, findings: &mut Findings) {
    if request.param(name.text).is_none() {
        let names = request.params().map(|param| param.name.as_str());
        let message = format!(
            "{what} names `{}`, which is no parameter of the request{}",
            name.text,
            did_you_mean(name.text, names)
        );
        findings.add(name.place, message);
    }
}
