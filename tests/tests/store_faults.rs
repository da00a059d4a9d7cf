//! A store that fails in one of the ways that stores fail, at one request in twenty: runs end with an error and are made again, and in
//! the end the lake is what it is without faults.

use std::path::Path;

use mlb_lake::{Lake, TableId};
use mlb_pipeline::content;
use mlb_tests::faulty_store::{self, Fault};
use mlb_tests::folder;
use mlb_tests::small_lake::SmallLake;
use serde_json::json;

/// Runs of one load; more would mean that no progress is made.
const RUNS_MAX: usize = 400;

const FAULTS: [Fault; 6] = [
    Fault::Latency,
    Fault::InternalError,
    Fault::SlowDown,
    Fault::PreconditionFailed,
    Fault::LostAnswer,
    Fault::TruncatedRead,
];

/// The content of every table, by game.
async fn contents(lake: &SmallLake) -> Vec<String> {
    let mut contents = Vec::new();
    for table in lake.catalog.tables() {
        let games = content::hashes(&lake.lake, table, None).await.expect("hashes");
        contents.extend(games.iter().map(|game| format!("{} {game:?}", table.name)));
    }
    contents
}

/// Rows of raw and of the books, which only grow: what was committed twice would be there twice.
async fn rows(lake: &Lake, id: &TableId) -> u64 {
    let Some(table) = lake.open(id).await.expect("a table") else {
        return 0;
    };
    let files = mlb_lake::columns::files(id, &table).expect("files");
    files.iter().filter_map(|file| file.rows).sum()
}

/// Two loads: games that are new, then corrections of some.
fn documents(lake: &mut SmallLake, load: u32) {
    for game in 1..=6_i64 {
        if load == 1 || game % 2 == 0 {
            let items = (0..game).map(|item| json!({"label": format!("{load}-{item}"), "speed": 90.5}));
            lake.document(game, 2024, load * 60 + game as u32, items.collect());
        }
    }
}

/// The process that held the lease is gone, as after a crash.
fn bury_holder(folder: &Path) {
    let leases = folder.join("mlb-warehouse/meta/leases");
    if !leases.exists() {
        return;
    }
    for file in folder::files(&leases) {
        let path = leases.join(file);
        let text = std::fs::read_to_string(&path).expect("a lease");
        let pid = format!("\"pid\":{}", std::process::id());
        std::fs::write(&path, text.replace(&pid, "\"pid\":4294967295")).expect("a lease");
    }
}

#[tokio::test]
async fn whatever_the_store_does_the_end_is_the_same() {
    let mut expected = SmallLake::new().await;
    for load in [1, 2] {
        documents(&mut expected, load);
        expected.run().await;
    }
    let expected = contents(&expected).await;
    for (number, fault) in FAULTS.into_iter().enumerate() {
        let mut lake = SmallLake::on_faulty_store().await;
        let mut struck = 0;
        for load in [1, 2] {
            documents(&mut lake, load);
            lake.keep_documents();
            let mut runs = 0;
            loop {
                faulty_store::fail_with(fault, (number * 1_000 + runs) as u64);
                let ended = lake.try_run().await;
                struck += faulty_store::fail_with(Fault::None, 0);
                if ended.is_ok() {
                    break;
                }
                bury_holder(lake.place());
                runs += 1;
                assert!(runs < RUNS_MAX, "{fault:?}: load {load} never ends: {ended:?}");
            }
            lake.forget_documents();
        }
        assert!(struck > 0, "{fault:?} never came");
        assert_eq!(contents(&lake).await, expected, "{fault:?}");
        let raw = rows(&lake.lake, &TableId::raw("game", "small_v1")).await;
        assert_eq!(raw, 9, "{fault:?}: every answer is stored once");
    }
}
