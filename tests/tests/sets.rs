//! Sources that are not one game: whatever comes in whatever order, a set shows its newest whole answer, and of it the rows that a newer
//! part of an answer has.

use std::collections::BTreeMap;

use mlb_tests::clubs::{self, Answer};
use mlb_tests::folder::ReplayFolder;
use mlb_tests::lake::{Content, Lake};
use serde_json::{Value, json};

/// A folder that is read in this order.
fn folder<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> ReplayFolder {
    let numbered = answers.into_iter().enumerate();
    numbered.fold(ReplayFolder::new(), |folder, (number, answer)| {
        folder.with(&format!("{number:03}.json"), answer.text())
    })
}

fn lake() -> Lake {
    Lake::new().with_home(&clubs::home())
}

/// Runs over all answers at once.
fn landed<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> Lake {
    let lake = lake();
    lake.run(folder(answers).path()).clean();
    lake
}

fn texts(rows: &[Value]) -> Vec<String> {
    let text = |row: &Value| {
        let values = row.as_object().expect("a row").values();
        let values = values.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        values.collect::<Vec<_>>().join(" ")
    };
    rows.iter().map(text).collect()
}

fn rosters(lake: &Lake) -> Vec<String> {
    let sql = "SELECT season, club_id, player_id, player_name FROM club.rosters ORDER BY season, club_id, player_id";
    texts(&lake.rows(sql))
}

fn positions(lake: &Lake) -> Vec<String> {
    let sql = "SELECT club_id, player_id, position FROM club.roster_positions ORDER BY club_id, player_id, position";
    texts(&lake.rows(sql))
}

fn events(lake: &Lake) -> Vec<String> {
    let sql = "SELECT event_date, event_id, title FROM day.events ORDER BY event_date, event_id";
    texts(&lake.rows(sql))
}

#[test]
fn a_whole_answer_takes_the_place_of_its_set_and_of_no_other() {
    let lake = landed([
        &Answer::roster(147, &[(1, "a", &["P"]), (2, "b", &["C", "1B"])]),
        &Answer::roster(111, &[(9, "z", &["P"])]),
        &Answer::roster(147, &[(1, "old", &["P"])]).query("season", "2023"),
    ]);
    let next = Answer::roster(147, &[(1, "A", &[]), (3, "c", &["SS"])]).at(10);
    lake.run(folder([&next]).path()).clean();
    assert_eq!(
        rosters(&lake),
        ["2023 147 1 old", "2024 111 9 z", "2024 147 1 A", "2024 147 3 c"]
    );
    // The first player has no position any more: the answer is whole for its club in every table.
    let of_2024 =
        "SELECT player_id, position FROM club.roster_positions WHERE season = 2024 AND club_id = 147";
    assert_eq!(texts(&lake.rows(of_2024)), ["3 SS"]);
    let captured = "SELECT source_captured_at FROM club.rosters WHERE club_id = 111";
    assert_eq!(texts(&lake.rows(captured)), ["2024-07-12T00:00:00Z"]);
}

#[test]
fn only_what_changed_is_written() {
    let first = [
        Answer::roster(147, &[(1, "a", &["P"])]),
        Answer::roster(147, &[(1, "a", &["P"])]).query("season", "2023"),
    ];
    let lake = landed(&first);
    let before = lake.tables();
    let again = Answer::roster(147, &[(1, "a", &["P"])]).query("limit", 50).at(10);
    let report = lake.run(folder([&again]).path()).clean().json();
    let source = sources(&report).remove("club.rosters").expect("the source");
    assert_eq!(
        (&source["captures"], &source["sets_changed"]),
        (&json!(1), &json!(0))
    );
    let after = lake.tables();
    for table in ["club.rosters", "club.roster_positions"] {
        assert_eq!(after[table], before[table], "{table} has no new version");
    }
    let changed = Answer::roster(147, &[(1, "A", &["P"])]).at(20);
    let report = lake.run(folder([&changed]).path()).clean().json();
    let source = sources(&report).remove("club.rosters").expect("the source");
    assert_eq!(source["sets_changed"], json!(1));
    assert_eq!(
        source["tables"],
        json!([
            {"table": "club.rosters", "rows": 2, "rows_written": 1, "version": before["club.rosters"].1 + 1},
            {"table": "club.roster_positions", "rows": 2, "rows_written": 0, "version": null},
        ])
    );
}

