//! What a `source` says of the sets that its answers are about: other methods with the same answers, what narrows an answer, and which
//! sets a whole one covers.

use super::column_type::ColumnType;
use super::fields::{Fields, Text};
use super::finding::Findings;
use super::nearest::did_you_mean;
use super::read_request::check_param;
use super::source::{CoversSpec, RequestSpec};
use super::table::TableContract;
use super::yaml::Node;

/// Reads `methods`.
pub(super) fn methods(fields: &Fields<'_>, findings: &mut Findings) -> Vec<String> {
    let texts = fields.optional_texts("methods", findings);
    texts.into_iter().map(Text::string).collect()
}

/// Reads `narrowed_by`: each is a parameter of the request or one of the methods.
pub(super) fn narrowed_by(
    fields: &Fields<'_>,
    request: Option<&RequestSpec>,
    methods: &[String],
    findings: &mut Findings,
) -> Vec<String> {
    let texts = fields.optional_texts("narrowed_by", findings);
    for name in &texts {
        let is_method = methods.iter().any(|method| method == name.text);
        if let (Some(request), false) = (request, is_method) {
            check_param(*name, "`narrowed_by` of `source`", request, findings);
        }
    }
    texts.into_iter().map(Text::string).collect()
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
