//! What a person finds with `mlb sql`: tables, views, raw text, the levels of the documents, the lake's books; as a table, CSV
//! or JSON. It only reads.

use mlb_tests::captures::Captures;
use mlb_tests::contract;
use mlb_tests::feed::Feed;
use mlb_tests::folder::ReplayFolder;
use mlb_tests::home::{Home, MAPPING};
use mlb_tests::lake::{Lake, Ran, program};
use mlb_tests::oracle;
use mlb_tests::shared_lake::shared;
use serde_json::{Value, json};

/// Two games of 2024 and one of 2023; game 1 has two captures, and the later one has a play more.
fn lake() -> Lake {
    shared("to-be-asked", |lake| {
        let earlier = Feed::of(3).set("/gameData/game/season", "2023");
        let folder = ReplayFolder::new()
            .with("1.json", Feed::of(1).text())
            .with("1_later.json", Feed::of(1).at("20240713_040000").plays(7).text())
            .with("2.json", Feed::of(2).text())
            .with("3.json", earlier.text())
            .with("broken.json", "{");
        lake.run(folder.path()).ends_with(3);
    })
}

/// The message of a statement that fails.
fn refused(lake: &Lake, sql: &str) -> String {
    let ran = lake.mlb(["sql", sql]);
    assert_eq!(
        ran.code,
        Some(2),
        "a wrong statement is wrong usage: {}{}",
        ran.stdout,
        ran.stderr
    );
    assert!(ran.stdout.is_empty(), "{}", ran.stdout);
    ran.stderr
}

#[test]
fn every_level_of_the_documents_is_a_table_with_its_parents() {
    let lake = lake();
    let feeds = [Feed::of(1), Feed::of(1).plays(7), Feed::of(2), Feed::of(3)];
    let events: usize = feeds
        .iter()
        .flat_map(|feed| oracle::plays(feed.document()))
        .map(|play| oracle::list(&play["playEvents"]).len())
        .sum();
    let sql = "SELECT COUNT(*) AS n FROM doc.game_live_game_v1.events";
    assert_eq!(
        lake.number(sql),
        events as i64,
        "all captures, not only those that the tables show"
    );
    let one =
        "SELECT DISTINCT play.about.inning AS inning, event.pitchData.startSpeed AS speed, event._index AS at
        FROM doc.game_live_game_v1.events
        WHERE game_pk = 2 AND play.about.atBatIndex = 1 AND event.isPitch ORDER BY at";
    assert_eq!(
        lake.rows(one),
        [
            json!({"inning": 1, "speed": 93.0, "at": 0}),
            json!({"inning": 1, "speed": 94.0, "at": 1})
        ]
    );
    let document = "SELECT document.gameData.venue.name AS venue FROM doc.game_live_game_v1.document WHERE season = 2023";
    assert_eq!(lake.rows(document), [json!({"venue": "Chase Field"})]);
    let keys =
        "SELECT DISTINCT team._key AS side, player.person.id AS id FROM doc.game_live_game_v1.box_players
        WHERE player._key = 'ID1000'";
    assert_eq!(lake.rows(keys), [json!({"side": "home", "id": 1000})]);
}

#[test]
fn a_level_that_no_table_reads_is_there_for_queries() {
    let home = Home::small();
    home.change(
        MAPPING,
        "\nlevels:\n",
        "\nlevels:\n  by_inning: {path: liveData.plays.playsByInning, item: by_inning}\n",
    );
    let feed = Feed::of(1).set(
        "/liveData/plays/playsByInning",
        json!([{"startIndex": 0}, {"startIndex": 6}]),
    );
    let lake = Lake::new().with_home(&home);
    lake.run(ReplayFolder::new().with("1.json", feed.text()).path())
        .clean();
    let sql = "SELECT by_inning.startIndex AS start FROM doc.game_live_game_v1.by_inning ORDER BY start";
    assert_eq!(lake.rows(sql), [json!({"start": 0}), json!({"start": 6})]);
}

