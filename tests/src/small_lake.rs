//! A lake with two tables, made by the whole pipeline from documents of a line: what tests of the mirror need, in milliseconds.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use mlb_lake::Lake;
use mlb_lake::contract::{Catalog, Home};
use mlb_pipeline::capture::fetch;
use mlb_pipeline::capture::landing::Landing;
use mlb_pipeline::runs::{self, Begun};
use mlb_pipeline::transform::candidates::Selection;
use mlb_pipeline::transform::job;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::lake::{self, Ran};
use crate::{faulty_store, objects};

const MAPPING: &str = r#"version: 1
source:
  name: game.small_v1
  endpoint: game
  method: smallV1
  description: A small document
  request:
    method: GET
    path: /api/small/{game_pk}
    path_params: {game_pk: {type: bigint, description: The game}}
  game_pk: gamePk
  season: season
  game_type: gameType
  game_date: {official: officialDate}
  document_at: {path: timeStamp, format: "%Y%m%d_%H%M%S"}
  required: [gamePk, items]
document:
  title: string
  items: [{label: string, speed: double, happenedAt: timestamp, onDate: date, isGood: boolean, bigNumber: bigint}]
levels:
  items: {path: items, item: item}
columns:
  season: {type: int, nullable: false, path: capture.season, description: Season}
  game_pk: {type: bigint, nullable: false, path: capture.game_pk, description: Game}
  source_captured_at: {type: timestamp, nullable: false, path: capture.source_captured_at, description: Capture that last changed the rows}
tables:
  - name: small_games
    grain: game
    description: Small games
    replace_by: [game_pk]
    key: [season, game_pk]
    columns:
      - {name: season}
      - {name: game_pk}
      - {name: title, type: string, path: title, description: "What it's called"}
      - {name: source_captured_at}
  - name: small_items
    grain: item
    description: Items of small games
    replace_by: [game_pk]
    key: [season, game_pk, item_index]
    columns:
      - {name: season}
      - {name: game_pk}
      - {name: item_index, type: int, nullable: false, derived: position in items, description: Position}
      - {name: label, type: string, path: "items[].label", description: Label}
      - {name: speed, type: double, path: "items[].speed", description: "Speed, mph"}
      - {name: happened_at, type: timestamp, path: "items[].happenedAt", description: "Moment, UTC"}
      - {name: on_date, type: date, path: "items[].onDate", description: Day}
      - {name: is_good, type: boolean, path: "items[].isGood", description: Whether it is good}
      - {name: big_number, type: bigint, path: "items[].bigNumber", description: Number}
      - {name: source_captured_at}
    references: [{columns: [season, game_pk], table: game.small_games}]
    indexes: [[label, season]]
"#;

const GAMES_SQL: &str = "-- One row per small game.
SELECT season AS season, game_pk AS game_pk, document.title AS title, source_captured_at AS source_captured_at
FROM document
";

const ITEMS_SQL: &str = "-- One row per item.
SELECT
    season AS season,
    game_pk AS game_pk,
    item._index AS item_index,
    item.label AS label,
    item.speed AS speed,
    item.happenedAt AS happened_at,
    item.onDate AS on_date,
    item.isGood AS is_good,
    item.bigNumber AS big_number,
    source_captured_at AS source_captured_at
FROM items
";

const VIEW_SQL: &str = "-- The labels of a game.
SELECT items.season AS season, items.game_pk AS game_pk, items.label AS label
FROM game.small_items AS items
";

/// A lake, and its mappings and SQL in a temporary folder.
pub struct SmallLake {
    folder: TempDir,
    place: lake::Lake,
    pending: Vec<Value>,
    keeps_pending: bool,
    folders: usize,
    /// The lake.
    pub lake: Lake,
    /// Mappings and SQL.
    pub home: Home,
    /// The contract.
    pub catalog: Catalog,
}

impl SmallLake {
    /// A lake without a row.
    pub async fn new() -> SmallLake {
        let place = lake::Lake::new();
        let lake = place.open();
        SmallLake::made(place, lake).await
    }

    /// A lake without a row, on a store that fails when it is told to.
    pub async fn on_faulty_store() -> SmallLake {
        let place = lake::Lake::in_folder();
        let location = faulty_store::location(place.place());
        let lake = Lake::at(&location, HashMap::new()).expect("a lake's location");
        SmallLake::made(place, lake).await
    }

