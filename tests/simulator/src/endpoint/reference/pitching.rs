//! Lists about pitches: their kinds, what becomes of them, how they come off the bat.

use crate::feed::object;
use serde_json::Value;

pub(super) const PITCH_TYPES: &[(&str, &str)] = &[
    ("FA", "Fastball"),
    ("FF", "Four-Seam Fastball"),
    ("FT", "Two-Seam Fastball"),
    ("FC", "Cutter"),
    ("FS", "Splitter"),
    ("FO", "Forkball"),
    ("SI", "Sinker"),
    ("ST", "Sweeper"),
    ("SL", "Slider"),
    ("SV", "Slurve"),
    ("CU", "Curveball"),
    ("KC", "Knuckle Curve"),
    ("CS", "Slow Curve"),
    ("SC", "Screwball"),
    ("KN", "Knuckleball"),
    ("EP", "Eephus"),
    ("CH", "Changeup"),
    ("GY", "Gyroball"),
    ("PO", "Pitchout"),
    ("IN", "Intentional Ball"),
    ("AB", "Automatic Ball"),
    ("AS", "Automatic Strike"),
    ("NP", "No Pitch"),
    ("UN", "Unknown"),
];

pub(super) const HIT_TRAJECTORIES: &[(&str, &str)] = &[
    ("bunt_grounder", "Bunt - Ground Ball"),
    ("bunt_popup", "Bunt - Popup"),
    ("bunt_line_drive", "Bunt - Line Drive"),
    ("line_drive", "Line Drive"),
    ("ground_ball", "Ground Ball"),
    ("fly_ball", "Fly Ball"),
    ("popup", "Popup"),
];

/// What a code means: a swing, a miss, contact with the bat, a bunt, a strike, a ball, a pitch.
struct Code(&'static str, &'static str, &'static str);

/// Code, words, and letters for what it is: `s` swing, `m` miss, `c` contact, `b` bunt, `k` strike, `l` ball,
/// `p` a pitch that was thrown.
const PITCH_CODES: &[Code] = &[
    Code("*B", "Ball - Ball In Dirt", "lp"),
    Code("B", "Ball - Called", "lp"),
    Code("I", "Ball - Intentional", "lp"),
    Code("P", "Ball - Pitchout", "lp"),
    Code("V", "Ball - Automatic", "l"),
    Code("VB", "Ball - Automatic - Intentional", "l"),
    Code("VC", "Ball - Automatic - Catcher Pitch Timer Violation", "l"),
    Code("VP", "Ball - Automatic - Pitcher Pitch Timer Violation", "l"),
    Code("H", "Ball - Hit By Pitch", "lp"),
    Code("A", "Strike - Automatic", "k"),
    Code("AC", "Strike - Automatic - Batter Pitch Timer Violation", "k"),
    Code("AB", "Strike - Automatic - Batter Timeout Violation", "k"),
    Code("C", "Strike - Called", "kp"),
    Code("F", "Strike - Foul", "sckp"),
    Code("L", "Strike - Foul Bunt", "scbkp"),
    Code("T", "Strike - Foul Tip", "smckp"),
    Code("O", "Strike - Bunt Foul Tip", "smcbkp"),
    Code("R", "Strike - Foul on Pitchout", "sckp"),
    Code("K", "Strike - Unknown", "kp"),
    Code("M", "Strike - Missed Bunt", "smbkp"),
    Code("Q", "Strike - Swinging on Pitchout", "smkp"),
    Code("S", "Strike - Swinging", "smkp"),
    Code("W", "Strike - Swinging Blocked", "smkp"),
    Code("X", "Hit Into Play - Out(s)", "sckp"),
    Code("D", "Hit Into Play - No Out(s)", "sckp"),
    Code("E", "Hit Into Play - Run(s)", "sckp"),
    Code("N", "No Pitch", ""),
    Code("PSO", "Pitcher Step Off", ""),
    Code("1", "Pickoff Attempt 1B", ""),
    Code("2", "Pickoff Attempt 2B", ""),
    Code("3", "Pickoff Attempt 3B", ""),
];

pub(super) fn pitch_codes() -> Value {
    PITCH_CODES
        .iter()
        .enumerate()
        .map(|(place, Code(code, description, kinds))| {
            let is = |letter: char| kinds.contains(letter);
            object! {
                "code": *code,
                "description": *description,
                "swingStatus": is('s'),
                "swingMissStatus": is('m'),
                "swingContactStatus": is('c'),
                "sortOrder": place + 1,
                "strikeStatus": is('k'),
                "ballStatus": is('l'),
                "pitchStatus": is('p'),
                "pitchResultText": description.rsplit(" - ").next().unwrap_or(description),
                "buntAttemptStatus": is('b'),
                "contactStatus": is('c'),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calls_of_feeds_are_in_the_list() {
        let list = pitch_codes();
        let codes: Vec<&str> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["code"].as_str().unwrap())
            .collect();
        for call in [
            "B", "*B", "P", "C", "S", "W", "T", "F", "L", "H", "X", "D", "E", "VB",
        ] {
            assert!(codes.contains(&call), "{call}");
        }
    }
}
