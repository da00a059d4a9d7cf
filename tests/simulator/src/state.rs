//! The states of a game, as `status` tells them.

use crate::feed::object;
use serde_json::Value;

/// How far a game is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    Scheduled,
    PreGame,
    Warmup,
    InProgress,
    /// Interrupted, and to go on on another day
    Suspended,
    /// The last out is made; the record is being checked
    Over,
    Final,
    /// Not played on this day
    Postponed,
}

impl State {
    /// Nothing has been thrown and nobody is on the field.
    pub(crate) fn is_preview(self) -> bool {
        matches!(self, State::Scheduled | State::PreGame)
    }

    /// All innings are played.
    pub(crate) fn is_decided(self) -> bool {
        matches!(self, State::Over | State::Final)
    }

    /// Counted among the games in progress.
    pub(crate) fn is_running(self) -> bool {
        matches!(self, State::InProgress | State::Warmup)
    }

    /// `status`; rain ended a shortened game.
    pub(crate) fn status(self, shortened: bool) -> Value {
        let (whole, coded, detailed, code) = match self {
            State::Scheduled => ("Preview", "S", "Scheduled", "S"),
            State::PreGame => ("Preview", "P", "Pre-Game", "P"),
            State::Warmup => ("Live", "P", "Warmup", "PW"),
            State::InProgress => ("Live", "I", "In Progress", "I"),
            State::Suspended => ("Live", "U", "Suspended: Rain", "UR"),
            State::Over if shortened => ("Final", "O", "Completed Early: Rain", "OR"),
            State::Over => ("Final", "O", "Game Over", "O"),
            State::Final if shortened => ("Final", "F", "Completed Early: Rain", "FR"),
            State::Final => ("Final", "F", "Final", "F"),
            State::Postponed => ("Final", "D", "Postponed", "DR"),
        };
        let mut value = object! {
            "abstractGameState": whole,
            "codedGameState": coded,
            "detailedState": detailed,
            "statusCode": code,
            "startTimeTBD": false,
        };
        if matches!(self, State::Suspended | State::Postponed) || (shortened && self.is_decided()) {
            value["reason"] = "Rain".into();
        }
        value["abstractGameCode"] = whole[..1].into();
        value
    }
}
