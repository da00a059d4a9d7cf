//! How far the games of a season were at a moment, and what was changed in them afterwards.

use super::{Fixture, Role, Season, Slot};
use crate::date::Millis;
use crate::game::Game;
use crate::rng::Rng;
use crate::setting::Setting;
use crate::state::State;
use std::sync::Arc;

/// No game is prepared earlier before its hour, none takes longer.
const EARLY: Millis = 3 * HOUR;
const LONG: Millis = 10 * HOUR;
const HOUR: Millis = 3_600_000;
/// Share of games whose record is corrected within three days.
const CORRECTED: f64 = 0.04;

impl Season {
    /// How far a game was at a moment.
    pub(crate) fn state(&self, number: usize, moment: Millis) -> State {
        let fixture = &self.fixtures[number];
        if moment < fixture.played.start - EARLY {
            State::Scheduled
        } else if moment > fixture.last_start() + LONG {
            State::Final
        } else {
            self.outcome(number).timeline.state_at(moment)
        }
    }

    /// How far it was for those who look at one of its dates; None when it was not listed there yet.
    pub(crate) fn listed_state(&self, number: usize, role: Role, moment: Millis) -> Option<State> {
        let fixture = &self.fixtures[number];
        let moved = fixture.is_moved_by(moment);
        match role {
            Role::Postponed if moved => Some(State::Postponed),
            Role::Postponed => Some(State::Scheduled),
            Role::MadeUp if !moved => None,
            Role::Resumed => {
                let state = self.state(number, moment);
                let known = state > State::InProgress
                    || (state == State::InProgress && moment >= fixture.last_start());
                let state = if state == State::Suspended {
                    State::Scheduled
                } else {
                    state
                };
                known.then_some(state)
            }
            Role::Played | Role::MadeUp | Role::Suspended => Some(self.state(number, moment)),
        }
    }

    /// A game as its feed told it at a moment.
    pub(crate) fn game_at(&self, number: usize, moment: Millis) -> Arc<Game> {
        let whole = self.game(number);
        let state = self.state(number, moment);
        if !state.is_decided() {
            let fixture = &self.fixtures[number];
            let slot = if fixture.is_moved_by(moment) {
                fixture.played
            } else {
                fixture.planned
            };
            let records = fixture.clubs.map(|club| self.record_before(club, slot.start));
            let whole = if slot.start == fixture.played.start {
                whole
            } else {
                Arc::new(whole.as_planned(slot))
            };
            return Arc::new(whole.at(moment, records));
        }
        let correction = self.correction(number);
        if state == State::Final && correction.is_none() {
            return whole;
        }
        let mut game = Game {
            state,
            ..whole.as_ref().clone()
        };
        match correction {
            Some(corrected) if corrected <= moment => game.touched = Some(corrected),
            Some(_) => game.setting = Arc::new(miscounted(&game.setting)),
            None => {}
        }
        Arc::new(game)
    }

    /// When the record of a game was corrected, for those of which it was.
    pub(crate) fn correction(&self, number: usize) -> Option<Millis> {
        let game_pk = self.fixtures[number].game_pk;
        let mut rng = Rng::stream(self.seed, "correction", game_pk.unsigned_abs());
        let later = rng.whole(6, 72) * HOUR;
        let corrected = rng.chance(CORRECTED);
        corrected.then(|| self.fixtures[number].last_start() + LONG + later)
    }

    /// When a game changed for the last time until a moment; None when it had not begun.
    pub(crate) fn changed_at(&self, number: usize, moment: Millis) -> Option<Millis> {
        if self.state(number, moment) == State::Scheduled {
            return None;
        }
        let timeline = self.outcome(number).timeline;
        let last = moment.min(timeline.end);
        self.correction(number)
            .filter(|corrected| *corrected <= moment)
            .or(Some(last))
    }
}

impl Game {
    /// The game as it was announced before it was moved.
    fn as_planned(&self, slot: Slot) -> Self {
        let mut plan = self.plan.as_ref().clone();
        plan.date = slot.date;
        plan.double_header = "N";
        plan.game_number = 1;
        if let Some(booking) = &mut plan.booking {
            booking.start = slot.start;
            booking.postponed_from = None;
            booking.series = slot.place;
        }
        Self {
            setting: Arc::new(Setting::of(&plan)),
            plan: Arc::new(plan),
            ..self.clone()
        }
    }
}

impl Fixture {
    /// Had the league told by a moment that it is played at another time?
    pub(crate) fn is_moved_by(&self, moment: Millis) -> bool {
        self.moved_at.is_some_and(|told| told <= moment)
    }
}

/// The attendance as it was told before somebody counted again.
fn miscounted(setting: &Setting) -> Setting {
    let mut setting = setting.clone();
    setting.attendance -= 100 + setting.attendance % 89;
    setting
}
