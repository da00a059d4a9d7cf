//! Many requests, a few at a time: each answer lands, and one that fails fails alone. While the API is left alone they wait: an outage of
//! a minute must not fail the thousand requests that come after it.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::{StreamExt, stream};
use mlb_statsapi::{Client, Request, Response};
use serde::Serialize;

use super::landing::Landing;
use crate::error::{Error, Result};
use crate::limits::{OUTAGE_SECONDS_MAX, REST_MS_MIN};
use crate::stop::Stop;

/// A request, and what a person calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// `game 747175`
    pub what: String,
    /// What is asked.
    pub request: Request,
}

/// A request that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FailedRequest {
    /// `game 747175`
    pub what: String,
    /// The reason for a person.
    pub detail: String,
}

/// What came of some requests.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Requests that were made.
    pub asked: u64,
    /// Those that failed.
    pub failed: Vec<FailedRequest>,
    /// How the first of them failed, for a run in which all do.
    pub first_error: Option<mlb_statsapi::Error>,
}

/// How requests are made.
#[derive(Clone, Copy, Debug)]
pub struct Gatherer<'a> {
    /// Who asks.
    pub client: &'a Client,
    /// Requests under way at once.
    pub at_once: usize,
    /// Once this is wished nothing more is asked; what is under way is waited for.
    pub stop: &'a Stop,
}

impl Gatherer<'_> {
    /// Asks, and lands what comes, where there is a landing. `on_answer` sees each answer first, and nothing of one that failed or was
    /// about something else.
    ///
    /// # Errors
    /// What landing says; a request that fails is no error.
    pub async fn gather(
        &self,
        asks: Vec<Ask>,
        mut landing: Option<&mut Landing<'_>>,
        mut on_answer: impl FnMut(&Ask, Option<&Response>),
    ) -> Result<Gathered> {
        let mut gathered = Gathered::default();
        let outage = &Outage::begun_now();
        let mut answers = stream::iter(asks)
            .take_while(|_| std::future::ready(!self.stop.is_wished()))
            .map(|ask| self.ask(ask, outage))
            .buffer_unordered(self.at_once.max(1));
        while let Some(answered) = answers.next().await {
            let (ask, answer) = answered?;
            gathered.asked += 1;
            on_answer(&ask, answer.as_ref().ok());
            match answer.or_else(mlb_statsapi::Error::into_response) {
                Ok(response) => {
                    if let Some(landing) = landing.as_deref_mut() {
                        landing.take(response).await?;
                    }
                }
                Err(error) => {
                    gathered.failed.push(FailedRequest {
                        what: ask.what,
                        detail: error.to_string(),
                    });
                    gathered.first_error.get_or_insert(error);
                }
            }
        }
        Ok(gathered)
    }

    /// Asks, again where the API was only left alone.
    async fn ask(&self, ask: Ask, outage: &Outage) -> Result<(Ask, Result<Response, mlb_statsapi::Error>)> {
        loop {
            let answer = self.ask_aside(&ask).await?;
            if let Err(mlb_statsapi::Error::Resting { wait_ms, .. }) = &answer
                && outage.is_short()
                && !self.stop.is_wished()
            {
                self.rest(Duration::from_millis((*wait_ms).max(REST_MS_MIN)))
                    .await;
                continue;
            }
            if answer.is_ok() {
                outage.end();
            }
            return Ok((ask, answer));
        }
    }

    /// Asks in a task of its own, so that it goes on while others land.
    async fn ask_aside(&self, ask: &Ask) -> Result<Result<Response, mlb_statsapi::Error>> {
        let (client, request) = (self.client.clone(), ask.request.clone());
        let answer = tokio::spawn(async move { client.get(&request).await }).await;
        answer.map_err(|error| Error::Config {
            what: format!("the request for {}", ask.what),
            reason: error.to_string(),
        })
    }

    async fn rest(&self, wait: Duration) {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = self.stop.wished() => {}
        }
    }
}

/// Since when the API has not answered.
#[derive(Debug)]
struct Outage {
    since: Mutex<Instant>,
}

impl Outage {
    fn begun_now() -> Outage {
        Outage {
            since: Mutex::new(Instant::now()),
        }
    }

    /// It answers.
    fn end(&self) {
        *self.since.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// It may be over soon.
    fn is_short(&self) -> bool {
        let since = *self.since.lock().unwrap_or_else(PoisonError::into_inner);
        since.elapsed() < Duration::from_secs(OUTAGE_SECONDS_MAX)
    }
}

#[cfg(test)]
mod tests {
    use mlb_statsapi::ClientOptions;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// An API that answers its first requests with 503, then with an empty object. One request a connection.
    async fn recovering(failures: usize) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            for number in 0.. {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = [0; 4096];
                assert!(stream.read(&mut request).await.unwrap() > 0);
                let status = if number < failures { "503 Oh" } else { "200 OK" };
                let answer =
                    format!("HTTP/1.1 {status}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        format!("http://{address}")
    }

    #[tokio::test]
    async fn while_the_api_is_left_alone_requests_wait() {
        let options = ClientOptions {
            retry_attempts_max: 1,
            breaker_failures_max: 2,
            breaker_rest_ms: 100,
            ..ClientOptions::default()
        };
        let client = Client::new(options.at(recovering(2).await)).unwrap();
        let stop = Stop::never();
        let gatherer = Gatherer {
            client: &client,
            at_once: 1,
            stop: &stop,
        };
        let asks = (1..=6).map(|game_pk| Ask {
            what: format!("game {game_pk}"),
            request: Request::of("game.boxscore", [("game_pk", game_pk.to_string())]).unwrap(),
        });
        let gathered = gatherer.gather(asks.collect(), None, |_, _| {}).await.unwrap();
        let failed: Vec<&str> = gathered
            .failed
            .iter()
            .map(|failed| failed.what.as_str())
            .collect();
        assert_eq!((gathered.asked, failed), (6, vec!["game 1", "game 2"]));
    }
}
