//! How far the transforms of a source have come, as the log of a table remembers it.

use deltalake::DeltaTable;
use mlb_lake::commit::{self, Txn};
use mlb_lake::{Result, TableId};

/// Who reads raw on: the position is the version of raw that was read.
pub fn app_id(source: &str) -> String {
    format!("transform/live/{source}")
}

/// What is done again has an application id of its own, which counts on in every table: it leaves the position in raw where it is.
/// The lease keeps others from counting at the same time.
pub async fn again(source: &str, id: &TableId, table: &DeltaTable) -> Result<(Txn, Option<i64>)> {
    let app_id = format!("{}/again", app_id(source));
    let at = commit::position(id, table, &app_id).await?;
    Ok((Txn::position(app_id, at.unwrap_or_default() + 1), at))
}
