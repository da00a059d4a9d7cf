//! The state of a game while it is simulated.
//!
//! The rules are spread over the modules beside this one, each an `impl Engine`: `half_inning`, `plate_appearance`,
//! `in_play`, `running`, `substitution`, `interruption`.

use crate::base::{Bases, Runner};
use crate::date::Millis;
use crate::event_type::EventType;
use crate::hand::Hand;
use crate::plan::{Plan, Wishes};
use crate::play::{Action, Count, Credit, Event, EventKind, Play, Side};
use crate::player::Player;
use crate::position::Position;
use crate::rng::Rng;
use crate::setting::Setting;
use crate::squad::Squad;
use std::sync::Arc;

/// A game under way.
#[derive(Clone, Debug)]
pub(crate) struct Engine {
    pub rng: Rng,
    pub plan: Arc<Plan>,
    pub setting: Arc<Setting>,
    /// Away and home
    pub squads: [Squad; 2],
    pub plays: Vec<Play>,
    pub score: [i64; 2],
    pub clock: Millis,
    pub inning: i64,
    /// Who bats
    pub side: Side,
    pub outs: i64,
    pub bases: Bases,
    /// Outs that errors and passed balls cost the defence in this half inning
    pub outs_lost: i64,
    /// What has yet to be made to happen
    pub wishes: Wishes,
    /// The winning run is in
    pub over: bool,
    /// On his way from the visitors to the home side, with his position
    pub traded: Option<(Player, Position)>,
    /// When play was suspended and when it was resumed
    pub suspension: Option<(Millis, Millis)>,
    /// Plays after which it stops, to be looked at
    pub plays_max: usize,
}

/// The plate appearance that is going on.
#[derive(Clone, Debug)]
pub(crate) struct Appearance {
    pub play: Play,
    pub count: Count,
    pub pitches: i64,
    pub disengagements: i64,
    /// Nothing more happens in this play
    pub done: bool,
    /// The batter's turn is over; otherwise he leads off the next inning
    pub turn_over: bool,
}

impl Engine {
    pub(crate) fn new(plan: Arc<Plan>, setting: Arc<Setting>, squads: [Squad; 2], attempt: u64) -> Self {
        let rng = Rng::stream(
            plan.seed,
            "game",
            plan.game_pk
                .unsigned_abs()
                .wrapping_mul(100_003)
                .wrapping_add(attempt),
        );
        Self {
            rng,
            clock: setting.first_pitch - 60_000,
            wishes: plan.wishes,
            plan,
            setting,
            squads,
            plays: Vec::new(),
            score: [0, 0],
            inning: 1,
            side: Side::Away,
            outs: 0,
            bases: Bases::default(),
            outs_lost: 0,
            over: false,
            traded: None,
            suspension: None,
            plays_max: usize::MAX,
        }
    }

    pub(crate) fn batting(&self) -> &Squad {
        &self.squads[self.side as usize]
    }

    pub(crate) fn fielding(&self) -> &Squad {
        &self.squads[self.side.other() as usize]
    }

    pub(crate) fn fielding_mut(&mut self) -> &mut Squad {
        &mut self.squads[self.side.other() as usize]
    }

    pub(crate) fn batting_mut(&mut self) -> &mut Squad {
        &mut self.squads[self.side as usize]
    }

    pub(crate) fn pitcher(&self) -> &Player {
        let squad = self.fielding();
        squad.player(squad.pitcher())
    }

    /// A player of the side at bat.
    pub(crate) fn batter(&self, index: usize) -> &Player {
        self.batting().player(index)
    }

    pub(crate) fn batter_name(&self, index: usize) -> String {
        self.batter(index).full_name()
    }

    /// Name of who stands at a position in the field.
    pub(crate) fn fielder_name(&self, position: Position) -> String {
        let squad = self.fielding();
        squad.player(squad.field[usize::from(position)]).full_name()
    }

    /// `shortstop Drew Marwick`
    pub(crate) fn fielder(&self, position: Position) -> String {
        format!(
            "{} {}",
            crate::position::in_words(position),
            self.fielder_name(position)
        )
    }

    pub(crate) fn credit(&self, position: Position, kind: &'static str) -> Credit {
        Credit {
            player: self.fielding().field[usize::from(position)],
            position,
            kind,
        }
    }

    /// Lead of the side in the field.
    pub(crate) fn fielding_lead(&self) -> i64 {
        self.score[self.side.other() as usize] - self.score[self.side as usize]
    }

    /// A runner who reaches now and is charged to the pitcher on the mound.
    pub(crate) fn new_runner(&self, player: usize) -> Runner {
        Runner {
            player,
            pitcher: self.fielding().pitcher(),
            unearned: false,
        }
    }

    /// The bottom of the last inning or later: the next lead of the home side ends the game.
    pub(crate) fn can_walk_off(&self) -> bool {
        self.side == Side::Home && self.inning >= self.plan.scheduled_innings
    }

    pub(crate) fn walked_off(&self) -> bool {
        self.can_walk_off() && self.score[1] > self.score[0]
    }

    pub(crate) fn bat_side(&self, batter: usize) -> Hand {
        self.batter(batter).bats.against(self.pitcher().throws)
    }

    /// Lets time pass and adds an event to the play.
    pub(crate) fn record(&mut self, appearance: &mut Appearance, kind: EventKind, seconds: f64, wait: f64) {
        let is_disengagement = matches!(kind, EventKind::Pickoff { .. } | EventKind::StepOff);
        if is_disengagement {
            appearance.disengagements += 1;
        }
        let told = is_disengagement || (matches!(kind, EventKind::Pitch(_)) && appearance.disengagements > 0);
        let start = self.clock;
        let end = start + millis(seconds);
        self.clock = end + millis(wait);
        let event = Event {
            kind,
            count: Count {
                outs: self.outs,
                ..appearance.count
            },
            start,
            end,
            pitcher: self.fielding().pitcher(),
            batter: appearance.play.batter,
            review: None,
            play_id: self.rng.uuid(),
            disengagement: told.then_some(appearance.disengagements),
        };
        appearance.play.events.push(event);
    }

    /// Adds an action without a runner or a substitution.
    pub(crate) fn act(
        &mut self,
        appearance: &mut Appearance,
        event: EventType,
        description: String,
        player: Option<i64>,
    ) {
        let action = self.action(event, description, player);
        let (low, high) = if event == crate::event_type::MOUND_VISIT {
            (20.0, 35.0)
        } else {
            (5.0, 22.0)
        };
        let seconds = self.rng.between(low, high);
        self.record(appearance, EventKind::Action(Box::new(action)), seconds, 2.0);
    }

    pub(crate) fn action(&self, event: EventType, description: String, player: Option<i64>) -> Action {
        Action {
            event,
            description,
            player,
            score: self.score,
            scoring: false,
            out: false,
            base_running: false,
            substitution: None,
            umpire: None,
            injury: None,
            base: None,
        }
    }
}

/// Seconds as milliseconds.
pub(crate) fn millis(seconds: f64) -> Millis {
    (seconds * 1000.0) as Millis
}
