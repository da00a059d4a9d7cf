//! Places that are no lake or cannot be one: nothing there is touched, and the message says what to do.

use std::path::Path;

use mlb_tests::feed::Feed;
use mlb_tests::folder::{self, ReplayFolder};
use mlb_tests::lake::{Lake, Ran, program};

fn captures() -> ReplayFolder {
    ReplayFolder::new().with("1.json", Feed::of(1).text())
}

/// Every verb that needs a lake, on a place.
fn verbs(place: &str) -> Vec<(String, Ran)> {
    let captures = captures();
    let folder = captures.path().to_string_lossy().into_owned();
    let verbs: [&[&str]; 6] = [
        &["init"],
        &["run", "--replay", &folder],
        &["ingest", "--replay", &folder],
        &["transform"],
        &["sql", "SELECT 1"],
        &["tables"],
    ];
    let run = |verb: &&[&str]| {
        (
            verb[0].to_owned(),
            Ran::of(program().args(["--lake", place]).args(*verb)),
        )
    };
    verbs.iter().map(run).collect()
}

/// One line with the place, the reason and the way out.
fn assert_told(verb: &str, ran: &Ran, place: &str, reason: &str) {
    let stderr = &ran.stderr;
    assert_eq!(ran.code, Some(5), "{verb}: {stderr}");
    assert_eq!(stderr.lines().count(), 1, "{verb}: {stderr}");
    for words in [&format!("`{place}`"), reason, "`MLB_LAKE`"] {
        assert!(stderr.contains(words), "{verb}: `{words}` in: {stderr}");
    }
}

#[test]
fn a_folder_with_other_things_is_no_lake_and_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("notes.txt"), "mine").expect("a file");
    let place = folder.path().to_string_lossy();
    for (verb, ran) in verbs(&place) {
        assert_told(&verb, &ran, &place, "`notes.txt`");
    }
    assert_eq!(folder::files(folder.path()), [Path::new("notes.txt")]);
}

#[test]
fn where_nothing_is_there_is_nothing_to_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = folder.path().join("nothing");
    let place = place.to_string_lossy();
    for verb in [
        &["transform"][..],
        &["sql", "SELECT 1"],
        &["tables"],
        &["hash"],
        &["quarantine", "list"],
    ] {
        let ran = Ran::of(program().args(["--lake", &place]).args(verb));
        assert_told(verb[0], &ran, &place, "nothing is there");
    }
    assert!(!Path::new(&*place).exists(), "reading makes nothing");
}

#[test]
fn a_place_below_a_file_cannot_be_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("file"), "mine").expect("a file");
    let place = folder.path().join("file/lake");
    let place = place.to_string_lossy();
    for (verb, ran) in verbs(&place) {
        assert_told(&verb, &ran, &place, "Not a directory");
    }
}

/// Nobody, root neither, makes folders there.
#[test]
fn a_place_that_forbids_it_cannot_be_written() {
    if !Path::new("/proc/self").exists() {
        return;
    }
    let place = "/proc/mlb-lake";
    for (verb, ran) in verbs(place).into_iter().take(3) {
        assert_told(&verb, &ran, place, "cannot be written");
    }
}

#[test]
fn a_store_that_is_not_known_is_told() {
    for place in ["ftp://somewhere/lake", "nonsense://lake"] {
        let ran = Ran::of(program().args(["--lake", place, "tables"]));
        assert_eq!(ran.code, Some(5), "{}", ran.stderr);
        assert!(
            ran.stderr.contains(&format!("`{place}`")) && !ran.stderr.contains("panicked"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn a_lake_may_lie_above_the_current_folder() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let below = folder.path().join("below");
    std::fs::create_dir(&below).expect("a folder");
    let home = mlb_tests::workspace::root();
    let made = Ran::of(
        program()
            .current_dir(&below)
            .env("MLB_HOME", home)
            .args(["--lake", "../lake", "init"]),
    );
    made.clean();
    assert!(folder.path().join("lake/_mlb_lake.json").is_file());
}

#[test]
fn a_folder_with_a_space_and_an_accent_is_a_place() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let lake = Lake::at(&folder.path().join("mein See é").to_string_lossy());
    lake.run(captures().path()).clean();
    assert_eq!(lake.number("SELECT COUNT(*) AS n FROM game.live_game_plays"), 6);
}
