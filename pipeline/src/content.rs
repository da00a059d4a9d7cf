//! The content of a normalized table as it stands in the lake, hashed: by game, or as a whole.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use datafusion::prelude::{SessionContext, col, lit};
use deltalake::DeltaTable;
use futures::TryStreamExt;
use mlb_lake::content_hash::ContentHash;
use mlb_lake::contract::TableContract;
use mlb_lake::grouping::{self, Grouped};
use mlb_lake::writer::conform;
use mlb_lake::{Error, Lake, Result, TableId, columns};

use crate::transform::table_rows::content_columns;

/// The column that names a game.
const GAME: &str = "game_pk";

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

/// The rows of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Games that the rows name.
    pub games: usize,
    /// Rows.
    pub rows: u64,
    /// Their hash.
    pub content_hash: ContentHash,
}

/// The content of a table of games, game by game.
///
/// # Errors
/// `UnknownTable` where the lake has no such table.
pub async fn hashes(lake: &Lake, contract: &TableContract, game_pk: Option<i64>) -> Result<Vec<GameContent>> {
    let rows = rows(&open(lake, contract).await?, contract, game_pk).await?;
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
fn combined(games: &[GameContent]) -> ContentHash {
    ContentHash::of_parts(games.iter().map(|game| (game.game_pk, game.content_hash)))
}

/// The content of a table of games, all together.
///
/// # Errors
/// As [`hashes`].
pub async fn of_games(lake: &Lake, contract: &TableContract, game_pk: Option<i64>) -> Result<Content> {
    let games = hashes(lake, contract, game_pk).await?;
    Ok(Content {
        games: games.len(),
        rows: games.iter().map(|game| game.rows).sum(),
        content_hash: combined(&games),
    })
}

/// The content of a table of sets, in the order of its key.
///
/// # Errors
/// As [`hashes`].
pub async fn of_sets(lake: &Lake, contract: &TableContract, game_pk: Option<i64>) -> Result<Content> {
    let rows = rows(&open(lake, contract).await?, contract, game_pk).await?;
    let rows = grouping::order(rows, &contract.key_indices())?.batch;
    let games = rows
        .column_by_name(GAME)
        .and_then(|games| games.as_primitive_opt::<Int64Type>());
    let games: BTreeSet<i64> = games.into_iter().flatten().flatten().collect();
    Ok(Content {
        games: games.len(),
        rows: rows.num_rows() as u64,
        content_hash: ContentHash::of_rows(&rows, &content_columns(contract), 0..rows.num_rows())?,
    })
}

async fn open(lake: &Lake, contract: &TableContract) -> Result<DeltaTable> {
    let id = TableId::of(contract);
    let table = lake.open(&id).await?;
    table.ok_or_else(|| Error::UnknownTable {
        table: id.to_string(),
    })
}

/// The rows of an open table, or those of one game, in the columns of its contract.
pub async fn rows(table: &DeltaTable, contract: &TableContract, game_pk: Option<i64>) -> Result<RecordBatch> {
    let id = TableId::of(contract);
    let schema = contract.arrow_schema();
    if columns::files(&id, table)?.is_empty() {
        return Ok(RecordBatch::new_empty(schema));
    }
    let failed = |e| Error::query(format!("rows of table `{id}`"))(e);
    let session = SessionContext::new();
    table
        .update_datafusion_session(&session.state())
        .map_err(Error::delta(&id))?;
    let provider = table.table_provider().await.map_err(failed)?;
    let mut frame = session.read_table(provider).map_err(failed)?;
    if let Some(game_pk) = game_pk {
        frame = frame.filter(col(GAME).eq(lit(game_pk))).map_err(failed)?;
    }
    let mut stream = frame.execute_stream().await.map_err(failed)?;
    let mut batches = Vec::new();
    while let Some(batch) = stream.try_next().await.map_err(failed)? {
        batches.push(conform(&batch, &schema)?);
    }
    arrow::compute::concat_batches(&schema, &batches).map_err(Error::arrow(format!("rows of table `{id}`")))
}
