//! Every capture in the folder of captures, whatever it is of. All of them go through one `mlb run --replay`: what has its request or is
//! recognized by a mapping lands, all else is refused with its reason. What landed is then read capture by capture, since several may
//! answer about the same sets, and each gives its tables as many rows as its JSON has items; what the tables show after all of them is
//! looked at last. That the mappings are sound, `mlb schema check`, is among the snapshots; the live feed's tables are in `leaf_by_leaf.rs`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use datafusion::prelude::SessionContext;
use mlb_lake::contract::{Catalog, Contract, Home};
use mlb_lake::{TableId, reader};
use mlb_pipeline::transform::sets::body_reader::BodyReader;
use mlb_pipeline::transform::sets::captures::{self, Capture};
use mlb_pipeline::transform::sets::reader::{Read, Reader};
use mlb_pipeline::transform::sql_files;
use mlb_tests::answer::Answer;
use mlb_tests::captures::Captures;
use mlb_tests::sources::Sources;
use mlb_tests::{counts, home, workspace};
use serde_json::Value;

/// Why a body does not land.
const REASONS: [&str; 8] = [
    "ambiguous_source",
    "broken_json",
    "filtered",
    "incomplete",
    "other_game",
    "too_large",
    "unknown_source",
    "unreadable",
];

/// Why one that landed gives no rows.
const NO_ROWS: &str = "transform";

/// The source whose tables are counted leaf by leaf.
const FEED: &str = "game.live_game_v1";

