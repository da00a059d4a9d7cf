//! Whether a game's feed is asked for.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::feed::FeedFacts;
use super::master::MasterSchedule;
use super::status::GameState;

/// What is done about a game's feed, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Asked for: the schedule does not list it, so that nothing is known of it.
    Unlisted,
    /// Asked for: raw holds no feed of it.
    New,
    /// Asked for: it is still played, or to go on.
    NotOver,
    /// Asked for: it is over, and what raw holds was taken before that.
    HeldUnfinished,
    /// Asked for: the API says that it was corrected after its end.
    Corrected,
    /// Not asked for: raw holds its feed from after its end.
    HeldFinal,
    /// Not asked for: nothing was played of it, and nothing may ever be.
    NotPlayed,
}

impl Decision {
    /// What is done about a game that stands so, of which raw holds this.
    pub fn of(state: Option<GameState>, held: Option<&FeedFacts>, is_corrected: bool) -> Decision {
        let Some(state) = state else {
            return if is_corrected {
                Decision::Corrected
            } else {
                Decision::Unlisted
            };
        };
        if !state.calls_for_feed() {
            return Decision::NotPlayed;
        }
        let Some(held) = held else {
            return Decision::New;
        };
        match (state, held.status.state()) {
            (GameState::Final, GameState::Final) if is_corrected => Decision::Corrected,
            (GameState::Final, GameState::Final) => Decision::HeldFinal,
            (GameState::Final, _) => Decision::HeldUnfinished,
            _ => Decision::NotOver,
        }
    }

    /// The feed is asked for.
    pub fn is_asked_for(self) -> bool {
        !matches!(self, Decision::HeldFinal | Decision::NotPlayed)
    }

    /// The same for a person.
    pub fn reason(self) -> &'static str {
        match self {
            Decision::Unlisted => "not listed",
            Decision::New => "new",
            Decision::NotOver => "not over",
            Decision::HeldUnfinished => "over since it was captured",
            Decision::Corrected => "corrected",
            Decision::HeldFinal => "held as final",
            Decision::NotPlayed => "not played",
        }
    }
}

/// What is done about each of these games.
pub fn decide(
    games: &BTreeSet<i64>,
    schedule: &MasterSchedule,
    held: &BTreeMap<i64, FeedFacts>,
    corrected: &BTreeSet<i64>,
) -> BTreeMap<i64, Decision> {
    games
        .iter()
        .map(|game_pk| {
            let state = schedule.state(*game_pk);
            let decision = Decision::of(state, held.get(game_pk), corrected.contains(game_pk));
            (*game_pk, decision)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::status::Status;

    fn held(coded_state: &str) -> FeedFacts {
        FeedFacts {
            status: Status {
                abstract_state: String::new(),
                coded_state: coded_state.to_owned(),
                code: coded_state.to_owned(),
            },
            players: Vec::new(),
        }
    }

    #[test]
    fn a_finished_game_is_asked_for_once_and_again_when_it_is_corrected() {
        let of = |state, held: Option<&str>, corrected| {
            Decision::of(Some(state), held.map(self::held).as_ref(), corrected)
        };
        assert_eq!(of(GameState::Final, None, false), Decision::New);
        assert_eq!(of(GameState::Final, Some("F"), false), Decision::HeldFinal);
        assert_eq!(of(GameState::Final, Some("F"), true), Decision::Corrected);
        assert_eq!(of(GameState::Final, Some("I"), false), Decision::HeldUnfinished);
        assert_eq!(of(GameState::Final, Some("O"), false), Decision::HeldUnfinished);
        assert_eq!(of(GameState::Over, Some("O"), false), Decision::NotOver);
        assert_eq!(of(GameState::Live, Some("I"), false), Decision::NotOver);
        assert_eq!(of(GameState::Suspended, Some("U"), false), Decision::NotOver);
        assert_eq!(of(GameState::Scheduled, None, false), Decision::NotPlayed);
        assert_eq!(of(GameState::Postponed, None, false), Decision::NotPlayed);
        assert_eq!(of(GameState::Cancelled, Some("F"), true), Decision::NotPlayed);
        assert_eq!(Decision::of(None, None, false), Decision::Unlisted);
    }
}
