//! A pitch: how it is thrown, where it crosses the plate, and how it flew there.
//!
//! The nine parameters of the API (position, velocity and acceleration at 50 feet) and the place at the plate fit
//! together: flying the first to the plate gives the second. `plate_time` and the breaks are told of the whole
//! flight, from the hand.

use crate::batted_ball::Hit;
use crate::call::Call;
use crate::hand::Hand;
use crate::pitch_type::PitchType;
use crate::player::Player;
use crate::rng::{Rng, rounded};

const FEET_A_SECOND: f64 = 1.466_667;
/// From the rubber to the point of home plate, feet
const RUBBER: f64 = 60.5;
const GRAVITY: f64 = 32.174;
/// The front of home plate, feet
const PLATE: f64 = 17.0 / 12.0;
/// Half of home plate and a ball's radius, feet
const HALF_PLATE: f64 = 0.83;

/// A pitch that was thrown.
#[derive(Clone, Debug)]
pub(crate) struct Pitch {
    pub kind: PitchType,
    pub call: Call,
    /// Counted within the plate appearance, from 1
    pub number: i64,
    /// An out was made on it
    pub out: bool,
    pub runner_going: bool,
    pub start_speed: f64,
    pub end_speed: f64,
    pub zone_top: f64,
    pub zone_bottom: f64,
    /// Where it crosses the plate, feet: sideways from the middle as the catcher sees it, and up
    pub plate: (f64, f64),
    /// Position, velocity and acceleration at 50 feet: x, y, z
    pub position: [f64; 3],
    pub velocity: [f64; 3],
    pub acceleration: [f64; 3],
    /// Inches against a spinless ball
    pub movement: (f64, f64),
    pub break_angle: f64,
    pub break_length: f64,
    pub break_vertical: f64,
    pub break_induced: f64,
    pub break_horizontal: f64,
    pub spin_rate: i64,
    pub spin_direction: i64,
    pub zone: i64,
    pub type_confidence: f64,
    pub plate_time: f64,
    pub extension: f64,
    pub hit: Option<Hit>,
}

/// Who faces whom when a pitch is thrown.
pub(crate) struct Duel<'a> {
    pub pitcher: &'a Player,
    pub batter: &'a Player,
    pub bat_side: Hand,
    /// 0 for fresh, 1 for at the end of his strength
    pub fatigue: f64,
}

impl Pitch {
    /// Throws a pitch that turned out as `call`.
    pub(crate) fn throw(rng: &mut Rng, duel: &Duel<'_>, call: Call, number: i64) -> Self {
        let pitcher = duel.pitcher;
        let weights: Vec<f64> = pitcher.repertoire.iter().map(|(_, weight)| *weight).collect();
        let kind = pitcher
            .repertoire
            .get(rng.weighted(&weights))
            .map_or(PitchType::FourSeam, |(kind, _)| *kind);
        let flight = kind.flight();
        let plate = target(rng, duel, call, flight.low);
        let arm = if pitcher.throws == Hand::Left { -1.0 } else { 1.0 };

        let start_speed = rounded(
            rng.bell(
                flight.speed + pitcher.velocity - 0.8 * duel.fatigue,
                1.0,
                68.0,
                104.0,
            ),
            1,
        );
        let movement = (
            arm * rng.normal(flight.movement.0, 1.4),
            rng.normal(flight.movement.1, 1.4),
        );
        let side = arm * pitcher.release.0 + rng.normal(0.0, 0.12);
        let release = (side, pitcher.release.1 + rng.normal(0.0, 0.1));
        let path = Path::fly(rng, start_speed, movement, release, plate);
        let break_angle = in_steps(-movement.0 * 3.0 + rng.normal(0.0, 6.0), 1.2);
        let spin_rate = rng.bell(flight.spin, 120.0, 900.0, 3400.0).round() as i64;
        let spin_direction = arm * rng.normal(flight.spin_direction, 12.0);
        let type_confidence = if rng.chance(0.25) {
            2.0
        } else {
            rounded(rng.bell(0.89, 0.03, 0.3, 0.94), 2)
        };
        let extension = pitcher.extension + rng.normal(0.0, 0.12);
        let plate_time = path.time_from(RUBBER - extension);
        let growth = path.growth(plate_time);
        let induced = movement.1 * growth;
        Self {
            kind,
            call,
            number,
            out: false,
            runner_going: false,
            start_speed,
            end_speed: rounded(path.end_speed, 1),
            zone_top: duel.batter.zone_top,
            zone_bottom: duel.batter.zone_bottom,
            plate,
            position: path.position,
            velocity: path.velocity,
            acceleration: path.acceleration,
            movement,
            break_angle,
            break_length: in_steps((9.0 - 0.55 * movement.1).max(1.2), 1.2),
            break_vertical: rounded(induced - GRAVITY * plate_time * plate_time * 6.0, 1),
            break_induced: rounded(induced, 1),
            break_horizontal: rounded(-movement.0 * growth, 1),
            spin_rate,
            spin_direction: spin_direction.rem_euclid(360.0).floor() as i64,
            zone: zone(plate, duel.batter),
            type_confidence,
            plate_time,
            extension,
            hit: None,
        }
    }
}

