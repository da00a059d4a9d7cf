//! `liveData.linescore`: runs by inning, totals, and who was where at the end.

use super::object::object;
use super::person::person;
use crate::base::Base;
use crate::game::Game;
use crate::play::{Play, Side};
use crate::position::PITCHER;
use crate::squad::Squad;
use crate::tally::cell;
use serde_json::{Map, Value};

pub(crate) fn linescore(game: &Game) -> Value {
    let Some(now) = game.now() else {
        return preview(game);
    };
    let half = if now.side == Side::Away { "Top" } else { "Bottom" };
    let current = now.inning.max(1);
    let innings: Vec<Value> = (1..=current).map(|number| inning(game, number)).collect();
    let mut value = object! {
        "currentInning": current,
        "currentInningOrdinal": ordinal(current),
        "inningState": half,
        "inningHalf": half,
        "isTopInning": half == "Top",
        "scheduledInnings": game.plan.scheduled_innings,
        "innings": innings,
        "teams": object! {"home": total(game, Side::Home), "away": total(game, Side::Away)},
        "defense": defense(game, now),
        "offense": offense(game, now),
        "balls": now.count.balls,
        "strikes": now.count.strikes,
        "outs": now.count.outs,
    };
    if game.state.is_decided() && game.is_walk_off() && now.count.outs < 3 {
        let outs = ["None", "One", "Two"][usize::try_from(now.count.outs).unwrap_or(0).min(2)];
        value["note"] = format!("{outs} out when winning run scored.").into();
    }
    value
}

/// Before anybody is on the field.
fn preview(game: &Game) -> Value {
    let team = |side: usize| object! {"team": super::team_link(game.squads[side].club)};
    object! {
        "scheduledInnings": game.plan.scheduled_innings,
        "innings": Vec::<Value>::new(),
        "teams": object! {"home": object! {}, "away": object! {}},
        "defense": team(0),
        "offense": team(1),
    }
}

/// `1st`
pub(super) fn ordinal(number: i64) -> String {
    let ending = match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

fn inning(game: &Game, number: i64) -> Value {
    object! {
        "num": number,
        "ordinalNum": ordinal(number),
        "home": line(game, Side::Home, number),
        "away": line(game, Side::Away, number),
    }
}

/// A side's cell: a side that did not come to bat has no runs, but may have errors.
fn line(game: &Game, side: Side, number: i64) -> Value {
    let cell = cell(&game.plays, side, number);
    let mut fields = Map::new();
    if cell.batted {
        fields.insert("runs".to_owned(), cell.runs.into());
    }
    fields.insert("hits".to_owned(), cell.hits.into());
    fields.insert("errors".to_owned(), cell.errors.into());
    fields.insert("leftOnBase".to_owned(), cell.left_on_base.into());
    Value::Object(fields)
}

fn total(game: &Game, side: Side) -> Value {
    let cells: Vec<_> = (1..=game.innings)
        .map(|number| cell(&game.plays, side, number))
        .collect();
    object! {
        "runs": game.score[side as usize],
        "hits": cells.iter().map(|cell| cell.hits).sum::<i64>(),
        "errors": cells.iter().map(|cell| cell.errors).sum::<i64>(),
        "leftOnBase": cells.iter().map(|cell| cell.left_on_base).sum::<i64>(),
    }
}

/// The three who are next: at bat, on deck, in the hole.
fn due(fields: &mut Map<String, Value>, squad: &Squad) {
    for (ahead, key) in ["batter", "onDeck", "inHole"].into_iter().enumerate() {
        let player = squad.in_slot((squad.next_slot + ahead) % 9);
        fields.insert(key.to_owned(), person(squad.player(player)));
    }
}

fn defense(game: &Game, play: &Play) -> Value {
    let squad = &game.squads[play.side.other() as usize];
    let mut fields = Map::new();
    let places = [
        "pitcher",
        "catcher",
        "first",
        "second",
        "third",
        "shortstop",
        "left",
        "center",
        "right",
    ];
    for (position, key) in (PITCHER..).zip(places) {
        let player = squad.field[usize::from(position)];
        fields.insert(key.to_owned(), person(squad.player(player)));
    }
    due(&mut fields, squad);
    fields.insert("battingOrder".to_owned(), (squad.next_slot + 1).into());
    fields.insert("team".to_owned(), super::team_link(squad.club));
    Value::Object(fields)
}

fn offense(game: &Game, play: &Play) -> Value {
    let squad = &game.squads[play.side as usize];
    let mut fields = Map::new();
    due(&mut fields, squad);
    if play.count.outs < 3 {
        for (base, key) in [
            (Base::First, "first"),
            (Base::Second, "second"),
            (Base::Third, "third"),
        ] {
            if let Some(runner) = play.bases_after.on(base) {
                fields.insert(key.to_owned(), person(squad.player(runner.player)));
            }
        }
    }
    fields.insert("pitcher".to_owned(), person(squad.player(squad.pitcher())));
    fields.insert("battingOrder".to_owned(), (squad.next_slot + 1).into());
    fields.insert("team".to_owned(), super::team_link(squad.club));
    Value::Object(fields)
}