#[test]
fn raw_is_the_text_as_it_came() {
    let lake = lake();
    let text = "SELECT data FROM raw.game.live_game_v1 WHERE game_pk = 2";
    assert_eq!(lake.rows(text), [json!({"data": Feed::of(2).text()})]);
    let facts = "SELECT endpoint, method, path_params, season, phase, captured_at_from, origin, game_date, document_at
        FROM raw.game.live_game_v1 WHERE game_pk = 3";
    let expected = json!({
        "endpoint": "game", "method": "liveGameV1", "path_params": "{\"game_pk\":\"3\"}", "season": 2023, "phase": "regular-season",
        "captured_at_from": "document", "origin": "replay", "game_date": "2024-07-12", "document_at": "2024-07-13T03:00:00Z",
    });
    assert_eq!(lake.rows(facts), [expected]);
}

#[test]
fn json_parse_reads_what_a_type_says() {
    let lake = lake();
    let value = |sql: &str| {
        lake.rows(&format!(
            "SELECT {sql} AS x FROM raw.game.live_game_v1 WHERE game_pk = 2"
        ))[0]["x"]
            .clone()
    };
    assert_eq!(
        value("json_parse(data, '$.gameData.venue', '{id: bigint, name: string}')"),
        json!({"id": 15, "name": "Chase Field"})
    );
    assert_eq!(
        value("json_parse(data, '$.gameData.venue.name', 'string')"),
        json!("Chase Field")
    );
    assert_eq!(
        value("json_parse(data, '$.gameData.weather', '{temp: int}')"),
        json!({"temp": 78}),
        "a number in quotes"
    );
    let plays = value("json_parse(data, '$.liveData.plays.allPlays', '[{about: {inning: int}}]')");
    let innings: Vec<&Value> = oracle::list(&plays)
        .iter()
        .map(|play| &play["about"]["inning"])
        .collect();
    assert_eq!(innings, [1; 6]);
    assert_eq!(value("json_parse('no JSON', '$', '{a: int}')"), Value::Null);
    assert_eq!(value("json_parse(NULL, '$', '{a: int}')"), Value::Null);
    assert_eq!(
        value("json_parse('{\"a\": \"x\"}', '$.a', 'int')"),
        Value::Null,
        "what does not fit"
    );
    assert_eq!(
        value("json_parse('{\"b\": 1}', '$.a.b', 'int')"),
        Value::Null,
        "what is not there"
    );
}

#[test]
fn json_parse_tells_what_is_wrong_with_its_arguments() {
    let lake = lake();
    for (arguments, words) in [
        ("data, 'gameData', '{a: int}'", ["`gameData`", "begin with `$`"]),
        (
            "data, '$.liveData.plays.allPlays[0]', '{a: int}'",
            ["allPlays[0]`", "`[{...}]`"],
        ),
        ("data, '$', '[int]'", ["`json_parse` at `$`", "give a path"]),
        (
            "data, '$.gameData', '{a: innt}'",
            ["no type `innt`", "did you mean `int`"],
        ),
        ("data, '$.gameData', '{a: int'", ["offset 7", "expected"]),
        ("data, url, '{a: int}'", ["literals", "for instance"]),
        ("game_pk, '$', '{a: int}'", ["first argument", "text"]),
        ("data, '$'", ["json_parse", "3 arguments"]),
    ] {
        let message = refused(
            &lake,
            &format!("SELECT json_parse({arguments}) AS x FROM raw.game.live_game_v1"),
        );
        for word in words {
            assert!(message.contains(word), "`{word}` in: {message}");
        }
    }
}

/// The views that users of earlier platforms know.
#[test]
fn views_have_nine_starters_a_side_and_the_lists_of_theirs() {
    let lake = lake();
    for side in ["home", "away"] {
        let slots =
            format!("SELECT game_pk, slot FROM game.live_game_{side}_batting_order ORDER BY game_pk, slot");
        let expected =
            (1..=3).flat_map(|game| (1..=9).map(move |slot| json!({"game_pk": game, "slot": slot})));
        assert_eq!(lake.rows(&slots), expected.collect::<Vec<_>>());
        for list in ["pitchers", "bench", "bullpen"] {
            let rows = lake.number(&format!("SELECT COUNT(*) AS n FROM game.live_game_{side}_{list}"));
            assert_eq!(rows, 3, "one a game in live_game_{side}_{list}");
        }
    }
}

