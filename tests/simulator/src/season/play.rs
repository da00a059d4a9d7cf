//! Simulating the games of a season: each with the squads of its day, until it comes out as the standings have it.

use super::{Fixture, Outcome, Season};
use crate::game::Game;
use crate::past::Past;
use crate::plan::{Booking, Plan, Suspension, Wishes};
use crate::play::Side;
use crate::player::Player;
use crate::setting::Setting;
use std::sync::{Arc, PoisonError};

/// Whole games that are kept; one takes about half a megabyte.
const GAMES_KEPT_MAX: usize = 32;
/// Threads that simulate when many games are needed at once.
const THREADS_MAX: usize = 4;

impl Season {
    /// A game as it came out, with what its players had done before.
    pub(crate) fn game(&self, number: usize) -> Arc<Game> {
        if let Some(game) = self.kept(number) {
            return game;
        }
        let past = Arc::new(self.past(number));
        let attempt = self.outcome(number).attempt;
        let game = Arc::new(self.simulate(number, attempt, past));
        let mut games = self.games.lock().unwrap_or_else(PoisonError::into_inner);
        if games.len() >= GAMES_KEPT_MAX {
            games.remove(0);
        }
        games.push((number, game.clone()));
        game
    }

    fn kept(&self, number: usize) -> Option<Arc<Game>> {
        let mut games = self.games.lock().unwrap_or_else(PoisonError::into_inner);
        let place = games.iter().position(|(kept, _)| *kept == number)?;
        // Used last, dropped last.
        let entry = games.remove(place);
        let game = entry.1.clone();
        games.push(entry);
        Some(game)
    }

    /// The result of a game; simulates it when it was not yet.
    pub(crate) fn outcome(&self, number: usize) -> &Outcome {
        self.outcomes[number].get_or_init(|| Outcome::of(&self.simulate(number, 0, Arc::default())))
    }

    /// Simulates those of the games that were not yet, on all cores.
    pub(crate) fn settle(&self, numbers: &[usize]) {
        let open: Vec<usize> = numbers
            .iter()
            .copied()
            .filter(|number| self.outcomes[*number].get().is_none())
            .collect();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = cores.min(THREADS_MAX).min(open.len().max(1));
        std::thread::scope(|scope| {
            for first in 0..threads {
                let mine = open.iter().skip(first).step_by(threads);
                scope.spawn(move || {
                    for number in mine {
                        self.outcome(*number);
                    }
                });
            }
        });
    }

    /// Where and before whom a game is played, which needs no simulation.
    pub(crate) fn setting(&self, number: usize) -> Setting {
        let nobody = [Arc::default(), Arc::default()];
        Setting::of(&self.plan(number, nobody, 0, Arc::default()))
    }

    /// What a fixture asks of its game.
    fn plan(&self, number: usize, rosters: [Arc<Vec<Player>>; 2], attempt: u64, past: Arc<Past>) -> Plan {
        let fixture = &self.fixtures[number];
        let turn = |side: usize| {
            let schedule = self.schedule_of(fixture.clubs[side]);
            schedule.iter().position(|other| *other == number).unwrap_or(0)
        };
        let booking = Booking {
            start: fixture.played.start,
            rosters,
            turns: [turn(0), turn(1)],
            winner: if fixture.home_wins { Side::Home } else { Side::Away },
            attempt,
            suspension: fixture.resumed.map(|resumed| Suspension {
                inning: resumed.inning,
                resumes: resumed.start,
                traded: resumed.traded,
            }),
            records: self.records_after(number),
            past,
            series: fixture.played.place,
            postponed_from: fixture.is_postponed().then_some(fixture.planned.start),
        };
        Plan {
            seed: self.seed,
            game_pk: fixture.game_pk,
            date: fixture.played.date,
            clubs: fixture.clubs,
            scheduled_innings: fixture.scheduled_innings,
            innings: called_in(fixture),
            game_number: fixture.game_number,
            double_header: fixture.double_header,
            wishes: Wishes::default(),
            crew: fixture.crew,
            booking: Some(booking),
        }
    }

    fn simulate(&self, number: usize, attempt: u64, past: Arc<Past>) -> Game {
        let fixture = &self.fixtures[number];
        let rosters = self.rosters_on(fixture.played.date);
        let rosters = fixture.clubs.map(|club| rosters.active(&self.people, club));
        let plan = self.plan(number, rosters, attempt, past);
        let unshortened = Plan {
            innings: None,
            ..plan.clone()
        };
        Game::simulate(plan)
            .or_else(|| Game::simulate(unshortened))
            .unwrap_or_else(|| unreachable!("of thousands of games one is won by either side"))
    }
}

/// The inning in which rain ends a game that it ends.
fn called_in(fixture: &Fixture) -> Option<i64> {
    fixture
        .called_in
        .filter(|inning| *inning < fixture.scheduled_innings)
}
