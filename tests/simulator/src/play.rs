//! The record of a game: plays, their events and the movements of the runners. Everything that a feed shows is
//! computed from it.

use crate::base::{Base, Bases};
use crate::batted_ball::Hit;
use crate::date::Millis;
use crate::event_type::EventType;
use crate::hand::Hand;
use crate::pitch::Pitch;
use crate::position::Position;
use crate::review::Review;

/// One of the two clubs of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Away,
    Home,
}

impl Side {
    pub(crate) const BOTH: [Side; 2] = [Side::Away, Side::Home];

    pub(crate) fn other(self) -> Side {
        if self == Side::Away {
            Side::Home
        } else {
            Side::Away
        }
    }
}

/// Balls, strikes and outs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub balls: i64,
    pub strikes: i64,
    pub outs: i64,
}

/// A plate appearance, or what became of it when the inning ended before.
#[derive(Clone, Debug)]
pub(crate) struct Play {
    pub index: usize,
    pub inning: i64,
    /// Who bats
    pub side: Side,
    /// Who finished the plate appearance
    pub batter: usize,
    pub bat_side: Hand,
    /// Who finished it on the mound
    pub pitcher: usize,
    pub pitch_hand: Hand,
    /// Who finished it behind the plate
    pub catcher: usize,
    /// The bases as the last pitch was thrown
    pub bases_before: Bases,
    /// The bases when the play was over
    pub bases_after: Bases,
    pub events: Vec<Event>,
    pub movements: Vec<Movement>,
    pub result: EventType,
    pub description: String,
    pub count: Count,
    /// Runs of away and home when the play was over
    pub score: [i64; 2],
    pub review: Option<Review>,
    pub start: Millis,
    pub end: Millis,
    /// Outs when the plate appearance began
    pub outs_before: i64,
}

impl Play {
    pub(crate) fn runs(&self) -> i64 {
        count(self.movements.iter().filter(|movement| movement.scores()))
    }

    pub(crate) fn rbi(&self) -> i64 {
        count(self.movements.iter().filter(|movement| movement.rbi))
    }

    pub(crate) fn outs_made(&self) -> i64 {
        count(self.movements.iter().filter(|movement| movement.out.is_some()))
    }

    /// The ball that was put in play, if one was.
    pub(crate) fn hit(&self) -> Option<&Hit> {
        self.events.iter().rev().find_map(|event| match &event.kind {
            EventKind::Pitch(pitch) => pitch.hit.as_ref(),
            _ => None,
        })
    }
}

/// How many, as the whole numbers of the feed.
pub(crate) fn count<T>(items: impl Iterator<Item = T>) -> i64 {
    items.fold(0, |sum, _| sum + 1)
}

/// Something within a play.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub kind: EventKind,
    /// The count after it; outs as before a batted ball
    pub count: Count,
    pub start: Millis,
    pub end: Millis,
    /// Who was on the mound
    pub pitcher: usize,
    /// Who was at bat
    pub batter: usize,
    pub review: Option<Review>,
    pub play_id: String,
    /// Pickoffs and step-offs in this plate appearance so far, where it is told
    pub disengagement: Option<i64>,
}

impl Event {
    /// What `gameEvents` calls it.
    pub(crate) fn code(&self) -> &'static str {
        match &self.kind {
            EventKind::Pitch(pitch) if pitch.call.is_ball() => "ball",
            EventKind::Pitch(pitch) if pitch.call.is_in_play() => "hit_into_play",
            EventKind::Pitch(_) => "strike",
            EventKind::NoPitch(call) if call.is_ball => "ball",
            EventKind::NoPitch(_) => "strike",
            EventKind::Pickoff { .. } => "pickoff",
            EventKind::StepOff => "stepoff",
            EventKind::Action(action) => action.event.code,
        }
    }
}

/// What an event is.
#[derive(Clone, Debug)]
pub(crate) enum EventKind {
    Pitch(Box<Pitch>),
    /// A ball or strike without a pitch
    NoPitch(NoPitch),
    Pickoff {
        base: Base,
        from_catcher: bool,
    },
    StepOff,
    Action(Box<Action>),
}

/// A ball or strike called without a pitch.
#[derive(Clone, Debug)]
pub(crate) struct NoPitch {
    pub code: &'static str,
    pub description: &'static str,
    pub is_ball: bool,
    /// Type, description, id and name of the offender
    pub violation: Option<(&'static str, &'static str, i64, String)>,
    pub number: i64,
}

/// A substitution, an advance on the bases, a visit, a word of the umpires.
#[derive(Clone, Debug)]
pub(crate) struct Action {
    pub event: EventType,
    pub description: String,
    /// Id of the player it is about
    pub player: Option<i64>,
    pub score: [i64; 2],
    pub scoring: bool,
    pub out: bool,
    /// Something that moves a runner: it carries a play id
    pub base_running: bool,
    pub substitution: Option<Substitution>,
    pub umpire: Option<i64>,
    pub injury: Option<&'static str>,
    /// 1-3 for a pinch runner or a placed one
    pub base: Option<i64>,
}

/// Who comes in for whom.
#[derive(Clone, Debug)]
pub(crate) struct Substitution {
    pub position: Position,
    /// `304`: slot 3, fourth in it
    pub batting_order: Option<String>,
    /// Id of the one who leaves, where it is told
    pub replaced: Option<i64>,
}

/// One leg of a runner's way.
#[derive(Clone, Debug)]
pub(crate) struct Movement {
    pub runner: usize,
    pub event: EventType,
    pub reason: Option<&'static str>,
    /// Where he stood when the play began
    pub origin: Option<Base>,
    pub start: Option<Base>,
    /// None when he is out
    pub end: Option<Base>,
    /// Where he is out, and which out of the inning it is
    pub out: Option<(Base, i64)>,
    /// Charged with the run
    pub responsible: Option<usize>,
    pub rbi: bool,
    pub earned: bool,
    pub team_unearned: bool,
    /// Index of the event that moved him
    pub play_index: usize,
    pub credits: Vec<Credit>,
}

impl Movement {
    pub(crate) fn scores(&self) -> bool {
        self.end == Some(Base::Home)
    }
}

/// What a fielder did to move or stop a runner.
#[derive(Clone, Debug)]
pub(crate) struct Credit {
    /// Index in the defending side's roster
    pub player: usize,
    pub position: Position,
    pub kind: &'static str,
}
