//! Bodies that are no whole feed: each is refused with a message of its own, nothing of it is written, and the other games
//! are as if it had never come.

use std::collections::BTreeSet;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use mlb_tests::captures::Captures;
use mlb_tests::feed::Feed;
use mlb_tests::folder::{ReplayFolder, envelope};
use mlb_tests::home::Home;
use mlb_tests::lake::{Lake, Ran};
use serde_json::{Value, json};

/// A body that is refused: its file, the word for the reason, and what the message must say.
struct Bad {
    file: &'static str,
    bytes: Vec<u8>,
    reason: &'static str,
    message: &'static str,
}

fn bad(file: &'static str, bytes: impl Into<Vec<u8>>, reason: &'static str, message: &'static str) -> Bad {
    Bad {
        file,
        bytes: bytes.into(),
        reason,
        message,
    }
}

const AT: &str = "2024-07-13T05:00:01Z";

fn bad_bodies() -> Vec<Bad> {
    let text = Feed::of(7).text();
    let cut = &text[..text.len() / 2];
    let asked_for_8 = envelope(8, AT, &text);
    let schedule = envelope(8, AT, "{\"dates\": []}").replace("liveGameV1", "schedule");
    let nameless = Feed::of(7).without("/gamePk").text();
    let short = Feed::of(7)
        .set("/liveData/plays/currentPlay/about/atBatIndex", 9)
        .text();
    let twice = text.replacen('{', "{\"gamePk\":7,", 1);
    let nul = text.replacen("nobody's", "no\0body's", 1);
    let no_text: Vec<u8> = nul
        .bytes()
        .map(|byte| if byte == 0 { 0xff } else { byte })
        .collect();
    let broken = "broken_json";
    vec![
        bad("cut.json", cut, broken, "broken JSON"),
        bad(
            "page.json",
            "<!DOCTYPE html>\n<html>Service Unavailable</html>",
            broken,
            "HTML",
        ),
        bad("nothing.json", "", broken, "empty"),
        bad("object.json", "{}", "unknown_source", "no mapping recognizes it"),
        bad(
            "answer.json",
            envelope(7, AT, "{}"),
            "incomplete",
            "lacks `gamePk`",
        ),
        bad("other_source.json", schedule, "unknown_source", "`game.schedule`"),
        bad(
            "other_game.json",
            asked_for_8,
            "other_game",
            "asked for game 8, the body is about game 7",
        ),
        bad("nameless.json", nameless, "incomplete", "lacks `gamePk`"),
        bad(
            "clockless.json",
            Feed::of(7).without("/metaData").text(),
            "incomplete",
            "lacks `metaData.timeStamp`",
        ),
        bad(
            "stateless.json",
            Feed::of(7).without("/gameData/status").text(),
            "incomplete",
            "lacks `gameData.status`",
        ),
        bad(
            "playless.json",
            Feed::of(7).without("/liveData/plays/allPlays").text(),
            "incomplete",
            "lacks `liveData.plays.allPlays`",
        ),
        bad(
            "seasonless.json",
            Feed::of(7).without("/gameData/game/season").text(),
            "incomplete",
            "no season",
        ),
        bad("short.json", short, "incomplete", "cut short"),
        bad("twice.json", twice, broken, "the key `gamePk` stands twice"),
        bad("nul.json", nul, broken, "control character"),
        bad("no_text.json", no_text, broken, "not UTF-8"),
        bad("cut.json.gz", &gzip(&text)[..200], "unreadable", "damaged gzip"),
        bad(
            "flipped.json.gz",
            flipped(gzip(&text)),
            "unreadable",
            "damaged gzip",
        ),
    ]
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("gzip in memory");
    encoder.finish().expect("gzip in memory")
}

/// With one bit of its checksum changed.
fn flipped(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = bytes.len() - 8;
    bytes[checksum] ^= 1;
    bytes
}

fn good() -> ReplayFolder {
    ReplayFolder::new()
        .with("good.json", Feed::of(1).text())
        .with("good_2.json", Feed::of(2).text())
}

fn refused(ran: &Ran) -> Vec<Value> {
    ran.json()["ingest"]["refused"]
        .as_array()
        .expect("a list of bodies")
        .clone()
}

