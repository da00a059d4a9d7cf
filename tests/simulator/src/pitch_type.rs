//! The kinds of pitches and how each flies: averages over a right-hander's, in the units of the API.

use crate::rng::Rng;

/// A kind of pitch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PitchType {
    FourSeam,
    Sinker,
    Cutter,
    Slider,
    Sweeper,
    Curveball,
    KnuckleCurve,
    Changeup,
    Splitter,
}

/// How a kind of pitch flies.
pub(crate) struct Flight {
    pub code: &'static str,
    pub name: &'static str,
    pub trail_color: &'static str,
    /// mph
    pub speed: f64,
    /// Movement against a spinless ball, inches, sideways (towards the pitcher's arm is negative) and up
    pub movement: (f64, f64),
    /// Revolutions a minute
    pub spin: f64,
    /// Degrees
    pub spin_direction: f64,
    /// Chance, relative to a fastball, that it is thrown below the zone
    pub low: f64,
}

impl PitchType {
    pub(crate) fn flight(self) -> Flight {
        let (code, name, trail_color, speed, movement, spin, spin_direction, low) = match self {
            Self::FourSeam => (
                "FF",
                "Four-Seam Fastball",
                "rgba(188, 0, 33, 1.0)",
                94.1,
                (-4.6, 9.5),
                2280.0,
                211.0,
                0.0,
            ),
            Self::Sinker => (
                "SI",
                "Sinker",
                "rgba(50, 0, 221, 1.0)",
                93.6,
                (-9.0, 5.2),
                2150.0,
                222.0,
                0.2,
            ),
            Self::Cutter => (
                "FC",
                "Cutter",
                "rgba(152, 0, 101, 1.0)",
                88.9,
                (1.2, 4.6),
                2330.0,
                176.0,
                0.2,
            ),
            Self::Slider => (
                "SL",
                "Slider",
                "rgba(0, 0, 254, 1.0)",
                85.4,
                (2.1, 1.0),
                2420.0,
                108.0,
                0.5,
            ),
            Self::Sweeper => (
                "ST",
                "Sweeper",
                "rgba(50, 50, 50, 1.0)",
                81.9,
                (7.6, 0.7),
                2520.0,
                62.0,
                0.4,
            ),
            Self::Curveball => (
                "CU",
                "Curveball",
                "rgba(0, 34, 255, 1.0)",
                79.6,
                (4.5, -5.0),
                2560.0,
                39.0,
                0.7,
            ),
            Self::KnuckleCurve => (
                "KC",
                "Knuckle Curve",
                "rgba(153, 171, 0, 1.0)",
                81.3,
                (3.3, -6.3),
                2430.0,
                35.0,
                0.7,
            ),
            Self::Changeup => (
                "CH",
                "Changeup",
                "rgba(0, 85, 254, 1.0)",
                85.0,
                (-8.1, 4.0),
                1760.0,
                237.0,
                0.7,
            ),
            Self::Splitter => (
                "FS",
                "Splitter",
                "rgba(119, 0, 152, 1.0)",
                86.6,
                (-6.5, 2.9),
                1420.0,
                228.0,
                0.8,
            ),
        };
        Flight {
            code,
            name,
            trail_color,
            speed,
            movement,
            spin,
            spin_direction,
            low,
        }
    }
}

/// A fastball and three to five others for a starter, two or three for a reliever.
pub(crate) fn repertoire(rng: &mut Rng, starter: bool) -> Vec<(PitchType, f64)> {
    use PitchType::{Changeup, Curveball, Cutter, FourSeam, KnuckleCurve, Sinker, Slider, Splitter, Sweeper};
    let fastball = if rng.chance(0.78) { FourSeam } else { Sinker };
    let mut chosen = vec![(fastball, rng.between(30.0, 55.0))];
    let mut others = vec![
        (Slider, 5.0),
        (Changeup, 4.0),
        (if fastball == FourSeam { Sinker } else { FourSeam }, 4.0),
        (Cutter, 3.0),
        (if rng.chance(0.7) { Curveball } else { KnuckleCurve }, 3.0),
        (Sweeper, 2.5),
        (Splitter, 1.3),
    ];
    for _ in 0..rng.whole(if starter { 3 } else { 1 }, if starter { 5 } else { 3 }) {
        let weights: Vec<f64> = others.iter().map(|(_, weight)| *weight).collect();
        let (kind, _) = others.remove(rng.weighted(&weights));
        chosen.push((kind, rng.between(6.0, 24.0)));
    }
    chosen
}
