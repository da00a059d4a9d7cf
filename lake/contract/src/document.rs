//! The tree of the JSON that a mapping reads, and the paths into it.

use mlb_lake_json::{Leaf, Tree, TreeField};

use super::fields::listed;
use super::finding::{Findings, Place};
use super::json_path::{JsonPath, JsonStep, ROOT};
use super::nearest::{did_you_mean, nearest};
use super::yaml::{Entry, Node, Value};

/// The types that a leaf of the document can have.
const LEAVES: [(&str, Leaf); 8] = [
    ("bigint", Leaf::Int64),
    ("boolean", Leaf::Boolean),
    ("date", Leaf::Date),
    ("double", Leaf::Float64),
    ("int", Leaf::Int32),
    ("json", Leaf::Json),
    ("string", Leaf::Utf8),
    ("timestamp", Leaf::Timestamp),
];

/// What the whole is called where it has no path.
const DOCUMENT: &str = "document";

/// Names that items of a level get from the decoder.
const ITEM_NAMES: [&str; 3] = ["_index", "_key", "_value"];

/// What a part of the document is, for messages.
pub(super) fn kind(part: &Tree) -> &'static str {
    match part {
        Tree::Leaf(_) => "a scalar",
        Tree::List(_) => "a list",
        Tree::Map(_) => "an object map",
        Tree::Object(_) => "an object",
    }
}

/// Reads the `document` of a mapping.
pub(super) fn read(node: &Node, findings: &mut Findings) -> Option<Tree> {
    let part = part(node, DOCUMENT, findings)?;
    if !matches!(part, Tree::Object(_) | Tree::List(_)) {
        findings.add(
            node.place,
            format!("`document` must be an object or a list, and is {}", kind(&part)),
        );
        return None;
    }
    Some(part)
}

/// `path` is for messages only.
fn part(node: &Node, path: &str, findings: &mut Findings) -> Option<Tree> {
    match &node.value {
        Value::Text { text, .. } => leaf(text, node.place, path, findings),
        Value::Null => {
            findings.add(
                node.place,
                format!("`{path}` has no type; leaves are {}", listed(&leaf_names())),
            );
            None
        }
        Value::List(items) => match items.as_slice() {
            [item] => part(item, &items_of(path), findings).map(|item| Tree::List(Box::new(item))),
            items => {
                let message = format!(
                    "list `{path}` must have one item that says what its items are, and has {}",
                    items.len()
                );
                findings.add(node.place, message);
                None
            }
        },
        Value::Map(entries) => object(entries, node.place, path, findings),
    }
}

/// The items of a list, which may be the document itself.
fn items_of(path: &str) -> String {
    let path = if path == DOCUMENT { ROOT } else { path };
    format!("{path}[]")
}

fn leaf(text: &str, place: Place, path: &str, findings: &mut Findings) -> Option<Tree> {
    if let Some((_, leaf)) = LEAVES.iter().find(|(name, _)| *name == text) {
        return Some(Tree::Leaf(*leaf));
    }
    let hint = did_you_mean(text, leaf_names());
    let hint = if hint.is_empty() {
        format!("; leaves are {}", listed(&leaf_names()))
    } else {
        hint
    };
    findings.add(place, format!("unknown type `{text}` of `{path}`{hint}"));
    None
}

fn leaf_names() -> [&'static str; LEAVES.len()] {
    LEAVES.map(|(name, _)| name)
}

