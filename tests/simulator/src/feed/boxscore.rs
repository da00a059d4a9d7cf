//! `liveData.boxscore`: the two clubs with their players' lines, the umpires and the notes.

use super::batting_line::batting_line;
use super::fielding_line::fielding_line;
use super::object::object;
use super::person::{official, person, position};
use super::pitching_line::pitching_line;
use super::stats::Scope;
use super::team::short_team;
use crate::game::Game;
use crate::play::Side;
use crate::squad::Squad;
use crate::tally::{Batting, Fielding, Pitching, Tally};
use serde_json::{Map, Value};

pub(crate) fn boxscore(game: &Game) -> Value {
    let types = ["Home Plate", "First Base", "Second Base", "Third Base"];
    let at_work = if game.state.is_preview() { 0 } else { types.len() };
    let umpires = game.setting.umpires.iter().zip(types).take(at_work);
    object! {
        "teams": object! {"away": side(game, Side::Away), "home": side(game, Side::Home)},
        "officials": umpires.map(|(umpire, kind)| object! {"official": official(umpire), "officialType": kind}).collect::<Vec<_>>(),
        "info": super::game_notes::game_notes(game),
        "pitchingNotes": super::game_notes::pitching_notes(game),
        "topPerformers": super::performers::performers(game),
    }
}

fn side(game: &Game, side: Side) -> Value {
    let squad = &game.squads[side as usize];
    let id = |player: &usize| squad.player(*player).id;
    let batting: Vec<i64> = squad.slots.iter().flatten().map(id).collect();
    let pitchers: Vec<i64> = squad.stints.iter().map(|stint| id(&stint.player)).collect();
    let mut players = Map::new();
    for player in 0..squad.players.len() {
        players.insert(
            format!("ID{}", squad.player(player).id),
            box_player(game, squad, player),
        );
    }
    object! {
        "team": short_team(squad.club),
        "teamStats": team_stats(game, squad),
        "players": players,
        "batters": batting.iter().chain(&pitchers).copied().collect::<Vec<_>>(),
        "pitchers": pitchers,
        "bench": squad.bench().iter().map(id).collect::<Vec<_>>(),
        "bullpen": squad.bullpen().iter().map(id).collect::<Vec<_>>(),
        "battingOrder": (0..9).filter_map(|slot| squad.slots[slot].last()).map(id).collect::<Vec<_>>(),
        "info": super::box_notes::team_notes(game, side),
        "note": super::box_notes::substitution_notes(game, side),
    }
}

fn team_stats(game: &Game, squad: &Squad) -> Value {
    let tally = &game.tallies[squad.side as usize];
    let batting = tally
        .batting
        .iter()
        .fold(Batting::default(), |sum, line| sum.plus(line));
    let pitching = tally
        .pitching
        .iter()
        .fold(Pitching::default(), |sum, line| sum.plus(line));
    let fielding = tally
        .fielding
        .iter()
        .fold(Fielding::default(), |sum, line| sum.plus(line));
    let before = game.plan.club_before(squad.side, &squad.players);
    let season = (before.batting.plus(&batting), before.pitching.plus(&pitching));
    // A club's steals are counted once, with its pitchers; inherited runners not at all.
    let fielding = Fielding {
        stolen_bases: pitching.stolen_bases,
        caught_stealing: pitching.caught_stealing,
        ..fielding
    };
    let pitching = Pitching {
        inherited: 0,
        inherited_scored: 0,
        ..pitching
    };
    object! {
        "batting": batting_line(&batting, Scope::Team, &season.0, None),
        "pitching": pitching_line(&pitching, Scope::Team, &season.1, None),
        "fielding": fielding_line(&fielding, Scope::Team, false),
    }
}

