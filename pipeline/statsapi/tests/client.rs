//! One request of the client against a real server on loopback.
#![allow(clippy::unwrap_used, clippy::panic)]

mod server;

use std::time::{Duration, Instant};

use jiff::Timestamp;
use mlb_statsapi::{CapturedAtFrom, Client, ClientOptions, Error, Looks, Origin, Response, Size};
use server::{Act, Server, answer, feed, gzip, once, status};
use tokio::net::TcpListener;

/// Asks a server that does this, with small limits; its errors do not depend on the port.
async fn get(acts: Vec<Act>, options: ClientOptions) -> Result<Response, (Error, String)> {
    let server = Server::start(acts).await;
    server.client(options).get(&feed()).await.map_err(|error| {
        let message = error.to_string().replace(&server.address, "http://api");
        (error, message)
    })
}

async fn refused(act: Act, options: ClientOptions) -> (Error, String) {
    get(vec![act], options).await.unwrap_err()
}

const FEED_URL: &str = "http://api/api/v1.1/game/747175/feed/live?timecode=20241027_000000";

#[tokio::test]
async fn an_answer_comes_with_its_request_and_its_bytes() {
    let body = b"{ \"gamePk\" : 747175, \"x\": 1.50 }\n";
    let server = Server::start(vec![Act::Answer(answer("200 OK", "", body))]).await;
    let before = Timestamp::now();
    let response = server
        .client(ClientOptions::default())
        .get(&feed())
        .await
        .unwrap();
    assert_eq!(response.body, body.as_slice());
    assert_eq!(response.status_code, Some(200));
    assert_eq!(
        (response.endpoint.as_deref(), response.method.as_deref()),
        (Some("game"), Some("liveGameV1"))
    );
    assert_eq!(
        (&response.path_params, &response.query_params),
        (&feed().path_params, &feed().query_params)
    );
    assert_eq!(
        response.url.unwrap(),
        FEED_URL.replace("http://api", &server.address)
    );
    assert_eq!(
        (response.origin, response.captured_at_from),
        (Origin::Api, Some(CapturedAtFrom::Request))
    );
    let captured_at = response.captured_at.unwrap();
    assert!(captured_at.as_microsecond() >= before.as_microsecond() && captured_at <= Timestamp::now());
    assert_eq!(captured_at.as_nanosecond() % 1_000, 0);
    assert!(response.latency.unwrap() > Duration::ZERO);
    let asked = &server.asked()[0].head;
    assert!(
        asked.starts_with("get /api/v1.1/game/747175/feed/live?timecode=20241027_000000 http/1.1\r\n"),
        "{asked}"
    );
    assert!(
        asked.contains(&format!(
            "\r\nuser-agent: mlb-lakehouse/{}\r\n",
            env!("CARGO_PKG_VERSION")
        )),
        "{asked}"
    );
    assert!(asked.contains("\r\naccept-encoding: gzip\r\n"), "{asked}");
    assert!(!asked.contains("if-none-match"), "{asked}");
}

#[tokio::test]
async fn gzip_is_opened() {
    let body = format!("[{}1]", "{\"gamePk\": 747175},".repeat(1000));
    let act = Act::Answer(answer(
        "200 OK",
        "content-encoding: gzip\r\n",
        &gzip(body.as_bytes()),
    ));
    assert_eq!(get(vec![act], once()).await.unwrap().body, body.as_bytes());
}

#[tokio::test]
async fn a_page_in_the_place_of_json_says_so() {
    let page = "<!DOCTYPE html>\n<html>Down for maintenance</html>";
    let act = Act::Answer(answer("200 OK", "content-type: text/html\r\n", page.as_bytes()));
    let server = Server::start(vec![act]).await;
    let error = server.client(server::quick()).get(&feed()).await.unwrap_err();
    assert_eq!(server.asked().len(), 5, "it may be gone the next time");
    let message = error.to_string().replace(&server.address, "http://api");
    assert_eq!(
        message,
        format!(
            "the answer of {FEED_URL} is HTML or XML, not JSON (expected value at line 1 column 1) and \
             `<!DOCTYPE html> <html>Down for maintenance</html>`; something else answers in the API's place: \
             check `MLB_STATSAPI_URL`, or ask again later"
        )
    );
    let Error::NotJson {
        looks: Looks::Markup, ..
    } = &error
    else {
        panic!("{error:?}")
    };
    let response = error.into_response().unwrap();
    assert_eq!(
        (response.body.as_ref(), response.status_code),
        (page.as_bytes(), Some(200))
    );

    for (body, looks) in [("", "empty"), ("{\"cut\": ", "broken JSON"), ("OK", "no JSON")] {
        let (_, message) = refused(Act::Answer(answer("200 OK", "", body.as_bytes())), once()).await;
        assert!(
            message.starts_with(&format!("the answer of {FEED_URL} is {looks} (")),
            "{message}"
        );
        assert!(message.ends_with("; ask again later"), "{message}");
    }
}

