//! What a job is: what is asked, when, how fast, and what is done with it.

use mlb_lake::contract::JsonPath;
use mlb_statsapi::ClientOptions;
use serde::Serialize;

use super::cron::Cron;
use super::template::Template;

/// One job, `pipeline/jobs/NAME.yaml`.
#[derive(Clone, Debug)]
pub struct Job {
    /// The file as messages show it, `pipeline/jobs/season_daily.yaml`.
    pub file: String,
    /// Its name, which is the file's.
    pub name: String,
    /// What it does, in a sentence.
    pub description: String,
    /// Whom to ask about it.
    pub owner: String,
    /// What runs it.
    pub engine: Engine,
    /// What is asked of the API, in order.
    pub requests: Vec<JobRequest>,
    /// When it is due; nothing where it is only run by hand.
    pub cron: Option<Cron>,
    /// How fast it asks.
    pub bounds: Bounds,
    /// Most responses that land with one commit; the pipeline's own limit where it does not say.
    pub responses_per_commit_max: Option<usize>,
    /// The sources whose tables are made of what landed.
    pub transform: Vec<String>,
    /// Jobs that must have gone through before it.
    pub depends_on: Vec<String>,
    /// What is done once its tables are made.
    pub after: Vec<After>,
    /// What somebody is told of.
    pub alerts: Vec<Alert>,
    /// It is late where it ends more than so many minutes after it was due.
    pub finish_within_minutes: Option<u32>,
}

/// What runs a job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// Asks, transforms and ends.
    #[default]
    Batch,
    /// Follows games as they are played.
    Streaming,
}

/// What is done once a job's tables are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum After {
    /// PostgreSQL is brought to the lake's newest run, where one is configured.
    Mirror,
    /// PostgreSQL's materialized views are made anew.
    RefreshViews,
}

/// What somebody is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alert {
    /// It did not go through, or a job that it depends on did not.
    Failed,
    /// It went through, but for some requests or bodies.
    Incomplete,
    /// It ended too late.
    Late,
}

/// How fast a job asks, and how often again, within the client's own bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// Requests a second.
    pub requests_per_second: Option<u32>,
    /// Requests under way at once.
    pub in_flight: Option<usize>,
    /// Attempts of one request.
    pub attempts: Option<usize>,
    /// Shortest wait before the second attempt, milliseconds.
    pub delay_ms: Option<u64>,
}

/// What a job asks of one operation: once, or once a value of a variable.
#[derive(Clone, Debug)]
pub struct JobRequest {
    /// The name by which later requests take values from its answers.
    pub id: Option<String>,
    /// The operation, `schedule.schedule`.
    pub operation: String,
    /// Its parameters.
    pub params: Vec<(String, Template)>,
    /// Where the values of a variable come from.
    pub each: Option<Each>,
}

/// A variable that takes its values from the answers to an earlier request.
#[derive(Clone, Debug)]
pub struct Each {
    /// The variable, `GAME_PK`.
    pub variable: String,
    /// The place of that request in the job.
    pub from: usize,
    /// Where the values stand in its answers.
    pub path: JsonPath,
    /// Values that go into one request, with commas between.
    pub at_once: usize,
    /// Values are games, and only those whose feed is called for and not yet held whole are asked for.
    pub only_needed: bool,
}

impl Engine {
    /// All, as a file writes them.
    pub const NAMES: [(&'static str, Engine); 2] =
        [("batch", Engine::Batch), ("streaming", Engine::Streaming)];
}

impl After {
    /// All, as a file writes them.
    pub const NAMES: [(&'static str, After); 2] =
        [("mirror", After::Mirror), ("refresh_views", After::RefreshViews)];
}

impl Alert {
    /// All, as a file writes them.
    pub const NAMES: [(&'static str, Alert); 3] = [
        ("failed", Alert::Failed),
        ("incomplete", Alert::Incomplete),
        ("late", Alert::Late),
    ];

    /// The word for it.
    pub fn name(self) -> &'static str {
        let found = Alert::NAMES.iter().find(|(_, alert)| *alert == self);
        found.map_or("alert", |(name, _)| name)
    }
}

impl Bounds {
    /// A client's options within these bounds.
    pub fn apply(&self, options: ClientOptions) -> ClientOptions {
        ClientOptions {
            requests_per_second: self.requests_per_second.unwrap_or(options.requests_per_second),
            is_paced: options.is_paced || self.requests_per_second.is_some(),
            requests_in_flight_max: self.in_flight.unwrap_or(options.requests_in_flight_max),
            retry_attempts_max: self.attempts.unwrap_or(options.retry_attempts_max),
            retry_delay_ms_min: self.delay_ms.unwrap_or(options.retry_delay_ms_min),
            ..options
        }
    }
}

impl JobRequest {
    /// Its answers tell which games there are and how they stand.
    pub fn is_of_schedule(&self) -> bool {
        self.operation.starts_with("schedule.")
    }
}

impl Job {
    /// The variables that its parameters name and that no request of it gives values to.
    pub fn open_variables(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for request in &self.requests {
            let own = request.each.as_ref().map(|each| each.variable.as_str());
            let used = request.params.iter().flat_map(|(_, value)| value.variables());
            for name in used.filter(|name| Some(*name) != own) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }
}
