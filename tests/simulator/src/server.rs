//! The simulated API over HTTP, on the loopback interface.

use crate::date::Date;
use crate::feed::object;
use crate::slate::{Slate, date_of};
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::collections::HashMap;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Games of a day that was not given to the server.
const GAMES_A_DAY: usize = 15;
/// Days that one question may span.
const DAYS_MAX: i64 = 31;
/// Days that are kept once they were simulated; a day takes about 3 MB.
const SLATES_KEPT_MAX: usize = 64;

/// What a server serves: one slate, several, or none (then every day is made up as it is asked for).
#[derive(Clone, Debug, Default)]
pub struct Slates(Vec<Slate>);

impl From<Slate> for Slates {
    fn from(slate: Slate) -> Self {
        Self(vec![slate])
    }
}

impl From<Vec<Slate>> for Slates {
    fn from(slates: Vec<Slate>) -> Self {
        Self(slates)
    }
}

impl<const COUNT: usize> From<[Slate; COUNT]> for Slates {
    fn from(slates: [Slate; COUNT]) -> Self {
        Self(slates.into())
    }
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    api: Arc<Api>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// The answers, and how many were given.
#[derive(Debug)]
struct Api {
    seed: u64,
    slates: Mutex<Vec<Arc<Slate>>>,
    requests: AtomicU64,
}

impl Server {
    /// Serves slates on a free port of 127.0.0.1. Days that are not among them have fifteen games that follow from
    /// the first slate's seed (1 without one) and the date.
    ///
    /// # Panics
    ///
    /// When no port can be bound.
    pub async fn start(slates: impl Into<Slates>) -> Self {
        let slates: Slates = slates.into();
        let seed = slates.0.first().map_or(1, |slate| slate.seed);
        match Self::bind(0, seed, slates).await {
            Ok(server) => server,
            Err(error) => panic!("the simulated API cannot listen on 127.0.0.1: {error}"),
        }
    }

    /// Serves on a port of 127.0.0.1 (0 for a free one).
    ///
    /// # Errors
    ///
    /// When the port cannot be bound.
    pub async fn bind(port: u16, seed: u64, slates: impl Into<Slates>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let address = listener.local_addr()?;
        let slates: Slates = slates.into();
        let api = Arc::new(Api {
            seed,
            slates: Mutex::new(slates.0.into_iter().map(Arc::new).collect()),
            requests: AtomicU64::new(0),
        });
        let router = Router::new()
            .route("/api/v1/schedule", get(schedule))
            .route("/api/v1.1/game/{game_pk}/feed/live", get(feed_live))
            .fallback(unknown)
            .with_state(api.clone());
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let until = async {
                // The sender's end gone means the same as a stop.
                let _ = stopped.await;
            };
            // An accept loop ends only by the stop; errors of one connection stay with it.
            let _ = axum::serve(listener, router).with_graceful_shutdown(until).await;
        });
        Ok(Self {
            address,
            api,
            stop,
            task,
        })
    }

    /// The base URL, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Requests answered so far, refused ones too.
    pub fn requests(&self) -> u64 {
        self.api.requests.load(Ordering::SeqCst)
    }

    /// Stops listening and drops open connections.
    pub async fn stop(self) {
        let Self { stop, task, .. } = self;
        let _ = stop.send(());
        let abort = task.abort_handle();
        if tokio::time::timeout(std::time::Duration::from_millis(200), task)
            .await
            .is_err()
        {
            abort.abort();
        }
    }
}

impl Api {
    /// The games of a day: given, or made up now.
    fn slate(&self, date: Date) -> Arc<Slate> {
        let date = date.to_string();
        let known = self
            .slates
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .find(|slate| slate.date == date)
            .cloned();
        if let Some(slate) = known {
            return slate;
        }
        let slate = Arc::new(Slate::new(self.seed, &date, GAMES_A_DAY));
        let mut slates = self.slates.lock().unwrap_or_else(PoisonError::into_inner);
        if slates.len() < SLATES_KEPT_MAX {
            slates.push(slate.clone());
        }
        slate
    }

