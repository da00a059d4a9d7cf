//! What the tables show depends on what was captured, never on when or how it came: any order, once or twice, in one run or
//! many, with one worker or two.

use mlb_tests::captures::{CapturedFeed, Captures, newest_and_older};
use mlb_tests::contract;
use mlb_tests::feed::Feed;
use mlb_tests::folder::{ReplayFolder, envelope};
use mlb_tests::home::Home;
use mlb_tests::lake::Lake;
use mlb_tests::oracle;

/// A folder that is read in this order.
fn folder<'a>(feeds: impl IntoIterator<Item = &'a CapturedFeed>) -> ReplayFolder {
    let numbered = feeds.into_iter().enumerate();
    numbered.fold(ReplayFolder::new(), |folder, (index, feed)| {
        folder.with_file(&format!("{index:03}_{}", feed.name), &feed.file)
    })
}

/// The same items in another order, the same one for the same seed.
fn shuffled<T: Clone>(items: &[T], seed: u64) -> Vec<T> {
    let mut items = items.to_vec();
    let mut state = seed;
    for last in (1..items.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        items.swap(last, (state >> 33) as usize % (last + 1));
    }
    items
}

#[test]
fn one_run_in_any_order_with_one_worker_or_two() {
    let Some(captures) = Captures::find() else { return };
    let feeds = captures.feeds();
    let expected = captures.lake().content();
    for (seed, workers) in [(1, "2"), (2, "1")] {
        let lake = Lake::new();
        let files = folder(&shuffled(&feeds, seed));
        lake.mlb([
            "run",
            "--workers",
            workers,
            "--replay",
            &files.path().to_string_lossy(),
        ])
        .clean();
        assert_eq!(lake.content(), expected, "order {seed}, {workers} workers");
    }
}

#[test]
fn many_runs_in_any_order() {
    let Some(captures) = Captures::find() else { return };
    let feeds = captures.feeds();
    let lake = Lake::new();
    for part in shuffled(&feeds, 4).chunks(7) {
        lake.run(folder(part).path()).clean();
    }
    assert_eq!(lake.content(), captures.lake().content());
}

#[test]
fn a_second_run_of_the_same_folder_adds_no_row_and_says_so() {
    let Some(captures) = Captures::find() else { return };
    let feeds = captures.feeds();
    let lake = captures.lake().copy();
    let (content, tables) = (lake.content(), lake.tables());
    let raw = "raw.game.live_game_v1";
    assert_eq!(tables[raw].0, feeds.len() as u64, "every feed is in raw");

    let files = folder(&shuffled(&feeds, 5));
    let ran = lake
        .mlb(["run", "--replay", &files.path().to_string_lossy()])
        .clean();
    assert!(
        ran.stdout
            .contains(&format!("0 stored, {} unchanged, 0 in quarantine", feeds.len())),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("Nothing new to transform"), "{}", ran.stdout);
    assert_eq!(
        (lake.content(), lake.tables()),
        (content, tables),
        "rows and versions of all tables"
    );
    let observed = "SELECT COUNT(*) AS n FROM meta.observations WHERE NOT stored";
    assert_eq!(
        lake.number(observed),
        feeds.len() as i64,
        "each answer was seen all the same"
    );
}

/// Two snapshots of one game: 823717 and 824608.
#[test]
fn of_two_snapshots_the_newer_is_shown_without_ghosts() {
    let Some(captures) = Captures::find() else { return };
    let of_both_games = |feed: &CapturedFeed| [823_717, 824_608].contains(&feed.game_pk());
    let feeds: Vec<CapturedFeed> = captures.feeds().into_iter().filter(of_both_games).collect();
    let (newer, older) = newest_and_older(feeds);
    assert_eq!(
        (newer.len(), older.len()),
        (2, 2),
        "two games, two snapshots each"
    );

    let alone = Lake::new();
    alone.run(folder(&newer).path()).clean();
    let expected = alone.content();
    for table in contract::tables() {
        let rows: usize = newer
            .iter()
            .map(|feed| oracle::rows(&table.name, &feed.document).len())
            .sum();
        assert_eq!(
            expected[&format!("game.{}", table.name)].rows,
            rows as u64,
            "{}",
            table.name
        );
    }

    let runs = |runs: &[Vec<&CapturedFeed>]| {
        let lake = Lake::new();
        for feeds in runs {
            lake.run(folder(feeds.iter().copied()).path()).clean();
        }
        lake.content()
    };
    let (new, old): (Vec<_>, Vec<_>) = (newer.iter().collect(), older.iter().collect());
    assert_eq!(
        runs(&[[old.clone(), new.clone()].concat()]),
        expected,
        "one run, older first"
    );
    assert_eq!(
        runs(&[[new.clone(), old.clone()].concat()]),
        expected,
        "one run, newer first"
    );
    assert_eq!(
        runs(&[old.clone(), new.clone()]),
        expected,
        "two runs, older first"
    );
    assert_eq!(runs(&[new, old]), expected, "two runs, newer first");
}

