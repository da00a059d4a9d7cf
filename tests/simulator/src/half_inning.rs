//! A half inning: batters come up until three are out or the winning run is in.

use crate::base::{Base, Bases, Runner};
use crate::engine::{Appearance, Engine};
use crate::event_type::RUNNER_PLACED;
use crate::play::{EventKind, Movement, Side};

/// No half inning of the majors has come near this many batters.
const BATTERS_MAX: usize = 40;

impl Engine {
    /// Plays one half of the current inning.
    pub(crate) fn play_half(&mut self, side: Side) {
        self.side = side;
        self.outs = 0;
        self.outs_lost = 0;
        self.bases = Bases::default();
        if let Some(stint) = self.fielding_mut().stints.last_mut() {
            stint.innings_begun += 1;
        }
        for turn in 0..BATTERS_MAX {
            if self.plays.len() >= self.plays_max {
                return;
            }
            self.plate_appearance(turn == 0);
            if self.outs >= 3 || self.over {
                break;
            }
        }
        self.clock += crate::engine::millis(self.rng.between(125.0, 150.0));
    }

    /// Extra innings of the regular season begin with a runner on second.
    pub(crate) fn place_runner(&mut self, appearance: &mut Appearance) {
        let squad = self.batting();
        let player = squad.in_slot((squad.next_slot + 8) % 9);
        let runner = Runner {
            unearned: true,
            ..self.new_runner(player)
        };
        self.bases.put(Base::Second, Some(runner));
        let description = format!("{} starts inning at 2nd base.", self.batter_name(player));
        let mut action = self.action(RUNNER_PLACED, description, Some(self.batter(player).id));
        action.base = Some(2);
        let play_index = appearance.play.events.len();
        self.record(appearance, EventKind::Action(Box::new(action)), 1.0, 1.0);
        appearance.play.movements.push(Movement {
            runner: player,
            event: RUNNER_PLACED,
            reason: None,
            origin: None,
            start: None,
            end: Some(Base::Second),
            out: None,
            responsible: None,
            rbi: false,
            earned: false,
            team_unearned: false,
            play_index,
            credits: Vec::new(),
        });
    }
}