/// A player as a box score has him.
pub(super) fn box_player(game: &Game, squad: &Squad, index: usize) -> Value {
    let player = squad.player(index);
    let tally = &game.tallies[squad.side as usize];
    let played = !squad.positions[index].is_empty();
    let pitched = squad.stints.iter().any(|stint| stint.player == index);
    let order = squad.batting_order(index);
    let shown = squad.positions[index].last().copied().unwrap_or(player.primary);
    let waiting = !squad.used[index];
    let last = game.now();
    let batting_now = last.is_some_and(|play| play.side == squad.side && play.batter == index);
    let mut fields = Map::new();
    fields.insert("person".to_owned(), person(player));
    fields.insert("jerseyNumber".to_owned(), player.number.to_string().into());
    fields.insert("position".to_owned(), position(shown));
    fields.insert(
        "status".to_owned(),
        object! {"code": "A", "description": "Active"},
    );
    fields.insert("parentTeamId".to_owned(), squad.club.id.into());
    if let Some(order) = &order {
        fields.insert("battingOrder".to_owned(), order.clone().into());
    }
    let started = order.as_ref().is_some_and(|order| order.ends_with("00"));
    fields.insert("stats".to_owned(), game_lines(game, squad, index, tally, started));
    fields.insert(
        "seasonStats".to_owned(),
        season_lines(game, squad, index, tally, started),
    );
    let status = object! {
        "isCurrentBatter": batting_now,
        "isCurrentPitcher": pitched && squad.pitcher() == index && last.is_some_and(|play| play.side != squad.side),
        "isOnBench": waiting,
        "isSubstitute": order.is_some() && !started,
    };
    fields.insert("gameStatus".to_owned(), status);
    if played {
        let positions: Vec<Value> = squad.positions[index]
            .iter()
            .map(|place| position(*place))
            .collect();
        fields.insert("allPositions".to_owned(), positions.into());
    }
    Value::Object(fields)
}

fn game_lines(game: &Game, squad: &Squad, index: usize, tally: &Tally, started: bool) -> Value {
    let played = !squad.positions[index].is_empty();
    let (batted, pitched) = (
        squad.slot_of(index).is_some(),
        squad.stints.iter().any(|stint| stint.player == index),
    );
    let batting = &tally.batting[index];
    let pitching = &tally.pitching[index];
    let letter = super::box_notes::letter(game, squad.side, index).map(|letter| format!("{letter}-"));
    let note = pitching_note(game, squad, index, pitching);
    object! {
        "batting": if batted { batting_line(batting, Scope::Game, batting, letter.as_deref()) } else { object! {} },
        "pitching": if pitched { pitching_line(pitching, Scope::Game, pitching, note.as_deref()) } else { object! {} },
        "fielding": if played { fielding_line(&tally.fielding[index], Scope::Game, started) } else { object! {} },
    }
}

/// `(W, 6-5)`, `(S, 13)`, `(H, 9)`, `(BS, 2)`
fn pitching_note(game: &Game, squad: &Squad, index: usize, line: &Pitching) -> Option<String> {
    let season = game.plan.before(squad.player(index)).pitching.plus(line);
    let mut notes = Vec::new();
    if line.blown_saves == 1 {
        notes.push(format!("(BS, {})", season.blown_saves));
    }
    if line.wins == 1 {
        notes.push(format!("(W, {}-{})", season.wins, season.losses));
    } else if line.losses == 1 {
        notes.push(format!("(L, {}-{})", season.wins, season.losses));
    } else if line.saves == 1 {
        notes.push(format!("(S, {})", season.saves));
    } else if line.holds == 1 {
        notes.push(format!("(H, {})", season.holds));
    }
    (!notes.is_empty()).then(|| notes.join(""))
}

/// The season, this game included.
fn season_lines(game: &Game, squad: &Squad, index: usize, tally: &Tally, started: bool) -> Value {
    let before = game.plan.before(squad.player(index));
    let batting = before.batting.plus(&tally.batting[index]);
    let pitching = before.pitching.plus(&tally.pitching[index]);
    let fielding = before.fielding.plus(&tally.fielding[index]);
    object! {
        "batting": batting_line(&batting, Scope::Season, &batting, None),
        "pitching": pitching_line(&pitching, Scope::Season, &pitching, None),
        "fielding": fielding_line(&fielding, Scope::Season, started),
    }
}