    async fn made(place: lake::Lake, lake: Lake) -> SmallLake {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (file, text) in [
            ("mappings/game/small_v1.yaml", MAPPING),
            ("sql/game/small_games.sql", GAMES_SQL),
            ("sql/game/small_items.sql", ITEMS_SQL),
            ("sql/views/small_labels.sql", VIEW_SQL),
        ] {
            write(&folder.path().join(file), text);
        }
        let home = Home::at(folder.path()).expect("mappings and SQL");
        let catalog = Catalog::read(&home.mappings).expect("the mapping");
        lake.init().await.expect("a lake");
        let place = place.with_env("MLB_HOME", folder.path());
        SmallLake {
            folder,
            place,
            pending: Vec::new(),
            keeps_pending: false,
            folders: 0,
            lake,
            home,
            catalog,
        }
    }

    /// A document for the next run. `second` is its own clock; each item is an object of `label`, `speed` and so on.
    pub fn document(&mut self, game_pk: i64, season: i32, second: u32, items: Value) -> &mut SmallLake {
        self.pending.push(json!({
            "gamePk": game_pk,
            "season": season,
            "gameType": "R",
            "officialDate": format!("{season}-07-12"),
            "timeStamp": format!("{season}0712_00{:02}{:02}", second / 60, second % 60),
            "title": format!("Game {game_pk}"),
            "items": items,
        }));
        self
    }

    /// Lands the documents, transforms them and records the run; answers with its id.
    pub async fn run(&mut self) -> String {
        self.transform(Selection::New).await
    }

    /// Transforms all documents again.
    pub async fn full_refresh(&mut self) -> String {
        self.transform(Selection::Full).await
    }

    /// The documents land in every run from now on.
    pub fn keep_documents(&mut self) {
        self.keeps_pending = true;
    }

    /// What landed does not land again.
    pub fn forget_documents(&mut self) {
        self.pending.clear();
    }

    async fn transform(&mut self, selection: Selection) -> String {
        self.try_transform(selection).await.expect("a run")
    }

    /// The same as [`run`](Self::run), where it may fail.
    pub async fn try_run(&mut self) -> mlb_pipeline::Result<String> {
        self.try_transform(Selection::New).await
    }

    async fn try_transform(&mut self, selection: Selection) -> mlb_pipeline::Result<String> {
        let run = Begun::now("run");
        self.land(&run.run_id).await?;
        let contract = &self.catalog.contracts[0];
        let options = job::Options {
            selection,
            workers: 1,
            run_id: run.run_id.clone(),
            on_progress: Arc::new(|_| {}),
        };
        let report = job::run(&self.lake, &self.home, contract, options).await?;
        assert!(report.bad_games.is_empty(), "{:?}", report.bad_games);
        let versions = runs::versions(&self.lake, &self.catalog, report.versions).await?;
        run.record(&self.lake, versions, &json!({})).await?;
        Ok(run.run_id)
    }

    async fn land(&mut self, run_id: &str) -> mlb_pipeline::Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.folders += 1;
        let folder = self.folder.path().join(format!("captures/{}", self.folders));
        for (index, document) in self.pending.iter().enumerate() {
            write(&folder.join(format!("{index:04}.json")), &document.to_string());
        }
        if !self.keeps_pending {
            self.pending.clear();
        }
        let mut landing = Landing::new(&self.lake, &self.catalog, run_id, None, None)?;
        fetch::replay(&mut landing, &folder, |_| {}).await?;
        let report = landing.finish().await?;
        assert!(report.refused.is_empty(), "{:?}", report.refused);
        Ok(())
    }

    /// A copy of the lake as it is now, which shares mappings and SQL.
    pub fn copy(&self) -> lake::Lake {
        self.place.copy()
    }

    /// `mlb` run on the lake, with variables of the environment.
    pub fn mlb(&self, args: &[&str], env: &[(&str, &str)]) -> Ran {
        self.place.mlb_with(args, env)
    }

    /// The lake's folder, where it lies in one.
    pub fn place(&self) -> &Path {
        self.place.place()
    }

    /// Changes the mapping and the SQL: each `(file, from, to)` replaces a text.
    pub fn change(&mut self, changes: &[(&str, &str, &str)]) {
        for (file, from, to) in changes {
            let path = self.folder.path().join(file);
            let text = std::fs::read_to_string(&path).expect("a file of the project");
            assert!(text.contains(from), "`{from}` is in {file}");
            write(&path, &text.replace(from, to));
        }
        self.catalog = Catalog::read(&self.home.mappings).expect("the mapping");
    }

    /// Where mappings and SQL are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Deletes a table of the lake, for a contract that changed.
    pub async fn forget_table(&self, name: &str) {
        objects::delete(&self.lake, &format!("mlb-warehouse/game/{name}")).await;
    }
}

fn write(file: &Path, text: &str) {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).expect("a folder");
    }
    std::fs::write(file, text).expect("a file");
}
