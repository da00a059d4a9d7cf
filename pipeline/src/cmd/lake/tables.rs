//! The tables of a lake as their files are looked after.

use mlb_lake::contract::nearest::did_you_mean;
use mlb_lake::{TableId, TableSpec};

use crate::capture::{landing, observation, quarantine};
use crate::error::{Error, Result};
use crate::jobs::record;
use crate::runs;
use crate::schedule::book;
use crate::settings::Settings;
use crate::transform::{ledger, sets};

/// A table and the order of its rows in compacted files; without any they stay as they came.
pub struct CaredFor {
    /// The table.
    pub spec: TableSpec,
    /// Columns.
    pub order: Vec<String>,
}

/// Every table that this lake may have: raw, also what no mapping describes, normalized, and its books.
///
/// # Errors
/// The store's.
pub async fn all(settings: &Settings) -> Result<Vec<CaredFor>> {
    let as_they_came = |spec| CaredFor {
        spec,
        order: Vec::new(),
    };
    let mut raw: Vec<TableSpec> = settings.catalog.sources().map(landing::raw_table_of).collect();
    let there = settings.lake.raw_tables().await?.into_iter();
    let unmapped: Vec<TableId> = there
        .filter(|id| raw.iter().all(|mapped| mapped.id != *id))
        .collect();
    raw.extend(unmapped.into_iter().map(landing::raw_table));
    let raw = raw.into_iter().map(as_they_came);
    let normalized = settings.catalog.tables().map(|table| {
        let date = table.column("game_date").map(|column| column.name.clone());
        let mut order: Vec<String> = date.into_iter().chain(table.replace_by.iter().cloned()).collect();
        let rest: Vec<String> = table
            .key
            .iter()
            .filter(|name| !order.contains(name))
            .cloned()
            .collect();
        order.extend(rest);
        CaredFor {
            spec: TableSpec::normalized(table),
            order,
        }
    });
    let books = [
        ledger::spec(),
        sets::ledger::spec(),
        runs::spec(),
        observation::book(),
        quarantine::book(),
        record::spec(),
        book::spec(),
    ];
    Ok(raw.chain(normalized).chain(books.map(as_they_came)).collect())
}

/// Those with these names, or all where there is none.
///
/// # Errors
/// `Config` with the nearest right name.
pub async fn named(settings: &Settings, names: &[String]) -> Result<Vec<CaredFor>> {
    let tables = all(settings).await?;
    let known: Vec<String> = tables.iter().map(|table| table.spec.id.to_string()).collect();
    for name in names {
        if !known.iter().any(|known| is_called(known, name)) {
            let offered = known.iter().flat_map(|known| [known.as_str(), bare(known)]);
            return Err(Error::Config {
                what: format!("table `{name}`"),
                reason: format!("this lake has none{}", did_you_mean(name, offered)),
            });
        }
    }
    let wanted = |table: &CaredFor| {
        let id = table.spec.id.to_string();
        names.is_empty() || names.iter().any(|name| is_called(&id, name))
    };
    Ok(tables.into_iter().filter(wanted).collect())
}

/// A table may be named with its schema and without.
fn is_called(table: &str, name: &str) -> bool {
    table == name || bare(table) == name
}

fn bare(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
