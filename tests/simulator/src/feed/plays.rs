//! `liveData.plays`: all plays, the last one again, and two indexes into them.

use super::object::object;
use super::person::person;
use super::team::short_team;
use crate::game::Game;
use crate::play::{Play, Side};
use serde_json::Value;

pub(crate) fn plays(game: &Game) -> Value {
    let mut all: Vec<Value> = game
        .plays
        .iter()
        .map(|play| super::play::play(game, play))
        .collect();
    all.extend(game.pending.iter().map(|play| super::play::pending(game, play)));
    if let (Some(now), Some(value)) = (game.now(), all.last_mut()) {
        super::hot_zones::add(game, now, &mut value["matchup"]);
    }
    let current = all.last().cloned();
    let scoring: Vec<usize> = game
        .plays
        .iter()
        .filter(|play| play.runs() > 0)
        .map(|play| play.index)
        .collect();
    let innings = game.now().map_or(0, |play| play.inning);
    let mut value = object! {"allPlays": all};
    if let Some(current) = current {
        value["currentPlay"] = current;
    }
    value["scoringPlays"] = scoring.into();
    value["playsByInning"] = (1..=innings)
        .map(|inning| by_inning(game, inning))
        .collect::<Vec<_>>()
        .into();
    value
}

fn by_inning(game: &Game, inning: i64) -> Value {
    let seen = game.plays.iter().chain(&game.pending);
    let plays: Vec<&Play> = seen.filter(|play| play.inning == inning).collect();
    let indexes = |side: Side| {
        plays
            .iter()
            .filter(|play| play.side == side)
            .map(|play| play.index)
            .collect::<Vec<_>>()
    };
    let hits = |side: Side| {
        plays
            .iter()
            .filter(|play| play.side == side)
            .filter_map(|play| hit(game, play))
            .collect::<Vec<_>>()
    };
    object! {
        "startIndex": plays.first().map_or(0, |play| play.index),
        "endIndex": plays.last().map_or(0, |play| play.index),
        "top": indexes(Side::Away),
        "bottom": indexes(Side::Home),
        "hits": object! {"away": hits(Side::Away), "home": hits(Side::Home)},
    }
}

/// A ball in play as a point in the picture of the field.
fn hit(game: &Game, play: &Play) -> Option<Value> {
    let hit = play.hit()?;
    let (batting, fielding) = (
        &game.squads[play.side as usize],
        &game.squads[play.side.other() as usize],
    );
    let kind = match play.result.code {
        _ if play.result.is_hit() => "H",
        "field_error" => "E",
        _ => "O",
    };
    Some(object! {
        "team": short_team(batting.club),
        "inning": play.inning,
        "pitcher": person(fielding.player(play.pitcher)),
        "batter": person(batting.player(play.batter)),
        "coordinates": object! {"x": hit.coordinates.0, "y": hit.coordinates.1},
        "type": kind,
        "description": play.result.title,
    })
}
