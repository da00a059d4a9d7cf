//! The games of a day.

use crate::club::CLUBS;
use crate::date::Date;
use crate::game::Game;
use crate::plan::Plan;
use crate::rng::Rng;
use serde_json::Value;

/// Game ids of a day are consecutive and begin here, a hundred a day since 2000.
const FIRST_GAME_PK: i64 = 1_000_000;
const GAMES_A_DAY_MAX: i64 = 100;
const DAY_ZERO: i64 = 10_957;

/// The finished games of a day.
#[derive(Clone, Debug)]
pub struct Slate {
    /// Decides every game
    pub seed: u64,
    /// `2024-07-12`
    pub date: String,
    /// In the order of the schedule
    pub games: Vec<Game>,
}

impl Slate {
    /// The games of `date`, at most 100; they depend on the seed, the date and their place, not on how many they are.
    ///
    /// # Panics
    ///
    /// When `date` is not of the form `2024-07-12`.
    pub fn new(seed: u64, date: &str, games: usize) -> Self {
        let Some(day) = Date::parse(date) else {
            panic!("`{date}` is no date of the form 2024-07-12")
        };
        let games = (0..games.min(100)).map(|place| play(seed, day, place)).collect();
        Self {
            seed,
            date: date.to_owned(),
            games,
        }
    }

    /// The answer of `/api/v1/schedule` for this day.
    pub fn schedule(&self) -> Value {
        crate::endpoint::schedule_of(self)
    }

    /// The game with an id.
    pub fn game(&self, game_pk: i64) -> Option<&Game> {
        self.games.iter().find(|game| game.game_pk() == game_pk)
    }
}

/// The day on which a game with this id would be played.
pub(crate) fn date_of(game_pk: i64) -> Option<Date> {
    let number = game_pk - FIRST_GAME_PK;
    (0..730_000)
        .contains(&number)
        .then(|| Date::of_day_number(DAY_ZERO + number / GAMES_A_DAY_MAX))
}

/// The game at a place of the day's schedule.
fn play(seed: u64, day: Date, place: usize) -> Game {
    let number = i64::try_from(place).unwrap_or(0);
    let game_pk = FIRST_GAME_PK + (day.day_number() - DAY_ZERO) * GAMES_A_DAY_MAX + number;
    let mut rng = Rng::stream(seed, "place", game_pk.unsigned_abs());
    let plan = plan(seed, day, place, game_pk);
    let mut special = plan.clone();
    // One game in twenty-five is the short second game of a doubleheader, one in
    // seventy was called for rain, one in forty suspended and resumed after a trade.
    if rng.chance(0.04) {
        special = Plan {
            scheduled_innings: 7,
            game_number: 2,
            double_header: "Y",
            ..special
        };
    }
    if rng.chance(0.015) {
        special.innings = Some(rng.whole(5, special.scheduled_innings - 1));
    }
    special.wishes.both_clubs = rng.chance(0.025);
    Game::simulate(special)
        .or_else(|| Game::simulate(plan))
        .unwrap_or_else(|| unreachable!("a plan without wishes fits the first game that is no tie"))
}

/// Every fifteen games bring the thirty clubs together in another way.
fn plan(seed: u64, day: Date, place: usize, game_pk: i64) -> Plan {
    let round = i64::try_from(place / 15).unwrap_or(0);
    let mut rng = Rng::stream(seed, "pairs", (day.day_number() * 8 + round).unsigned_abs());
    let mut order: Vec<usize> = (0..CLUBS.len()).collect();
    for last in (1..order.len()).rev() {
        order.swap(last, rng.below(last + 1));
    }
    let pair = place % 15 * 2;
    let clubs = [&CLUBS[order[pair]], &CLUBS[order[pair + 1]]];
    Plan {
        clubs,
        crew: place,
        ..Plan::new(seed, game_pk, day)
    }
}
