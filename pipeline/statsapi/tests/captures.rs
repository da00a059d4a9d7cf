//! Real captures: each answers the request that it says, and is about what was asked. `MLB_CAPTURES` says where they are.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::path::{Path, PathBuf};

use mlb_statsapi::{Client, ClientOptions, Error, Mode, Operation, Replay, Request, Response};

/// The folder of captures that tell their requests, where there is one.
fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/captures");
    let captures = std::env::var_os("MLB_CAPTURES").map_or(beside, PathBuf::from);
    let folder = captures.join("with_request");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("no captures in {}: nothing is tested", captures.display());
    None
}

/// What a capture says that it was asked for, as a request of ours.
fn request_of(response: &Response) -> Request {
    let name = format!(
        "{}.{}",
        response.endpoint.as_ref().unwrap(),
        response.method.as_ref().unwrap()
    );
    let params = response.path_params.iter().chain(&response.query_params);
    Request::of(&name, params.map(|(name, value)| (name.as_str(), value.as_str()))).unwrap()
}

/// A client that never sent a parameter got an answer about everything.
fn was_sent(response: &Response) -> bool {
    let url = response.url.as_ref().unwrap();
    response
        .path_params
        .values()
        .all(|value| url.contains(value.as_str()))
}

#[tokio::test]
async fn every_capture_answers_its_request_and_is_about_it() {
    let Some(folder) = folder() else { return };
    let replay = Replay::open(&folder).unwrap();
    let client = Client::new(ClientOptions::default().in_mode(Mode::Replay(folder))).unwrap();
    let (mut fit, mut never_asked) = (0, 0);
    for file in replay.files() {
        let capture = replay.read(file).unwrap();
        let request = request_of(&capture);
        assert!(Operation::of(&request).is_some(), "{file}");
        match (client.get(&request).await, was_sent(&capture)) {
            (Ok(response), _) => {
                fit += 1;
                assert_eq!(response.body, capture.body, "{file}");
            }
            (Err(Error::OtherAnswer { came, .. }), false) => {
                never_asked += 1;
                assert!(came.contains("more"), "{file}: {came}");
            }
            (Err(error), _) => panic!("{file}: {error}"),
        }
    }
    assert_eq!(fit + never_asked, replay.files().len());
    assert!(fit > never_asked);
}

/// Another id, year or date in the place of what was asked for: whoever asked for that must not be content with this answer.
#[tokio::test]
async fn no_capture_passes_for_an_answer_about_something_else() {
    let Some(folder) = folder() else { return };
    let (mut noticed, mut silent) = (0, Vec::new());
    let replay = Replay::open(&folder).unwrap();
    for file in replay.files() {
        let capture = replay.read(file).unwrap();
        for (name, value) in capture.path_params.iter().chain(&capture.query_params) {
            let Some(other) = another(name, value) else {
                continue;
            };
            // The same body under a request for the other value.
            let elsewhere = tempfile::tempdir().unwrap();
            let change = |params: &std::collections::BTreeMap<String, String>| {
                let mut params = params.clone();
                params
                    .entry(name.clone())
                    .and_modify(|value| value.clone_from(&other));
                serde_json::to_string(&params).unwrap()
            };
            let envelope = format!(
                "{{\"endpoint\": \"{}\", \"method\": \"{}\", \"path_params\": {}, \"query_params\": {}, \"response\": {}}}",
                capture.endpoint.as_ref().unwrap(),
                capture.method.as_ref().unwrap(),
                change(&capture.path_params),
                change(&capture.query_params),
                std::str::from_utf8(&capture.body).unwrap(),
            );
            std::fs::write(elsewhere.path().join("a.json"), envelope).unwrap();
            let replay = Replay::open(elsewhere.path()).unwrap();
            let request = request_of(&replay.read("a.json").unwrap());
            let options = ClientOptions::default().in_mode(Mode::Replay(elsewhere.path().to_owned()));
            match Client::new(options).unwrap().get(&request).await {
                Err(Error::OtherAnswer { .. }) => noticed += 1,
                _ => silent.push((file.clone(), name.clone())),
            }
        }
    }
    // What these say of themselves is known; others may be silent, as an empty list of games is.
    for (method, name) in [
        ("liveGameV1", "game_pk"),
        ("liveGameV1", "timecode"),
        ("getGameContextMetrics", "gamePk"),
        ("content", "game_pk"),
        ("person", "personIds"),
        ("seasons", "seasonId"),
        ("coaches", "teamId"),
        ("roster", "teamId"),
    ] {
        let unnoticed = silent
            .iter()
            .find(|(file, param)| file.contains(&format!("/{method}/")) && param == name);
        assert_eq!(unnoticed, None);
    }
    eprintln!(
        "{noticed} wrong answers noticed, {} that do not say",
        silent.len()
    );
}

fn another(name: &str, value: &str) -> Option<String> {
    match name {
        "timecode" => Some("20010101_000000".to_owned()),
        "date" | "startDate" => Some("2031-07-04".to_owned()),
        "endDate" => Some("1931-07-04".to_owned()),
        "season" | "year" | "seasonId" => Some("1931".to_owned()),
        "sportId" => None,
        _ if value.parse::<u64>().is_ok() && name != "limit" => Some("999999999".to_owned()),
        _ => None,
    }
}
