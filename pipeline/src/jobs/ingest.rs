//! What a job asks of the API, request by request; what comes lands.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use mlb_lake::Lake;
use mlb_lake::contract::Catalog;
use mlb_statsapi::{Client, Request, Response};

use super::job::{Each, Job, JobRequest};
use super::values::values;
use super::variables::{GAME_PK, Given};
use crate::capture::gather::{Ask, FailedRequest, Gatherer};
use crate::capture::landing::{Landing, LandingReport};
use crate::error::{Error, Result};
use crate::limits::{LANDING_RESPONSES_MAX, LANDING_WAIT_SECONDS_MAX, REQUESTS_IN_FLIGHT_MAX};
use crate::schedule::decision::decide;
use crate::schedule::held::held;
use crate::schedule::tracker::{Tracked, Tracker};
use crate::stop::Stop;

/// Where a job's answers go.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The lake.
    pub lake: &'a Lake,
    /// Its contracts.
    pub catalog: &'a Catalog,
    /// The run that they are of.
    pub run_id: &'a str,
}

/// What came of a job's requests.
#[derive(Debug, Default)]
pub struct Ingested {
    /// What landed.
    pub landing: LandingReport,
    /// Requests that were made.
    pub asked: u64,
    /// Those that failed.
    pub failed: Vec<FailedRequest>,
    /// What the answers made different in the master schedule.
    pub schedule: Tracked,
    /// Somebody stopped it before its last request.
    pub is_stopped: bool,
}

/// Values of a variable, numbers in the order of their size.
type Found = BTreeSet<(usize, String)>;

struct Asking<'a> {
    job: &'a Job,
    given: &'a Given,
    lake: &'a Lake,
    values: BTreeMap<&'static str, String>,
    /// By request, the values that earlier answers had for its variable.
    found: Vec<Found>,
    tracker: Tracker,
}

/// Asks all that a job asks; `on_answer` is called with the number of requests, then with 0 after each.
///
/// # Errors
/// `Config` where the run lacks what a variable stands for, `Source` where every request failed, `Lake` where nothing can land.
pub async fn ingest(
    job: &Job,
    given: &Given,
    client: &Client,
    place: Place<'_>,
    stop: &Stop,
    on_answer: &dyn Fn(u64),
) -> Result<Ingested> {
    let mut asking = Asking::new(job, given, place.lake).await?;
    let client = client.within(|options| job.bounds.apply(options))?;
    let gatherer = Gatherer {
        client: &client,
        at_once: job.bounds.in_flight.unwrap_or(REQUESTS_IN_FLIGHT_MAX),
        stop,
    };
    let responses_max = job.responses_per_commit_max.unwrap_or(LANDING_RESPONSES_MAX);
    let wait_max = Duration::from_secs(LANDING_WAIT_SECONDS_MAX);
    let mut landing = Landing::new(place.lake, place.catalog, place.run_id, None, None)?
        .committing_within(responses_max, wait_max);
    let mut ingested = Ingested::default();
    let mut first_error = None;
    for (index, request) in job.requests.iter().enumerate() {
        let asks = asking.asks(index, request).await?;
        on_answer(asks.len() as u64);
        let see = |_: &Ask, response: Option<&Response>| {
            on_answer(0);
            if let Some(response) = response {
                asking.see(index, request, response);
            }
        };
        let gathered = gatherer.gather(asks, Some(&mut landing), see).await?;
        ingested.asked += gathered.asked;
        ingested.failed.extend(gathered.failed);
        first_error = first_error.or(gathered.first_error);
    }
    ingested.landing = landing.finish().await?;
    ingested.is_stopped = stop.is_wished();
    let all_failed = ingested.asked > 0 && ingested.failed.len() as u64 == ingested.asked;
    // Who is stopped while the API does not answer is due again.
    if let Some(error) = first_error.filter(|_| all_failed && !ingested.is_stopped) {
        return Err(error.into());
    }
    ingested.schedule = asking.tracker.record(place.lake, place.run_id).await?;
    Ok(ingested)
}

