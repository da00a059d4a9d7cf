//! The simulated API answers over HTTP as the real one does.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use flate2::read::GzDecoder;
use mlb_simulator::{Server, Slate};
use serde_json::Value;
use std::io::Read;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The answer to a GET, byte by byte; plain sockets, so that no client hides what is sent.
async fn send(server: &Server, path: &str, headers: &str) -> Vec<u8> {
    let address = server.url().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{headers}Connection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    answer
}

/// Status and body of a GET.
async fn get(server: &Server, path: &str) -> (u16, Value) {
    let answer = String::from_utf8(send(server, path, "").await).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (
        status,
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}")),
    )
}

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
        get(&server, &format!("{path}?timecode=20240713_000000")).await,
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
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    assert!(head.contains("content-encoding: gzip"), "{head}");
    let mut unpacked = String::new();
    GzDecoder::new(&answer[end + 4..])
        .read_to_string(&mut unpacked)
        .unwrap();
    assert!(unpacked == text && answer.len() < text.len() / 3);
    server.stop().await;
}

#[tokio::test]
async fn a_day_that_was_not_given_has_fifteen_games() {
    let server = Server::start(Slate::new(3, "2024-07-12", 2)).await;
    let (_, day) = get(&server, "/api/v1/schedule?sportId=1&date=2024-07-13").await;
    assert_eq!(day["totalGames"], 15);
    let link = day["dates"][0]["games"][14]["link"].as_str().unwrap();
    let (status, feed) = get(&server, link).await;
    assert_eq!(
        (status, &feed["gamePk"]),
        (200, &day["dates"][0]["games"][14]["gamePk"])
    );
    let (_, both) = get(
        &server,
        "/api/v1/schedule?sportId=1&startDate=2024-07-12&endDate=2024-07-13",
    )
    .await;
    assert_eq!(
        (
            both["totalGames"].as_u64(),
            both["dates"].as_array().map(Vec::len)
        ),
        (Some(17), Some(2))
    );
    let (_, one) = get(&server, &format!("/api/v1/schedule?gamePk={}", feed["gamePk"])).await;
    assert_eq!(
        (one["totalGames"].as_u64(), &one["dates"][0]["games"][0]["gamePk"]),
        (Some(1), &feed["gamePk"])
    );
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
