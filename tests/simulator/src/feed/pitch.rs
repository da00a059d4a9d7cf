//! A pitch: its call, its flight, and the ball that was hit.

use super::object::object;
use crate::batted_ball::Hit;
use crate::date::Date;
use crate::pitch::Pitch;
use crate::rng::rounded;
use crate::setting::has_pitch_challenges;
use serde_json::{Map, Value};

pub(super) fn details(pitch: &Pitch) -> Value {
    let (code, description) = pitch.call.labels();
    let flight = pitch.kind.flight();
    let mut value = object! {
        "call": object! {"code": code, "description": description},
        "description": description,
        "code": code,
        "ballColor": pitch.call.color(),
        "trailColor": flight.trail_color,
        "isInPlay": pitch.call.is_in_play(),
        "isStrike": pitch.call.is_strike(),
        "isBall": pitch.call.is_ball(),
        "type": object! {"code": flight.code, "description": flight.name},
        "isOut": pitch.out,
        "hasReview": false,
    };
    if pitch.runner_going {
        value["runnerGoing"] = true.into();
    }
    value
}

/// `pitchData`; the width and depth of the zone are told since players may challenge calls.
pub(super) fn data(pitch: &Pitch, day: Date) -> Value {
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    put("startSpeed", pitch.start_speed.into());
    put("endSpeed", pitch.end_speed.into());
    put("strikeZoneTop", pitch.zone_top.into());
    put("strikeZoneBottom", pitch.zone_bottom.into());
    if has_pitch_challenges(day) {
        put("strikeZoneWidth", 17.0.into());
        put("strikeZoneDepth", 8.5.into());
    }
    let (position, velocity, acceleration) = (pitch.position, pitch.velocity, pitch.acceleration);
    put(
        "coordinates",
        object! {
            "aY": acceleration[1],
            "aZ": acceleration[2],
            "pfxX": pitch.movement.0,
            "pfxZ": pitch.movement.1,
            "pX": pitch.plate.0,
            "pZ": pitch.plate.1,
            "vX0": velocity[0],
            "vY0": velocity[1],
            "vZ0": velocity[2],
            "x": rounded(117.0 - 38.0 * pitch.plate.0, 2),
            "y": rounded(238.7 - 27.0 * pitch.plate.1, 2),
            "x0": position[0],
            "y0": position[1],
            "z0": position[2],
            "aX": acceleration[0],
        },
    );
    put(
        "breaks",
        object! {
            "breakAngle": pitch.break_angle,
            "breakLength": pitch.break_length,
            "breakY": 24.0,
            "breakVertical": pitch.break_vertical,
            "breakVerticalInduced": pitch.break_induced,
            "breakHorizontal": pitch.break_horizontal,
            "spinRate": pitch.spin_rate,
            "spinDirection": pitch.spin_direction,
        },
    );
    put("zone", pitch.zone.into());
    put("typeConfidence", pitch.type_confidence.into());
    put("plateTime", pitch.plate_time.into());
    put("extension", pitch.extension.into());
    Value::Object(fields)
}

/// `hitData`
pub(super) fn hit(hit: &Hit) -> Value {
    let mut fields = Map::new();
    if let Some(speed) = hit.launch_speed {
        fields.insert("launchSpeed".to_owned(), speed.into());
        fields.insert("launchAngle".to_owned(), hit.launch_angle.into());
        fields.insert("totalDistance".to_owned(), hit.distance.into());
    }
    fields.insert("trajectory".to_owned(), hit.trajectory.code().into());
    fields.insert("hardness".to_owned(), hit.hardness.into());
    if let Some(location) = hit.location {
        fields.insert("location".to_owned(), location.into());
    }
    fields.insert(
        "coordinates".to_owned(),
        object! {"coordX": hit.coordinates.0, "coordY": hit.coordinates.1},
    );
    Value::Object(fields)
}
