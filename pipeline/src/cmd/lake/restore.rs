//! `mlb lake restore`

use std::collections::{BTreeMap, BTreeSet};

use deltalake::DeltaTable;
use mlb_lake::commit::{self, Txn};
use mlb_lake::contract::{Contract, SourceKind};
use mlb_lake::kill_point::KillPoint;
use mlb_lake::restore::Restoration;
use mlb_lake::{Lake, TableId};
use serde::Serialize;

use super::leases::{self, Held};
use crate::cmd::Done;
use crate::cmd::args::AsOf;
use crate::cmd::output::{Output, bold, plural};
use crate::error::{Error, Result};
use crate::runs::{self, Begun, Run};
use crate::settings::Settings;
use crate::transform::{ledger, position, sets};

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
#[derive(Default)]
struct Plan {
    /// The tables that differ. Where one is ahead of the ledger, as after a crash, its position in raw goes back to the ledger's: the rows
    /// that it stood for go, and the next transform must bring them again.
    tables: Vec<(Restoration, Option<Txn>)>,
    /// The ledgers come last, as in a transform.
    ledgers: Vec<Restoration>,
    /// Source by source, what must be done again where the process ends half-way: the games that the ledger will tell otherwise.
    half_done: Vec<BTreeSet<i64>>,
}

/// A ledger as it is, and as the run left it.
struct Ledgers {
    now: Option<DeltaTable>,
    then: Option<DeltaTable>,
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
        let ids = [SourceKind::Game, SourceKind::Sets].map(runs::ledger_of);
        if !ids.iter().any(|id| target.versions.contains_key(&id.to_string())) {
            return Err(Error::Config {
                what: format!("run `{}`", target.run_id),
                reason: "nothing had been transformed then; `mlb lake history` lists later runs".to_owned(),
            });
        }
        let games_id = ledger::id();
        let games = Ledgers {
            now: lake.open(&games_id).await?,
            then: lake.open_at(&games_id, version_in(target, &games_id)).await?,
        };
        let mut plan = Plan::default();
        for contract in &settings.catalog.contracts {
            let half_done = match contract.kind() {
                SourceKind::Game => plan.add_games(contract, &games, target, lake).await?,
                SourceKind::Sets => plan.add_sets(contract, target, lake).await?,
            };
            plan.half_done.push(half_done);
        }
        for id in &ids {
            let restoration = Restoration::plan(lake, id, version_in(target, id)).await?;
            plan.ledgers.extend(restoration);
        }
        Ok(plan)
    }

    async fn add_games(
        &mut self,
        contract: &Contract,
        ledgers: &Ledgers,
        target: &Run,
        lake: &Lake,
    ) -> Result<BTreeSet<i64>> {
        let app_id = position::app_id(&contract.source.name);
        let position = match &ledgers.now {
            Some(ledger) => commit::position(&ledger::id(), ledger, &app_id).await?,
            None => None,
        };
        for restoration in restorations(contract, target, lake).await? {
            let at = commit::position(&restoration.id, &restoration.table, &app_id).await?;
            let back = (at > position).then(|| Txn::position(app_id.clone(), position.unwrap_or(-1)));
            self.tables.push((restoration, back));
        }
        let now = games(contract, ledgers.now.as_ref()).await?;
        let then = games(contract, ledgers.then.as_ref()).await?;
        let differs = |game: &&i64| now.get(*game) != then.get(*game);
        Ok(now.keys().chain(then.keys()).filter(differs).copied().collect())
    }

    async fn add_sets(&mut self, contract: &Contract, target: &Run, lake: &Lake) -> Result<BTreeSet<i64>> {
        let restorations = restorations(contract, target, lake).await?;
        let half_done = (!restorations.is_empty()).then_some(sets::job::ANEW);
        self.tables
            .extend(restorations.into_iter().map(|table| (table, None)));
        Ok(half_done.into_iter().collect())
    }

    /// Answers with the tables that are others now. A process that ends half-way leaves tables of different runs: what
    /// differs is noted before, so that the next transform does it again.
    async fn carry_out(self, run: &Begun, held: &Held) -> Result<Vec<String>> {
        let txn = Txn::one_time(format!("restore/{}", run.run_id), 1);
        let ledgers = self.ledgers.into_iter().map(|ledger| (ledger, None));
        let steps: Vec<_> = self.tables.into_iter().chain(ledgers).collect();
        let mut restored = Vec::new();
        if steps.is_empty() {
            return Ok(restored);
        }
        held.note(self.half_done).await?;
        for (restoration, back) in steps {
            held.renew(&restoration.id).await?;
            restored.push(restoration.id.to_string());
            restoration.apply(&txn, back.as_ref()).await?;
            KillPoint::TableRestored.reached();
        }
        Ok(restored)
    }
}

/// A table that the run does not know was made later: then it was empty.
fn version_in(target: &Run, id: &TableId) -> u64 {
    target.versions.get(&id.to_string()).copied().unwrap_or_default()
}

async fn restorations(contract: &Contract, target: &Run, lake: &Lake) -> Result<Vec<Restoration>> {
    let mut restorations = Vec::new();
    for table in &contract.tables {
        let id = TableId::of(table);
        restorations.extend(Restoration::plan(lake, &id, version_in(target, &id)).await?);
    }
    Ok(restorations)
}

async fn games(contract: &Contract, ledger: Option<&DeltaTable>) -> Result<BTreeMap<i64, ledger::Entry>> {
    match ledger {
        Some(table) => Ok(ledger::read(table, &contract.source.name, None).await?.games),
        None => Ok(BTreeMap::new()),
    }
}
