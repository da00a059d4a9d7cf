//! Who belongs to which club on which day: the opening's squads, and the moves since.

use super::moves::{Kind, Move, Place};
use super::people::{ACTIVE, People, SQUAD, id_of};
use crate::club::{CLUBS, Club};
use crate::date::Date;
use crate::player::Player;
use std::collections::HashSet;
use std::sync::Arc;

/// The squads of all clubs at a moment of the season.
#[derive(Clone, Debug)]
pub(crate) struct Rosters {
    /// Ids by club and place
    places: Vec<[i64; SQUAD]>,
    injured: HashSet<i64>,
}

impl Rosters {
    /// Before any move.
    pub(crate) fn at_opening() -> Self {
        let club = |club: usize| std::array::from_fn(|index| id_of(club, index));
        Self {
            places: (0..CLUBS.len()).map(club).collect(),
            injured: HashSet::new(),
        }
    }

    /// After the moves of a day and those before it; `moves` are in the order of their days.
    pub(crate) fn on(moves: &[Move], date: Date) -> Self {
        let mut rosters = Self::at_opening();
        for step in moves.iter().take_while(|step| step.date <= date) {
            rosters.carry_out(step);
        }
        rosters
    }

    /// Carries a move out and says who were at its two places before.
    pub(crate) fn carry_out(&mut self, step: &Move) -> (i64, i64) {
        let (from, to) = (self.at(step.from), self.at(step.to));
        self.places[step.from.club][step.from.index] = to;
        self.places[step.to.club][step.to.index] = from;
        match step.kind {
            Kind::Trade => {}
            Kind::Injury => {
                self.injured.insert(from);
            }
            Kind::Return => {
                self.injured.remove(&to);
            }
        }
        (from, to)
    }

    /// Id of who is at a place.
    pub(crate) fn at(&self, place: Place) -> i64 {
        self.places[place.club][place.index]
    }

    /// Ids of a club, the active ones first.
    pub(crate) fn squad(&self, club: &Club) -> &[i64; SQUAD] {
        &self.places[club.number()]
    }

    pub(crate) fn is_active(&self, id: i64) -> bool {
        self.places.iter().any(|squad| squad[..ACTIVE].contains(&id))
    }

    pub(crate) fn is_injured(&self, id: i64) -> bool {
        self.injured.contains(&id)
    }

    /// The club of a player.
    pub(crate) fn club_of(&self, id: i64) -> Option<&'static Club> {
        let number = self.places.iter().position(|squad| squad.contains(&id))?;
        CLUBS.get(number)
    }

    /// The active players of a club by their place, each with a number of his own: who came later takes another one.
    pub(crate) fn active(&self, people: &People, club: &Club) -> Arc<Vec<Player>> {
        let ids = &self.squad(club)[..ACTIVE];
        let mut players: Vec<Player> = ids.iter().filter_map(|id| people.player(*id)).cloned().collect();
        let is_own =
            |player: &Player| super::people::place_of(player.id).is_some_and(|(of, _)| of == club.number());
        let mut taken: HashSet<i64> = players
            .iter()
            .filter(|player| is_own(player))
            .map(|player| player.number)
            .collect();
        for player in players.iter_mut() {
            if is_own(player) {
                continue;
            }
            while !taken.insert(player.number) {
                player.number = (player.number + 1) % 99;
            }
        }
        Arc::new(players)
    }
}

/// Ids of all who were active for a club on some day until `date`, in the order in which they came.
pub(crate) fn active_until(moves: &[Move], club: &Club, date: Date) -> Vec<i64> {
    let mut rosters = Rosters::at_opening();
    let mut ids: Vec<i64> = rosters.squad(club)[..ACTIVE].to_vec();
    for step in moves.iter().take_while(|step| step.date <= date) {
        rosters.carry_out(step);
        for id in &rosters.squad(club)[..ACTIVE] {
            if !ids.contains(id) {
                ids.push(*id);
            }
        }
    }
    ids
}

/// Numbers of the clubs that a player belongs to in a season, in order.
pub(crate) fn clubs_of(moves: &[Move], id: i64) -> Vec<usize> {
    let mut rosters = Rosters::at_opening();
    let mut clubs: Vec<usize> = rosters.club_of(id).map(Club::number).into_iter().collect();
    for step in moves {
        let (from, to) = rosters.carry_out(step);
        if step.kind == Kind::Trade && (from == id || to == id) {
            clubs.push(if from == id { step.to.club } else { step.from.club });
        }
    }
    clubs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trade_swaps_two_and_an_injury_ends() {
        let day = |day: i64| Date {
            year: 2024,
            month: 5,
            day,
        };
        let place = |club: usize, index: usize| Place { club, index };
        let step = |date: i64, kind: Kind, from: Place, to: Place| Move {
            date: day(date),
            kind,
            from,
            to,
        };
        let moves = [
            step(1, Kind::Trade, place(0, 3), place(1, 3)),
            step(5, Kind::Injury, place(0, 0), place(0, 26)),
            step(20, Kind::Return, place(0, 0), place(0, 26)),
        ];
        let before = Rosters::on(&moves, day(4));
        assert_eq!(before.club_of(id_of(1, 3)).map(Club::number), Some(0));
        let hurt = Rosters::on(&moves, day(5));
        assert!(hurt.is_injured(id_of(0, 0)) && !hurt.is_active(id_of(0, 0)));
        assert!(hurt.is_active(id_of(0, 26)));
        let back = Rosters::on(&moves, day(20));
        assert!(!back.is_injured(id_of(0, 0)) && back.is_active(id_of(0, 0)));
        assert_eq!(clubs_of(&moves, id_of(1, 3)), [1, 0]);
        assert_eq!(active_until(&moves, &CLUBS[0], day(30)).len(), ACTIVE + 2);
    }
}
