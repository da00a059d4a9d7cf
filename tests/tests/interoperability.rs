//! Other tools on our tables: Polars, pandas and pyarrow on the Delta tables, DuckDB on the exported Parquet, and the notebooks.

use std::process::Command;

use mlb_simulator::{Server, Slate};
use mlb_tests::lake::{Lake, program};
use mlb_tests::{contract, python, workspace};

const DATES: [&str; 3] = ["2024-07-03", "2024-07-04", "2024-07-05"];
const SEED: u64 = 1;
const GAMES: usize = 15;

/// A lake of some days of finished games.
async fn lake(dates: &[&str]) -> Lake {
    let lake = Lake::in_folder();
    for date in dates {
        let api = Server::start(Slate::new(SEED, date, GAMES)).await;
        lake.mlb(["run", "--quiet", "--date", date, "--api", &api.url()])
            .clean();
        api.stop().await;
    }
    lake
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reader_says_what_mlb_sql_says() {
    // A second load and an optimization leave removed files behind, which no reader may count.
    let lake = lake(&DATES[..1]).await;
    lake.mlb(["transform", "--full-refresh", "--quiet"]).clean();
    lake.mlb(["lake", "optimize", "--quiet"]).clean();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (exported, answered) = (folder.path().join("exported"), folder.path().join("answered"));
    lake.mlb(["export", "--quiet", "--to", &exported.to_string_lossy()])
        .clean();
    for table in contract::tables() {
        let file = answered.join("game").join(format!("{}.parquet", table.name));
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        let sql = format!("SELECT * FROM game.{}", table.name);
        let mut mlb = program();
        mlb.args(["sql", "--format", "parquet", &sql])
            .env("MLB_LAKE", lake.location());
        mlb.stdout(std::fs::File::create(&file).expect("a file"));
        assert!(mlb.status().expect("`mlb` starts").success(), "{sql}");
    }
    let scripts = workspace::root().join("tests/interoperability");
    let mut readers = Command::new(python::interpreter(&scripts.join("requirements.txt")));
    readers
        .arg(scripts.join("readers.py"))
        .arg(lake.place())
        .args([&exported, &answered]);
    println!("{}", python::run(&mut readers));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_notebook_runs() {
    let lake = lake(&DATES).await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut notebooks = Command::new("bash");
    notebooks
        .arg("scripts/notebooks.sh")
        .arg(folder.path())
        .current_dir(workspace::root())
        .env("MLB_LAKE", lake.location())
        .env("MLB_CACHE", workspace::scratch().with_file_name("mlb-python"));
    println!("{}", python::run(&mut notebooks));
}
