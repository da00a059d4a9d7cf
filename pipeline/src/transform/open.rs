//! The tables of a contract, opened for a transform.

use deltalake::DeltaTable;
use mlb_lake::contract::TableContract;
use mlb_lake::{Error, Lake, TableSpec};

use crate::error::Result;

/// Opens or creates a table. A full refresh gives it the columns of its contract where it has others; then it is empty, which is answered.
pub async fn open(lake: &Lake, table: &TableContract, is_full_refresh: bool) -> Result<(DeltaTable, bool)> {
    let spec = TableSpec::normalized(table);
    match lake.open_or_create(&spec).await {
        Ok(open) => Ok((open, false)),
        Err(Error::Schema { .. }) if is_full_refresh => Ok((lake.recreate(&spec).await?, true)),
        Err(e) => Err(e.into()),
    }
}