fn object(entries: &[Entry], place: Place, path: &str, findings: &mut Findings) -> Option<Tree> {
    if let Some(any) = entries.iter().find(|entry| entry.key == "*") {
        if entries.len() > 1 {
            let message = format!("`{path}` has `*` beside other keys; an object map has `\"*\"` alone");
            findings.add(any.place, message);
            return None;
        }
        return part(&any.value, &format!("{path}.*"), findings).map(|entry| Tree::Map(Box::new(entry)));
    }
    if entries.is_empty() {
        findings.add(
            place,
            format!("object `{path}` has no key; leave it out, or read it as `json`"),
        );
        return None;
    }
    let mut fields = Vec::new();
    for entry in entries {
        let below = if path == DOCUMENT {
            entry.key.clone()
        } else {
            format!("{path}.{}", entry.key)
        };
        if ITEM_NAMES.contains(&entry.key.as_str()) {
            findings.add(
                entry.place,
                format!("`{below}` takes a name that the items of levels have already"),
            );
        }
        if let Some(part) = part(&entry.value, &below, findings) {
            fields.push(TreeField {
                name: entry.key.clone(),
                tree: part,
            });
        }
    }
    Some(Tree::Object(fields))
}

/// What a path leads to, or a message that names the path and the nearest right one.
pub(super) fn resolve<'part>(root: &'part Tree, path: &JsonPath) -> Result<Found<'part>, String> {
    let mut found = Found::Part(root);
    let mut walked = String::new();
    for step in path.steps() {
        found = match found {
            Found::Item => {
                return Err(format!(
                    "path `{path}` goes on below `{walked}`, which is a scalar"
                ));
            }
            Found::Part(part) => {
                take(part, step, &walked).ok_or_else(|| wrong_step(root, part, step, &walked, path))?
            }
        };
        push(&mut walked, step);
    }
    Ok(found)
}

/// What a path leads to.
pub(super) enum Found<'part> {
    /// `_index`, `_key` or `_value` of a level's item.
    Item,
    Part(&'part Tree),
}

fn take<'part>(part: &'part Tree, step: &JsonStep, walked: &str) -> Option<Found<'part>> {
    let in_list = walked.ends_with("[]");
    let in_map = walked.ends_with(".*");
    match (part, step) {
        (_, JsonStep::Key(key)) if key == "_index" && (in_list || in_map) => Some(Found::Item),
        (_, JsonStep::Key(key)) if key == "_key" && in_map => Some(Found::Item),
        (Tree::Leaf(_), JsonStep::Key(key)) if key == "_value" && in_list => Some(Found::Item),
        (Tree::Object(fields), JsonStep::Key(key)) => fields
            .iter()
            .find(|field| field.name == *key)
            .map(|field| Found::Part(&field.tree)),
        (Tree::List(item), JsonStep::Items) => Some(Found::Part(item)),
        (Tree::Map(entry), JsonStep::Entries | JsonStep::Key(_)) => Some(Found::Part(entry)),
        _ => None,
    }
}

fn push(walked: &mut String, step: &JsonStep) {
    if walked.is_empty() && !matches!(step, JsonStep::Key(_)) {
        walked.push_str(ROOT);
    }
    match step {
        JsonStep::Items => walked.push_str("[]"),
        JsonStep::Entries => walked.push_str(".*"),
        JsonStep::Key(key) => {
            if !walked.is_empty() {
                walked.push('.');
            }
            walked.push_str(key);
        }
    }
}

fn wrong_step(root: &Tree, part: &Tree, step: &JsonStep, walked: &str, path: &JsonPath) -> String {
    let here = if walked.is_empty() {
        "the document".to_owned()
    } else {
        format!("`{walked}`")
    };
    match (part, step) {
        (Tree::List(_), JsonStep::Key(_) | JsonStep::Entries) => {
            let list = if walked.is_empty() { ROOT } else { walked };
            format!("path `{path}` is not in the document: {here} is a list, write `{list}[]`")
        }
        (Tree::Map(_), JsonStep::Items) => {
            format!("path `{path}` is not in the document: {here} is an object map, write `{walked}.*`")
        }
        (Tree::Object(fields), JsonStep::Key(key)) => {
            let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            format!(
                "path `{path}` is not in the document: {here} has no `{key}`{}",
                nearest_path(root, &names, key, walked)
            )
        }
        (part, JsonStep::Items | JsonStep::Entries) => {
            format!(
                "path `{path}` is not in the document: {here} is {}, no list or map",
                kind(part)
            )
        }
        (part, JsonStep::Key(key)) => {
            format!(
                "path `{path}` is not in the document: {here} is {} and has no `{key}`",
                kind(part)
            )
        }
    }
}

