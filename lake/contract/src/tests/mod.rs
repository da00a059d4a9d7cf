//! What is right is read as written; what is wrong is named with its line.

mod sets;
mod wrong;

use arrow::datatypes::{DataType, TimeUnit};

use super::{Catalog, ColumnType, Contract, ContractError, Origin, dictionary, postgres};

const FILE: &str = "mappings/game/feed.yaml";

/// A whole mapping, small: every section, every kind of level.
const FEED: &str = r#"version: 1
source:
  name: game.feed
  endpoint: game
  method: liveGameV1
  description: A game's feed
  request:
    method: GET
    path: /api/v1.1/game/{game_pk}/feed/live
    path_params: {game_pk: {type: bigint, description: "The game"}}
    query_params: {timecode: {type: string, description: "The moment"}}
  game_pk: gamePk
  season: gameData.game.season
  game_type: gameData.game.type
  game_date: {official: gameData.officialDate, instant: gameData.dateTime, time_zone: gameData.zone}
  document_at: {path: metaData.timeStamp, format: "%Y%m%d_%H%M%S"}
  required: [gamePk, liveData.plays.allPlays]
document:
  gamePk: bigint
  gameData: {game: {season: int, type: string}}
  liveData:
    plays: {allPlays: [{about: {atBatIndex: int, inning: int}, playEvents: [{isPitch: boolean}]}]}
    boxscore: {teams: {"*": {pitchers: [bigint], players: {"*": {jerseyNumber: string}}}}}
levels:
  plays: {path: liveData.plays.allPlays, item: play}
  events: {of: plays, path: playEvents, item: event}
  box_teams: {path: liveData.boxscore.teams, item: team}
  box_players: {of: box_teams, path: players, item: player}
columns:
  season: {type: int, nullable: false, path: capture.season, description: Season}
  game_pk: {type: bigint, nullable: false, path: capture.game_pk, description: Game}
  at_bat_index: {type: int, nullable: false, path: "liveData.plays.allPlays[].about.atBatIndex", description: Plate appearance}
