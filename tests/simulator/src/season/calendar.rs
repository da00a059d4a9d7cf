//! The rounds on the days of a season: an opening weekend, then weeks with a series from Monday to Thursday and one
//! from Friday to Sunday, and a break in July. The free days of the week are the clubs' off-days.

use super::dates::SeasonDates;
use super::rounds::{Pairing, Rounds, rounds};
use crate::date::Date;
use crate::rng::Rng;

const CLUBS: usize = 30;
const WEEKS: i64 = 26;
const WEEK_OF_BREAK: i64 = 15;
/// Changes that are tried to keep clubs from long stays and from meeting again at once.
const CHANGES: usize = 5000;

/// A series on the calendar.
#[derive(Clone, Debug)]
pub(crate) struct Booked {
    pub pairing: Pairing,
    /// Number of the round in the season, from 0: the how many-th series of every club
    pub round: usize,
    /// A day for each game
    pub days: Vec<Date>,
}

/// All series of a season, round by round.
pub(crate) fn calendar(seed: u64, dates: &SeasonDates) -> Vec<Booked> {
    let mut rng = Rng::stream(seed, "calendar", dates.year.unsigned_abs());
    let windows = windows(dates);
    let order = order(&mut rng, rounds(), &windows);
    let mut series = Vec::new();
    for (number, (round, window)) in order.into_iter().zip(&windows).enumerate() {
        for pairing in round {
            let days = window.days(&mut rng, pairing.games);
            series.push(Booked {
                pairing,
                round: number,
                days,
            });
        }
    }
    series
}

/// The days of a round.
#[derive(Clone, Copy, Debug)]
struct Window {
    first: Date,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Thursday to Sunday
    Opening,
    /// Monday to Thursday
    Midweek,
    /// Friday to Sunday
    Weekend,
}

fn windows(dates: &SeasonDates) -> Vec<Window> {
    let mut windows = vec![Window {
        first: dates.opening,
        kind: Kind::Opening,
    }];
    for week in 0..WEEKS {
        let monday = dates.opening.plus(4 + 7 * week);
        if week != WEEK_OF_BREAK {
            windows.push(Window {
                first: monday,
                kind: Kind::Midweek,
            });
        }
        windows.push(Window {
            first: monday.plus(4),
            kind: Kind::Weekend,
        });
    }
    windows
}

impl Window {
    /// The days of a series in this window.
    fn days(&self, rng: &mut Rng, games: i64) -> Vec<Date> {
        let offsets: &[i64] = match (self.kind, games) {
            (_, 4) => &[0, 1, 2, 3],
            (Kind::Opening, 3) if rng.chance(0.6) => &[0, 2, 3],
            (Kind::Opening, 3) => &[1, 2, 3],
            (Kind::Opening, _) => &[2, 3],
            (Kind::Weekend, _) => &[0, 1, 2],
            (Kind::Midweek, 3) if rng.chance(0.6) => &[0, 1, 2],
            (Kind::Midweek, 3) => &[1, 2, 3],
            (Kind::Midweek, _) => &[1, 2],
        };
        offsets.iter().map(|offset| self.first.plus(*offset)).collect()
    }
}

/// The rounds in the order in which they are played: shuffled, then mended by what makes it easier for the clubs.
fn order(rng: &mut Rng, rounds: Rounds, windows: &[Window]) -> Vec<Vec<Pairing>> {
    let (mut midweek, mut weekend) = (rounds.midweek, rounds.weekend);
    shuffle(rng, &mut midweek);
    shuffle(rng, &mut weekend);
    let (mut midweek, mut weekend) = (midweek.into_iter(), weekend.into_iter());
    let mut order: Vec<Vec<Pairing>> = windows
        .iter()
        .filter_map(|window| match window.kind {
            Kind::Weekend => weekend.next(),
            Kind::Opening | Kind::Midweek => midweek.next(),
        })
        .collect();
    let mut best = strain(&order);
    for _ in 0..CHANGES {
        let change = if rng.chance(0.4) {
            Change::rounds(rng, windows)
        } else {
            Change::parks(rng, &order)
        };
        let Some(change) = change else {
            continue;
        };
        change.make(&mut order);
        let now = strain(&order);
        if now <= best {
            best = now;
        } else {
            // Made twice it is undone.
            change.make(&mut order);
        }
    }
    order
}

