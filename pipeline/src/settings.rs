//! Where things are: the lake, the project's files, the API, PostgreSQL. Arguments win over the environment.

use std::collections::HashMap;

use mlb_lake::Lake;
use mlb_lake::contract::nearest::did_you_mean;
use mlb_lake::contract::{Catalog, Home, TableContract};

use crate::error::{Error, Result};
use crate::store_settings;

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
        let location = lake.unwrap_or(DEFAULT_LAKE);
        let options = store_settings::options(location, store_settings::environment())?;
        let options: HashMap<_, _> = options
            .into_iter()
            .map(|option| (option.key, option.value))
            .collect();
        let lake = Lake::at(location, options)?;
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
            let is_qualified = name.contains('.');
            let shown = |table: &TableContract| {
                if is_qualified {
                    table.qualified_name()
                } else {
                    table.name.clone()
                }
            };
            let known: Vec<String> = self.catalog.tables().map(shown).collect();
            let hint = match did_you_mean(name, known.iter().map(String::as_str)) {
                hint if hint.is_empty() => "; `mlb schema list` lists all".to_owned(),
                hint => hint,
            };
            Error::Config {
                what: format!("table `{name}`"),
                reason: format!("no contract describes it{hint}"),
            }
        })
    }
}
