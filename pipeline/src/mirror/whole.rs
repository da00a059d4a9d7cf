//! A table of a source of sets: where the lake has another version of it than the one shown, all of its rows are compared.

use std::collections::BTreeMap;

use mlb_lake::Lake;
use mlb_lake::columns::TableFile;
use mlb_lake::contract::{TableContract, postgres};

use super::blueprint::TableBlueprint;
use super::books::Books;
use super::failure::refused;
use super::plan::TablePlan;
use super::rows::LakeTable;
use super::target::Target;
use crate::error::Result;

/// What is done to one table. `is_new` where it has no rows yet.
pub async fn plan(
    lake: &Lake,
    table: &TableBlueprint<'_>,
    is_new: bool,
    books: &Books,
    target: &Target,
) -> Result<TablePlan> {
    let Some(version) = target.versions.get(&table.name) else {
        return Ok(TablePlan::default());
    };
    let is_same_lake = books.lake_id.as_ref() == Some(&target.lake_id);
    if !is_new && is_same_lake && books.versions.get(&table.name) == Some(version) {
        return Ok(TablePlan::default());
    }
    let open = LakeTable::open(lake, table.table, *version).await?;
    Ok(of_files(table.table, &open.files()?))
}

fn of_files(table: &TableContract, files: &[TableFile]) -> TablePlan {
    let mut rows_by_season: BTreeMap<i32, u64> = BTreeMap::new();
    let mut rows = Some(0);
    for file in files {
        rows = rows.zip(file.rows).map(|(all, own)| all + own);
        let season = file.partition.get("season").and_then(Option::as_ref);
        let season = season.and_then(|season| season.parse().ok());
        if let Some(season) = season.filter(|_| postgres::is_partitioned(table)) {
            *rows_by_season.entry(season).or_default() += file.rows.unwrap_or_default();
        }
    }
    TablePlan {
        whole: Some(Whole { rows }),
        seasons: rows_by_season.keys().copied().collect(),
        rows_by_season,
        ..TablePlan::default()
    }
}

/// All rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Their number, where the lake's log says it.
    pub rows: Option<u64>,
}

impl Whole {
    /// Checks what was copied against what the log says.
    ///
    /// # Errors
    /// `Mirror` where they differ.
    pub fn check(&self, contract: &TableContract, version: u64, copied: u64) -> Result<()> {
        match self.rows {
            Some(rows) if rows != copied => Err(refused(
                format!("version {version} of `{}`", contract.qualified_name()),
                format!("{copied} rows were read where the lake's log says {rows}; mirror again"),
            )),
            _ => Ok(()),
        }
    }
}
