//! Flies, line drives and pop-ups that are caught, and what the runners dare.

use crate::advance::Move;
use crate::base::Base;
use crate::batted_ball::{Hit, Trajectory};
use crate::engine::{Appearance, Engine};
use crate::event_type::{DOUBLE_PLAY, EventType, FLYOUT, LINEOUT, POP_OUT, SAC_FLY};
use crate::in_play::Outcome;
use crate::position::{CATCHER, FIRST_BASE, is_outfield};

impl Engine {
    pub(crate) fn caught(&mut self, appearance: &Appearance, hit: &Hit) -> Outcome {
        let deep = is_outfield(hit.fielder) && self.outs < 2;
        if deep && self.bases.occupied(Base::Third) {
            if self.rng.chance(0.025) {
                return self.doubled_at_home(appearance, hit);
            }
            if self.rng.chance(if hit.trajectory == Trajectory::Fly {
                0.85
            } else {
                0.4
            }) {
                return self.sacrifice_fly(appearance, hit);
            }
        }
        let lined =
            hit.trajectory == Trajectory::Line && !is_outfield(hit.fielder) && hit.fielder != FIRST_BASE;
        if lined && self.outs < 2 && self.bases.occupied(Base::First) && self.rng.chance(0.2) {
            return self.doubled_off_first(appearance, hit);
        }
        let (event, verb) = match hit.trajectory {
            Trajectory::Fly => (FLYOUT, "flies out"),
            Trajectory::Line => (LINEOUT, "lines out"),
            _ => (POP_OUT, "pops out"),
        };
        let mut moves = vec![self.put_out(appearance, hit, event)];
        let second = self
            .bases
            .on(Base::Second)
            .filter(|_| deep && !self.bases.occupied(Base::Third));
        if let Some(runner) = second.filter(|_| self.rng.chance(0.16)) {
            moves.push(Move::advance(
                Base::Second,
                runner,
                Base::Third,
                event,
                "r_adv_play",
            ));
        }
        let name = self.batter_name(appearance.play.batter);
        let foul = hit.trajectory == Trajectory::Popup && self.rng.chance(0.2);
        let foul = if foul { " in foul territory" } else { "" };
        let sentence = format!(
            "{name} {verb}{} to {}{foul}.",
            hit.adverb(),
            self.fielder(hit.fielder)
        );
        Outcome {
            event,
            moves,
            sentence,
        }
    }

    fn put_out(&self, appearance: &Appearance, hit: &Hit, event: EventType) -> Move {
        let batter = self.new_runner(appearance.play.batter);
        Move::retire(
            None,
            batter,
            Base::First,
            event,
            None,
            vec![self.credit(hit.fielder, "f_putout")],
        )
    }

    fn sacrifice_fly(&self, appearance: &Appearance, hit: &Hit) -> Outcome {
        let mut moves = vec![self.put_out(appearance, hit, SAC_FLY)];
        if let Some(runner) = self.bases.on(Base::Third) {
            moves.push(Move::advance(Base::Third, runner, Base::Home, SAC_FLY, "r_adv_play").with_rbi());
        }
        let name = self.batter_name(appearance.play.batter);
        let sentence = format!("{name} out on a sacrifice fly to {}.", self.fielder(hit.fielder));
        Outcome {
            event: SAC_FLY,
            moves,
            sentence,
        }
    }

    fn doubled_at_home(&self, appearance: &Appearance, hit: &Hit) -> Outcome {
        let mut moves = vec![self.put_out(appearance, hit, DOUBLE_PLAY)];
        if let Some(runner) = self.bases.on(Base::Third) {
            let thrower = hit.fielder;
            let credits = vec![
                self.credit(thrower, "f_assist"),
                self.credit(thrower, "f_assist_of"),
                self.credit(CATCHER, "f_putout"),
            ];
            let why = Some("r_thrown_out");
            moves.push(Move::retire(
                Some(Base::Third),
                runner,
                Base::Home,
                DOUBLE_PLAY,
                why,
                credits,
            ));
        }
        let name = self.batter_name(appearance.play.batter);
        let (from, to) = (self.fielder(hit.fielder), self.fielder(CATCHER));
        Outcome {
            event: DOUBLE_PLAY,
            moves,
            sentence: format!("{name} flies into a double play, {from} to {to}."),
        }
    }

    fn doubled_off_first(&self, appearance: &Appearance, hit: &Hit) -> Outcome {
        let mut moves = vec![self.put_out(appearance, hit, DOUBLE_PLAY)];
        if let Some(runner) = self.bases.on(Base::First) {
            let credits = vec![
                self.credit(hit.fielder, "f_assist"),
                self.credit(FIRST_BASE, "f_putout"),
            ];
            let why = Some("r_doubled_off");
            moves.push(Move::retire(
                Some(Base::First),
                runner,
                Base::First,
                DOUBLE_PLAY,
                why,
                credits,
            ));
        }
        let name = self.batter_name(appearance.play.batter);
        let (from, to) = (self.fielder(hit.fielder), self.fielder(FIRST_BASE));
        Outcome {
            event: DOUBLE_PLAY,
            moves,
            sentence: format!("{name} lines into a double play, {from} to {to}."),
        }
    }
}
