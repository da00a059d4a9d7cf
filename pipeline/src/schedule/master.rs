//! All listings of a game together are one game.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::listing::{Listing, ScheduleAnswer};
use super::status::GameState;

/// A game with all its listings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScheduledGame {
    /// By the date under which it is listed.
    pub listings: BTreeMap<Date, Listing>,
}

impl ScheduledGame {
    /// The listing that tells how the game stands: the one that got furthest. A game that was put off is listed as postponed on its old
    /// date for ever; a suspended one may be listed as scheduled where it goes on.
    pub fn counted(&self) -> Option<&Listing> {
        let rank = |listing: &&Listing| {
            let counts = listing.schedule_date == listing.counts_for();
            (listing.status.state(), counts, listing.schedule_date)
        };
        self.listings.values().max_by_key(rank)
    }

    /// How it stands.
    pub fn state(&self) -> Option<GameState> {
        self.counted().map(|listing| listing.status.state())
    }
}

/// The games that are known, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MasterSchedule {
    /// The games.
    pub games: BTreeMap<i64, ScheduledGame>,
}

impl MasterSchedule {
    /// Adds a listing in the place of the one of the same game and date.
    pub fn add(&mut self, listing: Listing) {
        let game = self.games.entry(listing.game_pk).or_default();
        game.listings.insert(listing.schedule_date, listing);
    }

    /// Adds what an answer says: where it is about whole dates, what it no longer lists there is gone.
    pub fn take(&mut self, answer: &ScheduleAnswer) {
        if let Some((first, last)) = answer.covers {
            for game in self.games.values_mut() {
                game.listings.retain(|date, _| *date < first || *date > last);
            }
        }
        for listing in &answer.listings {
            self.add(listing.clone());
        }
        self.games.retain(|_, game| !game.listings.is_empty());
    }

    /// Every listing, by game and date.
    pub fn listings(&self) -> impl Iterator<Item = &Listing> {
        self.games.values().flat_map(|game| game.listings.values())
    }

    /// The seasons of these games.
    pub fn seasons_of(&self, games: &BTreeSet<i64>) -> BTreeSet<i32> {
        let known = games.iter().filter_map(|game_pk| self.games.get(game_pk));
        let listings = known.flat_map(|game| game.listings.values());
        listings.filter_map(|listing| listing.season).collect()
    }

    /// The dates with a game.
    pub fn dates(&self) -> BTreeSet<Date> {
        self.listings().map(|listing| listing.schedule_date).collect()
    }

    /// How a game stands.
    pub fn state(&self, game_pk: i64) -> Option<GameState> {
        self.games.get(&game_pk)?.state()
    }
}

impl FromIterator<Listing> for MasterSchedule {
    fn from_iter<I: IntoIterator<Item = Listing>>(listings: I) -> MasterSchedule {
        let mut schedule = MasterSchedule::default();
        for listing in listings {
            schedule.add(listing);
        }
        schedule
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::schedule::listing::Club;
    use crate::schedule::status::Status;

    /// A game of two clubs on a date, with the letter of its state.
    pub fn listing(game_pk: i64, date: &str, coded_state: &str) -> Listing {
        let abstract_state = match coded_state {
            "S" | "P" => "Preview",
            "I" | "T" | "U" => "Live",
            _ => "Final",
        };
        let club = |team_id| {
            Some(Club {
                team_id,
                is_split_squad: false,
            })
        };
        Listing {
            schedule_date: date.parse().unwrap(),
            game_pk,
            season: Some(2024),
            status: Status {
                abstract_state: abstract_state.to_owned(),
                coded_state: coded_state.to_owned(),
                code: coded_state.to_owned(),
            },
            away: club(game_pk * 10),
            home: club(game_pk * 10 + 1),
            venue_id: Some(game_pk),
            game_number: 1,
            ..Listing::default()
        }
    }

    fn state(listings: &[(&str, &str)]) -> Option<GameState> {
        let listings = listings.iter().map(|(date, coded)| listing(1, date, coded));
        MasterSchedule::from_iter(listings).state(1)
    }

    #[test]
    fn a_game_on_two_dates_is_one_game() {
        let postponed = ("2024-07-12", "D");
        assert_eq!(state(&[postponed]), Some(GameState::Postponed));
        assert_eq!(
            state(&[postponed, ("2024-08-01", "S")]),
            Some(GameState::Scheduled)
        );
        assert_eq!(state(&[postponed, ("2024-08-01", "F")]), Some(GameState::Final));
        let suspended = ("2024-07-12", "U");
        assert_eq!(
            state(&[suspended, ("2024-07-13", "S")]),
            Some(GameState::Suspended)
        );
        assert_eq!(state(&[suspended, ("2024-07-13", "I")]), Some(GameState::Live));
        let finished = [("2024-07-12", "F"), ("2024-07-13", "F")];
        assert_eq!(state(&finished), Some(GameState::Final));
    }

    #[test]
    fn an_answer_about_whole_dates_takes_away_what_it_no_longer_lists() {
        let mut schedule: MasterSchedule = [
            listing(1, "2024-07-12", "S"),
            listing(2, "2024-07-12", "S"),
            listing(3, "2024-07-13", "S"),
        ]
        .into_iter()
        .collect();
        let day = "2024-07-12".parse().unwrap();
        let mut answer = ScheduleAnswer {
            listings: vec![listing(2, "2024-07-12", "F")],
            covers: None,
        };
        schedule.take(&answer);
        assert_eq!(schedule.games.len(), 3);
        answer.covers = Some((day, day));
        schedule.take(&answer);
        assert_eq!(schedule.games.keys().copied().collect::<Vec<_>>(), [2, 3]);
        assert_eq!(schedule.state(2), Some(GameState::Final));
    }
}
