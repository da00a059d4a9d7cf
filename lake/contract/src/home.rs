//! Where the mappings and the SQL of the project are.

use std::path::{Path, PathBuf};

use super::ContractError;

/// The folders that hold what the project knows of baseball.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// Contracts, one YAML a source.
    pub mappings: PathBuf,
    /// Transformations, views and audits.
    pub sql: PathBuf,
}

impl Home {
    /// The folders under `MLB_HOME` where that is set, else in the current folder or the nearest above it.
    ///
    /// # Errors
    /// Neither is there, or the current folder is gone.
    pub fn find() -> Result<Home, ContractError> {
        if let Some(folder) = std::env::var_os("MLB_HOME").filter(|folder| !folder.is_empty()) {
            return Home::at(Path::new(&folder));
        }
        let current = std::env::current_dir().map_err(|source| ContractError::Unreadable {
            file: "the current folder".to_owned(),
            source,
        })?;
        Home::above(&current)
    }

    /// The folders in this folder.
    ///
    /// # Errors
    /// They are not there.
    pub fn at(folder: &Path) -> Result<Home, ContractError> {
        Home::in_folder(folder).ok_or_else(|| ContractError::NoHome {
            start: folder.to_owned(),
            above: false,
        })
    }

    /// The folders in this folder or the nearest above it.
    ///
    /// # Errors
    /// They are nowhere.
    pub fn above(folder: &Path) -> Result<Home, ContractError> {
        folder
            .ancestors()
            .find_map(Home::in_folder)
            .ok_or_else(|| ContractError::NoHome {
                start: folder.to_owned(),
                above: true,
            })
    }

    fn in_folder(folder: &Path) -> Option<Home> {
        let home = Home {
            mappings: folder.join("mappings"),
            sql: folder.join("sql"),
        };
        (home.mappings.is_dir() && home.sql.is_dir()).then_some(home)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_folder_above_is_found() {
        let root = tempfile::tempdir().unwrap();
        let below = root.path().join("a/b");
        for folder in [
            root.path().join("mappings"),
            root.path().join("sql"),
            below.join("mappings"),
        ] {
            std::fs::create_dir_all(folder).unwrap();
        }
        let home = Home::above(&below).unwrap();
        assert_eq!(home.sql, root.path().join("sql"));
        assert_eq!(Home::at(root.path()).unwrap(), home);
        let message = Home::at(&below).unwrap_err().to_string();
        assert!(
            message.starts_with("no folder with `mappings` and `sql` at `"),
            "{message}"
        );
        assert!(
            message.ends_with("a/b`; set `MLB_HOME` to the folder that holds both"),
            "{message}"
        );
    }
}
