//! A plate appearance, pitch by pitch.

use crate::advance::Move;
use crate::base::Base;
use crate::batted_ball::Hit;
use crate::call::Call;
use crate::engine::{Appearance, Engine};
use crate::event_type::{HIT_BY_PITCH, INTENT_WALK, STRIKEOUT, STRIKEOUT_DOUBLE_PLAY, WALK};
use crate::pitch::{Duel, Pitch};
use crate::play::{Count, EventKind, NoPitch, Play};
use crate::position::CATCHER;

/// Ball, called strike, swinging strike, foul and ball in play, in a thousand pitches at a count:
/// row by balls, column by strikes.
const OUTCOMES: [[[f64; 5]; 3]; 4] = [
    [
        [385.0, 325.0, 73.0, 108.0, 109.0],
        [402.0, 117.0, 122.0, 176.0, 183.0],
        [482.0, 36.0, 130.0, 182.0, 170.0],
    ],
    [
        [346.0, 270.0, 88.0, 143.0, 153.0],
        [356.0, 112.0, 126.0, 195.0, 211.0],
        [403.0, 40.0, 145.0, 214.0, 198.0],
    ],
    [
        [338.0, 272.0, 76.0, 143.0, 171.0],
        [317.0, 127.0, 120.0, 205.0, 231.0],
        [318.0, 43.0, 139.0, 258.0, 242.0],
    ],
    [
        [330.0, 560.0, 14.0, 36.0, 60.0],
        [305.0, 178.0, 94.0, 198.0, 225.0],
        [226.0, 56.0, 124.0, 307.0, 287.0],
    ],
];

/// A batter who fouls off more than this is retired by the next pitch he misses; keeps every loop finite.
const PITCHES_MAX: i64 = 40;

impl Engine {
    /// Brings up the next batter and plays until he is done, or the inning is.
    pub(crate) fn plate_appearance(&mut self, leads_off: bool) {
        let mut appearance = self.step_in();
        if self.plays.is_empty() {
            self.announce_start(&mut appearance);
        }
        if leads_off {
            self.take_the_field(&mut appearance);
            if self.inning > self.plan.scheduled_innings {
                self.place_runner(&mut appearance);
            }
        }
        self.between_batters(&mut appearance, leads_off);
        appearance.play.start = self.clock;
        if self.wants_intentional_walk() {
            self.intentional_walk(&mut appearance);
        }
        while !appearance.done {
            self.before_pitch(&mut appearance);
            if !appearance.done {
                self.pitch(&mut appearance);
            }
            if !appearance.done {
                self.after_pitch(&mut appearance);
            }
        }
        self.step_out(appearance);
    }

    fn step_in(&mut self) -> Appearance {
        let squad = self.batting();
        let batter = squad.in_slot(squad.next_slot);
        let play = Play {
            index: self.plays.len(),
            inning: self.inning,
            side: self.side,
            batter,
            bat_side: self.bat_side(batter),
            pitcher: self.fielding().pitcher(),
            pitch_hand: self.pitcher().throws,
            catcher: self.fielding().field[usize::from(CATCHER)],
            bases_before: self.bases,
            bases_after: self.bases,
            events: Vec::new(),
            movements: Vec::new(),
            result: WALK,
            description: String::new(),
            count: Count::default(),
            score: self.score,
            review: None,
            start: self.clock,
            end: self.clock,
            outs_before: self.outs,
        };
        Appearance {
            play,
            count: Count {
                outs: self.outs,
                ..Count::default()
            },
            pitches: 0,
            disengagements: 0,
            done: false,
            turn_over: true,
        }
    }

    fn step_out(&mut self, mut appearance: Appearance) {
        let play = &mut appearance.play;
        play.count = Count {
            outs: self.outs,
            ..appearance.count
        };
        play.score = self.score;
        play.bases_after = self.bases;
        play.end = play.events.last().map_or(self.clock, |event| event.end);
        play.start = play.start.min(play.end);
        play.pitcher = self.squads[self.side.other() as usize].pitcher();
        play.pitch_hand = self.squads[self.side.other() as usize]
            .player(play.pitcher)
            .throws;
        play.bat_side = self.squads[self.side as usize]
            .player(play.batter)
            .bats
            .against(play.pitch_hand);
        let (outs, runs) = (play.outs_made(), play.runs());
        if let Some(stint) = self.fielding_mut().stints.last_mut() {
            stint.batters += i64::from(appearance.turn_over);
            stint.outs += outs;
            stint.runs += runs;
        }
        if appearance.turn_over {
            let squad = self.batting_mut();
            squad.next_slot = (squad.next_slot + 1) % 9;
        }
        self.plays.push(appearance.play);
        self.over = self.walked_off();
        self.clock += crate::engine::millis(self.rng.between(18.0, 34.0));
    }