    /// The day of a game: of a given slate, or the one that its id says.
    fn slate_of(&self, game_pk: i64) -> Option<Arc<Slate>> {
        let known = self
            .slates
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .find(|slate| slate.game(game_pk).is_some())
            .cloned();
        known
            .or_else(|| date_of(game_pk).map(|date| self.slate(date)))
            .filter(|slate| slate.game(game_pk).is_some())
    }
}

async fn schedule(
    State(api): State<Arc<Api>>,
    Query(asked): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    api.requests.fetch_add(1, Ordering::SeqCst);
    work(&headers, move || Some(answer_schedule(&api, &asked))).await
}

fn answer_schedule(api: &Api, asked: &HashMap<String, String>) -> Value {
    if asked.get("sportId").is_some_and(|sport| sport != "1") {
        return crate::schedule::schedule(&[]);
    }
    if let Some(list) = asked.get("gamePk").or_else(|| asked.get("gamePks")) {
        let wanted: Vec<i64> = list
            .split(',')
            .filter_map(|game_pk| game_pk.trim().parse().ok())
            .collect();
        let Some(slate) = wanted.first().and_then(|game_pk| api.slate_of(*game_pk)) else {
            return crate::schedule::schedule(&[]);
        };
        return crate::schedule::chosen(
            &slate.date,
            slate.games.iter().filter(|game| wanted.contains(&game.game_pk())),
        );
    }
    let day = |key: &str| asked.get(key).and_then(|date| Date::parse(date));
    let Some(first) = day("date").or_else(|| day("startDate")) else {
        return crate::schedule::schedule(&[]);
    };
    let last = if asked.contains_key("date") {
        first
    } else {
        day("endDate").unwrap_or(first)
    };
    let numbers = first.day_number()..=last.day_number().min(first.day_number() + DAYS_MAX - 1);
    let slates: Vec<Arc<Slate>> = numbers
        .map(|number| api.slate(Date::of_day_number(number)))
        .collect();
    let slates: Vec<&Slate> = slates.iter().map(AsRef::as_ref).collect();
    crate::schedule::schedule(&slates)
}

/// The feed of a game; a `timecode` is accepted, and the game is final whatever it says.
async fn feed_live(State(api): State<Arc<Api>>, Path(game_pk): Path<String>, headers: HeaderMap) -> Response {
    api.requests.fetch_add(1, Ordering::SeqCst);
    work(&headers, move || {
        let game_pk: i64 = game_pk.parse().ok()?;
        let slate = api.slate_of(game_pk)?;
        slate.game(game_pk).map(crate::game::Game::feed)
    })
    .await
}

async fn unknown(State(api): State<Arc<Api>>) -> Response {
    api.requests.fetch_add(1, Ordering::SeqCst);
    not_found()
}

/// Simulating takes milliseconds of computing, so it is done aside; so is packing.
async fn work(headers: &HeaderMap, answer: impl FnOnce() -> Option<Value> + Send + 'static) -> Response {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    let packs = accepted.is_some_and(|encodings| encodings.contains("gzip"));
    let body = move || {
        answer().map(|value| {
            let text = value.to_string().into_bytes();
            if packs {
                (packed(&text), true)
            } else {
                (text, false)
            }
        })
    };
    match tokio::task::spawn_blocking(body).await {
        Ok(Some((body, true))) => (
            [(header::CONTENT_ENCODING, "gzip")],
            json_body(StatusCode::OK, body),
        )
            .into_response(),
        Ok(Some((body, false))) => json_body(StatusCode::OK, body),
        Ok(None) => not_found(),
        Err(_) => json_body(
            StatusCode::INTERNAL_SERVER_ERROR,
            object! {"messageNumber": 1, "message": "Internal error occurred"}
                .to_string()
                .into_bytes(),
        ),
    }
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let written = encoder.write_all(text).and_then(|()| encoder.finish());
    // Writing to memory does not fail.
    written.unwrap_or_default()
}

fn not_found() -> Response {
    let body = object! {
        "messageNumber": 10,
        "message": "Object not found",
        "timestamp": "2024-01-01T00:00:00Z",
        "traceId": Value::Null,
    };
    json_body(StatusCode::NOT_FOUND, body.to_string().into_bytes())
}

fn json_body(status: StatusCode, body: Vec<u8>) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/json;charset=UTF-8")],
        body,
    )
        .into_response()
}
