//! Hits: how far the batter and the runners come.

use crate::advance::Move;
use crate::base::Base;
use crate::batted_ball::{Hit, Worth};
use crate::engine::{Appearance, Engine};
use crate::event_type::{DOUBLE, ERROR, EventType, HOME_RUN, OTHER_OUT, SINGLE, TRIPLE};
use crate::in_play::Outcome;
use crate::position::{SECOND_BASE, THIRD_BASE, is_outfield, place};

impl Engine {
    /// A single, double or triple.
    pub(crate) fn base_hit(&mut self, appearance: &Appearance, hit: &Hit, worth: Worth) -> Outcome {
        let batter = appearance.play.batter;
        let winner = self.winning_runner();
        let event = credited_hit(worth, winner);
        let bases = usize::try_from(event.bases()).unwrap_or(1).clamp(1, 3);
        let reached = [Base::First, Base::Second, Base::Third][bases - 1];
        let fielded = if bases < 3 {
            vec![self.credit(hit.fielder, "f_fielded_ball")]
        } else {
            Vec::new()
        };
        let mut moves = vec![Move::reach(self.new_runner(batter), reached, event).credited(fielded)];
        let mut ahead = Base::Home;
        for (base, _) in self.runners() {
            let must = winner.is_some_and(|winner| base >= winner);
            let to = if must {
                Base::Home
            } else {
                self.runner_goes_to(base, event, ahead, winner.is_some())
            };
            self.legs(&mut moves, base, to, event);
            ahead = to;
        }
        let mut astray = String::new();
        if winner.is_none() {
            self.maybe_thrown_out(&mut moves, hit, event);
            astray = self.maybe_throwing_error(&mut moves, hit, event);
        }
        let verb = ["singles", "doubles", "triples"][bases - 1];
        let ordinal = self.season_count(batter, event);
        let counted = if event == SINGLE {
            String::new()
        } else {
            format!(" ({ordinal})")
        };
        let name = self.batter_name(batter);
        let to = self.fielder(hit.fielder);
        let sentence = format!("{name} {verb}{counted} on a {} to {to}.{astray}", hit.in_words());
        Outcome {
            event,
            moves,
            sentence,
        }
    }

    /// Whose run would win the game here and now, if he is on base. The game is over with it: the batter is
    /// credited with no more bases than that run needed, and nobody behind him goes further than he must.
    fn winning_runner(&self) -> Option<Base> {
        let needed = usize::try_from(self.score[0] - self.score[1]).ok()?;
        self.runners()
            .get(needed)
            .map(|(base, _)| *base)
            .filter(|_| self.can_walk_off())
    }

    /// How far a runner comes on a hit, behind one who ends at `ahead`.
    fn runner_goes_to(&mut self, base: Base, event: EventType, ahead: Base, ending: bool) -> Base {
        let speed = self
            .bases
            .on(base)
            .map_or(1.0, |runner| self.batter(runner.player).speed);
        let daring = if ending {
            0.0
        } else {
            0.7 + 0.3 * speed + if self.outs == 2 { 0.2 } else { 0.0 }
        };
        let either = |yes: bool, far: Base, near: Base| if yes { far } else { near };
        let want = match (event, base) {
            (SINGLE, Base::Second) => either(self.rng.chance(0.58 * daring), Base::Home, Base::Third),
            (SINGLE, Base::First) => either(self.rng.chance(0.27 * daring), Base::Third, Base::Second),
            (DOUBLE, Base::First) => either(self.rng.chance(0.42 * daring), Base::Home, Base::Third),
            _ => Base::Home,
        };
        match ahead {
            Base::Home => want,
            _ if want < ahead => want,
            Base::Third => Base::Second,
            _ => Base::First,
        }
    }

