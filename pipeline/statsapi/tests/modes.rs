//! Answers from the API into a folder, and from a folder in the API's place.
#![allow(clippy::unwrap_used)]

mod server;

use std::fs;
use std::path::Path;

use mlb_statsapi::{CapturedAtFrom, Client, Error, Mode, Origin, Replay, Request, Response};
use server::{Act, Server, answer, feed, ok, once};

const BODY: &str = "{ \"gamePk\": 747175,\n  \"x\": 1.50, \"\\u00e9\": null }";

fn boxscore(game: &str) -> Request {
    Request::of("game.boxscore", [("gamePk", game)]).unwrap()
}

fn capturing(server: &Server, folder: &Path) -> Client {
    server.client(once().in_mode(Mode::Capture(folder.to_owned())))
}

/// Nothing listens there.
fn replaying(folder: &Path) -> Client {
    let options = once().at("http://127.0.0.1:1");
    Client::new(options.in_mode(Mode::Replay(folder.to_owned()))).unwrap()
}

/// An answer, without what only one of the two ways has.
fn same(response: Response) -> Response {
    Response {
        origin: Origin::Api,
        captured_at_from: Some(CapturedAtFrom::Request),
        file: None,
        file_modified_at: None,
        latency: None,
        ..response
    }
}

#[tokio::test]
async fn what_was_captured_is_replayed_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![ok(BODY), ok("{\"teams\": {}}"), ok("[]")]).await;
    let client = capturing(&server, folder.path());
    let schedule = Request::of(
        "schedule.schedule",
        [("sportId", "1"), ("hydrate", "team(venue),x")],
    )
    .unwrap();
    let mut captured = Vec::new();
    for request in [&feed(), &boxscore("747175"), &schedule] {
        captured.push(client.get(request).await.unwrap());
    }
    let replay = replaying(folder.path());
    for (request, captured) in [&feed(), &boxscore("747175"), &schedule]
        .into_iter()
        .zip(captured)
    {
        let replayed = replay.get(request).await.unwrap();
        assert_eq!((replayed.origin, replayed.latency), (Origin::Replay, None));
        assert_eq!(same(replayed), same(captured));
    }
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn captures_of_one_request_stand_side_by_side_and_the_newest_answers() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![ok("{\"x\": 1}"), ok("{\"x\": 2}"), ok("{\"x\": 3}")]).await;
    let client = capturing(&server, folder.path());
    for _ in 0..3 {
        client.get(&boxscore("1")).await.unwrap();
    }
    let replay = Replay::open(folder.path()).unwrap();
    assert_eq!(replay.files().len(), 3);
    for file in replay.files() {
        assert!(file.starts_with("game/boxscore/boxscore_gamePk=1_20"), "{file}");
        assert!(file.ends_with("Z.json.gz"), "{file}");
    }
    let newest = replaying(folder.path()).get(&boxscore("1")).await.unwrap();
    assert_eq!(newest.body, b"{\"x\": 3}".as_slice());
}

#[tokio::test]
async fn other_clients_captures_answer_too() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, method: &str, params: &str, body: &str| {
        let text = format!(
            "{{\"endpoint\": \"game\", \"method\": \"{method}\", \"path_params\": {{{params}}}, \
             \"query_params\": {{}}, \"status_code\": 200, \"response\": {body}}}"
        );
        fs::write(folder.path().join(name), text).unwrap();
    };
    write("a.json", "boxscore", "\"game_pk\": 1", "{\"x\": 1}");
    write("b.json", "boxscore", "\"gamePk\": \"2\"", "{\"x\": 2}");
    write("c.json", "linescore", "\"game_pk\": \"3\"", "{\"x\": 3}");
    fs::write(folder.path().join("d.json"), "{\"gamePk\": 4}").unwrap();
    fs::write(folder.path().join("e.json.gz"), b"\x1f\x8bdamaged").unwrap();
    let client = replaying(folder.path());
    for (game, body) in [("1", "{\"x\": 1}"), ("2", "{\"x\": 2}")] {
        assert_eq!(client.get(&boxscore(game)).await.unwrap().body, body.as_bytes());
    }
    let error = client.get(&boxscore("4")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "`{}` holds no capture of `game.boxscore` with gamePk=4, but with gamePk=1; gamePk=2 \
             (1 of its files cannot be read); capture it first, or ask the API",
            folder.path().display()
        )
    );
    let content = Request::of("game.content", [("game_pk", "1")]).unwrap();
    let message = client.get(&content).await.unwrap_err().to_string();
    assert!(
        message.contains("with gamePk=1, nor any other of this method ("),
        "{message}"
    );
}

#[tokio::test]
async fn a_capture_about_something_else_is_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![ok("{\"gamePk\": 1}")]).await;
    let captured = capturing(&server, folder.path()).get(&feed()).await;
    assert!(matches!(captured, Err(Error::OtherAnswer { .. })));
    let replayed = replaying(folder.path()).get(&feed()).await;
    assert!(matches!(replayed, Err(Error::OtherAnswer { .. })));
}

#[tokio::test]
async fn what_is_no_answer_is_not_captured() {
    let folder = tempfile::tempdir().unwrap();
    for act in [
        Act::Answer(answer("404 Not Found", "", b"{}")),
        ok("<html></html>"),
        ok("{\"cut\": "),
    ] {
        let server = Server::start(vec![act]).await;
        capturing(&server, folder.path()).get(&feed()).await.unwrap_err();
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_folder_that_cannot_be_used_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let server = Server::start(vec![ok(BODY)]).await;
    let error = capturing(&server, &file).get(&feed()).await.unwrap_err();
    let message = error.to_string();
    assert!(matches!(error, Error::Unwritable { .. }), "{message}");
    assert!(message.ends_with("; check the folder of captures"), "{message}");

    let options = once().in_mode(Mode::Replay(folder.path().join("gone")));
    assert!(matches!(Client::new(options), Err(Error::Unreadable { .. })));
}
