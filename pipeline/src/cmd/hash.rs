//! `mlb hash`

use mlb_lake::TableId;
use mlb_lake::contract::{Contract, SourceKind, TableContract};
use serde::Serialize;

use super::Done;
use super::output::Output;
use crate::content;
use crate::error::{Error, Result};
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
    for (contract, table) in chosen(&args, settings).await? {
        let content = match contract.kind() {
            SourceKind::Game => content::of_games(&settings.lake, table, args.game_pk).await?,
            SourceKind::Sets => content::of_sets(&settings.lake, table, args.game_pk).await?,
        };
        hashes.push(TableHash {
            table: table.qualified_name(),
            content_hash: content.content_hash.to_string(),
            games: content.games,
            rows: content.rows,
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

/// The tables that were named; without a name all that are there.
async fn chosen<'a>(args: &Args, settings: &'a Settings) -> Result<Vec<(&'a Contract, &'a TableContract)>> {
    let all = settings.catalog.contracts.iter();
    let all = all.flat_map(|contract| contract.tables.iter().map(move |table| (contract, table)));
    let mut chosen = Vec::new();
    if args.tables.is_empty() {
        for (contract, table) in all {
            let id = TableId::of(table);
            let has_game = args.game_pk.is_none() || table.column("game_pk").is_some();
            if has_game && settings.lake.open(&id).await?.is_some() {
                chosen.push((contract, table));
            }
        }
        return Ok(chosen);
    }
    for name in &args.tables {
        let wanted = settings.table(name)?;
        if args.game_pk.is_some() && wanted.column("game_pk").is_none() {
            return Err(Error::Config {
                what: "--game-pk".to_owned(),
                reason: format!("table `{}` has no `game_pk`", wanted.qualified_name()),
            });
        }
        chosen.extend(all.clone().filter(|(_, table)| std::ptr::eq(*table, wanted)));
    }
    Ok(chosen)
}
