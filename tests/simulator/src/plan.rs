//! What a game is to be: its clubs and day, and what must happen in it.

use crate::club::{CLUBS, Club};
use crate::date::{Date, Millis};
use crate::past::Past;
use crate::play::Side;
use crate::player::Player;
use crate::rng::Rng;
use crate::roster::roster;
use std::sync::Arc;

/// Everything that decides a game: the same plan is the same game.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub seed: u64,
    pub game_pk: i64,
    pub date: Date,
    /// Away and home
    pub clubs: [&'static Club; 2],
    /// 9, or 7 in some doubleheaders
    pub scheduled_innings: i64,
    /// The inning in which the game must end; None lets it end when it ends
    pub innings: Option<i64>,
    /// 1 or 2
    pub game_number: i64,
    /// N, S (split) or Y (one ticket)
    pub double_header: &'static str,
    pub wishes: Wishes,
    /// Number of the umpires' crew
    pub crew: usize,
    /// What the season that it belongs to says of it; None for a game by itself
    pub booking: Option<Booking>,
}

/// What must happen.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wishes {
    pub review: bool,
    pub ejection: bool,
    pub pitching_change: bool,
    pub pinch_hitter: bool,
    pub walk_off: bool,
    pub both_clubs: bool,
}

/// What a season says of a game.
#[derive(Clone, Debug)]
pub(crate) struct Booking {
    /// When it is to begin
    pub start: Millis,
    /// Who belongs to the clubs on the day
    pub rosters: [Arc<Vec<Player>>; 2],
    /// Games that the clubs have begun before this one: whose turn it is on the mound
    pub turns: [usize; 2],
    /// Who wins
    pub winner: Side,
    /// The attempt to begin with, where it is known that those before do not fit
    pub attempt: u64,
    pub suspension: Option<Suspension>,
    /// Wins and losses of the clubs, this game included
    pub records: [(i64, i64); 2],
    pub past: Arc<Past>,
    pub series: Series,
    /// When it had been scheduled, for a game that was postponed
    pub postponed_from: Option<Millis>,
}

/// A game is suspended before the bottom of an inning and goes on another day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Suspension {
    pub inning: i64,
    pub resumes: Millis,
    /// Id of a visitor who has been traded to the home side by then
    pub traded: Option<i64>,
}

/// Where a game stands among the games between its clubs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Series {
    /// Which of the season's series it is for the away and the home club
    pub numbers: [i64; 2],
    /// Which game of the series it is
    pub game: i64,
    pub games: i64,
}

impl Plan {
    /// A nine-inning game of two clubs that the seed picks.
    pub(crate) fn new(seed: u64, game_pk: i64, date: Date) -> Self {
        let mut rng = Rng::stream(seed, "clubs", game_pk.unsigned_abs());
        let away = rng.below(CLUBS.len());
        let home = (away + 1 + rng.below(CLUBS.len() - 1)) % CLUBS.len();
        Self {
            seed,
            game_pk,
            date,
            clubs: [&CLUBS[away], &CLUBS[home]],
            scheduled_innings: 9,
            innings: None,
            game_number: 1,
            double_header: "N",
            wishes: Wishes::default(),
            crew: 0,
            booking: None,
        }
    }

    /// Who belongs to a club on the day.
    pub(crate) fn roster(&self, side: Side) -> Arc<Vec<Player>> {
        match &self.booking {
            Some(booking) => booking.rosters[side as usize].clone(),
            None => Arc::new(roster(self.seed, self.clubs[side as usize], self.date.year)),
        }
    }

    /// Counts through the starting pitchers of a club.
    pub(crate) fn turn(&self, side: Side) -> usize {
        match &self.booking {
            Some(booking) => booking.turns[side as usize],
            None => {
                let day = self.date.day_number().rem_euclid(1_000_000);
                usize::try_from(day).unwrap_or(0) + self.clubs[side as usize].number()
            }
        }
    }

    pub(crate) fn suspension(&self) -> Option<Suspension> {
        self.booking.as_ref().and_then(|booking| booking.suspension)
    }

    pub(crate) fn series(&self) -> Series {
        let day = self.date.day_number();
        self.booking.as_ref().map_or(
            Series {
                numbers: [1 + day % 52; 2],
                game: 1 + day % 3,
                games: 3,
            },
            |booking| booking.series,
        )
    }
}