#[test]
fn every_capture_lands_or_is_refused_with_its_reason() {
    let Some(captures) = Captures::find() else { return };
    let (answers, sources, lake) = (captures.answers(), Sources::read(), captures.lake_of_all());
    let observations = lake.rows("SELECT source, body_hash FROM meta.observations");
    let landed: HashSet<(String, String)> = observations
        .iter()
        .map(|row| (text(row, "source"), text(row, "body_hash")))
        .collect();
    let mut refused: HashMap<String, Value> = lake
        .quarantine()
        .into_iter()
        .filter(|entry| entry["reason"] != NO_ROWS)
        .map(|entry| (text(&entry, "origin"), entry))
        .collect();
    assert_eq!(
        observations.len() + refused.len(),
        answers.len(),
        "each file either lands or is refused"
    );
    let mut wrong = Vec::new();
    for answer in &answers {
        let (file, refusal) = (&answer.file, refused.remove(&answer.file));
        match (sources.of(answer), refusal) {
            (Some(source), None) => {
                if !landed.contains(&(source.name.clone(), answer.body_hash.clone())) {
                    wrong.push(format!("`{file}` did not land in `raw.{}`", source.name));
                }
            }
            (Some(source), Some(refusal)) => {
                wrong.push(format!(
                    "`{file}` is of `{}`, and was refused: {refusal}",
                    source.name
                ));
            }
            (None, Some(refusal)) => {
                let is_known = REASONS.iter().any(|reason| refusal["reason"] == *reason);
                if !is_known || text(&refusal, "detail").is_empty() {
                    wrong.push(format!("`{file}` was refused without a reason: {refusal}"));
                }
            }
            (None, None) => wrong.push(format!("`{file}` is of no source, and was not refused")),
        }
    }
    wrong.extend(
        refused
            .keys()
            .map(|file| format!("`{file}` is no file of the folder")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn text(row: &Value, key: &str) -> String {
    row[key].as_str().expect("a text").to_owned()
}

#[test]
fn every_table_is_counted_and_every_count_is_of_a_table() {
    let tables: BTreeSet<String> = counted_contracts(&catalog(&project()))
        .flat_map(|contract| &contract.tables)
        .map(|table| table.qualified_name())
        .collect();
    let counted: BTreeSet<String> = counts::counted_tables().map(str::to_owned).collect();
    assert_eq!(counted, tables);
}

fn project() -> Home {
    Home::at(&workspace::root()).expect("the project has mappings and SQL")
}

fn catalog(home: &Home) -> Catalog {
    Catalog::read(&home.mappings).expect("the mappings are sound")
}

/// Those with tables whose rows are counted here.
fn counted_contracts(catalog: &Catalog) -> impl Iterator<Item = &Contract> {
    let contracts = catalog.contracts.iter();
    contracts.filter(|contract| !contract.tables.is_empty() && contract.file != home::MAPPING)
}

/// The answers of every source, by its name.
fn by_source<'a>(answers: &'a [Answer], sources: &Sources) -> BTreeMap<String, Vec<&'a Answer>> {
    let mut found: BTreeMap<String, Vec<&Answer>> = BTreeMap::new();
    for answer in answers {
        if let Some(source) = sources.of(answer) {
            found.entry(source.name.clone()).or_default().push(answer);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_capture_gives_its_tables_as_many_rows_as_its_json_has_items() {
    let Some(captures) = Captures::find() else { return };
    let (home, lake) = (project(), captures.lake_of_all().open());
    let (catalog, answers) = (catalog(&home), captures.answers());
    let by_source = by_source(&answers, &Sources::read());
    let mut counted = Counted::default();
    for contract in counted_contracts(&catalog) {
        let Some(answers) = by_source.get(&contract.source.name) else {
            continue;
        };
        counted.source(&lake, &home, contract, answers).await;
    }
    let Counted { rows, tables, wrong } = counted;
    eprintln!("{rows} rows of {tables} tables of captures");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tables > 0, "some capture has tables");
}

/// What captures give, held against what their JSON says.
#[derive(Default)]
struct Counted {
    rows: usize,
    tables: usize,
    wrong: Vec<String>,
}

impl Counted {
    /// All captures of one source: each is found in raw, and read as a transform reads it.
    async fn source(&mut self, lake: &mlb_lake::Lake, home: &Home, contract: &Contract, answers: &[&Answer]) {
        let source = &contract.source;
        let id = TableId::raw_of(source);
        let Some(raw) = lake.open(&id).await.expect("raw can be opened") else {
            self.wrong
                .push(format!("nothing landed in `raw.{}`", source.name));
            return;
        };
        let held = captures::read(&id, &raw, None, &[])
            .await
            .expect("raw can be read");
        let queries = sql_files::read(home, contract).expect("each table has its SELECT");
        let mut reader = Reader::new(contract, &queries)
            .await
            .expect("the SELECTs are sound");
        let mut bodies = BodyReader::new(&raw, &id, &held.files);
        for answer in answers {
            let Some(capture) = capture_of(answer, &held.captures) else {
                self.wrong
                    .push(format!("`{}` is not in `raw.{}`", answer.file, source.name));
                continue;
            };
            let body = bodies.read(capture).await.expect("a body");
            match reader.read(capture, body).await.expect("a capture can be read") {
                Read::Rows(tables) => {
                    for table in &tables {
                        self.table(answer, &table.contract.qualified_name(), table.rows.num_rows());
                    }
                }
                Read::Bad(_, detail) => self.no_rows(answer, contract, &detail),
            }
        }
    }

    fn table(&mut self, answer: &Answer, table: &str, found: usize) {
        let expected = counts::rows(table, answer);
        if expected != Some(found) {
            let expected = expected.map_or("nobody knows how many".to_owned(), |rows| rows.to_string());
            self.wrong.push(format!(
                "`{}` gives `{table}` {found} rows, and its JSON says {expected}",
                answer.file
            ));
        }
        self.rows += found;
        self.tables += 1;
    }

    /// Only an answer whose rows belong to a season that nothing tells may give none, and says so.
    fn no_rows(&mut self, answer: &Answer, contract: &Contract, detail: &str) {
        if is_without_season(answer, contract) && !detail.is_empty() {
            return;
        }
        self.wrong.push(format!(
            "`{}` is of `{}`, and gives no rows: {detail}",
            answer.file, contract.source.name
        ));
    }
}

fn is_without_season(answer: &Answer, contract: &Contract) -> bool {
    let mut tables = contract.tables.iter();
    tables.any(|table| counts::is_without_season(&table.qualified_name(), answer))
}

/// The capture in raw that an answer is. A body that came twice, with and without its request, may be there once.
fn capture_of<'a>(answer: &Answer, held: &'a [Capture]) -> Option<&'a Capture> {
    let params = |text: &str| -> BTreeMap<String, String> {
        serde_json::from_str(text).expect("parameters are texts")
    };
    let is_alike = |capture: &&Capture| {
        capture.order.body_hash == answer.body_hash && params(&capture.query_params) == answer.query_params
    };
    let is_same =
        |capture: &&Capture| is_alike(capture) && params(&capture.path_params) == answer.path_params;
    let found = held.iter().find(is_same);
    found.or_else(|| held.iter().find(is_alike))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_all_captures_every_table_shows_rows_and_repeats_no_key() {
    let Some(captures) = Captures::find() else { return };
    let (home, lake) = (project(), captures.lake_of_all().open());
    let (catalog, answers) = (catalog(&home), captures.answers());
    let by_source = by_source(&answers, &Sources::read());
    let session = reader::session(&lake, &home, &catalog, None).expect("a session");
    let mut wrong = Vec::new();
    for contract in counted_contracts(&catalog) {
        let answers = by_source.get(&contract.source.name).into_iter().flatten();
        let shown: Vec<&Answer> = answers
            .copied()
            .filter(|answer| !is_without_season(answer, contract))
            .collect();
        for table in &contract.tables {
            let name = table.qualified_name();
            let told: usize = shown
                .iter()
                .filter_map(|answer| counts::rows(&name, answer))
                .sum();
            if told == 0 {
                continue;
            }
            let key: Vec<String> = table.key.iter().map(|column| format!("\"{column}\"")).collect();
            let keys = format!("SELECT COUNT(*) AS same FROM {name} GROUP BY {}", key.join(", "));
            let rows = number(&session, &format!("SELECT COUNT(*) FROM {name}")).await;
            let keys = number(&session, &format!("SELECT COUNT(*) FROM ({keys})")).await;
            if rows != keys {
                wrong.push(format!("`{name}` has {rows} rows and {keys} keys"));
            }
            if rows == 0 || rows > told as i64 {
                wrong.push(format!(
                    "`{name}` has {rows} rows, where the captures together have {told}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The one number that a statement answers with.
async fn number(session: &SessionContext, sql: &str) -> i64 {
    let answer = session.sql(sql).await.expect("a sound statement");
    let batches = answer.collect().await.expect("an answer");
    batches[0].column(0).as_primitive::<Int64Type>().value(0)
}

#[test]
fn every_feed_that_lands_has_its_game_in_the_tables() {
    let Some(captures) = Captures::find() else { return };
    let answers = captures.answers();
    let by_source = by_source(&answers, &Sources::read());
    let feeds = by_source.get(FEED).into_iter().flatten();
    let games: BTreeSet<Option<i64>> = feeds.map(|feed| feed.document["gamePk"].as_i64()).collect();
    let shown = captures
        .lake_of_all()
        .rows("SELECT game_pk FROM game.live_game_metadata");
    let shown: BTreeSet<Option<i64>> = shown.iter().map(|row| row["game_pk"].as_i64()).collect();
    assert_eq!(shown, games);
}
