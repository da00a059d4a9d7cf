//! What a request says of its answer: its parameters, the address that they make, and facts that the body lacks.

use std::collections::BTreeMap;

use mlb_lake::contract::{Contract, GamePkSpec, RequestSpec, SourceKind};
use mlb_statsapi::Response;
use url::form_urlencoded;

use super::facts::Facts;

/// Parameters by name.
pub type Params = BTreeMap<String, String>;

/// The parameter that says which season is meant.
const SEASON: &str = "season";
/// The parameter that says which game is meant.
const GAME: &str = "game_pk";

/// The value of a parameter, wherever it stands and however its words are joined: the API writes `game_pk` and `gamePk`.
pub fn param<'a>(name: &str, path_params: &'a Params, query_params: &'a Params) -> Option<&'a str> {
    let all = || path_params.iter().chain(query_params);
    let exact = all().find(|(known, _)| known.as_str() == name);
    let found = exact.or_else(|| all().find(|(known, _)| is_alike(known, name)));
    found
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}

fn is_alike(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> Vec<char> {
        let letters = name.chars().filter(|letter| *letter != '_');
        letters.map(|letter| letter.to_ascii_lowercase()).collect()
    };
    letters(one) == letters(other)
}

/// Adds what the request of a source of sets says and its body does not.
pub fn complete(facts: &mut Facts, contract: &Contract, response: &Response) {
    if contract.kind() == SourceKind::Game {
        return;
    }
    let param = |name: &str| param(name, &response.path_params, &response.query_params);
    if let Some(GamePkSpec::Param(name)) = &contract.source.game_pk {
        facts.game_pk = param(name).and_then(|text| text.parse().ok());
    }
    facts.season = facts
        .season
        .or_else(|| param(SEASON).and_then(|text| text.parse().ok()));
}

/// The parameters in the path of a response, that of its game too where the body came without its request.
pub fn path_params(contract: &Contract, facts: &Facts, response: &Response) -> Params {
    let mut params = response.path_params.clone();
    let declared = &contract.source.request.path_params;
    let declared = declared.iter().find(|param| is_alike(&param.name, GAME));
    let name = match (declared, contract.kind()) {
        (Some(param), _) => param.name.as_str(),
        (None, SourceKind::Game) => GAME,
        (None, SourceKind::Sets) => return params,
    };
    if let (true, Some(game_pk)) = (params.is_empty(), facts.game_pk) {
        params.insert(name.to_owned(), game_pk.to_string());
    }
    params
}

/// The address of a request, without its host; what is not known of its path stays as the mapping writes it.
pub fn address(request: &RequestSpec, path_params: &Params, query_params: &Params) -> String {
    let mut address = request.path.clone();
    for (name, value) in path_params {
        address = address.replace(&format!("{{{name}}}"), value);
    }
    if !query_params.is_empty() {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query_params)
            .finish();
        address.push('?');
        address.push_str(&query);
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> Params {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn a_parameter_is_found_however_it_is_spelled() {
        let (path, query) = (
            params(&[("gamePk", "1")]),
            params(&[("team_id", "2"), ("date", "")]),
        );
        assert_eq!(param("game_pk", &path, &query), Some("1"));
        assert_eq!(param("teamId", &path, &query), Some("2"));
        assert_eq!(param("date", &path, &query), None);
        assert_eq!(param("season", &path, &query), None);
    }

    #[test]
    fn an_address_is_the_path_with_its_parameters() {
        let request = RequestSpec {
            method: "GET".to_owned(),
            path: "/api/v1/teams/{teamId}/roster/{rosterType}".to_owned(),
            path_params: Vec::new(),
            query_params: Vec::new(),
        };
        let path = params(&[("teamId", "147")]);
        assert_eq!(
            address(&request, &path, &Params::new()),
            "/api/v1/teams/147/roster/{rosterType}"
        );
        let query = params(&[("season", "2024"), ("hydrate", "person(a b)")]);
        assert_eq!(
            address(&request, &Params::new(), &query),
            "/api/v1/teams/{teamId}/roster/{rosterType}?hydrate=person%28a+b%29&season=2024"
        );
    }
}
