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

pub(crate) use boxscore::boxscore;
pub(crate) use game_data::{field_info, location, time_zone};
pub(crate) use linescore::linescore;
pub(crate) use person::{biography, named, person, position};
pub(crate) use plays::plays;
pub(crate) use stats::{innings, rate, ratio, without_zero};
pub(crate) use team::{percentage, spring_league, team, team_link};

/// What stands at the head of every answer.
pub(crate) const COPYRIGHT: &str = "Simulated data: the games, the players and their names are invented";

/// The whole document. A game that is not decided has no decisions.
pub(crate) fn document(game: &Game) -> Value {
    let pk = game.plan.game_pk;
    let mut live = object! {
        "plays": plays::plays(game),
        "linescore": linescore::linescore(game),
        "boxscore": boxscore::boxscore(game),
    };
    if game.state.is_decided() {
        live["decisions"] = decisions(game);
    }
    live["leaders"] = object! {"hitDistance": object! {}, "hitSpeed": object! {}, "pitchSpeed": object! {}};
    object! {
        "copyright": COPYRIGHT,
        "gamePk": pk,
        "link": format!("/api/v1.1/game/{pk}/feed/live"),
        "metaData": meta_data(game),
        "gameData": game_data::game_data(game),
        "liveData": live,
    }
}

fn meta_data(game: &Game) -> Value {
    let time_stamp = timecode(game.touched_at());
    let Some(play) = game.now() else {
        let nothing = Vec::<Value>::new;
        return object! {"wait": 10, "timeStamp": time_stamp, "gameEvents": nothing(), "logicalEvents": nothing()};
    };
    let count = format!("count{}{}", play.count.balls, play.count.strikes);
    let mut logical = vec![Value::from("countChange"), Value::from(count)];
    let mut events = vec![play.result.code];
    if game.state.is_decided() {
        logical.insert(0, Value::from("midInning"));
        logical.push(Value::from(play.bases_after.logical_event()));
        logical.push(Value::from("gameStateChangeToGameOver"));
        events.push("game_finished");
    } else if game.pending.is_some() {
        events = vec![play.events.last().map_or("at_bat_start", |event| event.code())];
    }
    object! {"wait": 10, "timeStamp": time_stamp, "gameEvents": events, "logicalEvents": logical}
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
