//! Copied rows of changed games against the rows that are shown: what vanished goes, what differs is updated, what is new comes.

use std::collections::BTreeSet;

use mlb_lake::contract::{TableContract, postgres};

use super::limits::ANALYZE_ROWS_MIN;
use super::plan::TablePlan;
use super::session::Session;
use crate::error::Result;

/// The temporary table that holds the copied rows.
pub const COPIED: &str = "pg_temp.mirror_rows";

/// Rows touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Rows that are new.
    pub inserted: u64,
    /// Rows of which a column differed.
    pub updated: u64,
    /// Rows that vanished.
    pub deleted: u64,
}

/// Creates the temporary table, with the types of the table and none of its indexes.
pub async fn create_copied(session: &Session, table: &TableContract) -> Result<()> {
    let sql = format!(
        "CREATE TEMPORARY TABLE mirror_rows (LIKE {}) ON COMMIT DROP",
        postgres::quoted_name(table)
    );
    session
        .run(&format!("preparing rows of `{}`", table.qualified_name()), &sql)
        .await
}

/// Makes the rows of the changed games those of the temporary table, and drops that.
pub async fn apply(session: &Session, table: &TableContract, plan: &TablePlan) -> Result<Applied> {
    analyze_copied(session, table, plan.changed.values().sum()).await?;
    let deleted = delete(session, table, plan, true).await?;
    upsert(session, table, deleted).await
}

/// Makes all rows of a table those of the temporary table, `rows` in number, and drops that.
pub async fn apply_whole(session: &Session, table: &TableContract, rows: u64) -> Result<Applied> {
    analyze_copied(session, table, rows).await?;
    let sql = format!(
        "DELETE FROM {} AS shown WHERE NOT EXISTS (SELECT FROM {COPIED} AS copied WHERE {})",
        postgres::quoted_name(table),
        same_key(table)
    );
    let deleted = session.execute(&doing(table), &sql, &[]).await?;
    upsert(session, table, deleted).await
}

fn doing(table: &TableContract) -> String {
    format!("applying rows to `{}`", table.qualified_name())
}

async fn analyze_copied(session: &Session, table: &TableContract, rows: u64) -> Result<()> {
    if rows < ANALYZE_ROWS_MIN {
        return Ok(());
    }
    let sql = format!("ANALYZE {COPIED} ({})", postgres::quoted_list(&table.key));
    session.run(&doing(table), &sql).await
}

/// Updates what differs, inserts what is new, and drops the temporary table.
async fn upsert(session: &Session, table: &TableContract, deleted: u64) -> Result<Applied> {
    let doing = doing(table);
    let mut applied = Applied {
        deleted,
        ..Applied::default()
    };
    if let Some(sql) = update(table) {
        applied.updated = session.execute(&doing, &sql, &[]).await?;
    }
    applied.inserted = session.execute(&doing, &insert(table), &[]).await?;
    session.run(&doing, &format!("DROP TABLE {COPIED}")).await?;
    Ok(applied)
}

/// Deletes the rows of the changed games that were not copied; all of them where none was.
pub async fn delete(session: &Session, table: &TableContract, plan: &TablePlan, copied: bool) -> Result<u64> {
    let doing = doing(table);
    let games: Vec<i64> = plan.changed.keys().copied().collect();
    let seasons: BTreeSet<i32> = plan.seasons.union(&plan.seasons_shown).copied().collect();
    let sql = delete_statement(table, copied);
    match postgres::is_partitioned(table) {
        true => {
            session
                .execute(&doing, &sql, &[&games, &Vec::from_iter(seasons)])
                .await
        }
        false => session.execute(&doing, &sql, &[&games]).await,
    }
}

fn delete_statement(table: &TableContract, copied: bool) -> String {
    let game = table.replace_by.first().map_or("game_pk", String::as_str);
    let mut sql = format!(
        "DELETE FROM {} AS shown WHERE shown.{} = ANY ($1)",
        postgres::quoted_name(table),
        postgres::quoted(game)
    );
    if postgres::is_partitioned(table) {
        sql.push_str(" AND shown.season = ANY ($2)");
    }
    if copied {
        let keys = same_key(table);
        sql.push_str(&format!(
            " AND NOT EXISTS (SELECT FROM {COPIED} AS copied WHERE {keys})"
        ));
    }
    sql
}

/// `None` where the key is all there is.
fn update(table: &TableContract) -> Option<String> {
    let columns = table
        .columns
        .iter()
        .map(|column| &column.name)
        .filter(|name| !table.key.contains(name));
    let columns: Vec<String> = columns.map(|name| postgres::quoted(name)).collect();
    if columns.is_empty() {
        return None;
    }
    let of = |side: &str| {
        columns
            .iter()
            .map(|column| format!("{side}.{column}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let set: Vec<String> = columns
        .iter()
        .map(|column| format!("{column} = copied.{column}"))
        .collect();
    Some(format!(
        "UPDATE {} AS shown SET {} FROM {COPIED} AS copied WHERE {} AND ROW({}) IS DISTINCT FROM ROW({})",
        postgres::quoted_name(table),
        set.join(", "),
        same_key(table),
        of("shown"),
        of("copied"),
    ))
}

/// A key that was copied twice is not passed over: the server refuses it.
fn insert(table: &TableContract) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    let (name, names) = (postgres::quoted_name(table), postgres::quoted_list(&names));
    let keys = same_key(table);
    format!(
        "INSERT INTO {name} ({names}) SELECT {names} FROM {COPIED} AS copied \
         WHERE NOT EXISTS (SELECT FROM {name} AS shown WHERE {keys})"
    )
}

fn same_key(table: &TableContract) -> String {
    let same = |name: &String| format!("shown.{0} = copied.{0}", postgres::quoted(name));
    table.key.iter().map(same).collect::<Vec<_>>().join(" AND ")
}
