//! Lists about games: their kinds, what happens in them, the weather.

use crate::feed::object;
use serde_json::Value;

const GAME_TYPES: &[(&str, &str)] = &[
    ("S", "Spring Training"),
    ("R", "Regular Season"),
    ("F", "Wild Card Game"),
    ("D", "Division Series"),
    ("L", "League Championship Series"),
    ("W", "World Series"),
    ("C", "Championship"),
    ("N", "Nineteenth Century Series"),
    ("P", "Playoffs"),
    ("A", "All-Star Game"),
    ("I", "Intrasquad"),
    ("E", "Exhibition"),
];

pub(super) const GAMEDAY_TYPES: &[(&str, &str)] = &[
    ("E", "Enhanced"),
    ("F", "Free"),
    ("L", "Linescore"),
    ("N", "None"),
    ("P", "Premium"),
    ("Y", "Yes"),
];

pub(super) const REVIEW_REASONS: &[(&str, &str)] = &[
    ("MA", "Tag play"),
    ("MB", "Touching a base"),
    ("MC", "Force play"),
    ("MD", "Catch/drop in outfield"),
    ("ME", "Slide interference"),
    ("MF", "Close play at 1st"),
    ("MH", "Home run"),
    ("MI", "Hit by pitch"),
    ("MJ", "Pitch result"),
    ("MP", "Home-plate collision"),
    ("NH", "Home run"),
];

pub(super) const SCHEDULE_EVENT_TYPES: &[(&str, &str)] = &[
    ("B", "Batting practice"),
    ("C", "Ceremony"),
    ("O", "Other"),
    ("T", "Tour"),
];

pub(super) const SKY: &[(&str, &str)] = &[
    ("1", "Sunny"),
    ("2", "Partly Cloudy"),
    ("3", "Cloudy"),
    ("4", "Overcast"),
    ("5", "Drizzle"),
    ("6", "Rain"),
    ("7", "Dome"),
    ("8", "Roof Closed"),
    ("9", "Clear"),
];

pub(super) const WIND: &[(&str, &str)] = &[
    ("0", "None"),
    ("1", "Out To LF"),
    ("2", "Out To CF"),
    ("3", "Out To RF"),
    ("4", "In From LF"),
    ("5", "In From CF"),
    ("6", "In From RF"),
    ("7", "L To R"),
    ("8", "R To L"),
    ("9", "Varies"),
];

/// Code, words, and whether it is a plate appearance, a hit, something on the bases.
#[rustfmt::skip]
const EVENT_TYPES: &[(&str, &str, bool, bool, bool)] = &[
    ("pickoff_1b", "Pickoff 1B", false, false, true),
    ("pickoff_2b", "Pickoff 2B", false, false, true),
    ("pickoff_3b", "Pickoff 3B", false, false, true),
    ("pitcher_step_off", "Pitcher Step Off", false, false, false),
    ("pickoff_error_1b", "Pickoff Error 1B", false, false, true),
    ("batter_timeout", "Batter Timeout", false, false, false),
    ("mound_visit", "Mound Visit", false, false, false),
    ("no_pitch", "No Pitch", false, false, false),
    ("single", "Single", true, true, false),
    ("double", "Double", true, true, false),
    ("triple", "Triple", true, true, false),
    ("home_run", "Home Run", true, true, false),
    ("double_play", "Double Play", true, false, false),
    ("field_error", "Field Error", true, false, false),
    ("error", "Error", false, false, true),
    ("field_out", "Field Out", true, false, false),
    ("fielders_choice", "Fielders Choice", true, false, false),
    ("fielders_choice_out", "Fielders Choice Out", true, false, false),
    ("force_out", "Force Out", true, false, false),
    ("grounded_into_double_play", "Grounded Into Double Play", true, false, false),
    ("grounded_into_triple_play", "Grounded Into Triple Play", true, false, false),
    ("strikeout", "Strikeout", true, false, false),
    ("strike_out", "Strikeout", true, false, false),
    ("strikeout_double_play", "Strikeout Double Play", true, false, false),
    ("strikeout_triple_play", "Strikeout Triple Play", true, false, false),
    ("triple_play", "Triple Play", true, false, false),
    ("sac_fly", "Sac Fly", true, false, false),
    ("catcher_interf", "Catcher Interference", true, false, false),
    ("fan_interference", "Fan Interference", true, false, false),
    ("batter_interference", "Batter Interference", true, false, false),
    ("sac_bunt", "Sac Bunt", true, false, false),
    ("sac_fly_double_play", "Sac Fly Double Play", true, false, false),
    ("sac_bunt_double_play", "Sac Bunt Double Play", true, false, false),
    ("walk", "Walk", true, false, false),
    ("intent_walk", "Intent Walk", true, false, false),
    ("hit_by_pitch", "Hit By Pitch", true, false, false),
    ("os_ruling_pending_prior", "Official Scorer Ruling Pending", false, false, false),
    ("os_ruling_pending_primary", "Official Scorer Ruling Pending", false, false, false),
    ("at_bat_start", "At Bat Start", false, false, false),
    ("passed_ball", "Passed Ball", false, false, true),
    ("wild_pitch", "Wild Pitch", false, false, true),
    ("other_advance", "Other Advance", false, false, true),
    ("other_out", "Runner Out", false, false, true),
    ("balk", "Balk", false, false, true),
    ("forced_balk", "Disengagement Violation", false, false, true),
    ("stolen_base_2b", "Stolen Base 2B", false, false, true),
    ("stolen_base_3b", "Stolen Base 3B", false, false, true),
    ("stolen_base_home", "Stolen Base Home", false, false, true),
    ("caught_stealing_2b", "Caught Stealing 2B", false, false, true),
    ("caught_stealing_3b", "Caught Stealing 3B", false, false, true),
    ("caught_stealing_home", "Caught Stealing Home", false, false, true),
    ("defensive_indiff", "Defensive Indiff", false, false, true),
    ("pickoff_caught_stealing_2b", "Pickoff Caught Stealing 2B", false, false, true),
    ("pickoff_caught_stealing_3b", "Pickoff Caught Stealing 3B", false, false, true),
    ("runner_placed", "Runner Placed On Base", false, false, true),
    ("pitching_substitution", "Pitching Substitution", false, false, false),
    ("offensive_substitution", "Offensive Substitution", false, false, false),
    ("defensive_substitution", "Defensive Sub", false, false, false),
    ("defensive_switch", "Defensive Switch", false, false, false),
    ("umpire_substitution", "Umpire Substitution", false, false, false),
    ("pitcher_switch", "Pitcher Switch", false, false, false),
    ("game_advisory", "Game Advisory", false, false, false),
    ("injury", "Injury", false, false, false),
    ("ejection", "Ejection", false, false, false),
    ("runner_double_play", "Runner Double Play", true, false, false),
    ("runner_interference", "Runner Interference", false, false, true),
];

