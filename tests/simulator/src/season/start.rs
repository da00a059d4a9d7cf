//! When games begin: evenings on weekdays, afternoons on Sundays and on the days on which clubs travel.

use crate::club::Club;
use crate::date::{Date, Millis};
use crate::rng::Rng;

/// The start of a game that its clubs play on a day; `leaves` on the last day of its series.
pub(crate) fn start(rng: &mut Rng, home: &Club, date: Date, leaves: bool) -> Millis {
    let (thursday, saturday, sunday) = (3, 5, 6);
    let day_game = match date.weekday() {
        day if day == sunday => rng.chance(0.94),
        day if day == saturday => rng.chance(0.45),
        day if day == thursday && leaves => rng.chance(0.55),
        2 if leaves => rng.chance(0.5),
        _ => rng.chance(0.04),
    };
    let minutes = if day_game {
        *rng.pick(&[
            12 * 60 + 35,
            13 * 60 + 5,
            13 * 60 + 10,
            13 * 60 + 35,
            14 * 60 + 10,
            16 * 60 + 5,
        ])
    } else {
        *rng.pick(&[
            18 * 60 + 35,
            18 * 60 + 40,
            19 * 60 + 5,
            19 * 60 + 7,
            19 * 60 + 10,
            19 * 60 + 15,
        ])
    };
    home.venue().moment(date, minutes)
}

/// The first and the second game of a doubleheader: on one ticket an hour after the other, split in the evening.
pub(crate) fn doubleheader(rng: &mut Rng, home: &Club, date: Date, kind: &str) -> [Millis; 2] {
    let first = *rng.pick(&[12 * 60 + 35, 13 * 60 + 5, 13 * 60 + 10]);
    let second = if kind == "S" { 19 * 60 + 10 } else { first + 255 };
    [first, second].map(|minutes| home.venue().moment(date, minutes))
}

/// A suspended game goes on in the afternoon, before the game of the evening.
pub(crate) fn resumption(home: &Club, date: Date) -> Millis {
    home.venue().moment(date, 15 * 60 + 5)
}
