//! The simulated API answers over HTTP as the real one does.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod wire;

use flate2::read::GzDecoder;
use mlb_simulator::{Options, Server, Slate};
use serde_json::Value;
use std::io::Read;
use std::path::Path;
use wire::{get, send};

#[tokio::test]
async fn a_slate_is_served() {
    let slate = Slate::new(3, "2024-07-12", 4);
    let (schedule, feed) = (slate.schedule(), slate.games[2].feed());
    let game_pk = slate.games[2].game_pk();
    let server = Server::start(slate).await;
    assert_eq!(
        get(&server, "/api/v1/schedule?sportId=1&date=2024-07-12").await,
        (200, schedule)
    );
    let path = format!("/api/v1.1/game/{game_pk}/feed/live");
    assert_eq!(get(&server, &path).await, (200, feed.clone()));
    assert_eq!(
        get(&server, &format!("{path}?timecode=20240714_000000")).await,
        (200, feed)
    );
    assert_eq!(server.requests(), 3);
    server.stop().await;
}

#[tokio::test]
async fn a_body_is_packed_for_those_who_accept_it() {
    let slate = Slate::new(3, "2024-07-12", 1);
    let text = slate.games[0].feed().to_string();
    let path = format!("/api/v1.1/game/{}/feed/live", slate.games[0].game_pk());
    let server = Server::start(slate).await;
    let answer = send(&server, &path, "Accept-Encoding: gzip\r\n").await;
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    let mut unpacked = String::new();
    GzDecoder::new(answer.body.as_slice())
        .read_to_string(&mut unpacked)
        .unwrap();
    assert!(unpacked == text && answer.body.len() < text.len() / 3);
    server.stop().await;
}

#[tokio::test]
async fn a_day_that_was_not_given_is_one_of_the_season() {
    let server = Server::start(Slate::new(3, "2024-07-12", 2)).await;
    let games = |day: &Value| day["dates"][0]["games"].as_array().unwrap().clone();
    let (_, day) = get(&server, "/api/v1/schedule?sportId=1&date=2024-07-13").await;
    let count = day["totalGames"].as_u64().unwrap();
    assert!((14..=17).contains(&count), "{count}");
    let last = games(&day).pop().unwrap();
    let (status, feed) = get(&server, last["link"].as_str().unwrap()).await;
    assert_eq!((status, &feed["gamePk"]), (200, &last["gamePk"]));
    let (_, both) = get(
        &server,
        "/api/v1/schedule?sportId=1&startDate=2024-07-12&endDate=2024-07-13",
    )
    .await;
    assert_eq!(both["totalGames"].as_u64(), Some(count + 2));
    assert_eq!(both["dates"].as_array().map(Vec::len), Some(2));
    let (_, one) = get(&server, &format!("/api/v1/schedule?gamePk={}", feed["gamePk"])).await;
    assert_eq!(
        (one["totalGames"].as_u64(), &games(&one)[0]["gamePk"]),
        (Some(1), &feed["gamePk"])
    );
    server.stop().await;
}

#[tokio::test]
async fn days_can_be_by_themselves() {
    let options = Options::default().seed(3).days_by_themselves();
    let server = Server::start_with(options, Vec::<Slate>::new()).await;
    let slate = Slate::new(3, "2024-01-04", 15);
    let (_, day) = get(&server, "/api/v1/schedule?sportId=1&date=2024-01-04").await;
    assert_eq!(day, slate.schedule());
    let link = format!("/api/v1.1/game/{}/feed/live", slate.games[14].game_pk());
    assert_eq!(get(&server, &link).await, (200, slate.games[14].feed()));
    server.stop().await;
}

#[tokio::test]
async fn feeds_are_made_once_where_they_are_kept() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("kept-{}", std::process::id()));
    let slate = Slate::new(3, "2024-07-12", 1);
    let path = format!("/api/v1.1/game/{}/feed/live", slate.games[0].game_pk());
    let mut bodies = Vec::new();
    for _ in 0..2 {
        let options = Options::default().seed(3).kept_in(&folder);
        let server = Server::start_with(options, slate.clone()).await;
        bodies.push(send(&server, &path, "Accept-Encoding: gzip\r\n").await.body);
        // Of what is asked for otherwise nothing is kept.
        let early = format!("{path}?timecode=20240714_000000");
        assert_eq!(
            send(&server, &early, "Accept-Encoding: gzip\r\n").await.status,
            200
        );
        assert_eq!(get(&server, &path).await.0, 200);
        server.stop().await;
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    }
    let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap();
    let kept = std::fs::read(file.path()).unwrap();
    assert!(bodies[0] == kept && bodies[1] == kept);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn the_moment_can_be_changed_from_outside() {
    let options = Options::default().seed(3).moment("2024-04-05T10:00:00Z");
    let server = Server::start_with(options, Vec::<Slate>::new()).await;
    let path = "/api/v1/schedule?sportId=1&date=2024-04-05";
    let (_, before) = get(&server, path).await;
    assert_eq!(
        before["dates"][0]["games"][0]["status"]["abstractGameState"],
        "Preview"
    );
    let (status, _) = get(&server, "/_simulator/moment?at=end").await;
    assert_eq!((status, server.moment()), (200, None));
    let (_, after) = get(&server, path).await;
    assert_eq!(
        after["dates"][0]["games"][0]["status"]["abstractGameState"],
        "Final"
    );
    let (status, _) = get(&server, "/_simulator/moment?at=yesterday").await;
    assert_eq!(status, 400);
    server.stop().await;
}

#[tokio::test]
async fn lists_of_codes_are_not_sent_again_to_those_who_have_them() {
    let server = Server::start(Vec::<Slate>::new()).await;
    let first = send(&server, "/api/v1/gameStatus", "").await;
    let tag = first.header("etag").unwrap().to_owned();
    let again = send(
        &server,
        "/api/v1/gameStatus",
        &format!("If-None-Match: {tag}\r\n"),
    )
    .await;
    assert_eq!((first.status, again.status, again.body.len()), (200, 304, 0));
    server.stop().await;
}

#[tokio::test]
async fn fields_narrow_an_answer() {
    let server = Server::start(Vec::<Slate>::new()).await;
    let (_, teams) = get(&server, "/api/v1/teams?sportId=1&teamId=147&fields=teams,id,name").await;
    let expected = serde_json::json!({"teams": [{"id": 147, "name": "New York Yankees"}]});
    assert_eq!(teams, expected);
    server.stop().await;
}

#[tokio::test]
async fn what_is_not_there_is_answered_as_such() {
    let server = Server::start(Vec::<Slate>::new()).await;
    for path in [
        "/api/v1.1/game/5/feed/live",
        "/api/v1.1/game/x/feed/live",
        "/api/v1/nothing",
    ] {
        let (status, body) = get(&server, path).await;
        assert_eq!(
            (status, body["message"].as_str()),
            (404, Some("Object not found")),
            "{path}"
        );
        assert!(body["messageNumber"].is_i64());
    }
    let (status, empty) = get(&server, "/api/v1/schedule?sportId=51&date=2024-07-12").await;
    assert_eq!((status, empty["totalGames"].as_u64()), (200, Some(0)));
    server.stop().await;
}
