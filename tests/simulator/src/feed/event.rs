//! The events of a play: pitches, throws over, actions.

use super::object::object;
use super::person::{link, position, reference};
use super::play::review;
use crate::date::timestamp_millis;
use crate::game::Game;
use crate::play::{Action, Event, EventKind, NoPitch, Play};
use serde_json::{Map, Value};

pub(super) fn events(game: &Game, play: &Play) -> Vec<Value> {
    play.events
        .iter()
        .enumerate()
        .map(|(index, event)| one(game, index, event))
        .collect()
}

/// An object under construction, in the order of its keys.
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }
}

fn one(game: &Game, index: usize, event: &Event) -> Value {
    let mut fields = Fields(Map::new());
    let mut details = match &event.kind {
        EventKind::Pitch(pitch) => super::pitch::details(pitch),
        EventKind::NoPitch(call) => no_pitch_details(call),
        EventKind::Pickoff { base, from_catcher } => object! {
            "description": format!("Pickoff Attempt {}", base.code()),
            "code": (*base as usize + 1).to_string(),
            "isOut": false,
            "hasReview": false,
            "fromCatcher": *from_catcher,
        },
        EventKind::StepOff => {
            object! {"description": "Pitcher Step Off", "code": "PSO", "isOut": false, "hasReview": false, "fromCatcher": false}
        }
        EventKind::Action(action) => action_details(action),
    };
    details["hasReview"] = event.review.is_some().into();
    if let Some(number) = event.disengagement {
        details["disengagementNum"] = number.into();
    }
    fields.put("details", details);
    fields.put(
        "count",
        object! {"balls": event.count.balls, "strikes": event.count.strikes, "outs": event.count.outs},
    );
    if let EventKind::Pitch(pitch) = &event.kind {
        fields.put("pitchData", super::pitch::data(pitch, game.plan.date));
        if let Some(hit) = &pitch.hit {
            fields.put("hitData", super::pitch::hit(hit));
        }
    }
    fields.put("index", index);
    match &event.kind {
        EventKind::Action(action) if action.base_running => fields.put("actionPlayId", event.play_id.clone()),
        EventKind::Action(_) => {}
        _ => fields.put("playId", event.play_id.clone()),
    }
    match &event.kind {
        EventKind::Pitch(pitch) => fields.put("pitchNumber", pitch.number),
        EventKind::NoPitch(call) => fields.put("pitchNumber", call.number),
        _ => {}
    }
    fields.put("startTime", timestamp_millis(event.start));
    fields.put("endTime", timestamp_millis(event.end));
    fields.put("isPitch", matches!(event.kind, EventKind::Pitch(_)));
    match &event.kind {
        EventKind::Pitch(_) => fields.put("type", "pitch"),
        EventKind::NoPitch(_) => fields.put("type", "no_pitch"),
        EventKind::Pickoff { .. } => fields.put("type", "pickoff"),
        EventKind::StepOff => fields.put("type", "stepoff"),
        EventKind::Action(action) => action_fields(&mut fields, action),
    }
    if let Some(asked) = &event.review {
        fields.put("reviewDetails", review(asked));
    }
    Value::Object(fields.0)
}

fn action_fields(fields: &mut Fields, action: &Action) {
    if action.base_running {
        fields.put("isBaseRunningPlay", true);
    }
    if action.substitution.is_some() {
        fields.put("isSubstitution", true);
    }
    fields.put("type", "action");
    if let Some(player) = action.player {
        fields.put("player", reference(player));
    }
    if let Some(umpire) = action.umpire {
        fields.put("umpire", object! {"id": umpire, "link": link(umpire)});
    }
    if let Some(injury) = action.injury {
        fields.put("injuryType", injury);
    }
    if let Some(substitution) = &action.substitution {
        fields.put("position", position(substitution.position));
        if let Some(order) = &substitution.batting_order {
            fields.put("battingOrder", order.clone());
        }
        if let Some(replaced) = substitution.replaced {
            fields.put("replacedPlayer", reference(replaced));
        }
    }
    if let Some(base) = action.base {
        fields.put("base", base);
    }
}

fn action_details(action: &Action) -> Value {
    object! {
        "description": action.description.clone(),
        "event": action.event.title,
        "eventType": action.event.code,
        "awayScore": action.score[0],
        "homeScore": action.score[1],
        "isScoringPlay": action.scoring,
        "isOut": action.out,
        "hasReview": false,
    }
}

fn no_pitch_details(call: &NoPitch) -> Value {
    let mut value = object! {
        "call": object! {"code": call.code, "description": call.description},
        "description": call.description,
        "code": call.code,
        "isInPlay": false,
        "isStrike": !call.is_ball,
        "isBall": call.is_ball,
        "isOut": false,
        "hasReview": false,
    };
    if let Some((kind, description, id, name)) = &call.violation {
        value["violation"] = object! {"type": *kind, "description": *description, "player": object! {"id": *id, "fullName": name.clone()}};
    }
    value
}
