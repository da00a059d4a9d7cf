//! Mappings and SQL files that are wrong: the message says where and what to do, and nothing is written.

use mlb_tests::clubs;
use mlb_tests::feed::Feed;
use mlb_tests::folder::ReplayFolder;
use mlb_tests::home::{Home, MAPPING};
use mlb_tests::lake::Lake;

const PLAYS: &str = "sql/game/live_game_plays.sql";

/// The line of a file where a text stands first.
fn line_of(home: &Home, file: &str, text: &str) -> usize {
    let at = home.read(file).lines().position(|line| line.contains(text));
    at.unwrap_or_else(|| panic!("`{text}` stands in {file}")) + 1
}

/// `schema check` fails with these words; `run` says the same and leaves no table behind.
fn is_refused(home: &Home, words: &[&str]) {
    let lake = Lake::new().with_home(home);
    let check = lake.mlb(["schema", "check"]).ends_with(4);
    for word in words {
        assert!(check.stderr.contains(word), "`{word}` in: {}", check.stderr);
    }
    assert!(
        !check.stderr.contains("\n\n") && !check.stderr.trim_end().ends_with('.'),
        "{}",
        check.stderr
    );
    let captures = ReplayFolder::new().with("1.json", Feed::of(1).text());
    let ran = lake.run(captures.path()).ends_with(4);
    assert_eq!(ran.stderr, check.stderr, "the same message");
    let mut logs = lake.objects("mlb-warehouse/game");
    logs.retain(|name| name.contains("_delta_log"));
    assert!(logs.is_empty(), "no table was made: {logs:?}");
}

/// `file:line:` of a text in the mapping.
fn place(home: &Home, text: &str) -> String {
    format!("{MAPPING}:{}:", line_of(home, MAPPING, text))
}

#[test]
fn a_column_of_an_unknown_type() {
    let home = Home::small();
    home.change(
        MAPPING,
        "name: has_out, type: boolean",
        "name: has_out, type: bolean",
    );
    is_refused(
        &home,
        &[&place(&home, "bolean"), "unknown type `bolean`", "`boolean`"],
    );
}

#[test]
fn a_leaf_of_an_unknown_type() {
    let home = Home::small();
    home.change(MAPPING, "captivatingIndex: int", "captivatingIndex: integer");
    is_refused(
        &home,
        &[
            &place(&home, "integer"),
            "unknown type `integer`",
            "captivatingIndex",
        ],
    );
}

#[test]
fn a_key_that_stands_twice() {
    let home = Home::small();
    home.change(
        MAPPING,
        "\n    grain: game\n",
        "\n    grain: game\n    grain: games\n",
    );
    is_refused(&home, &[&place(&home, "grain: games"), "duplicate key `grain`"]);
}

#[test]
fn a_reference_to_an_unknown_table() {
    let home = Home::small();
    home.change(
        MAPPING,
        "table: game.live_game_metadata",
        "table: game.live_game_metdata",
    );
    is_refused(
        &home,
        &[
            &place(&home, "metdata}"),
            "`game.live_game_metdata`",
            "did you mean `game.live_game_metadata`",
        ],
    );
}

#[test]
fn a_path_that_is_not_in_the_document() {
    let home = Home::small();
    home.change(MAPPING, "about.hasReview\"", "about.hasRevue\"");
    is_refused(
        &home,
        &[
            &place(&home, "hasRevue"),
            "`hasRevue`",
            "did you mean",
            "hasReview`",
        ],
    );
}

#[test]
fn a_value_of_a_parameter_that_it_cannot_have() {
    let events = "mappings/day/events.yaml";
    let home = clubs::home();
    home.change(events, "unless: [1]", "unless: [one]");
    let place = format!("{events}:{}:", line_of(&home, events, "unless"));
    is_refused(&home, &[&place, "`unless` of `levelId` has `one`", "no bigint"]);
    home.change(
        events,
        "{param: levelId, unless: [one]}",
        "{param: levelID, unless: [1]}",
    );
    is_refused(
        &home,
        &[
            &place,
            "`levelID`, which is no parameter of the request",
            "did you mean `levelId`",
        ],
    );
}

#[test]
fn a_mapping_that_is_no_yaml() {
    let home = Home::small();
    home.change(MAPPING, "\ndocument:\n", "\ndocument: [\n");
    is_refused(&home, &[MAPPING, "no YAML"]);
}

#[test]
fn a_select_without_a_column_of_the_contract() {
    let home = Home::small();
    home.change(PLAYS, "    play.about.hasOut AS has_out,\n", "");
    is_refused(&home, &[PLAYS, "column `has_out`", "missing"]);
}

