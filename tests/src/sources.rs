//! Of which source an answer must be, as its request, the mappings and its JSON say. The mappings are read plainly: no code of the product
//! reads them here.

use std::cmp::Reverse;

use serde_json::Value;

use crate::answer::{Answer, at, whole_number};
use crate::{folder, workspace};

/// What all mappings ask for.
#[derive(Clone, Debug)]
pub struct Sources(Vec<Source>);

/// What one mapping asks for.
#[derive(Clone, Debug)]
pub struct Source {
    /// The raw table under `raw`.
    pub name: String,
    /// Endpoints and methods whose answers it is about.
    operations: Vec<(String, String)>,
    /// The part of the JSON that is read; a list for a body that is one.
    document: Value,
    /// Paths that a body must have, or keys of the first item of a list.
    required: Vec<String>,
    /// Lists that must be longer than a number in the body says.
    reaches: Vec<(String, String)>,
    game: Game,
}

/// What tells which game a body is about.
#[derive(Clone, Debug)]
enum Game {
    /// Places in the body: the game, and the season that it must then tell too.
    Body(String, String),
    /// This parameter of the request.
    Request(String),
    /// Nothing does.
    Nowhere,
}

impl Sources {
    /// Reads the mappings of the project.
    ///
    /// # Panics
    /// When they are not as the project's are.
    pub fn read() -> Sources {
        let mappings = workspace::root().join("mappings");
        let files = folder::files(&mappings);
        let files = files
            .iter()
            .filter(|file| file.to_string_lossy().ends_with(".yaml"));
        let sources: Vec<Source> = files
            .map(|file| std::fs::read_to_string(mappings.join(file)).expect("a mapping"))
            .map(|text| Source::read(&text))
            .collect();
        assert!(sources.len() > 1, "{} mappings", sources.len());
        Sources(sources)
    }

    /// The source in whose raw table an answer must be; none for one that must be refused.
    ///
    /// What is asked for says which source it is. Where nothing does, it is the one whose required paths the body has, of several the one
    /// that requires most, and nobody's where two require as much.
    pub fn of(&self, answer: &Answer) -> Option<&Source> {
        let named: Vec<&Source> = match &answer.operation {
            None => self.0.iter().collect(),
            Some(operation) => {
                let is_of = |source: &&Source| source.operations.contains(operation);
                self.0.iter().filter(is_of).collect()
            }
        };
        let source = match (named.as_slice(), &answer.operation) {
            ([only], Some(_)) => Some(*only),
            _ => recognized(&named, &answer.document),
        };
        source.filter(|source| source.is_whole(answer))
    }
}

fn recognized<'a>(among: &[&'a Source], document: &Value) -> Option<&'a Source> {
    let is_it = |source: &&Source| !source.required.is_empty() && source.has_required(document);
    let mut found: Vec<&Source> = among.iter().copied().filter(is_it).collect();
    found.sort_by_key(|source| Reverse(source.required.len()));
    match found.as_slice() {
        [first, second, ..] if first.required.len() == second.required.len() => None,
        [first, ..] => Some(*first),
        [] => None,
    }
}

impl Source {
    fn read(mapping: &str) -> Source {
        let options = serde_saphyr::options! { strict_booleans: true };
        let mapping: Value =
            serde_saphyr::from_str_with_options(mapping, options).expect("a mapping is YAML");
        let source = &mapping["source"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let texts = |value: &Value| -> Vec<String> {
            let items = value.as_array().into_iter().flatten();
            items.filter_map(text).collect()
        };
        let name = text(&source["name"]).expect("a source has a name");
        let endpoint = text(&source["endpoint"]).expect("a source has an endpoint");
        let mut methods = texts(&source["methods"]);
        methods.extend(text(&source["method"]));
        // A method of another endpoint is written with it: `team.stats`.
        let operation = |method: &String| match method.split_once('.') {
            Some((endpoint, method)) => (endpoint.to_owned(), method.to_owned()),
            None => (endpoint.clone(), method.clone()),
        };
        let reaches = source["reaches"].as_array().into_iter().flatten();
        let game = &source["game_pk"];
        Source {
            operations: methods.iter().map(operation).collect(),
            required: [texts(&source["required"]), texts(&source["required_items"])].concat(),
            reaches: reaches
                .filter_map(|reach| Some((text(&reach["list"])?, text(&reach["index"])?)))
                .collect(),
            game: match (text(game), text(&game["param"])) {
                (Some(path), _) => Game::Body(path, text(&source["season"]).expect("a game has a season")),
                (None, Some(param)) => Game::Request(param),
                (None, None) => Game::Nowhere,
            },
            document: mapping["document"].clone(),
            name,
        }
    }

    /// Whether a body has all that is required, each in the shape in which it is read.
    fn has_required(&self, document: &Value) -> bool {
        let (told, found) = match &self.document {
            Value::Array(items) => (&items[0], &document[0]),
            told => (told, document),
        };
        let has = |path: &String| is_alike(at(found, path), at(told, path));
        self.required.iter().all(has)
    }

    /// Whether an answer of this source has all that its rows need.
    fn is_whole(&self, answer: &Answer) -> bool {
        let document = &answer.document;
        let is_list = self.document.is_array();
        // An empty list lacks nothing.
        let is_empty = is_list && document.as_array().is_some_and(Vec::is_empty);
        let has_body = document.is_array() == is_list && (is_empty || self.has_required(document));
        let reaches = |(list, index): &(String, String)| {
            let length = at(document, list).as_array().map_or(0, Vec::len);
            whole_number(at(document, index)).is_none_or(|index| (length as i64) > index)
        };
        has_body && self.reaches.iter().all(reaches) && self.has_game(answer)
    }

    /// Whether an answer tells its game, and it is the one that was asked for.
    fn has_game(&self, answer: &Answer) -> bool {
        match &self.game {
            Game::Nowhere => true,
            Game::Request(param) => answer.number(param).is_some(),
            Game::Body(path, season) => {
                let game = whole_number(at(&answer.document, path));
                let is_asked = |asked| Some(asked) == game;
                let has_season = whole_number(at(&answer.document, season)).is_some();
                game.is_some() && has_season && answer.number("gamePk").is_none_or(is_asked)
            }
        }
    }
}

/// Whether a value is what a mapping reads it as: a list, an object, or a single value.
fn is_alike(value: &Value, told: &Value) -> bool {
    match told {
        Value::Array(_) => value.is_array(),
        Value::Object(_) => value.is_object(),
        _ => !(value.is_null() || value.is_array() || value.is_object()),
    }
}
