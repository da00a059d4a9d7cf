//! What a body says about itself: which game, which season, when.

use arrow::array::{Array, ArrayRef, AsArray, StructArray};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use mlb_lake::contract::{Contract, JsonPath, Reach};
use mlb_lake_json::{Decoder, Leaf, Tree, TreeField};

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
    /// How many of the required paths it has.
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
        let mut tree = Tree::Object(Vec::new());
        for path in &contract.source.required {
            let names = names(path);
            let kind = match contract.tree.get(&names) {
                Some(Tree::Object(_) | Tree::Map(_)) => Tree::Object(Vec::new()),
                Some(Tree::List(_)) => Tree::List(Box::new(Tree::Object(Vec::new()))),
                Some(Tree::Leaf(_)) | None => Tree::Leaf(Leaf::Utf8),
            };
            insert(&mut tree, &names, kind);
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
        Ok(FactReader {
            contract: contract.clone(),
            decoder: Decoder::new(&tree)?,
        })
    }

    /// The contract that this reader is for.
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// Reads one body, which must be valid JSON.
    ///
    /// # Errors
    /// The decoder's reason when the body is broken after all.
    pub fn read(&mut self, body: &[u8]) -> Result<Facts, mlb_lake_json::Broken> {
        self.decoder.append(body)?;
        let root = self.decoder.finish().root;
        let source = &self.contract.source;
        let text = |path: &Option<JsonPath>| path.as_ref().and_then(|path| text_at(&root, &names(path)));
        let missing = source
            .required
            .iter()
            .find(|path| !is_present(&root, &names(path)));
        let missing = missing.map(|path| format!("the body lacks `{path}`"));
        let present = source
            .required
            .iter()
            .filter(|path| is_present(&root, &names(path)))
            .count();
        Ok(Facts {
            game_pk: text(&source.game_pk).and_then(|text| text.parse().ok()),
            season: text(&source.season).and_then(|text| text.parse().ok()),
            game_type: text(&source.game_type),
            game_date: source.game_date.as_ref().and_then(|spec| {
                text(&spec.official)
                    .and_then(|text| date(&text))
                    .or_else(|| text(&spec.original).and_then(|text| date(&text)))
                    .or_else(|| local_date(&text(&spec.instant)?, text(&spec.time_zone).as_deref()))
            }),
            document_at: source.document_at.as_ref().and_then(|spec| {
                let text = text_at(&root, &names(&spec.path))?;
                let civil = DateTime::strptime(&spec.format, &text).ok()?;
                Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
            }),
            shortfall: missing.or_else(|| source.reaches.iter().find_map(|reach| cut_short(&root, reach))),
            present,
        })
    }
}

fn fact_paths(contract: &Contract) -> Vec<&JsonPath> {
    let source = &contract.source;
    let dates = source.game_date.iter().flat_map(|spec| {
        [&spec.official, &spec.original, &spec.instant, &spec.time_zone]
            .into_iter()
            .flatten()
    });
    [&source.game_pk, &source.season, &source.game_type]
        .into_iter()
        .flatten()
        .chain(dates)
        .chain(source.document_at.iter().map(|spec| &spec.path))
        .collect()
}

fn names(path: &JsonPath) -> Vec<&str> {
    path.keys().unwrap_or_default()
}

/// Adds a path to a tree of objects; what is there already stays.
fn insert(tree: &mut Tree, names: &[&str], end: Tree) {
    let Some((first, rest)) = names.split_first() else {
        return;
    };
    let Tree::Object(fields) = tree else { return };
    let index = fields
        .iter()
        .position(|field| field.name == *first)
        .unwrap_or_else(|| {
            fields.push(TreeField {
                name: (*first).to_owned(),
                tree: Tree::Object(Vec::new()),
            });
            fields.len() - 1
        });
    if rest.is_empty() {
        if fields[index].tree == Tree::Object(Vec::new()) {
            fields[index].tree = end;
        }
    } else {
        insert(&mut fields[index].tree, rest, end);
    }
}

fn at(root: &StructArray, names: &[&str]) -> Option<ArrayRef> {
    let (first, rest) = names.split_first()?;
    let column = root.column_by_name(first)?;
    if rest.is_empty() {
        return Some(column.clone());
    }
    at(column.as_struct_opt()?, rest)
}

fn is_present(root: &StructArray, names: &[&str]) -> bool {
    at(root, names).is_some_and(|column| column.is_valid(0))
}

/// A list that ends before the item that the body itself names.
fn cut_short(root: &StructArray, reach: &Reach) -> Option<String> {
    let index: usize = text_at(root, &names(&reach.index))?.parse().ok()?;
    let list = at(root, &names(&reach.list))?;
    let length = list
        .as_list_opt::<i32>()
        .map_or(0, |list| list.value_length(0) as usize);
    let (list, named) = (&reach.list, &reach.index);
    (length <= index).then(|| {
        format!("the body was cut short: `{list}` has {length} items, and `{named}` names the one with index {index}")
    })
}

fn text_at(root: &StructArray, names: &[&str]) -> Option<String> {
    let column = at(root, names)?;
    let text = column.as_string_opt::<i32>()?;
    text.is_valid(0).then(|| text.value(0).to_owned())
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
