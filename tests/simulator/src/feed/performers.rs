//! The three who did most in a game.

use super::boxscore::box_player;
use super::object::object;
use crate::game::Game;
use crate::tally::{Batting, Pitching};
use serde_json::Value;

struct Candidate {
    side: usize,
    player: usize,
    score: i64,
    kind: &'static str,
}

pub(super) fn performers(game: &Game) -> Value {
    let mut candidates = Vec::new();
    for (side, squad) in game.squads.iter().enumerate() {
        for player in squad.slots.iter().flatten() {
            candidates.push(Candidate {
                side,
                player: *player,
                score: hitting_score(&game.tallies[side].batting[*player]),
                kind: "hitter",
            });
        }
        for (order, stint) in squad.stints.iter().enumerate() {
            let score = pitching_score(&game.tallies[side].pitching[stint.player]);
            candidates.push(Candidate {
                side,
                player: stint.player,
                score,
                kind: if order == 0 { "starter" } else { "reliever" },
            });
        }
    }
    candidates.sort_by_key(|candidate| (-candidate.score, candidate.side, candidate.player));
    Value::Array(
        candidates
            .iter()
            .take(3)
            .map(|candidate| performer(game, candidate))
            .collect(),
    )
}

fn performer(game: &Game, candidate: &Candidate) -> Value {
    let squad = &game.squads[candidate.side];
    let mut player = box_player(game, squad, candidate.player);
    player["person"]["boxscoreName"] = squad.player(candidate.player).name.last_init().into();
    let key = if candidate.kind == "hitter" {
        "hittingGameScore"
    } else {
        "pitchingGameScore"
    };
    let mut value = object! {"player": player, "type": candidate.kind, "gameScore": candidate.score};
    value[key] = candidate.score.into();
    value
}

fn hitting_score(line: &Batting) -> i64 {
    40 + 4 * line.total_bases() + 3 * line.rbi + 2 * (line.runs + line.walks + line.stolen_bases)
        - (line.at_bats - line.hits)
}

/// Near to Bill James's game score.
fn pitching_score(line: &Pitching) -> i64 {
    40 + line.outs * 2 + line.strikeouts - 2 * line.walks - 2 * line.hits - 3 * line.runs - 6 * line.home_runs
}
