//! Where a batter hits the ball well: thirteen zones, in two measures.

use super::object::object;
use crate::game::Game;
use crate::play::Play;
use crate::rng::Rng;
use serde_json::Value;

const ZONES: [&str; 13] = [
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "11", "12", "13", "14",
];

/// Adds the batter's zones to a matchup, as the feed has them for its last play.
pub(super) fn add(game: &Game, play: &Play, matchup: &mut Value) {
    let batter = game.squads[play.side as usize].player(play.batter);
    let mut rng = Rng::stream(game.plan.seed, "zones", batter.id.unsigned_abs());
    let average = zones(&mut rng, 0.25, 0.12);
    let on_base = zones(&mut rng, 0.75, 0.3);
    let exit = zones(&mut rng, 88.0, 6.0);
    let stats = object! {"stats": vec![object! {
        "type": object! {"displayName": "hotColdZones"},
        "group": object! {"displayName": "hitting"},
        "exemptions": Vec::<Value>::new(),
        "splits": vec![
            object! {"stat": object! {"name": "battingAverage", "zones": average}},
            object! {"stat": object! {"name": "onBasePlusSlugging", "zones": on_base.clone()}},
            object! {"stat": object! {"name": "exitVelocity", "zones": exit}},
        ],
    }]};
    matchup["batterHotColdZoneStats"] = stats;
    matchup["batterHotColdZones"] = on_base;
}

fn zones(rng: &mut Rng, mean: f64, deviation: f64) -> Value {
    let zone = |rng: &mut Rng, name: &str| {
        let value = rng.bell(mean, deviation, 0.0, 120.0);
        let step = (value - mean) / deviation;
        let (temperature, color) = match step {
            step if step > 1.0 => ("hot", "rgba(214, 41, 52, .55)"),
            step if step > 0.3 => ("warm", "rgba(234, 147, 153, .55)"),
            step if step > -0.3 => ("lukewarm", "rgba(255, 255, 255, 0.55)"),
            step if step > -1.0 => ("cool", "rgba(150, 188, 255, .55)"),
            _ => ("cold", "rgba(6, 90, 238, .55)"),
        };
        let shown = if mean > 10.0 {
            format!("{value:.2}")
        } else {
            super::stats::without_zero(value)
        };
        object! {"zone": name, "color": color, "temp": temperature, "value": shown}
    };
    Value::Array(ZONES.iter().map(|name| zone(rng, name)).collect())
}
