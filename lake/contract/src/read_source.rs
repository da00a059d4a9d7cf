//! The `source` of a mapping.

use mlb_lake_json::Tree;

use super::column_type::ColumnType;
use super::document::{self, Found};
use super::fields::{Fields, Text, texts};
use super::finding::Findings;
use super::identifier;
use super::json_path::JsonPath;
use super::nearest::did_you_mean;
use super::read_request;
use super::read_sets;
use super::source::{DocumentAtSpec, GameDateSpec, GamePkSpec, Reach, RequestSpec, SourceSpec};
use super::yaml::{Node, Value};

const KEYS: [&str; 16] = [
    "name",
    "endpoint",
    "method",
    "methods",
    "description",
    "request",
    "game_pk",
    "season",
    "game_type",
    "game_date",
    "document_at",
    "narrowed_by",
    "covers",
    "required",
    "required_items",
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
        .and_then(|node| read_request::read(node, findings));
    let methods = read_sets::methods(&fields, findings);
    let narrowed_by = read_sets::narrowed_by(&fields, request.as_ref(), &methods, findings);
    let covers = fields
        .optional("covers")
        .and_then(|node| read_sets::covers(node, request.as_ref(), findings));
    let mut paths = Paths { root, findings };
    let spec = SourceSpec {
        game_pk: paths.game_pk(&fields, request.as_ref()),
        season: paths.optional(&fields, "season"),
        game_type: paths.optional(&fields, "game_type"),
        game_date: fields
            .optional("game_date")
            .and_then(|node| paths.game_date(node)),
        document_at: fields
            .optional("document_at")
            .and_then(|node| paths.document_at(node)),
        required: paths.required(&fields),
        required_items: paths.required_items(&fields),
        reaches: paths.reaches(&fields),
        methods,
        narrowed_by,
        covers,
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

    /// A path, or `{param: NAME}` where only the request says it.
    fn game_pk(&mut self, fields: &Fields<'_>, request: Option<&RequestSpec>) -> Option<GamePkSpec> {
        let node = fields.optional("game_pk")?;
        if !matches!(node.value, Value::Map(_)) {
            return self.optional(fields, "game_pk").map(GamePkSpec::Path);
        }
        let what = "`game_pk` of `source`";
        let fields = Fields::read(node, what, &["param"], self.findings)?;
        let param = fields.text("param", self.findings)?;
        if let Some(request) = request {
            read_request::check_param(param, what, request, self.findings);
        }
        Some(GamePkSpec::Param(param.string()))
    }

    fn is_list(&self) -> bool {
        matches!(self.root, Some(Tree::List(_)))
    }

    fn required(&mut self, fields: &Fields<'_>) -> Vec<JsonPath> {
        if self.is_list() && !fields.has("required") {
            return Vec::new();
        }
        let Some(node) = fields.required("required", self.findings) else {
            return Vec::new();
        };
        let texts = texts(node, "`required` of `source`", self.findings);
        let is_empty = matches!(&node.value, Value::List(items) if items.is_empty());
        if is_empty && self.root.is_some() && !self.is_list() {
            let message =
                "`required` of `source` is empty; name the paths without which a body does not count";
            self.findings.add(node.place, message);
        }
        texts
            .into_iter()
            .filter_map(|text| self.any(text, "required"))
            .collect()
    }

    /// Keys of the items of a document that is a list.
    fn required_items(&mut self, fields: &Fields<'_>) -> Vec<String> {
        let texts = fields.optional_texts("required_items", self.findings);
        let Some(first) = texts.first() else {
            return Vec::new();
        };
        let items_are_objects =
            matches!(self.root, Some(Tree::List(item)) if matches!(**item, Tree::Object(_)));
        if self.root.is_some() && !items_are_objects {
            let message = "`required_items` of `source` is for documents that are lists of objects; name paths in `required`";
            self.findings.add(first.place, message);
        }
        texts.into_iter().map(Text::string).collect()
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
        if self.is_list() {
            let message = format!(
                "`{key}` of `source` is a path of the body, and the document is a list; its request may say it, \
                 its items have `required_items`"
            );
            self.findings.add(text.place, message);
            return None;
        }
        let is_path = |path: &JsonPath| path.keys().is_some_and(|keys| !keys.is_empty());
        let Some(path) = JsonPath::parse(text.text).filter(is_path) else {
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
