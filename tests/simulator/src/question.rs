//! What is asked: the path in its parts, and the parameters. A parameter that cannot be read counts as not given, as
//! the API has it.

use crate::date::{Date, Millis, of_timecode};
use serde_json::Value;
use std::collections::HashMap;

/// A request without its transport.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    /// The path after `/api/`
    pub path: Vec<String>,
    pub parameters: HashMap<String, String>,
}

impl Question {
    pub(crate) fn of(path: &str, parameters: HashMap<String, String>) -> Self {
        let inner = path.strip_prefix("/api/").unwrap_or("");
        let parts = inner.trim_end_matches('/').split('/').map(str::to_owned);
        Self {
            path: parts.collect(),
            parameters,
        }
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.parameters
            .get(key)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }

    /// The parts of a list, `a,b`.
    pub(crate) fn texts(&self, key: &str) -> Vec<&str> {
        let list = self.text(key).unwrap_or("");
        list.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect()
    }

    pub(crate) fn number(&self, key: &str) -> Option<i64> {
        self.text(key)?.parse().ok()
    }

    pub(crate) fn numbers(&self, key: &str) -> Vec<i64> {
        let parts = self.texts(key);
        parts.iter().filter_map(|part| part.parse().ok()).collect()
    }

    /// The numbers under either of two keys, `gamePk` and `gamePks`.
    pub(crate) fn numbers_of(&self, keys: &[&str]) -> Vec<i64> {
        keys.iter().flat_map(|key| self.numbers(key)).collect()
    }

    /// A day, `2024-07-12` or `07/12/2024`.
    pub(crate) fn date(&self, key: &str) -> Option<Date> {
        let text = self.text(key)?;
        if let [month, day, year] = text.split('/').collect::<Vec<_>>().as_slice() {
            return Date::parse(&format!("{year}-{month:0>2}-{day:0>2}"));
        }
        Date::parse(text)
    }

    /// The end of the second that is asked for: a code names all that happened in it.
    pub(crate) fn timecode(&self) -> Option<Millis> {
        of_timecode(self.text("timecode")?).map(|moment| moment + 999)
    }

    /// Anything but the major leagues is asked for.
    pub(crate) fn is_about_others(&self) -> bool {
        let sports = self.numbers_of(&["sportId", "sportIds"]);
        !sports.is_empty() && !sports.contains(&1)
    }

    /// Leaves of an answer only what `fields` names, as the API does without a word.
    pub(crate) fn narrow(&self, answer: Value) -> Value {
        let fields = self.texts("fields");
        if fields.is_empty() {
            answer
        } else {
            kept(answer, &fields)
        }
    }
}

fn kept(value: Value, fields: &[&str]) -> Value {
    match value {
        Value::Object(object) => object
            .into_iter()
            .filter(|(key, _)| fields.contains(&key.as_str()))
            .map(|(key, child)| (key, kept(child, fields)))
            .collect(),
        Value::Array(items) => items.into_iter().map(|item| kept(item, fields)).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::object;

    fn asked(parameters: &[(&str, &str)]) -> Question {
        let parameters = parameters
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Question::of("/api/v1/teams/147/roster/", parameters.collect())
    }

    #[test]
    fn parameters_that_cannot_be_read_are_not_given() {
        let question = asked(&[
            ("season", "20x4"),
            ("teamId", ""),
            ("personIds", "1, 2,x,3"),
            ("date", "7/4/2024"),
        ]);
        assert_eq!(question.path, ["v1", "teams", "147", "roster"]);
        assert_eq!((question.number("season"), question.text("teamId")), (None, None));
        assert_eq!(question.numbers("personIds"), [1, 2, 3]);
        assert_eq!(
            question.date("date").map(|date| date.to_string()).as_deref(),
            Some("2024-07-04")
        );
    }

    #[test]
    fn fields_drop_the_rest() {
        let answer = object! {"teams": vec![object! {"id": 1, "name": "A"}], "copyright": "c"};
        let narrowed = asked(&[("fields", "teams,id")]).narrow(answer);
        assert_eq!(narrowed, object! {"teams": vec![object! {"id": 1}]});
    }
}
