//! Answers that are asked for once: fresh reference lists, and what the API says has not changed.
#![allow(clippy::unwrap_used)]

mod server;

use mlb_statsapi::{ClientOptions, Error, Request};
use server::{Act, Server, answer, feed, ok, once, status};

const BODY: &str = "{\"gamePk\": 747175, \"x\": 1}";

fn tagged(headers: &str, body: &str) -> Act {
    Act::Answer(answer("200 OK", headers, body.as_bytes()))
}

#[tokio::test]
async fn what_did_not_change_is_the_earlier_body_under_a_new_moment() {
    let acts = vec![
        tagged("etag: \"v1\"\r\n", BODY),
        status("304 Not Modified"),
        status("304 Not Modified"),
        tagged("etag: \"v2\"\r\n", "{\"gamePk\": 747175, \"x\": 2}"),
        status("304 Not Modified"),
    ];
    let server = Server::start(acts).await;
    let client = server.client(once());
    let mut responses = Vec::new();
    for _ in 0..5 {
        responses.push(client.get(&feed()).await.unwrap());
    }
    let seen: Vec<_> = responses
        .iter()
        .map(|response| (response.status_code.unwrap(), response.body.ends_with(b"2}")))
        .collect();
    assert_eq!(
        seen,
        [(200, false), (304, false), (304, false), (200, true), (304, true)]
    );
    assert_eq!(responses[1].body, BODY.as_bytes());
    assert!(responses[1].captured_at > responses[0].captured_at);
    let asked = server.asked();
    assert!(!asked[0].head.contains("if-none-match"));
    for (asked, etag) in asked[1..].iter().zip(["v1", "v1", "v1", "v2"]) {
        assert!(
            asked.head.contains(&format!("\r\nif-none-match: \"{etag}\"\r\n")),
            "{}",
            asked.head
        );
    }
}

#[tokio::test]
async fn a_date_of_change_is_a_validator_too() {
    let date = "Fri, 12 Jul 2024 19:00:00 GMT";
    let acts = vec![
        tagged(&format!("last-modified: {date}\r\n"), BODY),
        status("304 Not Modified"),
    ];
    let server = Server::start(acts).await;
    let client = server.client(once());
    client.get(&feed()).await.unwrap();
    assert_eq!(client.get(&feed()).await.unwrap().body, BODY.as_bytes());
    let asked = &server.asked()[1].head;
    assert!(
        asked.contains(&format!("\r\nif-modified-since: {}\r\n", date.to_lowercase())),
        "{asked}"
    );
}

#[tokio::test]
async fn an_answer_about_something_else_is_not_remembered() {
    let acts = vec![tagged("etag: \"v1\"\r\n", "{\"gamePk\": 1}"), ok(BODY)];
    let server = Server::start(acts).await;
    let client = server.client(once());
    assert!(matches!(
        client.get(&feed()).await,
        Err(Error::OtherAnswer { .. })
    ));
    assert_eq!(client.get(&feed()).await.unwrap().body, BODY.as_bytes());
    assert!(!server.asked()[1].head.contains("if-none-match"));
}

#[tokio::test]
async fn a_reference_list_is_asked_for_once_while_it_is_fresh() {
    let server = Server::start(vec![ok("[1]"), ok("[2]")]).await;
    let list = Request::of("config.gameTypes", [("sportId", "1")]).unwrap();
    let client = server.client(once());
    let first = client.get(&list).await.unwrap();
    assert_eq!(client.clone().get(&list).await.unwrap(), first);
    assert_eq!(server.asked().len(), 1);
    let other = Request::of("config.gameTypes", [("sportId", "11")]).unwrap();
    assert_eq!(client.get(&other).await.unwrap().body, b"[2]".as_slice());
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn a_reference_list_is_asked_for_again_when_it_is_old() {
    let server = Server::start(vec![ok("[1]"), ok("[2]")]).await;
    let list = Request::of("config.gameTypes", [("sportId", "1")]).unwrap();
    let client = server.client(ClientOptions {
        static_ttl_ms: 0,
        ..once()
    });
    assert_eq!(client.get(&list).await.unwrap().body, b"[1]".as_slice());
    assert_eq!(client.get(&list).await.unwrap().body, b"[2]".as_slice());
}
