//! Adding up what players and clubs did over a part of a season.

use super::{Season, clubs_of};
use crate::club::{CLUBS, Club};
use crate::past::{Lines, Past};
use crate::play::Side;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What a player did for a club over some games.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    pub lines: Lines,
    /// Games in which he appeared
    pub games: i64,
}

impl Season {
    /// What players and clubs had done before a game.
    pub(super) fn past(&self, number: usize) -> Past {
        let fixture = &self.fixtures[number];
        let rosters = self.rosters_on(fixture.played.date);
        let mut past = Past::default();
        let mut ids: HashSet<i64> = HashSet::new();
        for club in fixture.clubs {
            ids.extend(rosters.squad(club));
        }
        // The games of both clubs, and of the clubs where their players were before.
        let mut clubs: Vec<&Club> = fixture.clubs.to_vec();
        for id in &ids {
            for other in clubs_of(&self.moves, *id) {
                if !clubs.iter().any(|club| club.number() == other) {
                    clubs.push(&CLUBS[other]);
                }
            }
        }
        let start = fixture.played.start;
        let mut earlier: Vec<usize> = clubs
            .iter()
            .flat_map(|club| self.schedule_of(club))
            .copied()
            .filter(|other| self.fixtures[*other].played.start < start)
            .collect();
        earlier.sort_unstable();
        earlier.dedup();
        self.settle(&earlier);
        for other in earlier {
            let of = self.fixtures[other].clubs.map(|club| club.id);
            for (id, side, lines) in self.outcome(other).lines() {
                if ids.contains(&id) {
                    let sum = past.players.entry(id).or_default();
                    *sum = sum.plus(&lines);
                }
                for (place, club) in fixture.clubs.iter().enumerate() {
                    if club.id == of[side as usize] {
                        past.clubs[place] = past.clubs[place].plus(&lines);
                    }
                }
            }
        }
        past
    }

    /// What everybody did over some games, by player and club.
    pub(crate) fn sums(&self, numbers: &[usize]) -> BTreeMap<(i64, i64), Sum> {
        self.settle(numbers);
        let mut sums: HashMap<(i64, i64), Sum> = HashMap::new();
        for number in numbers {
            let clubs = self.fixtures[*number].clubs;
            for (id, side, lines) in self.outcome(*number).lines() {
                let sum = sums.entry((id, clubs[side as usize].id)).or_default();
                sum.lines = sum.lines.plus(&lines);
                sum.games += 1;
            }
        }
        sums.into_iter().collect()
    }

    /// What a club did over some of its games.
    pub(crate) fn club_sum(&self, club: &Club, numbers: &[usize]) -> Sum {
        self.settle(numbers);
        let mut sum = Sum::default();
        for number in numbers {
            let own = Side::BOTH[usize::from(self.fixtures[*number].clubs[1].id == club.id)];
            for (_, side, lines) in self.outcome(*number).lines() {
                if side == own {
                    sum.lines = sum.lines.plus(&lines);
                }
            }
            sum.games += 1;
        }
        sum
    }
}
