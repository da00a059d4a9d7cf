//! What a game is to be: its clubs and day, and what must happen in it.

use crate::club::{CLUBS, Club};
use crate::date::Date;
use crate::rng::Rng;

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
        }
    }
}
