//! The `requests` of a job. Each is tried on the API's own list of operations, with a value in the place of every variable.

use mlb_lake::contract::fields::{Fields, Text, text};
use mlb_lake::contract::nearest::did_you_mean;
use mlb_lake::contract::yaml::{Entry, Node, Value};
use mlb_lake::contract::{Findings, JsonPath, Place};
use mlb_statsapi::{Error, Kind, Operation, Param, Request};

use super::job::{Each, JobRequest};
use super::read::number;
use super::template::Template;
use super::variables::VARIABLES;
use crate::capture::request::is_alike;
use crate::limits::JOB_VALUES_AT_ONCE_MAX;
use crate::schedule::feed;

/// The keys of a request.
pub const REQUEST_KEYS: [&str; 4] = ["id", "operation", "params", "each"];

/// The keys of its `each`.
pub const EACH_KEYS: [&str; 5] = ["variable", "from", "path", "at_once", "only"];

/// The one thing that `only` can be.
pub const NEEDED: &str = "needed";

/// A parameter as it was read.
struct ReadParam<'node> {
    name: &'node str,
    name_place: Place,
    value_place: Place,
    value: Template,
}

/// Reads all requests of a job.
pub fn read(job: &Fields<'_>, findings: &mut Findings) -> Option<Vec<JobRequest>> {
    let node = job.required("requests", findings)?;
    let nodes = job.list("requests", findings);
    if nodes.is_empty() {
        findings.add(node.place, "`requests` of the job has none; it would ask nothing");
        return None;
    }
    let mut requests: Vec<Option<JobRequest>> = Vec::new();
    for node in nodes {
        let read = request(node, &requests, findings);
        requests.push(read);
    }
    requests.into_iter().collect()
}

fn request(node: &Node, earlier: &[Option<JobRequest>], findings: &mut Findings) -> Option<JobRequest> {
    let fields = Fields::read(node, "a request", &REQUEST_KEYS, findings)?;
    let id = fields.optional_text("id", findings);
    let is_taken = |id: &Text<'_>| {
        let mut taken = earlier
            .iter()
            .flatten()
            .filter_map(|request| request.id.as_deref());
        taken.any(|taken| taken == id.text)
    };
    if let Some(id) = id.filter(is_taken) {
        findings.add(
            id.place,
            format!("`{}` is the `id` of an earlier request already", id.text),
        );
    }
    let operation = fields.text("operation", findings)?;
    let params = params(fields.map("params", findings), findings);
    let each = match fields.optional("each") {
        Some(node) => Some(each(node, operation, earlier, findings)?),
        None => None,
    };
    check_variables(&params, each.as_ref(), findings);
    check_request(operation, &params, findings);
    Some(JobRequest {
        id: id.map(Text::string),
        operation: operation.string(),
        params: params
            .into_iter()
            .map(|param| (param.name.to_owned(), param.value))
            .collect(),
        each,
    })
}

fn params<'node>(entries: &'node [Entry], findings: &mut Findings) -> Vec<ReadParam<'node>> {
    let mut params = Vec::new();
    for entry in entries {
        let what = format!("parameter `{}`", entry.key);
        // Several values may be written as a list.
        let value = match &entry.value.value {
            Value::List(items) => {
                let texts: Vec<&str> = items
                    .iter()
                    .filter_map(|item| text(item, &what, findings))
                    .map(|text| text.text)
                    .collect();
                Some(texts.join(","))
            }
            _ => text(&entry.value, &what, findings).map(Text::string),
        };
        let Some(value) = value else { continue };
        match Template::parse(&value) {
            Ok(template) => params.push(ReadParam {
                name: &entry.key,
                name_place: entry.place,
                value_place: entry.value.place,
                value: template,
            }),
            Err(reason) => findings.add(entry.value.place, format!("{what}: {reason}")),
        }
    }
    params
}

