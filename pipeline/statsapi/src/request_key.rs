//! What makes two requests the same.

use std::collections::BTreeMap;
use std::fmt;

use crate::limits::CAPTURE_NAME_BYTES_MAX;
use crate::{Request, Response};

/// Endpoint, method and parameters. Where a parameter stood does not matter, nor which way it is spelled: a capture may have
/// been made by another client.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RequestKey {
    endpoint: String,
    method: String,
    params: BTreeMap<String, String>,
}

impl From<&Request> for RequestKey {
    fn from(request: &Request) -> RequestKey {
        RequestKey {
            endpoint: request.endpoint.clone(),
            method: request.method.clone(),
            params: merged(&request.path_params, &request.query_params),
        }
    }
}

impl RequestKey {
    /// What a response was asked for, where it says.
    pub(crate) fn of(response: &Response) -> Option<RequestKey> {
        Some(RequestKey {
            endpoint: response.endpoint.clone()?,
            method: response.method.clone()?,
            params: merged(&response.path_params, &response.query_params),
        })
    }

    /// The same endpoint and method.
    pub(crate) fn is_kin_of(&self, other: &RequestKey) -> bool {
        (&self.endpoint, &self.method) == (&other.endpoint, &other.method)
    }

    /// How the file of a capture begins, from the folder on: `game/boxscore/boxscore_gamePk=747175_`.
    pub(crate) fn file_prefix(&self) -> String {
        let mut name = self.method.clone();
        for (param, value) in &self.params {
            name.push_str(&format!("_{param}={value}"));
        }
        let mut plain: String = name.chars().map(plain).collect();
        if plain != name || plain.len() > CAPTURE_NAME_BYTES_MAX {
            plain.truncate(CAPTURE_NAME_BYTES_MAX);
            plain.push_str(&format!("_{:016x}", hash(&name)));
        }
        let folder = |name: &str| name.chars().map(plain_in_folder).collect::<String>();
        format!("{}/{}/{plain}_", folder(&self.endpoint), folder(&self.method))
    }

    /// The parameters on one line.
    pub(crate) fn params_shown(&self) -> String {
        if self.params.is_empty() {
            return "no parameters".to_owned();
        }
        let params: Vec<String> = self
            .params
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        params.join(" ")
    }
}

impl fmt::Display for RequestKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let params = self.params_shown();
        write!(formatter, "`{}.{}` with {params}", self.endpoint, self.method)
    }
}

fn merged(path: &BTreeMap<String, String>, query: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    path.iter()
        .chain(query)
        .map(|(name, value)| (camel(name), value.trim().to_owned()))
        .collect()
}

/// `gamePk` for `game_pk`; the API has both.
pub(crate) fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

/// What a file's name may hold everywhere.
fn plain(letter: char) -> char {
    match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | ',' | '=' | '-' | '_' => letter,
        _ => '-',
    }
}

/// No folder above its own.
fn plain_in_folder(letter: char) -> char {
    match plain(letter) {
        '.' => '-',
        letter => letter,
    }
}

/// FNV-1a: the same in every build, which the standard library's is not.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(method: &str, params: &[(&str, &str)]) -> RequestKey {
        let query_params = params
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        RequestKey::from(&Request {
            endpoint: "game".to_owned(),
            method: method.to_owned(),
            query_params,
            ..Request::default()
        })
    }

    #[test]
    fn the_spelling_and_the_place_of_a_parameter_do_not_matter() {
        assert_eq!(
            key("boxscore", &[("game_pk", "1")]),
            key("boxscore", &[("gamePk", " 1")])
        );
        assert_ne!(
            key("boxscore", &[("gamePk", "1")]),
            key("boxscore", &[("gamePk", "2")])
        );
        assert_ne!(
            key("boxscore", &[("gamePk", "1")]),
            key("linescore", &[("gamePk", "1")])
        );
        assert_eq!(
            key("boxscore", &[("game_pk", "1"), ("fields", "a,b")]).to_string(),
            "`game.boxscore` with fields=a,b gamePk=1"
        );
        assert_eq!(
            key("boxscore", &[]).to_string(),
            "`game.boxscore` with no parameters"
        );
    }

    #[test]
    fn a_file_is_named_for_its_request() {
        let prefix = |params: &[(&str, &str)]| key("boxscore", params).file_prefix();
        assert_eq!(prefix(&[("game_pk", "1")]), "game/boxscore/boxscore_gamePk=1_");
        let odd = prefix(&[("hydrate", "team(venue)/../x")]);
        assert!(
            odd.starts_with("game/boxscore/boxscore_hydrate=team-venue--..-x_"),
            "{odd}"
        );
        assert_ne!(odd, prefix(&[("hydrate", "team-venue-/../x")]));
        let long = prefix(&[("gamePk", &"1,".repeat(500))]);
        assert!(long.len() < 160, "{long}");
        assert_ne!(long, prefix(&[("gamePk", &"1,".repeat(501))]));
        assert_eq!(key("../x", &[]).file_prefix().split('/').nth(1), Some("---x"));
    }
}
