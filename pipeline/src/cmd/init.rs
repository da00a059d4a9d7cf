//! `mlb init`

use mlb_lake::TableSpec;
use mlb_lake::contract::SourceKind;
use serde::Serialize;

use super::Done;
use super::output::{Output, bold, plural};
use crate::capture::{landing, observation, quarantine};
use crate::error::Result;
use crate::mirror;
use crate::settings::Settings;
use crate::transform::{ledger, sets};

/// Make a lake: its marker, its tables, and PostgreSQL's where it is configured.
#[derive(Debug, clap::Args)]
pub struct Args {}

#[derive(Debug, Serialize)]
struct Report {
    lake: String,
    is_new: bool,
    tables: usize,
    postgres: bool,
}

pub async fn run(_: Args, settings: &Settings, output: &Output) -> Result<Done> {
    let lake = &settings.lake;
    lake.create_bucket().await?;
    let is_new = lake.init().await?;
    let mut tables = 0;
    for source in settings.catalog.sources() {
        lake.open_or_create(&landing::raw_table_of(source)).await?;
        tables += 1;
    }
    for table in settings.catalog.tables() {
        lake.open_or_create(&TableSpec::normalized(table)).await?;
        tables += 1;
    }
    let has = |kind: SourceKind| {
        settings
            .catalog
            .contracts
            .iter()
            .any(|contract| contract.kind() == kind)
    };
    let ledgers = [
        (SourceKind::Game, ledger::spec()),
        (SourceKind::Sets, sets::ledger::spec()),
    ];
    let ledgers = ledgers.into_iter().filter(|(kind, _)| has(*kind));
    let books = [observation::book(), quarantine::book()];
    for book in ledgers.map(|(_, spec)| spec).chain(books) {
        lake.open_or_create(&book).await?;
        tables += 1;
    }
    let postgres = mirror::Settings::configured()?;
    if let Some(postgres) = &postgres {
        mirror::init(postgres, &settings.catalog, &settings.home).await?;
    }
    let report = Report {
        lake: lake.location().to_owned(),
        is_new,
        tables,
        postgres: postgres.is_some(),
    };
    output.report(&report, || {
        let state = if report.is_new { "New lake" } else { "Lake" };
        let mirrored = if report.postgres {
            ", and as many in PostgreSQL"
        } else {
            ""
        };
        let tables = plural(report.tables as u64, "table");
        vec![format!(
            "{} at {}: {tables} ready{mirrored}",
            bold(state),
            report.lake
        )]
    });
    Ok(Done::Clean)
}