#[test]
fn each_bad_body_is_refused_with_its_own_message_and_the_other_games_are_whole() {
    let alone = Lake::new();
    alone.run(good().path()).clean();

    let bodies = bad_bodies();
    let folder = bodies
        .iter()
        .fold(good(), |folder, body| folder.with(body.file, &body.bytes));
    let lake = Lake::new();
    let ran = lake.run(folder.path()).ends_with(3);
    let refused = refused(&ran);
    for body in &bodies {
        let found: Vec<&Value> = refused
            .iter()
            .filter(|refused| refused["origin"] == body.file)
            .collect();
        let [found] = found[..] else {
            panic!("{} is refused once: {refused:?}", body.file)
        };
        let detail = found["detail"].as_str().expect("a message");
        assert_eq!(found["reason"], body.reason, "{}: {detail}", body.file);
        assert!(detail.contains(body.message), "{}: {detail}", body.file);
        assert!(!detail.ends_with('.'), "{}: {detail}", body.file);
    }
    let report = &ran.json()["ingest"];
    assert_eq!(report["responses"], bodies.len() + 2, "in ...");
    assert_eq!(
        (&report["stored"], refused.len()),
        (&json!(2), bodies.len()),
        "... is out and quarantined"
    );

    assert_eq!(lake.content(), alone.content());
    assert_eq!(lake.number("SELECT COUNT(*) AS n FROM raw.game.live_game_v1"), 2);
}

#[test]
fn what_is_refused_is_kept_once_with_its_bytes() {
    let lake = Lake::new().with_home(&Home::small());
    let page = "<html>\u{e9}</html>";
    let folder = ReplayFolder::new().with("page.json", page);
    lake.run(folder.path()).ends_with(3);
    lake.run(folder.path()).ends_with(3);
    let kept = lake.rows("SELECT origin, body_bytes, CAST(data AS VARCHAR) AS text FROM meta.quarantine");
    assert_eq!(
        kept,
        [json!({"origin": "page.json", "body_bytes": page.len(), "text": page})]
    );
}

#[test]
fn every_trimmed_capture_is_refused() {
    let Some(captures) = Captures::find() else { return };
    let trimmed = captures.trimmed();
    let named = |folder: ReplayFolder, file: &std::path::PathBuf| {
        folder.with_file(&file.file_name().expect("a name").to_string_lossy(), file)
    };
    let folder = trimmed.iter().fold(ReplayFolder::new(), named);
    let lake = Lake::new();
    let ran = lake.run(folder.path()).ends_with(3);
    let refused: BTreeSet<String> = refused(&ran)
        .iter()
        .map(|body| body["origin"].to_string())
        .collect();
    assert_eq!(refused.len(), trimmed.len(), "{}", ran.stdout);
    assert_eq!(ran.json()["ingest"]["stored"], 0);
    assert!(
        lake.tables().values().all(|(rows, _)| *rows == 0),
        "nothing is in a table: {:?}",
        lake.tables()
    );
}

const BODY_BYTES_MAX: usize = 32 * 1024 * 1024;

/// A feed of this size: spaces after it are JSON too.
fn padded(feed: &Feed, bytes: usize) -> String {
    let text = feed.text();
    let spaces = bytes - text.len();
    text + &" ".repeat(spaces)
}

#[test]
fn a_body_over_the_limit_is_refused_with_its_size() {
    let size = 2 * BODY_BYTES_MAX;
    let body = padded(&Feed::of(1), size);
    let folder = ReplayFolder::new()
        .with("large.json", &body)
        .with("large.json.gz", gzip(&body))
        .with("good.json", Feed::of(2).text());
    let lake = Lake::new().with_home(&Home::small());
    let ran = lake.run(folder.path()).ends_with(3);
    let refused = refused(&ran);
    assert_eq!(refused.len(), 2);
    for body in &refused {
        let detail = body["detail"].as_str().expect("a message");
        assert!(
            detail.contains(&size.to_string()) && detail.contains(&BODY_BYTES_MAX.to_string()),
            "{detail}"
        );
    }
    assert_eq!(
        lake.content()["game.live_game_plays"].games,
        1,
        "the other game is there"
    );
    let sizes: Vec<Value> = lake
        .quarantine()
        .iter()
        .map(|body| body["body_bytes"].clone())
        .collect();
    assert_eq!(sizes, [json!(size), json!(size)], "quarantine knows the size too");
}

#[test]
fn a_body_of_exactly_the_limit_lands() {
    let folder = ReplayFolder::new().with("largest.json", padded(&Feed::of(1), BODY_BYTES_MAX));
    let lake = Lake::new().with_home(&Home::small());
    lake.run(folder.path()).clean();
    assert_eq!(
        lake.number("SELECT body_bytes FROM raw.game.live_game_v1"),
        BODY_BYTES_MAX as i64
    );
}

