//! Statistics: splits under kinds and groups. An answer about players names them, or its request does; one about clubs names none.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::answer::{Answer, whole_number};
use crate::oracle::list;

/// Kinds whose splits are plays, pitches, zones, measures or ranks rather than figures.
const NO_FIGURES: [&str; 10] = [
    "availableStats",
    "hotColdZones",
    "metricAverages",
    "metricLog",
    "pitchArsenal",
    "pitchLog",
    "playLog",
    "rankings",
    "rankingsByYear",
    "sprayChart",
];

static NOBODY: Value = Value::Null;

/// The places of all lists.
pub(super) fn leaders(answer: &Answer) -> usize {
    let lists = list(&answer.document["leagueLeaders"]).iter();
    lists.map(|category| list(&category["leaders"]).len()).sum()
}

pub(super) fn of_players(answer: &Answer) -> usize {
    let named = named_players(answer);
    let has_player = |part: &Part<'_>| part.player(answer, &named).is_some();
    figures(answer).filter(has_player).count()
}

pub(super) fn of_clubs(answer: &Answer) -> usize {
    let named = named_players(answer);
    if !named.is_empty() {
        return 0;
    }
    let is_of_a_club = |part: &Part<'_>| {
        let is_of_somebody = part.player(answer, &named).is_some() || !part.actor().is_null();
        let club = whole_number(&part.split["team"]["id"]).or_else(|| answer.number("teamId"));
        !is_of_somebody && club.is_some()
    };
    figures(answer).filter(is_of_a_club).count()
}

/// A split under its entry, which tells kind and group unless the split does.
struct Part<'a> {
    entry: &'a Value,
    split: &'a Value,
}

impl<'a> Part<'a> {
    fn word(&self, key: &str) -> &'a str {
        let of_entry = self.entry[key]["displayName"].as_str();
        of_entry.or_else(|| self.split[key].as_str()).unwrap_or_default()
    }

    /// Who batted, of batting, or pitched, of pitching, where the split is about two players. Somebody whose name is left out is `{}`.
    fn actor(&self) -> &'a Value {
        match self.word("group") {
            "hitting" => &self.split["batter"],
            "pitching" => &self.split["pitcher"],
            _ => &NOBODY,
        }
    }

    /// Whose figures these are: as the split says, as was asked, or the only player that the answer is about.
    fn player(&self, answer: &Answer, named: &BTreeSet<i64>) -> Option<i64> {
        let told = whole_number(&self.split["player"]["id"]);
        let only = named.first().filter(|_| named.len() == 1);
        told.or_else(|| whole_number(&self.actor()["id"]))
            .or_else(|| answer.number("personId"))
            .or(only.copied())
    }
}

/// All splits with figures in them.
fn parts(answer: &Answer) -> impl Iterator<Item = Part<'_>> {
    let entries = list(&answer.document["stats"]).iter();
    entries.flat_map(|entry| {
        let splits = list(&entry["splits"]).iter();
        let told = splits.filter(|split| !split["stat"].is_null());
        told.map(move |split| Part { entry, split })
    })
}

/// The splits that are rows.
fn figures(answer: &Answer) -> impl Iterator<Item = Part<'_>> {
    parts(answer).filter(|part| !NO_FIGURES.contains(&part.word("type")))
}

fn named_players(answer: &Answer) -> BTreeSet<i64> {
    parts(answer)
        .filter_map(|part| whole_number(&part.split["player"]["id"]))
        .collect()
}
