//! One mirror, from the lock to the commit.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::RecordBatch;
use mlb_lake::Lake;
use mlb_lake::contract::{Catalog, Home, postgres};
use mlb_lake::kill_point::KillPoint;
use tokio::sync::mpsc;

use super::Progress;
use super::apply::{self, Applied, COPIED};
use super::blueprint::{Blueprint, TableBlueprint};
use super::books::{self, Books};
use super::copy::{self, Copied};
use super::plan::{Plan, TablePlan};
use super::report::{MirrorReport, TableReport};
use super::rows::LakeTable;
use super::schema::{SchemaWork, quoted};
use super::session::Session;
use super::settings::Settings;
use super::statistics;
use super::target::Target;
use super::whole::Whole;
use crate::error::Result;

/// Shows the lake's newest run in PostgreSQL; writes nothing where it is shown already. `on_progress` counts rows.
///
/// # Errors
/// `Mirror` when the server cannot be reached, refuses, or shows something newer; then it shows what it showed before.
/// `Lake` when the lake cannot be read.
pub async fn run(
    lake: &Lake,
    home: &Home,
    catalog: &Catalog,
    settings: &Settings,
    on_progress: Arc<dyn Fn(Progress) + Send + Sync>,
) -> Result<MirrorReport> {
    let blueprint = Blueprint::new(catalog, home)?;
    let session = Session::begin(settings).await?;
    let job = Job {
        lake,
        catalog,
        blueprint: &blueprint,
        session: &session,
        on_progress,
    };
    let report = job.work().await.map(|report| MirrorReport {
        server: settings.to_string(),
        ..report
    });
    session.close().await;
    report
}

/// The same with what a verb stands on, and nobody to whom progress is told.
///
/// # Errors
/// As [`run`].
pub async fn show_newest(project: &crate::settings::Settings, settings: &Settings) -> Result<MirrorReport> {
    run(
        &project.lake,
        &project.home,
        &project.catalog,
        settings,
        Arc::new(|_| {}),
    )
    .await
}

/// Makes schemas, tables, indexes, keys, comments and views without any row; writes nothing where they are there. A table that has to be
/// made anew where rows are shown already is left to [`run`], which brings its rows with it.
///
/// # Errors
/// As [`run`].
pub async fn init(settings: &Settings, catalog: &Catalog, home: &Home) -> Result<()> {
    let blueprint = Blueprint::new(catalog, home)?;
    let session = Session::begin(settings).await?;
    let done = make(&session, &blueprint).await;
    session.close().await;
    done
}

async fn make(session: &Session, blueprint: &Blueprint<'_>) -> Result<()> {
    let books = Books::read(session).await?;
    let schema = SchemaWork::plan(session, blueprint, &books.made).await?;
    let is_mirrored = !books.versions.is_empty();
    if schema.is_empty() || is_mirrored && schema.has_new_tables() {
        return session.roll_back().await;
    }
    books.create(session).await?;
    schema.before_rows(session).await?;
    schema.after_rows(session).await?;
    books.write_made(session, blueprint).await?;
    session.commit().await
}

struct Job<'a> {
    lake: &'a Lake,
    catalog: &'a Catalog,
    blueprint: &'a Blueprint<'a>,
    session: &'a Session,
    on_progress: Arc<dyn Fn(Progress) + Send + Sync>,
}

