//! What a body says about itself: which game, which season, when.

use arrow::array::{Array, StructArray};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use mlb_lake::contract::{Contract, GamePkSpec, JsonPath, Reach};
use mlb_lake_json::{Decoder, Leaf, Tree};

use super::body::{insert, is_present, items, length_at, presence, text_at};

/// The facts of one body, as its mapping finds them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The API's number of the game.
    pub game_pk: Option<i64>,
    /// The season.
    pub season: Option<i32>,
    /// The API's letter for the kind of game (`R`, `S`, `W` ...).
    pub game_type: Option<String>,
    /// The official date, else the original one, else the date of the first pitch where the venue is.
    pub game_date: Option<Date>,
    /// The document's own clock.
    pub document_at: Option<jiff::Timestamp>,
    /// How the body falls short of what its mapping requires.
    pub shortfall: Option<String>,
    /// How many of the required paths, or keys of the first item, it has.
    pub present: usize,
}

impl Facts {
    /// The part of a season that a game belongs to.
    pub fn phase(&self) -> &'static str {
        match self.game_type.as_deref() {
            None => "none",
            Some("S" | "E") => "pre-season",
            Some("R" | "A") => "regular-season",
            Some(_) => "post-season",
        }
    }
}

/// Reads the facts of the bodies of one source; only what it needs of a document is decoded.
pub struct FactReader {
    contract: Contract,
    decoder: Decoder,
}

impl FactReader {
    /// A reader for one contract.
    pub fn new(contract: &Contract) -> Result<FactReader, mlb_lake_json::Error> {
        let tree = match &contract.tree {
            Tree::List(item) => Tree::List(Box::new(tree_of_item(contract, item))),
            document => tree_of_object(contract, document),
        };
        Ok(FactReader {
            contract: contract.clone(),
            decoder: Decoder::new(&tree)?,
        })
    }

    /// The contract that this reader is for.
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// How many paths or keys of an item a whole body has.
    pub fn required(&self) -> usize {
        let source = &self.contract.source;
        source.required.len() + source.required_items.len()
    }

    /// Reads one body, which must be valid JSON.
    ///
    /// # Errors
    /// The decoder's reason when the body is broken after all.
    pub fn read(&mut self, body: &[u8]) -> Result<Facts, mlb_lake_json::Broken> {
        self.decoder.append(body)?;
        let root = self.decoder.finish().root;
        Ok(match self.contract.tree {
            Tree::List(_) => self.facts_of_list(&root),
            _ => self.facts_of_object(&root),
        })
    }

    fn facts_of_object(&self, root: &StructArray) -> Facts {
        let source = &self.contract.source;
        let text = |path: &Option<JsonPath>| path.as_ref().and_then(|path| text_at(root, &names(path)));
        let missing = source
            .required
            .iter()
            .find(|path| !is_present(root, &names(path)));
        let missing = missing.map(|path| format!("the body lacks `{path}`"));
        let present = source
            .required
            .iter()
            .filter(|path| is_present(root, &names(path)))
            .count();
        let game_pk = path_of_game(&source.game_pk).and_then(|path| text_at(root, &names(path)));
        Facts {
            game_pk: game_pk.and_then(|text| text.parse().ok()),
            season: text(&source.season).and_then(|text| text.parse().ok()),
            game_type: text(&source.game_type),
            game_date: source.game_date.as_ref().and_then(|spec| {
                text(&spec.official)
                    .and_then(|text| date(&text))
                    .or_else(|| text(&spec.original).and_then(|text| date(&text)))
                    .or_else(|| local_date(&text(&spec.instant)?, text(&spec.time_zone).as_deref()))
            }),
            document_at: source.document_at.as_ref().and_then(|spec| {
                let text = text_at(root, &names(&spec.path))?;
                let civil = DateTime::strptime(&spec.format, &text).ok()?;
                Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
            }),
            shortfall: missing.or_else(|| source.reaches.iter().find_map(|reach| cut_short(root, reach))),
            present,
        }
    }

    /// A list says nothing of itself; its first item must have what tells it from others, and an empty one has none.
    fn facts_of_list(&self, root: &StructArray) -> Facts {
        let Some(items) = items(root) else {
            return Facts {
                shortfall: Some("the body is no list".to_owned()),
                ..Facts::default()
            };
        };
        if items.is_empty() {
            return Facts::default();
        }
        let required = &self.contract.source.required_items;
        let has = |key: &&String| is_present(&items, &[key.as_str()]);
        let missing = required.iter().find(|key| !has(key));
        Facts {
            shortfall: missing.map(|key| format!("the first item of the body lacks `{key}`")),
            present: required.iter().filter(has).count(),
            ..Facts::default()
        }
    }
}

fn tree_of_object(contract: &Contract, document: &Tree) -> Tree {
    let mut tree = Tree::Object(Vec::new());
    for path in &contract.source.required {
        let names = names(path);
        insert(&mut tree, &names, presence(document.get(&names)));
    }
    for path in fact_paths(contract) {
        insert(&mut tree, &names(path), Tree::Leaf(Leaf::Utf8));
    }
    for reach in &contract.source.reaches {
        insert(
            &mut tree,
            &names(&reach.list),
            Tree::List(Box::new(Tree::Object(Vec::new()))),
        );
        insert(&mut tree, &names(&reach.index), Tree::Leaf(Leaf::Utf8));
    }
    tree
}

fn tree_of_item(contract: &Contract, item: &Tree) -> Tree {
    let mut tree = Tree::Object(Vec::new());
    for key in &contract.source.required_items {
        let names = [key.as_str()];
        insert(&mut tree, &names, presence(item.get(&names)));
    }
    tree
}

fn path_of_game(game_pk: &Option<GamePkSpec>) -> Option<&JsonPath> {
    match game_pk {
        Some(GamePkSpec::Path(path)) => Some(path),
        Some(GamePkSpec::Param(_)) | None => None,
    }
}

fn fact_paths(contract: &Contract) -> Vec<&JsonPath> {
    let source = &contract.source;
    let dates = source.game_date.iter().flat_map(|spec| {
        [&spec.official, &spec.original, &spec.instant, &spec.time_zone]
            .into_iter()
            .flatten()
    });
    [&source.season, &source.game_type]
        .into_iter()
        .flatten()
        .chain(path_of_game(&source.game_pk))
        .chain(dates)
        .chain(source.document_at.iter().map(|spec| &spec.path))
        .collect()
}

fn names(path: &JsonPath) -> Vec<&str> {
    path.keys().unwrap_or_default()
}

/// A list that ends before the item that the body itself names.
fn cut_short(root: &StructArray, reach: &Reach) -> Option<String> {
    let index: usize = text_at(root, &names(&reach.index))?.parse().ok()?;
    let length = length_at(root, &names(&reach.list)).unwrap_or_default();
    let (list, named) = (&reach.list, &reach.index);
    (length <= index).then(|| {
        format!("the body was cut short: `{list}` has {length} items, and `{named}` names the one with index {index}")
    })
}

fn date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

fn local_date(instant: &str, zone: Option<&str>) -> Option<Date> {
    let instant: jiff::Timestamp = instant.parse().ok()?;
    let zone = zone
        .and_then(|name| TimeZone::get(name).ok())
        .unwrap_or(TimeZone::UTC);
    Some(instant.to_zoned(zone).date())
}
