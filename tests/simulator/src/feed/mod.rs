//! The document of a game: what the API's `feed/live` answers, part by part and in its order of keys.

mod batting_line;
mod box_notes;
mod boxscore;
mod event;
mod fielding_line;
mod game_data;
mod game_notes;
mod hot_zones;
mod linescore;
mod matchup;
mod object;
mod performers;
mod person;
mod pitch;
mod pitching_line;
mod play;
mod plays;
mod stats;
mod team;

use crate::date::timecode;
use crate::game::Game;
pub(crate) use object::object;
use serde_json::Value;

pub(crate) use game_data::status;
pub(crate) use team::{percentage, team_link};

/// The whole document.
pub(crate) fn document(game: &Game) -> Value {
    let pk = game.plan.game_pk;
    object! {
        "copyright": "Simulated data: the games, the players and their names are invented",
        "gamePk": pk,
        "link": format!("/api/v1.1/game/{pk}/feed/live"),
        "metaData": meta_data(game),
        "gameData": game_data::game_data(game),
        "liveData": object! {
            "plays": plays::plays(game),
            "linescore": linescore::linescore(game),
            "boxscore": boxscore::boxscore(game),
            "decisions": decisions(game),
            "leaders": object! {"hitDistance": object! {}, "hitSpeed": object! {}, "pitchSpeed": object! {}},
        },
    }
}

fn meta_data(game: &Game) -> Value {
    let last = game.plays.last();
    let end = last.map_or(game.setting.first_pitch, |play| play.end);
    let mut logical = vec![Value::from("midInning"), Value::from("countChange")];
    if let Some(play) = last {
        logical.push(Value::from(format!(
            "count{}{}",
            play.count.balls, play.count.strikes
        )));
        logical.push(Value::from(play.bases_after.logical_event()));
    }
    logical.push(Value::from("gameStateChangeToGameOver"));
    object! {
        "wait": 10,
        "timeStamp": timecode(end),
        "gameEvents": vec![last.map_or("game_finished", |play| play.result.code), "game_finished"],
        "logicalEvents": logical,
    }
}

fn decisions(game: &Game) -> Value {
    let Some(decisions) = &game.decisions else {
        return object! {};
    };
    let side = decisions.winner_side as usize;
    let (winners, losers) = (&game.squads[side], &game.squads[1 - side]);
    let mut value = object! {
        "winner": person::person(winners.player(decisions.winner)),
        "loser": person::person(losers.player(decisions.loser)),
    };
    if let Some(save) = decisions.save {
        value["save"] = person::person(winners.player(save));
    }
    value
}