#[tokio::test]
async fn an_answer_about_something_else_is_an_error_that_says_what_came() {
    let act = server::ok("{\"gamePk\": 1, \"x\": 2}");
    let server = Server::start(vec![act]).await;
    let error = server.client(server::quick()).get(&feed()).await.unwrap_err();
    assert_eq!(server.asked().len(), 5, "it may be right the next time");
    assert_eq!(
        error.to_string().replace(&server.address, "http://api"),
        format!(
            "the answer of {FEED_URL} is about something else: asked was game_pk 747175, what came is 1; it is not used"
        )
    );
    assert_eq!(
        error.into_response().unwrap().body,
        b"{\"gamePk\": 1, \"x\": 2}".as_slice()
    );

    let late = "{\"gamePk\": 747175, \"metaData\": {\"timeStamp\": \"20260101_000000\"}}";
    let (_, message) = refused(server::ok(late), once()).await;
    assert!(
        message.contains("asked was timecode 20241027_000000, what came is 20260101_000000;"),
        "{message}"
    );
}

#[tokio::test]
async fn a_status_that_is_no_success_shows_how_its_body_begins() {
    let body = format!("{{\"message\":\n  \"Object not found {}\"}}", "x".repeat(500));
    let (error, message) = refused(Act::Answer(answer("404 Not Found", "", body.as_bytes())), once()).await;
    let Error::Status {
        status: 404,
        body: shown,
        ..
    } = &error
    else {
        panic!("{error:?}")
    };
    assert_eq!(shown, &body[..200]);
    assert!(message.starts_with(&format!(
        "{FEED_URL} answers with status 404 and `{{\"message\": \"Object not found xxx"
    )));
    assert!(
        message.ends_with("`; check the parameters: there may be no such game, date or person"),
        "{message}"
    );

    let (_, message) = refused(status("503 Service Unavailable"), once()).await;
    assert_eq!(
        message,
        format!("{FEED_URL} answers with status 503; the API is at fault: ask again later")
    );
    let (_, message) = refused(
        Act::Answer(answer("429 Too Many Requests", "retry-after: 90\r\n", b"slow")),
        server::quick(),
    )
    .await;
    assert_eq!(
        message,
        format!(
            "{FEED_URL} answers with status 429 and `slow`; ask again later and more slowly, as it says in 90 s"
        )
    );
    let (_, message) = refused(status("304 Not Modified"), once()).await;
    assert_eq!(
        message,
        format!("{FEED_URL} answers with status 304; check `MLB_STATSAPI_URL`")
    );
}