#[test]
fn views_have_nine_starters_a_side_in_every_real_game_that_began() {
    let Some(captures) = Captures::find() else { return };
    let lake = captures.lake();
    for side in ["home", "away"] {
        let sql = format!(
            "SELECT metadata.game_pk AS game_pk, COUNT(DISTINCT starters.slot) AS slots, COUNT(starters.player_id) AS players
             FROM game.live_game_metadata AS metadata
             LEFT JOIN game.live_game_{side}_batting_order AS starters ON starters.game_pk = metadata.game_pk
             GROUP BY 1 HAVING COUNT(starters.slot) <> 9 OR COUNT(DISTINCT starters.slot) <> 9"
        );
        let without: Vec<Value> = lake.rows(&sql).iter().map(|row| row["game_pk"].clone()).collect();
        assert_eq!(
            without,
            [json!(746_552)],
            "only the game that is yet to begin has no starters"
        );
    }
}

#[test]
fn the_books_say_what_was_done() {
    let lake = lake();
    let runs = lake.rows("SELECT verb, versions, finished_at >= started_at AS is_ordered FROM meta.runs");
    let [run] = &runs[..] else {
        panic!("one run: {runs:?}")
    };
    assert_eq!((&run["verb"], &run["is_ordered"]), (&json!("run"), &json!(true)));
    let versions: Value = serde_json::from_str(run["versions"].as_str().expect("a text")).expect("JSON");
    for table in contract::tables() {
        assert!(
            versions[format!("game.{}", table.name)].is_u64(),
            "{}: {versions}",
            table.name
        );
    }
    assert!(versions["raw.game.live_game_v1"].is_u64(), "{versions}");

    let games = "SELECT game_pk, season, document_at, tables FROM meta.games ORDER BY game_pk";
    let games = lake.rows(games);
    let seasons: Vec<Value> = games
        .iter()
        .map(|game| json!([game["game_pk"], game["season"]]))
        .collect();
    assert_eq!(seasons, [json!([1, 2024]), json!([2, 2024]), json!([3, 2023])]);
    assert_eq!(
        games[0]["document_at"], "2024-07-13T04:00:00Z",
        "the later capture is shown"
    );
    let tables: Value = serde_json::from_str(games[0]["tables"].as_str().expect("a text")).expect("JSON");
    assert_eq!(tables["live_game_plays"]["rows"], 7);

    let observed = "SELECT COUNT(*) AS n FROM meta.observations WHERE stored";
    assert_eq!(lake.number(observed), 4);
    assert_eq!(lake.number("SELECT COUNT(*) AS n FROM meta.quarantine"), 1);
}

#[test]
fn rows_come_as_csv_json_or_a_table() {
    let lake = lake();
    let sql = "SELECT game_pk, game_date, season = 2023 AS early, CAST(NULL AS VARCHAR) AS nothing, '\"a\", b' AS text,
        scheduled_at, 1.5 AS half FROM game.live_game_metadata WHERE game_pk > 1 ORDER BY game_pk";
    let ask = |args: &[&str]| lake.mlb([&["sql", sql], args].concat()).clean();
    assert_eq!(
        ask(&["--format", "csv"]).stdout,
        "game_pk,game_date,early,nothing,text,scheduled_at,half\n\
         2,2024-07-12,false,,\"\"\"a\"\", b\",2024-07-13T01:40:00Z,1.5\n\
         3,2024-07-12,true,,\"\"\"a\"\", b\",2024-07-13T01:40:00Z,1.5\n"
    );
    let row = |game: u8, early: bool| {
        json!({"game_pk": game, "game_date": "2024-07-12", "early": early, "nothing": null, "text": "\"a\", b",
               "scheduled_at": "2024-07-13T01:40:00Z", "half": 1.5})
    };
    let rows = |ran: &Ran| {
        ran.stdout
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect::<Vec<Value>>()
    };
    assert_eq!(rows(&ask(&["--format", "json"])), [row(2, false), row(3, true)]);
    assert_eq!(ask(&["--json"]).stdout, ask(&["--format", "json"]).stdout);
    let table = ask(&[]);
    assert_eq!(
        table.stdout.lines().count(),
        3,
        "a header and two rows: {}",
        table.stdout
    );
}

