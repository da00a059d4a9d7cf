//! Which source a response is of, and whether it is whole.

use std::cmp::Reverse;

use mlb_lake::contract::{Catalog, Contract, GamePkSpec, SourceKind, SourceSpec};
use mlb_lake_json::validate;
use mlb_statsapi::Response;

use super::facts::{FactReader, Facts};
use super::{request, unmapped};
use crate::error::{Error, Result};

/// Why a body is no capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// More than one mapping may be about it.
    Ambiguous,
    /// It is no JSON.
    Broken,
    /// It was cut down to some of its keys: its rows would lack what the others say.
    Filtered,
    /// It is about another game than the one that was asked for.
    OtherGame,
    /// It lacks a path that its mapping requires, or a fact that its rows need.
    Incomplete,
    /// No mapping is about it.
    Unknown,
    /// It is larger than a body may be.
    TooLarge,
    /// Its rows could not be made.
    Transform,
    /// Its file or its compression is damaged.
    Unreadable,
}

impl Reason {
    /// The word in `meta.quarantine`.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Ambiguous => "ambiguous_source",
            Reason::Broken => "broken_json",
            Reason::Filtered => "filtered",
            Reason::OtherGame => "other_game",
            Reason::Incomplete => "incomplete",
            Reason::Unknown => "unknown_source",
            Reason::TooLarge => "too_large",
            Reason::Transform => "transform",
            Reason::Unreadable => "unreadable",
        }
    }
}

/// A body that does not land, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of reason.
    pub reason: Reason,
    /// The reason for a person: what, where.
    pub detail: String,
    /// The source that it would have been.
    pub source: Option<String>,
    /// The game that it is about, or that was asked for.
    pub game_pk: Option<i64>,
}

/// Tells the sources of responses apart.
pub struct Identifier {
    /// Those that require most first.
    readers: Vec<FactReader>,
}

/// Why a response is of no source: the reason, what a person is told, the source that it would have been.
type Unidentified = (Reason, String, Option<String>);

impl Identifier {
    /// Knows the sources of a catalog.
    pub fn new(catalog: &Catalog) -> Result<Identifier> {
        let reader = |contract: &Contract| {
            FactReader::new(contract).map_err(|e| Error::Config {
                what: contract.file.clone(),
                reason: e.to_string(),
            })
        };
        let mut readers = catalog
            .contracts
            .iter()
            .map(reader)
            .collect::<Result<Vec<FactReader>>>()?;
        readers.sort_by_key(|reader| Reverse(reader.required()));
        Ok(Identifier { readers })
    }

    /// The source and the facts of a response, or why it does not land.
    pub fn identify(&mut self, response: &Response) -> Result<(String, Facts), Refusal> {
        let asked = request::asked_game(response);
        let refuse = |reason, detail, source| Refusal {
            reason,
            detail,
            source,
            game_pk: asked,
        };
        validate(&response.body).map_err(|broken| {
            let looks = describe(&response.body);
            refuse(
                Reason::Broken,
                format!("{looks}: {} at offset {}", broken.reason, broken.offset),
                None,
            )
        })?;
        if let Some(contract) = self.unmapped(response) {
            let mut facts = Facts::default();
            request::complete(&mut facts, contract, response);
            return Ok((contract.source.name.clone(), facts));
        }
        let (index, mut facts) = self
            .facts(response)
            .map_err(|(reason, detail, source)| refuse(reason, detail, source))?;
        let contract = self.readers[index].contract();
        request::complete(&mut facts, contract, response);
        let source = contract.source.name.clone();
        let refuse = |reason, detail| {
            Err(Refusal {
                reason,
                detail,
                source: Some(source.clone()),
                game_pk: facts.game_pk.or(asked),
            })
        };
        if let Some(shortfall) = &facts.shortfall {
            return refuse(Reason::Incomplete, shortfall.clone());
        }
        if let (Some(asked), Some(found)) = (asked, facts.game_pk)
            && asked != found
        {
            let detail = format!("asked for game {asked}, the body is about game {found}");
            return refuse(Reason::OtherGame, detail);
        }
        match missing_fact(contract, &facts) {
            Some(detail) => refuse(Reason::Incomplete, detail),
            None => Ok((source, facts)),
        }
    }

