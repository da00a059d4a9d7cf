//! `mlb init`

use mlb_lake::TableId;
use serde::Serialize;

use super::Done;
use super::output::{Output, bold, plural};
use crate::capture::{capture_row, landing, observation, quarantine};
use crate::error::Result;
use crate::mirror;
use crate::settings::Settings;
use crate::transform::ledger;

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
    let is_new = lake.init().await?;
    let mut tables = 0;
    for source in settings.catalog.sources() {
        let id = TableId::raw(source.schema(), source.table());
        let partition_by = capture_row::PARTITION_BY;
        lake.open_or_create(
            &id,
            &capture_row::schema(),
            &partition_by,
            landing::RAW_DESCRIPTION,
        )
        .await?;
        tables += 1;
    }
    for table in settings.catalog.tables() {
        let id = TableId::warehouse(&table.schema, &table.name);
        lake.open_or_create(&id, &table.delta_schema(), &["season"], &table.description)
            .await?;
        tables += 1;
    }
    ledger::open(lake).await?;
    let observations = TableId::meta("observations");
    lake.open_or_create(
        &observations,
        &observation::schema(),
        &[],
        landing::OBSERVATIONS_DESCRIPTION,
    )
    .await?;
    let quarantined = TableId::meta("quarantine");
    lake.open_or_create(
        &quarantined,
        &quarantine::schema(),
        &[],
        landing::QUARANTINE_DESCRIPTION,
    )
    .await?;
    let postgres = mirror::Settings::from_env(&|name| std::env::var(name).ok())?;
    if let Some(postgres) = &postgres {
        mirror::init(postgres, &settings.catalog, &settings.home).await?;
    }
    let report = Report {
        lake: lake.location().to_owned(),
        is_new,
        tables: tables + 3,
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
