//! Arguments that several verbs share.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use mlb_lake::Lake;

use crate::capture::capture_row::days;
use crate::error::{Error, Result};
use crate::runs::{self, Run, Versions};
use crate::transform::candidates::Selection;

/// The first season of the National League.
const FIRST_SEASON: i32 = 1876;
const LAST_SEASON: i32 = 2999;

/// Where responses come from.
#[derive(Clone, Debug, clap::Args)]
pub struct IngestArgs {
    /// Read captures from a folder (`*.json`, `*.json.gz`) instead of asking the API
    #[arg(long, value_name = "DIR")]
    pub replay: Option<PathBuf>,
    /// Games by the API's number
    #[arg(long = "game-pk", value_name = "N", value_delimiter = ',')]
    pub game_pks: Vec<i64>,
    /// All games of a date, as the API's schedule lists them
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "replay")]
    pub date: Option<Date>,
    /// The API's address
    // No conflict with `replay`: a variable that is set would be one, too.
    #[arg(long, env = "MLB_STATSAPI_URL", value_name = "URL")]
    pub api: Option<String>,
    /// When files were captured that do not say it themselves
    #[arg(long, value_name = "TIME", requires = "replay")]
    pub captured_at: Option<Timestamp>,
}

/// How a transform works.
#[derive(Clone, Debug, clap::Args)]
pub struct WorkerArgs {
    /// Workers that decode and write at once; a worker takes a core and about 300 MB
    #[arg(long, env = "MLB_WORKERS", value_name = "N")]
    pub workers: Option<usize>,
}

impl WorkerArgs {
    /// One a core unless told.
    pub fn count(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.workers.filter(|workers| *workers > 0).unwrap_or_else(cores)
    }
}

/// Which games a transform is about.
#[derive(Clone, Debug, Default, clap::Args)]
#[group(multiple = false)]
pub struct SelectionArgs {
    /// These games again, by the API's number
    #[arg(long = "game-pk", value_name = "N", value_delimiter = ',')]
    pub game_pks: Vec<i64>,
    /// The games of these dates again
    #[arg(long, value_name = "YYYY-MM-DD", value_delimiter = ',')]
    pub date: Vec<Date>,
    /// The games of these seasons again
    #[arg(long, value_name = "YEAR", value_delimiter = ',', value_parser = season)]
    pub season: Vec<i32>,
    /// All games again, for instance after an SQL file changed
    #[arg(long)]
    pub full_refresh: bool,
}

impl SelectionArgs {
    /// The games; without any argument, what raw gained.
    pub fn selection(&self) -> Selection {
        if self.full_refresh {
            Selection::Full
        } else if !self.game_pks.is_empty() {
            Selection::Games(self.game_pks.iter().copied().collect())
        } else if !self.date.is_empty() {
            Selection::Dates(self.date.iter().copied().map(days).collect::<BTreeSet<_>>())
        } else if !self.season.is_empty() {
            Selection::Seasons(self.season.iter().copied().collect())
        } else {
            Selection::New
        }
    }
}

impl IngestArgs {
    /// Something must say what to ask for.
    pub fn check(&self) -> Result<()> {
        if self.replay.is_none() && self.game_pks.is_empty() && self.date.is_none() {
            return Err(Error::Config {
                what: "nothing to ingest".to_owned(),
                reason: "say which games: `--date YYYY-MM-DD`, `--game-pk N`, or `--replay DIR`".to_owned(),
            });
        }
        Ok(())
    }
}

/// A run, or a moment after which the next run counts no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsOf(String);

impl FromStr for AsOf {
    type Err = String;

    fn from_str(text: &str) -> Result<AsOf, String> {
        match text.trim() {
            "" => Err("say a run's id or a moment".to_owned()),
            text => Ok(AsOf(text.to_owned())),
        }
    }
}

impl AsOf {
    /// The run that is meant.
    ///
    /// # Errors
    /// `Config` where no run, or more than one, is meant.
    pub async fn run(&self, lake: &Lake) -> Result<Run> {
        let runs = runs::all(lake).await?;
        let refuse = |reason: String| Error::Config {
            what: format!("`{}`", self.0),
            reason,
        };
        if let Some(moment) = self.moment() {
            let before = runs.into_iter().rfind(|run| run.finished_at <= moment);
            return before.ok_or_else(|| {
                refuse("no run of this lake had ended then; `mlb lake history` lists them".to_owned())
            });
        }
        let mut meant: Vec<Run> = runs
            .into_iter()
            .filter(|run| run.run_id.starts_with(&self.0))
            .collect();
        match (meant.pop(), meant.len()) {
            (Some(run), 0) => Ok(run),
            (Some(_), others) => Err(refuse(format!(
                "{} runs begin so; write more of the id",
                others + 1
            ))),
            (None, _) => Err(refuse(
                "it is no moment (`2024-07-13T05:00:00Z`) and no run; `mlb lake history` lists them"
                    .to_owned(),
            )),
        }
    }

    /// The versions of all tables after the run that is meant; nothing where none is.
    pub async fn versions(as_of: Option<&AsOf>, lake: &Lake) -> Result<Option<Versions>> {
        match as_of {
            Some(as_of) => Ok(Some(as_of.run(lake).await?.versions)),
            None => Ok(None),
        }
    }

    /// A date is its end, UTC.
    fn moment(&self) -> Option<Timestamp> {
        if let Ok(moment) = self.0.parse() {
            return Some(moment);
        }
        let date: Date = self.0.parse().ok()?;
        let next = date.tomorrow().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(next.timestamp())
    }
}

/// The year of a season.
pub fn season(text: &str) -> Result<i32, String> {
    match text.parse::<i32>() {
        Ok(year) if (FIRST_SEASON..=LAST_SEASON).contains(&year) => Ok(year),
        _ => Err(format!(
            "a season is a year from {FIRST_SEASON} to {LAST_SEASON}, like `2024`"
        )),
    }
}
