//! PostgreSQL away while `mlb run` works: the lake is complete, the exit code says that the mirror is behind, and the next run
//! catches up, with news or without.

use mlb_tests::feed::Feed;
use mlb_tests::folder::ReplayFolder;
use mlb_tests::home::Home;
use mlb_tests::lake::Lake;
use mlb_tests::postgres::Postgres;

/// Nothing listens there.
const NOWHERE: &str = "postgres://mlb:secret@127.0.0.1:1/mlb";

fn run(lake: &Lake, folder: &ReplayFolder, postgres: &str) -> mlb_tests::lake::Ran {
    let args = ["run", "--json", "--replay", &folder.path().to_string_lossy()];
    lake.mlb_with(args, &[("MLB_POSTGRES_URL", postgres)])
}

/// Game and number of its plays.
async fn plays(postgres: &Postgres) -> Vec<(i64, i64)> {
    let sql = "SELECT game_pk, count(*) FROM game.live_game_plays GROUP BY 1 ORDER BY 1";
    let rows = postgres
        .connect()
        .await
        .query(sql, &[])
        .await
        .expect("rows of the mirror");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_catches_up_with_what_was_missed_while_postgres_was_away() {
    let postgres = Postgres::start().await;
    let url = postgres.url().to_string();
    let home = Home::small();
    let lake = Lake::new().with_home(&home);
    let first = ReplayFolder::new()
        .with("1.json", Feed::of(1).text())
        .with("2.json", Feed::of(2).text());
    run(&lake, &first, &url).clean();
    assert_eq!(plays(&postgres).await, [(1, 6), (2, 6)]);

    let second = ReplayFolder::new().with("1.json", Feed::of(1).at("20240713_040000").plays(5).text());
    let ran = run(&lake, &second, NOWHERE).ends_with(6);
    assert!(
        ran.json()["mirror_error"]
            .as_str()
            .is_some_and(|error| error.contains("the lake is complete")),
        "{}",
        ran.stdout
    );
    let never_away = Lake::new().with_home(&home);
    never_away.run(first.path()).clean();
    never_away.run(second.path()).clean();
    assert_eq!(lake.content(), never_away.content(), "the lake is complete");
    assert_eq!(plays(&postgres).await, [(1, 6), (2, 6)], "the mirror is behind");

    run(&lake, &second, &url).clean();
    assert_eq!(
        plays(&postgres).await,
        [(1, 5), (2, 6)],
        "a run without news catches up"
    );

    let third = ReplayFolder::new().with("3.json", Feed::of(3).text());
    run(&lake, &third, NOWHERE).ends_with(6);
    let fourth = ReplayFolder::new().with("2.json", Feed::of(2).at("20240713_040000").plays(7).text());
    run(&lake, &fourth, &url).clean();
    assert_eq!(
        plays(&postgres).await,
        [(1, 5), (2, 7), (3, 6)],
        "so does one with news"
    );

    let older = ReplayFolder::new().with("2.json", Feed::of(2).at("20240713_020000").plays(3).text());
    run(&lake, &older, &url).clean();
    assert_eq!(
        plays(&postgres).await,
        [(1, 5), (2, 7), (3, 6)],
        "an older capture changes nothing"
    );
}
