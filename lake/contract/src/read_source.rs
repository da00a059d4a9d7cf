//! The `source` of a mapping.

use mlb_lake_json::Tree;

use super::column_type::ColumnType;
use super::document::{self, Found};
use super::fields::{Fields, Text, texts};
use super::finding::Findings;
use super::identifier;
use super::json_path::JsonPath;
use super::nearest::did_you_mean;
use super::source::{DocumentAtSpec, GameDateSpec, ParamSpec, Reach, RequestSpec, SourceSpec};
use super::yaml::Node;

const KEYS: [&str; 12] = [
    "name",
    "endpoint",
    "method",
    "description",
    "request",
    "game_pk",
    "season",
    "game_type",
    "game_date",
    "document_at",
    "required",
    "reaches",
];

/// Reads the source.
///
/// Its paths are read where a body lands, by themselves: they need not be in the tree of the document.
pub(super) fn read(node: &Node, root: Option<&Tree>, findings: &mut Findings) -> Option<SourceSpec> {
    let fields = Fields::read(node, "`source`", &KEYS, findings)?;
    let name = fields
        .text("name", findings)
        .and_then(|name| source_name(name, findings));
    let endpoint = fields.text("endpoint", findings);
    let method = fields.text("method", findings);
    let description = fields.text("description", findings);
    let request = fields
        .required("request", findings)
        .and_then(|node| request(node, findings));
    let mut paths = Paths { root, findings };
    let spec = SourceSpec {
        game_pk: paths.optional(&fields, "game_pk"),
        season: paths.optional(&fields, "season"),
        game_type: paths.optional(&fields, "game_type"),
        game_date: fields
            .optional("game_date")
            .and_then(|node| paths.game_date(node)),
        document_at: fields
            .optional("document_at")
            .and_then(|node| paths.document_at(node)),
        required: paths.required(&fields),
        reaches: paths.reaches(&fields),
        name: name?,
        endpoint: endpoint?.string(),
        method: method?.string(),
        description: description?.string(),
        request: request?,
    };
    Some(spec)
}

fn source_name(name: Text<'_>, findings: &mut Findings) -> Option<String> {
    let parts = name.text.split_once('.');
    let whole =
        parts.is_some_and(|(schema, table)| identifier::is_name(schema) && identifier::is_name(table));
    if !whole {
        let message = format!(
            "source name `{}` must be SCHEMA.TABLE in snake_case, like `game.live_game_v1`",
            name.text
        );
        findings.add(name.place, message);
        return None;
    }
    Some(name.string())
}

fn request(node: &Node, findings: &mut Findings) -> Option<RequestSpec> {
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

/// The type that a mapping names.
pub(super) fn data_type(text: Text<'_>, findings: &mut Findings) -> Option<ColumnType> {
    let found = ColumnType::from_name(text.text);
    if found.is_none() {
        let names = ColumnType::ALL.map(ColumnType::name);
        let hint = did_you_mean(text.text, names);
        let hint = if hint.is_empty() {
            format!("; types are {}", super::fields::listed(&names))
        } else {
            hint
        };
        findings.add(text.place, format!("unknown type `{}`{hint}", text.text));
    }
    found
}

/// Reads the paths of a source: keys only, and to scalars where the document says what they are.
struct Paths<'part, 'findings> {
    root: Option<&'part Tree>,
    findings: &'findings mut Findings,
}

impl Paths<'_, '_> {
    fn optional(&mut self, fields: &Fields<'_>, key: &str) -> Option<JsonPath> {
        let text = fields.optional_text(key, self.findings)?;
        self.scalar(text, key)
    }

    fn required(&mut self, fields: &Fields<'_>) -> Vec<JsonPath> {
        let texts = fields
            .required("required", self.findings)
            .map_or_else(Vec::new, |node| {
                texts(node, "`required` of `source`", self.findings)
            });
        texts
            .into_iter()
            .filter_map(|text| self.any(text, "required"))
            .collect()
    }

    fn reaches(&mut self, fields: &Fields<'_>) -> Vec<Reach> {
        let nodes = fields.list("reaches", self.findings);
        nodes.iter().filter_map(|node| self.reach(node)).collect()
    }

    fn reach(&mut self, node: &Node) -> Option<Reach> {
        let fields = Fields::read(node, "an entry of `reaches`", &["list", "index"], self.findings)?;
        let list = fields
            .text("list", self.findings)
            .and_then(|text| self.any(text, "reaches"));
        let index = fields
            .text("index", self.findings)
            .and_then(|text| self.scalar(text, "reaches"));
        Some(Reach {
            list: list?,
            index: index?,
        })
    }

    fn game_date(&mut self, node: &Node) -> Option<GameDateSpec> {
        let keys = ["official", "original", "instant", "time_zone"];
        let fields = Fields::read(node, "`game_date`", &keys, self.findings)?;
        let spec = GameDateSpec {
            official: self.optional(&fields, "official"),
            original: self.optional(&fields, "original"),
            instant: self.optional(&fields, "instant"),
            time_zone: self.optional(&fields, "time_zone"),
        };
        if spec.instant.is_some() && !fields.has("time_zone") {
            let message =
                "`game_date` has an `instant` and lacks its `time_zone`: the day of a moment depends on it";
            self.findings.add(fields.place(), message);
        }
        Some(spec)
    }

    fn document_at(&mut self, node: &Node) -> Option<DocumentAtSpec> {
        let fields = Fields::read(node, "`document_at`", &["path", "format"], self.findings)?;
        let path = fields
            .text("path", self.findings)
            .and_then(|text| self.scalar(text, "document_at"));
        let format = fields.text("format", self.findings);
        Some(DocumentAtSpec {
            path: path?,
            format: format?.string(),
        })
    }

    /// A path to a scalar.
    fn scalar(&mut self, text: Text<'_>, key: &str) -> Option<JsonPath> {
        let path = self.any(text, key)?;
        let found = self.root.and_then(|root| document::resolve(root, &path).ok());
        if let Some(Found::Part(part)) = found
            && !matches!(part, Tree::Leaf(_))
        {
            let message = format!(
                "`{key}` of `source` must lead to a scalar, and `{path}` is {}",
                document::kind(part)
            );
            self.findings.add(text.place, message);
        }
        Some(path)
    }

    fn any(&mut self, text: Text<'_>, key: &str) -> Option<JsonPath> {
        let Some(path) = JsonPath::parse(text.text).filter(|path| path.keys().is_some()) else {
            let message = format!(
                "`{key}` of `source` must be keys joined by points, and is `{}`",
                text.text
            );
            self.findings.add(text.place, message);
            return None;
        };
        Some(path)
    }
}
