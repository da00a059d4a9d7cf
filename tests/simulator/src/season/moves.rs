//! Who goes where during a season: trades between clubs, injuries, and who is called up instead. A move swaps two
//! who do the same work, so that a club can always field a side.

use super::dates::SeasonDates;
use super::fixture::Fixture;
use super::people::{ACTIVE, People, SQUAD, id_of, trade_of};
use crate::club::{CLUBS, Club};
use crate::date::Date;
use crate::rng::Rng;

/// Trades of a season, most of them in the last two weeks of July.
const TRADES: usize = 24;
/// Injuries of a club in a season.
const INJURIES: i64 = 9;
/// First of the outfielders among a club's regulars, and how many they are.
const OUTFIELD: (usize, usize) = (5, 3);

/// A place in a club.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Number of the club
    pub club: usize,
    /// Below 26 for the active players
    pub index: usize,
}

/// Two players change places.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Move {
    pub date: Date,
    pub kind: Kind,
    pub from: Place,
    pub to: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// From club to club
    Trade,
    /// To the injured list, and another is called up
    Injury,
    /// Back from the injured list, and another is sent down
    Return,
}

/// All moves of a season in the order of their days. A game that was suspended for long gets a trade between its
/// clubs, and knows who appears for both.
pub(crate) fn moves(seed: u64, dates: &SeasonDates, people: &People, fixtures: &mut [Fixture]) -> Vec<Move> {
    let mut rng = Rng::stream(seed, "moves", dates.year.unsigned_abs());
    let mut moves = Vec::new();
    for club in 0..CLUBS.len() {
        injuries(&mut rng, dates, people, club, &mut moves);
    }
    for _ in 0..TRADES {
        moves.push(trade(&mut rng, dates));
    }
    let moved_between = |moves: &[Move], place: Place, from: Date, until: Date| {
        moves
            .iter()
            .any(|step| (step.from == place || step.to == place) && (from..=until).contains(&step.date))
    };
    for fixture in fixtures {
        let Some(resumed) = &mut fixture.resumed else {
            continue;
        };
        let began = fixture.played.date;
        if resumed.date.day_number() - began.day_number() < 3 {
            continue;
        }
        let clubs = fixture.clubs.map(Club::number);
        let free = (OUTFIELD.0..OUTFIELD.0 + OUTFIELD.1).find(|index| {
            clubs.iter().all(|club| {
                let place = Place {
                    club: *club,
                    index: *index,
                };
                !moved_between(&moves, place, dates.opening, resumed.date)
            })
        });
        let Some(index) = free else {
            continue;
        };
        let [from, to] = clubs.map(|club| Place { club, index });
        moves.push(Move {
            date: began.plus(2),
            kind: Kind::Trade,
            from,
            to,
        });
        resumed.traded = Some(id_of(from.club, index));
    }
    moves.sort_by_key(|step| step.date.day_number());
    moves
}

fn trade(rng: &mut Rng, dates: &SeasonDates) -> Move {
    let deadline = Date {
        year: dates.year,
        month: 7,
        day: 30,
    };
    let days_before = if rng.chance(0.75) {
        rng.whole(0, 13)
    } else {
        rng.whole(14, 100)
    };
    let one = rng.below(CLUBS.len());
    let other = (one + 1 + rng.below(CLUBS.len() - 1)) % CLUBS.len();
    let index = rng.below(ACTIVE);
    Move {
        date: deadline.plus(-days_before),
        kind: Kind::Trade,
        from: Place { club: one, index },
        to: Place { club: other, index },
    }
}

/// Players of a club are hurt, one after the other at each place, and come back after two to six weeks.
fn injuries(rng: &mut Rng, dates: &SeasonDates, people: &People, club: usize, moves: &mut Vec<Move>) {
    let mut busy: Vec<(usize, Date)> = Vec::new();
    let season = dates.last.day_number() - dates.opening.day_number();
    let mut days: Vec<i64> = (0..INJURIES).map(|_| rng.whole(3, season - 10)).collect();
    days.sort_unstable();
    for day in days {
        let date = dates.opening.plus(day);
        let hurt = rng.below(ACTIVE);
        let back = date.plus(rng.whole(12, 42));
        let is_free = |index: usize| {
            !busy
                .iter()
                .any(|(other, until)| *other == index && *until >= date)
        };
        let fits =
            |index: &usize| is_free(*index) && trade_of(people, club, *index) == trade_of(people, club, hurt);
        let Some(reserve) = (ACTIVE..SQUAD).find(fits) else {
            continue;
        };
        if !is_free(hurt) {
            continue;
        }
        busy.extend([(hurt, back), (reserve, back)]);
        let (from, to) = (Place { club, index: hurt }, Place { club, index: reserve });
        moves.push(Move {
            date,
            kind: Kind::Injury,
            from,
            to,
        });
        if back <= dates.last {
            moves.push(Move {
                date: back,
                kind: Kind::Return,
                from,
                to,
            });
        }
    }
}