#[tokio::test]
async fn a_redirect_is_followed_and_a_circle_is_left() {
    let around = Act::Answer(answer("302 Found", "location: /elsewhere\r\n", b""));
    let there = server::ok("{}");
    let response = get(vec![around.clone(), there], once()).await.unwrap();
    assert_eq!(response.body, b"{}".as_slice());
    assert!(response.url.unwrap().contains("/feed/live"));
    let (error, message) = refused(
        around,
        ClientOptions {
            redirects_max: 3,
            ..once()
        },
    )
    .await;
    assert!(
        matches!(error, Error::Redirect { redirects_max: 3, .. }),
        "{error:?}"
    );
    assert_eq!(
        message,
        format!("{FEED_URL} redirects more than 3 times; check `MLB_STATSAPI_URL`")
    );
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_answer() {
    let mut cut = answer("200 OK", "", b"{\"gamePk\": 747175}");
    cut.truncate(cut.len() - 8);
    let (error, message) = refused(Act::Answer(cut.clone()), once()).await;
    assert!(matches!(error, Error::Body { bytes: 10, .. }), "{error:?}");
    assert!(
        message.starts_with(&format!("the answer of {FEED_URL} broke off after 10 bytes: ")),
        "{message}"
    );
    assert!(message.ends_with("; ask again"), "{message}");

    let (error, _) = refused(Act::Reset(cut), once()).await;
    assert!(matches!(error, Error::Body { .. }), "{error:?}");

    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n".to_vec();
    let (error, _) = refused(Act::Answer(chunked), once()).await;
    assert!(matches!(error, Error::Body { bytes: 5, .. }), "{error:?}");
}

#[tokio::test]
async fn damaged_gzip_is_no_answer() {
    let whole = gzip(&b"[1, 2, 3, 4, 5, 6, 7, 8, 9, \"abcdefgh\"]".repeat(500));
    let cut = whole[..whole.len() / 2].to_vec();
    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 0xff;
    for body in [cut, changed, b"no gzip at all".to_vec()] {
        let act = Act::Answer(answer("200 OK", "content-encoding: gzip\r\n", &body));
        let (error, message) = refused(act, once()).await;
        assert!(matches!(error, Error::Body { .. }), "{error:?}");
        assert!(message.contains(" broke off after "), "{message}");
    }
}

#[tokio::test]
async fn a_connection_that_fails_says_so() {
    let (error, message) = refused(Act::Reset(Vec::new()), once()).await;
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert!(
        message.starts_with(&format!("the connection for {FEED_URL} failed: ")),
        "{message}"
    );
    let (error, _) = refused(Act::Answer(b"what is this\r\n\r\n".to_vec()), once()).await;
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");

    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let error = Client::new(once().at(&address))
        .unwrap()
        .get(&feed())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    let message = error.to_string();
    assert!(
        message.contains("refused") && message.ends_with("; check the network and `MLB_STATSAPI_URL`"),
        "{message}"
    );
}

#[tokio::test]
async fn without_a_network_that_is_said_within_seconds() {
    // Names ending so do not exist, and nobody answers for these addresses; with or without a network both are in vain.
    for address in ["http://nobody.invalid", "http://192.0.2.1"] {
        let begun = Instant::now();
        let client = Client::new(server::quick().at(address)).unwrap();
        let error = client.get(&feed()).await.unwrap_err();
        assert!(begun.elapsed() < Duration::from_secs(20), "{address}");
        assert!(error.to_string().contains(address), "{error}");
        assert_eq!(client.traffic().faults.len(), 1, "{:?}", client.traffic());
    }
}

#[test]
fn only_an_api_on_this_machine_is_asked_without_a_rate() {
    let unpaced = |address: &str| {
        let options = ClientOptions {
            is_paced: false,
            ..ClientOptions::default()
        };
        Client::new(options.at(address)).map_err(|error| error.to_string())
    };
    for address in [
        "http://127.0.0.1:80",
        "http://localhost",
        "http://[::1]:8080/proxy",
    ] {
        assert!(unpaced(address).is_ok(), "{address}");
    }
    assert_eq!(
        unpaced("https://statsapi.mlb.com").unwrap_err(),
        "`MLB_STATSAPI_REQUESTS_PER_SECOND` cannot be `off`: `https://statsapi.mlb.com/` is not on this machine; make it \
         a number from 1 to 24"
    );
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_left() {
    let begun = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec();
    // Each byte comes in time and the whole never would.
    let drip = Act::Drip(answer("200 OK", "", &[b' '; 100]), Duration::from_millis(20));
    for act in [Act::Hang(Vec::new()), Act::Hang(begun), drip] {
        let (error, message) = refused(act, server::short()).await;
        let Error::Timeout { waited_ms, .. } = error else {
            panic!("{error:?}")
        };
        assert!((250..5_000).contains(&waited_ms), "{waited_ms}");
        assert_eq!(
            message,
            format!("no whole answer of {FEED_URL} within {waited_ms} ms; ask again, or raise the timeout")
        );
    }
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused_with_its_size() {
    let small = || ClientOptions {
        body_bytes_max: 1000,
        ..once()
    };
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 67108864\r\n\r\n{".to_vec();
    let (error, message) = refused(Act::Hang(head), ClientOptions::default()).await;
    assert!(
        matches!(
            error,
            Error::TooLarge {
                size: Size::Exactly(67_108_864),
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(
        message,
        format!("the body of {FEED_URL} has 67108864 bytes, more than 33554432; it is refused")
    );

    let body = format!("[{}]", " ".repeat(998));
    assert_eq!(
        get(vec![server::ok(&body)], small()).await.unwrap().body.len(),
        1000
    );
    let chunked = [
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3e9\r\n".as_slice(),
        &[b' '; 1001],
    ]
    .concat();
    let (error, message) = refused(Act::Hang(chunked), small()).await;
    assert!(
        matches!(
            error,
            Error::TooLarge {
                size: Size::AtLeast(1001),
                ..
            }
        ),
        "{error:?}"
    );
    assert!(
        message.contains(" has at least 1001 bytes, more than 1000; it is refused"),
        "{message}"
    );

    let bomb = answer(
        "200 OK",
        "content-encoding: gzip\r\n",
        &gzip(&vec![b' '; 100_000_000]),
    );
    let (error, _) = refused(Act::Answer(bomb), ClientOptions::default()).await;
    assert!(
        matches!(
            error,
            Error::TooLarge {
                size: Size::AtLeast(_),
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn an_address_that_is_none_is_refused() {
    for (address, reason) in [
        ("statsapi.mlb.com", "relative URL without a base"),
        (
            "ftp://statsapi.mlb.com",
            "it must begin with `https://` or `http://`",
        ),
        (
            "https://statsapi.mlb.com/?a=1",
            "it must end with the host or a path",
        ),
    ] {
        let message = Client::new(ClientOptions::default().at(address))
            .unwrap_err()
            .to_string();
        let advice = "set `MLB_STATSAPI_URL` to one like `https://statsapi.mlb.com`";
        assert_eq!(
            message,
            format!("`{address}` is no address of an API: {reason}; {advice}")
        );
    }
}
