//! Arguments that several verbs share.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::capture::capture_row::days;
use crate::error::{Error, Result};
use crate::transform::candidates::Selection;

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
    #[arg(long, env = "MLB_STATSAPI_URL", value_name = "URL", conflicts_with = "replay")]
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
    #[arg(long, value_name = "YEAR", value_delimiter = ',')]
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