    /// Throws one pitch and deals with what comes of it.
    fn pitch(&mut self, appearance: &mut Appearance) {
        appearance.play.bases_before = self.bases;
        let call = self.call(appearance);
        appearance.pitches += 1;
        let mut pitch = self.throw(appearance, call);
        let counted = &mut appearance.count;
        if call.is_ball() {
            counted.balls += 1;
        } else if call.is_strike() && !(call.is_plain_foul() && counted.strikes == 2) {
            counted.strikes += 1;
        }
        if call.is_in_play() {
            let bunt = self.wants_bunt(appearance);
            let hit = if bunt {
                Hit::bunt(&mut self.rng, appearance.play.bat_side)
            } else {
                let (batter, stuff) = (self.batter(appearance.play.batter).clone(), self.pitcher().stuff);
                Hit::swing(&mut self.rng, &batter, appearance.play.bat_side, stuff)
            };
            pitch.hit = Some(hit.clone());
            let index = appearance.play.events.len();
            let going = self.bases.occupied(Base::First)
                && appearance.count.balls == 3
                && appearance.count.strikes == 2
                && self.outs == 2;
            pitch.runner_going = going;
            self.record_pitch(appearance, pitch);
            self.ball_in_play(appearance, &hit, index);
            return;
        }
        let (balls, strikes) = (appearance.count.balls, appearance.count.strikes);
        pitch.out = strikes == 3;
        self.record_pitch(appearance, pitch);
        if call == Call::HitByPitch {
            self.hit_by_pitch(appearance);
        } else if balls == 4 {
            self.walk(appearance);
        } else if strikes == 3 {
            self.strikeout(appearance, call);
        } else {
            self.maybe_pitch_challenge(appearance);
        }
    }

    fn record_pitch(&mut self, appearance: &mut Appearance, pitch: Pitch) {
        let seconds = if pitch.call.is_in_play() {
            self.rng.between(5.0, 14.0)
        } else {
            self.rng.between(3.0, 6.2)
        };
        let wait = self.rng.between(10.5, 18.5);
        self.record(appearance, EventKind::Pitch(Box::new(pitch)), seconds, wait);
        if let Some(stint) = self.fielding_mut().stints.last_mut() {
            stint.pitches += 1;
        }
    }

    fn throw(&mut self, appearance: &Appearance, call: Call) -> Pitch {
        let fielding = &self.squads[self.side.other() as usize];
        let stint = fielding.stints.last().map_or(0, |stint| stint.pitches);
        let pitcher = fielding.player(fielding.pitcher());
        let fatigue = stint as f64 / pitcher.stamina.max(1) as f64;
        let batter = self.squads[self.side as usize].player(appearance.play.batter);
        let duel = Duel {
            pitcher,
            batter,
            bat_side: batter.bats.against(pitcher.throws),
            fatigue,
        };
        Pitch::throw(&mut self.rng, &duel, call, appearance.pitches)
    }

    /// What comes of the next pitch, by the count and by what the two can do.
    fn call(&mut self, appearance: &Appearance) -> Call {
        let row = usize::try_from(appearance.count.balls).unwrap_or(0).min(3);
        let column = usize::try_from(appearance.count.strikes).unwrap_or(0).min(2);
        let (pitcher, batter) = (self.pitcher(), self.batter(appearance.play.batter));
        let mut odds = OUTCOMES[row][column];
        odds[0] *= 0.97 * (2.0 - pitcher.control);
        odds[1] *= 0.5 + 0.5 * pitcher.control;
        odds[2] *= 1.04 * pitcher.stuff * (2.0 - batter.contact);
        odds[3] *= 0.92;
        odds[4] *= 0.93 * batter.contact;
        if appearance.pitches >= PITCHES_MAX {
            odds[3] = 0.0;
        }
        let fouls = appearance.count.strikes == 2;
        match self.rng.weighted(&odds) {
            0 if self.rng.chance(0.0085) => Call::HitByPitch,
            0 if self.rng.chance(0.068) => Call::BallInDirt,
            0 if self.bases.occupied(Base::First) && self.rng.chance(0.001) => Call::Pitchout,
            0 => Call::Ball,
            1 => Call::Called,
            2 if self.rng.chance(0.045) => Call::SwingingBlocked,
            2 if self.rng.chance(0.075) => Call::FoulTip,
            2 => Call::Swinging,
            3 if !fouls && self.bases.count() > 0 && self.rng.chance(0.012) => Call::FoulBunt,
            3 => Call::Foul,
            _ => Call::InPlayOut,
        }
    }