/// The reports of sources by name.
fn sources(report: &Value) -> BTreeMap<String, Value> {
    let sources = report["transform"]["sources"].as_array().expect("sources");
    let named = sources.iter().map(|source| {
        let name = source["source"].as_str().expect("a name").to_owned();
        (name, source.clone())
    });
    named.collect()
}

#[test]
fn a_part_of_an_answer_is_about_its_rows_only() {
    let whole = Answer::roster(147, &[(1, "a", &["P"]), (2, "b", &["C"])]);
    let player = Answer::roster(147, &[(2, "B", &["1B"])])
        .query("playerId", 2)
        .at(10);
    let changes = Answer::roster(147, &[(3, "c", &[])]).method("changes").at(20);
    let lake = landed([&whole, &player, &changes]);
    assert_eq!(rosters(&lake), ["2024 147 1 a", "2024 147 2 B", "2024 147 3 c"]);
    assert_eq!(positions(&lake), ["147 1 P", "147 2 1B", "147 2 C"]);
    let next = Answer::roster(147, &[(2, "b", &["C"])]).at(15);
    lake.run(folder([&next]).path()).clean();
    assert_eq!(
        rosters(&lake),
        ["2024 147 2 b", "2024 147 3 c"],
        "the newer part stays"
    );
    assert_eq!(positions(&lake), ["147 2 C"]);
    let of_changes = "SELECT method, url FROM raw.club.rosters WHERE method = 'changes'";
    assert_eq!(
        texts(&lake.rows(of_changes)),
        ["changes /api/v1/clubs/147/roster?season=2024"]
    );
}

/// All orders of so many.
fn orders(number: usize) -> Vec<Vec<usize>> {
    if number == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(number - 1);
    let longer = shorter.iter().flat_map(|order| {
        (0..=order.len()).map(move |at| {
            let mut order = order.clone();
            order.insert(at, number - 1);
            order
        })
    });
    longer.collect()
}

