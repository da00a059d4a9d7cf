//! What a request says of its answer: its parameters, the address that they make, and facts that the body lacks.

use std::collections::BTreeMap;

use mlb_lake::contract::{Contract, GamePkSpec, SourceKind, SourceSpec};
use mlb_statsapi::{Operation, Response};
use url::form_urlencoded;

use super::facts::Facts;

/// Parameters by name.
pub type Params = BTreeMap<String, String>;

/// The parameter that says which season is meant.
const SEASON: &str = "season";
/// The parameter that says which game is meant.
const GAME: &str = "game_pk";
/// The parameter that cuts a body down to some of its keys.
const FIELDS: &str = "fields";
/// The end of the address of a body that came alone: nobody knows what was asked. A server never sees what follows a `#`.
const UNKNOWN: &str = "#request-unknown";

/// The value of a parameter, wherever it stands and however its words are joined: the API writes `game_pk` and `gamePk`.
pub fn param<'a>(name: &str, path_params: &'a Params, query_params: &'a Params) -> Option<&'a str> {
    let all = || path_params.iter().chain(query_params);
    let exact = all().find(|(known, _)| known.as_str() == name);
    let found = exact.or_else(|| all().find(|(known, _)| is_alike(known, name)));
    found
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}

/// Whether two names of a parameter mean the same one.
pub fn is_alike(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> Vec<char> {
        let letters = name.chars().filter(|letter| *letter != '_');
        letters.map(|letter| letter.to_ascii_lowercase()).collect()
    };
    letters(one) == letters(other)
}

/// Parameters out of the JSON object that raw has of them.
pub fn params_of(object: &str) -> Params {
    serde_json::from_str(object).unwrap_or_default()
}

/// Parameters as the JSON object that raw has of them.
pub fn json_of(params: &Params) -> String {
    serde_json::to_string(params).unwrap_or_else(|_| "{}".to_owned())
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

/// The game in the path of a request.
pub fn asked_game(response: &Response) -> Option<i64> {
    let in_query = Params::new();
    let text = param(GAME, &response.path_params, &in_query)?;
    text.parse().ok()
}

/// The keys that the body was cut down to, as its request says.
pub fn fields(response: &Response) -> Option<&str> {
    param(FIELDS, &response.path_params, &response.query_params)
}

/// A response with the parameters that its address has, where they stand nowhere else.
pub fn with_params_of_address(mut response: Response) -> Response {
    let query = response
        .url
        .as_deref()
        .and_then(|url| url.split('#').next()?.split_once('?'));
    if let (true, Some((_, query))) = (response.query_params.is_empty(), query) {
        response.query_params = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    }
    response
}

/// Whether it is known what was asked, as the address of a capture says.
pub fn is_known(address: &str) -> bool {
    !address.ends_with(UNKNOWN)
}

/// The address of a response, where it is told as it is told. A body of a source of sets that came alone does not pass for the answer to
/// a request without parameters.
pub fn address_of(contract: &Contract, path_params: &Params, response: &Response) -> String {
    let operation = response.endpoint.as_deref().zip(response.method.as_deref());
    let address = response.url.clone().unwrap_or_else(|| {
        let path = path_of(&contract.source, operation, path_params);
        address(path, path_params, &response.query_params)
    });
    match (operation, contract.kind()) {
        (None, SourceKind::Sets) if is_known(&address) => format!("{address}{UNKNOWN}"),
        _ => address,
    }
}

/// The path of an operation: of those that the API has for it the one that the parameters fill, else the mapping's.
fn path_of<'a>(source: &'a SourceSpec, operation: Option<(&str, &str)>, path_params: &Params) -> &'a str {
    let none = Params::new();
    let is_filled = |operation: &&'static Operation| {
        let mut in_path = operation.params.iter().filter(|known| known.is_in_path);
        in_path.all(|known| param(&known.name, path_params, &none).is_some())
    };
    let named = operation.map(|(endpoint, method)| format!("{endpoint}.{method}"));
    let named = named.and_then(|name| Operation::named(&name).ok());
    let found = named.and_then(|paths| paths.into_iter().find(is_filled));
    found.map_or(source.request.path.as_str(), |operation| operation.path.as_str())
}

