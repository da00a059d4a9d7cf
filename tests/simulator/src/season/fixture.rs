//! A game as the schedule has it: when it was to be played, when it was played, and under which dates it is listed.

use crate::club::Club;
use crate::date::{Date, Millis};
use crate::plan::Series;

/// Game ids of a season begin here, 10,000 apart from year to year; those of games by themselves end below.
const FIRST_GAME_PK: i64 = 5_000_000;
const GAME_PKS_A_YEAR: i64 = 10_000;
const YEAR_ZERO: i64 = 2000;

/// A game of a season.
#[derive(Clone, Debug)]
pub(crate) struct Fixture {
    /// Index among the season's fixtures, in the order in which they were planned
    pub number: usize,
    pub game_pk: i64,
    /// Away and home
    pub clubs: [&'static Club; 2],
    /// Where it was planned
    pub planned: Slot,
    /// Where it began; the same unless it was postponed
    pub played: Slot,
    /// When it went on, for a game that was suspended
    pub resumed: Option<Resumption>,
    /// Ended by rain in this inning
    pub called_in: Option<i64>,
    /// 9, or 7 in doubleheaders of some years
    pub scheduled_innings: i64,
    /// 1 or 2
    pub game_number: i64,
    /// N, S (split) or Y (one ticket)
    pub double_header: &'static str,
    pub crew: usize,
    /// When its day or hour was changed, for a game that was postponed and the one before or after which it is played
    pub moved_at: Option<Millis>,
    /// Does the home side win?
    pub home_wins: bool,
}

/// A day and time with a place in a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub date: Date,
    pub start: Millis,
    /// Index of the series among the season's
    pub series: usize,
    pub place: Series,
}

/// How a suspended game goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Resumption {
    /// It was suspended before the bottom of this inning
    pub inning: i64,
    pub date: Date,
    pub start: Millis,
    /// Id of a visitor who had been traded to the home side by then
    pub traded: Option<i64>,
}

/// Why a game is listed under a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It is played on this day, and was to be
    Played,
    /// It was to be played on this day
    Postponed,
    /// It is played on this day instead
    MadeUp,
    /// It began on this day
    Suspended,
    /// It goes on on this day
    Resumed,
}

impl Fixture {
    pub(crate) fn is_postponed(&self) -> bool {
        self.planned.date != self.played.date
    }

    /// When it goes on for the last time.
    pub(crate) fn last_start(&self) -> Millis {
        self.resumed.map_or(self.played.start, |resumed| resumed.start)
    }

    /// The dates under which it is listed, each with its reason.
    pub(crate) fn listings(&self) -> Vec<(Date, Role)> {
        let mut listings = Vec::with_capacity(2);
        if self.is_postponed() {
            listings.push((self.planned.date, Role::Postponed));
        }
        let began = if self.resumed.is_some() {
            Role::Suspended
        } else if self.is_postponed() {
            Role::MadeUp
        } else {
            Role::Played
        };
        listings.push((self.played.date, began));
        if let Some(resumed) = self.resumed {
            listings.push((resumed.date, Role::Resumed));
        }
        listings
    }

    /// Can rain stop it?
    pub(crate) fn is_open_air(&self) -> bool {
        self.clubs[1].venue().is_open()
    }

    /// An ordinary game of its day, which may be moved about.
    pub(crate) fn is_plain(&self) -> bool {
        self.double_header == "N"
            && !self.is_postponed()
            && self.resumed.is_none()
            && self.called_in.is_none()
    }
}

/// The id of a season's game.
pub(crate) fn game_pk(year: i64, number: usize) -> i64 {
    FIRST_GAME_PK + (year - YEAR_ZERO) * GAME_PKS_A_YEAR + number as i64 + 1
}

/// The year and number of a game by its id.
pub(crate) fn place_of(game_pk: i64) -> Option<(i64, usize)> {
    let place = game_pk - FIRST_GAME_PK - 1;
    if !(0..200 * GAME_PKS_A_YEAR).contains(&place) {
        return None;
    }
    let number = usize::try_from(place % GAME_PKS_A_YEAR).ok()?;
    Some((YEAR_ZERO + place / GAME_PKS_A_YEAR, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_year_and_number() {
        assert_eq!(game_pk(2024, 0), 5_240_001);
        assert_eq!(place_of(game_pk(2024, 2429)), Some((2024, 2429)));
        assert_eq!(place_of(1_894_000), None);
    }
}
