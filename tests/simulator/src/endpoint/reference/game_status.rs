//! `/api/v1/gameStatus`: the states that a game can be in, each with its reasons.

use crate::feed::object;
use serde_json::Value;

/// Why a game waits, stops or ends early: letter and words.
const WEATHER: [(&str, &str); 13] = [
    ("R", "Rain"),
    ("S", "Snow"),
    ("G", "Wet Grounds"),
    ("V", "Venue"),
    ("F", "Fog"),
    ("C", "Cold"),
    ("B", "Wind"),
    ("P", "Power"),
    ("Y", "Ceremony"),
    ("L", "Lightning"),
    ("D", "Air Quality"),
    ("A", "Tragedy"),
    ("I", "Inclement Weather"),
];

/// What is challenged or reviewed.
const REVIEWS: [(&str, &str); 22] = [
    ("A", "Tag play"),
    ("B", "Touching a base"),
    ("C", "Force play"),
    ("D", "Catch/drop in outfield"),
    ("E", "Slide interference"),
    ("F", "Close play at 1st"),
    ("G", "Grounds rule"),
    ("H", "Home run"),
    ("I", "Hit by pitch"),
    ("J", "Pitch result"),
    ("K", "Record keeping"),
    ("L", "Multiple issues"),
    ("M", "Timing play"),
    ("N", "Fan interference"),
    ("O", "Fair/foul in outfield"),
    ("P", "Home-plate collision"),
    ("Q", "Rules check"),
    ("R", "Passing runners"),
    ("S", "Stadium boundary call"),
    ("T", "Trap play in outfield"),
    ("U", "Tag-up play"),
    ("V", "Fan interference"),
];

/// Why a game is forfeited.
const FORFEITS: [(&str, &str, &str); 8] = [
    ("K", "Delay of game", "Delay"),
    ("X", "Failure to appear", "Appear"),
    ("Q", "Failure to field lineup", "Lineup"),
    ("J", "Ignoring ejection", "Ejection"),
    ("I", "Ineligible player", "Ineligible"),
    ("N", "Refuses to play", "Refusal"),
    ("V", "Unplayable field", "Unplayable"),
    ("R", "Willful rule violation", "Rule"),
];

/// States by themselves: code, coded state, abstract state, words.
const PLAIN: [(&str, &str, &str, &str); 24] = [
    ("S", "S", "Preview", "Scheduled"),
    ("P", "P", "Preview", "Pre-Game"),
    ("PW", "P", "Live", "Warmup"),
    ("PO", "P", "Preview", "Delayed Start"),
    ("I", "I", "Live", "In Progress"),
    ("IH", "I", "Live", "Instant Replay"),
    ("IO", "I", "Live", "Delayed"),
    ("IZ", "I", "Live", "Delayed: About to Resume"),
    ("MX", "M", "Live", "Manager challenge"),
    ("NX", "N", "Live", "Umpire review"),
    ("T", "T", "Live", "Suspended"),
    ("TO", "T", "Live", "Suspended"),
    ("U", "U", "Live", "Suspended"),
    ("UO", "U", "Live", "Suspended"),
    ("UZ", "U", "Live", "Suspended: About to Resume"),
    ("DO", "D", "Final", "Postponed"),
    ("CO", "C", "Final", "Cancelled"),
    ("O", "O", "Final", "Game Over"),
    ("F", "F", "Final", "Final"),
    ("FO", "F", "Final", "Completed Early"),
    ("Q", "Q", "Final", "Forfeit: Game Over"),
    ("R", "R", "Final", "Forfeit: Final"),
    ("W", "W", "Other", "Writing"),
    ("X", "X", "Other", "Unknown"),
];

/// States that end level or by mercy: code, words, reason.
const SETTLED: [(&str, &str, &str); 6] = [
    ("OT", "Game Over: Tied", "Tied"),
    ("FT", "Final: Tied", "Tied"),
    (
        "OW",
        "Game Over: Tie, decision by tiebreaker",
        "Tied (won in tiebreaker)",
    ),
    (
        "FW",
        "Final: Tie, decision by tiebreaker",
        "Tied (won in tiebreaker)",
    ),
    ("OM", "Completed Early: Mercy Rule", "Mercy"),
    ("FM", "Completed Early: Mercy Rule", "Mercy"),
];

/// Coded state, abstract state and words of the states that have a reason of weather.
const STOPPED: [(&str, &str, &str); 8] = [
    ("P", "Preview", "Delayed Start"),
    ("I", "Live", "Delayed"),
    ("T", "Live", "Suspended"),
    ("U", "Live", "Suspended"),
    ("D", "Final", "Postponed"),
    ("C", "Final", "Cancelled"),
    ("O", "Final", "Completed Early"),
    ("F", "Final", "Completed Early"),
];

fn status(code: &str, coded: &str, whole: &str, words: &str, reason: Option<&str>) -> Value {
    let mut value = object! {
        "abstractGameState": whole,
        "codedGameState": coded,
        "detailedState": words,
        "statusCode": code,
    };
    if let Some(reason) = reason {
        value["reason"] = reason.into();
    }
    value["abstractGameCode"] = whole[..1].into();
    value
}

pub(super) fn game_status() -> Value {
    let mut list: Vec<Value> = PLAIN
        .iter()
        .map(|(code, coded, whole, words)| status(code, coded, whole, words, None))
        .collect();
    for (code, words, reason) in SETTLED {
        list.push(status(code, &code[..1], "Final", words, Some(reason)));
    }
    for (coded, whole, words) in STOPPED {
        for (letter, reason) in WEATHER {
            let text = format!("{words}: {reason}");
            list.push(status(
                &format!("{coded}{letter}"),
                coded,
                whole,
                &text,
                Some(reason),
            ));
        }
    }
    for (coded, words) in [("M", "Manager challenge"), ("N", "Umpire review")] {
        for (letter, reason) in REVIEWS {
            let text = format!("{words}: {reason}");
            list.push(status(
                &format!("{coded}{letter}"),
                coded,
                "Live",
                &text,
                Some(reason),
            ));
        }
    }
    for coded in ["Q", "R"] {
        for (letter, words, reason) in FORFEITS {
            let text = format!("Forfeit: {words}");
            list.push(status(
                &format!("{coded}{letter}"),
                coded,
                "Final",
                &text,
                Some(reason),
            ));
        }
    }
    Value::Array(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::State;

    #[test]
    fn the_states_of_games_are_in_the_list_and_every_code_is_there_once() {
        let list = game_status();
        let list = list.as_array().unwrap();
        let mut codes: Vec<&str> = list
            .iter()
            .map(|entry| entry["statusCode"].as_str().unwrap())
            .collect();
        for state in [
            State::Scheduled,
            State::PreGame,
            State::Warmup,
            State::InProgress,
            State::Suspended,
            State::Over,
            State::Final,
            State::Postponed,
        ] {
            let told = state.status(false);
            let known = list
                .iter()
                .find(|entry| entry["statusCode"] == told["statusCode"])
                .unwrap();
            for key in ["abstractGameState", "codedGameState", "abstractGameCode"] {
                assert_eq!(known[key], told[key], "{state:?}");
            }
        }
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
        assert!(count > 180, "{count}");
    }
}
