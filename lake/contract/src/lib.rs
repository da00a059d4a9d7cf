//! Contracts: what is asked of the API, what is read of its JSON, which tables it feeds.
//!
//! A mapping (`mappings/SCHEMA/SOURCE.yaml`) is read into nodes that know their line, every section is checked, and what is
//! wrong comes back as a [`ContractError`] with all findings of the file. What is right is a [`Contract`]; all of them, whose
//! references were then checked against each other, are a [`Catalog`].
//!
//! From a contract follow the Arrow schema of a table ([`TableContract::arrow_schema`]), PostgreSQL's DDL ([`postgres`]) and
//! the data dictionary ([`dictionary`]).
//!
//! Whoever has YAML of another kind reads it in the same way: [`files`] finds it, [`yaml`] and [`fields`] read it, and what is wrong
//! becomes [`Findings`].

mod catalog;
mod column_type;
mod document;
mod error;
mod finding;
mod home;
mod identifier;
mod json_path;
mod limits;
mod read;
mod read_columns;
mod read_levels;
mod read_references;
mod read_request;
mod read_sets;
mod read_source;
mod read_tables;
mod source;
mod table;

pub mod dictionary;
pub mod fields;
pub mod files;
pub mod nearest;
pub mod postgres;
pub mod yaml;

#[cfg(test)]
mod tests;

use std::path::Path;

pub use catalog::Catalog;
pub use column_type::ColumnType;
pub use error::ContractError;
pub use finding::{Finding, Findings, Place};
pub use home::Home;
pub use json_path::{JsonPath, JsonStep};
pub use source::{
    CoversSpec, DocumentAtSpec, GameDateSpec, GamePkSpec, Narrowing, ParamSpec, Reach, RequestSpec,
    SourceSpec,
};
pub use table::{ColumnContract, Origin, Reference, Rule, TableContract};

/// One mapping: a source, what is read of its documents, and the tables that it feeds.
#[derive(Debug, Clone)]
pub struct Contract {
    /// The file as messages show it, `mappings/game/live_game_v1.yaml`.
    pub file: String,
    /// What is asked of the API.
    pub source: SourceSpec,
    /// What is read of the JSON.
    pub tree: mlb_lake_json::Tree,
    /// The lists and maps of the document that are tables of a transformation's session.
    pub levels: Vec<mlb_lake_json::LevelSpec>,
    /// The normalized tables.
    pub tables: Vec<TableContract>,
}

/// How the rows of a source's tables are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// A document is one game, and its rows replace the game's in every table.
    Game,
    /// A document holds rows of sets (a date's games, a team's roster), and several requests may answer about the same set.
    Sets,
}

impl Contract {
    /// How the rows of its tables are replaced: by game where the body says game and season and every table is by game and has a season.
    pub fn kind(&self) -> SourceKind {
        let is_known =
            matches!(self.source.game_pk, Some(GamePkSpec::Path(_))) && self.source.season.is_some();
        let is_by_game = |table: &TableContract| table.replace_by == ["game_pk"] && table.is_seasonal();
        if is_known && !self.tables.is_empty() && self.tables.iter().all(is_by_game) {
            SourceKind::Game
        } else {
            SourceKind::Sets
        }
    }

    /// Reads a mapping from a file; all tables that it refers to must be its own ([`Catalog::read`] reads several).
    ///
    /// # Errors
    /// The file cannot be read, or what it says is wrong: then with every finding.
    pub fn read(path: &Path) -> Result<Contract, ContractError> {
        let file = path.display().to_string();
        let text = files::read_text(path, &file)?;
        Contract::parse(&file, &text)
    }

    /// Reads a mapping from its text; `file` is the name that messages show.
    ///
    /// # Errors
    /// What the text says is wrong: all findings, those beyond a limit as their number.
    pub fn parse(file: &str, text: &str) -> Result<Contract, ContractError> {
        let mut catalog = Catalog::parse([(file, text)])?;
        Ok(catalog.contracts.remove(0))
    }

    /// The table with this name, with or without its schema.
    pub fn table(&self, name: &str) -> Option<&TableContract> {
        self.tables
            .iter()
            .find(|table| table.name == name || table.qualified_name() == name)
    }
}
