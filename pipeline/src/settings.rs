//! Where things are: the lake, the project's files, the API, PostgreSQL. Arguments win over the environment.

use std::collections::HashMap;

use mlb_lake::Lake;
use mlb_lake::contract::nearest::did_you_mean;
use mlb_lake::contract::{Catalog, Home, TableContract};

use crate::error::{Error, Result};

/// The lake when nothing says otherwise.
pub const DEFAULT_LAKE: &str = "./lakehouse";

/// What every verb needs.
#[derive(Debug)]
pub struct Settings {
    /// The lake, not yet checked.
    pub lake: Lake,
    /// Mappings and SQL.
    pub home: Home,
    /// All contracts.
    pub catalog: Catalog,
}

impl Settings {
    /// Finds the project's files and reads all contracts.
    ///
    /// # Errors
    /// `Contract` with file and line of what is wrong there; `Lake` when the location is no location.
    pub fn load(lake: Option<&str>) -> Result<Settings> {
        let home = Home::find()?;
        let catalog = Catalog::read(&home.mappings)?;
        let lake = Lake::at(lake.unwrap_or(DEFAULT_LAKE), HashMap::new())?;
        Ok(Settings { lake, home, catalog })
    }

    /// The contract of a table, with or without its schema.
    ///
    /// # Errors
    /// `Config` with the nearest right name where no contract describes it.
    pub fn table(&self, name: &str) -> Result<&TableContract> {
        let mut tables = self.catalog.tables();
        let found = tables.find(|table| table.name == name || table.qualified_name() == name);
        found.ok_or_else(|| {
            let known = self.catalog.tables().map(|table| table.name.as_str());
            Error::Config {
                what: format!("table `{name}`"),
                reason: format!("no contract describes it{}", did_you_mean(name, known)),
            }
        })
    }
}
