//! Operations of the API that no mapping describes. Their answers land as they came, each operation's in a raw table of its own name, and
//! no table is made of them: SQL reads them with `json_parse`. Once a mapping describes one, what landed before is there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use mlb_lake::contract::{Contract, GamePkSpec, RequestSpec, SourceSpec};
use mlb_lake_json::Tree;
use mlb_statsapi::Operation;

/// By name, `game.colorFeed`.
static UNMAPPED: LazyLock<BTreeMap<String, Contract>> = LazyLock::new(|| {
    let operations = Operation::all().iter();
    operations
        .map(|operation| (operation.name(), contract(operation)))
        .collect()
});

/// What is known of an operation without a mapping; nothing where the API has none of this name.
pub fn contract_of(endpoint: &str, method: &str) -> Option<&'static Contract> {
    UNMAPPED.get(&format!("{endpoint}.{method}"))
}

/// The same by the name of its raw table, `game.color_feed`.
pub fn contract_of_source(source: &str) -> Option<&'static Contract> {
    UNMAPPED.values().find(|contract| contract.source.name == source)
}

fn contract(operation: &Operation) -> Contract {
    Contract {
        file: "operations.json".to_owned(),
        source: SourceSpec {
            name: format!("{}.{}", snake(&operation.endpoint), snake(&operation.method)),
            endpoint: operation.endpoint.clone(),
            method: operation.method.clone(),
            methods: Vec::new(),
            description: operation.about.clone(),
            request: RequestSpec {
                method: "GET".to_owned(),
                path: operation.path.clone(),
                path_params: Vec::new(),
                query_params: Vec::new(),
            },
            // Where a request names one, as the other paths of the operation may not.
            game_pk: Some(GamePkSpec::Param("game_pk".to_owned())),
            season: None,
            game_type: None,
            game_date: None,
            document_at: None,
            narrowed_by: Vec::new(),
            covers: None,
            required: Vec::new(),
            required_items: Vec::new(),
            reaches: Vec::new(),
        },
        tree: Tree::Object(Vec::new()),
        levels: Vec::new(),
        tables: Vec::new(),
    }
}

/// `liveGameV1` as `live_game_v1`
fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut before = '_';
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && before != '_' && !before.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
        before = letter;
    }
    snake
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_operation_has_a_raw_table_of_its_own_name() {
        let names: BTreeSet<&str> = UNMAPPED
            .values()
            .map(|contract| contract.source.name.as_str())
            .collect();
        assert_eq!(names.len(), UNMAPPED.len());
        let is_plain = |name: &&str| {
            let letters = |part: &str| {
                let mut letters = part.chars();
                letters.all(|letter| letter == '_' || letter.is_ascii_lowercase() || letter.is_ascii_digit())
            };
            name.split_once('.')
                .is_some_and(|(schema, table)| letters(schema) && letters(table))
        };
        let odd: Vec<&str> = names.iter().copied().filter(|name| !is_plain(name)).collect();
        assert!(odd.is_empty(), "{odd:?}");
        for (operation, source) in [
            (("game", "liveGameV1"), "game.live_game_v1"),
            (("game", "colorFeed"), "game.color_feed"),
            (
                ("homerunderby", "homeRunDerbyPool"),
                "homerunderby.home_run_derby_pool",
            ),
            (("job", "getJobsByType"), "job.get_jobs_by_type"),
        ] {
            let contract = contract_of(operation.0, operation.1).unwrap();
            assert_eq!(contract.source.name, source);
            assert_eq!(contract_of_source(source).unwrap().source.method, operation.1);
        }
        assert!(contract_of("game", "colourFeed").is_none());
    }
}
