//! A ball in play: hits in `base_hit`, balls that are caught in `caught`, those on the ground in `ground_ball`.

use crate::advance::Move;
use crate::base::{Base, Runner};
use crate::batted_ball::{Hit, Trajectory, Worth};
use crate::call::Call;
use crate::engine::{Appearance, Engine};
use crate::event_type::{
    DOUBLE_PLAY, EventType, FIELD_ERROR, FIELDERS_CHOICE_OUT, FORCE_OUT, GROUNDED_INTO_DOUBLE_PLAY,
    GROUNDOUT, HOME_RUN, SAC_BUNT,
};
use crate::play::EventKind;
use crate::position::FIRST_BASE;
use crate::review::Kind;

/// What a batted ball came to.
pub(crate) struct Outcome {
    pub event: EventType,
    pub moves: Vec<Move>,
    /// The sentence about the batter; the runners follow it
    pub sentence: String,
}

impl Engine {
    /// Settles a ball in play; `index` is the event that put it there.
    pub(crate) fn ball_in_play(&mut self, appearance: &mut Appearance, hit: &Hit, index: usize) {
        let before = self.outs;
        let outcome = match (hit.worth, hit.trajectory) {
            (Worth::Out, Trajectory::Ground) => self.ground_ball(appearance, hit),
            (Worth::Out, Trajectory::BuntGround) => self.bunt_out(appearance, hit),
            (Worth::Out, _) => self.caught(appearance, hit),
            (Worth::Error, _) => self.misplayed(appearance, hit),
            (Worth::HomeRun, _) => self.home_run(appearance, hit),
            (worth, _) => self.base_hit(appearance, hit, worth),
        };
        appearance.play.result = outcome.event;
        appearance.play.description = outcome.sentence + &self.runners_in_words(&outcome.moves);
        self.apply(appearance, outcome.moves, index);
        appearance.done = true;
        let outs = self.outs - before;
        let runs = appearance
            .play
            .movements
            .iter()
            .any(|step| step.scores() && step.play_index == index);
        let event = appearance.play.events.get_mut(index);
        if let Some(EventKind::Pitch(pitch)) = event.map(|event| &mut event.kind) {
            pitch.out = outs > 0;
            pitch.call = match (runs, outs > 0) {
                (true, _) => Call::InPlayRun,
                (false, true) => Call::InPlayOut,
                (false, false) => Call::InPlayNoOut,
            };
        }
        match outcome.event {
            GROUNDOUT | FORCE_OUT | GROUNDED_INTO_DOUBLE_PLAY | SAC_BUNT => {
                self.maybe_review(appearance, Kind::PlayAtFirst, 0.014);
            }
            FIELDERS_CHOICE_OUT | DOUBLE_PLAY => self.maybe_review(appearance, Kind::TagPlay, 0.25),
            HOME_RUN => self.maybe_review(appearance, Kind::HomeRun, 0.04),
            _ => {}
        }
    }

    /// The runners, the one nearest to home first.
    pub(crate) fn runners(&self) -> Vec<(Base, Runner)> {
        let bases = [Base::Third, Base::Second, Base::First];
        bases
            .into_iter()
            .filter_map(|base| Some((base, self.bases.on(base)?)))
            .collect()
    }

    /// A runner goes on one base, because he must or because he can.
    pub(crate) fn one_base(&self, base: Base, runner: Runner, event: EventType) -> Move {
        Move::advance(base, runner, base.next(), event, self.reason(base))
    }

    pub(crate) fn reason(&self, base: Base) -> &'static str {
        if self.bases.forced(base) {
            "r_adv_force"
        } else {
            "r_adv_play"
        }
    }

    /// A fielder misplays it: the batter is safe and everybody goes on a base.
    fn misplayed(&mut self, appearance: &Appearance, hit: &Hit) -> Outcome {
        let batter = self.new_runner(appearance.play.batter);
        let may_throw = hit.trajectory == Trajectory::Ground && hit.fielder != FIRST_BASE;
        let throwing = may_throw && self.rng.chance(0.45);
        let kind = if throwing {
            "f_throwing_error"
        } else {
            "f_fielding_error"
        };
        self.outs_lost += 1;
        let mut moves = Vec::new();
        for (base, runner) in self.runners() {
            moves.push(Move {
                unearned: true,
                ..self.one_base(base, runner, FIELD_ERROR)
            });
        }
        let reach = Move {
            unearned: true,
            ..Move::reach(batter, Base::First, FIELD_ERROR)
        };
        moves.push(reach.credited(vec![self.credit(hit.fielder, kind)]));
        let error = if throwing { "throwing" } else { "fielding" };
        let name = self.batter_name(appearance.play.batter);
        let sentence = format!(
            "{name} reaches on a {error} error by {}.",
            self.fielder(hit.fielder)
        );
        Outcome {
            event: FIELD_ERROR,
            moves,
            sentence,
        }
    }
}
