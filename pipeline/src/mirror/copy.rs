//! Rows into a table of the server by binary COPY, batch by batch.

use std::collections::BTreeMap;
use std::pin::pin;

use arrow::array::RecordBatch;
use bytes::BytesMut;
use futures::SinkExt;
use mlb_lake::contract::{TableContract, postgres};
use pgpq::ArrowToPostgresBinaryEncoder;
use tokio::sync::mpsc;

use super::failure::refused;
use super::nul;
use super::rows::LakeTable;
use super::session::Session;
use crate::error::Result;

/// What was copied.
#[derive(Debug, Default)]
pub struct Copied {
    /// Rows by game.
    pub rows: BTreeMap<i64, u64>,
    /// All rows.
    pub total: u64,
    /// NUL characters that became U+FFFD.
    pub nul_characters: u64,
}

/// Copies all `rows` into `into`, a table with the columns of the contract.
///
/// # Errors
/// `Mirror` when the server refuses a row, `Lake` when the lake cannot be read; the transaction is lost then.
pub async fn copy(
    session: &Session,
    table: &LakeTable,
    contract: &TableContract,
    into: &str,
    rows: mpsc::Receiver<mlb_lake::Result<RecordBatch>>,
    on_rows: &(dyn Fn(u64) + Send + Sync),
) -> Result<Copied> {
    let doing = format!("copying rows of `{}`", contract.qualified_name());
    let names: Vec<String> = contract
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let sql = format!(
        "COPY {into} ({}) FROM STDIN (FORMAT binary)",
        postgres::quoted_list(&names)
    );
    let mut sink = pin!(session.copy_in(&doing, &sql).await?);
    let unencoded = |error: pgpq::error::ErrorKind| refused(doing.clone(), error.to_string());
    let mut encoder = ArrowToPostgresBinaryEncoder::try_new(table.schema()).map_err(unencoded)?;
    let mut copied = Copied::default();
    let mut bytes = BytesMut::new();
    let mut rows = rows;
    encoder.write_header(&mut bytes).map_err(unencoded)?;
    while let Some(batch) = rows.recv().await {
        let (batch, nul_characters) = nul::replace(batch?).map_err(mlb_lake::Error::arrow(&doing))?;
        encoder.write_batch(&batch, &mut bytes).map_err(unencoded)?;
        sink.send(bytes.split().freeze())
            .await
            .map_err(|error| session.failure(&doing, &error))?;
        table.count(&batch, &mut copied.rows);
        copied.nul_characters += nul_characters;
        copied.total += batch.num_rows() as u64;
        on_rows(batch.num_rows() as u64);
    }
    encoder.write_footer(&mut bytes).map_err(unencoded)?;
    sink.send(bytes.split().freeze())
        .await
        .map_err(|error| session.failure(&doing, &error))?;
    sink.finish()
        .await
        .map_err(|error| session.failure(&doing, &error))?;
    Ok(copied)
}

/// Checks what was copied against what the ledger says, game by game.
///
/// # Errors
/// `Mirror` that names the first game that differs.
pub fn check(
    contract: &TableContract,
    version: u64,
    wanted: &BTreeMap<i64, u64>,
    copied: &Copied,
) -> Result<()> {
    let differs = |(game, rows): &(&i64, &u64)| copied.rows.get(game).copied().unwrap_or_default() != **rows;
    let Some((game, rows)) = wanted.iter().find(differs) else {
        return Ok(());
    };
    let found = copied.rows.get(game).copied().unwrap_or_default();
    let name = contract.qualified_name();
    Err(refused(
        format!("game {game} in `{name}`"),
        format!(
            "version {version} holds {found} rows where the lake's ledger says {rows}; \
             run `mlb transform --game-pk {game}`, then mirror again"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mlb_lake::contract::{Catalog, Home};

    #[test]
    fn mirror_refuses_rows_that_the_ledger_does_not_know() {
        let home = Home::above(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let catalog = Catalog::read(&home.mappings).unwrap();
        let table = catalog.tables().find(|table| table.schema == "game").unwrap();
        let copied = Copied {
            rows: BTreeMap::from([(1, 5), (2, 7)]),
            ..Copied::default()
        };
        assert!(check(table, 3, &BTreeMap::from([(1, 5), (2, 7)]), &copied).is_ok());
        let message = check(table, 3, &BTreeMap::from([(1, 5), (2, 8)]), &copied)
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("game 2 in `game.") && message.contains("holds 7 rows"),
            "{message}"
        );
        assert!(check(table, 3, &BTreeMap::from([(3, 1)]), &copied).is_err());
    }
}
