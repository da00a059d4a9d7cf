//! The transforms of several sources, one after the other.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::try_join_all;
use mlb_lake::contract::{Contract, SourceKind};
use mlb_lake::{Stage, TableId};
use serde::Serialize;

use super::candidates::Selection;
use super::job::{self, Options, Progress};
use super::report::TransformReport;
use crate::error::{Error, Result};
use crate::limits::{BUSY_POLL_MS, TABLES_AT_ONCE_MAX};
use crate::runs::Versions;
use crate::settings::Settings;

/// Which sources, and how.
pub struct Wish<'a> {
    /// The sources by name; all where none are named.
    pub sources: Option<&'a [String]>,
    /// The games.
    pub selection: Selection,
    /// Decoding and writing at once.
    pub workers: usize,
    /// The run's id.
    pub run_id: &'a str,
    /// How long to wait for another transform of a source to end.
    pub patience: Duration,
    /// As of [`Options`].
    pub on_progress: Arc<dyn Fn(Progress) + Send + Sync>,
}

/// What the transforms of several sources did.
#[derive(Debug, Default, Serialize)]
pub struct Transformed {
    /// One report a source of which raw holds something.
    pub sources: Vec<TransformReport>,
    /// Wall time.
    pub seconds: f64,
}

impl Transformed {
    /// The versions of the tables of all sources.
    pub fn versions(&self) -> Versions {
        self.sources
            .iter()
            .flat_map(|source| source.versions.clone())
            .collect()
    }

    /// Whether rows were made of all that was looked at.
    pub fn is_clean(&self) -> bool {
        self.sources.iter().all(TransformReport::is_clean)
    }
}

/// Transforms them in the order of the mappings.
///
/// # Errors
/// As [`job::run`].
pub async fn run(settings: &Settings, wish: &Wish<'_>) -> Result<Transformed> {
    let started = Instant::now();
    let is_wanted = |contract: &&Contract| {
        let name = &contract.source.name;
        wish.sources.is_none_or(|sources| sources.contains(name))
    };
    let contracts: Vec<&Contract> = settings.catalog.contracts.iter().filter(is_wanted).collect();
    let mut sources = Vec::new();
    for contracts in contracts.chunks(TABLES_AT_ONCE_MAX) {
        // Of most sources nothing ever landed: they cost one look each, and several at once.
        let looks = contracts.iter().map(|contract| {
            let raw = TableId::raw_of(&contract.source);
            async move { settings.lake.look(&raw).await }
        });
        for (contract, stage) in contracts.iter().zip(try_join_all(looks).await?) {
            if contract.kind() == SourceKind::Sets && stage != Stage::Written {
                continue;
            }
            let report = patiently(settings, contract, wish).await?;
            if report.raw_version.is_some() {
                sources.push(report);
            }
        }
    }
    Ok(Transformed {
        sources,
        seconds: started.elapsed().as_secs_f64(),
    })
}

/// Transforms one source, after another process has ended doing so.
async fn patiently(settings: &Settings, contract: &Contract, wish: &Wish<'_>) -> Result<TransformReport> {
    let started = Instant::now();
    loop {
        let options = Options {
            selection: wish.selection.clone(),
            workers: wish.workers,
            run_id: wish.run_id.to_owned(),
            on_progress: Arc::clone(&wish.on_progress),
        };
        match job::run(&settings.lake, &settings.home, contract, options).await {
            Err(Error::Lake(mlb_lake::Error::Busy { .. })) if started.elapsed() < wish.patience => {
                tokio::time::sleep(Duration::from_millis(BUSY_POLL_MS)).await;
            }
            done => return done,
        }
    }
}