tables:
  - name: games
    grain: game
    description: Games
    replace_by: [game_pk]
    key: [season, game_pk]
    columns:
      - {name: season}
      - {name: game_pk}
      - {name: source_captured_at, type: timestamp, path: capture.source_captured_at, description: When}
  - name: plays
    grain: plate appearance
    description: Plays, also those in progress.
    replace_by: [game_pk]
    key: [season, game_pk, at_bat_index]
    columns:
      - {name: season}
      - {name: game_pk}
      - {name: at_bat_index}
      - {name: inning, type: int, path: "liveData.plays.allPlays[].about.inning", description: "The inning's number"}
      - {name: order, type: string, derived: the batter's own | slot, description: Slot}
    references: [{columns: [season, game_pk], table: game.games}]
    indexes: [[inning, season]]
    rules: [{name: inning_starts_at_one, check: "inning >= 1"}]
"#;

fn feed() -> Contract {
    Contract::parse(FILE, FEED).unwrap()
}

/// The messages about a mapping, each on its line, without the file.
fn messages(text: &str) -> Vec<String> {
    let error = Contract::parse(FILE, text).unwrap_err();
    error
        .to_string()
        .lines()
        .map(|line| line.replace(&format!("{FILE}:"), ""))
        .collect()
}

#[test]
fn a_mapping_is_read_as_written() {
    let contract = feed();
    assert_eq!(
        (contract.source.schema(), contract.source.table()),
        ("game", "feed")
    );
    assert_eq!(
        contract.source.request.path_params[0].data_type,
        ColumnType::Bigint
    );
    assert_eq!(
        contract.source.document_at.as_ref().unwrap().format,
        "%Y%m%d_%H%M%S"
    );
    assert_eq!(contract.source.required[1].as_str(), "liveData.plays.allPlays");
    let date = contract.source.game_date.as_ref().unwrap();
    assert_eq!(
        (&date.original, date.time_zone.as_ref().unwrap().as_str()),
        (&None, "gameData.zone")
    );
    let levels: Vec<_> = contract
        .levels
        .iter()
        .map(|level| (level.name.as_str(), level.of.as_deref()))
        .collect();
    let expected = [
        ("plays", None),
        ("events", Some("plays")),
        ("box_teams", None),
        ("box_players", Some("box_teams")),
    ];
    assert_eq!(levels, expected);
    assert_eq!(contract.levels[2].path, ["liveData", "boxscore", "teams"]);
    let plays = contract.table("game.plays").unwrap();
    assert_eq!(plays.key_indices(), [0, 1, 2]);
    assert_eq!(plays.references[0].table, "game.games");
    assert_eq!(plays.rules[0].check, "inning >= 1");
}

#[test]
fn a_table_inherits_shared_columns_and_has_its_arrow_schema() {
    let contract = feed();
    let season = contract.table("plays").unwrap().column("season").unwrap();
    assert_eq!((season.data_type, season.nullable), (ColumnType::Int, false));
    assert_eq!(season.origin, Origin::Path("capture.season".to_owned()));
    let schema = contract.table("games").unwrap().arrow_schema();
    let utc = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    assert_eq!(schema.field(2).data_type(), &utc);
    assert!(schema.field(2).is_nullable() && !schema.field(1).is_nullable());
}

#[test]
fn a_table_says_more_than_its_shared_column() {
    let text = FEED.replace(
        "      - {name: at_bat_index}\n",
        "      - {name: at_bat_index, derived: counted, description: Own}\n",
    );
    let contract = Contract::parse(FILE, &text).unwrap();
    let column = contract.table("plays").unwrap().column("at_bat_index").unwrap();
    assert_eq!(
        (column.data_type, column.nullable, column.description.as_str()),
        (ColumnType::Int, false, "Own")
    );
    assert_eq!(column.origin, Origin::Derived("counted".to_owned()));
}

#[test]
fn a_catalog_reads_a_folder_and_joins_its_mappings() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("mappings");
    std::fs::create_dir_all(folder.join("game")).unwrap();
    std::fs::write(folder.join("game/feed.yaml"), FEED).unwrap();
    let other = FEED
        .replace("game.feed", "game.other")
        .replace("name: games", "name: other_games");
    let other = other.replace("name: plays", "name: other_plays");
    std::fs::write(folder.join("game/other.yaml"), &other).unwrap();
    std::fs::write(folder.join("README.md"), "no mapping").unwrap();
    let catalog = Catalog::read(&folder).unwrap();
    let files: Vec<&str> = catalog
        .contracts
        .iter()
        .map(|contract| contract.file.as_str())
        .collect();
    assert_eq!(files, ["mappings/game/feed.yaml", "mappings/game/other.yaml"]);
    assert_eq!(
        catalog.table("game.other_plays").unwrap().references[0].table,
        "game.games"
    );
    assert_eq!(catalog.source("game.other").unwrap().tables.len(), 2);
    assert_eq!(catalog.tables().count(), 4);

    let twice = other
        .replace("game.other", "game.feed")
        .replace("other_plays", "plays")
        .replace("other_games", "there");
    std::fs::write(folder.join("game/other.yaml"), &twice).unwrap();
    assert_eq!(
        Catalog::read(&folder).unwrap_err().to_string(),
        "mappings/game/other.yaml:1:1: source `game.feed` is in `mappings/game/feed.yaml` already\n\
         mappings/game/other.yaml:43:11: table `game.plays` is in `mappings/game/feed.yaml` already"
    );
}

#[test]
fn the_mappings_of_this_repository_are_right() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../mappings"));
    let catalog = Catalog::read(folder).unwrap_or_else(|error| panic!("{error}"));
    assert!(catalog.source("game.live_game_v1").is_some());
}

#[test]
fn a_catalog_says_what_it_cannot_read() {
    let root = tempfile::tempdir().unwrap();
    let none = Catalog::read(root.path()).unwrap_err();
    assert!(matches!(&none, ContractError::NoMappings { .. }), "{none}");
    let gone = Catalog::read(&root.path().join("gone")).unwrap_err().to_string();
    assert!(
        gone.starts_with("cannot read `") && gone.contains("gone`: "),
        "{gone}"
    );
    let large = std::fs::File::create(root.path().join("large.yaml")).unwrap();
    large.set_len(5 << 20).unwrap();
    let large = Catalog::read(root.path()).unwrap_err().to_string();
    assert!(
        large.ends_with("large.yaml` has 5242880 bytes, more than 4194304; split it"),
        "{large}"
    );
}

