//! A game as it stood at a moment: the plays until then, the one that was going on, and who was where.

use crate::date::Millis;
use crate::engine::Engine;
use crate::game::Game;
use crate::play::{Count, EventKind, Play, Side};
use crate::squad::Squad;
use crate::state::State;

/// Minutes before the first pitch from which the clubs warm up.
const WARMUP_MINUTES: i64 = 26;
/// Minutes before the first pitch from which the game is prepared.
const PREPARED_MINUTES: i64 = 120;
/// Minutes after the last out in which the record is checked.
const CHECKED_MINUTES: i64 = 12;
const MINUTE: Millis = 60_000;

/// When a game that is over by now began, stopped and ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeline {
    pub first_pitch: Millis,
    /// From when until when it was suspended
    pub suspension: Option<(Millis, Millis)>,
    pub end: Millis,
}

impl Timeline {
    /// How far the game was at a moment.
    pub(crate) fn state_at(&self, moment: Millis) -> State {
        let Self {
            first_pitch,
            suspension,
            end,
        } = *self;
        let stopped = suspension.is_some_and(|(from, until)| (from..until).contains(&moment));
        if moment < first_pitch - PREPARED_MINUTES * MINUTE {
            State::Scheduled
        } else if moment < first_pitch - WARMUP_MINUTES * MINUTE {
            State::PreGame
        } else if moment < first_pitch - MINUTE {
            State::Warmup
        } else if stopped {
            State::Suspended
        } else if moment < end {
            State::InProgress
        } else if moment < end.saturating_add(CHECKED_MINUTES * MINUTE) {
            State::Over
        } else {
            State::Final
        }
    }
}

impl Game {
    pub(crate) fn timeline(&self) -> Timeline {
        Timeline {
            first_pitch: self.setting.first_pitch,
            suspension: self.suspension,
            end: self.end(),
        }
    }

    /// This game, which is over by now, as it was at a moment. `records` are those of the clubs before it.
    pub(crate) fn at(&self, moment: Millis, records: [(i64, i64); 2]) -> Self {
        let state = self.timeline().state_at(moment);
        if state.is_decided() {
            return Self {
                state,
                ..self.clone()
            };
        }
        let complete = self.plays.iter().take_while(|play| play.end <= moment).count();
        let pending = self
            .plays
            .get(complete)
            .and_then(|play| play.until(moment))
            .filter(|_| state != State::Scheduled);
        let squads = Side::BOTH.map(|side| Squad::line_up(&self.plan, side));
        let engine = Engine::new(self.plan.clone(), self.setting.clone(), squads, self.attempt);
        let mut game = Self::finish(engine.played_until(complete), self.attempt);
        if state.is_preview() {
            game.squads = game.squads.map(Squad::waiting);
        }
        for pitcher in game.tallies.iter_mut().flat_map(|tally| &mut tally.pitching) {
            pitcher.wins = 0;
            pitcher.losses = 0;
            pitcher.saves = 0;
            pitcher.complete_games = 0;
            pitcher.shutouts = 0;
            pitcher.games_finished = 0;
        }
        game.decisions = None;
        game.records = records;
        game.state = state;
        game.pending = pending;
        game
    }

    /// The play that is going on, or the last one.
    pub(crate) fn now(&self) -> Option<&Play> {
        self.pending.as_ref().or_else(|| self.plays.last())
    }

    /// When the feed changed last.
    pub(crate) fn touched_at(&self) -> Millis {
        if let Some(moment) = self.touched {
            return moment;
        }
        self.now()
            .map_or(self.setting.scheduled - PREPARED_MINUTES * MINUTE * 12, |play| {
                play.end
            })
    }

    /// The moments at which the feed changed, in order: every event ends in a new snapshot.
    pub(crate) fn touches(&self) -> Vec<Millis> {
        let prepared = self.setting.scheduled - PREPARED_MINUTES * MINUTE * 12;
        let events = self
            .plays
            .iter()
            .chain(&self.pending)
            .flat_map(|play| &play.events);
        let mut moments: Vec<Millis> = std::iter::once(prepared)
            .chain(events.map(|event| event.end))
            .chain(self.now().map(|play| play.end))
            .chain(self.touched)
            .collect();
        moments.sort_unstable();
        moments.dedup_by_key(|moment| moment.div_euclid(1000));
        moments
    }
}

impl Play {
    /// The part of a play that was over at a moment; None when nothing was.
    fn until(&self, moment: Millis) -> Option<Self> {
        let seen = self
            .events
            .iter()
            .take_while(|event| {
                let waits = matches!(event.kind, EventKind::Action(_));
                if waits {
                    event.start <= moment
                } else {
                    event.end <= moment
                }
            })
            .count();
        let last = self.events[..seen].last()?;
        let count = Count {
            outs: self.outs_before,
            ..last.count
        };
        let end = last.end.min(moment);
        let mut play = self.clone();
        play.events.truncate(seen);
        play.movements.retain(|step| step.play_index < seen);
        play.bases_after = play.bases_before;
        play.batter = last.batter;
        play.pitcher = last.pitcher;
        play.review = None;
        play.count = count;
        play.start = play.start.min(end);
        play.end = end;
        Some(play)
    }
}

impl Engine {
    /// Plays until so many plays are over.
    fn played_until(mut self, plays: usize) -> Self {
        self.plays_max = plays;
        // What the plan asks of the end does not matter here.
        let _ = self.play();
        self
    }
}

impl Squad {
    /// The squad before it has a lineup.
    fn waiting(mut self) -> Self {
        self.slots = Default::default();
        self.stints.clear();
        self.used.fill(false);
        self.positions.iter_mut().for_each(Vec::clear);
        self
    }
}
