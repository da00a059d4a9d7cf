//! The YAML files of a folder, found and read within bounds.

use std::path::{Path, PathBuf};

use super::ContractError;
use super::limits::{FOLDER_DEPTH_MAX, MAPPING_BYTES_MAX};

/// Every `.yaml` and `.yml` under a folder, sorted; what is hidden is left out.
///
/// # Errors
/// A folder cannot be read.
pub fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, ContractError> {
    let mut files = Vec::new();
    add_yaml_files(folder, 0, &mut files)?;
    files.sort();
    Ok(files)
}

fn add_yaml_files(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), ContractError> {
    let unreadable = |source| ContractError::Unreadable {
        file: folder.display().to_string(),
        source,
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            if depth < FOLDER_DEPTH_MAX {
                add_yaml_files(&path, depth + 1, files)?;
            }
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml" || extension == "yml")
        {
            files.push(path);
        }
    }
    Ok(())
}

/// A file as messages show it: from the folder's own name on.
pub fn shown(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let name = folder.file_name().map(PathBuf::from).unwrap_or_default();
    name.join(inside).display().to_string()
}

/// The text of a file, bounded; `shown` is the name that messages show.
///
/// # Errors
/// It cannot be read, or is larger than a file of the project may be.
pub fn read_text(path: &Path, shown: &str) -> Result<String, ContractError> {
    let unreadable = |source| ContractError::Unreadable {
        file: shown.to_owned(),
        source,
    };
    let bytes = std::fs::metadata(path).map_err(unreadable)?.len();
    if bytes > MAPPING_BYTES_MAX {
        return Err(ContractError::TooLarge {
            file: shown.to_owned(),
            bytes,
            bytes_max: MAPPING_BYTES_MAX,
        });
    }
    std::fs::read_to_string(path).map_err(unreadable)
}
