//! What happens between pitches on the bases: throws over, steals, balls that get away.

use crate::advance::Move;
use crate::base::Base;
use crate::call::Call;
use crate::engine::{Appearance, Engine};
use crate::event_type::{
    BALK, CAUGHT_STEALING_2B, CAUGHT_STEALING_3B, DEFENSIVE_INDIFFERENCE, EventType, PASSED_BALL, PICKOFF_1B,
    PICKOFF_ERROR_1B, STOLEN_BASE_2B, STOLEN_BASE_3B, WILD_PITCH,
};
use crate::play::{EventKind, NoPitch};
use crate::position::{CATCHER, FIRST_BASE, PITCHER, SECOND_BASE, THIRD_BASE};

impl Engine {
    /// What may happen before the pitcher delivers.
    pub(crate) fn before_pitch(&mut self, appearance: &mut Appearance) {
        self.interrupt(appearance);
        let first = self.bases.on(Base::First);
        if first.is_some() && appearance.disengagements < 2 && self.rng.chance(0.037) {
            let from_catcher = self.rng.chance(0.07);
            self.record(
                appearance,
                EventKind::Pickoff {
                    base: Base::First,
                    from_catcher,
                },
                4.5,
                9.0,
            );
            self.after_throw_over(appearance);
        } else if self.bases.count() > 0 && appearance.disengagements < 2 && self.rng.chance(0.01) {
            self.record(appearance, EventKind::StepOff, 5.0, 6.0);
        } else if self.rng.chance(0.000_9) && appearance.count.balls < 3 {
            self.timer_violation(appearance);
        }
    }

    fn after_throw_over(&mut self, appearance: &mut Appearance) {
        let Some(runner) = self.bases.on(Base::First) else {
            return;
        };
        let name = self.batter_name(runner.player);
        if self.rng.chance(0.03) {
            let credits = vec![
                self.credit(PITCHER, "f_assist"),
                self.credit(FIRST_BASE, "f_putout"),
            ];
            let out = Move::retire(
                Some(Base::First),
                runner,
                Base::First,
                PICKOFF_1B,
                Some("r_pickoff_1b"),
                credits,
            );
            let sentence = format!(
                "Pitcher {} picks off {name} at 1st on throw to {}.",
                self.pitcher().full_name(),
                self.fielder(FIRST_BASE)
            );
            self.on_the_bases(appearance, PICKOFF_1B, sentence, runner.player, vec![out]);
        } else if !self.bases.occupied(Base::Second) && self.rng.chance(0.02) {
            let credits = vec![self.credit(PITCHER, "f_throwing_error")];
            let on = Move::advance(
                Base::First,
                runner,
                Base::Second,
                PICKOFF_ERROR_1B,
                "r_pickoff_error_1b",
            )
            .credited(credits);
            let sentence = format!(
                "Throwing error by pitcher {} on the pickoff attempt.",
                self.pitcher().full_name()
            );
            self.on_the_bases(
                appearance,
                PICKOFF_ERROR_1B,
                sentence,
                runner.player,
                vec![Move { unearned: true, ..on }],
            );
        }
    }

    /// The pitch timer: an automatic ball for the pitcher, an automatic strike for the batter.
    fn timer_violation(&mut self, appearance: &mut Appearance) {
        let pitcher = self.pitcher();
        let by_batter = appearance.count.strikes < 2 && appearance.pitches % 3 == 1;
        let violation = if by_batter {
            let batter = self.batter(appearance.play.batter);
            appearance.count.strikes += 1;
            NoPitch {
                code: "AC",
                description: "Automatic Strike - Batter Pitch Timer Violation",
                is_ball: false,
                violation: Some((
                    "batter_pitch_timer",
                    "Batter Pitch Timer Violation",
                    batter.id,
                    batter.full_name(),
                )),
                number: appearance.pitches,
            }
        } else {
            appearance.count.balls += 1;
            NoPitch {
                code: "VP",
                description: "Automatic Ball - Pitcher Pitch Timer Violation",
                is_ball: true,
                violation: Some((
                    "pitcher_pitch_timer",
                    "Pitcher Pitch Timer Violation",
                    pitcher.id,
                    pitcher.full_name(),
                )),
                number: appearance.pitches,
            }
        };
        self.record(appearance, EventKind::NoPitch(violation), 5.0, 8.0);
    }

    /// What the runners do with a pitch that the batter let pass or missed.
    pub(crate) fn after_pitch(&mut self, appearance: &mut Appearance) {
        if self.bases.count() == 0 {
            return;
        }
        let Some(call) = last_call(appearance) else { return };
        if matches!(call, Call::BallInDirt | Call::SwingingBlocked) && self.rng.chance(0.16) {
            let event = if self.rng.chance(0.84) {
                WILD_PITCH
            } else {
                PASSED_BALL
            };
            self.gets_away(appearance, event);
        } else if self.rng.chance(0.000_25) {
            self.gets_away(appearance, BALK);
        } else if call != Call::Foul && call != Call::FoulBunt {
            self.maybe_steal(appearance);
        }
    }

