//! `mlb lake restore`

use std::collections::{BTreeMap, BTreeSet};

use deltalake::DeltaTable;
use mlb_lake::commit::{self, Txn};
use mlb_lake::contract::Contract;
use mlb_lake::kill_point::KillPoint;
use mlb_lake::restore::Restoration;
use mlb_lake::{Lake, TableId};
use serde::Serialize;

use super::leases::{self, Held};
use crate::cmd::Done;
use crate::cmd::args::AsOf;
use crate::cmd::output::{Output, bold, plural};
use crate::error::{Error, Result};
use crate::runs::{Begun, Run};
use crate::settings::Settings;
use crate::transform::{job, ledger};

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

/// All that is to be done; it is looked at before the first table changes.
struct Plan {
    /// The tables that differ. Where one is ahead of the ledger, as after a crash, its position in raw goes back to the ledger's: the rows
    /// that it stood for go, and the next transform must bring them again.
    tables: Vec<(Restoration, Option<Txn>)>,
    /// The ledger comes last, as in a transform.
    ledger: Option<Restoration>,
    /// Source by source, the games that the ledger will tell otherwise.
    games: Vec<BTreeSet<i64>>,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    let target = args.to.run(&settings.lake).await?;
    let run = Begun::now("restore");
    let report = leases::hold(settings, &run.run_id, async |held: &Held| -> Result<Report> {
        let plan = Plan::new(&target, settings).await?;
        let tables = plan.carry_out(&run, held).await?;
        let report = Report {
            run_id: target.run_id.clone(),
            tables,
        };
        held.settle().await;
        held.record(&run, settings, &report).await?;
        Ok(report)
    })
    .await?;
    output.report(&report, || {
        let count = plural(report.tables.len() as u64, "table");
        vec![format!("{} {count} to run {}", bold("Restored"), report.run_id)]
    });
    Ok(Done::Clean)
}

impl Plan {
    async fn new(target: &Run, settings: &Settings) -> Result<Plan> {
        let lake = &settings.lake;
        let ledger_id = ledger::id();
        let Some(ledger_version) = target.versions.get(&ledger_id.to_string()).copied() else {
            return Err(Error::Config {
                what: format!("run `{}`", target.run_id),
                reason: "no game had been transformed then; `mlb lake history` lists later runs".to_owned(),
            });
        };
        let now = lake.open(&ledger_id).await?;
        let then = lake.open_at(&ledger_id, ledger_version).await?;
        let mut plan = Plan {
            tables: Vec::new(),
            ledger: Restoration::plan(lake, &ledger_id, ledger_version).await?,
            games: Vec::new(),
        };
        for contract in &settings.catalog.contracts {
            plan.games
                .push(differing(contract, now.as_ref(), then.as_ref()).await?);
            plan.add_tables(contract, now.as_ref(), target, lake).await?;
        }
        Ok(plan)
    }

    async fn add_tables(
        &mut self,
        contract: &Contract,
        ledger: Option<&DeltaTable>,
        target: &Run,
        lake: &Lake,
    ) -> Result<()> {
        let app_id = job::app_id(&contract.source.name);
        let position = match ledger {
            Some(ledger) => commit::position(&ledger::id(), ledger, &app_id).await?,
            None => None,
        };
        for table in &contract.tables {
            let id = TableId::warehouse(&table.schema, &table.name);
            // A table that the run does not know was made later: then it was empty.
            let version = target.versions.get(&id.to_string()).copied().unwrap_or_default();
            let Some(restoration) = Restoration::plan(lake, &id, version).await? else {
                continue;
            };
            let at = commit::position(&id, &restoration.table, &app_id).await?;
            let back = (at > position).then(|| Txn::position(app_id.clone(), position.unwrap_or(-1)));
            self.tables.push((restoration, back));
        }
        Ok(())
    }

    /// Answers with the tables that are others now. A process that ends half-way leaves tables of different runs: the games that differ
    /// are noted before, so that the next transform does them again.
    async fn carry_out(self, run: &Begun, held: &Held) -> Result<Vec<String>> {
        let txn = Txn::one_time(format!("restore/{}", run.run_id), 1);
        let ledger = self.ledger.map(|ledger| (ledger, None));
        let steps: Vec<_> = self.tables.into_iter().chain(ledger).collect();
        let mut restored = Vec::new();
        if steps.is_empty() {
            return Ok(restored);
        }
        held.note(self.games).await?;
        for (restoration, back) in steps {
            held.renew().await?;
            restored.push(restoration.id.to_string());
            restoration.apply(&txn, back.as_ref()).await?;
            KillPoint::TableRestored.reached();
        }
        Ok(restored)
    }
}

/// The games of a source that two states of the ledger tell differently.
async fn differing(
    contract: &Contract,
    now: Option<&DeltaTable>,
    then: Option<&DeltaTable>,
) -> Result<BTreeSet<i64>> {
    let now = games(contract, now).await?;
    let then = games(contract, then).await?;
    let differs = |game: &&i64| now.get(*game) != then.get(*game);
    Ok(now.keys().chain(then.keys()).filter(differs).copied().collect())
}

async fn games(contract: &Contract, ledger: Option<&DeltaTable>) -> Result<BTreeMap<i64, ledger::Entry>> {
    match ledger {
        Some(table) => Ok(ledger::read(table, &contract.source.name, None).await?.games),
        None => Ok(BTreeMap::new()),
    }
}
