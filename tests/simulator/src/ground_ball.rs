//! Ground balls and bunts to somebody who can make an out with them.

use crate::advance::Move;
use crate::base::{Base, Bases};
use crate::batted_ball::Hit;
use crate::engine::{Appearance, Engine};
use crate::event_type::{
    BUNT_GROUNDOUT, EventType, FIELDERS_CHOICE, FIELDERS_CHOICE_OUT, FORCE_OUT, GROUNDED_INTO_DOUBLE_PLAY,
    GROUNDOUT, SAC_BUNT,
};
use crate::in_play::Outcome;
use crate::position::{CATCHER, FIRST_BASE, PITCHER, Position, SECOND_BASE, SHORTSTOP};

impl Engine {
    pub(crate) fn ground_ball(&mut self, appearance: &Appearance, hit: &Hit) -> Outcome {
        if self.bases.occupied(Base::First) {
            let turn = hit.fielder != PITCHER && self.outs < 2 && self.rng.chance(0.46);
            if turn || self.rng.chance(if self.outs == 2 { 0.3 } else { 0.42 }) {
                let double = turn && self.rng.chance(0.82);
                return self.force_at_second(appearance, hit, double);
            }
        }
        if self.bases.occupied(Base::Third) && self.outs < 2 && hit.fielder <= SHORTSTOP {
            if self.rng.chance(0.13) {
                return self.throw_home(appearance, hit, true);
            }
            if self.rng.chance(0.06) {
                return self.throw_home(appearance, hit, false);
            }
        }
        self.out_at_first(appearance, hit, GROUNDOUT, "grounds out")
    }

    pub(crate) fn bunt_out(&mut self, appearance: &Appearance, hit: &Hit) -> Outcome {
        let sacrifice = self.outs < 2 && self.bases.count() > 0 && !self.bases.occupied(Base::Third);
        if sacrifice {
            return self.out_at_first(appearance, hit, SAC_BUNT, "out on a sacrifice bunt");
        }
        self.out_at_first(appearance, hit, BUNT_GROUNDOUT, "bunt grounds out")
    }

    /// The fielder throws home: the runner from third is out there, or beats the throw.
    fn throw_home(&self, appearance: &Appearance, hit: &Hit, in_time: bool) -> Outcome {
        let event = if in_time {
            FIELDERS_CHOICE_OUT
        } else {
            FIELDERS_CHOICE
        };
        let mut moves = Vec::new();
        for (base, runner) in self.runners() {
            moves.push(if base == Base::Third && in_time {
                let credits = vec![
                    self.credit(hit.fielder, "f_assist"),
                    self.credit(CATCHER, "f_putout"),
                ];
                Move::retire(
                    Some(base),
                    runner,
                    Base::Home,
                    event,
                    Some("r_runner_out"),
                    credits,
                )
            } else {
                self.one_base(base, runner, event).with_rbi()
            });
        }
        let reach = Move::reach(self.new_runner(appearance.play.batter), Base::First, event);
        let fielded = if in_time {
            Vec::new()
        } else {
            vec![self.credit(hit.fielder, "f_fielded_ball")]
        };
        moves.push(reach.credited(fielded));
        let name = self.batter_name(appearance.play.batter);
        let fielder = self.fielder(hit.fielder);
        let sentence = if in_time {
            format!(
                "{name} reaches on a fielder's choice out, {fielder} to {}.",
                self.fielder(CATCHER)
            )
        } else {
            format!("{name} reaches on a fielder's choice, fielded by {fielder}.")
        };
        Outcome {
            event,
            moves,
            sentence,
        }
    }

