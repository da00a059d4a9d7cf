//! Asking again, asking no more, and never asking too fast, against a real server on loopback.
#![allow(clippy::unwrap_used, clippy::panic)]

mod server;

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use mlb_statsapi::{Client, ClientOptions, Error, Request, Response};
use server::{Act, Server, answer, feed, gzip, ok, quick, status};

const BODY: &str = "{\"gamePk\": 747175}";

fn limited(retry_after: &str) -> Act {
    let header = format!("retry-after: {retry_after}\r\n");
    Act::Answer(answer("429 Too Many Requests", &header, b""))
}

/// What comes of these acts, and how often it was asked for.
async fn persisted(acts: Vec<Act>) -> (Result<Response, Error>, usize) {
    let server = Server::start(acts).await;
    let options = ClientOptions {
        read_timeout_ms: 700,
        ..quick()
    };
    let outcome = server.client(options).get(&feed()).await;
    (outcome, server.asked().len())
}

#[tokio::test]
async fn faults_that_may_pass_are_tried_again() {
    let mut cut = answer("200 OK", "", BODY.as_bytes());
    cut.truncate(cut.len() - 4);
    let half_packed = gzip(BODY.repeat(100).as_bytes());
    let half_packed = answer(
        "200 OK",
        "content-encoding: gzip\r\n",
        &half_packed[..half_packed.len() / 2],
    );
    for fault in [
        status("429 Too Many Requests"),
        status("500 Internal Server Error"),
        status("502 Bad Gateway"),
        status("503 Service Unavailable"),
        status("504 Gateway Timeout"),
        Act::Reset(Vec::new()),
        Act::Reset(cut.clone()),
        Act::Answer(cut),
        Act::Answer(half_packed),
        Act::Hang(Vec::new()),
        ok("{\"gamePk\": 7471"),
        ok(""),
        ok("<html>Down for maintenance</html>"),
        ok("{\"gamePk\": 1}"),
    ] {
        let (outcome, asked) = persisted(vec![fault.clone(), fault.clone(), ok(BODY)]).await;
        assert_eq!(outcome.unwrap().body, BODY.as_bytes(), "{fault:?}");
        assert_eq!(asked, 3, "{fault:?}");
    }
}

#[tokio::test]
async fn what_the_api_says_of_the_request_itself_is_final() {
    for refusal in [
        "400 Bad Request",
        "401 Unauthorized",
        "403 Forbidden",
        "404 Not Found",
        "408 Request Timeout",
        "410 Gone",
    ] {
        let (outcome, asked) = persisted(vec![status(refusal), ok(BODY)]).await;
        assert!(matches!(outcome, Err(Error::Status { .. })), "{refusal}");
        assert_eq!(asked, 1, "{refusal}");
    }
}

#[tokio::test]
async fn attempts_come_to_an_end_and_the_last_fault_is_told() {
    let server = Server::start(vec![status("500 Oh"), status("503 Oh")]).await;
    let error = server.client(quick()).get(&feed()).await.unwrap_err();
    assert!(matches!(error, Error::Status { status: 503, .. }), "{error:?}");
    assert_eq!(server.asked().len(), 5);
}

#[tokio::test]
async fn what_was_met_on_the_way_is_counted() {
    let server = Server::start(vec![
        status("500 Oh"),
        limited("0"),
        ok("{\"gamePk\": 1}"),
        ok(BODY),
    ])
    .await;
    let client = server.client(quick());
    client.get(&feed()).await.unwrap();
    let traffic = client.traffic();
    assert_eq!((traffic.sent, traffic.again), (4, 3));
    let faults: Vec<(&str, u64)> = traffic.faults.into_iter().collect();
    assert_eq!(
        faults,
        [
            ("about something else", 1),
            ("server error", 1),
            ("too many requests", 1)
        ]
    );
}

#[tokio::test]
async fn waits_grow() {
    let options = ClientOptions {
        retry_delay_ms_min: 40,
        ..quick()
    };
    let server = Server::start(vec![status("500 Oh")]).await;
    server.client(options).get(&feed()).await.unwrap_err();
    let asked = server.asked();
    for (pair, least_ms) in asked.windows(2).zip([40, 80, 160, 320]) {
        let apart = pair[1].at - pair[0].at;
        assert!(apart >= Duration::from_millis(least_ms), "{apart:?} {least_ms}");
    }
}

#[tokio::test]
async fn a_wait_in_seconds_is_kept() {
    let server = Server::start(vec![limited("1"), ok(BODY)]).await;
    server.client(quick()).get(&feed()).await.unwrap();
    let asked = server.asked();
    let apart = asked[1].at - asked[0].at;
    assert!(
        apart >= Duration::from_millis(990) && apart < Duration::from_secs(4),
        "{apart:?}"
    );
}

#[tokio::test]
async fn a_wait_until_a_date_is_kept() {
    // The header has whole seconds, so that two from now is between one and two.
    let date = Timestamp::now() + SignedDuration::from_secs(2);
    let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let server = Server::start(vec![limited(&date), ok(BODY)]).await;
    server.client(quick()).get(&feed()).await.unwrap();
    let asked = server.asked();
    let apart = asked[1].at - asked[0].at;
    assert!(
        apart >= Duration::from_millis(900) && apart < Duration::from_secs(5),
        "{apart:?}"
    );
}