/// The address of a request, without its host; what is not known of its path stays in braces.
fn address(path: &str, path_params: &Params, query_params: &Params) -> String {
    let mut address = filled(path, path_params);
    if !query_params.is_empty() {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query_params)
            .finish();
        address.push('?');
        address.push_str(&query);
    }
    address
}

fn filled(path: &str, path_params: &Params) -> String {
    let none = Params::new();
    let mut filled = String::new();
    let mut rest = path;
    while let Some((before, place)) = rest.split_once('{') {
        let Some((name, after)) = place.split_once('}') else {
            break;
        };
        filled.push_str(before);
        match param(name, path_params, &none) {
            Some(value) => filled.push_str(value),
            None => filled.push_str(&format!("{{{name}}}")),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use mlb_statsapi::Origin;

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
        let roster = "/api/v1/teams/{teamId}/roster/{rosterType}";
        let path = params(&[("team_id", "147")]);
        assert_eq!(
            address(roster, &path, &Params::new()),
            "/api/v1/teams/147/roster/{rosterType}"
        );
        let query = params(&[("season", "2024"), ("hydrate", "person(a b)")]);
        assert_eq!(
            address(roster, &Params::new(), &query),
            "/api/v1/teams/{teamId}/roster/{rosterType}?hydrate=person%28a+b%29&season=2024"
        );
    }

    const MAPPING: &str = r#"version: 1
source:
  name: team.roster
  endpoint: team
  method: roster
  methods: [coaches]
  description: Rosters
  request:
    method: GET
    path: /api/v1/mapped/{teamId}
    path_params: {teamId: {type: bigint, description: The team}}
  required: [roster]
document:
  roster: [{id: bigint}]
levels:
  players: {path: roster, item: player}
tables: []
"#;

    fn response(operation: Option<(&str, &str)>, url: Option<&str>, path_params: Params) -> Response {
        Response {
            endpoint: operation.map(|(endpoint, _)| endpoint.to_owned()),
            method: operation.map(|(_, method)| method.to_owned()),
            path_params,
            query_params: Params::new(),
            url: url.map(str::to_owned),
            status_code: None,
            captured_at: None,
            captured_at_from: None,
            file_modified_at: None,
            body: Bytes::new(),
            origin: Origin::Load,
            file: None,
            latency: None,
        }
    }

    #[test]
    fn every_operation_has_its_own_address_and_a_body_alone_has_none_of_them() {
        let contract = Contract::parse("m.yaml", MAPPING).unwrap();
        let address = |operation, url, path: &[(&str, &str)]| {
            let response = response(operation, url, params(path));
            address_of(&contract, &response.path_params, &response)
        };
        let team = [("teamId", "147")];
        assert_eq!(
            address(Some(("team", "coaches")), None, &team),
            "/api/v1/teams/147/coaches"
        );
        assert_eq!(
            address(Some(("team", "roster")), None, &team),
            "/api/v1/teams/147/roster"
        );
        assert_eq!(
            address(Some(("team", "made_up")), None, &team),
            "/api/v1/mapped/147"
        );
        assert_eq!(address(Some(("team", "roster")), Some("/x?a=1"), &[]), "/x?a=1");
        for (url, shown) in [(None, "/api/v1/mapped/{teamId}"), (Some("/x?a=1"), "/x?a=1")] {
            let address = address(None, url, &[]);
            assert_eq!(address, format!("{shown}#request-unknown"));
            assert!(!is_known(&address) && is_known(shown));
        }
    }

    #[test]
    fn an_address_tells_parameters_that_stand_nowhere_else() {
        let response = with_params_of_address(response(None, Some("/x?fields=a%2Cb&c=d"), Params::new()));
        assert_eq!(response.query_params, params(&[("fields", "a,b"), ("c", "d")]));
        assert_eq!(fields(&response), Some("a,b"));
    }
}