impl Job<'_> {
    async fn work(&self) -> Result<MirrorReport> {
        let session = self.session;
        // Read under the lock: what is newest now cannot be older than what another mirror has just shown.
        let Some(target) = Target::newest(self.lake, self.catalog).await? else {
            session.roll_back().await?;
            return Ok(MirrorReport::default());
        };
        let books = Books::read(session).await?;
        let schema = SchemaWork::plan(session, self.blueprint, &books.made).await?;
        let mut report = MirrorReport {
            ledger_version: target.ledger_version(),
            ..MirrorReport::default()
        };
        if schema.is_empty() && target.is_shown(&books) {
            session.roll_back().await?;
            return Ok(MirrorReport {
                run_id: books.run_id,
                already_current: true,
                ..report
            });
        }
        target.refuse_older(&books)?;
        report.run_id = Some(target.run_id.clone());
        report.schema_changes = schema.told();
        let plan = Plan::new(self.lake, session, self.blueprint, &schema, &books, &target).await?;
        books.create(session).await?;
        schema.before_rows(session).await?;
        self.create_partitions(&plan).await?;
        (self.on_progress)(Progress::Total(plan.rows()));
        for (table, plan) in self.blueprint.tables.iter().zip(&plan.tables) {
            if !plan.is_empty() {
                let version = target.versions.get(&table.name).copied().unwrap_or_default();
                report.tables.push(
                    self.mirror(table, plan, version, &mut report.nul_characters_replaced)
                        .await?,
                );
            }
        }
        let grown = statistics::of_partitions(session, self.blueprint, &plan).await?;
        schema.after_rows(session).await?;
        self.write_books(&books, &schema, &plan, &target).await?;
        KillPoint::MirrorApplied.reached();
        session.commit().await?;
        KillPoint::MirrorCommitted.reached();
        let games = plan
            .tables
            .iter()
            .flat_map(|table| table.fresh.keys().chain(table.changed.keys()));
        report.games = games.collect::<BTreeSet<_>>().len() as u64;
        statistics::of_tables(session, &grown).await;
        Ok(report)
    }

    async fn create_partitions(&self, plan: &Plan) -> Result<()> {
        for (table, plan) in self.blueprint.tables.iter().zip(&plan.tables) {
            for season in &plan.seasons {
                let Some(sql) = postgres::create_partition(table.table, *season) else {
                    continue;
                };
                let doing = format!("creating the partition of `{}` for {season}", table.name);
                let name = quoted(&format!("{}_{season}", table.name));
                let there = self
                    .session
                    .query(&doing, "SELECT WHERE to_regclass($1) IS NOT NULL", &[&name])
                    .await?;
                if there.is_empty() {
                    self.session.run(&doing, &sql).await?;
                }
            }
        }
        Ok(())
    }

    async fn mirror(
        &self,
        table: &TableBlueprint<'_>,
        plan: &TablePlan,
        version: u64,
        nul_characters: &mut u64,
    ) -> Result<TableReport> {
        let contract = table.table;
        if let Some(whole) = plan.whole {
            return self.mirror_whole(table, whole, version, nul_characters).await;
        }
        let games = (plan.fresh.len() + plan.changed.len()) as u64;
        let mut done = TableReport {
            table: table.name.clone(),
            games,
            ..TableReport::default()
        };
        let open = match plan.rows() {
            0 => None,
            _ => Some(Arc::new(LakeTable::open(self.lake, contract, version).await?)),
        };
        if let Some(open) = open
            .as_ref()
            .filter(|_| plan.changed.values().any(|rows| *rows > 0))
        {
            apply::create_copied(self.session, contract).await?;
            let copied = self.copy(open, table, COPIED, open.read(&plan.changed)).await?;
            copy::check(contract, version, &plan.changed, &copied)?;
            *nul_characters += copied.nul_characters;
            done.add(apply::apply(self.session, contract, plan).await?);
        } else if !plan.changed.is_empty() {
            let deleted = apply::delete(self.session, contract, plan, false).await?;
            done.add(Applied {
                deleted,
                ..Applied::default()
            });
        }
        if let Some(open) = open.as_ref().filter(|_| !plan.fresh.is_empty()) {
            let into = table.quoted_name();
            let copied = self.copy(open, table, &into, open.read(&plan.fresh)).await?;
            copy::check(contract, version, &plan.fresh, &copied)?;
            *nul_characters += copied.nul_characters;
            done.add(Applied {
                inserted: copied.rows.values().sum(),
                ..Applied::default()
            });
        }
        Ok(done)
    }

    /// Compares all rows of a table with those that are shown.
    async fn mirror_whole(
        &self,
        table: &TableBlueprint<'_>,
        whole: Whole,
        version: u64,
        nul_characters: &mut u64,
    ) -> Result<TableReport> {
        let contract = table.table;
        let open = Arc::new(LakeTable::open(self.lake, contract, version).await?);
        apply::create_copied(self.session, contract).await?;
        let copied = self.copy(&open, table, COPIED, open.read_all()).await?;
        whole.check(contract, version, copied.total)?;
        *nul_characters += copied.nul_characters;
        let mut done = TableReport {
            table: table.name.clone(),
            ..TableReport::default()
        };
        done.add(apply::apply_whole(self.session, contract, copied.total).await?);
        Ok(done)
    }

    async fn copy(
        &self,
        open: &Arc<LakeTable>,
        table: &TableBlueprint<'_>,
        into: &str,
        rows: mpsc::Receiver<mlb_lake::Result<RecordBatch>>,
    ) -> Result<Copied> {
        let on_rows = |rows| (self.on_progress)(Progress::Done(rows));
        let copied = copy::copy(self.session, open, table.table, into, rows, &on_rows).await?;
        KillPoint::MirrorCopied.reached();
        Ok(copied)
    }

    async fn write_books(
        &self,
        books: &Books,
        schema: &SchemaWork<'_>,
        plan: &Plan,
        target: &Target,
    ) -> Result<()> {
        if !schema.is_empty() {
            books.write_made(self.session, self.blueprint).await?;
        }
        for (source, games) in &plan.games {
            books::write_games(self.session, source, games).await?;
        }
        books.write_versions(self.session, target).await
    }
}
