//! Who plays whom: 52 rounds in each of which all thirty clubs play one series.
//!
//! Fifteen clubs of a league cannot pair off, so every round has interleague series. The rounds are made of
//! round-robins, in which one club of an odd number rests in each round, and the two that rest meet each other:
//!
//! - two round-robins of the fifteen of each league: every opponent in the league twice, 30 rounds;
//! - two round-robins of the five of each division: rivals twice more, 10 rounds;
//! - 12 rounds of interleague series only.
//!
//! Interleague series are told by a shift: club `i` of the American League meets club `i + shift` of the National
//! League. Shifts 1 to 14 occur once, shift 0, the rival across the town, twice. This gives each club 13 games
//! against each rival of its division, 6 or 7 against the others of its league, 3 against the others, 4 against its
//! rival in the other league: 162, 81 of them at home. Series of four games stand in rounds from Monday to Thursday.

use crate::club::{CLUBS, Club};

/// Clubs of a league, of a division.
const LEAGUE: usize = 15;
const DIVISION: usize = 5;

/// The American League, then the National League, by division: East, Central, West. Rivals across the leagues have
/// the same place.
#[rustfmt::skip]
const ORDER: [i64; 2 * LEAGUE] = [
    147, 111, 141, 139, 110,  145, 114, 116, 118, 142,  108, 117, 140, 136, 133,
    121, 144, 143, 146, 120,  112, 113, 134, 138, 158,  119, 115, 109, 135, 137,
];

/// A series of a round, its clubs by their place in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pairing {
    pub away: usize,
    pub home: usize,
    pub games: i64,
}

/// The rounds that are played from Monday to Thursday and those of weekends, 26 each.
#[derive(Debug)]
pub(crate) struct Rounds {
    pub midweek: Vec<Vec<Pairing>>,
    pub weekend: Vec<Vec<Pairing>>,
}

/// The club at a place of the order.
pub(crate) fn club_at(place: usize) -> &'static Club {
    CLUBS
        .iter()
        .find(|club| club.id == ORDER[place])
        .unwrap_or(&CLUBS[0])
}

pub(crate) fn rounds() -> Rounds {
    let mut rounds = Rounds {
        midweek: Vec::new(),
        weekend: Vec::new(),
    };
    for number in 0..LEAGUE {
        rounds.midweek.push(league_round(number, true));
        rounds.weekend.push(league_round(number, false));
    }
    for number in 0..DIVISION {
        rounds.midweek.push(division_round(number, true));
        rounds.weekend.push(division_round(number, false));
    }
    for shift in 3..LEAGUE {
        let round = (0..LEAGUE).map(|place| interleague(place, shift)).collect();
        // Two of every four, so that a club is at home in as many of one kind as of the other.
        if shift.div_ceil(2) % 2 == 0 {
            rounds.midweek.push(round);
        } else {
            rounds.weekend.push(round);
        }
    }
    rounds
}

/// The pairs of a round-robin of an odd number of clubs in which `resting` rests.
fn pairs(clubs: usize, resting: usize) -> impl Iterator<Item = (usize, usize)> {
    (1..=clubs / 2).map(move |step| {
        let (a, b) = ((resting + step) % clubs, (resting + clubs - step) % clubs);
        (a.min(b), a.max(b))
    })
}

/// A round of the first (midweek) or the second round-robin of the leagues.
fn league_round(number: usize, first: bool) -> Vec<Pairing> {
    let shift = usize::from(!first);
    let mut round = Vec::new();
    for (league, resting) in [(0, number), (LEAGUE, (number + shift) % LEAGUE)] {
        for (low, high) in pairs(LEAGUE, resting) {
            let (low_hosts, games) = first_meeting(low, high);
            // Of the two meetings the first is the long one.
            let games = if first { games } else { 3 };
            round.push(hosted(league + low, league + high, low_hosts == first, games));
        }
    }
    round.push(interleague(number, shift));
    round
}

/// Who hosts the first meeting of two clubs of a league, and how many games it has. Each club hosts as many long
/// series as it travels to.
fn first_meeting(low: usize, high: usize) -> (bool, i64) {
    let step = (high % DIVISION + DIVISION - low % DIVISION) % DIVISION;
    if low / DIVISION == high / DIVISION {
        // A regular tournament: everybody hosts two of his four rivals.
        return (matches!(step, 1 | 2), 4);
    }
    match step {
        0 => (true, 4),
        1 => (false, 4),
        2 | 4 => (true, 3),
        _ => (false, 3),
    }
}

/// A round of the first (midweek) or the second round-robin of the divisions.
fn division_round(number: usize, first: bool) -> Vec<Pairing> {
    let shift = if first { 0 } else { 2 };
    let mut round = Vec::new();
    for (league, resting) in [(0, number), (LEAGUE, (number + shift) % DIVISION)] {
        for division in (0..LEAGUE).step_by(DIVISION) {
            for (low, high) in pairs(DIVISION, resting) {
                let (low_hosts, _) = first_meeting(low, high);
                let base = league + division;
                round.push(hosted(base + low, base + high, low_hosts != first, 3));
            }
        }
    }
    for division in (0..LEAGUE).step_by(DIVISION) {
        let mut series = interleague(division + number, shift);
        if first {
            // The second meeting with the rival, at the other's park.
            series = Pairing {
                away: series.home,
                home: series.away,
                ..series
            };
        }
        round.push(series);
    }
    round
}

/// Club `place` of the American League against the one `shift` further on of the National League.
fn interleague(place: usize, shift: usize) -> Pairing {
    let other = LEAGUE + (place + shift) % LEAGUE;
    let american_hosts = shift % 2 == 1 || shift == 0;
    let games = if shift == 0 { 2 } else { 3 };
    hosted(place, other, american_hosts, games)
}

fn hosted(one: usize, other: usize, one_hosts: bool, games: i64) -> Pairing {
    let (home, away) = if one_hosts { (one, other) } else { (other, one) };
    Pairing { away, home, games }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn all() -> Vec<Vec<Pairing>> {
        let rounds = rounds();
        assert_eq!((rounds.midweek.len(), rounds.weekend.len()), (26, 26));
        rounds.midweek.into_iter().chain(rounds.weekend).collect()
    }

    #[test]
    fn every_club_plays_in_every_round() {
        for round in all() {
            let clubs: BTreeSet<usize> = round
                .iter()
                .flat_map(|series| [series.away, series.home])
                .collect();
            assert_eq!((round.len(), clubs.len()), (15, 30));
        }
        assert!(rounds().weekend.iter().flatten().all(|series| series.games == 3));
    }

    #[test]
    fn every_club_plays_162_games_81_at_home() {
        let mut games: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
        for series in all().into_iter().flatten() {
            games.entry(series.home).or_default().0 += series.games;
            games.entry(series.away).or_default().1 += series.games;
        }
        assert_eq!(games.len(), 30);
        assert!(games.values().all(|counts| *counts == (81, 81)), "{games:?}");
    }

    #[test]
    fn opponents_meet_as_often_as_the_league_says() {
        let mut met: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for series in all().into_iter().flatten() {
            *met.entry((series.away.min(series.home), series.away.max(series.home)))
                .or_default() += series.games;
        }
        for ((low, high), games) in met {
            let same_league = low / LEAGUE == high / LEAGUE;
            let expected: &[i64] = if !same_league && high - low == LEAGUE {
                &[4]
            } else if !same_league {
                &[3]
            } else if low / DIVISION == high / DIVISION {
                &[13]
            } else {
                &[6, 7]
            };
            assert!(expected.contains(&games), "{low} and {high} meet {games} times");
        }
    }
}
