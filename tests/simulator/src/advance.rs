//! Moving runners: the one place where bases, outs, runs and the movements of a play change.

use crate::base::{Base, Runner};
use crate::engine::{Appearance, Engine};
use crate::event_type::EventType;
use crate::play::{Credit, Movement};

/// What happens to one runner, or to the batter, in one play.
#[derive(Clone, Debug)]
pub(crate) struct Move {
    /// None for the batter
    pub from: Option<Base>,
    pub runner: Runner,
    /// Where he ends; None when he is out
    pub to: Option<Base>,
    pub out_at: Option<Base>,
    pub event: EventType,
    pub reason: Option<&'static str>,
    /// The batter is credited if he scores
    pub rbi: bool,
    /// Scored by or after an error
    pub unearned: bool,
    /// Where he was before an earlier leg of the same play
    pub origin: Option<Base>,
    pub credits: Vec<Credit>,
}

impl Move {
    /// A runner goes on.
    pub(crate) fn advance(
        from: Base,
        runner: Runner,
        to: Base,
        event: EventType,
        reason: &'static str,
    ) -> Self {
        Self {
            from: Some(from),
            runner,
            to: Some(to),
            out_at: None,
            event,
            reason: Some(reason),
            rbi: false,
            unearned: false,
            origin: Some(from),
            credits: Vec::new(),
        }
    }

    /// The batter comes to a base.
    pub(crate) fn reach(runner: Runner, to: Base, event: EventType) -> Self {
        Self {
            from: None,
            runner,
            to: Some(to),
            out_at: None,
            event,
            reason: None,
            rbi: false,
            unearned: false,
            origin: None,
            credits: Vec::new(),
        }
    }

    /// Somebody is out.
    pub(crate) fn retire(
        from: Option<Base>,
        runner: Runner,
        at: Base,
        event: EventType,
        reason: Option<&'static str>,
        credits: Vec<Credit>,
    ) -> Self {
        Self {
            from,
            runner,
            to: None,
            out_at: Some(at),
            event,
            reason,
            rbi: false,
            unearned: false,
            origin: from,
            credits,
        }
    }

    pub(crate) fn with_rbi(self) -> Self {
        Self { rbi: true, ..self }
    }

    pub(crate) fn credited(self, credits: Vec<Credit>) -> Self {
        Self { credits, ..self }
    }
}

impl Engine {
    /// Carries the moves out. Runners who do not appear stay where they are.
    pub(crate) fn apply(&mut self, appearance: &mut Appearance, moves: Vec<Move>, play_index: usize) {
        for step in &moves {
            if let Some(from) = step.origin {
                self.bases.put(from, None);
            }
        }
        // Where everybody rests when all legs are run; the batter may come to a base before a runner passes it.
        let mut arrivals: Vec<(Base, Runner)> = Vec::new();
        for step in moves {
            arrivals.retain(|(_, runner)| runner.player != step.runner.player);
            let out = step.out_at.map(|base| {
                self.outs += 1;
                (base, self.outs)
            });
            let scores = step.to == Some(Base::Home);
            let earned = scores && !step.runner.unearned && !step.unearned && self.outs + self.outs_lost < 3;
            if scores {
                self.score[self.side as usize] += 1;
            } else if let Some(base) = step.to {
                let runner = Runner {
                    unearned: step.runner.unearned || step.unearned,
                    ..step.runner
                };
                arrivals.push((base, runner));
            }
            appearance.play.movements.push(Movement {
                runner: step.runner.player,
                event: step.event,
                reason: step.reason,
                origin: step.origin,
                start: step.from,
                end: step.to,
                out,
                responsible: scores.then_some(step.runner.pitcher),
                rbi: scores && step.rbi,
                earned,
                team_unearned: scores && !earned && step.runner.unearned,
                play_index,
                credits: step.credits,
            });
        }
        for (base, runner) in arrivals {
            self.bases.put(base, Some(runner));
        }
    }

    /// ` Ann scores. Bob to 3rd.`: what the moves mean for the runners, the batter aside.
    pub(crate) fn runners_in_words(&self, moves: &[Move]) -> String {
        let mut text = String::new();
        let last_leg = |index: usize| {
            !moves[index + 1..]
                .iter()
                .any(|later| later.runner.player == moves[index].runner.player)
        };
        for (index, step) in moves.iter().enumerate() {
            if step.origin.is_none() || !last_leg(index) {
                continue;
            }
            let name = self.batter_name(step.runner.player);
            match (step.to, step.out_at) {
                (Some(Base::Home), _) => text += &format!(" {name} scores."),
                (Some(base), _) => text += &format!(" {name} to {}.", base.in_words()),
                (None, Some(base)) => text += &format!(" {name} out at {}.", base.in_words()),
                (None, None) => {}
            }
        }
        text
    }
}
