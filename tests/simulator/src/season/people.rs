//! The players of a season: forty for each club, of whom 26 are active at the opening.

use crate::club::CLUBS;
use crate::player::Player;
use crate::position::{
    CATCHER, CENTER_FIELD, FIRST_BASE, LEFT_FIELD, PITCHER, Position, SHORTSTOP, THIRD_BASE,
};
use crate::roster::{FIRST_PLAYER_ID, STARTERS, roster};

/// Players of a club, and how many of them are active.
pub(crate) const SQUAD: usize = 40;
pub(crate) const ACTIVE: usize = 26;
/// Ids of a club's players are so far from those of the next.
const IDS_A_CLUB: i64 = 100;

/// Those who are not active at the opening: batters by position, then starting pitchers and relievers.
const RESERVES: [(Position, bool); SQUAD - ACTIVE] = [
    (CATCHER, false),
    (FIRST_BASE, false),
    (SHORTSTOP, false),
    (THIRD_BASE, false),
    (LEFT_FIELD, false),
    (CENTER_FIELD, false),
    (PITCHER, true),
    (PITCHER, true),
    (PITCHER, true),
    (PITCHER, false),
    (PITCHER, false),
    (PITCHER, false),
    (PITCHER, false),
    (PITCHER, false),
];

/// First index of the starting pitchers among a club's players.
const FIRST_STARTER: usize = 13;

/// All players of a season by club, those of a club in the order of their ids.
#[derive(Debug)]
pub(crate) struct People {
    clubs: Vec<Vec<Player>>,
}

impl People {
    pub(crate) fn of(seed: u64, year: i64) -> Self {
        let clubs = CLUBS.iter().map(|club| {
            let mut players = roster(seed, club, year);
            for (number, (position, starter)) in RESERVES.into_iter().enumerate() {
                let id = id_of(club.number(), ACTIVE + number);
                let mut player = Player::invent(seed, id, position, starter, year);
                while players.iter().any(|other| other.number == player.number) {
                    player.number = (player.number + 1) % 99;
                }
                players.push(player);
            }
            players
        });
        Self {
            clubs: clubs.collect(),
        }
    }

    /// The player with an id, if he is one of this season.
    pub(crate) fn player(&self, id: i64) -> Option<&Player> {
        let (club, index) = place_of(id)?;
        self.clubs.get(club)?.get(index)
    }

    /// All of them, club by club.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Player> {
        self.clubs.iter().flatten()
    }
}

/// The id of a player by the number of his first club and his place in it.
pub(crate) fn id_of(club: usize, index: usize) -> i64 {
    FIRST_PLAYER_ID + club as i64 * IDS_A_CLUB + index as i64
}

/// Number of the first club of a player and his place in it.
pub(crate) fn place_of(id: i64) -> Option<(usize, usize)> {
    let number = id - FIRST_PLAYER_ID;
    let club = usize::try_from(number.div_euclid(IDS_A_CLUB)).ok()?;
    let index = usize::try_from(number.rem_euclid(IDS_A_CLUB)).ok()?;
    (club < CLUBS.len() && index < SQUAD).then_some((club, index))
}

/// What a place in a club is for: position, and whether he starts games on the mound.
pub(crate) fn trade_of(people: &People, club: usize, index: usize) -> (Position, bool) {
    let player = &people.clubs[club][index];
    let starts = (FIRST_STARTER..FIRST_STARTER + STARTERS).contains(&index);
    let reserve_starts = index >= ACTIVE && RESERVES[index - ACTIVE].1;
    (player.primary, starts || reserve_starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_player_is_found_by_his_id_and_shares_his_number_with_nobody() {
        let people = People::of(1, 2024);
        assert_eq!(people.all().count(), 1200);
        for players in &people.clubs {
            let mut numbers: Vec<i64> = players.iter().map(|player| player.number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            assert_eq!(numbers.len(), SQUAD);
        }
        for player in people.all() {
            assert_eq!(people.player(player.id).map(|found| found.id), Some(player.id));
        }
        assert!(people.player(900_040).is_none() && people.player(980_000).is_none());
    }
}