    /// Every runner goes on a base.
    fn gets_away(&mut self, appearance: &mut Appearance, event: EventType) {
        let mut moves = Vec::new();
        for base in [Base::Third, Base::Second, Base::First] {
            if let Some(runner) = self.bases.on(base) {
                let step = Move::advance(base, runner, base.next(), event, "r_adv_play");
                moves.push(Move {
                    unearned: event == PASSED_BALL,
                    ..step
                });
            }
        }
        let culprit = if event == PASSED_BALL { CATCHER } else { PITCHER };
        let what = match event {
            WILD_PITCH => "Wild pitch by",
            PASSED_BALL => "Passed ball by",
            _ => "Balk by",
        };
        let sentence = format!(
            "{what} {}.{}",
            self.fielder(culprit),
            self.runners_in_words(&moves)
        );
        let Some(lead) = moves.first().map(|step| step.runner.player) else {
            return;
        };
        self.on_the_bases(appearance, event, sentence, lead, moves);
    }

    fn maybe_steal(&mut self, appearance: &mut Appearance) {
        let (first, second, third) = (
            self.bases.on(Base::First),
            self.bases.on(Base::Second),
            self.bases.on(Base::Third),
        );
        if let (Some(runner), None) = (first, second) {
            let speed = self.batter(runner.player).speed;
            let far_ahead = self.inning >= 9 && self.fielding_lead() >= 3;
            if far_ahead && third.is_none() && self.rng.chance(0.05) {
                let name = self.batter_name(runner.player);
                let on = Move::advance(
                    Base::First,
                    runner,
                    Base::Second,
                    DEFENSIVE_INDIFFERENCE,
                    "r_defensive_indiff",
                );
                self.on_the_bases(
                    appearance,
                    DEFENSIVE_INDIFFERENCE,
                    format!("{name} advances to 2nd on defensive indifference."),
                    runner.player,
                    vec![on],
                );
            } else if self.rng.chance(0.017 * speed * speed) {
                self.steal(appearance, Base::First, 0.66 + 0.13 * speed);
            }
        } else if let (Some(runner), None) = (second, third) {
            let speed = self.batter(runner.player).speed;
            if self.rng.chance(0.0045 * speed * speed) {
                self.steal(appearance, Base::Second, 0.68 + 0.12 * speed);
            }
        }
    }

    fn steal(&mut self, appearance: &mut Appearance, from: Base, success: f64) {
        let Some(runner) = self.bases.on(from) else { return };
        let name = self.batter_name(runner.player);
        let to = from.next();
        if let Some(EventKind::Pitch(pitch)) = appearance.play.events.last_mut().map(|event| &mut event.kind)
        {
            pitch.runner_going = true;
        }
        if self.rng.chance(success) {
            let (event, reason) = if to == Base::Second {
                (STOLEN_BASE_2B, "r_stolen_base_2b")
            } else {
                (STOLEN_BASE_3B, "r_stolen_base_3b")
            };
            let ordinal = self.season_count(runner.player, event);
            let on = Move::advance(from, runner, to, event, reason);
            self.on_the_bases(
                appearance,
                event,
                format!("{name} steals ({ordinal}) {} base.", to.in_words()),
                runner.player,
                vec![on],
            );
            return;
        }
        let (event, reason, cover) = if to == Base::Second {
            (CAUGHT_STEALING_2B, "r_caught_stealing_2b", SECOND_BASE)
        } else {
            (CAUGHT_STEALING_3B, "r_caught_stealing_3b", THIRD_BASE)
        };
        let credits = vec![self.credit(CATCHER, "f_assist"), self.credit(cover, "f_putout")];
        let sentence = format!(
            "{name} caught stealing {} base, {} to {}.",
            to.in_words(),
            self.fielder(CATCHER),
            self.fielder(cover)
        );
        let out = Move::retire(Some(from), runner, to, event, Some(reason), credits);
        self.on_the_bases(appearance, event, sentence, runner.player, vec![out]);
    }

    /// Carries out what happened on the bases. When it ends the inning or the game it is the play's result, and
    /// no action of its own is told.
    fn on_the_bases(
        &mut self,
        appearance: &mut Appearance,
        event: EventType,
        sentence: String,
        runner: usize,
        moves: Vec<Move>,
    ) {
        let retired = moves.iter().any(|step| step.out_at.is_some());
        let ends = (retired && self.outs == 2) || self.would_walk_off(&moves);
        if ends {
            let index = appearance.play.events.len().saturating_sub(1);
            self.apply(appearance, moves, index);
            appearance.play.result = event;
            appearance.play.description = sentence;
            appearance.done = true;
            appearance.turn_over = false;
            return;
        }
        let index = appearance.play.events.len();
        let scores = moves.iter().any(|step| step.to == Some(Base::Home));
        self.apply(appearance, moves, index);
        let mut action = self.action(event, sentence, Some(self.batter(runner).id));
        action.base_running = true;
        action.out = retired;
        action.scoring = scores;
        self.record(appearance, EventKind::Action(Box::new(action)), 9.0, 6.0);
    }

    fn would_walk_off(&self, moves: &[Move]) -> bool {
        let scored = moves.iter().filter(|step| step.to == Some(Base::Home)).count();
        self.can_walk_off() && scored > 0 && self.score[1] + 1 > self.score[0]
    }
}

fn last_call(appearance: &Appearance) -> Option<Call> {
    match appearance.play.events.last().map(|event| &event.kind) {
        Some(EventKind::Pitch(pitch)) => Some(pitch.call),
        _ => None,
    }
}
