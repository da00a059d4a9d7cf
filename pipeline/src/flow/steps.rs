//! Asking and landing, step by step.

use std::time::Duration;

use mlb_statsapi::{Client, Request, Response};

use super::report::{PlannedStep, StepReport};
use crate::capture::gather::{Ask, Gatherer};
use crate::capture::landing::{Landing, LandingReport};
use crate::error::Result;
use crate::limits::{LANDING_RESPONSES_MAX, LANDING_WAIT_SECONDS_MAX, REQUESTS_IN_FLIGHT_MAX};
use crate::settings::Settings;
use crate::stop::Stop;

/// How far a pipeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A step of so many requests begins.
    Step(&'static str, u64),
    /// One of its requests was made.
    Asked,
}

/// The steps of one run.
pub struct Steps<'a> {
    client: &'a Client,
    stop: &'a Stop,
    on_progress: &'a (dyn Fn(Progress) + Send + Sync),
    /// Nothing lands in a run that only tells what it would ask.
    landing: Option<Landing<'a>>,
    /// What was done.
    pub reports: Vec<StepReport>,
    /// What would be asked.
    pub planned: Vec<PlannedStep>,
    first_error: Option<mlb_statsapi::Error>,
}

impl<'a> Steps<'a> {
    /// No step yet. Without a run's id nothing lands.
    ///
    /// # Errors
    /// As [`Landing::new`].
    pub fn new(
        settings: &'a Settings,
        client: &'a Client,
        stop: &'a Stop,
        on_progress: &'a (dyn Fn(Progress) + Send + Sync),
        run_id: Option<&str>,
    ) -> Result<Steps<'a>> {
        let wait_max = Duration::from_secs(LANDING_WAIT_SECONDS_MAX);
        let landing = match run_id {
            Some(run_id) => Some(
                Landing::new(&settings.lake, &settings.catalog, run_id, None, None)?
                    .committing_within(LANDING_RESPONSES_MAX, wait_max),
            ),
            None => None,
        };
        Ok(Steps {
            client,
            stop,
            on_progress,
            landing,
            reports: Vec::new(),
            planned: Vec::new(),
            first_error: None,
        })
    }

    /// Makes the requests of a step; `see` is shown each answer.
    ///
    /// # Errors
    /// What landing says; a request that fails is in the report.
    pub async fn ask(
        &mut self,
        step: &'static str,
        asks: Vec<Ask>,
        mut see: impl FnMut(&Response),
    ) -> Result<()> {
        if asks.is_empty() {
            return Ok(());
        }
        let on_progress = self.on_progress;
        on_progress(Progress::Step(step, asks.len() as u64));
        let before = self.counts();
        let gatherer = Gatherer {
            client: self.client,
            at_once: REQUESTS_IN_FLIGHT_MAX,
            stop: self.stop,
        };
        let on_answer = |_: &Ask, response: Option<&Response>| {
            on_progress(Progress::Asked);
            if let Some(response) = response {
                see(response);
            }
        };
        let gathered = gatherer.gather(asks, self.landing.as_mut(), on_answer).await?;
        let after = self.counts();
        self.reports.push(StepReport {
            step,
            asked: gathered.asked,
            stored: after.stored - before.stored,
            unchanged: after.unchanged - before.unchanged,
            quarantined: after.refused - before.refused,
            failed: gathered.failed,
        });
        if self.first_error.is_none() {
            self.first_error = gathered.first_error;
        }
        Ok(())
    }

    /// Makes the requests of a step, or only tells them where nothing lands.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub async fn ask_or_tell(
        &mut self,
        step: &'static str,
        asks: Vec<Ask>,
        see: impl FnMut(&Response),
    ) -> Result<()> {
        if self.landing.is_some() {
            return self.ask(step, asks, see).await;
        }
        if !asks.is_empty() {
            let requests = asks.iter().map(|ask| shown(&ask.request)).collect();
            self.planned.push(PlannedStep { step, requests });
        }
        Ok(())
    }

    /// How the first request failed, where all did.
    pub fn failure(&mut self) -> Option<mlb_statsapi::Error> {
        let failed: u64 = self.reports.iter().map(|step| step.failed.len() as u64).sum();
        let asked: u64 = self.reports.iter().map(|step| step.asked).sum();
        if asked > 0 && failed == asked {
            self.first_error.take()
        } else {
            None
        }
    }

    /// Commits what is pending.
    ///
    /// # Errors
    /// The lake's.
    pub async fn finish(self) -> Result<(LandingReport, Vec<StepReport>, Vec<PlannedStep>)> {
        let landed = match self.landing {
            Some(landing) => landing.finish().await?,
            None => LandingReport::default(),
        };
        Ok((landed, self.reports, self.planned))
    }

    fn counts(&self) -> Counts {
        let report = self.landing.as_ref().map(Landing::report);
        report.map_or_else(Counts::default, |report| Counts {
            stored: report.stored,
            unchanged: report.unchanged,
            refused: report.refused.len() as u64,
        })
    }
}

/// What had landed at a moment.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    stored: u64,
    unchanged: u64,
    refused: u64,
}

/// `/api/v1/schedule?date=2024-07-12&sportId=1`
fn shown(request: &Request) -> String {
    let query: Vec<String> = request
        .query_params
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if query.is_empty() {
        return request.url_path.clone();
    }
    format!("{}?{}", request.url_path, query.join("&"))
}
