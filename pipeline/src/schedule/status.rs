//! How a game stands. No field of the API says it alone: a postponed game is abstractly Final, a suspended one abstractly Live.

use serde::Serialize;

/// The three codes that say how a game stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// `Preview`, `Live` or `Final`.
    pub abstract_state: String,
    /// One letter, `F`.
    pub coded_state: String,
    /// The same with its reason, `FR`.
    pub code: String,
}

/// How a game stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GameState {
    /// It will never be played.
    Cancelled,
    /// It was put off; where it goes another listing says.
    Postponed,
    /// It has not begun.
    Scheduled,
    /// It is about to begin.
    PreGame,
    /// It began, and goes on another day.
    Suspended,
    /// It is being played, delayed or reviewed.
    Live,
    /// It is over, and not official yet.
    Over,
    /// It is over, also by forfeit.
    Final,
}

impl Status {
    /// How the game stands.
    pub fn state(&self) -> GameState {
        match (self.coded_state.as_str(), self.abstract_state.as_str()) {
            ("C", _) => GameState::Cancelled,
            ("D", _) => GameState::Postponed,
            ("S", _) => GameState::Scheduled,
            // Warm-up is of the same letter.
            ("P", "Live") => GameState::Live,
            ("P", _) => GameState::PreGame,
            ("T" | "U", _) => GameState::Suspended,
            ("I" | "M" | "N", _) => GameState::Live,
            ("O", _) => GameState::Over,
            ("F" | "Q" | "R", _) => GameState::Final,
            (_, "Final") => GameState::Final,
            (_, "Live") => GameState::Live,
            _ => GameState::Scheduled,
        }
    }
}

impl GameState {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            GameState::Cancelled => "cancelled",
            GameState::Postponed => "postponed",
            GameState::Scheduled => "scheduled",
            GameState::PreGame => "pre_game",
            GameState::Suspended => "suspended",
            GameState::Live => "live",
            GameState::Over => "over",
            GameState::Final => "final",
        }
    }

    /// Something was played, which its feed tells.
    pub fn calls_for_feed(self) -> bool {
        matches!(
            self,
            GameState::Suspended | GameState::Live | GameState::Over | GameState::Final
        )
    }

    /// The game takes place, or took place.
    pub fn is_played(self) -> bool {
        !matches!(self, GameState::Cancelled | GameState::Postponed)
    }

    /// Nothing more is played of it under this listing.
    pub fn is_terminal(self) -> bool {
        matches!(
            self,
            GameState::Cancelled | GameState::Postponed | GameState::Final
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(abstract_state: &str, coded_state: &str, code: &str) -> GameState {
        let status = Status {
            abstract_state: abstract_state.to_owned(),
            coded_state: coded_state.to_owned(),
            code: code.to_owned(),
        };
        status.state()
    }

    #[test]
    fn no_field_alone_says_how_a_game_stands() {
        for (abstract_state, coded, code, expected) in [
            ("Preview", "S", "S", GameState::Scheduled),
            ("Preview", "P", "P", GameState::PreGame),
            ("Preview", "P", "PR", GameState::PreGame),
            ("Live", "P", "PW", GameState::Live),
            ("Live", "I", "IR", GameState::Live),
            ("Live", "M", "MA", GameState::Live),
            ("Live", "N", "NH", GameState::Live),
            ("Live", "T", "TR", GameState::Suspended),
            ("Live", "U", "UR", GameState::Suspended),
            ("Final", "O", "O", GameState::Over),
            ("Final", "F", "F", GameState::Final),
            ("Final", "F", "FT", GameState::Final),
            ("Final", "R", "RF", GameState::Final),
            ("Final", "D", "DR", GameState::Postponed),
            ("Final", "C", "CR", GameState::Cancelled),
            ("Final", "?", "?", GameState::Final),
            ("Other", "X", "X", GameState::Scheduled),
        ] {
            assert_eq!(state(abstract_state, coded, code), expected, "{code}");
        }
    }

    #[test]
    fn a_feed_is_called_for_where_something_was_played() {
        assert!(!state("Final", "D", "DR").calls_for_feed());
        assert!(!state("Final", "C", "CR").calls_for_feed());
        assert!(state("Live", "T", "TR").calls_for_feed());
        assert!(!state("Live", "T", "TR").is_terminal());
        assert!(state("Final", "F", "F").is_terminal());
        assert!(!state("Final", "O", "O").is_terminal());
    }
}
