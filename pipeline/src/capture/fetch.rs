//! Responses from where they are: a folder that is replayed, or the API, a few requests at a time.

use std::collections::BTreeSet;
use std::path::Path;

use futures::{StreamExt, stream};
use jiff::civil::Date;
use mlb_lake::contract::{Catalog, SourceSpec};
use mlb_statsapi::{Client, Replay, Request, Size};

use super::identify::Reason;
use super::landing::Landing;
use crate::error::{Error, Result};
use crate::limits::REQUESTS_IN_FLIGHT_MAX;
use crate::schedule::feed;
use crate::schedule::listing::{MAJOR_LEAGUES, ScheduleAnswer};

/// Lands the captures of a folder; `on_file` is called with the number of files, then with 0 after each.
pub async fn replay(landing: &mut Landing<'_>, folder: &Path, on_file: impl Fn(u64)) -> Result<()> {
    let replay = Replay::open(folder)?;
    on_file(replay.files().len() as u64);
    for file in replay.files() {
        match replay.read(file) {
            Ok(response) => landing.take(response).await?,
            Err(e) => {
                landing
                    .take_unreadable(file, &e.to_string(), reason(&e), body_bytes(&e))
                    .await?
            }
        }
        on_file(0);
    }
    Ok(())
}

fn reason(error: &mlb_statsapi::Error) -> Reason {
    match error {
        mlb_statsapi::Error::TooLarge { .. } => Reason::TooLarge,
        _ => Reason::Unreadable,
    }
}

fn body_bytes(error: &mlb_statsapi::Error) -> u64 {
    match error {
        mlb_statsapi::Error::Gzip { bytes, .. } | mlb_statsapi::Error::Body { bytes, .. } => *bytes,
        mlb_statsapi::Error::TooLarge {
            size: Size::AtLeast(bytes) | Size::Exactly(bytes),
            ..
        } => *bytes,
        _ => 0,
    }
}

/// Lands the live feeds of games; `on_game` is called after each. A game whose request fails is told and the others go on;
/// an answer that is no feed of its game lands in quarantine.
pub async fn games(
    landing: &mut Landing<'_>,
    client: &Client,
    catalog: &Catalog,
    games: &BTreeSet<i64>,
    on_game: impl Fn(),
) -> Result<Vec<(i64, mlb_statsapi::Error)>> {
    let source = catalog.source(feed::SOURCE).ok_or_else(|| Error::Config {
        what: "mappings".to_owned(),
        reason: format!(
            "no mapping describes `{}`, which says how a game is asked for",
            feed::SOURCE
        ),
    })?;
    let requests = games
        .iter()
        .map(|game| Ok((*game, feed_request(&source.source, *game)?)))
        .collect::<Result<Vec<_>>>()?;
    let mut answers = stream::iter(requests)
        .map(|(game, request)| async move { (game, client.get(&request).await) })
        .buffered(REQUESTS_IN_FLIGHT_MAX);
    let mut failed = Vec::new();
    while let Some((game, answer)) = answers.next().await {
        match answer.or_else(mlb_statsapi::Error::into_response) {
            Ok(response) => landing.take(response).await?,
            Err(e) => failed.push((game, e)),
        }
        on_game();
    }
    Ok(failed)
}

fn feed_request(source: &SourceSpec, game: i64) -> Result<Request> {
    let name = format!("{}.{}", source.endpoint, source.method);
    Ok(Request::of(&name, [("game_pk", game.to_string())])?)
}

/// The games that the schedule lists for a date.
pub async fn games_of(client: &Client, date: Date) -> Result<BTreeSet<i64>> {
    let params = [("sportId", MAJOR_LEAGUES.to_owned()), ("date", date.to_string())];
    let request = Request::of("schedule.schedule", params)?;
    let response = client.get(&request).await?;
    let answer = ScheduleAnswer::read(&response).ok_or_else(|| Error::Config {
        what: format!("the schedule of {date}"),
        reason: "the API's answer is no schedule (it has no list `dates`)".to_owned(),
    })?;
    Ok(answer.game_pks())
}
