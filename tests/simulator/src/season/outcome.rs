//! What is kept of every game of a season once it was simulated: its score, and what everybody did, a byte a number.

use crate::game::Game;
use crate::hand::Hand;
use crate::past::Lines;
use crate::play::Side;
use crate::tally::{Batting, Fielding, Pitching};
use crate::view::Timeline;

/// The result of a game; about 3 kB.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// The attempt that fitted
    pub attempt: u64,
    /// Away and home
    pub score: [i64; 2],
    pub innings: i64,
    pub scheduled_innings: i64,
    pub timeline: Timeline,
    /// Did the starting pitchers throw with the left?
    pub left_handers: [bool; 2],
    entries: Vec<Entry>,
}

/// What a player did for a side.
#[derive(Clone, Debug)]
struct Entry {
    id: i64,
    side: Side,
    numbers: Box<[u8]>,
}

impl Outcome {
    pub(crate) fn of(game: &Game) -> Self {
        let mut entries = Vec::new();
        for side in Side::BOTH {
            let squad = &game.squads[side as usize];
            let tally = &game.tallies[side as usize];
            for (index, player) in squad.players.iter().enumerate() {
                if squad.positions[index].is_empty() {
                    continue;
                }
                let mut numbers = Vec::with_capacity(NUMBERS);
                tally.batting[index].pack(&mut numbers);
                tally.pitching[index].pack(&mut numbers);
                tally.fielding[index].pack(&mut numbers);
                entries.push(Entry {
                    id: player.id,
                    side,
                    numbers: numbers.into(),
                });
            }
        }
        let left = |side: usize| {
            let squad = &game.squads[side];
            squad.player(squad.stints[0].player).throws == Hand::Left
        };
        Self {
            attempt: game.attempt,
            score: game.score,
            innings: game.innings,
            scheduled_innings: game.plan.scheduled_innings,
            timeline: game.timeline(),
            left_handers: [left(0), left(1)],
            entries,
        }
    }

    /// Everybody who played: id, side and what he did.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (i64, Side, Lines)> {
        self.entries
            .iter()
            .map(|entry| (entry.id, entry.side, entry.unpack()))
    }

    /// What a player did, for either side.
    pub(crate) fn line_of(&self, id: i64) -> Option<(Side, Lines)> {
        let mut own = self.entries.iter().filter(|entry| entry.id == id);
        let first = own.next()?;
        let lines = own.fold(first.unpack(), |sum, entry| sum.plus(&entry.unpack()));
        Some((first.side, lines))
    }
}

const NUMBERS: usize = Batting::NUMBERS + Pitching::NUMBERS + Fielding::NUMBERS;

impl Entry {
    fn unpack(&self) -> Lines {
        let (batting, rest) = self.numbers.split_at(Batting::NUMBERS);
        let (pitching, fielding) = rest.split_at(Pitching::NUMBERS);
        Lines {
            batting: Batting::unpack(batting),
            pitching: Pitching::unpack(pitching),
            fielding: Fielding::unpack(fielding),
        }
    }
}
