//! `mlb hash`

use mlb_lake::contract::TableContract;
use serde::Serialize;

use super::Done;
use super::output::Output;
use crate::content;
use crate::error::Result;
use crate::settings::Settings;

/// Hash the content of tables, to compare two lakes. Provenance (when and by which run
/// a row came) does not count, so the same captures give the same hashes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Tables, for instance `game.live_game_plays`; all when none is named
    tables: Vec<String>,
    /// Only this game
    #[arg(long = "game-pk", value_name = "N")]
    game_pk: Option<i64>,
}

#[derive(Debug, Serialize)]
struct TableHash {
    table: String,
    content_hash: String,
    games: usize,
    rows: u64,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    settings.lake.check().await?;
    let mut hashes = Vec::new();
    for table in chosen(&args.tables, settings)? {
        let games = content::hashes(&settings.lake, table, args.game_pk).await?;
        hashes.push(TableHash {
            table: table.qualified_name(),
            content_hash: content::combined(&games).to_string(),
            games: games.len(),
            rows: games.iter().map(|game| game.rows).sum(),
        });
    }
    output.report(&hashes, || {
        hashes
            .iter()
            .map(|hash| format!("{}  {}", hash.content_hash, hash.table))
            .collect()
    });
    Ok(Done::Clean)
}

fn chosen<'a>(names: &[String], settings: &'a Settings) -> Result<Vec<&'a TableContract>> {
    if names.is_empty() {
        return Ok(settings.catalog.tables().collect());
    }
    names.iter().map(|name| settings.table(name)).collect()
}
