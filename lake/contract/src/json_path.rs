//! A place in a JSON document, as the mappings write it.

use std::fmt;

/// A place in a JSON document, for instance `liveData.plays.allPlays[].about.inning`.
///
/// `[]` steps into every item of a list, `.*` into every entry of an object map. `$` is the document itself: the items of one that is a
/// list are `$[]`.
/// The paths of a contract's source (`game_pk`, `required` ...) have keys only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JsonPath {
    text: String,
    steps: Vec<JsonStep>,
}

/// The document itself, at the beginning of a path.
pub(super) const ROOT: &str = "$";

/// One step of a [`JsonPath`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JsonStep {
    /// Every entry of an object map, whatever its key: `.*`.
    Entries,
    /// Every item of a list: `[]`.
    Items,
    /// The value of a key of an object: `.key`.
    Key(String),
}

impl JsonPath {
    /// Reads a path; `None` where the text is none (an empty key, a bracket that does not close).
    pub fn parse(text: &str) -> Option<JsonPath> {
        let mut steps = Vec::new();
        for (position, part) in text.split('.').enumerate() {
            let key = part.trim_end_matches("[]");
            if key.is_empty() || key.contains(['[', ']']) || key.chars().any(char::is_whitespace) {
                return None;
            }
            match key {
                ROOT if position == 0 => {}
                "*" => steps.push(JsonStep::Entries),
                key => steps.push(JsonStep::Key(key.to_owned())),
            }
            let lists = (part.len() - key.len()) / "[]".len();
            steps.extend(std::iter::repeat_n(JsonStep::Items, lists));
        }
        Some(JsonPath {
            text: text.to_owned(),
            steps,
        })
    }

    /// The path as the mapping wrote it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The steps from the root of the document.
    pub fn steps(&self) -> &[JsonStep] {
        &self.steps
    }

    /// The keys from the root, where the path has keys only.
    pub fn keys(&self) -> Option<Vec<&str>> {
        self.steps
            .iter()
            .map(|step| match step {
                JsonStep::Key(key) => Some(key.as_str()),
                JsonStep::Entries | JsonStep::Items => None,
            })
            .collect()
    }
}

impl fmt::Display for JsonPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_step_by_step() {
        let path = JsonPath::parse("plays.allPlays[].runners[].movement").unwrap();
        let key = |key: &str| JsonStep::Key(key.to_owned());
        let steps = [
            key("plays"),
            key("allPlays"),
            JsonStep::Items,
            key("runners"),
            JsonStep::Items,
            key("movement"),
        ];
        assert_eq!(path.steps(), steps);
        assert_eq!(path.to_string(), "plays.allPlays[].runners[].movement");
        assert_eq!(path.keys(), None);
    }

    #[test]
    fn a_map_entry_is_a_star() {
        let path = JsonPath::parse("gameData.players.*.id").unwrap();
        assert_eq!(path.steps()[2], JsonStep::Entries);
        assert_eq!(
            JsonPath::parse("gameData.game.pk").unwrap().keys(),
            Some(vec!["gameData", "game", "pk"])
        );
    }

    #[test]
    fn the_document_itself_is_a_dollar() {
        let key = |key: &str| JsonStep::Key(key.to_owned());
        let path = JsonPath::parse("$[].result.event").unwrap();
        assert_eq!(path.steps(), [JsonStep::Items, key("result"), key("event")]);
        assert_eq!(JsonPath::parse("$").unwrap().keys(), Some(vec![]));
        assert_eq!(JsonPath::parse("a.$").unwrap().steps(), [key("a"), key("$")]);
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["", ".", "a..b", "a.", "[]", "a[0]", "a[", "a b"] {
            assert_eq!(JsonPath::parse(text), None, "{text}");
        }
    }
}
