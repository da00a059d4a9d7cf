//! Sources that are not one game: what narrows an answer, what it covers, documents that are lists, tables that are one set.

use super::messages;
use crate::{Catalog, Contract, GamePkSpec, SourceKind, dictionary, postgres};

const FILE: &str = "mappings/schedule/schedule.yaml";

/// A schedule, small: two schemas, a set a day, a table that is one set.
const SCHEDULE: &str = r#"version: 1
source:
  name: schedule.schedule
  endpoint: schedule
  method: schedule
  methods: [schedule, tieGames, team.games]
  description: The games of days
  request:
    method: GET
    path: /api/v1/schedule
    query_params:
      date: {type: date, description: The day}
      startDate: {type: date, description: The first day}
      endDate: {type: date, description: The last day}
      teamId: {type: bigint, description: Only games of a team}
      sportId: {type: bigint, description: Level of play}
  narrowed_by: [teamId, tieGames, {param: sportId, unless: ["1", 11]}]
  covers: {column: schedule_date, at: date, from: startDate, to: endDate}
  required: [dates, totalGames]
document:
  totalGames: int
  dates: [{date: date, games: [{gamePk: bigint, season: int, venue: {id: bigint}}]}]
levels:
  days: {path: dates, item: day}
  games: {of: days, path: games, item: game}
tables:
  - name: schedule_games
    grain: game and day
    description: Games of a day
    replace_by: [schedule_date]
    key: [season, schedule_date, game_pk]
    columns:
      - {name: season, type: int, nullable: false, path: "dates[].games[].season", description: Season}
      - {name: schedule_date, type: date, nullable: false, path: "dates[].date", description: Day}
      - {name: game_pk, type: bigint, nullable: false, path: "dates[].games[].gamePk", description: Game}
      - {name: query, type: string, path: capture.query_params, description: What was asked}
    references: [{columns: [venue_id], table: venue.schedule_venues}]
  - name: schedule_venues
    schema: venue
    grain: venue
    description: Venues
    replace_by: []
    key: [venue_id]
    columns:
      - {name: venue_id, type: bigint, nullable: false, path: "dates[].games[].venue.id", description: Venue}
"#;

/// A document that is a list, of a game that only the request names.
const LIST: &str = r#"version: 1
source:
  name: game.win_probability
  endpoint: game
  method: winProbability
  description: Win probability, play by play
  request:
    method: GET
    path: /api/v1/game/{gamePk}/winProbability
    path_params: {gamePk: {type: bigint, description: The game}}
  game_pk: {param: gamePk}
  required: []
  required_items: [atBatIndex, homeTeamWinProbability]
document: [{atBatIndex: int, homeTeamWinProbability: double, runners: [{id: bigint}]}]
levels:
  plays: {path: $, item: play}
  runners: {of: plays, path: runners, item: runner}
tables:
  - name: win_probability
    grain: play
    description: Win probability
    replace_by: [game_pk]
    key: [game_pk, at_bat_index]
    columns:
      - {name: game_pk, type: bigint, nullable: false, path: capture.game_pk, description: Game}
      - {name: at_bat_index, type: int, nullable: false, path: "$[].atBatIndex", description: Play}
"#;

/// The messages about a mapping after a replacement of text that it must have.
fn wrong(mapping: &str, from: &str, to: &str) -> Vec<String> {
    assert!(mapping.contains(from), "the mapping has no `{from}`");
    messages(&mapping.replacen(from, to, 1))
}

/// The schedule without the reference, whose columns the games do not have.
fn schedule() -> String {
    SCHEDULE.replace(
        "    references: [{columns: [venue_id], table: venue.schedule_venues}]\n",
        "",
    )
}

