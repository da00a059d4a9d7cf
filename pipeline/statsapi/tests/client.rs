//! The client against a real server on loopback that answers byte for byte what a test tells it.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Duration;

use jiff::Timestamp;
use mlb_statsapi::{CapturedAtFrom, Client, ClientOptions, Error, Origin, Request, Response, Size};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// What the server does with each connection, in turn; the last again and again.
#[derive(Clone)]
enum Act {
    /// Sends these bytes and closes.
    Answer(Vec<u8>),
    /// Sends these bytes and stays silent.
    Hang(Vec<u8>),
    /// Sends these bytes and resets the connection.
    Reset(Vec<u8>),
}

/// A server on loopback and what it was asked.
struct Server {
    address: String,
    asked: mpsc::UnboundedReceiver<String>,
}

impl Server {
    async fn start(acts: Vec<Act>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (sender, asked) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut acts = acts.into_iter().peekable();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let act = if acts.len() > 1 {
                    acts.next()
                } else {
                    acts.peek().cloned()
                };
                tokio::spawn(serve(stream, act.unwrap(), sender.clone()));
            }
        });
        Server { address, asked }
    }

    fn client(&self, options: ClientOptions) -> Client {
        Client::new(options.at(&self.address)).unwrap()
    }
}

async fn serve(mut stream: TcpStream, act: Act, asked: mpsc::UnboundedSender<String>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    drop(asked.send(String::from_utf8(head).unwrap()));
    match act {
        Act::Answer(bytes) => drop(stream.write_all(&bytes).await),
        Act::Hang(bytes) => {
            drop(stream.write_all(&bytes).await);
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        Act::Reset(bytes) => {
            drop(stream.write_all(&bytes).await);
            stream.flush().await.unwrap();
            tokio::time::sleep(Duration::from_millis(50)).await;
            stream.set_zero_linger().unwrap();
        }
    }
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn feed() -> Request {
    let params = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    Request {
        endpoint: "game".to_owned(),
        method: "liveGameV1".to_owned(),
        url_path: "/api/v1.1/game/747175/feed/live".to_owned(),
        path_params: params(&[("game_pk", "747175")]),
        query_params: params(&[("timecode", "20241027_000000")]),
    }
}

/// Waits that a test can wait for.
fn short() -> ClientOptions {
    ClientOptions {
        connect_timeout_ms: 300,
        read_timeout_ms: 300,
        total_timeout_ms: 600,
        ..ClientOptions::default()
    }
}

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
    let mut server = Server::start(vec![Act::Answer(answer("200 OK", "", body))]).await;
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
    let asked = server.asked.recv().await.unwrap().to_lowercase();
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
}

#[tokio::test]
async fn gzip_is_opened() {
    let body = "{\"gamePk\": 747175}".repeat(1000);
    let act = Act::Answer(answer(
        "200 OK",
        "content-encoding: gzip\r\n",
        &gzip(body.as_bytes()),
    ));
    assert_eq!(
        get(vec![act], ClientOptions::default()).await.unwrap().body,
        body.as_bytes()
    );
}

#[tokio::test]
async fn what_a_success_says_is_not_judged() {
    for body in [b"".as_slice(), b"<html>", b"{\"cut\": "] {
        let act = Act::Answer(answer("200 OK", "content-type: text/html\r\n", body));
        assert_eq!(get(vec![act], ClientOptions::default()).await.unwrap().body, body);
    }
}

#[tokio::test]
async fn a_status_that_is_no_success_shows_how_its_body_begins() {
    let body = format!("{{\"message\":\n  \"Object not found {}\"}}", "x".repeat(500));
    let (error, message) = refused(
        Act::Answer(answer("404 Not Found", "", body.as_bytes())),
        ClientOptions::default(),
    )
    .await;
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

    let (_, message) = refused(
        Act::Answer(answer("503 Service Unavailable", "", b"")),
        ClientOptions::default(),
    )
    .await;
    assert_eq!(
        message,
        format!("{FEED_URL} answers with status 503; the API is at fault: ask again later")
    );
    let (_, message) = refused(
        Act::Answer(answer("429 Too Many Requests", "", b"slow")),
        ClientOptions::default(),
    )
    .await;
    assert_eq!(
        message,
        format!("{FEED_URL} answers with status 429 and `slow`; ask again later and more slowly")
    );
    let (_, message) = refused(
        Act::Answer(answer("304 Not Modified", "", b"")),
        ClientOptions::default(),
    )
    .await;
    assert_eq!(
        message,
        format!("{FEED_URL} answers with status 304; check `MLB_STATSAPI_URL`")
    );
}

#[tokio::test]
async fn a_redirect_is_followed_and_a_circle_is_left() {
    let around = Act::Answer(answer("302 Found", "location: /elsewhere\r\n", b""));
    let there = Act::Answer(answer("200 OK", "", b"{}"));
    let response = get(vec![around.clone(), there], ClientOptions::default())
        .await
        .unwrap();
    assert_eq!(response.body, b"{}".as_slice());
    assert!(response.url.unwrap().contains("/feed/live"));
    let (error, message) = refused(
        around,
        ClientOptions {
            redirects_max: 3,
            ..ClientOptions::default()
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
    let (error, message) = refused(Act::Answer(cut.clone()), ClientOptions::default()).await;
    assert!(matches!(error, Error::Body { bytes: 10, .. }), "{error:?}");
    assert!(
        message.starts_with(&format!("the answer of {FEED_URL} broke off after 10 bytes: ")),
        "{message}"
    );
    assert!(message.ends_with("; ask again"), "{message}");

    let (error, _) = refused(Act::Reset(cut), ClientOptions::default()).await;
    assert!(matches!(error, Error::Body { .. }), "{error:?}");

    let whole = gzip(&b"abcdefgh".repeat(5000));
    let damaged = answer("200 OK", "content-encoding: gzip\r\n", &whole[..whole.len() / 2]);
    let (error, _) = refused(Act::Answer(damaged), ClientOptions::default()).await;
    assert!(matches!(error, Error::Body { .. }), "{error:?}");

    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n".to_vec();
    let (error, _) = refused(Act::Answer(chunked), ClientOptions::default()).await;
    assert!(matches!(error, Error::Body { bytes: 5, .. }), "{error:?}");
}

#[tokio::test]
async fn a_connection_that_fails_says_so() {
    let (error, message) = refused(Act::Reset(Vec::new()), ClientOptions::default()).await;
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert!(
        message.starts_with(&format!("the connection for {FEED_URL} failed: ")),
        "{message}"
    );
    let (error, _) = refused(
        Act::Answer(b"what is this\r\n\r\n".to_vec()),
        ClientOptions::default(),
    )
    .await;
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");

    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let error = Client::new(ClientOptions::default().at(&address))
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
async fn an_answer_that_takes_too_long_is_left() {
    let begun = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec();
    for act in [Act::Hang(Vec::new()), Act::Hang(begun)] {
        let (error, message) = refused(act, short()).await;
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
        ..ClientOptions::default()
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

    let body = vec![b' '; 1000];
    assert_eq!(
        get(vec![Act::Answer(answer("200 OK", "", &body))], small())
            .await
            .unwrap()
            .body
            .len(),
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