/// The nearest right path: a near name at the same place, else the same name elsewhere, else what is there.
fn nearest_path(root: &Tree, names: &[&str], key: &str, walked: &str) -> String {
    let at = |name: &str| {
        if walked.is_empty() {
            name.to_owned()
        } else {
            format!("{walked}.{name}")
        }
    };
    if let Some(name) = nearest(key, names.iter().copied()) {
        return format!("; did you mean `{}`?", at(name));
    }
    let mut elsewhere = Vec::new();
    paths_to(root, key, "", &mut elsewhere);
    // Of several, the one that shares most of the way.
    let shared = |path: &str| {
        path.bytes()
            .zip(walked.bytes())
            .take_while(|(left, right)| left == right)
            .count()
    };
    if let Some(path) = elsewhere
        .iter()
        .max_by_key(|path| (shared(path), std::cmp::Reverse(path.len())))
    {
        return format!("; did you mean `{path}`?");
    }
    const NAMES_SHOWN_MAX: usize = 12;
    match names {
        names if names.len() <= NAMES_SHOWN_MAX => format!("; it has {}", listed(names)),
        names => format!(
            "; it has {} and {} more",
            listed(&names[..NAMES_SHOWN_MAX]),
            names.len() - NAMES_SHOWN_MAX
        ),
    }
}