#[test]
fn an_escaped_nul_is_text_and_lands() {
    let name = "Chase\0Field";
    let feed = Feed::of(1).set("/gameData/venue/name", name);
    assert!(
        feed.text().contains("Chase\\u0000Field"),
        "the escape, not the byte"
    );
    let lake = Lake::new().with_home(&Home::small());
    lake.run(ReplayFolder::new().with("1.json", feed.text()).path())
        .clean();
    assert_eq!(
        lake.rows("SELECT venue_name FROM game.live_game_metadata"),
        [json!({"venue_name": name})]
    );
}

#[test]
fn a_value_that_does_not_fit_is_empty_and_counted() {
    let feed = Feed::of(1)
        .set("/gameData/weather/temp", "mild")
        .set("/liveData/linescore/scheduledInnings", "nine");
    let lake = Lake::new().with_home(&Home::small());
    let report = lake
        .run(ReplayFolder::new().with("1.json", feed.text()).path())
        .clean()
        .json();
    let drift = report["transform"]["sources"][0]["drift"]
        .as_array()
        .expect("a list")
        .clone();
    let counted: BTreeSet<(String, u64)> = drift
        .iter()
        .map(|drift| {
            (
                drift["path"].as_str().expect("a path").to_owned(),
                drift["count"].as_u64().expect("a count"),
            )
        })
        .collect();
    let expected = [
        ("gameData.weather.temp", 1),
        ("liveData.linescore.scheduledInnings", 1),
    ];
    assert_eq!(
        counted,
        expected.map(|(path, count)| (path.to_owned(), count)).into()
    );
    let row =
        lake.rows("SELECT weather_temp, scheduled_innings, weather_condition FROM game.live_game_metadata");
    assert_eq!(
        row,
        [json!({"weather_temp": null, "scheduled_innings": null, "weather_condition": "Roof Closed"})]
    );
}

#[test]
fn a_placeholder_is_empty_and_fits() {
    for placeholder in ["-", "-.--", ".---"] {
        let feed = Feed::of(1)
            .set("/gameData/weather/temp", placeholder)
            .set("/liveData/linescore/scheduledInnings", placeholder);
        let lake = Lake::new().with_home(&Home::small());
        let report = lake
            .run(ReplayFolder::new().with("1.json", feed.text()).path())
            .clean()
            .json();
        assert_eq!(
            report["transform"]["sources"][0]["drift"],
            json!([]),
            "{placeholder}"
        );
        assert_eq!(
            lake.rows("SELECT weather_temp, scheduled_innings FROM game.live_game_metadata"),
            [json!({"weather_temp": null, "scheduled_innings": null})]
        );
    }
}

/// Two plate appearances with one number: valid JSON, but no rows that a key could name.
fn repeated() -> Feed {
    Feed::of(1)
        .at("20240713_040000")
        .set("/liveData/plays/allPlays/1/about/atBatIndex", 0)
}

/// A plate appearance without a number.
fn unnumbered() -> Feed {
    Feed::of(1)
        .at("20240713_040000")
        .without("/liveData/plays/allPlays/1/about/atBatIndex")
}

#[test]
fn a_game_whose_rows_cannot_be_made_is_quarantined_alone() {
    for (flawed, message) in [
        (
            repeated(),
            "table `live_game_plays` has the key season 2024, game_pk 1, at_bat_index 0 twice",
        ),
        (unnumbered(), "table `live_game_plays` has no `at_bat_index`"),
    ] {
        let lake = Lake::new().with_home(&Home::small());
        let folder = ReplayFolder::new()
            .with("1.json", flawed.text())
            .with("2.json", Feed::of(2).text());
        let ran = lake.run(folder.path()).ends_with(3);
        assert!(ran.stderr.contains("game 1"), "{}", ran.stderr);
        let alone = Lake::new().with_home(&Home::small());
        alone
            .run(ReplayFolder::new().with("2.json", Feed::of(2).text()).path())
            .clean();
        assert_eq!(lake.content(), alone.content(), "{message}");

        let quarantine = lake.quarantine();
        let [bad] = &quarantine[..] else {
            panic!("one game is in quarantine: {quarantine:?}")
        };
        assert!(
            bad["detail"].as_str().expect("a message").contains(message),
            "{bad}"
        );
        assert_eq!(
            (&bad["game_pk"], &bad["reason"]),
            (&json!(1), &json!("transform"))
        );
        let captures = "SELECT captures.game_pk AS n FROM meta.quarantine AS bad
            JOIN raw.game.live_game_v1 AS captures ON captures.capture_id = bad.capture_id";
        assert_eq!(lake.number(captures), 1, "its capture is in raw, and named");
    }
}

