//! Every whole feed goes through `mlb run --replay`, and every table is held against the JSON: its rows counted, each cell
//! against its leaf, by code that knows the API and not our SQL. Where two feeds are of one game the newer counts; those
//! that lose are looked at in a lake of their own.

use std::collections::{BTreeMap, HashMap};

use mlb_tests::captures::{CapturedFeed, Captures, newest_and_older};
use mlb_tests::contract::{self, Table};
use mlb_tests::folder::ReplayFolder;
use mlb_tests::lake::Lake;
use mlb_tests::oracle::{self, Comparison, Row};
use mlb_tests::shared_lake::shared;
use serde_json::Value;

/// A lake with the feeds that its tables must show.
struct Loaded {
    lake: Lake,
    feeds: Vec<CapturedFeed>,
}

/// All feeds in one run: of each game the newest is shown.
fn newest(captures: &Captures) -> Loaded {
    Loaded {
        lake: captures.lake(),
        feeds: newest_and_older(captures.feeds()).0,
    }
}

/// The feeds that a newer one beats.
fn older(captures: &Captures) -> Loaded {
    let feeds = newest_and_older(captures.feeds()).1;
    assert!(!feeds.is_empty(), "some game has two snapshots");
    let lake = shared("older-feeds", |lake| {
        let folder = feeds.iter().fold(ReplayFolder::new(), |folder, feed| {
            folder.with_file(&feed.name, &feed.file)
        });
        lake.run(folder.path()).clean();
    });
    Loaded { lake, feeds }
}

impl Loaded {
    fn expected(&self, table: &Table) -> Vec<Row<'_>> {
        self.feeds
            .iter()
            .flat_map(|feed| oracle::rows(&table.name, &feed.document))
            .collect()
    }

    fn found(&self, table: &Table) -> Vec<Value> {
        self.lake.rows(&format!("SELECT * FROM game.{}", table.name))
    }
}

#[test]
fn every_table_has_as_many_rows_as_the_json_has_items() {
    let Some(captures) = Captures::find() else { return };
    for loaded in [newest(&captures), older(&captures)] {
        let content = loaded.lake.content();
        let rows: BTreeMap<_, _> = content
            .iter()
            .map(|(table, content)| (table.as_str(), content.rows))
            .collect();
        let tables = contract::tables();
        let names: Vec<String> = tables
            .iter()
            .map(|table| format!("game.{}", table.name))
            .collect();
        let expected = names
            .iter()
            .zip(&tables)
            .map(|(name, table)| (name.as_str(), loaded.expected(table).len() as u64));
        assert_eq!(rows, expected.collect());
    }
}

#[test]
fn every_cell_is_its_leaf() {
    let Some(captures) = Captures::find() else { return };
    let loaded = newest(&captures);
    let mut comparison = Comparison::default();
    for table in contract::tables() {
        comparison.table(&table, &loaded.expected(&table), &loaded.found(&table));
    }
    eprintln!("{} cells", comparison.cells);
    comparison.finish();
}

#[test]
fn every_cell_of_an_older_snapshot_is_its_leaf() {
    let Some(captures) = Captures::find() else { return };
    let loaded = older(&captures);
    let mut comparison = Comparison::default();
    for table in contract::tables() {
        comparison.table(&table, &loaded.expected(&table), &loaded.found(&table));
    }
    comparison.finish();
}

/// The feed names who goes in words only: "Pitching Change: A replaces B."
#[test]
fn the_pitcher_who_goes_is_the_one_who_is_announced() {
    let Some(captures) = Captures::find() else { return };
    let plain = |text: &str| text.replace([' ', '.'], "");
    let changes = "SELECT game_pk, previous_player_id, description FROM game.live_game_lineup_changes
        WHERE event_type = 'pitching_substitution'";
    let mut count = 0;
    for loaded in [newest(&captures), older(&captures)] {
        for row in loaded.lake.rows(changes) {
            let of_game = |feed: &&CapturedFeed| row["game_pk"] == feed.game_pk();
            let feed = loaded.feeds.iter().find(of_game).expect("a feed of the game");
            let player = format!("ID{}", row["previous_player_id"]);
            let name = feed.document["gameData"]["players"][player]["fullName"].as_str();
            let announced = plain(row["description"].as_str().expect("a description"));
            let expected = format!("replaces{}", plain(name.expect("somebody went")));
            assert!(announced.contains(&expected), "{row} in {}", feed.name);
            count += 1;
        }
    }
    assert!(count > 80, "{count} pitching changes");
}

/// The boxscore counts a ball in play as a strike; its pitch does not say so.
const THROWN: &str =
    "SELECT game_pk, pitcher_id, CASE half_inning WHEN 'top' THEN 'home' ELSE 'away' END AS side,
    COUNT(*) AS pitches,
    SUM(CASE WHEN is_strike OR is_in_play THEN 1 ELSE 0 END) AS strikes,
    SUM(CASE WHEN is_ball THEN 1 ELSE 0 END) AS balls
    FROM game.live_game_pitch_events GROUP BY 1, 2, 3";

#[test]
fn pitches_and_strikes_of_every_pitcher_are_those_of_the_boxscore() {
    let Some(captures) = Captures::find() else { return };
    for loaded in [newest(&captures), older(&captures)] {
        let mut thrown = HashMap::new();
        for row in loaded.lake.rows(THROWN) {
            let key = (
                row["game_pk"].as_i64(),
                row["side"].as_str().map(str::to_owned),
                row["pitcher_id"].as_i64(),
            );
            thrown.insert(
                key,
                ["pitches", "strikes", "balls"].map(|count| row[count].as_i64()),
            );
        }
        for feed in &loaded.feeds {
            for (side, team) in oracle::sides(&feed.document) {
                for player in oracle::box_players(team) {
                    let key = (
                        Some(feed.game_pk()),
                        Some(side.to_owned()),
                        player["person"]["id"].as_i64(),
                    );
                    let line = &player["stats"]["pitching"];
                    let stated = line
                        .get("numberOfPitches")
                        .map(|_| ["numberOfPitches", "strikes", "balls"].map(|count| line[count].as_i64()));
                    let nothing = [Some(0); 3];
                    let counted = thrown.remove(&key).unwrap_or(nothing);
                    assert_eq!(counted, stated.unwrap_or(nothing), "{key:?} in {}", feed.name);
                }
            }
        }
        assert!(thrown.is_empty(), "pitchers that no boxscore has: {thrown:?}");
    }
}
