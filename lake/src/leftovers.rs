//! What a killed process leaves in a folder: files that it had begun to write, `NAME#1`. No store lists them, so that nothing else finds
//! them. A bucket has no such files, but uploads that a rule of the bucket can end.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::error::{Error, Result};
use crate::lake::Lake;
use crate::table_id::TableId;

/// Those of a table that nobody has written to for as long as `age`; none where the lake is in no folder.
///
/// # Errors
/// `Store` when the folder cannot be read.
pub fn of_table(lake: &Lake, id: &TableId, age: Duration) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if lake.root().scheme() != "file" {
        return Ok(found);
    }
    let Ok(folder) = lake.table_url(id)?.to_file_path() else {
        return Ok(found);
    };
    let mut open = vec![folder];
    while let Some(next) = open.pop() {
        let failed = |e| Error::folder(next.display())(e);
        for entry in std::fs::read_dir(&next).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => open.push(path),
                Ok(metadata) if is_unfinished(&path) && is_older(metadata.modified(), age) => {
                    found.push(path)
                }
                Ok(_) => {}
                // It was ended, or deleted, meanwhile.
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
                Err(e) => return Err(failed(e)),
            }
        }
    }
    Ok(found)
}

/// Deletes them.
///
/// # Errors
/// `Store` when one cannot be deleted.
pub fn remove(files: &[PathBuf]) -> Result<()> {
    for file in files {
        std::fs::remove_file(file).map_err(Error::folder(file.display()))?;
    }
    Ok(())
}

/// As `object_store` names a file of a folder while it is written.
fn is_unfinished(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let number = name
        .and_then(|name| name.rsplit_once('#'))
        .map(|(_, number)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_older(modified: std::io::Result<SystemTime>, age: Duration) -> bool {
    modified.is_ok_and(|at| at.elapsed().is_ok_and(|elapsed| elapsed > age))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_being_written_is_known_by_its_name() {
        let is = |name: &str| is_unfinished(&Path::new("season=2024").join(name));
        assert!(is("part-0.zstd.parquet#1") && is("00000000000000000007.json#12"));
        assert!(!is("part-0.zstd.parquet") && !is("a#b") && !is("a#") && !is("a#1b"));
    }
}
