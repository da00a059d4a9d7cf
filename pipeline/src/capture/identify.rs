//! Which source a response is of, and whether it is whole.

use mlb_lake::contract::Catalog;
use mlb_lake_json::validate;
use mlb_statsapi::Response;

use super::facts::{FactReader, Facts};
use crate::error::{Error, Result};

/// Why a body is no capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is no JSON.
    Broken,
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
            Reason::Broken => "broken_json",
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
    readers: Vec<FactReader>,
}

impl Identifier {
    /// Knows the sources of a catalog.
    pub fn new(catalog: &Catalog) -> Result<Identifier> {
        let readers = catalog
            .contracts
            .iter()
            .map(|contract| {
                FactReader::new(contract).map_err(|e| Error::Config {
                    what: contract.file.clone(),
                    reason: e.to_string(),
                })
            })
            .collect::<Result<_>>()?;
        Ok(Identifier { readers })
    }

    /// The source and the facts of a response, or why it does not land.
    pub fn identify(&mut self, response: &Response) -> Result<(String, Facts), Refusal> {
        let asked = asked_game(response);
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
        let (source, facts) = self
            .facts(response)
            .map_err(|(reason, detail, source)| refuse(reason, detail, source))?;
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
        match (asked, facts.game_pk) {
            (Some(asked), Some(found)) if asked != found => {
                let detail = format!("asked for game {asked}, the body is about game {found}");
                refuse(Reason::OtherGame, detail)
            }
            (_, None) => refuse(Reason::Incomplete, "the body names no game".to_owned()),
            _ if facts.season.is_none() => refuse(Reason::Incomplete, "the body names no season".to_owned()),
            _ => Ok((source, facts)),
        }
    }

    fn facts(&mut self, response: &Response) -> Result<(String, Facts), (Reason, String, Option<String>)> {
        if let (Some(endpoint), Some(method)) = (&response.endpoint, &response.method) {
            let name = format!("{endpoint}.{method}");
            let reader = self.readers.iter_mut().find(|reader| {
                let source = &reader.contract().source;
                source.endpoint == *endpoint && source.method == *method
            });
            let Some(reader) = reader else {
                return Err((Reason::Unknown, format!("no mapping is about `{name}`"), None));
            };
            return read(reader, response);
        }
        self.recognize(response)
    }

    /// The source whose required paths a bare body has; else the one that it comes nearest to.
    fn recognize(
        &mut self,
        response: &Response,
    ) -> Result<(String, Facts), (Reason, String, Option<String>)> {
        let mut nearest: Option<(String, Facts)> = None;
        for reader in &mut self.readers {
            let (source, facts) = read(reader, response)?;
            if facts.shortfall.is_none() {
                return Ok((source, facts));
            }
            if facts.present > nearest.as_ref().map_or(0, |(_, nearest)| nearest.present) {
                nearest = Some((source, facts));
            }
        }
        nearest.ok_or_else(|| {
            let detail = "the body came without its request, and no mapping recognizes it".to_owned();
            (Reason::Unknown, detail, None)
        })
    }
}

fn read(
    reader: &mut FactReader,
    response: &Response,
) -> Result<(String, Facts), (Reason, String, Option<String>)> {
    let source = reader.contract().source.name.clone();
    match reader.read(&response.body) {
        Ok(facts) => Ok((source, facts)),
        Err(broken) => Err((Reason::Broken, broken.to_string(), Some(source))),
    }
}

/// The game in the request's parameters, whichever way it is spelled.
fn asked_game(response: &Response) -> Option<i64> {
    let params = &response.path_params;
    params
        .get("game_pk")
        .or_else(|| params.get("gamePk"))
        .and_then(|text| text.parse().ok())
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