#[test]
fn a_game_stays_as_it_was_until_a_capture_comes_that_is_right() {
    let lake = Lake::new().with_home(&Home::small());
    lake.run(ReplayFolder::new().with("1.json", Feed::of(1).text()).path())
        .clean();
    let shown = lake.content();
    lake.run(ReplayFolder::new().with("1.json", repeated().text()).path())
        .ends_with(3);
    assert_eq!(lake.content(), shown, "the capture before it is still shown");
    let right = Feed::of(1).at("20240713_050000").plays(7);
    lake.run(ReplayFolder::new().with("1.json", right.text()).path())
        .clean();
    assert_eq!(lake.content()["game.live_game_plays"].rows, 7);
}

/// The games that are listed, and whether they healed.
fn quarantined_games(lake: &Lake, args: &[&str]) -> Vec<(i64, bool)> {
    let command = ["quarantine", "list", "--json"];
    let list = lake.mlb(command.iter().chain(args)).clean().json();
    let entries = list.as_array().expect("a list").iter();
    entries
        .map(|entry| {
            let game = entry["game_pk"].as_i64().expect("a game");
            (game, entry["healed"].as_bool().expect("yes or no"))
        })
        .collect()
}

#[test]
fn a_game_that_healed_is_no_longer_in_quarantine() {
    let lake = Lake::new().with_home(&Home::small());
    let one = |feed: Feed| ReplayFolder::new().with("1.json", feed.text());
    lake.run(one(repeated()).path()).ends_with(3);
    assert_eq!(quarantined_games(&lake, &[]), [(1, false)]);
    lake.run(one(Feed::of(1)).path()).clean();
    assert_eq!(
        quarantined_games(&lake, &[]),
        [(1, false)],
        "an older capture says nothing of the newest"
    );
    lake.mlb(["transform", "--full-refresh"]).ends_with(3);
    let rows = "SELECT COUNT(*) AS n FROM meta.quarantine";
    assert_eq!(lake.number(rows), 1, "what is there is not put there again");

    lake.run(one(Feed::of(1).at("20240713_050000").plays(7)).path())
        .clean();
    assert!(quarantined_games(&lake, &[]).is_empty());
    assert_eq!(quarantined_games(&lake, &["--all"]), [(1, true)]);
    let told = lake.mlb(["quarantine", "list"]).clean().stdout;
    assert_eq!(
        told,
        "0 bodies in quarantine; 1 healed since, `--all` lists them\n"
    );
    let told = lake.mlb(["quarantine", "list", "--all"]).clean().stdout;
    assert!(
        told.contains(", healed since\n") && told.ends_with("1 body in quarantine, 1 of them healed since\n"),
        "{told}"
    );
}

/// The capture is the newest all the time; what changes is the SQL.
#[test]
fn a_game_heals_when_its_sql_is_mended() {
    let broken = Home::small();
    broken.change(
        "sql/game/live_game_plays.sql",
        "    play.about.atBatIndex AS",
        "    CAST(0 AS INT) AS",
    );
    let (right, refresh) = (Home::small(), ["transform", "--full-refresh"]);
    let lake = Lake::new().with_home(&broken);
    lake.run(ReplayFolder::new().with("1.json", Feed::of(1).text()).path())
        .ends_with(3);
    assert_eq!(quarantined_games(&lake, &[]), [(1, false)]);
    let lake = lake.with_home(&right);
    lake.mlb(refresh).clean();
    assert!(quarantined_games(&lake, &[]).is_empty());
    let lake = lake.with_home(&broken);
    lake.mlb(refresh).ends_with(3);
    assert_eq!(quarantined_games(&lake, &[]), [(1, false)], "and falls ill again");
    let lake = lake.with_home(&right);
    lake.mlb(refresh).clean();
    assert_eq!(quarantined_games(&lake, &["--all"]), [(1, true)]);
}

#[test]
fn a_body_that_was_refused_stands_whatever_comes_after_it() {
    let lake = Lake::new().with_home(&Home::small());
    let cut = ReplayFolder::new().with("1.json", "{\"gamePk\": 1, ");
    lake.run(cut.path()).ends_with(3);
    lake.run(ReplayFolder::new().with("1.json", Feed::of(1).text()).path())
        .clean();
    let quarantine = lake.quarantine();
    assert_eq!(quarantine.len(), 1, "{quarantine:?}");
    assert_eq!(quarantine[0]["healed"], false);
}

#[test]
fn a_folder_without_captures_is_told() {
    let lake = Lake::new();
    let empty = ReplayFolder::new().with("notes.txt", "no capture");
    let ran = lake.run(empty.path()).ends_with(8);
    assert!(ran.stderr.contains("holds no capture"), "{}", ran.stderr);
    let ran = lake.run(&empty.path().join("nowhere")).ends_with(8);
    assert!(ran.stderr.contains("cannot read `"), "{}", ran.stderr);
}
