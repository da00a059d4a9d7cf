//! Every scheduled game has what its state calls for, or is told.

use mlb_simulator::{Server, Slate};
use mlb_tests::feed::Feed;
use mlb_tests::folder::ReplayFolder;
use mlb_tests::home::Home;
use mlb_tests::lake::Lake;

const DAY: &str = "2024-07-12";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn games_without_a_feed_or_without_rows_are_gaps() {
    let api = Server::start([Slate::new(1, "2024-07-11", 0), Slate::new(1, DAY, 3)]).await;
    let url = api.url();
    let lake = Lake::new();
    lake.mlb(["init"]).clean();
    let of_day = ["coverage", "--date", DAY, "--json"];

    // The schedule alone: all three are over, and none is there.
    let job = "pipeline/jobs/game_live_date.yaml";
    let home = Home::copy();
    let games = home.read(job);
    let feeds = games
        .find("  - operation: game.liveGameV1")
        .expect("a request for feeds");
    let rest = games
        .find("schedule: {cron")
        .expect("what comes after the requests");
    home.write(job, &format!("{}{}", &games[..feeds], &games[rest..]));
    let lake = lake.with_home(&home);
    lake.mlb(["jobs", "run", "game_live_date", "--date", DAY, "--api", &url])
        .clean();
    let bare = lake.mlb(of_day).ends_with(3).json();
    assert_eq!(
        (bare["called_for"].as_u64(), bare["covered"].as_u64()),
        (Some(3), Some(0))
    );
    assert_eq!(bare["gaps"][0]["lacks"], "feed");

    // One game landed and was not transformed.
    let game_pk = bare["gaps"][0]["game_pk"].to_string();
    lake.mlb(["ingest", "--game-pk", &game_pk, "--api", &url]).clean();
    let landed = lake.mlb(of_day).ends_with(3).json();
    let lacks: Vec<&str> = landed["gaps"]
        .as_array()
        .expect("gaps")
        .iter()
        .filter_map(|gap| gap["lacks"].as_str())
        .collect();
    assert_eq!(lacks, ["rows", "feed", "feed"]);

    lake.mlb(["pipeline", "daily", "--date", DAY, "--api", &url])
        .clean();
    let whole = lake.mlb(of_day).clean().json();
    assert_eq!(
        (whole["called_for"].as_u64(), whole["covered"].as_u64()),
        (Some(3), Some(3))
    );
    let said = lake.mlb(["coverage", "--date", DAY]).clean();
    assert!(
        said.stdout
            .ends_with("Covered 3 of 3 games that call for a feed\n"),
        "{}",
        said.stdout
    );
    api.stop().await;
}

#[test]
fn a_lake_without_a_schedule_says_how_to_get_one() {
    let lake = Lake::in_folder();
    let folder = ReplayFolder::new().with("1.json", Feed::of(1).text());
    lake.run(folder.path()).clean();
    let ran = lake.mlb(["coverage"]).ends_with(2);
    assert!(ran.stderr.contains("`mlb pipeline daily`"), "{}", ran.stderr);
}
