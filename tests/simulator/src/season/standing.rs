//! Who wins, drawn before a game is played, and what the wins come to.

use super::Season;
use super::fixture::Fixture;
use crate::club::{CLUBS, Club};
use crate::date::Millis;
use crate::rng::Rng;

/// The share of games that the home side wins between clubs that are alike.
const HOME: f64 = 0.535;
/// How far clubs are apart: the standard deviation of their chance against an average club.
const SPREAD: f64 = 0.065;

/// How much more or less often than half of the time each club wins, by its number.
pub(super) fn strengths(seed: u64, year: i64) -> Vec<f64> {
    let strength = |club: &Club| {
        let mut rng = Rng::stream(seed ^ year.unsigned_abs(), "strength", club.id.unsigned_abs());
        rng.bell(0.0, SPREAD, -0.15, 0.15)
    };
    CLUBS.iter().map(strength).collect()
}

pub(super) fn home_wins(seed: u64, fixture: &Fixture, strengths: &[f64]) -> bool {
    let [away, home] = fixture.clubs.map(|club| strengths[club.number()]);
    let mut rng = Rng::stream(seed, "winner", fixture.game_pk.unsigned_abs());
    rng.chance((HOME + home - away).clamp(0.25, 0.75))
}

/// Wins and losses of both clubs once each game is decided.
pub(super) fn records(fixtures: &[Fixture], decisions: &[Vec<usize>]) -> Vec<[(i64, i64); 2]> {
    let mut records = vec![[(0, 0); 2]; fixtures.len()];
    for (club, numbers) in decisions.iter().enumerate() {
        let (mut wins, mut losses) = (0, 0);
        for number in numbers {
            let fixture = &fixtures[*number];
            let side = usize::from(fixture.clubs[1].number() == club);
            let won = fixture.home_wins == (side == 1);
            wins += i64::from(won);
            losses += i64::from(!won);
            records[*number][side] = (wins, losses);
        }
    }
    records
}

impl Season {
    /// Wins and losses of a club by the games that went on for the last time before a moment.
    pub(crate) fn record_before(&self, club: &Club, moment: Millis) -> (i64, i64) {
        let numbers = self.decisions_of(club);
        let decided = numbers.partition_point(|number| self.fixtures[*number].last_start() < moment);
        let Some(number) = decided.checked_sub(1).map(|last| numbers[last]) else {
            return (0, 0);
        };
        let side = usize::from(self.fixtures[number].clubs[1].id == club.id);
        self.records_after(number)[side]
    }
}