fn paths_to(part: &Tree, key: &str, walked: &str, found: &mut Vec<String>) {
    match part {
        Tree::Leaf(_) => {}
        Tree::List(item) if walked.is_empty() => paths_to(item, key, &items_of(DOCUMENT), found),
        Tree::List(item) => paths_to(item, key, &format!("{walked}[]"), found),
        Tree::Map(entry) => paths_to(entry, key, &format!("{walked}.*"), found),
        Tree::Object(fields) => {
            for TreeField { name, tree } in fields {
                let below = if walked.is_empty() {
                    name.clone()
                } else {
                    format!("{walked}.{name}")
                };
                if name == key {
                    found.push(below.clone());
                }
                paths_to(tree, key, &below, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use super::*;

    const DOCUMENT: &str = r#"
gamePk: bigint
liveData:
  plays: {allPlays: [{about: {inning: int, atBatIndex: int}, runnerIndex: [int]}]}
  boxscore: {teams: {"*": {pitchers: [bigint], players: {"*": {jerseyNumber: string}}}}}
"#;

    fn document() -> Tree {
        let mut findings = Findings::new("m.yaml");
        let node = yaml::read(DOCUMENT, &mut findings).unwrap();
        read(&node, &mut findings).unwrap()
    }

    fn message(path: &str) -> String {
        resolve(&document(), &JsonPath::parse(path).unwrap())
            .err()
            .unwrap_or_default()
    }

    #[test]
    fn paths_that_are_there() {
        for path in [
            "gamePk",
            "liveData.plays.allPlays",
            "liveData.plays.allPlays[]",
            "liveData.plays.allPlays[]._index",
            "liveData.plays.allPlays[].runnerIndex[]._value",
            "liveData.boxscore.teams.*._key",
            "liveData.boxscore.teams.*.players.*.jerseyNumber",
            "liveData.boxscore.teams.home.pitchers[]",
        ] {
            assert_eq!(message(path), "", "{path}");
        }
    }

    #[test]
    fn paths_that_are_not_there_are_answered_with_the_nearest() {
        let wrong = |path: &str, rest: &str| {
            assert_eq!(
                message(path),
                format!("path `{path}` is not in the document: {rest}")
            );
        };
        wrong("gamepk", "the document has no `gamepk`; did you mean `gamePk`?");
        wrong(
            "liveData.plays.allPlays[].about.inings",
            "`liveData.plays.allPlays[].about` has no `inings`; did you mean `liveData.plays.allPlays[].about.inning`?",
        );
        wrong(
            "liveData.plays.allPlays[].jerseyNumber",
            "`liveData.plays.allPlays[]` has no `jerseyNumber`; did you mean `liveData.boxscore.teams.*.players.*.jerseyNumber`?",
        );
        wrong(
            "liveData.weather",
            "`liveData` has no `weather`; it has `plays` and `boxscore`",
        );
        wrong(
            "liveData.plays.allPlays.about",
            "`liveData.plays.allPlays` is a list, write `liveData.plays.allPlays[]`",
        );
        wrong(
            "liveData.boxscore.teams[]",
            "`liveData.boxscore.teams` is an object map, write `liveData.boxscore.teams.*`",
        );
        wrong("gamePk.x", "`gamePk` is a scalar and has no `x`");
        wrong("liveData[]", "`liveData` is an object, no list or map");
        wrong("gamePk._index", "`gamePk` is a scalar and has no `_index`");
    }

    #[test]
    fn paths_of_a_list_begin_with_its_items() {
        let mut findings = Findings::new("m.yaml");
        let node = yaml::read("[{result: {event: string}, ids: [int]}]", &mut findings).unwrap();
        let list = read(&node, &mut findings).unwrap();
        let message = |path: &str| {
            resolve(&list, &JsonPath::parse(path).unwrap())
                .err()
                .unwrap_or_default()
        };
        for path in ["$", "$[]", "$[]._index", "$[].result.event", "$[].ids[]._value"] {
            assert_eq!(message(path), "", "{path}");
        }
        assert_eq!(
            message("result.event"),
            "path `result.event` is not in the document: the document is a list, write `$[]`"
        );
        assert_eq!(
            message("$[].result.evnt"),
            "path `$[].result.evnt` is not in the document: `$[].result` has no `evnt`; did you mean `$[].result.event`?"
        );
        assert_eq!(
            message("$[].event"),
            "path `$[].event` is not in the document: `$[]` has no `event`; did you mean `$[].result.event`?"
        );
    }

    #[test]
    fn a_document_that_makes_no_sense_is_found_out() {
        let found = |text: &str| {
            let mut findings = Findings::new("m.yaml");
            let node = yaml::read(text, &mut findings).unwrap();
            read(&node, &mut findings);
            findings
                .into_sorted()
                .0
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found("a: integr"),
            ["m.yaml:1:4: unknown type `integr` of `a`; did you mean `int`?"]
        );
        assert_eq!(
            found("a: {b: money}"),
            [
                "m.yaml:1:8: unknown type `money` of `a.b`; leaves are `bigint`, `boolean`, `date`, `double`, `int`, `json`, `string` and `timestamp`"
            ]
        );
        assert_eq!(
            found("a: [int, int]"),
            ["m.yaml:1:4: list `a` must have one item that says what its items are, and has 2"]
        );
        assert_eq!(
            found("a: {\"*\": int, b: int}"),
            ["m.yaml:1:5: `a` has `*` beside other keys; an object map has `\"*\"` alone"]
        );
        assert_eq!(
            found("a: {}"),
            ["m.yaml:1:4: object `a` has no key; leave it out, or read it as `json`"]
        );
        assert_eq!(
            found("int"),
            ["m.yaml:1:1: `document` must be an object or a list, and is a scalar"]
        );
        assert_eq!(
            found("{\"*\": int}"),
            ["m.yaml:1:1: `document` must be an object or a list, and is an object map"]
        );
        assert_eq!(
            found("[{a: integr}]"),
            ["m.yaml:1:6: unknown type `integr` of `$[].a`; did you mean `int`?"]
        );
    }
}
