//! What is asked about one game.

use crate::answer::Answer;
use crate::oracle::list;

/// The answer is one row.
pub(super) fn itself(_: &Answer) -> usize {
    1
}

/// What both clubs wore. A club's wardrobe is answered alike, but is of no game.
pub(super) fn uniforms(answer: &Answer) -> usize {
    let games = list(&answer.document["uniforms"])
        .iter()
        .filter(|game| !game["gamePk"].is_null());
    games
        .flat_map(|game| ["home", "away"].map(|side| list(&game[side]["uniformAssets"]).len()))
        .sum()
}