/// The flight of a ball from 50 feet to the plate under constant acceleration.
struct Path {
    position: [f64; 3],
    velocity: [f64; 3],
    acceleration: [f64; 3],
    /// Seconds from 50 feet to the plate
    time: f64,
    /// Seconds over the last 40 feet, by which `movement` is told
    late: f64,
    /// mph at the plate
    end_speed: f64,
}

impl Path {
    /// The flight that starts with a speed (mph), moves (inches) and crosses the plate as given.
    fn fly(rng: &mut Rng, speed: f64, movement: (f64, f64), release: (f64, f64), plate: (f64, f64)) -> Self {
        let forward = speed * FEET_A_SECOND * 0.9914;
        let drag = speed * speed * 0.003_45 * rng.between(0.94, 1.06);
        let start = 50.0 + rng.between(0.0, 0.008);
        let time = (forward - (forward * forward - 2.0 * drag * (start - PLATE)).sqrt()) / drag;
        let late = (40.0 - PLATE) / (start - PLATE) * time * 1.005;
        let push = |inches: f64| inches / 12.0 * 2.0 / (late * late);
        let acceleration = [push(movement.0), drag, push(movement.1) - GRAVITY];
        let needed = |from: f64, to: f64, pull: f64| (to - from - pull * time * time / 2.0) / time;
        let across = needed(release.0, plate.0, acceleration[0]);
        let up = needed(release.1, plate.1, acceleration[2]);
        Self {
            position: [release.0, start, release.1],
            velocity: [across, -forward, up],
            acceleration,
            time,
            late,
            end_speed: (forward - drag * time) / FEET_A_SECOND * 1.006,
        }
    }

    /// Seconds to the plate from a distance beyond 50 feet: the flight, followed back to the hand.
    fn time_from(&self, distance: f64) -> f64 {
        let (forward, drag) = (-self.velocity[1], self.acceleration[1]);
        let before = (distance - self.position[1]).max(0.0);
        let at_release = (forward * forward + 2.0 * drag * before).sqrt();
        self.time + (at_release - forward) / drag
    }

    /// How much larger the movement is over the whole flight than over the last 40 feet. The spin does not push
    /// as hard all the way, hence the share.
    fn growth(&self, time: f64) -> f64 {
        0.905 * (time * time) / (self.late * self.late)
    }
}

/// The nearest multiple of `step`, to a tenth.
fn in_steps(value: f64, step: f64) -> f64 {
    rounded((value / step).round() * step, 1)
}

