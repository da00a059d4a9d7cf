//! Every kind of mistake in a mapping, each with its own message and place.

use super::{FEED, FILE, messages};
use crate::Contract;

/// The one message about the mapping after a replacement of text that it must have.
fn wrong(from: &str, to: &str) -> Vec<String> {
    assert!(FEED.contains(from), "the mapping has no `{from}`");
    messages(&FEED.replacen(from, to, 1))
}

#[test]
fn a_duplicate_key_is_found() {
    assert_eq!(
        wrong("  game_pk: gamePk\n", "  game_pk: gamePk\n  game_pk: gamePk\n"),
        ["13:3: duplicate key `game_pk`, first on line 12; keep one of the two"]
    );
}

#[test]
fn an_unknown_key_is_answered_with_the_nearest() {
    assert_eq!(
        wrong("grain: plate", "grian: plate"),
        [
            "43:5: table `plays` lacks its `grain`",
            "44:5: unknown key `grian` in a table; did you mean `grain`?"
        ]
    );
    assert_eq!(
        wrong("item: play}", "item: play, zzz: 1}"),
        ["25:54: unknown key `zzz` in level `plays`; it has `of`, `path` and `item`"]
    );
}

#[test]
fn a_wrong_type_is_answered_with_the_nearest() {
    assert_eq!(
        wrong("inning, type: int", "inning, type: integr"),
        ["52:30: unknown type `integr`; did you mean `int`?"]
    );
    assert_eq!(
        wrong("inning, type: int", "inning, type: money"),
        [
            "52:30: unknown type `money`; types are `bigint`, `boolean`, `date`, `double`, `int`, `string` and `timestamp`"
        ]
    );
    assert_eq!(
        wrong("season: {type: int,", "season: {type: integr,"),
        ["30:18: unknown type `integr`; did you mean `int`?"]
    );
    assert_eq!(
        wrong("isPitch: boolean", "isPitch: bool"),
        [
            "22:87: unknown type `bool` of `liveData.plays.allPlays[].playEvents[].isPitch`; did you mean `boolean`?"
        ]
    );
}

#[test]
fn a_column_without_type_must_be_shared() {
    assert_eq!(
        wrong("- {name: at_bat_index}", "- {name: at_bat_idx, description: x}"),
        [
            "47:28: the key of `plays` names `at_bat_index`, which is no column of it; did you mean `at_bat_idx`?",
            "51:16: column `at_bat_idx` of `plays` has no type and is no shared column; did you mean `at_bat_index`?",
        ]
    );
}

#[test]
fn a_column_says_where_it_comes_from_and_what_it_is() {
    assert_eq!(
        wrong(", derived: the batter's own | slot, description: Slot", ""),
        [
            "53:16: column `order` of `plays` lacks its origin; give the `path`, or say how it is `derived`",
            "53:16: column `order` of `plays` lacks its `description`",
        ]
    );
    assert_eq!(
        wrong("derived: the", "path: gamePk, derived: the"),
        ["53:43: a column has a `path` or is `derived`, not both; keep one of the two"]
    );
    assert_eq!(
        wrong("description: Slot", "description: \"\""),
        ["53:84: `description` of a column of `plays` is empty"]
    );
}

#[test]
fn a_column_with_nothing_behind_its_type_lacks_it() {
    assert_eq!(
        wrong("{name: order, type: string,", "{name: order, type: ,"),
        ["53:16: column `order` of `plays` has no type and is no shared column"]
    );
}

#[test]
fn a_duplicate_column_is_found() {
    assert_eq!(
        wrong(
            "- {name: order, type: string, derived",
            "- {name: inning, type: string, derived"
        ),
        ["53:16: duplicate column `inning` in `plays`, first on line 52; keep one of the two"]
    );
}

#[test]
fn a_key_is_of_columns_that_are_never_null() {
    assert_eq!(
        wrong("key: [season, game_pk]\n", "key: [season, game_pk, gamepk]\n"),
        ["38:28: the key of `games` names `gamepk`, which is no column of it; did you mean `game_pk`?"]
    );
    assert_eq!(
        wrong(
            "key: [season, game_pk, at_bat_index]",
            "key: [season, game_pk, inning]"
        ),
        ["47:28: key column `inning` of `plays` is nullable; say `nullable: false`"]
    );
    assert_eq!(
        wrong(
            "key: [season, game_pk, at_bat_index]",
            "key: [game_pk, at_bat_index]"
        ),
        ["47:11: the key of `plays` lacks `season`; tables are partitioned by it, so it is part of the key"]
    );
    assert_eq!(
        wrong(
            "key: [season, game_pk, at_bat_index]",
            "key: [season, game_pk, game_pk]"
        ),
        ["47:28: the key of `plays` names `game_pk` twice"]
    );
    assert_eq!(
        wrong(
            "replace_by: [game_pk]\n    key: [season, game_pk, at",
            "replace_by: [inning]\n    key: [season, game_pk, at"
        ),
        ["46:18: `replace_by` of `plays` names `inning`, which is not in its key"]
    );
}

