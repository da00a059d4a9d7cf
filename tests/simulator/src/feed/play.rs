//! One play: its result, its matchup, its events and its runners.

use super::object::object;
use super::person::{person, position, reference};
use crate::base::Base;
use crate::date::timestamp_millis;
use crate::game::Game;
use crate::play::{Credit, EventKind, Movement, Play, Side};
use crate::review::Review;
use serde_json::Value;

pub(super) fn play(game: &Game, play: &Play) -> Value {
    let actions = |wanted: bool| {
        let events = play.events.iter().enumerate();
        events
            .filter(|(_, event)| matches!(event.kind, EventKind::Action(_)) == wanted)
            .map(|(index, _)| index)
            .collect::<Vec<_>>()
    };
    let mut value = object! {
        "result": object! {
            "type": "atBat",
            "event": play.result.title,
            "eventType": play.result.code,
            "description": play.description.clone(),
            "rbi": if play.result.ends_plate_appearance() { play.rbi() } else { 0 },
            "awayScore": play.score[0],
            "homeScore": play.score[1],
            "isOut": is_out(play),
        },
        "about": object! {
            "atBatIndex": play.index,
            "halfInning": if play.side == Side::Away { "top" } else { "bottom" },
            "isTopInning": play.side == Side::Away,
            "inning": play.inning,
            "startTime": timestamp_millis(play.start),
            "endTime": timestamp_millis(play.end),
            "isComplete": true,
            "isScoringPlay": play.runs() > 0,
            "hasReview": play.review.is_some(),
            "hasOut": play.outs_made() > 0,
            "captivatingIndex": play.result.captivating_index(play.runs()),
        },
        "count": object! {"balls": play.count.balls, "strikes": play.count.strikes, "outs": play.count.outs},
        "matchup": super::matchup::matchup(game, play),
        "pitchIndex": actions(false),
        "actionIndex": actions(true),
        "runnerIndex": (0..play.movements.len()).collect::<Vec<_>>(),
        "runners": play.movements.iter().map(|step| runner(game, play, step)).collect::<Vec<_>>(),
        "playEvents": super::event::events(game, play),
    };
    if let Some(asked) = &play.review {
        value["reviewDetails"] = review(asked);
    }
    value["playEndTime"] = timestamp_millis(play.end).into();
    value["atBatIndex"] = play.index.into();
    value
}

/// The play that is going on: it has no result yet, unless its last event is a word of the umpires.
pub(super) fn pending(game: &Game, play: &Play) -> Value {
    let mut value = self::play(game, play);
    value["about"]["isComplete"] = false.into();
    value["about"]["captivatingIndex"] = 0.into();
    value["about"]["isScoringPlay"] = false.into();
    if let Some(about) = value["about"].as_object_mut() {
        about.shift_remove("hasReview");
    }
    if let Some(result) = value["result"].as_object_mut() {
        for key in ["event", "eventType", "description"] {
            result.shift_remove(key);
        }
    }
    value["result"]["rbi"] = 0.into();
    value["result"]["isOut"] = false.into();
    let score = game.score;
    value["result"]["awayScore"] = score[0].into();
    value["result"]["homeScore"] = score[1].into();
    if let Some(EventKind::Action(action)) = play.events.last().map(|event| &event.kind) {
        value["result"]["event"] = action.event.title.into();
        value["result"]["eventType"] = action.event.code.into();
        value["result"]["description"] = action.description.clone().into();
    }
    value
}

/// The batter or a runner was put out by what ended the play.
pub(super) fn is_out(play: &Play) -> bool {
    play.movements
        .iter()
        .any(|step| step.out.is_some() && step.event == play.result)
}

pub(super) fn review(review: &Review) -> Value {
    let mut value =
        object! {"isOverturned": review.overturned, "inProgress": false, "reviewType": review.kind.code()};
    if let Some(club) = review.club {
        value["challengeTeamId"] = club.into();
    }
    if let Some((id, name)) = &review.player {
        value["player"] = super::person::named(*id, name);
    }
    if let Some(further) = &review.further {
        value["additionalReviews"] = Value::from(vec![self::review(further)]);
    }
    value
}

fn runner(game: &Game, play: &Play, step: &Movement) -> Value {
    let (batting, fielding) = (
        &game.squads[play.side as usize],
        &game.squads[play.side.other() as usize],
    );
    object! {
        "movement": object! {
            "originBase": step.origin.map(Base::code),
            "start": step.start.map(Base::code),
            "end": step.end.map(Base::end_code),
            "outBase": step.out.map(|(base, _)| base.code()),
            "isOut": step.out.is_some(),
            "outNumber": step.out.map(|(_, number)| number),
        },
        "details": object! {
            "event": step.event.title,
            "eventType": step.event.code,
            "movementReason": step.reason,
            "runner": person(batting.player(step.runner)),
            "responsiblePitcher": step.responsible.map(|pitcher| reference(fielding.player(pitcher).id)),
            "isScoringEvent": step.scores(),
            "rbi": step.rbi,
            "earned": step.earned,
            "teamUnearned": step.team_unearned,
            "playIndex": step.play_index,
        },
        "credits": step.credits.iter().map(|given| credit(game, play, given)).collect::<Vec<_>>(),
    }
}

fn credit(game: &Game, play: &Play, credit: &Credit) -> Value {
    let fielder = game.squads[play.side.other() as usize].player(credit.player);
    object! {"player": reference(fielder.id), "position": position(credit.position), "credit": credit.kind}
}