#[test]
fn postgres_gets_partitioned_tables_with_keys_and_comments() {
    let contract = feed();
    let expected = r#"CREATE SCHEMA IF NOT EXISTS "game";
CREATE TABLE IF NOT EXISTS "game"."games" (
    "season" integer NOT NULL,
    "game_pk" bigint NOT NULL,
    "source_captured_at" timestamptz,
    CONSTRAINT "games_pkey" PRIMARY KEY ("season", "game_pk")
) PARTITION BY LIST ("season");
CREATE TABLE IF NOT EXISTS "game"."plays" (
    "season" integer NOT NULL,
    "game_pk" bigint NOT NULL,
    "at_bat_index" integer NOT NULL,
    "inning" integer,
    "order" text,
    CONSTRAINT "plays_pkey" PRIMARY KEY ("season", "game_pk", "at_bat_index")
) PARTITION BY LIST ("season");
CREATE INDEX IF NOT EXISTS "plays_inning_season_idx" ON "game"."plays" ("inning", "season");
DO $do$ BEGIN
IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conname = 'plays_season_game_pk_fkey' AND conrelid = '"game"."plays"'::pg_catalog.regclass) THEN
ALTER TABLE "game"."plays" ADD CONSTRAINT "plays_season_game_pk_fkey" FOREIGN KEY ("season", "game_pk") REFERENCES "game"."games" ("season", "game_pk") DEFERRABLE INITIALLY DEFERRED;
END IF;
END $do$;
COMMENT ON TABLE "game"."games" IS 'Games. One row per game. Source: raw.game.feed.';
COMMENT ON COLUMN "game"."games"."season" IS 'Season (capture.season)';
COMMENT ON COLUMN "game"."games"."game_pk" IS 'Game (capture.game_pk)';
COMMENT ON COLUMN "game"."games"."source_captured_at" IS 'When (capture.source_captured_at)';
COMMENT ON TABLE "game"."plays" IS 'Plays, also those in progress. One row per plate appearance. Source: raw.game.feed.';
COMMENT ON COLUMN "game"."plays"."season" IS 'Season (capture.season)';
COMMENT ON COLUMN "game"."plays"."game_pk" IS 'Game (capture.game_pk)';
COMMENT ON COLUMN "game"."plays"."at_bat_index" IS 'Plate appearance (liveData.plays.allPlays[].about.atBatIndex)';
COMMENT ON COLUMN "game"."plays"."inning" IS 'The inning''s number (liveData.plays.allPlays[].about.inning)';
COMMENT ON COLUMN "game"."plays"."order" IS 'Slot (derived: the batter''s own | slot)';"#;
    assert_eq!(postgres::ddl(&contract).join(";\n") + ";", expected);
    let partition = postgres::create_partition(contract.table("plays").unwrap(), 2024).unwrap();
    assert_eq!(
        partition,
        "CREATE TABLE IF NOT EXISTS \"game\".\"plays_2024\" PARTITION OF \"game\".\"plays\" FOR VALUES IN (2024)"
    );
}

#[test]
fn a_reference_out_of_the_contract_is_documented_and_not_enforced() {
    let mut contract = feed();
    contract.tables[1].references[0].table = "person.people".to_owned();
    let ddl = postgres::ddl(&contract).join("\n");
    assert!(!ddl.contains("FOREIGN KEY"), "{ddl}");
    assert!(
        ddl.contains("Source: raw.game.feed. Not enforced: season, game_pk refers to person.people.'"),
        "{ddl}"
    );
}

#[test]
fn a_table_without_season_is_not_partitioned() {
    let mut contract = feed();
    contract.tables[0].key.remove(0);
    assert!(!postgres::create_table(&contract.tables[0]).contains("PARTITION"));
    assert_eq!(postgres::create_partition(&contract.tables[0], 2024), None);
}

#[test]
fn the_dictionary_has_every_column() {
    let expected = r#"# game.feed

A game's feed

- `game.liveGameV1()`: `GET /api/v1.1/game/{game_pk}/feed/live`
- path parameter `game_pk` (bigint): The game
- query parameter `timecode` (string): The moment
- A body counts if it has `gamePk`, `liveData.plays.allPlays`.

From `mappings/game/feed.yaml`.

## game.games

Games

- One row per game.
- Key: `season`, `game_pk`.
- Replaced as a set by `game_pk`.

| column | type | null | what | from |
| --- | --- | --- | --- | --- |
| `season` | int | no | Season | `capture.season` |
| `game_pk` | bigint | no | Game | `capture.game_pk` |
| `source_captured_at` | timestamp | yes | When | `capture.source_captured_at` |

## game.plays

Plays, also those in progress.

- One row per plate appearance.
- Key: `season`, `game_pk`, `at_bat_index`.
- Replaced as a set by `game_pk`.
- `season`, `game_pk` refers to `game.games`.
- Index: `inning`, `season`.
- Rule `inning_starts_at_one`: `inning >= 1`.

| column | type | null | what | from |
| --- | --- | --- | --- | --- |
| `season` | int | no | Season | `capture.season` |
| `game_pk` | bigint | no | Game | `capture.game_pk` |
| `at_bat_index` | int | no | Plate appearance | `liveData.plays.allPlays[].about.atBatIndex` |
| `inning` | int | yes | The inning's number | `liveData.plays.allPlays[].about.inning` |
| `order` | string | yes | Slot | the batter's own \| slot |
"#;
    assert_eq!(dictionary::markdown(&feed()), expected);
}