    fn wants_bunt(&mut self, appearance: &Appearance) -> bool {
        let weak = self.batter(appearance.play.batter).power < 0.9;
        let early = appearance.count.strikes < 2;
        let chance =
            if self.outs == 0 && self.bases.occupied(Base::First) && !self.bases.occupied(Base::Third) {
                0.05
            } else {
                0.004
            };
        weak && early && self.rng.chance(chance)
    }

    fn wants_intentional_walk(&mut self) -> bool {
        let tense = self.inning >= 7 && self.fielding_lead().abs() <= 1;
        let open = !self.bases.occupied(Base::First) && self.bases.in_scoring_position();
        tense && open && self.outs > 0 && self.rng.chance(0.12)
    }

    fn intentional_walk(&mut self, appearance: &mut Appearance) {
        for _ in 0..4 {
            appearance.count.balls += 1;
            let ball = NoPitch {
                code: "VB",
                description: "Automatic Ball - Intentional",
                is_ball: true,
                violation: None,
                number: appearance.pitches,
            };
            self.record(appearance, EventKind::NoPitch(ball), 0.05, 0.2);
        }
        self.walk_to_first(appearance, INTENT_WALK);
        let name = self.batter_name(appearance.play.batter);
        appearance.play.description = format!("{} intentionally walks {name}.", self.pitcher().full_name())
            + &appearance.play.description;
    }

    fn walk(&mut self, appearance: &mut Appearance) {
        self.walk_to_first(appearance, WALK);
        let name = self.batter_name(appearance.play.batter);
        appearance.play.description = format!("{name} walks.{}", appearance.play.description);
        self.maybe_pitch_challenge_ends_it(appearance);
    }

    fn hit_by_pitch(&mut self, appearance: &mut Appearance) {
        self.walk_to_first(appearance, HIT_BY_PITCH);
        let name = self.batter_name(appearance.play.batter);
        appearance.play.description = format!("{name} hit by pitch.{}", appearance.play.description);
        self.maybe_review(appearance, crate::review::Kind::HitByPitch, 0.06);
    }

    /// The batter goes to first and pushes on whom he must; the description is left at what the runners did.
    fn walk_to_first(&mut self, appearance: &mut Appearance, event: crate::event_type::EventType) {
        let mut moves = Vec::new();
        for base in [Base::Third, Base::Second, Base::First] {
            if let (Some(runner), true) = (self.bases.on(base), self.bases.forced(base)) {
                moves.push(Move::advance(base, runner, base.next(), event, "r_adv_force").with_rbi());
            }
        }
        moves.push(Move::reach(
            self.new_runner(appearance.play.batter),
            Base::First,
            event,
        ));
        appearance.play.description = self.runners_in_words(&moves);
        appearance.play.result = event;
        let index = appearance.play.events.len() - 1;
        self.apply(appearance, moves, index);
        appearance.done = true;
    }

    fn strikeout(&mut self, appearance: &mut Appearance, call: Call) {
        let index = appearance.play.events.len() - 1;
        let manner = match call {
            Call::Called => "called out on strikes",
            Call::FoulTip => "strikes out on a foul tip",
            _ => "strikes out swinging",
        };
        let name = self.batter_name(appearance.play.batter);
        let runner = self
            .bases
            .on(Base::First)
            .filter(|_| self.outs < 2 && !self.bases.occupied(Base::Second));
        let double = runner.filter(|_| self.rng.chance(0.012));
        let event = if double.is_some() {
            STRIKEOUT_DOUBLE_PLAY
        } else {
            STRIKEOUT
        };
        let out = Move::retire(
            None,
            self.new_runner(appearance.play.batter),
            Base::First,
            event,
            None,
            vec![self.credit(CATCHER, "f_putout")],
        );
        let mut moves = vec![out];
        appearance.play.description = format!("{name} {manner}.");
        if let Some(runner) = double {
            let credits = vec![self.credit(CATCHER, "f_assist"), self.credit(4, "f_putout")];
            moves.push(Move::retire(
                Some(Base::First),
                runner,
                Base::Second,
                crate::event_type::CAUGHT_STEALING_2B,
                Some("r_caught_stealing_2b"),
                credits,
            ));
            let caught = self.batter_name(runner.player);
            appearance.play.description = format!(
                "{name} {manner} and {caught} caught stealing 2nd, {} to {}.",
                self.fielder(CATCHER),
                self.fielder(4)
            );
        }
        appearance.play.result = event;
        self.apply(appearance, moves, index);
        appearance.done = true;
        if call == Call::Called {
            self.maybe_pitch_challenge_ends_it(appearance);
        }
    }
}