#[test]
fn no_rows_still_have_a_header() {
    let lake = lake();
    let sql = "SELECT game_pk, side FROM game.live_game_players WHERE game_pk = 0";
    assert_eq!(
        lake.mlb(["sql", "--format", "csv", sql]).clean().stdout,
        "game_pk,side\n"
    );
    assert_eq!(lake.mlb(["sql", "--format", "json", sql]).clean().stdout, "");
    assert_eq!(
        lake.mlb(["sql", sql])
            .clean()
            .stdout
            .split_whitespace()
            .collect::<Vec<_>>(),
        ["game_pk", "side"]
    );
}

#[test]
fn a_statement_may_come_from_standard_input() {
    let lake = lake();
    let mut command = program();
    command
        .args(["sql", "--format", "csv", "-"])
        .env("MLB_LAKE", lake.location());
    command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped());
    let mut mlb = command.spawn().expect("`mlb` starts");
    std::io::Write::write_all(&mut mlb.stdin.take().expect("a pipe"), b"SELECT 7 AS seven").expect("a pipe");
    let output = mlb.wait_with_output().expect("`mlb` ends");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "seven\n7\n");
}

#[test]
fn statements_are_answered_one_after_another() {
    let lake = lake();
    let ask = |format: &str, sql: &str| lake.mlb(["sql", "--format", format, sql]);
    let both = "SELECT ';' AS a; -- not here;\nSELECT 2 AS b;";
    assert_eq!(ask("csv", both).clean().stdout, "a\n;\nb\n2\n");
    assert_eq!(ask("json", both).clean().stdout, "{\"a\":\";\"}\n{\"b\":2}\n");
    assert!(
        refused(&lake, "SELECT 1 AS a; SELEC 2").contains("SELEC"),
        "nothing is asked"
    );
    assert!(refused(&lake, ";").contains("there is none"));
    let one_file = ask("parquet", both).ends_with(2);
    assert!(one_file.stderr.contains("one statement"), "{}", one_file.stderr);
}

#[test]
fn the_time_of_each_statement_is_told_apart_from_its_rows() {
    let sql = "SELECT COUNT(*) AS plays FROM game.live_game_plays; SELECT 2 AS two";
    let ran = lake().mlb(["sql", "--timing", "--format", "csv", sql]).clean();
    assert_eq!(ran.stdout.lines().count(), 4, "{}", ran.stdout);
    let is_time = |line: &str| {
        let number = line.strip_prefix("Answered in ")?.strip_suffix(" ms")?;
        number.parse::<f64>().ok().filter(|time| *time > 0.0)
    };
    let times: Vec<Option<f64>> = ran.stderr.lines().map(is_time).collect();
    assert!(
        times.len() == 2 && times.iter().all(Option::is_some),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_wrong_statement_is_told_with_the_nearest_right_name() {
    let lake = lake();
    let message = refused(&lake, "SELECT * FROM game.live_game_playz");
    assert!(
        message.contains("`game.live_game_playz`") && message.contains("live_game_plays`"),
        "{message}"
    );
    let message = refused(&lake, "SELECT innning FROM game.live_game_plays");
    assert!(
        message.contains("innning") && message.contains("inning"),
        "{message}"
    );
    let message = refused(&lake, "SELEC 1");
    assert!(message.contains("SELEC"), "{message}");
}

#[test]
fn nothing_but_a_query_is_taken() {
    let lake = lake().copy();
    let (content, tables) = (lake.content(), lake.tables());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("copied.csv");
    let copy = format!("COPY (SELECT 1 AS a) TO '{}'", file.display());
    for statement in [
        "INSERT INTO game.live_game_umpires SELECT * FROM game.live_game_umpires",
        "INSERT INTO raw.game.live_game_v1 SELECT * FROM raw.game.live_game_v1",
        "INSERT INTO meta.observations SELECT * FROM meta.observations",
        "DELETE FROM game.live_game_umpires",
        "DROP TABLE game.live_game_umpires",
        "CREATE VIEW mine AS SELECT 1 AS a",
        "CREATE EXTERNAL TABLE theirs STORED AS CSV LOCATION '/etc/hostname'",
        &copy,
    ] {
        let ran = lake.mlb(["sql", statement]);
        assert_eq!(ran.code, Some(2), "{statement}: {}{}", ran.stdout, ran.stderr);
    }
    assert!(!file.exists(), "no file was written");
    assert_eq!((lake.content(), lake.tables()), (content, tables));
}