    /// The operation of a response that no mapping describes; it has a raw table, where that is no mapping's.
    fn unmapped(&self, response: &Response) -> Option<&'static Contract> {
        let (endpoint, method) = (response.endpoint.as_deref()?, response.method.as_deref()?);
        let contract = unmapped::contract_of(endpoint, method)?;
        let mut sources = self.readers.iter().map(|reader| &reader.contract().source);
        let is_mapped =
            |source: &SourceSpec| source.is_of(endpoint, method) || source.name == contract.source.name;
        (!sources.any(is_mapped)).then_some(contract)
    }

    /// The reader of a response's source, and the facts that it found.
    fn facts(&mut self, response: &Response) -> Result<(usize, Facts), Unidentified> {
        let (Some(endpoint), Some(method)) = (&response.endpoint, &response.method) else {
            let all: Vec<usize> = (0..self.readers.len()).collect();
            return self.recognize(&all, response);
        };
        let is_of = |index: &usize| self.readers[*index].contract().source.is_of(endpoint, method);
        let known: Vec<usize> = (0..self.readers.len()).filter(is_of).collect();
        self.check_fields(&known, response)?;
        match known.as_slice() {
            [] => {
                let detail = match unmapped::contract_of(endpoint, method) {
                    Some(contract) => format!(
                        "no mapping is about `{endpoint}.{method}`, and raw table `{}` is another operation's",
                        contract.source.name
                    ),
                    None => format!(
                        "no mapping is about `{endpoint}.{method}`, and the API has no such operation"
                    ),
                };
                Err((Reason::Unknown, detail, None))
            }
            [only] => Ok((*only, self.read(*only, response)?)),
            several => self.recognize(several, response),
        }
    }

    /// An answer that was cut down to some of its keys says nothing of the others: in a table they would look gone.
    fn check_fields(&self, known: &[usize], response: &Response) -> Result<(), Unidentified> {
        let contracts = known.iter().map(|index| self.readers[*index].contract());
        let mut with_tables = contracts.filter(|contract| !contract.tables.is_empty());
        let (Some(contract), Some(fields)) = (with_tables.next(), request::fields(response)) else {
            return Ok(());
        };
        let detail = format!(
            "the body was asked for with `fields={fields}`, and its tables need the keys that were left out; ask without `fields`"
        );
        Err((Reason::Filtered, detail, Some(contract.source.name.clone())))
    }

    /// The one of these sources whose required paths the body has, of several the one that requires most; else the one that it comes
    /// nearest to.
    fn recognize(&mut self, among: &[usize], response: &Response) -> Result<(usize, Facts), Unidentified> {
        let mut whole: Vec<(usize, Facts)> = Vec::new();
        let mut nearest: Option<(usize, Facts)> = None;
        for index in among {
            let required = self.readers[*index].required();
            if whole.first().is_some_and(|(_, facts)| facts.present > required) {
                break;
            }
            let facts = self.read(*index, response)?;
            if required > 0 && facts.present == required {
                whole.push((*index, facts));
            } else if facts.present > nearest.as_ref().map_or(0, |(_, nearest)| nearest.present) {
                nearest = Some((*index, facts));
            }
        }
        if whole.len() > 1 {
            return Err(self.ambiguous(&whole));
        }
        whole.pop().or(nearest).ok_or_else(|| {
            let detail = "the body came without its request, and no mapping recognizes it".to_owned();
            (Reason::Unknown, detail, None)
        })
    }

    fn ambiguous(&self, whole: &[(usize, Facts)]) -> Unidentified {
        let names: Vec<String> = whole
            .iter()
            .map(|(index, _)| format!("`{}`", self.readers[*index].contract().source.name))
            .collect();
        let detail = format!(
            "the body came without its request, and it may be of {}; wrap it in an envelope that names `endpoint` and `method`",
            names.join(" or ")
        );
        (Reason::Ambiguous, detail, None)
    }

    fn read(&mut self, index: usize, response: &Response) -> Result<Facts, Unidentified> {
        let reader = &mut self.readers[index];
        reader.read(&response.body).map_err(|broken| {
            let source = reader.contract().source.name.clone();
            (Reason::Broken, broken.to_string(), Some(source))
        })
    }
}

/// A fact that the rows of a source need and that neither body nor request says.
fn missing_fact(contract: &Contract, facts: &Facts) -> Option<String> {
    match (contract.kind(), &contract.source.game_pk) {
        (SourceKind::Game, _) if facts.game_pk.is_none() => Some("the body names no game".to_owned()),
        (SourceKind::Game, _) if facts.season.is_none() => Some("the body names no season".to_owned()),
        (SourceKind::Sets, Some(GamePkSpec::Param(name))) if facts.game_pk.is_none() => Some(format!(
            "only the request says which game the body is about, and it came without the parameter `{name}`"
        )),
        _ => None,
    }
}

/// What a body looks like to a person, when it is no JSON.
fn describe(body: &[u8]) -> &'static str {
    let start = body.trim_ascii_start();
    match start.first() {
        None => "the body is empty",
        Some(b'<') => "the body is HTML or XML, not JSON",
        Some(b'{' | b'[') => "the body is broken JSON",
        Some(_) => "the body is something else than JSON",
    }
}
