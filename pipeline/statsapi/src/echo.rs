//! Whether an answer is about what was asked. The API silently ignores a parameter that it does not understand and answers
//! with something else, status 200; the body tells.
//!
//! An echo says where a body repeats a parameter: `at` in every item of `in` (the whole body without it). `is` `from` and
//! `until` are bounds, anything else must be one of the asked values. `as` is the text around the value (`{}`). With `when`
//! the rule holds only where these parameters have no other values. What a body does not have is not judged: a date
//! without games is an empty list. With `some` that is about something else, too: of people who were asked for by their
//! ids somebody comes.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::kind::date;
use crate::limits::ERROR_VALUES_MAX;
use crate::wanted::Wanted;
use crate::{Operation, Request};

/// As it stands in `operations.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EchoEntry {
    pub(crate) param: String,
    #[serde(default, rename = "in")]
    within: String,
    at: OneOrMore,
    #[serde(default)]
    is: How,
    #[serde(default, rename = "as")]
    around: Option<String>,
    #[serde(default)]
    when: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    some: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// How what is found relates to what was asked.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum How {
    /// One of the asked values.
    #[default]
    Asked,
    /// Not before the asked value.
    From,
    /// Not after the asked value.
    Until,
}

/// Where an answer repeats a parameter.
#[derive(Debug, Clone)]
pub(crate) struct Echo {
    param: String,
    within: Vec<String>,
    at: Vec<Vec<String>>,
    how: How,
    around: Option<String>,
    when: BTreeMap<String, Vec<String>>,
    /// An answer without any of them is about something else, too.
    some: bool,
}

impl From<EchoEntry> for Echo {
    fn from(entry: EchoEntry) -> Echo {
        let at = match entry.at {
            OneOrMore::One(at) => vec![at],
            OneOrMore::More(at) => at,
        };
        Echo {
            param: entry.param,
            within: keys(&entry.within),
            at: at.iter().map(|at| keys(at)).collect(),
            how: entry.is,
            around: entry.around,
            when: entry.when,
            some: entry.some,
        }
    }
}

/// The keys of a path. Lists are gone through wherever they come, so that the `[]` is for the reader.
fn keys(path: &str) -> Vec<String> {
    path.split('.')
        .map(|key| key.trim_end_matches("[]").to_owned())
        .filter(|key| !key.is_empty())
        .collect()
}

/// An answer about something else.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    /// `date 2024-10-25`
    pub(crate) asked: String,
    /// What came in its place.
    pub(crate) came: String,
}

/// What must be read of a body to tell what it is about.
pub(crate) fn wanted(operation: Option<&Operation>) -> Wanted {
    let mut wanted = Wanted::default();
    for echo in operation.into_iter().flat_map(|operation| &operation.echoes) {
        for at in &echo.at {
            wanted.add(echo.within.iter().chain(at));
        }
    }
    wanted
}

/// What an answer is about instead of what was asked; nothing where it fits.
pub(crate) fn mismatch(operation: &Operation, request: &Request, body: &Value) -> Option<Mismatch> {
    operation
        .echoes
        .iter()
        .find_map(|echo| echo.mismatch(operation, request, body))
}

impl Echo {
    fn mismatch(&self, operation: &Operation, request: &Request, body: &Value) -> Option<Mismatch> {
        let asked = asked(operation, request, &self.param)?;
        let holds = |(param, values): (&String, &Vec<String>)| {
            let given = self::asked(operation, request, param).unwrap_or_default();
            given
                .split(',')
                .all(|given| values.iter().any(|value| value == given.trim()))
        };
        if !self.when.iter().all(holds) {
            return None;
        }
        let mut others: Vec<String> = Vec::new();
        let mut is_told = false;
        for item in items(body, &self.within) {
            let found: Vec<String> = self
                .at
                .iter()
                .flat_map(|at| items(item, at))
                .filter_map(text)
                .collect();
            is_told |= !found.is_empty();
            if !found.is_empty() && !found.iter().any(|found| self.fits(asked, found)) {
                others.extend(
                    found
                        .into_iter()
                        .filter(|found| !others.contains(found))
                        .collect::<Vec<_>>(),
                );
            }
        }
        if self.some && !is_told {
            return Some(Mismatch {
                asked: format!("{} {asked}", self.param),
                came: "nothing".to_owned(),
            });
        }
        (!others.is_empty()).then(|| Mismatch {
            asked: format!("{} {asked}", self.param),
            came: shown(&others),
        })
    }

    fn fits(&self, asked: &str, found: &str) -> bool {
        let found = plain(found);
        asked.split(',').any(|asked| {
            let asked = match &self.around {
                Some(around) => around.replace("{}", asked.trim()),
                None => plain(asked),
            };
            match self.how {
                How::Asked => found == asked,
                How::From => found >= asked,
                How::Until => found <= asked,
            }
        })
    }
}

/// What a request says of a parameter.
fn asked<'request>(operation: &Operation, request: &'request Request, name: &str) -> Option<&'request str> {
    let param = operation.param(name)?;
    let values = match param.is_in_path {
        true => &request.path_params,
        false => &request.query_params,
    };
    let same =
        |(given, _): &(&String, &String)| operation.param(given).is_some_and(|of| of.name == param.name);
    values.iter().find(same).map(|(_, value)| value.as_str())
}

/// What stands at a path, through all lists on the way.
fn items<'body>(from: &'body Value, path: &[String]) -> Vec<&'body Value> {
    let mut items = vec![from];
    for key in path {
        items = items
            .into_iter()
            .flat_map(flat)
            .filter_map(|item| item.get(key))
            .collect();
    }
    items.into_iter().flat_map(flat).collect()
}

