//! Games whose statistics changed after their end. The API says which were corrected since a moment; they are asked for again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use mlb_lake::Lake;
use mlb_statsapi::{Client, Request};
use serde::Serialize;

use super::answers::{self, CorrectedPage};
use super::scope::Scope;
use crate::error::Result;
use crate::limits::{CLOCK_SKEW_SECONDS_MAX, CORRECTIONS_PAGES_MAX};
use crate::runs;
use crate::schedule::feed;
use crate::schedule::listing::MAJOR_LEAGUES;
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
    /// The corrected games among those that the lake shows, as far as they are known.
    pub games: BTreeSet<i64>,
    /// Why not all are known.
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
    // The API's clock may be behind ours.
    let since = earlier(lake, scope).await?.unwrap_or(oldest);
    let since = since - SignedDuration::from_secs(CLOCK_SKEW_SECONDS_MAX);
    let mut corrections = Corrections {
        since: Some(whole_seconds(since)),
        asked_at: Some(whole_seconds(now)),
        ..Corrections::default()
    };
    let mut pages = Pages::default();
    corrections.failed = corrected_since(client, since, &mut pages).await.err();
    corrections.is_complete = corrections.failed.is_none();
    corrections.games = pages
        .games
        .into_iter()
        .filter(|game| shown.contains_key(game))
        .collect();
    Ok(corrections)
}

/// The games that the tables show, with the moments of their captures.
async fn shown(lake: &Lake, scope: &Scope, games: &BTreeSet<i64>) -> Result<BTreeMap<i64, Timestamp>> {
    let Some(table) = lake.open(&ledger::id()).await? else {
        return Ok(BTreeMap::new());
    };
    let only = (!matches!(scope, Scope::Daily(_))).then_some(games);
    let ledger = ledger::read(&table, feed::SOURCE, only).await?;
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

/// The pages of one question for corrections, so far.
#[derive(Debug, Default)]
struct Pages {
    games: BTreeSet<i64>,
    entries: u64,
}

impl Pages {
    /// Takes the next page, and answers whether it is the last; the error says why some games may be missing.
    fn take(&mut self, page: CorrectedPage) -> Result<bool, String> {
        let known = self.games.len();
        let is_empty = page.entries == 0;
        self.games.extend(page.games);
        self.entries += page.entries;
        let total = page.total.unwrap_or(self.entries);
        let is_last = is_empty || self.entries >= total;
        if !is_last && self.games.len() == known {
            return Err(format!(
                "the API lists {total} and answers with the same ones again"
            ));
        }
        Ok(is_last)
    }
}

/// Asks for all games that were corrected since a moment, page by page; the error says why some may be missing.
async fn corrected_since(client: &Client, since: Timestamp, pages: &mut Pages) -> Result<(), String> {
    for _ in 0..CORRECTIONS_PAGES_MAX {
        let page = page(client, since, pages.entries).await?;
        if pages.take(page)? {
            return Ok(());
        }
    }
    Err(format!(
        "they are more than {CORRECTIONS_PAGES_MAX} answers; `mlb pipeline backfill` of fewer dates asks for fewer"
    ))
}

/// What it answers is the way to what is asked for next, and no source of any table: it does not land.
async fn page(client: &Client, since: Timestamp, offset: u64) -> Result<CorrectedPage, String> {
    let mut params = vec![
        ("updatedSince", whole_seconds(since)),
        ("sportId", MAJOR_LEAGUES.to_owned()),
    ];
    if offset > 0 {
        params.push(("offset", offset.to_string()));
    }
    let request = Request::of(OPERATION, params).map_err(|error| error.to_string())?;
    let response = client.get(&request).await.map_err(|error| error.to_string())?;
    answers::corrected(&response.body)
        .ok_or_else(|| "the API's answer lists no games (it has no list `dates`)".to_owned())
}

fn whole_seconds(moment: Timestamp) -> String {
    let moment = Timestamp::from_second(moment.as_second()).unwrap_or(moment);
    moment.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(games: &[i64], total: Option<u64>) -> CorrectedPage {
        CorrectedPage {
            games: games.iter().copied().collect(),
            entries: games.len() as u64,
            total,
        }
    }

    #[test]
    fn pages_end_where_all_entries_came() {
        let mut pages = Pages::default();
        assert_eq!(pages.take(page(&[1, 2], Some(3))), Ok(false));
        assert_eq!(pages.take(page(&[3], Some(3))), Ok(true));
        assert_eq!(pages.games, BTreeSet::from([1, 2, 3]));
        assert_eq!(Pages::default().take(page(&[1], None)), Ok(true));
        assert_eq!(Pages::default().take(page(&[], Some(0))), Ok(true));
    }

    /// The API ignores a parameter that it does not know: the same page would come for ever, and the rest never.
    #[test]
    fn a_page_that_comes_again_is_told() {
        let mut pages = Pages::default();
        assert_eq!(pages.take(page(&[1, 2], Some(9))), Ok(false));
        assert_eq!(
            pages.take(page(&[1, 2], Some(9))),
            Err("the API lists 9 and answers with the same ones again".to_owned())
        );
        assert_eq!(pages.games, BTreeSet::from([1, 2]));
    }
}