/// One answer of the API to one request: a body that came at a moment.
#[derive(Clone, Debug)]
struct Answer {
    name: &'static str,
    captured_at: &'static str,
    body: Feed,
}

/// A game that answers A, then B, then A again. `clocks` are those of the documents A and B.
fn answers(clocks: [&str; 2]) -> [Answer; 3] {
    let a = Feed::of(745_001).at(clocks[0]).plays(6);
    let b = Feed::of(745_001).at(clocks[1]).plays(7);
    [
        Answer {
            name: "A1",
            captured_at: "2024-07-13T05:00:01Z",
            body: a.clone(),
        },
        Answer {
            name: "B2",
            captured_at: "2024-07-13T05:00:02Z",
            body: b,
        },
        Answer {
            name: "A3",
            captured_at: "2024-07-13T05:00:03Z",
            body: a,
        },
    ]
}

/// The three answers in all orders in which they can arrive.
const ARRIVALS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// What makes an answer the newer one: the document's clock, then when it was asked for, then its hash.
fn order_key(answer: &Answer) -> (String, &'static str, String) {
    let clock = answer.body.document()["metaData"]["timeStamp"]
        .as_str()
        .expect("a clock")
        .to_owned();
    (
        clock,
        answer.captured_at,
        blake3::hash(answer.body.text().as_bytes()).to_hex().to_string(),
    )
}

fn file_of(folder: ReplayFolder, index: usize, answer: &Answer) -> ReplayFolder {
    folder.with(
        &format!("{index}.json"),
        envelope(745_001, answer.captured_at, &answer.body.text()),
    )
}

fn plays(answer: &Answer) -> i64 {
    oracle::plays(answer.body.document()).len() as i64
}

/// After each arrival the tables show the newest of what has come, each in a run of its own.
fn check_arrivals_in_runs_of_their_own(clocks: [&str; 2]) {
    let home = Home::small();
    let answers = answers(clocks);
    let mut wrong = Vec::new();
    for arrival in ARRIVALS {
        let lake = Lake::new().with_home(&home);
        let mut come: Vec<&Answer> = Vec::new();
        for index in arrival {
            come.push(&answers[index]);
            lake.run(file_of(ReplayFolder::new(), 0, &answers[index]).path())
                .clean();
            let newest = come
                .iter()
                .max_by_key(|answer| order_key(answer))
                .expect("one has come");
            let shown = lake.number("SELECT COUNT(*) AS n FROM game.live_game_plays");
            if shown != plays(newest) {
                let names: Vec<_> = come.iter().map(|answer| answer.name).collect();
                wrong.push(format!(
                    "after {names:?}: {shown} plays, {} has {}",
                    newest.name,
                    plays(newest)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_b_a_of_one_document_clock_ends_with_the_last_asked_for() {
    check_arrivals_in_runs_of_their_own(["20240713_045900", "20240713_045900"]);
}

#[test]
fn a_b_a_where_b_is_the_newer_document_ends_with_b() {
    check_arrivals_in_runs_of_their_own(["20240713_045900", "20240713_045910"]);
}

#[test]
fn a_b_a_where_a_is_the_newer_document_ends_with_a() {
    check_arrivals_in_runs_of_their_own(["20240713_045910", "20240713_045900"]);
}

#[test]
fn a_b_a_in_one_run_ends_as_in_many() {
    let home = Home::small();
    let answers = answers(["20240713_045900", "20240713_045900"]);
    let mut wrong = Vec::new();
    for arrival in ARRIVALS {
        let lake = Lake::new().with_home(&home);
        let files = arrival.iter().enumerate();
        let files = files.fold(ReplayFolder::new(), |folder, (at, index)| {
            file_of(folder, at, &answers[*index])
        });
        lake.run(files.path()).clean();
        let shown = lake.number("SELECT COUNT(*) AS n FROM game.live_game_plays");
        if shown != plays(&answers[2]) {
            wrong.push(format!(
                "{:?}: {shown} plays, A has {}",
                arrival.map(|index| answers[index].name),
                plays(&answers[2])
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
