//! The SELECT of each table: `sql/SCHEMA/TABLE.sql`.

use mlb_lake::contract::{Contract, Home};
use mlb_lake::level::Query;

use crate::error::{Error, Result};

/// Reads the SELECTs of a source's tables, in the order of its contract.
///
/// # Errors
/// `Sql` for one that is missing or unreadable.
pub fn read<'a>(home: &Home, contract: &'a Contract) -> Result<Vec<Query<'a>>> {
    contract
        .tables
        .iter()
        .map(|table| {
            let file = format!("sql/{}/{}.sql", table.schema, table.name);
            let path = home.sql.join(&table.schema).join(format!("{}.sql", table.name));
            let sql = std::fs::read_to_string(path).map_err(|source| Error::Sql {
                file: file.clone(),
                table: table.qualified_name(),
                source,
            })?;
            Ok(Query { table, file, sql })
        })
        .collect()
}