    fn out_at_first(&mut self, appearance: &Appearance, hit: &Hit, event: EventType, verb: &str) -> Outcome {
        let alone = hit.fielder == FIRST_BASE && self.rng.chance(0.7);
        let cover = if hit.fielder == FIRST_BASE && !alone {
            PITCHER
        } else {
            FIRST_BASE
        };
        let mut credits = vec![self.credit(cover, "f_putout")];
        if !alone {
            credits.insert(0, self.credit(hit.fielder, "f_assist"));
        }
        let batter = self.new_runner(appearance.play.batter);
        let mut moves = vec![Move::retire(None, batter, Base::First, event, None, credits)];
        if self.outs < 2 {
            self.advance_behind_the_out(&mut moves, event);
        }
        let name = self.batter_name(appearance.play.batter);
        let adverb = if event == GROUNDOUT { hit.adverb() } else { "" };
        let (fielder, to) = (self.fielder(hit.fielder), self.fielder(cover));
        let sentence = if alone {
            format!("{name} {verb}{adverb} to {to}.")
        } else {
            format!("{name} {verb}{adverb}, {fielder} to {to}.")
        };
        Outcome {
            event,
            moves,
            sentence,
        }
    }

    /// While the batter is put out at first, runners go on where the next base is free.
    fn advance_behind_the_out(&mut self, moves: &mut Vec<Move>, event: EventType) {
        let bunt = event == SAC_BUNT;
        let from_third = self.rng.chance(if bunt { 0.3 } else { 0.52 });
        let from_second = bunt || self.rng.chance(0.6);
        let mut held = Bases::default();
        for (base, runner) in self.runners() {
            let forced = self.bases.forced(base);
            let goes = match base {
                Base::Third => forced || from_third,
                Base::Second => !held.occupied(Base::Third) && (forced || from_second),
                _ => !held.occupied(Base::Second),
            };
            let rests = if goes { base.next() } else { base };
            held.put(rests, Some(runner));
            if goes {
                moves.push(self.one_base(base, runner, event).with_rbi());
            }
        }
    }

    /// The runner from first is out at second, and perhaps the batter too.
    fn force_at_second(&self, appearance: &Appearance, hit: &Hit, double: bool) -> Outcome {
        let event = if double {
            GROUNDED_INTO_DOUBLE_PLAY
        } else {
            FORCE_OUT
        };
        let from_right = hit.fielder == SECOND_BASE || hit.fielder == FIRST_BASE;
        let cover: Position = if from_right { SHORTSTOP } else { SECOND_BASE };
        let batter = self.new_runner(appearance.play.batter);
        let mut moves = Vec::new();
        if let Some(runner) = self.bases.on(Base::First) {
            let credits = vec![
                self.credit(hit.fielder, "f_assist"),
                self.credit(cover, "f_putout"),
            ];
            moves.push(Move::retire(
                Some(Base::First),
                runner,
                Base::Second,
                event,
                Some("r_force_out"),
                credits,
            ));
        }
        if double {
            let credits = vec![
                self.credit(cover, "f_assist"),
                self.credit(FIRST_BASE, "f_putout"),
            ];
            moves.push(Move::retire(None, batter, Base::First, event, None, credits));
        }
        let outs = if double { 2 } else { 1 };
        if self.outs + outs < 3 {
            for (base, runner) in self
                .runners()
                .into_iter()
                .filter(|(base, _)| *base != Base::First)
            {
                let step = self.one_base(base, runner, event);
                // Nobody is credited with a run that scores on a double play.
                moves.push(if double { step } else { step.with_rbi() });
            }
        }
        let name = self.batter_name(appearance.play.batter);
        let (one, two) = (self.fielder(hit.fielder), self.fielder(cover));
        if double {
            let three = self.fielder(FIRST_BASE);
            let sentence = format!("{name} grounds into a double play, {one} to {two} to {three}.");
            return Outcome {
                event,
                moves,
                sentence,
            };
        }
        let fielded = vec![self.credit(hit.fielder, "f_fielded_ball")];
        moves.push(Move::reach(batter, Base::First, event).credited(fielded));
        Outcome {
            event,
            moves,
            sentence: format!("{name} grounds into a force out, {one} to {two}."),
        }
    }
}
