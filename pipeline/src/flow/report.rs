//! What a pipeline did.

use std::collections::BTreeMap;

use mlb_statsapi::Traffic;
use serde::Serialize;

use super::corrections::Corrections;
use crate::capture::gather::FailedRequest;
use crate::capture::landing::LandingReport;
use crate::mirror::MirrorReport;
use crate::runs::Versions;
use crate::schedule::tracker::Tracked;
use crate::transform::sources::Transformed;

/// One step: requests of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepReport {
    /// `seasons`, `schedule`, `games`, `people` or `clubs`.
    pub step: &'static str,
    /// Requests that were made.
    pub asked: u64,
    /// Bodies stored in raw.
    pub stored: u64,
    /// Bodies that raw held already.
    pub unchanged: u64,
    /// Bodies that were refused.
    pub quarantined: u64,
    /// Requests that failed.
    pub failed: Vec<FailedRequest>,
}

/// What a step would ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedStep {
    /// The step.
    pub step: &'static str,
    /// Paths with their parameters.
    pub requests: Vec<String>,
}

/// What fetching did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fetched {
    /// What was asked.
    pub steps: Vec<StepReport>,
    /// What would be asked, in a run that only tells it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub planned: Vec<PlannedStep>,
    /// Games by what was done about their feeds, and why.
    pub games: BTreeMap<&'static str, u64>,
    /// Games that were corrected after their end.
    pub corrections: Corrections,
    /// What became different in the master schedule.
    pub schedule: Tracked,
    /// What landed.
    pub landing: LandingReport,
    /// How often the API was asked, and the faults that it met asking.
    pub traffic: Traffic,
    /// Somebody stopped it.
    pub is_stopped: bool,
}

/// What a pipeline did.
#[derive(Debug, Serialize)]
pub struct FlowReport {
    /// The run.
    pub run_id: String,
    /// What it was about.
    pub scope: String,
    /// What came from the API.
    #[serde(flatten)]
    pub fetched: Fetched,
    /// What the transforms did; absent where it was stopped before, or only told what it would ask.
    pub transform: Option<Transformed>,
    /// What the mirror did; absent where no PostgreSQL is configured.
    pub mirror: Option<MirrorReport>,
    /// Materialized views that were made anew.
    pub views_refreshed: Vec<String>,
    /// Why PostgreSQL is behind.
    pub mirror_error: Option<String>,
    /// The tables after it.
    pub versions: Versions,
    /// Wall time.
    pub seconds: f64,
}

impl Fetched {
    /// Requests that failed.
    pub fn failed(&self) -> impl Iterator<Item = &FailedRequest> {
        self.steps.iter().flat_map(|step| &step.failed)
    }

    /// Everything that was asked for came, and landed.
    pub fn is_clean(&self) -> bool {
        self.failed().next().is_none() && self.landing.refused.is_empty() && self.corrections.failed.is_none()
    }
}
