//! The server's picture of how many rows there are and how they differ, kept true where a mirror changes it a lot.
//!
//! Without it the server checks a foreign key by the first index that begins with the season, and a load that takes seconds takes hours.
//! So the partitions that grew get new numbers before the keys are checked, of the columns that keys and indexes need: that is a matter of
//! milliseconds, and the server's own `autovacuum` brings the rest. It never looks at the partitioned tables themselves.

use std::collections::BTreeSet;

use mlb_lake::contract::{TableContract, postgres};

use super::blueprint::{Blueprint, TableBlueprint};
use super::limits::UNKNOWN_ROWS_MAX;
use super::plan::{Plan, TablePlan};
use super::schema::quoted;
use super::session::Session;
use crate::error::Result;

/// Analyzes the partitions of which the server knows less than half of their rows; answers with the tables that have such.
pub async fn of_partitions<'a>(
    session: &Session,
    blueprint: &'a Blueprint<'a>,
    plan: &Plan,
) -> Result<Vec<&'a TableBlueprint<'a>>> {
    let mut grown = Vec::new();
    for (table, plan) in blueprint.tables.iter().zip(&plan.tables) {
        let (names, rows) = partitions(table, plan);
        let sql = "SELECT name FROM unnest($1::text[], $2::bigint[]) AS partition (name, number)
            JOIN pg_class ON pg_class.oid = to_regclass(name)
            WHERE number > $3::bigint + 2 * greatest(reltuples, 0)";
        let doing = format!("analyzing `{}`", table.name);
        if names.is_empty() {
            continue;
        }
        let outdated = session
            .query(&doing, sql, &[&names, &rows, &UNKNOWN_ROWS_MAX])
            .await?;
        for row in &outdated {
            session.run(&doing, &analyze(row.get(0), table.table)).await?;
        }
        if !outdated.is_empty() {
            grown.push(table);
        }
    }
    Ok(grown)
}

/// The partitions that this mirror touches, with all rows that they hold after it.
fn partitions(table: &TableBlueprint<'_>, plan: &TablePlan) -> (Vec<String>, Vec<i64>) {
    let touched = plan
        .rows_by_season
        .iter()
        .filter(|(season, _)| plan.seasons.contains(season));
    let name = |season: &i32| quoted(&format!("{}_{season}", table.name));
    touched.map(|(season, rows)| (name(season), *rows as i64)).unzip()
}

/// Analyzes whole tables, for queries over several seasons. Without it they are slow, not wrong.
pub async fn of_tables(session: &Session, tables: &[&TableBlueprint<'_>]) {
    for table in tables {
        let doing = format!("analyzing `{}`", table.name);
        if let Err(error) = session
            .run(&doing, &analyze(&table.quoted_name(), table.table))
            .await
        {
            tracing::warn!(%error, "no new statistics");
        }
    }
}

fn analyze(name: &str, table: &TableContract) -> String {
    let columns: BTreeSet<&String> = table.key.iter().chain(table.indexes.iter().flatten()).collect();
    let columns: Vec<String> = columns
        .into_iter()
        .map(|column| postgres::quoted(column))
        .collect();
    format!("ANALYZE {name} ({})", columns.join(", "))
}
