//! What a `source` says of the sets that its answers are about: other methods with the same answers, what narrows an answer, and which
//! sets a whole one covers.

use super::column_type::ColumnType;
use super::fields::{Fields, Text, text};
use super::finding::Findings;
use super::nearest::did_you_mean;
use super::read_request::check_param;
use super::source::{CoversSpec, Narrowing, RequestSpec};
use super::table::TableContract;
use super::yaml::{Node, Value};

/// Reads `methods`: each is one of the endpoint, or `endpoint.method`.
pub(super) fn methods(fields: &Fields<'_>, findings: &mut Findings) -> Vec<String> {
    let texts = fields.optional_texts("methods", findings);
    for name in &texts {
        let parts: Vec<&str> = name.text.split('.').collect();
        if parts.len() > 2 || parts.contains(&"") {
            let message = format!(
                "`methods` of `source` names `{}`; write `method`, or `endpoint.method` for one of another endpoint",
                name.text
            );
            findings.add(name.place, message);
        }
    }
    texts.into_iter().map(Text::string).collect()
}

/// Reads `narrowed_by`: each is a parameter of the request, alone or with the values that leave an answer whole, or one of the methods.
pub(super) fn narrowed_by(
    fields: &Fields<'_>,
    request: Option<&RequestSpec>,
    methods: &[String],
    findings: &mut Findings,
) -> Vec<Narrowing> {
    let what = "`narrowed_by` of `source`";
    let mut narrowed_by = Vec::new();
    for node in fields.list("narrowed_by", findings) {
        if matches!(node.value, Value::Map(_)) {
            narrowed_by.extend(narrowed_unless(node, what, request, findings));
            continue;
        }
        let Some(name) = text(node, &format!("an item of {what}"), findings) else {
            continue;
        };
        let is_method = methods.iter().any(|method| method == name.text);
        if let (Some(request), false) = (request, is_method) {
            check_param(name, what, request, findings);
        }
        narrowed_by.push(Narrowing {
            name: name.string(),
            unless: Vec::new(),
        });
    }
    narrowed_by
}

/// Reads `{param: NAME, unless: [VALUES]}`; the values are of the parameter's type.
fn narrowed_unless(
    node: &Node,
    what: &str,
    request: Option<&RequestSpec>,
    findings: &mut Findings,
) -> Option<Narrowing> {
    let fields = Fields::read(
        node,
        format!("an entry of {what}"),
        &["param", "unless"],
        findings,
    )?;
    let param = fields.text("param", findings);
    let values = fields.texts("unless", findings);
    let param = param?;
    if let Some(request) = request {
        check_param(param, what, request, findings);
        let data_type = request.param(param.text).map(|param| param.data_type);
        for value in values.iter().filter(|value| !is_value(value.text, data_type)) {
            let message = format!(
                "`unless` of `{}` has `{}`, which is no {}",
                param.text,
                value.text,
                data_type.map_or("value", ColumnType::name)
            );
            findings.add(value.place, message);
        }
    }
    Some(Narrowing {
        name: param.string(),
        unless: values.into_iter().map(Text::string).collect(),
    })
}

/// Whether a parameter of this type may have the value. Several values are an entry each.
fn is_value(value: &str, data_type: Option<ColumnType>) -> bool {
    match data_type {
        Some(ColumnType::Bigint | ColumnType::Int) => value.parse::<i64>().is_ok(),
        Some(ColumnType::Boolean) => matches!(value, "true" | "false"),
        _ => !value.contains(','),
    }
}

/// Reads `covers`.
pub(super) fn covers(
    node: &Node,
    request: Option<&RequestSpec>,
    findings: &mut Findings,
) -> Option<CoversSpec> {
    let what = "`covers`";
    let fields = Fields::read(node, what, &["column", "at", "from", "to"], findings)?;
    let column = fields.text("column", findings);
    let mut param = |key: &str| {
        let name = fields.optional_text(key, findings)?;
        if let Some(request) = request {
            check_param(name, &format!("`{key}` of {what}"), request, findings);
        }
        Some(name.string())
    };
    let (at, from, to) = (param("at"), param("from"), param("to"));
    if from.is_some() != to.is_some() {
        findings.add(
            fields.place(),
            "`covers` has one end of a range; name both, `from` and `to`",
        );
    } else if at.is_none() && from.is_none() {
        let message = "`covers` names no parameter; name `at`, or `from` and `to`";
        findings.add(fields.place(), message);
    }
    Some(CoversSpec {
        column: column?.string(),
        at,
        range: from.zip(to),
    })
}

/// The column of `covers` is one by which a table is replaced, and a day where a range of it is covered.
pub(super) fn check_covers(
    source: Option<&Node>,
    covers: &CoversSpec,
    tables: &[&TableContract],
    findings: &mut Findings,
) {
    let place = source
        .and_then(|source| source.get("covers")?.get("column"))
        .map(|node| node.place);
    let Some(place) = place else { return };
    let name = &covers.column;
    let mut covered = tables
        .iter()
        .filter(|table| table.replace_by == [name.clone()])
        .peekable();
    if covered.peek().is_none() {
        let known = tables
            .iter()
            .filter_map(|table| match table.replace_by.as_slice() {
                [only] => Some(only.as_str()),
                _ => None,
            });
        let hint = did_you_mean(name, known);
        findings.add(
            place,
            format!("`covers` names `{name}`, and no table is replaced by that column alone{hint}"),
        );
    }
    let is_day = |table: &&&TableContract| {
        let column = table.column(name);
        column.is_none_or(|column| column.data_type == ColumnType::Date)
    };
    if let (Some(_), Some(table)) = (&covers.range, covered.find(|table| !is_day(table))) {
        findings.add(
            place,
            format!(
                "`covers` has a range of `{name}`, which is no `date` in `{}`; name the one value with `at`",
                table.name
            ),
        );
    }
}
