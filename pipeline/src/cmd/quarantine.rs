//! `mlb quarantine`

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use jiff::Timestamp;
use mlb_lake::{TableId, columns};
use serde::Serialize;

use super::Done;
use super::output::{Output, bold, dim, plural};
use crate::error::Result;
use crate::settings::Settings;

/// Look at what came and is in no table.
#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    /// List what is in quarantine, with the reasons
    List,
}

#[derive(Debug, Serialize)]
struct Entry {
    quarantine_id: String,
    origin: String,
    game_pk: Option<i64>,
    reason: String,
    detail: String,
    body_bytes: i64,
    quarantined_at: String,
}

pub async fn run(verb: Verb, settings: &Settings, output: &Output) -> Result<Done> {
    let Verb::List = verb;
    settings.lake.check().await?;
    let entries = read(settings).await?;
    output.report(&entries, || lines(&entries));
    Ok(Done::Clean)
}

async fn read(settings: &Settings) -> Result<Vec<Entry>> {
    let id = TableId::meta("quarantine");
    let mut entries = Vec::new();
    let Some(table) = settings.lake.open(&id).await? else {
        return Ok(entries);
    };
    let names = [
        "quarantine_id",
        "game_pk",
        "origin",
        "reason",
        "detail",
        "body_bytes",
        "quarantined_at",
    ];
    for file in columns::files(&id, &table)? {
        for batch in columns::read(&id, &table, &file, &names).await? {
            let text =
                |column: usize, row: usize| batch.column(column).as_string::<i32>().value(row).to_owned();
            for row in 0..batch.num_rows() {
                let games = batch.column(1).as_primitive::<Int64Type>();
                let at = batch
                    .column(6)
                    .as_primitive::<TimestampMicrosecondType>()
                    .value(row);
                entries.push(Entry {
                    quarantine_id: text(0, row),
                    game_pk: games.is_valid(row).then(|| games.value(row)),
                    origin: text(2, row),
                    reason: text(3, row),
                    detail: text(4, row),
                    body_bytes: batch.column(5).as_primitive::<Int64Type>().value(row),
                    quarantined_at: Timestamp::from_microsecond(at).unwrap_or_default().to_string(),
                });
            }
        }
    }
    entries.sort_by(|a, b| (&a.quarantined_at, &a.origin).cmp(&(&b.quarantined_at, &b.origin)));
    Ok(entries)
}

fn lines(entries: &[Entry]) -> Vec<String> {
    let mut lines: Vec<String> = entries
        .iter()
        .flat_map(|entry| {
            let game = entry
                .game_pk
                .map_or_else(String::new, |game| format!("game {game}, "));
            let size = indicatif::HumanBytes(entry.body_bytes.max(0) as u64);
            [
                format!("{} {}", bold(&entry.reason), entry.origin),
                format!("  {}", entry.detail),
                dim(&format!("  {game}{size}, {}", entry.quarantined_at)),
            ]
        })
        .collect();
    lines.push(format!(
        "{} in quarantine",
        plural(entries.len() as u64, "body").replace("bodys", "bodies")
    ));
    lines
}
