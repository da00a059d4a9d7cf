//! Games whose statistics changed after their end. The API says which were corrected since a moment; they are asked for again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use mlb_lake::Lake;
use mlb_statsapi::{Client, Request};
use serde::Serialize;

use super::answers;
use super::scope::Scope;
use crate::error::Result;
use crate::limits::CORRECTIONS_PAGES_MAX;
use crate::runs;
use crate::schedule::held::feeds;
use crate::transform::ledger;

/// The operation that says which games were corrected, by its name in the API's own list.
const OPERATION: &str = "game.currentGameStats";

/// What was asked about corrections, for the report: the next run of the same scope goes on from there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Corrections {
    /// Since when.
    pub since: Option<String>,
    /// When that was asked.
    pub asked_at: Option<String>,
    /// The corrected games among those that the lake shows.
    pub games: BTreeSet<i64>,
    /// Why they are not known.
    pub failed: Option<String>,
    /// All of them came, so that the next run need not go back further than `asked_at`.
    pub is_complete: bool,
}

/// The verb of runs of pipelines in `meta.runs`.
pub const VERB: &str = "pipeline";

/// Asks which of the games that the lake shows were corrected: of the scope's own games, or of all where the scope is a day.
///
/// # Errors
/// The lake's; what the API says is in the answer.
pub async fn corrections(
    scope: &Scope,
    games: &BTreeSet<i64>,
    lake: &Lake,
    client: &Client,
) -> Result<Corrections> {
    let shown = shown(lake, scope, games).await?;
    let Some(oldest) = shown.values().min().copied() else {
        return Ok(Corrections {
            is_complete: true,
            ..Corrections::default()
        });
    };
    let now = Timestamp::now();
    let since = earlier(lake, scope).await?.unwrap_or(oldest);
    let mut corrections = Corrections {
        since: Some(whole_seconds(since)),
        asked_at: Some(whole_seconds(now)),
        ..Corrections::default()
    };
    match corrected_since(client, since).await {
        Ok(found) => {
            corrections.games = found
                .into_iter()
                .filter(|game| shown.contains_key(game))
                .collect();
            corrections.is_complete = true;
        }
        Err(error) => corrections.failed = Some(error.to_string()),
    }
    Ok(corrections)
}

/// The games that the tables show, with the moments of their captures.
async fn shown(lake: &Lake, scope: &Scope, games: &BTreeSet<i64>) -> Result<BTreeMap<i64, Timestamp>> {
    let Some(table) = lake.open(&ledger::id()).await? else {
        return Ok(BTreeMap::new());
    };
    let only = (!matches!(scope, Scope::Daily(_))).then_some(games);
    let source = format!("{}.{}", feeds().schema, feeds().name);
    let ledger = ledger::read(&table, &source, only).await?;
    let captured = ledger.games.into_iter().map(|(game_pk, entry)| {
        let at = Timestamp::from_microsecond(entry.order.captured_at);
        (game_pk, at.unwrap_or_default())
    });
    Ok(captured.collect())
}

/// When the newest run of the same scope asked, and got all that it asked for.
async fn earlier(lake: &Lake, scope: &Scope) -> Result<Option<Timestamp>> {
    let name = scope.name();
    let runs = runs::all(lake).await?;
    let of_scope = runs.into_iter().rev().filter(|run| run.verb == VERB);
    for run in of_scope {
        let report: serde_json::Value = serde_json::from_str(&run.report).unwrap_or_default();
        let corrections = &report["corrections"];
        if report["scope"] == name.as_str() && corrections["is_complete"] == true {
            let asked_at = corrections["asked_at"].as_str();
            return Ok(asked_at.and_then(|at| at.parse().ok()));
        }
    }
    Ok(None)
}

/// All games that were corrected since a moment, page by page.
async fn corrected_since(client: &Client, since: Timestamp) -> Result<BTreeSet<i64>, mlb_statsapi::Error> {
    let mut games = BTreeSet::new();
    let mut offset = 0;
    for _ in 0..CORRECTIONS_PAGES_MAX {
        let mut params = vec![
            ("updatedSince", whole_seconds(since)),
            ("sportId", "1".to_owned()),
        ];
        if offset > 0 {
            params.push(("offset", offset.to_string()));
        }
        // What it answers is the way to what is asked for next, and no source of any table: it does not land.
        let response = client.get(&Request::of(OPERATION, params)?).await?;
        let page = answers::corrected(&response.body).unwrap_or_default();
        let known = games.len();
        games.extend(page.games);
        offset += page.entries;
        let is_last = page.total.is_none_or(|total| offset >= total);
        if is_last || games.len() == known {
            break;
        }
    }
    Ok(games)
}

fn whole_seconds(moment: Timestamp) -> String {
    let moment = Timestamp::from_second(moment.as_second()).unwrap_or(moment);
    moment.to_string()
}