#[test]
fn a_source_of_sets_is_read_as_written() {
    let contract = Contract::parse(FILE, &schedule()).unwrap();
    assert_eq!(contract.kind(), SourceKind::Sets);
    let source = &contract.source;
    assert!(source.is_of("schedule", "tieGames") && source.is_of("schedule", "schedule"));
    assert!(!source.is_of("schedule", "postseason") && !source.is_of("game", "tieGames"));
    assert!(source.is_of("team", "games") && !source.is_of("schedule", "games"));
    let narrowed_by: Vec<&str> = source
        .narrowed_by
        .iter()
        .map(|narrowing| narrowing.name.as_str())
        .collect();
    assert_eq!(narrowed_by, ["teamId", "tieGames", "sportId"]);
    let narrows = |narrowing: usize, value| source.narrowed_by[narrowing].is_by(value);
    assert!(narrows(0, "147") && narrows(2, "12") && narrows(2, "1,12") && narrows(2, ","));
    assert!(!narrows(2, "1") && !narrows(2, "1, 11"));
    let covers = source.covers.as_ref().unwrap();
    assert_eq!(
        (covers.column.as_str(), covers.at.as_deref()),
        ("schedule_date", Some("date"))
    );
    assert_eq!(covers.range, Some(("startDate".to_owned(), "endDate".to_owned())));
    let venues = contract.table("venue.schedule_venues").unwrap();
    assert!(venues.replace_by.is_empty() && !venues.is_seasonal());
    assert_eq!(venues.schema, "venue");
}

#[test]
fn a_document_may_be_a_list() {
    let contract = Contract::parse(FILE, LIST).unwrap();
    assert_eq!(
        contract.source.game_pk,
        Some(GamePkSpec::Param("gamePk".to_owned()))
    );
    assert_eq!(
        contract.source.required_items,
        ["atBatIndex", "homeTeamWinProbability"]
    );
    assert_eq!(contract.levels[0].path, [""; 0]);
    let levels = mlb_lake_json::Levels::new(&contract.tree, &contract.levels).unwrap();
    let columns: Vec<String> = levels
        .fields("runners")
        .unwrap()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(columns, ["document", "play", "runner"]);
    assert_eq!(contract.kind(), SourceKind::Sets, "by game, but without a season");
    Contract::parse(FILE, &LIST.replace("  required: []\n", "")).unwrap();
}

#[test]
fn a_parameter_must_be_one_of_the_request() {
    let schedule = schedule();
    assert_eq!(
        wrong(&schedule, "narrowed_by: [teamId,", "narrowed_by: [teamid,"),
        [
            "17:17: `narrowed_by` of `source` names `teamid`, which is no parameter of the request; did you mean `teamId`?"
        ]
    );
    assert_eq!(
        wrong(&schedule, "at: date,", "at: dat,"),
        ["18:39: `at` of `covers` names `dat`, which is no parameter of the request; did you mean `date`?"]
    );
    assert_eq!(
        wrong(LIST, "{param: gamePk}", "{param: game}"),
        [
            "11:20: `game_pk` of `source` names `game`, which is no parameter of the request; did you mean `gamePk`?"
        ]
    );
}

#[test]
fn what_leaves_an_answer_whole_is_a_value_of_a_parameter() {
    let schedule = schedule();
    let with = |entry: &str| wrong(&schedule, "{param: sportId, unless: [\"1\", 11]}", entry);
    assert_eq!(
        with("{param: sportID, unless: [1]}"),
        [
            "17:43: `narrowed_by` of `source` names `sportID`, which is no parameter of the request; did you mean `sportId`?"
        ]
    );
    assert_eq!(
        with("{param: sportId, unless: [one]}"),
        ["17:61: `unless` of `sportId` has `one`, which is no bigint"]
    );
    assert_eq!(
        with("{param: sportId}"),
        ["17:35: an entry of `narrowed_by` of `source` lacks its `unless`"]
    );
    assert_eq!(
        with("{param: sportId, unless: []}"),
        ["17:60: `unless` of an entry of `narrowed_by` of `source` is empty"]
    );
    assert_eq!(
        with("{param: sportId, unles: [1]}"),
        [
            "17:35: an entry of `narrowed_by` of `source` lacks its `unless`",
            "17:52: unknown key `unles` in an entry of `narrowed_by` of `source`; did you mean `unless`?",
        ]
    );
    assert_eq!(
        wrong(&schedule, "team.games]", "team.games.all]"),
        [
            "6:33: `methods` of `source` names `team.games.all`; write `method`, or `endpoint.method` for one of another endpoint"
        ]
    );
}