/// Where a pitch with this call crosses the plate.
fn target(rng: &mut Rng, duel: &Duel<'_>, call: Call, low: f64) -> (f64, f64) {
    let (top, bottom) = (duel.batter.zone_top, duel.batter.zone_bottom);
    let batter_side = if duel.bat_side == Hand::Left { 1.0 } else { -1.0 };
    let inside = match call {
        Call::HitByPitch => return (batter_side * rng.between(1.7, 2.9), rng.between(0.6, 4.6)),
        Call::BallInDirt | Call::SwingingBlocked => return (rng.normal(0.0, 0.8), rng.between(-1.2, 0.7)),
        Call::Pitchout => return (-batter_side * rng.between(2.2, 3.1), rng.between(3.2, 4.4)),
        Call::Ball => rng.chance(0.02),
        Call::Called => rng.chance(0.93),
        Call::Swinging | Call::FoulTip => rng.chance(0.5),
        Call::Foul | Call::FoulBunt => rng.chance(0.7),
        Call::InPlayOut | Call::InPlayNoOut | Call::InPlayRun => rng.chance(0.83),
    };
    if inside {
        return (rng.between(-0.81, 0.81), rng.between(bottom - 0.05, top + 0.05));
    }
    let reach = if call == Call::Ball { 1.0 } else { 0.55 };
    let beyond = |rng: &mut Rng| 0.06 + reach * rng.unit() * rng.unit() * 1.9 + reach * 0.12 * rng.unit();
    match rng.weighted(&[1.0, 1.0, 0.7 * (1.0 - low) + 0.1, 0.8 + low]) {
        0 => (HALF_PLATE + beyond(rng), rng.between(bottom - 0.4, top + 0.3)),
        1 => (-HALF_PLATE - beyond(rng), rng.between(bottom - 0.4, top + 0.3)),
        2 => (rng.between(-0.9, 0.9), top + 0.06 + beyond(rng)),
        _ => (rng.between(-0.9, 0.9), bottom - 0.06 - beyond(rng)),
    }
}

/// 1 to 9 in the strike zone, row by row from the upper left; 11 to 14 around it.
fn zone((x, z): (f64, f64), batter: &Player) -> i64 {
    let height = batter.zone_top - batter.zone_bottom;
    let up = (z - batter.zone_bottom) / height;
    if x.abs() <= HALF_PLATE && (-0.06..=1.06).contains(&up) {
        let column = if x < -HALF_PLATE / 3.0 {
            0
        } else {
            1 + i64::from(x > HALF_PLATE / 3.0)
        };
        let row = if up > 2.0 / 3.0 {
            0
        } else {
            1 + i64::from(up < 1.0 / 3.0)
        };
        return 1 + row * 3 + column;
    }
    11 + i64::from(x > 0.0) + if up > 0.5 { 0 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pitch_flies_to_where_it_crosses_the_plate() {
        let pitcher = Player::invent(1, 900_013, 1, true, 2024);
        let batter = Player::invent(1, 900_101, 3, false, 2024);
        let duel = Duel {
            pitcher: &pitcher,
            batter: &batter,
            bat_side: Hand::Right,
            fatigue: 0.0,
        };
        let mut rng = Rng::new(3);
        for call in [
            Call::Ball,
            Call::Called,
            Call::Foul,
            Call::HitByPitch,
            Call::BallInDirt,
        ] {
            let pitch = Pitch::throw(&mut rng, &duel, call, 1);
            let (forward, drag) = (-pitch.velocity[1], pitch.acceleration[1]);
            let way = pitch.position[1] - PLATE;
            let time = (forward - (forward * forward - 2.0 * drag * way).sqrt()) / drag;
            let at = |axis: usize| {
                pitch.position[axis]
                    + pitch.velocity[axis] * time
                    + pitch.acceleration[axis] * time * time / 2.0
            };
            assert!((at(0) - pitch.plate.0).abs() < 1e-9 && (at(2) - pitch.plate.1).abs() < 1e-9);
            assert!((at(1) - PLATE).abs() < 1e-9);
            // From the hand it takes about 0.03 s longer than from 50 feet.
            assert!((0.02..0.05).contains(&(pitch.plate_time - time)), "{pitch:?}");
            assert!(
                (0.36..0.58).contains(&pitch.plate_time) && pitch.end_speed < pitch.start_speed,
                "{pitch:?}"
            );
        }
    }
}
