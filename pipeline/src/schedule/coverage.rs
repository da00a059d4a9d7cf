//! Whether every scheduled game has what its state calls for: a feed from after its end, and its rows.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use mlb_lake::Lake;
use serde::Serialize;

use super::conflicts::{Conflict, conflicts};
use super::feed::{self, FeedFacts};
use super::held::held;
use super::known::known;
use super::listing::Listing;
use super::master::MasterSchedule;
use super::status::GameState;
use crate::error::{Error, Result};
use crate::transform::ledger;

/// Which games are looked at.
#[derive(Clone, Debug, Default)]
pub struct Range {
    /// Those that count for this date or a later one.
    pub first: Option<Date>,
    /// Those that count for this date or an earlier one.
    pub last: Option<Date>,
    /// Those of this season.
    pub season: Option<i32>,
}

/// What a lake has of its scheduled games.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Coverage {
    /// Games of the schedule.
    pub games: u64,
    /// Games of which something was played.
    pub called_for: u64,
    /// Those that have all that their state calls for.
    pub covered: u64,
    /// Games by their state.
    pub states: BTreeMap<&'static str, u64>,
    /// Those that lack something, by date.
    pub gaps: Vec<Gap>,
    /// What the schedule says and cannot be.
    pub conflicts: Vec<Conflict>,
}

/// A game that lacks something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The game.
    pub game_pk: i64,
    /// The date for which it counts.
    #[serde(serialize_with = "super::as_text")]
    pub game_date: Date,
    /// How it stands.
    pub state: GameState,
    /// What it lacks.
    pub lacks: Lack,
}

/// What a game can lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// Raw holds no feed of it.
    Feed,
    /// Raw holds a feed, and none from after its end.
    FinalFeed,
    /// No table shows it: it was not transformed, or no rows could be made of it.
    Rows,
}

impl Lack {
    /// The same for a person.
    pub fn reason(self) -> &'static str {
        match self {
            Lack::Feed => "no feed landed",
            Lack::FinalFeed => "no feed from after its end landed",
            Lack::Rows => "no table shows it",
        }
    }
}

impl Range {
    fn has(&self, listing: &Listing) -> bool {
        let date = listing.counts_for();
        self.first.is_none_or(|first| date >= first)
            && self.last.is_none_or(|last| date <= last)
            && self.season.is_none_or(|season| listing.season == Some(season))
    }
}

/// Looks at the games of the lake's schedule.
///
/// # Errors
/// `Config` where the lake has no schedule.
pub async fn coverage(lake: &Lake, range: &Range) -> Result<Coverage> {
    let Some(schedule) = known(lake).await? else {
        return Err(Error::Config {
            what: "no schedule in this lake".to_owned(),
            reason: "`mlb pipeline backfill --season YEAR` or `mlb pipeline daily` lands one".to_owned(),
        });
    };
    let schedule = within(schedule, range);
    let called_for: BTreeSet<i64> = schedule
        .games
        .iter()
        .filter(|(_, game)| game.state().is_some_and(GameState::calls_for_feed))
        .map(|(game_pk, _)| *game_pk)
        .collect();
    let held = held(lake, &called_for).await?;
    let shown = shown(lake, &called_for).await?;
    Ok(of(&schedule, &held, &shown))
}

/// The games whose counted listing is in range, with all their listings.
fn within(schedule: MasterSchedule, range: &Range) -> MasterSchedule {
    let games = schedule.games.into_iter();
    let wanted = games.filter(|(_, game)| game.counted().is_some_and(|listing| range.has(listing)));
    MasterSchedule {
        games: wanted.collect(),
    }
}

/// The games that the tables show.
async fn shown(lake: &Lake, games: &BTreeSet<i64>) -> Result<BTreeSet<i64>> {
    let Some(table) = lake.open(&ledger::id()).await? else {
        return Ok(BTreeSet::new());
    };
    let ledger = ledger::read(&table, feed::SOURCE, Some(games)).await?;
    Ok(ledger.games.into_keys().collect())
}

fn of(schedule: &MasterSchedule, held: &BTreeMap<i64, FeedFacts>, shown: &BTreeSet<i64>) -> Coverage {
    let mut coverage = Coverage {
        conflicts: conflicts(&MasterSchedule::default(), schedule),
        ..Coverage::default()
    };
    for (game_pk, game) in &schedule.games {
        let Some(listing) = game.counted() else { continue };
        let state = listing.status.state();
        coverage.games += 1;
        *coverage.states.entry(state.name()).or_default() += 1;
        if !state.calls_for_feed() {
            continue;
        }
        coverage.called_for += 1;
        match lack(state, held.get(game_pk), shown.contains(game_pk)) {
            None => coverage.covered += 1,
            Some(lacks) => coverage.gaps.push(Gap {
                game_pk: *game_pk,
                game_date: listing.counts_for(),
                state,
                lacks,
            }),
        }
    }
    coverage.gaps.sort_by_key(|gap| (gap.game_date, gap.game_pk));
    coverage
}

fn lack(state: GameState, held: Option<&FeedFacts>, is_shown: bool) -> Option<Lack> {
    let Some(held) = held else {
        return Some(Lack::Feed);
    };
    if state == GameState::Final && held.status.state() != GameState::Final {
        return Some(Lack::FinalFeed);
    }
    (!is_shown).then_some(Lack::Rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::master::tests::listing;

    #[test]
    fn a_game_needs_what_its_state_calls_for() {
        let schedule: MasterSchedule = [
            listing(1, "2024-07-12", "F"),
            listing(2, "2024-07-12", "F"),
            listing(3, "2024-07-11", "F"),
            listing(4, "2024-07-12", "F"),
            listing(5, "2024-07-12", "S"),
            listing(6, "2024-07-12", "D"),
            listing(7, "2024-07-13", "U"),
        ]
        .into_iter()
        .collect();
        let feed = |coded: &str| FeedFacts {
            status: listing(1, "2024-07-12", coded).status,
            players: Vec::new(),
        };
        let held = BTreeMap::from([(1, feed("F")), (2, feed("I")), (4, feed("F")), (7, feed("I"))]);
        let coverage = of(&schedule, &held, &BTreeSet::from([1, 2, 7]));
        assert_eq!((coverage.games, coverage.called_for, coverage.covered), (7, 5, 2));
        assert_eq!(coverage.states["final"], 4);
        let gaps: Vec<(i64, Lack)> = coverage.gaps.iter().map(|gap| (gap.game_pk, gap.lacks)).collect();
        assert_eq!(gaps, [(3, Lack::Feed), (2, Lack::FinalFeed), (4, Lack::Rows)]);
    }

    #[test]
    fn a_range_is_of_the_date_that_a_game_counts_for() {
        let mut moved = listing(1, "2024-08-01", "F");
        moved.official_date = Some("2024-08-01".parse().unwrap());
        let mut put_off = listing(1, "2024-07-12", "D");
        put_off.official_date = moved.official_date;
        let schedule: MasterSchedule = [put_off, moved, listing(2, "2024-07-12", "F")]
            .into_iter()
            .collect();
        let july = Range {
            last: Some("2024-07-31".parse().unwrap()),
            ..Range::default()
        };
        let within = within(schedule, &july);
        assert_eq!(within.games.keys().copied().collect::<Vec<_>>(), [2]);
    }
}
