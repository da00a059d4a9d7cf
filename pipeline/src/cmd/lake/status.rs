//! `mlb lake status`

use mlb_lake::columns::{self, TableFile};
use mlb_lake::limits::COMPACTED_FILE_BYTES;
use serde::Serialize;

use super::tables;
use crate::cmd::Done;
use crate::cmd::output::{Output, bold, count, dim, plural};
use crate::cmd::tables::TableState;
use crate::error::Result;
use crate::settings::Settings;

/// So many small files in one table are worth an `optimize`.
const SMALL_FILES_NOTED: usize = 20;

#[derive(Debug, Serialize)]
struct Line {
    #[serde(flatten)]
    state: TableState,
    small_files: usize,
}

/// Prints what the lake's files are like.
pub async fn run(settings: &Settings, output: &Output) -> Result<Done> {
    let mut lines = Vec::new();
    for table in tables::all(settings).await? {
        let id = &table.spec.id;
        let Some(open) = settings.lake.open(id).await? else {
            continue;
        };
        let files = columns::files(id, &open)?;
        let is_small = |file: &&TableFile| file.size < COMPACTED_FILE_BYTES / 2;
        lines.push(Line {
            state: TableState::of(id, &open, &files),
            small_files: files.iter().filter(is_small).count(),
        });
    }
    output.report(&lines, || text(&lines, settings));
    Ok(Done::Clean)
}

fn text(lines: &[Line], settings: &Settings) -> Vec<String> {
    let size = |bytes| indicatif::HumanBytes(bytes).to_string();
    let head = dim(&format!(
        "{:<38} {:>11} {:>6} {:>10} {:>8}",
        "table", "rows", "files", "size", "version"
    ));
    let states = || lines.iter().map(|line| &line.state);
    let rows = states().map(|state| {
        let rows = state.rows.map_or_else(|| "?".to_owned(), count);
        let size = size(state.bytes);
        format!(
            "{:<38} {rows:>11} {:>6} {size:>10} {:>8}",
            state.table, state.files, state.version
        )
    });
    let bytes: u64 = states().map(|state| state.bytes).sum();
    let files: usize = states().map(|state| state.files).sum();
    let sum = format!(
        "{} {}: {}, {}, {}",
        bold("Lake"),
        settings.lake.location(),
        plural(lines.len() as u64, "table"),
        plural(files as u64, "file"),
        size(bytes)
    );
    let scattered = lines
        .iter()
        .filter(|line| line.small_files >= SMALL_FILES_NOTED)
        .count() as u64;
    let hint = (scattered > 0).then(|| {
        format!(
            "{} in many small files: `mlb lake optimize` puts them together",
            plural(scattered, "table")
        )
    });
    std::iter::once(head)
        .chain(rows)
        .chain([sum])
        .chain(hint)
        .collect()
}
