//! Games that are chosen are done again, the others stay; without a reason nothing is written.

use std::collections::BTreeSet;

use mlb_tests::feed::Feed;
use mlb_tests::folder::ReplayFolder;
use mlb_tests::home::Home;
use mlb_tests::lake::Lake;

/// Two games of 12 July 2024, one of the day after, and one of 2023.
fn loaded() -> Lake {
    let next_day = Feed::of(3).set("/gameData/datetime/officialDate", "2024-07-13");
    let earlier = Feed::of(4)
        .set("/gameData/game/season", "2023")
        .set("/gameData/datetime/officialDate", "2023-07-12");
    let folder = ReplayFolder::new()
        .with("1.json", Feed::of(1).text())
        .with("2.json", Feed::of(2).text())
        .with("3.json", next_day.text())
        .with("4.json", earlier.text());
    let lake = Lake::new().with_home(&Home::small());
    lake.run(folder.path()).clean();
    lake
}

/// SQL that shouts the venue's name.
fn loud() -> Home {
    let home = Home::small();
    home.change(
        "sql/game/live_game_metadata.sql",
        "    document.gameData.venue.name AS",
        "    UPPER(document.gameData.venue.name) AS",
    );
    home
}

#[test]
fn only_the_chosen_games_are_done_again() {
    let before = loaded();
    for (arguments, chosen) in [
        (&["--game-pk", "1,3"][..], &[1, 3][..]),
        (&["--game-pk", "1", "--game-pk", "4"], &[1, 4]),
        (&["--date", "2024-07-12"], &[1, 2]),
        (&["--date", "2024-07-13,2023-07-12"], &[3, 4]),
        (&["--season", "2023"], &[4]),
        (&["--season", "1999"], &[]),
        (&["--full-refresh"], &[1, 2, 3, 4]),
        (&[], &[]),
    ] {
        let lake = before.copy().with_home(&loud());
        lake.mlb([&["transform"], arguments].concat()).clean();
        let loud = lake.rows("SELECT game_pk FROM game.live_game_metadata WHERE venue_name = 'CHASE FIELD'");
        let loud: BTreeSet<i64> = loud.iter().filter_map(|row| row["game_pk"].as_i64()).collect();
        assert_eq!(loud, chosen.iter().copied().collect(), "{arguments:?}");
        assert_eq!(
            lake.number("SELECT COUNT(*) AS n FROM game.live_game_metadata"),
            4,
            "{arguments:?}"
        );
    }
}

#[test]
fn a_refresh_without_a_change_writes_nothing() {
    let lake = loaded();
    let (content, tables) = (lake.content(), lake.tables());
    lake.mlb(["transform", "--full-refresh"]).clean();
    assert_eq!((lake.content(), lake.tables()), (content, tables));
}

#[test]
fn a_chosen_transform_does_not_take_the_news_of_other_games_for_done() {
    let lake = loaded();
    let news = ReplayFolder::new()
        .with("1.json", Feed::of(1).at("20240713_040000").plays(7).text())
        .with("2.json", Feed::of(2).at("20240713_040000").plays(8).text());
    lake.ingest(news.path()).clean();
    lake.mlb(["transform", "--game-pk", "1"]).clean();
    let plays = |game: i64| {
        lake.number(&format!(
            "SELECT COUNT(*) AS n FROM game.live_game_plays WHERE game_pk = {game}"
        ))
    };
    assert_eq!((plays(1), plays(2)), (7, 6), "the chosen game has its news");
    lake.mlb(["transform"]).clean();
    assert_eq!(
        (plays(1), plays(2)),
        (7, 8),
        "the next transform brings those of the other"
    );
}

#[test]
fn a_game_that_moves_to_another_season_leaves_nothing_behind() {
    let lake = loaded();
    let moved = Feed::of(4).at("20240713_040000").plays(5);
    lake.run(ReplayFolder::new().with("4.json", moved.text()).path())
        .clean();
    let seasons = "SELECT DISTINCT season FROM game.live_game_plays WHERE game_pk = 4";
    assert_eq!(lake.rows(seasons), [serde_json::json!({"season": 2024})]);
    assert_eq!(lake.content()["game.live_game_plays"].rows, 3 * 6 + 5);
}

#[test]
fn of_a_replayed_folder_only_the_chosen_games_land() {
    let folder = ReplayFolder::new()
        .with("1.json", Feed::of(1).text())
        .with("2.json", Feed::of(2).text());
    let lake = Lake::new().with_home(&Home::small());
    lake.mlb([
        "run",
        "--replay",
        &folder.path().to_string_lossy(),
        "--game-pk",
        "2",
    ])
    .clean();
    let games = lake.rows("SELECT DISTINCT game_pk FROM raw.game.live_game_v1");
    assert_eq!(games, [serde_json::json!({"game_pk": 2})]);
}