#[test]
fn a_reference_leads_to_a_table_and_its_key() {
    assert_eq!(
        wrong("table: game.games", "table: game.gmaes"),
        ["54:54: `plays` refers to unknown table `game.gmaes`; did you mean `game.games`?"]
    );
    assert_eq!(
        wrong("columns: [season, game_pk],", "columns: [season, gamepk],"),
        ["54:37: a reference of `plays` names `gamepk`, which is no column of it; did you mean `game_pk`?"]
    );
    assert_eq!(
        wrong("columns: [season, game_pk],", "columns: [season],"),
        ["54:45: `plays` refers to `game.games` by 1 columns, and its key has 2: season, game_pk"]
    );
    assert_eq!(
        wrong("columns: [season, game_pk],", "columns: [game_pk, season],"),
        [
            "54:54: `plays` refers to `game.games` by `game_pk` (bigint), and `season` there is int",
            "54:54: `plays` refers to `game.games` by `season` (int), and `game_pk` there is bigint",
        ]
    );
}

#[test]
fn an_index_is_of_columns() {
    assert_eq!(
        wrong(
            "indexes: [[inning, season]]",
            "indexes: [[innings, season], [season], [season]]"
        ),
        [
            "55:16: an index of `plays` names `innings`, which is no column of it; did you mean `inning`?",
            "55:44: `plays` has this index twice",
        ]
    );
}

#[test]
fn a_rule_has_a_check() {
    assert_eq!(
        wrong(", check: \"inning >= 1\"", ""),
        ["56:13: rule `inning_starts_at_one` of `plays` lacks its `check`"]
    );
}

#[test]
fn a_path_is_in_the_document() {
    assert_eq!(
        wrong("allPlays[].about.inning", "allPlays[].about.inings"),
        [
            "52:41: path `liveData.plays.allPlays[].about.inings` is not in the document: `liveData.plays.allPlays[].about` \
          has no `inings`; did you mean `liveData.plays.allPlays[].about.inning`?"
        ]
    );
    assert_eq!(
        wrong("path: capture.season", "path: capture.saeson"),
        ["30:46: a capture has no column `saeson`; did you mean `season`?"]
    );
    assert_eq!(
        wrong("allPlays[].about.inning", "allPlays[0].about.inning"),
        [
            "52:41: `liveData.plays.allPlays[0].about.inning` is no path; write keys joined by points, `[]` behind a list, \
          `.*` for the entries of an object map"
        ]
    );
}

#[test]
fn a_level_is_over_a_list_or_an_object_map() {
    assert_eq!(
        wrong("path: liveData.plays.allPlays,", "path: liveData.plays,"),
        [
            "25:17: level `plays` is over `liveData.plays`, which is an object; a level is over a list or an object map",
            "26:16: level `events` is of `plays`, which is wrong itself",
        ]
    );
    assert_eq!(
        wrong("path: playEvents", "path: playEvent"),
        [
            "26:29: level `events`: path `playEvent` is not in the document: the document has no `playEvent`; did you mean \
          `playEvents`? (below the items of `plays`)"
        ]
    );
    assert_eq!(
        wrong(
            "path: liveData.plays.allPlays,",
            "path: \"liveData.plays.allPlays[]\","
        ),
        [
            "25:17: path `liveData.plays.allPlays[]` of level `plays` must be keys joined by points; its parent's items \
             are given by `of`",
            "26:16: level `events` is of `plays`, which is wrong itself",
        ]
    );
}

