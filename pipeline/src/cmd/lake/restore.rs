//! `mlb lake restore`

use std::collections::BTreeSet;

use mlb_lake::TableId;
use mlb_lake::commit;
use serde::Serialize;

use super::leases;
use crate::cmd::Done;
use crate::cmd::args::AsOf;
use crate::cmd::output::{Output, bold, plural};
use crate::error::{Error, Result};
use crate::runs::{self, Begun};
use crate::settings::Settings;

/// Bring the normalized tables back to what they were after a run. Raw keeps everything: the next new capture of a game, or
/// `mlb transform --full-refresh`, brings the tables on again.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A run's id or how it begins, or a moment (`2024-07-13T05:00:00Z`): the last run before it
    #[arg(long, value_name = "RUN|TIME")]
    to: AsOf,
}

#[derive(Debug, Serialize)]
struct Report {
    run_id: String,
    tables: Vec<String>,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    let target = args.to.run(&settings.lake).await?;
    let run = Begun::now("restore");
    let work = async {
        let mut restored = Vec::new();
        for id in ledgers_last(settings) {
            if restore(&id, target.versions.get(&id.to_string()).copied(), settings).await? {
                restored.push(id.to_string());
            }
        }
        Ok(restored)
    };
    let tables = leases::hold(settings, &run.run_id, work).await?;
    let versions = runs::versions_of(&settings.lake, ledgers_last(settings)).await?;
    let versions = runs::versions(&settings.lake, &settings.catalog, versions).await?;
    let report = Report {
        run_id: target.run_id,
        tables,
    };
    run.record(&settings.lake, versions, &report).await?;
    output.report(&report, || {
        let count = plural(report.tables.len() as u64, "table");
        vec![format!("{} {count} to run {}", bold("Restored"), report.run_id)]
    });
    Ok(Done::Clean)
}

/// The tables of all sources, each once; as in a transform, their ledgers come last.
fn ledgers_last(settings: &Settings) -> Vec<TableId> {
    let all: BTreeSet<TableId> = settings
        .catalog
        .contracts
        .iter()
        .flat_map(runs::transformed)
        .collect();
    let (ledgers, mut tables): (Vec<TableId>, Vec<TableId>) =
        all.into_iter().partition(|id| id.schema == "meta");
    tables.extend(ledgers);
    tables
}

/// Answers whether the table is another now.
async fn restore(id: &TableId, version: Option<u64>, settings: &Settings) -> Result<bool> {
    let (Some(table), Some(version)) = (settings.lake.open(id).await?, version) else {
        return Ok(false);
    };
    if commit::version_of(&table) == version {
        return Ok(false);
    }
    let failed = |e| Error::Lake(mlb_lake::Error::delta(id)(e));
    table
        .restore()
        .with_version_to_restore(version)
        .await
        .map_err(failed)?;
    Ok(true)
}