#[tokio::test]
async fn a_wait_that_is_too_long_fails_at_once() {
    let begun = Instant::now();
    let server = Server::start(vec![limited("3600"), ok(BODY)]).await;
    let client = server.client(quick());
    let message = client.get(&feed()).await.unwrap_err().to_string();
    assert!(
        message.ends_with("more slowly, as it says in 3600 s"),
        "{message}"
    );
    assert_eq!(server.asked().len(), 1);
    // Nor does anybody else wait for it.
    client.get(&feed()).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn nobody_asks_while_the_api_wants_quiet() {
    let server = Server::start(vec![limited("1"), ok(BODY)]).await;
    let client = server.client(quick());
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.get(&feed()).await }
    });
    while server.asked().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    client.get(&feed()).await.unwrap();
    first.await.unwrap().unwrap();
    let asked = server.asked();
    for later in &asked[1..] {
        let apart = later.at - asked[0].at;
        assert!(apart >= Duration::from_millis(950), "{apart:?}");
    }
}

#[tokio::test]
async fn an_api_that_only_fails_is_left_alone_and_then_tried() {
    let acts = vec![
        status("503 Oh"),
        status("503 Oh"),
        status("503 Oh"),
        status("503 Oh"),
        ok(BODY),
    ];
    let server = Server::start(acts).await;
    let client = server.client(ClientOptions {
        retry_attempts_max: 2,
        breaker_failures_max: 3,
        breaker_rest_ms: 300,
        ..quick()
    });
    let failed = |outcome: Result<Response, Error>| outcome.unwrap_err();
    // Two failures, then the third; the request that met it tells its own fault, not the rest.
    for asked in [2, 3] {
        let error = failed(client.get(&feed()).await);
        assert!(matches!(error, Error::Status { status: 503, .. }), "{error:?}");
        assert_eq!(server.asked().len(), asked);
    }
    let error = failed(client.get(&feed()).await);
    let Error::Resting {
        failures: 3, wait_ms, ..
    } = &error
    else {
        panic!("{error:?}")
    };
    assert!((1..=300).contains(wait_ms), "{wait_ms}");
    let message = error.to_string();
    assert!(
        message.contains(" is not asked: the API failed 3 times in a row (status 503); ask again in 1 s"),
        "{message}"
    );
    assert_eq!(server.asked().len(), 3);

    // Half open: the try fails, and it is left alone again.
    tokio::time::sleep(Duration::from_millis(320)).await;
    assert!(matches!(failed(client.get(&feed()).await), Error::Status { .. }));
    assert!(matches!(failed(client.get(&feed()).await), Error::Resting { .. }));
    assert_eq!(server.asked().len(), 4);

    // Two tries succeed, and all is as before.
    tokio::time::sleep(Duration::from_millis(320)).await;
    for _ in 0..6 {
        client.get(&feed()).await.unwrap();
    }
    assert_eq!(server.asked().len(), 10);
}

/// Asks all at once.
async fn crowd(client: &Client, size: i64) -> Vec<Result<Response, Error>> {
    let asking: Vec<_> = (0..size)
        .map(|game| {
            let client = client.clone();
            let request = Request::of("game.boxscore", [("game_pk", game.to_string())]).unwrap();
            tokio::spawn(async move { client.get(&request).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for asked in asking {
        outcomes.push(asked.await.unwrap());
    }
    outcomes
}

#[tokio::test]
async fn the_rate_is_never_exceeded_not_even_by_retries() {
    // Thirty answers are refusals, and what was refused comes again.
    let mut acts = vec![status("503 Oh"); 30];
    acts.push(ok("{}"));
    let server = Server::start(acts).await;
    let options = ClientOptions {
        requests_per_second: 20,
        requests_in_flight_max: 16,
        retry_attempts_max: 100,
        breaker_failures_max: 1_000,
        ..quick()
    };
    let outcomes = crowd(&server.client(options), 30).await;
    assert!(outcomes.iter().all(Result::is_ok));
    let moments: Vec<Instant> = server.asked().iter().map(|asked| asked.at).collect();
    assert_eq!(moments.len(), 60);
    // The server's own clock is a little late now and then, hence a window that is a little short.
    let most = most_within(&moments, Duration::from_millis(900));
    assert!(most <= 20, "{most} requests within a second");
    assert!(most_within(&moments, Duration::from_secs(1)) < 25);
}

/// The most moments in any window of this length.
fn most_within(moments: &[Instant], window: Duration) -> usize {
    let within = |first: &Instant| {
        let inside = |at: &&Instant| **at >= *first && **at - *first < window;
        moments.iter().filter(inside).count()
    };
    moments.iter().map(within).max().unwrap_or(0)
}

#[tokio::test]
async fn so_many_at_once_and_no_more() {
    let late = Act::Late(answer("200 OK", "", b"{}"), Duration::from_millis(150));
    let server = Server::start(vec![late]).await;
    let options = ClientOptions {
        requests_in_flight_max: 2,
        ..quick()
    };
    let outcomes = crowd(&server.client(options), 6).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!((server.asked().len(), server.under_way_most()), (6, 2));
}

#[tokio::test]
async fn a_client_within_bounds_of_its_own_holds_only_itself_back() {
    let late = Act::Late(answer("200 OK", "", b"{}"), Duration::from_millis(50));
    let server = Server::start(vec![late]).await;
    let client = server.client(quick());
    let slow = client
        .within(|options| ClientOptions {
            requests_per_second: 5,
            requests_in_flight_max: 1,
            ..options
        })
        .unwrap();
    let begun = Instant::now();
    let outcomes = crowd(&slow, 3).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert!(begun.elapsed() >= Duration::from_millis(400));
    assert_eq!(server.under_way_most(), 1);

    let server = Server::start(vec![status("500 Oh")]).await;
    let client = server.client(quick());
    let once = client
        .within(|options| ClientOptions {
            retry_attempts_max: 1,
            ..options
        })
        .unwrap();
    assert!(once.get(&feed()).await.is_err());
    assert_eq!(server.asked().len(), 1);
    let wrong = |options| ClientOptions {
        requests_per_second: 25,
        ..options
    };
    assert!(matches!(client.within(wrong), Err(Error::BadOption { .. })));
}