#[test]
fn a_level_is_of_a_level_before_it() {
    assert_eq!(
        wrong("{of: box_teams,", "{of: box_team,"),
        ["28:21: unknown level `box_team` that `box_players` is of; did you mean `box_teams`?"]
    );
    assert_eq!(
        wrong("{of: plays,", "{of: box_players,"),
        ["26:16: level `events` is of `box_players`, which comes later; put `box_players` before it"]
    );
    assert_eq!(
        wrong("{of: plays,", "{of: events,"),
        ["26:16: level `events` cannot be of itself"]
    );
    assert_eq!(
        wrong("item: event}", "item: play}"),
        ["26:47: level `events` has a column `play` already; name its item otherwise"]
    );
    assert_eq!(
        wrong("  plays: {path", "  document: {path")
            .first()
            .map(String::as_str),
        Some("25:3: level `document` is there already: one row a document; take another name")
    );
}

#[test]
fn a_source_is_whole() {
    let lacks = |field: &str, rest: &str| {
        assert_eq!(
            wrong(rest, ""),
            [format!("3:3: `source` lacks its `{field}`")],
            "{field}"
        );
    };
    lacks("endpoint", "  endpoint: game\n");
    lacks("method", "  method: liveGameV1\n");
    lacks("description", "  description: A game's feed\n");
    lacks("required", "  required: [gamePk, liveData.plays.allPlays]\n");
    assert_eq!(
        wrong("    method: GET\n", ""),
        ["8:5: `request` lacks its `method`"]
    );
    assert_eq!(
        wrong("version: 1\n", ""),
        ["1:1: the mapping lacks its `version`"]
    );
    assert_eq!(
        wrong("name: game.feed", "name: feed"),
        ["3:9: source name `feed` must be SCHEMA.TABLE in snake_case, like `game.live_game_v1`"]
    );
    assert_eq!(
        wrong(
            "{official: gameData.officialDate, instant: gameData.dateTime, time_zone: gameData.zone}",
            "{instant: a}"
        ),
        ["15:14: `game_date` has an `instant` and lacks its `time_zone`: the day of a moment depends on it"]
    );
    assert_eq!(
        wrong("game_pk: gamePk", "game_pk: liveData"),
        ["12:12: `game_pk` of `source` must lead to a scalar, and `liveData` is an object"]
    );
    assert_eq!(
        wrong(
            "document_at: {path: metaData.timeStamp",
            "document_at: {path: \"a[].timeStamp\""
        ),
        ["16:23: `document_at` of `source` must be keys joined by points, and is `a[].timeStamp`"]
    );
}

#[test]
fn a_request_has_the_parameters_of_its_path() {
    assert_eq!(
        wrong("game/{game_pk}/feed", "game/{gamepk}/feed"),
        [
            "9:11: `{gamepk}` of the request path is not in `path_params`; did you mean `game_pk`?",
            "9:11: path parameter `game_pk` is not in the request path; write `{game_pk}` there",
        ]
    );
    assert_eq!(
        wrong("method: GET", "method: POST"),
        ["8:13: HTTP method `POST` is not made; the API is only read: write `GET`"]
    );
}

#[test]
fn a_section_of_another_kind_is_named() {
    assert_eq!(
        wrong("key: [season, game_pk]\n", "key: season\n"),
        ["38:10: `key` of table `games` must be a list, and is a text"]
    );
    assert_eq!(
        wrong("nullable: false", "nullable: \"false\""),
        ["30:33: `nullable` of shared column `season` must be `true` or `false`"]
    );
    assert_eq!(
        wrong("version: 1", "version: 2"),
        ["1:10: mappings of version `2` are not read; this is version 1"]
    );
    assert_eq!(
        messages("- a\n"),
        ["1:1: the mapping must be a map, and is a list"]
    );
}

#[test]
fn many_findings_are_counted_beyond_a_limit() {
    let many: String = (0..25).map(|number| format!("zz{number}: 1\n")).collect();
    let found = messages(&format!("{FEED}{many}"));
    assert_eq!(found.len(), 21);
    assert_eq!(found[20], "and 5 more; mend these first");
}

#[test]
fn no_text_makes_the_reader_panic() {
    // Every prefix, and every line left out: each is read or refused.
    for end in (0..FEED.len()).filter(|end| FEED.is_char_boundary(*end)) {
        drop(Contract::parse(FILE, &FEED[..end]));
    }
    let lines: Vec<&str> = FEED.lines().collect();
    for out in 0..lines.len() {
        let text: Vec<&str> = lines
            .iter()
            .enumerate()
            .filter(|(line, _)| *line != out)
            .map(|(_, line)| *line)
            .collect();
        drop(Contract::parse(FILE, &text.join("\n")));
    }
}