#[test]
fn what_is_covered_is_a_set() {
    let schedule = schedule();
    assert_eq!(
        wrong(&schedule, "column: schedule_date, at", "column: game_pk, at"),
        ["18:20: `covers` names `game_pk`, and no table is replaced by that column alone"]
    );
    assert_eq!(
        wrong(&schedule, ", to: endDate", ""),
        ["18:11: `covers` has one end of a range; name both, `from` and `to`"]
    );
    assert_eq!(
        wrong(&schedule, ", at: date, from: startDate, to: endDate", ""),
        ["18:11: `covers` names no parameter; name `at`, or `from` and `to`"]
    );
    assert_eq!(
        wrong(
            &schedule,
            "schedule_date, type: date",
            "schedule_date, type: string"
        ),
        [
            "18:20: `covers` has a range of `schedule_date`, which is no `date` in `schedule_games`; name the one value with `at`"
        ]
    );
}

#[test]
fn a_list_has_no_paths_of_the_body() {
    assert_eq!(
        wrong(LIST, "  required: []\n", "  required: [atBatIndex]\n"),
        [
            "12:14: `required` of `source` is a path of the body, and the document is a list; its request may say it, \
             its items have `required_items`"
        ]
    );
    let schedule = schedule();
    assert_eq!(
        wrong(&schedule, "  required: [dates, totalGames]\n", "  required: []\n"),
        ["19:13: `required` of `source` is empty; name the paths without which a body does not count"]
    );
    assert_eq!(
        wrong(
            &schedule,
            "  required: [dates",
            "  required_items: [dates]\n  required: [dates"
        ),
        [
            "19:20: `required_items` of `source` is for documents that are lists of objects; name paths in `required`"
        ]
    );
    assert_eq!(
        wrong(&schedule, "days: {path: dates,", "days: {path: $,"),
        [
            "24:16: level `days` is over `$`, the document itself, which is an object; a level is over a list or an object map",
            "25:15: level `games` is of `days`, which is wrong itself",
        ]
    );
    assert_eq!(
        wrong(LIST, "\"$[].atBatIndex\"", "atBatIndex"),
        ["26:64: path `atBatIndex` is not in the document: the document is a list, write `$[]`"]
    );
}

#[test]
fn a_tables_schema_and_season_are_what_partitions_need() {
    let schedule = schedule();
    assert_eq!(
        wrong(&schedule, "schema: venue", "schema: Venue"),
        ["38:13: schema name `Venue` must be snake_case, at most 63 bytes"]
    );
    assert_eq!(
        wrong(&schedule, "name: season, type: int", "name: season, type: bigint"),
        ["33:9: `season` of `schedule_games` is bigint; tables are partitioned by it, and it is an `int`"]
    );
    assert_eq!(
        wrong(&schedule, "    replace_by: []\n", ""),
        ["37:5: table `schedule_venues` lacks its `replace_by`"]
    );
}

#[test]
fn several_sources_have_tables_in_one_schema() {
    let (first, second) = ("mappings/a.yaml", "mappings/b.yaml");
    let schedule = schedule();
    let other = LIST.replace(
        "  - name: win_probability\n",
        "  - name: win_probability\n    schema: schedule\n",
    );
    let catalog = Catalog::parse([(first, schedule.as_str()), (second, other.as_str())]).unwrap();
    assert!(catalog.table("schedule.win_probability").is_some());
    let twice = other.replace("name: win_probability", "name: schedule_games");
    let error = Catalog::parse([(first, schedule.as_str()), (second, twice.as_str())]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "mappings/b.yaml:19:11: table `schedule.schedule_games` is in `mappings/a.yaml` already"
    );
}

#[test]
fn only_what_is_replaced_together_is_a_foreign_key() {
    let text = SCHEDULE.replace(
        "      - {name: query,",
        "      - {name: venue_id, type: bigint, path: \"dates[].games[].venue.id\", description: Venue}\n      - {name: query,",
    );
    let contract = Contract::parse(FILE, &text).unwrap();
    let ddl = postgres::ddl(&contract).join("\n");
    assert!(!ddl.contains("FOREIGN KEY"), "{ddl}");
    assert!(
        ddl.contains("Not enforced: venue_id refers to venue.schedule_venues."),
        "{ddl}"
    );
    assert!(ddl.contains("CREATE SCHEMA IF NOT EXISTS \"venue\""), "{ddl}");
    let dictionary = dictionary::markdown(&contract);
    for line in [
        "- Answers of the same shape come from `tieGames`, `team.games`.\n",
        "- Only a part of its sets is in an answer with `teamId`, `tieGames`, `sportId` (other than `1`, `11`).\n",
        "- Replaced as a whole.\n",
    ] {
        assert!(dictionary.contains(line), "{line} in {dictionary}");
    }
}