/// A change after which every club still plays and hosts as often.
#[derive(Clone, Copy, Debug)]
enum Change {
    /// Two rounds change places
    Rounds(usize, usize),
    /// Two series of the same clubs, by round and place, change parks
    Parks([(usize, usize); 2]),
}

impl Change {
    /// Two rounds of a kind, by chance.
    fn rounds(rng: &mut Rng, windows: &[Window]) -> Option<Self> {
        let (one, other) = (rng.below(windows.len()), rng.below(windows.len()));
        let is_weekend = |round: usize| windows[round].kind == Kind::Weekend;
        (one != other && is_weekend(one) == is_weekend(other)).then_some(Self::Rounds(one, other))
    }

    /// A series of three games, by chance, and the one at the other's park.
    fn parks(rng: &mut Rng, order: &[Vec<Pairing>]) -> Option<Self> {
        let round = rng.below(order.len());
        let place = rng.below(order[round].len());
        let series = order[round][place];
        let returned = Pairing {
            away: series.home,
            home: series.away,
            games: series.games,
        };
        let found: Vec<(usize, usize)> = order
            .iter()
            .enumerate()
            .filter_map(|(other, round)| Some((other, round.iter().position(|series| *series == returned)?)))
            .collect();
        (series.games == 3 && !found.is_empty()).then(|| Self::Parks([(round, place), *rng.pick(&found)]))
    }

    fn make(self, order: &mut [Vec<Pairing>]) {
        match self {
            Self::Rounds(one, other) => order.swap(one, other),
            Self::Parks(series) => {
                for (round, place) in series {
                    let pairing = &mut order[round][place];
                    std::mem::swap(&mut pairing.away, &mut pairing.home);
                }
            }
        }
    }
}

fn shuffle<T>(rng: &mut Rng, items: &mut [T]) {
    for last in (1..items.len()).rev() {
        items.swap(last, rng.below(last + 1));
    }
}

/// How hard a schedule is on the clubs: more than three series at home or away in a row, the same opponent again
/// within three rounds.
fn strain(order: &[Vec<Pairing>]) -> i64 {
    let mut run = [0_i64; CLUBS];
    let mut met = [[usize::MAX; 3]; CLUBS];
    let mut strain = 0;
    for (number, round) in order.iter().enumerate() {
        for series in round {
            for (club, step, other) in [(series.home, 1, series.away), (series.away, -1, series.home)] {
                run[club] = if run[club].signum() == step {
                    run[club] + step
                } else {
                    step
                };
                strain += (run[club].abs() - 3).max(0).pow(2);
                strain += if met[club].contains(&other) { 12 } else { 0 };
                met[club][number % 3] = other;
            }
        }
    }
    strain
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_club_plays_twice_on_a_day_or_in_the_break() {
        let dates = SeasonDates::of(2024);
        let mut played: BTreeMap<(i64, usize), usize> = BTreeMap::new();
        for series in calendar(1, &dates) {
            assert_eq!(series.days.len() as i64, series.pairing.games);
            for day in series.days {
                assert!(dates.opening <= day && day <= dates.last);
                assert!(
                    day < dates.last_of_first_half.plus(1) || day >= dates.first_of_second_half,
                    "{day} is in the break"
                );
                for club in [series.pairing.away, series.pairing.home] {
                    *played.entry((day.day_number(), club)).or_default() += 1;
                }
            }
        }
        assert_eq!(played.len(), 30 * 162);
        assert!(played.values().all(|games| *games == 1));
    }

    #[test]
    fn no_club_is_at_home_or_away_for_long() {
        for seed in 1..6 {
            let dates = SeasonDates::of(2020 + seed as i64);
            let mut places = [[0_i64; 52]; CLUBS];
            for booked in calendar(seed, &dates) {
                places[booked.pairing.home][booked.round] = 1;
                places[booked.pairing.away][booked.round] = -1;
            }
            for club in places {
                let stays = club.chunk_by(|one, other| one == other);
                let longest = stays.map(<[i64]>::len).max();
                assert!(
                    longest.is_some_and(|series| series <= 5),
                    "{longest:?} series with seed {seed}"
                );
            }
        }
    }
}