    /// The way of a runner on a hit, in the two legs that the API makes of it when he is forced to start.
    fn legs(&self, moves: &mut Vec<Move>, from: Base, to: Base, event: EventType) {
        let Some(runner) = self.bases.on(from) else { return };
        let first = from.next();
        if self.bases.forced(from) && to > first && event != TRIPLE {
            moves.push(Move::advance(from, runner, first, event, "r_adv_force"));
            let second = Move::advance(first, runner, to, event, "r_adv_play").with_rbi();
            moves.push(Move {
                origin: Some(from),
                ..second
            });
        } else {
            moves.push(Move::advance(from, runner, to, event, self.reason(from)).with_rbi());
        }
    }

    /// Now and then the batter is thrown out for taking too much.
    fn maybe_thrown_out(&mut self, moves: &mut Vec<Move>, hit: &Hit, event: EventType) {
        if !is_outfield(hit.fielder) || event == TRIPLE || self.outs == 2 || !self.rng.chance(0.02) {
            return;
        }
        let Some(batter) = moves.first().map(|step| step.runner) else {
            return;
        };
        let (from, cover) = if event == SINGLE {
            (Base::First, SECOND_BASE)
        } else {
            (Base::Second, THIRD_BASE)
        };
        if moves.iter().any(|step| step.to == Some(from.next())) {
            return;
        }
        let thrower = hit.fielder;
        let credits = vec![
            self.credit(thrower, "f_assist"),
            self.credit(thrower, "f_assist_of"),
            self.credit(cover, "f_putout"),
        ];
        let out = Move::retire(
            Some(from),
            batter,
            from.next(),
            OTHER_OUT,
            Some("r_out_stretching"),
            credits,
        );
        moves.push(Move { origin: None, ..out });
    }

    /// Now and then the throw goes astray and the batter takes another base; says so.
    fn maybe_throwing_error(&mut self, moves: &mut Vec<Move>, hit: &Hit, event: EventType) -> String {
        let second = |step: &Move| step.to == Some(Base::Second) || step.out_at == Some(Base::Second);
        if event != SINGLE || moves.iter().any(second) || !self.rng.chance(0.022) {
            return String::new();
        }
        let Some(batter) = moves.first().map(|step| step.runner) else {
            return String::new();
        };
        let step = Move::advance(Base::First, batter, Base::Second, ERROR, "r_adv_play");
        let credits = vec![self.credit(hit.fielder, "f_throwing_error")];
        moves.push(
            Move {
                unearned: true,
                origin: None,
                ..step
            }
            .credited(credits),
        );
        let (name, fielder) = (self.batter_name(batter.player), self.fielder(hit.fielder));
        format!(" {name} advances to 2nd, on a throwing error by {fielder}.")
    }

    pub(crate) fn home_run(&mut self, appearance: &Appearance, hit: &Hit) -> Outcome {
        let batter = appearance.play.batter;
        let mut moves = vec![Move::reach(self.new_runner(batter), Base::Home, HOME_RUN).with_rbi()];
        for (base, runner) in self.runners() {
            moves.push(Move::advance(base, runner, Base::Home, HOME_RUN, "r_adv_force").with_rbi());
        }
        let (name, ordinal) = (self.batter_name(batter), self.season_count(batter, HOME_RUN));
        let direction = match hit.location {
            Some("78") => "left center field",
            Some("89") => "right center field",
            _ => place(hit.fielder),
        };
        let sentence = if moves.len() == 4 {
            format!("{name} hits a grand slam ({ordinal}) to {direction}.")
        } else {
            format!(
                "{name} homers ({ordinal}) on a {} to {direction}.",
                hit.in_words()
            )
        };
        Outcome {
            event: HOME_RUN,
            moves,
            sentence,
        }
    }
}

/// The hit that the batter is credited with: of a winning hit, no more than the winning run needed.
fn credited_hit(worth: Worth, winner: Option<Base>) -> EventType {
    match (worth, winner) {
        (_, Some(Base::Third | Base::Second)) | (Worth::Single, None) => SINGLE,
        (_, Some(_)) | (Worth::Double, None) => DOUBLE,
        _ => TRIPLE,
    }
}