fn flat(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        value => vec![value],
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// One spelling of a date; anything else as it is.
fn plain(text: &str) -> String {
    let text = text.trim();
    date(text).map_or_else(|| text.to_owned(), |date| date.to_string())
}

/// The first few, and how many more.
fn shown(values: &[String]) -> String {
    let first: Vec<&str> = values.iter().take(ERROR_VALUES_MAX).map(String::as_str).collect();
    match values.len().saturating_sub(first.len()) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an answer is judged to be about, where that is something else.
    fn judged(name: &str, params: &[(&str, &str)], body: &str) -> Option<(String, String)> {
        let request = Request::of(name, params.iter().copied()).unwrap();
        let operation = Operation::of(&request).unwrap();
        let body = wanted(Some(operation)).read(body.as_bytes()).unwrap();
        mismatch(operation, &request, &body).map(|mismatch| (mismatch.asked, mismatch.came))
    }

    fn other(asked: &str, came: &str) -> Option<(String, String)> {
        Some((asked.to_owned(), came.to_owned()))
    }

    #[test]
    fn another_game_is_noticed() {
        let feed = |body| judged("game.liveGameV1", &[("gamePk", "747175")], body);
        assert_eq!(feed(r#"{"gamePk": 747175, "x": [1]}"#), None);
        assert_eq!(feed(r#"{"gamePk": "747175"}"#), None);
        assert_eq!(feed(r#"{"gamePk": 1}"#), other("game_pk 747175", "1"));
        assert_eq!(feed("{}"), None);
        let content = |body| judged("game.content", &[("game_pk", "747175")], body);
        assert_eq!(content(r#"{"link": "/api/v1/game/747175/content"}"#), None);
        assert_eq!(
            content(r#"{"link": "/api/v1/game/1/content"}"#),
            other("game_pk 747175", "/api/v1/game/1/content")
        );
    }

    #[test]
    fn of_people_who_are_asked_for_somebody_comes() {
        let people = |body| judged("person.person", &[("personIds", "1,2")], body);
        assert_eq!(people(r#"{"people": [{"id": 2}]}"#), None);
        assert_eq!(people(r#"{"people": [{"id": 3}]}"#), other("personIds 1,2", "3"));
        assert_eq!(people(r#"{"people": []}"#), other("personIds 1,2", "nothing"));
    }

    #[test]
    fn a_patch_is_about_its_game_in_every_shape() {
        let patch = |body| judged("game.liveGameDiffPatchV1", &[("game_pk", "1")], body);
        for body in [
            "[]",
            r#"[{"diff": [{"op": "replace", "path": "/gamePk", "value": 2}]}]"#,
            r#"{"gamePk": 1}"#,
        ] {
            assert_eq!(patch(body), None, "{body}");
        }
        assert_eq!(patch(r#"{"gamePk": 2}"#), other("game_pk 1", "2"));
    }

    #[test]
    fn a_snapshot_is_not_younger_than_its_timecode() {
        let feed = |stamp: &str| {
            let params = [("game_pk", "1"), ("timecode", "20241027_000000")];
            let body = format!(r#"{{"gamePk": 1, "metaData": {{"timeStamp": "{stamp}"}}}}"#);
            judged("game.liveGameV1", &params, &body)
        };
        assert_eq!(feed("20240713_041909"), None);
        assert_eq!(feed("20241027_000000"), None);
        assert_eq!(
            feed("20241028_000000"),
            other("timecode 20241027_000000", "20241028_000000")
        );
    }

    #[test]
    fn a_schedule_is_of_its_dates_seasons_and_clubs() {
        let schedule = |params: &[(&str, &str)], body| judged("schedule.schedule", params, body);
        let day = r#"{"dates": [{"date": "2024-10-25", "games": [{"gamePk": 1, "season": "2024",
            "teams": {"away": {"team": {"id": 147}}, "home": {"team": {"id": 119}}}}]}]}"#;
        for fits in [
            &[("date", "2024-10-25"), ("sportId", "1")][..],
            &[("date", "10/25/2024")],
            &[("startDate", "2024-10-25"), ("endDate", "2024-10-26")],
            &[("season", "2023,2024")],
            &[("teamId", "119")],
            &[("gamePks", "3,1")],
            &[],
        ] {
            assert_eq!(schedule(fits, day), None, "{fits:?}");
        }
        for (asked, came) in [
            (("date", "2024-10-27"), "2024-10-25"),
            (("startDate", "2024-10-26"), "2024-10-25"),
            (("endDate", "2024-10-24"), "2024-10-25"),
            (("season", "2023"), "2024"),
            (("teamId", "111"), "147, 119"),
            (("gamePk", "2"), "1"),
        ] {
            let (name, value) = asked;
            assert_eq!(schedule(&[asked], day), other(&format!("{name} {value}"), came));
            assert_eq!(schedule(&[asked], r#"{"totalGames": 0, "dates": []}"#), None);
        }
    }

    #[test]
    fn ids_that_were_not_asked_for_are_counted() {
        let bodies = r#"{"teams": [{"id": 147}, {"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 1}]}"#;
        let teams = |id| judged("team.teams", &[("teamId", id)], bodies);
        assert_eq!(teams("147"), other("teamId 147", "1, 2, 3 and 1 more"));
    }

    #[test]
    fn statistics_of_many_seasons_are_not_held_to_one() {
        let body = r#"{"stats": [{"splits": [{"season": "2024"}, {"season": "2023"}]}]}"#;
        let stats = |kind| {
            judged(
                "stats.stats",
                &[("stats", kind), ("group", "hitting"), ("season", "2024")],
                body,
            )
        };
        assert_eq!(stats("yearByYear"), None);
        assert_eq!(stats("season,career"), None);
        assert_eq!(stats("season"), other("season 2024", "2023"));
    }
}