#[test]
fn older_never_overwrites_newer_in_one_run_or_many() {
    let answers = [
        Answer::roster(147, &[(1, "a", &["P"]), (2, "b", &["C"])]),
        Answer::roster(147, &[(2, "B", &["1B"]), (4, "d", &[])])
            .query("playerId", 2)
            .at(10),
        Answer::roster(147, &[(1, "A", &["P"]), (3, "c", &["SS"])]).at(20),
        Answer::roster(147, &[(3, "C", &["2B"])])
            .query("playerId", 3)
            .at(30),
    ];
    let expected = landed(&answers).content();
    assert_eq!(rosters(&landed(&answers)), ["2024 147 1 A", "2024 147 3 C"]);
    let (home, mut wrong) = (clubs::home(), Vec::new());
    for (number, order) in orders(answers.len()).iter().enumerate() {
        let arrivals = order.iter().map(|index| &answers[*index]);
        // Every fourth order in one run, the others in two; of no concern to the store.
        let lake = Lake::in_folder().with_home(&home);
        let arrivals: Vec<&Answer> = arrivals.collect();
        let (first, rest) = arrivals.split_at(number % 4);
        for part in [first, rest] {
            if !part.is_empty() {
                lake.run(folder(part.iter().copied()).path()).clean();
            }
        }
        if lake.content() != expected {
            wrong.push(format!("{order:?} after {}: {:?}", number % 4, rosters(&lake)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A whole answer, a part of it that says something else, and the whole one unchanged: the last counts, though it is stored once only.
#[test]
fn an_answer_that_came_again_unchanged_is_newer_than_what_came_in_between() {
    let whole = Answer::roster(147, &[(1, "a", &["P"])]);
    let answers = [
        whole.clone(),
        Answer::roster(147, &[(1, "B", &["C"])])
            .query("playerId", 1)
            .at(10),
        whole.at(20),
    ];
    let (home, mut wrong) = (clubs::home(), Vec::new());
    for order in orders(answers.len()) {
        let lake = Lake::in_folder().with_home(&home);
        for index in &order {
            lake.run(folder([&answers[*index]]).path()).clean();
        }
        let (shown, places) = (rosters(&lake), positions(&lake));
        if shown != ["2024 147 1 a"] || places != ["147 1 P"] {
            wrong.push(format!("{order:?}: {shown:?} {places:?}"));
        }
        lake.mlb(["transform", "--full-refresh"]).clean();
        if rosters(&lake) != shown {
            wrong.push(format!("{order:?}, made anew: {:?}", rosters(&lake)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_answer_covers_the_days_that_it_was_asked_for() {
    let first = Answer::events(&[
        ("2024-07-12", 1, "a"),
        ("2024-07-13", 2, "b"),
        ("2024-07-14", 3, "c"),
    ])
    .query("startDate", "2024-07-12")
    .query("endDate", "2024-07-14");
    let lake = landed([&first]);
    let emptied = Answer::events(&[]).query("date", "2024-07-13").at(20);
    lake.run(folder([&emptied]).path()).clean();
    assert_eq!(events(&lake), ["2024-07-12 1 a", "2024-07-14 3 c"]);
    let late = Answer::events(&[("2024-07-13", 2, "B")])
        .query("date", "2024-07-13")
        .at(10);
    lake.run(folder([&late]).path()).clean();
    assert_eq!(
        events(&lake),
        ["2024-07-12 1 a", "2024-07-14 3 c"],
        "an older one does not bring it back"
    );
    let of_a_club = Answer::events(&[("2024-07-13", 9, "z")])
        .query("date", "2024-07-13")
        .query("clubId", 147)
        .at(30);
    let range = Answer::events(&[("2024-07-14", 3, "C")])
        .query("startDate", "2024-07-12")
        .query("endDate", "2024-07-14")
        .at(25);
    lake.run(folder([&of_a_club, &range]).path()).clean();
    assert_eq!(events(&lake), ["2024-07-13 9 z", "2024-07-14 3 C"]);
}

#[test]
fn a_list_is_a_document_and_a_table_may_be_one_set() {
    let lake = landed([&Answer::clubs(&[(147, "Yankees"), (111, "Red Sox")])]);
    let clubs = "SELECT club_id, club_name FROM reference.clubs ORDER BY club_id";
    assert_eq!(texts(&lake.rows(clubs)), ["111 Red Sox", "147 Yankees"]);
    let later = Answer::clubs(&[(147, "Yankees"), (110, "Orioles")]).at(50);
    lake.run(folder([&later]).path()).clean();
    assert_eq!(texts(&lake.rows(clubs)), ["110 Orioles", "147 Yankees"]);
    let documents = "SELECT club._index AS place, club.clubName AS name, season, game_pk, query_params
        FROM doc.club_list.clubs WHERE club.id = 111 LIMIT 1";
    assert_eq!(
        lake.rows(documents),
        [json!({"place": 1, "name": "Red Sox", "season": null, "game_pk": null, "query_params": "{}"})]
    );
    let raw = "SELECT phase, season, game_pk, game_date, url FROM raw.club.list ORDER BY captured_at LIMIT 1";
    assert_eq!(
        lake.rows(raw),
        [
            json!({"phase": "none", "season": null, "game_pk": null, "game_date": null, "url": "/api/v1/clubs"})
        ]
    );
    lake.run(folder([&Answer::clubs(&[]).at(40)]).path()).clean();
    assert_eq!(texts(&lake.rows(clubs)).len(), 2, "an older list changes nothing");
}

/// Runs over bodies without their requests, all of this moment.
fn run_bare(lake: &Lake, answers: &[&Answer], captured_at: &str) {
    let bodies = answers.iter().enumerate();
    let folder = bodies.fold(ReplayFolder::new(), |folder, (number, answer)| {
        folder.with(&format!("{number:03}.json"), answer.body.to_string())
    });
    let place = folder.path().to_string_lossy().into_owned();
    lake.mlb(["run", "--replay", &place, "--captured-at", captured_at])
        .clean();
}

/// Bare bodies of lists are known by the keys of their items; nobody knows whether all of them were asked for.
#[test]
fn a_body_without_its_request_takes_nothing_away() {
    let whole = Answer::clubs(&[(147, "Yankees"), (111, "Red Sox")]);
    let lake = landed([&whole]);
    let some = Answer::clubs(&[(147, "Bronx"), (110, "Orioles")]);
    run_bare(&lake, &[&some], "2024-07-13T00:00:00Z");
    let clubs = "SELECT club_id, club_name FROM reference.clubs ORDER BY club_id";
    let expected = ["110 Orioles", "111 Red Sox", "147 Bronx"];
    assert_eq!(texts(&lake.rows(clubs)), expected);
    let addresses = "SELECT url FROM raw.club.list ORDER BY captured_at";
    assert_eq!(
        texts(&lake.rows(addresses)),
        ["/api/v1/clubs", "/api/v1/clubs#request-unknown"]
    );
    lake.mlb(["transform", "--full-refresh"]).clean();
    assert_eq!(texts(&lake.rows(clubs)), expected, "made anew");
}

/// The same body with its request and without: the first says that these are all, the other does not. Neither is taken for the other
/// coming again unchanged.
#[test]
fn a_whole_answer_is_whole_also_after_the_same_body_without_its_request() {
    let (old, new) = (
        Answer::clubs(&[(111, "Red Sox"), (147, "Yankees")]),
        Answer::clubs(&[(147, "Yankees")]),
    );
    let lake = landed([&old]);
    run_bare(&lake, &[&new], "2024-07-12T00:00:10Z");
    let clubs = "SELECT club_id FROM reference.clubs ORDER BY club_id";
    assert_eq!(texts(&lake.rows(clubs)), ["111", "147"]);
    lake.run(folder([&new.at(20)]).path()).clean();
    assert_eq!(texts(&lake.rows(clubs)), ["147"]);
}

#[test]
fn a_parameter_narrows_an_answer_unless_it_has_a_value_that_leaves_it_whole() {
    let day = "2024-07-12";
    let of_level = |level: &str, events: &[(&str, i64, &str)]| {
        Answer::events(events).query("date", day).query("levelId", level)
    };
    let lake = landed([&of_level("1", &[(day, 1, "a"), (day, 2, "b")])]);
    let minors = of_level("11", &[(day, 9, "z")]).at(10);
    let both = of_level("1,11", &[(day, 2, "B")]).at(15);
    lake.run(folder([&minors, &both]).path()).clean();
    assert_eq!(
        events(&lake),
        ["2024-07-12 1 a", "2024-07-12 2 B", "2024-07-12 9 z"]
    );
    let next = of_level("1", &[(day, 1, "A")]).at(20);
    lake.run(folder([&next]).path()).clean();
    assert_eq!(events(&lake), ["2024-07-12 1 A"], "it is whole for its day");
}

#[test]
fn an_answer_of_another_endpoint_may_be_of_the_same_shape() {
    let transfers = Answer::roster(147, &[(5, "e", &[])])
        .of("league", "transfers")
        .at(10);
    let lake = landed([&Answer::roster(147, &[(1, "a", &["P"])]), &transfers]);
    assert_eq!(
        rosters(&lake),
        ["2024 147 1 a", "2024 147 5 e"],
        "the mapping says that such an answer is a part only"
    );
    let raw = "SELECT endpoint, method FROM raw.club.rosters ORDER BY captured_at";
    assert_eq!(texts(&lake.rows(raw)), ["club roster", "league transfers"]);
}

/// Keys that were left out would look gone.
#[test]
fn a_body_that_was_cut_down_to_some_keys_fills_no_table() {
    let whole = Answer::roster(147, &[(1, "a", &["P"])]);
    let cut = Answer::roster(147, &[(1, "a", &[])])
        .query("fields", "players,id,name")
        .at(10);
    let lake = lake();
    let ran = lake.run(folder([&whole, &cut]).path()).ends_with(3);
    assert_eq!(ran.json()["ingest"]["refused"][0]["reason"], "filtered");
    let found = quarantined(&lake);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "filtered");
    assert!(
        found[0].1.contains("`fields=players,id,name`") && found[0].1.contains("ask without `fields`"),
        "{}",
        found[0].1
    );
    assert_eq!(positions(&lake), ["147 1 P"]);
    // Of an operation without tables nothing can look gone.
    let raw_only = Answer::of_operation("game", "colorFeed", json!({"items": []}))
        .path("gamePk", 745_001)
        .query("fields", "items");
    lake.run(folder([&raw_only]).path()).clean();
}

#[test]
fn an_operation_without_a_mapping_lands_raw() {
    let feed = |text: &str| {
        let body = json!({"items": [{"id": 7, "data": {"text": text}}]});
        Answer::of_operation("game", "colorFeed", body).path("gamePk", 745_001)
    };
    let streaks =
        Answer::of_operation("streaks", "getStreaks", json!([{"streak": 56}])).query("season", 1941);
    let lake = landed([&feed("a"), &streaks]);
    let report = lake
        .run(folder([&feed("b").at(10), &feed("b").at(20)]).path())
        .clean()
        .json();
    assert_eq!(
        (&report["ingest"]["stored"], &report["ingest"]["unchanged"]),
        (&json!(1), &json!(1))
    );
    let read = "SELECT game_pk, season, url, json_parse(data, '$.items', '[{data: {text: string}}]') AS items
        FROM raw.game.color_feed
        ORDER BY captured_at";
    let row = |text: &str| {
        let url = "/api/v1/game/745001/feed/color";
        json!({"game_pk": 745_001, "season": null, "url": url, "items": [{"_index": 0, "data": {"text": text}}]})
    };
    assert_eq!(lake.rows(read), [row("a"), row("b")]);
    let streak = "SELECT endpoint, method, season, game_pk, data FROM raw.streaks.get_streaks";
    assert_eq!(
        lake.rows(streak),
        [json!({
            "endpoint": "streaks", "method": "getStreaks", "season": 1941, "game_pk": null, "data": "[{\"streak\":56}]"
        })]
    );
    let missing = lake
        .mlb(["sql", "SELECT * FROM raw.streaks.nothing"])
        .ends_with(2);
    assert!(
        missing.stderr.contains("raw.streaks.nothing"),
        "{}",
        missing.stderr
    );
    assert!(lake.tables().contains_key("raw.streaks.get_streaks"));
    assert!(quarantined(&lake).is_empty());
}

#[test]
fn every_verb_knows_raw_tables_without_a_mapping() {
    let feed =
        |text: &str| Answer::of_operation("game", "colorFeed", json!({"text": text})).path("gamePk", 745_001);
    let lake = landed([&feed("a"), &Answer::clubs(&[(147, "Yankees")])]);
    let first = lake.run(folder([&feed("b").at(10)]).path()).clean().json();
    let first = first["run_id"].as_str().expect("a run").to_owned();
    lake.run(folder([&feed("c").at(20)]).path()).clean();
    let number = "SELECT COUNT(*) AS n FROM raw.game.color_feed";
    let asked = lake
        .mlb(["sql", "--format", "json", "--as-of", &first, number])
        .clean();
    assert_eq!(asked.stdout.trim(), "{\"n\":2}", "the run knows its version");
    for verb in [
        &["lake", "status"][..],
        &["lake", "history", "raw.game.color_feed"],
        &["lake", "optimize", "raw.game.color_feed"],
        &["lake", "checkpoint"],
        &["lake", "vacuum"],
        &["tables"],
        &["schema", "list"],
        &["transform", "--full-refresh"],
        &["hash"],
    ] {
        lake.mlb(verb).clean();
    }
    let status = lake.mlb(["lake", "status", "--json"]).clean().json();
    let lines = status.as_array().expect("tables");
    let line = lines.iter().find(|line| line["table"] == "raw.game.color_feed");
    let line = line.expect("the table is there");
    assert_eq!(
        (&line["rows"], &line["files"]),
        (&json!(3), &json!(1)),
        "optimized"
    );
    assert_eq!(lake.number(number), 3);
    lake.mlb(["lake", "restore", "--to", &first]).clean();
    assert_eq!(lake.number(number), 3, "raw is never altered");
}

#[test]
fn a_quarantined_answer_heals_with_the_next_one_to_the_same_request() {
    let bad = |club: i64| Answer::roster(club, &[(1, "a", &[]), (1, "b", &[])]);
    let lake = lake();
    lake.run(folder([&bad(147), &bad(111)]).path()).ends_with(3);
    let listed = |args: &[&str]| -> Vec<Value> {
        let listed = lake
            .mlb(["quarantine", "list", "--json"].iter().chain(args))
            .clean()
            .json();
        listed.as_array().expect("a list").clone()
    };
    assert_eq!(listed(&[]).len(), 2);
    let good = Answer::roster(147, &[(1, "a", &[])]).at(10);
    let other_request = Answer::roster(111, &[(1, "a", &[])]).query("playerId", 1).at(10);
    lake.run(folder([&good, &other_request]).path()).clean();
    let open = listed(&[]);
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!(listed(&["--all"]).len(), 2);
    let older = Answer::roster(111, &[(1, "a", &[])]).captured("2024-07-11T00:00:00Z");
    lake.run(folder([&older]).path()).clean();
    assert_eq!(listed(&[]).len(), 1, "an older answer says nothing of it");
    lake.run(folder([&Answer::roster(111, &[]).at(20)]).path())
        .clean();
    assert_eq!(listed(&[]).len(), 0);
}

#[test]
fn a_game_that_only_the_request_names_is_known_from_it() {
    let notes = Answer::notes(745_001, &["hot", "windy"]).query("language", "en");
    let lake = landed([&notes, &Answer::notes(745_002, &["cold"])]);
    let sql = "SELECT game_pk, note_id, note, language FROM game.notes ORDER BY game_pk, note_id";
    assert_eq!(
        lake.rows(sql),
        [
            json!({"game_pk": 745_001, "note_id": 0, "note": "hot", "language": "en"}),
            json!({"game_pk": 745_001, "note_id": 1, "note": "windy", "language": "en"}),
            json!({"game_pk": 745_002, "note_id": 0, "note": "cold", "language": null}),
        ]
    );
    let raw = "SELECT game_pk, url FROM raw.game.notes ORDER BY game_pk LIMIT 1";
    assert_eq!(
        texts(&lake.rows(raw)),
        ["745001 /api/v1/game/745001/notes?language=en"]
    );
    let hash = lake.mlb(["hash", "--json", "--game-pk", "745002"]).clean().json();
    assert_eq!(
        hash.as_array().map(Vec::len),
        Some(1),
        "only the notes name a game"
    );
    assert_eq!((&hash[0]["games"], &hash[0]["rows"]), (&json!(1), &json!(1)));
}

/// Reason and detail of what is in quarantine.
fn quarantined(lake: &Lake) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let found = lake.quarantine();
    let mut found: Vec<(String, String)> = found
        .iter()
        .map(|entry| (text(&entry["reason"]), text(&entry["detail"])))
        .collect();
    found.sort();
    found
}

#[test]
fn a_bare_body_that_may_be_of_two_sources_is_refused_with_both_names() {
    let lake = lake();
    let folder = ReplayFolder::new()
        .with(
            "1.json",
            Answer::events(&[("2024-07-12", 1, "a")]).body.to_string(),
        )
        .with("2.json", Answer::notes(1, &["hot"]).body.to_string())
        .with("3.json", Answer::roster(147, &[(1, "a", &[])]).body.to_string())
        .with("4.json", "{\"other\": 1}")
        .with("5.json", Answer::events(&[]).method("future").text());
    let ran = lake.run(folder.path()).ends_with(3);
    assert_eq!(
        ran.json()["ingest"]["stored"],
        1,
        "the roster is known by its body"
    );
    let found = quarantined(&lake);
    let reasons: Vec<&str> = found.iter().map(|(reason, _)| reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "ambiguous_source",
            "incomplete",
            "transform",
            "unknown_source",
            "unknown_source"
        ]
    );
    assert!(
        found[0].1.contains("`day.archive` or `day.events`"),
        "{}",
        found[0].1
    );
    assert!(
        found[1].1.contains("only the request says which game") && found[1].1.contains("`gamePk`"),
        "{}",
        found[1].1
    );
    // It landed, but without its request nobody knows its season.
    assert!(
        found[2].1.contains("table `rosters` has no `season`"),
        "{}",
        found[2].1
    );
    assert!(
        found.iter().any(
            |(_, detail)| detail == "no mapping is about `day.future`, and the API has no such operation"
        ),
        "{found:?}"
    );
    let address = "SELECT url, season FROM raw.club.rosters";
    assert_eq!(
        texts(&lake.rows(address)),
        ["/api/v1/clubs/{clubId}/roster#request-unknown null"]
    );
}

#[test]
fn a_bad_capture_stops_only_itself() {
    let twice = Answer::roster(147, &[(1, "a", &[]), (1, "b", &[])]).at(10);
    let good = Answer::roster(111, &[(9, "z", &["P"])]);
    let lake = lake();
    let ran = lake.run(folder([&good, &twice]).path()).ends_with(3);
    assert!(
        ran.stderr
            .contains("table `rosters` has the key season 2024, club_id 147, player_id 1 twice"),
        "{}",
        ran.stderr
    );
    assert_eq!(rosters(&lake), ["2024 111 9 z"]);
    assert_eq!(quarantined(&lake).len(), 1);
    lake.mlb(["transform", "--full-refresh"]).ends_with(3);
    assert_eq!(quarantined(&lake).len(), 1, "it is there once");
}

/// Answers of every kind, of two runs.
fn two_runs() -> [Vec<Answer>; 2] {
    let first = vec![
        Answer::roster(147, &[(1, "a", &["P"]), (2, "b", &["C"])]),
        Answer::roster(147, &[(1, "old", &["P"])]).query("season", "2023"),
        Answer::roster(147, &[(2, "B", &["1B"])])
            .query("playerId", 2)
            .at(30),
        Answer::events(&[("2024-07-12", 1, "a"), ("2024-07-13", 2, "b")]),
        Answer::clubs(&[(147, "Yankees"), (111, "Red Sox")]),
        Answer::notes(745_001, &["hot", "windy"]),
    ];
    let second = vec![
        Answer::roster(147, &[(1, "A", &[]), (3, "c", &["SS"])]).at(20),
        Answer::roster(147, &[(3, "C", &["SS"])])
            .query("playerId", 3)
            .at(40),
        Answer::events(&[]).query("date", "2024-07-13").at(20),
        Answer::clubs(&[(147, "Yankees"), (110, "Orioles")]).at(20),
        // Unchanged, so it is not stored again.
        Answer::notes(745_001, &["hot", "windy"]).at(20),
    ];
    [first, second]
}

#[test]
fn the_same_folder_again_writes_nothing() {
    let [first, second] = two_runs();
    let lake = landed(first.iter().chain(&second));
    let (content, tables) = (lake.content(), lake.tables());
    let ran = lake.run(folder(first.iter().chain(&second)).path()).clean();
    assert_eq!(ran.json()["ingest"]["stored"], 0);
    assert_eq!((lake.content(), lake.tables()), (content, tables));
}

#[test]
fn a_refresh_makes_the_same_tables_anew() {
    let [first, second] = two_runs();
    let lake = landed(&first);
    lake.run(folder(&second).path()).clean();
    let content = lake.content();
    assert_eq!(
        content,
        landed(second.iter().chain(&first)).content(),
        "in one run"
    );
    let tables = lake.tables();
    lake.mlb(["transform", "--full-refresh"]).clean();
    assert_eq!(
        (lake.content(), lake.tables()),
        (content, tables),
        "nothing is written"
    );
    let chosen = lake
        .mlb(["transform", "--game-pk", "745001", "--json"])
        .clean()
        .json();
    for source in chosen["sources"].as_array().expect("sources") {
        assert_eq!(source["captures"], 0, "chosen games do not concern sets");
    }
}

/// All that must be as if nothing had happened.
fn state(lake: &Lake) -> (BTreeMap<String, Content>, Vec<Value>) {
    let books = "SELECT
        (SELECT COUNT(*) FROM raw.club.rosters) AS captures,
        (SELECT COUNT(*) FROM meta.sets) AS marks,
        (SELECT COUNT(*) FROM meta.quarantine) AS quarantined";
    (lake.content(), lake.rows(books))
}

/// Kills `mlb run` at each step, and runs it again.
#[test]
fn a_run_that_is_killed_anywhere_is_made_whole() {
    let [first, second] = two_runs();
    let before = landed(&first);
    // `meta.quarantine` must be there to be counted.
    before
        .run(ReplayFolder::new().with("broken.json", "{").path())
        .ends_with(3);
    let folder = folder(&second);
    let place = folder.path().to_string_lossy().into_owned();
    let args = ["run", "--json", "--replay", &place];
    let never_killed = before.copy();
    never_killed.mlb(args).clean();
    let expected = state(&never_killed);
    for step in [
        "raw_written:2",
        "raw_committed",
        "observations_committed",
        "transform_planned:2",
        "tables_written",
        "table_committed",
        "table_committed:2",
        "before_ledger:2",
        "ledger_committed",
        "run_recorded",
    ] {
        let lake = before.copy();
        lake.mlb_with(args, &[("MLB_KILL_AT", step)]).killed();
        lake.mlb(args).clean();
        assert_eq!(state(&lake), expected, "killed at {step}");
        let tables = lake.tables();
        lake.mlb(args).clean();
        assert_eq!(
            lake.tables(),
            tables,
            "killed at {step}: a third run writes nothing"
        );
    }
}

/// The SQL is another during a refresh that is killed, and the old one again afterwards.
#[test]
fn a_refresh_that_is_killed_is_done_again() {
    let home = clubs::home();
    let lake = Lake::new().with_home(&home);
    lake.run(folder(&two_runs()[0]).path()).clean();
    let expected = lake.content();
    home.change(
        "sql/club/rosters.sql",
        "    player.name AS",
        "    UPPER(player.name) AS",
    );
    let refresh = ["transform", "--full-refresh"];
    for step in ["table_committed", "before_ledger:2"] {
        lake.mlb_with(refresh, &[("MLB_KILL_AT", step)]).killed();
    }
    home.change("sql/club/rosters.sql", "UPPER(player.name)", "player.name");
    let report = lake.mlb(["transform", "--json"]).clean().json();
    let healed = report["sources"]
        .as_array()
        .expect("sources")
        .iter()
        .any(|source| source["healed"] == true);
    assert!(healed, "{report}");
    assert_eq!(lake.content(), expected);
}

#[test]
fn a_wrong_select_of_a_source_of_sets_is_told_and_makes_no_table() {
    let home = clubs::home();
    home.change("sql/day/events.sql", "event.title", "event.titel");
    let lake = Lake::new().with_home(&home);
    let check = lake.mlb(["schema", "check"]).ends_with(4);
    for word in ["sql/day/events.sql:5", "`event.titel`", "did you mean `title`"] {
        assert!(check.stderr.contains(word), "`{word}` in: {}", check.stderr);
    }
    let answer = Answer::events(&[("2024-07-12", 1, "a")]);
    lake.run(folder([&answer]).path()).ends_with(4);
    let mut logs = lake.objects("mlb-warehouse/day");
    logs.retain(|name| name.contains("_delta_log"));
    assert!(logs.is_empty(), "{logs:?}");
    home.change("sql/day/events.sql", "event.titel", "event.title");
    lake.mlb(["transform"]).clean();
    assert_eq!(events(&lake), ["2024-07-12 1 a"], "what landed is not lost");
}

#[test]
fn every_verb_knows_sources_of_sets() {
    let [first, second] = two_runs();
    let lake = lake();
    lake.mlb(["init"]).clean();
    let run = lake.run(folder(&first).path()).clean().json();
    let run = run["run_id"].as_str().expect("a run").to_owned();
    lake.run(folder(&second).path()).clean();
    let before = "SELECT player_name FROM club.rosters WHERE season = 2024 AND player_id = 1";
    let asked = lake
        .mlb(["sql", "--format", "json", "--as-of", &run, before])
        .clean();
    assert_eq!(asked.stdout.trim(), "{\"player_name\":\"a\"}");
    let exported = tempfile::tempdir().expect("a folder");
    let to = exported.path().to_string_lossy().into_owned();
    lake.mlb(["export", "--to", &to]).clean();
    for file in [
        "club/rosters.parquet",
        "reference/clubs.parquet",
        "day/events.parquet",
    ] {
        assert!(exported.path().join(file).is_file(), "{file}");
    }
    for verb in [
        &["lake", "status"][..],
        &["lake", "optimize"],
        &["lake", "vacuum", "--dry-run"],
        &["lake", "checkpoint"],
        &["schema", "list"],
        &["schema", "check"],
        &["schema", "show", "reference.clubs"],
    ] {
        lake.mlb(verb).clean();
    }
    let content = lake.content();
    lake.mlb(["lake", "restore", "--to", &run]).clean();
    assert_eq!(rosters(&lake), rosters(&landed(&first)));
    lake.mlb(["transform", "--full-refresh"]).clean();
    assert_eq!(lake.content(), content);
}