impl<'a> Asking<'a> {
    async fn new(job: &'a Job, given: &'a Given, lake: &'a Lake) -> Result<Asking<'a>> {
        if job.open_variables().contains(&GAME_PK) && given.game_pks.is_empty() {
            return Err(Error::Config {
                what: format!("job `{}`", job.name),
                reason: format!("it asks for `${{{GAME_PK}}}`; say which games with `--game-pk N`"),
            });
        }
        let asks_for_schedule = job.requests.iter().any(JobRequest::is_of_schedule);
        Ok(Asking {
            job,
            given,
            lake,
            values: given.values()?,
            found: vec![Found::new(); job.requests.len()],
            tracker: if asks_for_schedule {
                Tracker::new(lake).await?
            } else {
                Tracker::default()
            },
        })
    }

    /// The requests of one entry of the job.
    async fn asks(&self, index: usize, request: &JobRequest) -> Result<Vec<Ask>> {
        if let Some(each) = &request.each {
            let found = self.wanted(each, &self.found[index]).await?;
            let together = found.chunks(each.at_once.max(1));
            return together
                .map(|values| self.ask(request, &each.variable, &values.join(",")))
                .collect();
        }
        let uses_games = request
            .params
            .iter()
            .any(|(_, value)| value.variables().any(|name| name == GAME_PK));
        if uses_games {
            let games = self.given.game_pks.iter();
            return games
                .map(|game_pk| self.ask(request, GAME_PK, &game_pk.to_string()))
                .collect();
        }
        Ok(vec![self.ask(request, "", "")?])
    }

    /// One request, with a value for one more variable.
    fn ask(&self, request: &JobRequest, variable: &str, value: &str) -> Result<Ask> {
        let value_of = |name: &str| {
            let own = (name == variable).then(|| value.to_owned());
            own.or_else(|| self.values.get(name).cloned())
        };
        let mut params = BTreeMap::new();
        for (name, template) in &request.params {
            let filled = template.fill(value_of).map_err(|missing| Error::Config {
                what: format!("job `{}`", self.job.name),
                reason: format!("nothing says what `${{{missing}}}` stands for"),
            })?;
            params.insert(name.as_str(), filled);
        }
        let shown: Vec<String> = params
            .iter()
            .map(|(name, value)| format!("{name}={}", short(value)))
            .collect();
        Ok(Ask {
            what: format!("{} {}", request.operation, shown.join(" "))
                .trim_end()
                .to_owned(),
            request: Request::of(&request.operation, params)?,
        })
    }

    /// The values that are asked for.
    async fn wanted(&self, each: &Each, found: &Found) -> Result<Vec<String>> {
        let values = found.iter().map(|(_, value)| value);
        if !each.only_needed {
            return Ok(values.cloned().collect());
        }
        let games: BTreeSet<i64> = values.filter_map(|value| value.parse().ok()).collect();
        let held = held(self.lake, &games).await?;
        let decisions = decide(&games, &self.tracker.schedule, &held, &BTreeSet::new());
        Ok(decisions
            .into_iter()
            .filter(|(_, decision)| decision.is_asked_for())
            .map(|(game_pk, _)| game_pk.to_string())
            .collect())
    }

    /// Takes out of an answer what later requests need.
    fn see(&mut self, index: usize, request: &JobRequest, response: &Response) {
        if request.is_of_schedule() {
            self.tracker.take(response);
        }
        let job = self.job;
        let eaches = job.requests.iter().enumerate();
        let eaches = eaches.filter_map(|(later, request)| Some((later, request.each.as_ref()?)));
        let takers: Vec<(usize, &Each)> = eaches.filter(|(_, each)| each.from == index).collect();
        if takers.is_empty() {
            return;
        }
        let Ok(body) = serde_json::from_slice(&response.body) else {
            return;
        };
        for (later, each) in takers {
            let found = values(&body, &each.path).into_iter();
            self.found[later].extend(found.map(|value| (value.len(), value)));
        }
    }
}

/// A value of which a person need not see every part.
fn short(value: &str) -> String {
    const VALUES_MAX: usize = 3;
    let mut values = value.split(',');
    let count = values.clone().count();
    match (values.next(), values.next_back()) {
        (Some(first), Some(last)) if count > VALUES_MAX => format!("{first}..{last} ({count})"),
        _ => value.to_owned(),
    }
}
