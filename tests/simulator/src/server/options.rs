//! How a server is to behave.

use super::misbehaviour::Misbehaviour;
use std::path::PathBuf;
use std::time::Duration;

/// The settings of a server; each has a sensible value unless it is set.
#[derive(Clone, Debug)]
pub struct Options {
    pub(super) port: u16,
    pub(super) seed: u64,
    pub(super) season: i64,
    pub(super) moment: Option<String>,
    pub(super) days_by_themselves: bool,
    pub(super) misbehaviour: Misbehaviour,
    pub(super) requests_per_second_max: Option<usize>,
    pub(super) clock_skew_seconds: i64,
    pub(super) hang: Duration,
    pub(super) drip: Duration,
    pub(super) kept_in: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            season: 2024,
            moment: None,
            days_by_themselves: false,
            misbehaviour: Misbehaviour::default(),
            requests_per_second_max: None,
            clock_skew_seconds: 0,
            hang: Duration::from_secs(120),
            drip: Duration::from_secs(3),
            kept_in: None,
        }
    }
}

impl Options {
    /// Port of 127.0.0.1; 0, unless it is set, takes a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Decides everything; 1 unless it is set.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The season that is meant when none is named; 2024 unless it is set.
    #[must_use]
    pub fn season(mut self, year: i64) -> Self {
        self.season = year;
        self
    }

    /// How late it is, `2024-07-12T20:00:00Z`: later games are not played yet. Everything is over unless it is set.
    #[must_use]
    pub fn moment(mut self, moment: &str) -> Self {
        self.moment = Some(moment.to_owned());
        self
    }

    /// Every day has fifteen games by themselves, as a slate has, instead of those of a season.
    #[must_use]
    pub fn days_by_themselves(mut self) -> Self {
        self.days_by_themselves = true;
        self
    }

    /// What goes wrong, and how often; nothing unless it is set.
    #[must_use]
    pub fn misbehaviour(mut self, misbehaviour: Misbehaviour) -> Self {
        self.misbehaviour = misbehaviour;
        self
    }

    /// More requests than this within a second are answered with 429, as the API does beyond 25.
    #[must_use]
    pub fn requests_per_second_max(mut self, requests: usize) -> Self {
        self.requests_per_second_max = Some(requests);
        self
    }

    /// By how much the `Date` of answers is ahead of the true time, or behind it if negative.
    #[must_use]
    pub fn clock_skew_seconds(mut self, seconds: i64) -> Self {
        self.clock_skew_seconds = seconds;
        self
    }

    /// How long a request hangs; two minutes unless it is set.
    #[must_use]
    pub fn hang(mut self, time: Duration) -> Self {
        self.hang = time;
        self
    }

    /// How long the slow drip of a body takes; three seconds unless it is set.
    #[must_use]
    pub fn drip(mut self, time: Duration) -> Self {
        self.drip = time;
        self
    }

    /// Feeds of games are made once and kept in a folder, a fifth of a megabyte each; unless it is set they are made
    /// whenever they are asked for.
    #[must_use]
    pub fn kept_in(mut self, folder: impl Into<PathBuf>) -> Self {
        self.kept_in = Some(folder.into());
        self
    }
}
