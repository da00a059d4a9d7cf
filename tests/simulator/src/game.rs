//! A finished game, simulated from its plan.

use crate::date::Millis;
use crate::decisions::{self, Decisions};
use crate::engine::Engine;
use crate::feed;
use crate::invented::record_before;
use crate::plan::Plan;
use crate::play::{Play, Side};
use crate::setting::Setting;
use crate::squad::Squad;
use crate::state::State;
use crate::tally::Tally;
use serde_json::Value;
use std::sync::Arc;

/// Whole games tried until one fits its plan. A tie after nine innings is one game in ten, a walk-off one in twelve.
const ATTEMPTS_MAX: u64 = 4000;
/// Half innings tried until one ends as the plan has it.
const HALF_ATTEMPTS_MAX: usize = 400;

/// A finished game.
#[derive(Clone, Debug)]
pub struct Game {
    pub(crate) plan: Arc<Plan>,
    pub(crate) setting: Arc<Setting>,
    /// Away and home
    pub(crate) squads: [Squad; 2],
    pub(crate) plays: Vec<Play>,
    pub(crate) score: [i64; 2],
    pub(crate) innings: i64,
    /// When play was suspended and when it was resumed
    pub(crate) suspension: Option<(Millis, Millis)>,
    pub(crate) tallies: [Tally; 2],
    pub(crate) decisions: Option<Decisions>,
    /// Wins and losses of both clubs, this game included
    pub(crate) records: [(i64, i64); 2],
    /// How many games were tried before this one fitted its plan
    pub(crate) attempt: u64,
    /// Final, unless it is looked at as of a moment
    pub(crate) state: State,
    /// The plate appearance that is going on
    pub(crate) pending: Option<Play>,
    /// When the record was corrected after the end
    pub(crate) touched: Option<Millis>,
}

impl Game {
    /// Simulates the game of a plan; None when no game was found that fits it.
    pub(crate) fn simulate(plan: Plan) -> Option<Self> {
        let plan = Arc::new(plan);
        let setting = Arc::new(Setting::of(&plan));
        let squads = Side::BOTH.map(|side| Squad::line_up(&plan, side));
        let first = plan.booking.as_ref().map_or(0, |booking| booking.attempt);
        (first..ATTEMPTS_MAX).find_map(|attempt| {
            let engine = Engine::new(plan.clone(), setting.clone(), squads.clone(), attempt);
            engine.play_game().map(|engine| Self::finish(engine, attempt))
        })
    }

    pub(crate) fn finish(engine: Engine, attempt: u64) -> Self {
        let Engine {
            plan,
            setting,
            squads,
            plays,
            score,
            inning,
            suspension,
            ..
        } = engine;
        let tallies = [Tally::of(&plays, &squads[0]), Tally::of(&plays, &squads[1])];
        let records = records(&plan, score);
        let mut game = Self {
            plan,
            setting,
            squads,
            plays,
            score,
            innings: inning,
            suspension,
            tallies,
            decisions: None,
            records,
            attempt,
            state: State::Final,
            pending: None,
            touched: None,
        };
        game.decisions = Decisions::of(&game, &game.tallies);
        let (decisions, mut tallies) = (game.decisions, game.tallies.clone());
        decisions::mark(&game, decisions.as_ref(), &mut tallies);
        game.tallies = tallies;
        game
    }

    /// The game's id.
    pub fn game_pk(&self) -> i64 {
        self.plan.game_pk
    }

    /// Runs of the away and the home side.
    pub fn score(&self) -> [i64; 2] {
        self.score
    }

    /// Innings that were played.
    pub fn innings(&self) -> i64 {
        self.innings
    }

    /// The game as the API's `feed/live` answers it.
    pub fn feed(&self) -> Value {
        feed::document(self)
    }

    /// When the last play was over.
    pub(crate) fn end(&self) -> Millis {
        self.plays
            .last()
            .map_or(self.setting.first_pitch, |play| play.end)
    }

    /// The home side batted last and won then and there.
    pub(crate) fn is_walk_off(&self) -> bool {
        let last = self.plays.last();
        last.is_some_and(|play| play.side == Side::Home && play.runs() > 0 && self.score[1] > self.score[0])
    }

    /// Fewer innings than scheduled: called for rain.
    pub(crate) fn is_shortened(&self) -> bool {
        self.state.is_decided() && self.innings < self.plan.scheduled_innings
    }
}

/// Wins and losses of both clubs after a game.
fn records(plan: &Plan, score: [i64; 2]) -> [(i64, i64); 2] {
    if let Some(booking) = &plan.booking {
        return booking.records;
    }
    [0, 1].map(|side| {
        let (wins, losses) = record_before(plan.seed, plan.clubs[side], plan.date);
        let (own, other) = (score[side], score[1 - side]);
        (wins + i64::from(own > other), losses + i64::from(own < other))
    })
}

impl Engine {
    /// Plays to the end; None when the game does not become what the plan asks for.
    fn play_game(mut self) -> Option<Self> {
        self.play()?;
        Some(self)
    }

    /// Plays to the end, or until there are enough plays; None when the game does not become what the plan asks for.
    pub(crate) fn play(&mut self) -> Option<()> {
        let scheduled = self.plan.scheduled_innings;
        let target = self.plan.innings;
        let regular = target.map_or(scheduled, |innings| innings.min(scheduled));
        for inning in 1.. {
            self.inning = inning;
            self.play_half(Side::Away);
            if self.plays.len() >= self.plays_max {
                return None;
            }
            let last = inning >= regular;
            let called = inning == regular && regular < scheduled;
            if !(last && self.score[1] > self.score[0]) {
                if inning > regular && target.is_some() {
                    self.play_bottom_until_it_fits(inning)?;
                } else {
                    self.play_half(Side::Home);
                }
            }
            if self.plays.len() >= self.plays_max {
                return None;
            }
            let decided = self.score[0] != self.score[1];
            if last && (decided || called) {
                break;
            }
            if target.is_some_and(|innings| inning >= innings) || inning >= 30 {
                return None;
            }
        }
        let winner = if self.score[1] > self.score[0] {
            Side::Home
        } else {
            Side::Away
        };
        let right_winner = (self.plan.booking.as_ref()).is_none_or(|booking| booking.winner == winner);
        let fits = right_winner
            && target.is_none_or(|innings| innings == self.inning)
            && self.score[0] != self.score[1];
        let unmet = self.wishes;
        let met = !(unmet.review
            || unmet.ejection
            || unmet.pitching_change
            || unmet.pinch_hitter
            || unmet.both_clubs);
        let last = self.plays.last()?;
        let walk_off = last.side == Side::Home && last.runs() > 0 && self.score[1] > self.score[0];
        (fits && met && (walk_off || !self.plan.wishes.walk_off)).then_some(())
    }

    /// The bottom of an extra inning, tried until the game goes on to the planned inning and ends there.
    fn play_bottom_until_it_fits(&mut self, inning: i64) -> Option<()> {
        let target = self.plan.innings.unwrap_or(inning);
        for attempt in 0..HALF_ATTEMPTS_MAX {
            let mut trial = self.clone();
            trial.rng = crate::rng::Rng::new(trial.rng.next() ^ attempt as u64);
            trial.play_half(Side::Home);
            let (away, home) = (trial.score[0], trial.score[1]);
            let fits = if inning < target {
                away == home
            } else if self.plan.wishes.walk_off {
                home > away
            } else {
                away != home
            };
            if fits {
                *self = trial;
                return Some(());
            }
        }
        None
    }
}
