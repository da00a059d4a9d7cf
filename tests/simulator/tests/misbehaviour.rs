//! What the server does wrong on request, each kind seen on the wire, and that it counts what is asked of it.
#![allow(clippy::unwrap_used)]

mod wire;

use flate2::read::GzDecoder;
use mlb_simulator::{Fault, Misbehaviour, Options, Server, Slate};
use std::io::Read;
use std::time::{Duration, Instant};
use wire::{get, send};

const TEAMS: &str = "/api/v1/teams?sportId=1";

/// A server of which every answer has one fault.
async fn with(fault: Fault) -> Server {
    let options = Options::default()
        .misbehaviour(Misbehaviour::default().with(fault, 1.0))
        .hang(Duration::from_secs(30))
        .drip(Duration::from_millis(600));
    Server::start_with(options, Vec::<Slate>::new()).await
}

#[tokio::test]
async fn too_many_requests_say_when_to_come_again_or_not() {
    let server = with(Fault::TooManyRequests).await;
    let answer = send(&server, TEAMS, "").await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("1")));
    server.stop().await;
    let server = with(Fault::TooManyRequestsSilently).await;
    let answer = send(&server, TEAMS, "").await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, None));
    server.stop().await;
}

#[tokio::test]
async fn a_server_error_is_500_with_a_message() {
    let server = with(Fault::ServerError).await;
    let (status, body) = get(&server, TEAMS).await;
    assert_eq!(
        (status, body["message"].as_str()),
        (500, Some("Internal error occurred"))
    );
    assert_eq!(server.counts().faults["server-error"], 1);
    server.stop().await;
}

#[tokio::test]
async fn a_request_hangs() {
    let server = with(Fault::Hang).await;
    let answer = tokio::time::timeout(Duration::from_millis(400), send(&server, TEAMS, "")).await;
    assert!(answer.is_err());
    server.stop().await;
}

#[tokio::test]
async fn a_body_drips_and_is_whole_in_the_end() {
    let server = with(Fault::SlowDrip).await;
    let began = Instant::now();
    let answer = send(&server, TEAMS, "").await;
    assert!(
        began.elapsed() >= Duration::from_millis(500),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(answer.json()["teams"].as_array().unwrap().len(), 30);
    server.stop().await;
}

#[tokio::test]
async fn a_connection_breaks_in_the_middle_of_a_body() {
    let server = with(Fault::CutOff).await;
    let answer = send(&server, TEAMS, "").await;
    let told: usize = answer.header("content-length").unwrap().parse().unwrap();
    assert!(answer.body.len() < told, "{} of {told}", answer.body.len());
    server.stop().await;
}

#[tokio::test]
async fn half_a_body_is_sent_as_if_it_were_whole() {
    let server = with(Fault::Truncated).await;
    let answer = send(&server, TEAMS, "").await;
    let told: usize = answer.header("content-length").unwrap().parse().unwrap();
    assert_eq!((answer.status, answer.body.len()), (200, told));
    assert!(serde_json::from_slice::<serde_json::Value>(&answer.body).is_err());
    server.stop().await;
}

#[tokio::test]
async fn a_packed_body_has_wrong_bytes() {
    let server = with(Fault::CorruptGzip).await;
    let answer = send(&server, TEAMS, "Accept-Encoding: gzip\r\n").await;
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    let mut text = Vec::new();
    let read = GzDecoder::new(answer.body.as_slice()).read_to_end(&mut text);
    assert!(read.is_err());
    server.stop().await;
}

#[tokio::test]
async fn a_web_page_comes_with_status_200() {
    let server = with(Fault::Html).await;
    let answer = send(&server, TEAMS, "").await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").unwrap().starts_with("text/html"));
    assert!(answer.body.starts_with(b"<!DOCTYPE html>"));
    server.stop().await;
}

#[tokio::test]
async fn parameters_are_ignored_in_silence() {
    let server = with(Fault::IgnoredParameters).await;
    let (status, one) = get(&server, "/api/v1/teams?teamId=147").await;
    assert_eq!((status, one["teams"].as_array().unwrap().len()), (200, 30));
    let (_, seasons) = get(&server, "/api/v1/seasons?season=2019&sportId=1").await;
    assert_eq!(seasons["seasons"][0]["seasonId"], "2024");
    server.stop().await;
}

#[tokio::test]
async fn clocks_are_wrong() {
    let options = Options::default().clock_skew_seconds(-86_400);
    let server = Server::start_with(options, Vec::<Slate>::new()).await;
    let straight = Server::start(Vec::<Slate>::new()).await;
    let day = |answer: &wire::Answer| answer.header("date").unwrap()[..16].to_owned();
    let (wrong, right) = (send(&server, TEAMS, "").await, send(&straight, TEAMS, "").await);
    assert_ne!(day(&wrong), day(&right));
    assert!(wrong.header("date").unwrap().ends_with("gmt"));
    server.stop().await;
    straight.stop().await;
}

#[tokio::test]
async fn a_share_of_requests_fails_and_the_same_ones_for_a_seed() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let misbehaviour = Misbehaviour::default()
            .with(Fault::ServerError, 0.2)
            .with(Fault::Html, 0.1);
        let options = Options::default().seed(9).misbehaviour(misbehaviour);
        let server = Server::start_with(options, Vec::<Slate>::new()).await;
        let mut statuses = Vec::new();
        for _ in 0..60 {
            statuses.push(send(&server, "/api/v1/gameTypes", "").await.status);
        }
        let failed = server.counts().faults["server-error"];
        assert_eq!(
            failed,
            statuses.iter().filter(|status| **status == 500).count() as u64
        );
        assert!((4..=22).contains(&failed), "{failed} of 60");
        server.stop().await;
        runs.push(statuses);
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn requests_beyond_the_limit_are_refused_and_all_are_counted() {
    let options = Options::default().requests_per_second_max(5);
    let server = Server::start_with(options, Vec::<Slate>::new()).await;
    let mut refused = 0;
    for _ in 0..8 {
        let answer = send(&server, "/api/v1/gameTypes", "").await;
        if answer.status == 429 {
            assert_eq!(answer.header("retry-after"), Some("1"));
            refused += 1;
        }
    }
    let counts = server.counts();
    assert_eq!((counts.requests, counts.over_limit), (8, refused));
    assert!(counts.per_second_max >= 6 && refused >= 1, "{counts:?}");
    assert_eq!(server.requests_to("/api/v1/gameTypes"), 8);
    let (status, told) = get(&server, "/_simulator/counts").await;
    assert_eq!((status, told["requests"].as_u64()), (200, Some(8)));
    assert_eq!(told["perSecondMax"].as_u64(), Some(counts.per_second_max));
    server.stop().await;
}
