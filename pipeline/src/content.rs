//! The content of a normalized table as it stands in the lake, hashed by game.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use datafusion::prelude::{SessionContext, col, lit};
use futures::TryStreamExt;
use mlb_lake::content_hash::ContentHash;
use mlb_lake::contract::TableContract;
use mlb_lake::grouping::{self, Grouped};
use mlb_lake::writer::conform;
use mlb_lake::{Error, Lake, Result, TableId};

use crate::transform::answer::content_columns;

/// One game's rows in one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameContent {
    /// The game.
    pub game_pk: i64,
    /// Its rows.
    pub rows: u64,
    /// Their hash: the one that the ledger holds.
    pub content_hash: ContentHash,
}

/// The content of a table, game by game.
///
/// # Errors
/// `UnknownTable` where the lake has no such table.
pub async fn hashes(lake: &Lake, contract: &TableContract, game_pk: Option<i64>) -> Result<Vec<GameContent>> {
    let rows = rows(lake, contract, game_pk).await?;
    if rows.num_rows() == 0 {
        return Ok(Vec::new());
    }
    let replace_by = contract.replace_by_indices().first().copied().unwrap_or(1);
    let Grouped { batch, groups } = grouping::group(rows, replace_by, &contract.key_indices())?;
    let columns = content_columns(contract);
    let mut games = BTreeMap::new();
    for group in groups {
        let content_hash = ContentHash::of_rows(&batch, &columns, group.rows.clone())?;
        let content = GameContent {
            game_pk: group.value,
            rows: group.rows.len() as u64,
            content_hash,
        };
        games.insert(group.value, content);
    }
    Ok(games.into_values().collect())
}

/// One hash for all games.
pub fn combined(games: &[GameContent]) -> ContentHash {
    ContentHash::of_parts(games.iter().map(|game| (game.game_pk, game.content_hash)))
}

async fn rows(lake: &Lake, contract: &TableContract, game_pk: Option<i64>) -> Result<RecordBatch> {
    let id = TableId::warehouse(&contract.schema, &contract.name);
    let table = lake.open(&id).await?.ok_or_else(|| Error::UnknownTable {
        table: id.to_string(),
    })?;
    let failed = |e| Error::query(format!("rows of table `{id}`"))(e);
    let session = SessionContext::new();
    table
        .update_datafusion_session(&session.state())
        .map_err(Error::delta(&id))?;
    let provider = table.table_provider().await.map_err(failed)?;
    let mut frame = session.read_table(provider).map_err(failed)?;
    if let (Some(game_pk), Some(column)) = (game_pk, contract.replace_by.first()) {
        frame = frame
            .filter(col(column.as_str()).eq(lit(game_pk)))
            .map_err(failed)?;
    }
    let schema = contract.arrow_schema();
    let mut stream = frame.execute_stream().await.map_err(failed)?;
    let mut batches = Vec::new();
    while let Some(batch) = stream.try_next().await.map_err(failed)? {
        batches.push(conform(&batch, &schema)?);
    }
    arrow::compute::concat_batches(&schema, &batches).map_err(Error::arrow(format!("rows of table `{id}`")))
}