fn each(
    node: &Node,
    operation: Text<'_>,
    earlier: &[Option<JobRequest>],
    findings: &mut Findings,
) -> Option<Each> {
    let fields = Fields::read(node, "`each`", &EACH_KEYS, findings)?;
    let variable = fields.text("variable", findings);
    if let Some(variable) = variable
        && !is_variable(variable.text)
    {
        let message = format!(
            "variable `{}` must be capital letters, digits and `_`, like `GAME_PK`",
            variable.text
        );
        findings.add(variable.place, message);
    }
    let from = fields
        .text("from", findings)
        .and_then(|from| earlier_request(from, earlier, findings));
    let path = fields.text("path", findings).and_then(|path| {
        let read = JsonPath::parse(path.text);
        if read.is_none() {
            let message = format!(
                "`path` of `each` must be a place in the answer, like `dates[].games[].gamePk`, and is `{}`",
                path.text
            );
            findings.add(path.place, message);
        }
        read
    });
    let at_once = number(&fields, "at_once", 1..=JOB_VALUES_AT_ONCE_MAX, findings).unwrap_or(1);
    let only = fields.optional_text("only", findings);
    let from = from?;
    if let Some(only) = only {
        let is_of_schedule = earlier
            .get(from)
            .and_then(Option::as_ref)
            .is_some_and(JobRequest::is_of_schedule);
        check_only(
            only,
            is_of_schedule && operation.text == feed::OPERATION,
            findings,
        );
    }
    Some(Each {
        variable: variable?.string(),
        from,
        path: path?,
        at_once,
        only_needed: only.is_some(),
    })
}

fn is_variable(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
    name.starts_with(|letter: char| letter.is_ascii_uppercase()) && name.chars().all(is_letter)
}

fn earlier_request(from: Text<'_>, earlier: &[Option<JobRequest>], findings: &mut Findings) -> Option<usize> {
    let id = |request: &Option<JobRequest>| request.as_ref().and_then(|request| request.id.clone());
    let found = earlier
        .iter()
        .position(|request| id(request).as_deref() == Some(from.text));
    if found.is_none() {
        let ids: Vec<String> = earlier.iter().filter_map(id).collect();
        let hint = did_you_mean(from.text, ids.iter().map(String::as_str));
        let message = format!("no earlier request has the `id` `{}`{hint}", from.text);
        findings.add(from.place, message);
    }
    found
}

fn check_only(only: Text<'_>, is_of_games: bool, findings: &mut Findings) {
    if only.text != NEEDED {
        let message = format!("`only` of `each` can be `{NEEDED}`, and is `{}`", only.text);
        findings.add(only.place, message);
    } else if !is_of_games {
        let message = format!(
            "`only: {NEEDED}` is for `{}` with games from a request of the schedule, which says how they stand",
            feed::OPERATION
        );
        findings.add(only.place, message);
    }
}

/// Every variable is known, and that of `each` is used.
fn check_variables(params: &[ReadParam<'_>], each: Option<&Each>, findings: &mut Findings) {
    let own = each.map(|each| each.variable.as_str());
    let known = || VARIABLES.iter().map(|variable| variable.name).chain(own);
    for param in params {
        for name in param
            .value
            .variables()
            .filter(|name| !known().any(|known| known == *name))
        {
            let message = format!("unknown variable `${{{name}}}`{}", did_you_mean(name, known()));
            findings.add(param.value_place, message);
        }
    }
}

/// Tries the request on the API's list of operations.
fn check_request(name: Text<'_>, params: &[ReadParam<'_>], findings: &mut Findings) {
    let operations = match Operation::named(name.text) {
        Ok(operations) => operations,
        Err(error) => return findings.add(name.place, error.to_string()),
    };
    let param_of = |name: &str| {
        let mut all = operations.iter().flat_map(|operation| &operation.params);
        all.find(|param| is_alike(&param.name, name))
    };
    let filled = params.iter().map(|param| {
        let value = |variable: &str| Some(sample(variable, param_of(param.name)));
        (param.name, param.value.fill(value).unwrap_or_default())
    });
    let Err(error) = Request::of(name.text, filled) else {
        return;
    };
    let of = |name: &str| params.iter().find(|param| is_alike(param.name, name));
    let place = match &error {
        Error::UnknownParam { param, .. } => of(param).map(|param| param.name_place),
        Error::BadParam { param, .. } => of(param).map(|param| param.value_place),
        _ => None,
    };
    findings.add(place.unwrap_or(name.place), error.to_string());
}

/// A value that a variable may have: of a variable of the job's own, one that its parameter takes.
fn sample(variable: &str, param: Option<&Param>) -> String {
    if let Some(known) = VARIABLES.iter().find(|known| known.name == variable) {
        return known.sample.to_owned();
    }
    let sample = match param.map(|param| &param.kind) {
        Some(Kind::Boolean) => "true",
        Some(Kind::Date) => "2024-07-12",
        Some(Kind::Moment) => "2024-07-12T19:00:00Z",
        Some(Kind::Timecode) => "20240712_190000",
        Some(Kind::Year) => "2024",
        Some(Kind::Values(values)) => values.first().map_or("1", String::as_str),
        Some(Kind::Integer | Kind::Known(_) | Kind::Text) | None => "1",
    };
    sample.to_owned()
}
