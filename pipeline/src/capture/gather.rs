//! Many requests, a few at a time: each answer lands, and one that fails fails alone.

use futures::{StreamExt, stream};
use mlb_statsapi::{Client, Request, Response};
use serde::Serialize;

use super::landing::Landing;
use crate::error::{Error, Result};
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
        let mut answers = stream::iter(asks)
            .take_while(|_| std::future::ready(!self.stop.is_wished()))
            .map(|ask| self.ask(ask))
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

    /// Asks in a task of its own, so that it goes on while others land.
    async fn ask(&self, ask: Ask) -> Result<(Ask, Result<Response, mlb_statsapi::Error>)> {
        let (client, request) = (self.client.clone(), ask.request.clone());
        let answer = tokio::spawn(async move { client.get(&request).await }).await;
        let answer = answer.map_err(|error| Error::Config {
            what: format!("the request for {}", ask.what),
            reason: error.to_string(),
        })?;
        Ok((ask, answer))
    }
}

impl Gathered {
    /// Everything that was asked failed.
    pub fn is_failure(&self) -> bool {
        self.asked > 0 && self.failed.len() as u64 == self.asked
    }
}