const LOGICAL_EVENTS: &[&str] = &[
    "midInning",
    "countChange",
    "basesEmpty",
    "basesLoaded",
    "runnerOn1st",
    "runnerOn2nd",
    "runnerOn3rd",
    "newBatter",
    "newLeftHandedHit",
    "newRightHandedHit",
    "gameStateChangeToLive",
    "gameStateChangeToGameOver",
    "halfInningChange",
];

/// Name of the figure, code, and whether it is a chance or an error.
const FIELDER_DETAILS: &[(&str, &str, bool, bool)] = &[
    ("assists", "f_assist", true, false),
    ("putOuts", "f_putout", true, false),
    ("fieldingErrors", "f_fielding_error", true, true),
    ("throwingErrors", "f_throwing_error", true, true),
    ("droppedBallErrors", "f_error_dropped_ball", true, true),
    ("outfieldAssists", "f_assist_of", false, false),
    ("deflections", "f_deflection", false, false),
    ("fieldedBalls", "f_fielded_ball", false, false),
    ("passedBall", "c_passed_ball", false, false),
];

const RUNNER_DETAILS: &[&str] = &[
    "stolenBases",
    "caughtStealing",
    "pickoffs",
    "runs",
    "leftOnBase",
    "wildPitches",
    "balks",
];

pub(super) fn game_types() -> Value {
    GAME_TYPES
        .iter()
        .map(|(id, description)| object! {"id": *id, "description": *description})
        .collect()
}

pub(super) fn event_types() -> Value {
    EVENT_TYPES
        .iter()
        .map(|(code, description, plate_appearance, hit, on_the_bases)| {
            object! {
                "plateAppearance": *plate_appearance,
                "hit": *hit,
                "code": *code,
                "baseRunningEvent": *on_the_bases,
                "description": *description,
            }
        })
        .collect()
}

pub(super) fn logical_events() -> Value {
    LOGICAL_EVENTS
        .iter()
        .map(|code| object! {"code": *code})
        .collect()
}

pub(super) fn fielder_detail_types() -> Value {
    FIELDER_DETAILS
        .iter()
        .map(|(name, code, chance, error)| {
            object! {
                "statName": *name,
                "code": *code,
                "names": vec![*code],
                "chance": *chance,
                "error": *error,
            }
        })
        .collect()
}

pub(super) fn runner_detail_types() -> Value {
    RUNNER_DETAILS
        .iter()
        .map(|name| object! {"statName": *name})
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::coded;
    use super::*;

    #[test]
    fn every_code_is_there_once() {
        for list in [event_types(), coded(REVIEW_REASONS), coded(SKY), coded(WIND)] {
            let entries = list.as_array().unwrap();
            let mut codes: Vec<&str> = entries
                .iter()
                .map(|entry| entry["code"].as_str().unwrap())
                .collect();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), entries.len());
        }
    }
}
