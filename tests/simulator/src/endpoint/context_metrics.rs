//! `/api/v1/game/{gamePk}/contextMetrics`: how likely either club is to win, and what the game is.

use super::schedule_row::Row;
use super::win_probability::home_chance_now;
use crate::feed::{object, person};
use crate::game::Game;
use serde_json::Value;

pub(super) fn context_metrics(game: &Game) -> Value {
    let plan = &game.plan;
    let home = home_chance_now(game);
    let mut row = Row::of_game(game).value();
    for (side, key) in [(0, "away"), (1, "home")] {
        let squad = &game.squads[side];
        row["teams"][key]["probablePitcher"] = person(squad.player(squad.probable));
    }
    let [away, at_home] = plan.clubs;
    row["gameId"] = format!(
        "{}/{}mlb-{}mlb-{}",
        plan.date.to_string().replace('-', "/"),
        away.team_code,
        at_home.team_code,
        plan.game_number
    )
    .into();
    object! {
        "game": row,
        "leftFieldSacFlyProbability": object! {},
        "centerFieldSacFlyProbability": object! {},
        "rightFieldSacFlyProbability": object! {},
        "awayWinProbability": 100.0 - home,
        "homeWinProbability": home,
    }
}