#[test]
fn a_select_with_a_column_beside_the_contract() {
    let home = Home::small();
    home.change(
        PLAYS,
        "AS has_out,",
        "AS has_out,\n    play.about.hasOut AS has_out_too,",
    );
    is_refused(&home, &[PLAYS, "column `has_out_too` is not in the contract"]);
}

#[test]
fn a_select_in_another_order() {
    let home = Home::small();
    home.change(PLAYS, "    play.about.hasOut AS has_out,\n", "");
    home.change(
        PLAYS,
        "    play.about.inning AS inning,\n",
        "    play.about.hasOut AS has_out,\n    play.about.inning AS inning,\n",
    );
    is_refused(&home, &[PLAYS, "`has_out`", "order"]);
}

#[test]
fn a_select_of_another_type() {
    let home = Home::small();
    home.change(PLAYS, "play.about.hasOut AS", "play.about.inning AS");
    is_refused(&home, &[PLAYS, "column `has_out`", "`boolean`", "cast"]);
}

#[test]
fn a_select_with_a_wrong_path() {
    let home = Home::small();
    home.change(PLAYS, "play.about.hasOut AS", "play.about.hasOutt AS");
    let place = format!("{PLAYS}:{}:", line_of(&home, PLAYS, "hasOutt"));
    is_refused(&home, &[&place, "`play.about.hasOutt`", "did you mean `hasOut`"]);
}

#[test]
fn a_select_with_a_path_that_begins_wrong() {
    let home = Home::small();
    home.change(PLAYS, "play.about.hasOut AS", "ply.about.hasOut AS");
    let place = format!("{PLAYS}:{}:", line_of(&home, PLAYS, "ply.about"));
    is_refused(&home, &[&place, "`ply", "did you mean `play`"]);
}

#[test]
fn a_select_from_an_unknown_level() {
    let home = Home::small();
    home.change(PLAYS, "FROM plays", "FROM playz");
    let place = format!("{PLAYS}:{}:", line_of(&home, PLAYS, "FROM playz"));
    is_refused(&home, &[&place, "no level `playz`", "did you mean `plays`"]);
}

#[test]
fn a_select_that_is_no_sql() {
    let home = Home::small();
    home.change(PLAYS, "FROM plays", "FRM plays");
    is_refused(&home, &[PLAYS, "FRM"]);
}

#[test]
fn a_table_without_its_select() {
    let home = Home::small();
    std::fs::remove_file(home.path().join(PLAYS)).expect("the SQL file");
    is_refused(&home, &[PLAYS, "live_game_plays"]);
}

#[test]
fn a_view_over_an_unknown_table_is_found() {
    let home = Home::copy();
    home.change(
        "sql/views/live_game_home_bench.sql",
        "FROM game.live_game_bench",
        "FROM game.live_game_benches",
    );
    let ran = Lake::new().with_home(&home).mlb(["schema", "check"]).ends_with(4);
    assert!(
        ran.stderr.contains("sql/views/live_game_home_bench.sql"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_select_whose_rows_lead_nowhere_stops_only_the_games_it_is_wrong_for() {
    let home = Home::small();
    let metadata = "sql/game/live_game_metadata.sql";
    home.change(metadata, "FROM document", "FROM document\nWHERE game_pk <> 1");
    let lake = Lake::new().with_home(&home);
    let captures = ReplayFolder::new()
        .with("1.json", Feed::of(1).text())
        .with("2.json", Feed::of(2).text());
    let ran = lake.run(captures.path()).ends_with(3);
    let message = "table `live_game_plays` has a row with the key season 2024, game_pk 1, at_bat_index 0 that leads to none of `live_game_metadata`";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
    assert_eq!(
        lake.number("SELECT COUNT(DISTINCT game_pk) AS n FROM game.live_game_plays"),
        1
    );
    home.change(metadata, "WHERE game_pk <> 1", "");
    lake.mlb(["transform", "--game-pk", "1"]).clean();
    assert_eq!(
        lake.number("SELECT COUNT(DISTINCT game_pk) AS n FROM game.live_game_plays"),
        2
    );
}

#[test]
fn what_landed_before_the_sql_was_mended_is_not_lost() {
    let captures = ReplayFolder::new().with("1.json", Feed::of(1).text());
    let home = Home::small();
    home.change(PLAYS, "play.about.hasOut AS", "play.about.hasOutt AS");
    let lake = Lake::new().with_home(&home);
    lake.run(captures.path()).ends_with(4);
    home.change(PLAYS, "hasOutt", "hasOut");
    lake.run(captures.path()).clean();
    let never_wrong = Lake::new().with_home(&Home::small());
    never_wrong.run(captures.path()).clean();
    assert_eq!(lake.content(), never_wrong.content());
}
