//! Several `mlb` on one lake at the same time: one may be told to wait, none loses or doubles anything.

use mlb_tests::feed::Feed;
use mlb_tests::folder::ReplayFolder;
use mlb_tests::home::Home;
use mlb_tests::lake::{Lake, Ran};

/// A race is not lost every time.
const ROUNDS: usize = 5;

/// Folders of two games each, and all of them in one.
fn folders() -> (Vec<ReplayFolder>, ReplayFolder) {
    let feed = |game: i64| {
        (
            format!("{game}.json"),
            Feed::of(game).plays(6 + game as usize).text(),
        )
    };
    let folder = |games: std::ops::RangeInclusive<i64>| {
        games.map(feed).fold(ReplayFolder::new(), |folder, (name, text)| {
            folder.with(&name, text)
        })
    };
    (vec![folder(1..=2), folder(3..=4), folder(5..=6)], folder(1..=6))
}

fn at_once(lake: &Lake, verb: &str, folders: &[ReplayFolder]) -> Vec<Ran> {
    std::thread::scope(|scope| {
        let run = |folder: &ReplayFolder| {
            let folder = folder.path().to_string_lossy().into_owned();
            scope.spawn(move || lake.mlb([verb, "--json", "--replay", &folder]))
        };
        let runs: Vec<_> = folders.iter().map(run).collect();
        runs.into_iter()
            .map(|run| run.join().expect("a thread ends"))
            .collect()
    })
}

/// A fresh lake each round, so that all want to make its tables.
#[test]
fn ingests_at_once_land_everything_once() {
    let (parts, all) = folders();
    let one = Lake::new().with_home(&Home::small());
    one.run(all.path()).clean();
    for round in 0..ROUNDS {
        let lake = Lake::new().with_home(&Home::small());
        for ran in at_once(&lake, "ingest", &parts) {
            ran.clean();
        }
        let count = |table: &str| lake.number(&format!("SELECT COUNT(*) AS n FROM {table}"));
        let counts = ["raw.game.live_game_v1", "meta.observations", "meta.runs"].map(count);
        assert_eq!(
            counts,
            [6, 6, 3],
            "captures, observations and runs of round {round}"
        );
        lake.mlb(["transform"]).clean();
        assert_eq!(lake.content(), one.content(), "round {round}");
    }
}

#[test]
fn runs_at_once_end_as_one() {
    let (parts, all) = folders();
    let lake = Lake::new().with_home(&Home::small());
    for ran in at_once(&lake, "run", &parts) {
        assert!(
            matches!(ran.code, Some(0 | 7)),
            "done, or another transform is at work: {}{}",
            ran.stdout,
            ran.stderr
        );
        assert!(
            ran.code != Some(7) || ran.stderr.contains("is held by run"),
            "{}",
            ran.stderr
        );
    }
    // Who had to go without a transform landed all the same.
    lake.mlb(["transform"]).clean();
    let one = Lake::new().with_home(&Home::small());
    one.run(all.path()).clean();
    assert_eq!(lake.content(), one.content());
    assert_eq!(lake.number("SELECT COUNT(*) AS n FROM meta.games"), 6);
}
