//! `mlb lake checkpoint`

use mlb_lake::{Error, commit};
use serde::Serialize;

use super::tables;
use crate::cmd::Done;
use crate::cmd::output::{Output, bold, plural};
use crate::error::Result;
use crate::settings::Settings;

#[derive(Debug, Serialize)]
struct Line {
    table: String,
    version: u64,
}

/// Writes a checkpoint of every table.
pub async fn run(settings: &Settings, output: &Output) -> Result<Done> {
    let mut lines = Vec::new();
    for table in tables::all(settings).await? {
        let id = &table.spec.id;
        let Some(open) = settings.lake.open(id).await? else {
            continue;
        };
        deltalake::checkpoints::create_checkpoint(&open, None)
            .await
            .map_err(Error::delta(id))?;
        lines.push(Line {
            table: id.to_string(),
            version: commit::version_of(&open),
        });
    }
    output.report(&lines, || {
        vec![format!(
            "{} {}",
            bold("Wrote checkpoints of"),
            plural(lines.len() as u64, "table")
        )]
    });
    Ok(Done::Clean)
}
