//! What players and clubs had done in the season before a game: told by the season that the game belongs to, or
//! invented for a game by itself.

use crate::invented::{batting_before, fielding_before, pitching_before};
use crate::plan::Plan;
use crate::play::Side;
use crate::player::Player;
use crate::tally::{Batting, Fielding, Pitching};
use std::collections::HashMap;

/// What somebody did, at bat, on the mound and in the field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    pub batting: Batting,
    pub pitching: Pitching,
    pub fielding: Fielding,
}

impl Lines {
    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self {
            batting: self.batting.plus(&other.batting),
            pitching: self.pitching.plus(&other.pitching),
            fielding: self.fielding.plus(&other.fielding),
        }
    }
}

/// The sums of a season up to a game.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    /// By the id of the player
    pub players: HashMap<i64, Lines>,
    /// Of the away and the home club, with those who have left it
    pub clubs: [Lines; 2],
}

impl Plan {
    /// A player's season before this game.
    pub(crate) fn before(&self, player: &Player) -> Lines {
        match &self.booking {
            Some(booking) => booking.past.players.get(&player.id).copied().unwrap_or_default(),
            None => Lines {
                batting: batting_before(self.seed, player, self.date),
                pitching: pitching_before(self.seed, player, self.date),
                fielding: fielding_before(self.seed, player, self.date),
            },
        }
    }

    /// A club's season before this game; `players` are those of today.
    pub(crate) fn club_before(&self, side: Side, players: &[Player]) -> Lines {
        match &self.booking {
            Some(booking) => booking.past.clubs[side as usize],
            None => players
                .iter()
                .fold(Lines::default(), |sum, player| sum.plus(&self.before(player))),
        }
    }
}
