//! The twenty-six players of a club: thirteen who bat and thirteen who pitch.

use crate::club::Club;
use crate::player::Player;
use crate::position::{
    CATCHER, CENTER_FIELD, DESIGNATED_HITTER, FIRST_BASE, LEFT_FIELD, PITCHER, Position, RIGHT_FIELD,
    SECOND_BASE, SHORTSTOP, THIRD_BASE,
};

/// First id of our own players; real ids end well below.
pub(crate) const FIRST_PLAYER_ID: i64 = 900_000;
/// First id of managers and coaches.
pub(crate) const FIRST_COACH_ID: i64 = 980_000;
/// First id of umpires, scorers and data casters.
pub(crate) const FIRST_OFFICIAL_ID: i64 = 990_000;

/// Regulars first (by position), then the bench.
const BATTERS: [Position; REGULARS + BENCH] = [
    CATCHER,
    FIRST_BASE,
    SECOND_BASE,
    THIRD_BASE,
    SHORTSTOP,
    LEFT_FIELD,
    CENTER_FIELD,
    RIGHT_FIELD,
    DESIGNATED_HITTER,
    CATCHER,
    SHORTSTOP,
    CENTER_FIELD,
    SECOND_BASE,
];

pub(crate) const REGULARS: usize = 9;
pub(crate) const BENCH: usize = 4;
pub(crate) const STARTERS: usize = 5;
const PITCHERS: usize = 13;

/// The players of a club in a season: the batters, then five starting pitchers, then eight relievers.
pub(crate) fn roster(seed: u64, club: &Club, season: i64) -> Vec<Player> {
    let first = FIRST_PLAYER_ID + club.number() as i64 * 100;
    let batters = BATTERS.iter().map(|position| (*position, false));
    let pitchers = (0..PITCHERS).map(|index| (PITCHER, index < STARTERS));
    let mut players: Vec<Player> = (first..)
        .zip(batters.chain(pitchers))
        .map(|(id, (position, starter))| Player::invent(seed, id, position, starter, season))
        .collect();
    for index in 1..players.len() {
        while players[..index]
            .iter()
            .any(|other| other.number == players[index].number)
        {
            players[index].number = (players[index].number + 1) % 90;
        }
    }
    players
}
