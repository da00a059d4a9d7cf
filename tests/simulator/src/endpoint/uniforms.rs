//! `/api/v1/uniforms`: what clubs wear, and what they wore in a game.

use super::games;
use super::teams::club;
use crate::club::Club;
use crate::feed::object;
use crate::question::Question;
use crate::rng::Rng;
use crate::world::World;
use serde_json::Value;

/// Id, code, text and description of a kind of garment, and its word in asset codes.
const KINDS: [(i64, &str, &str, &str, &str); 3] = [
    (1, "J", "Jersey", "Shirt, jersey, sweater, etc.", "jersey"),
    (2, "P", "Pants", "Pants, shorts, skirt, etc.", "pants"),
    (3, "C", "Cap", "Cap, hat, head-gear", "hat"),
];
/// What each kind comes in.
const COLORS: [&str; 4] = ["Home White", "Road Grey", "Alt Blue", "Alt Cream"];

/// `/uniforms/game?gamePks=`
pub(super) fn of_games(world: &World, question: &Question) -> Value {
    let moment = world.moment();
    let uniforms: Vec<Value> = question
        .numbers_of(&["gamePks", "gamePk"])
        .into_iter()
        .filter_map(|game_pk| {
            let plan = games::at(world, game_pk, moment)?.plan.clone();
            let mut rng = Rng::stream(world.seed, "uniforms", game_pk.unsigned_abs());
            let mut side = |club: &Club, usual: usize| {
                let color = if rng.chance(0.7) { usual } else { 2 + rng.below(2) };
                dressed(club, plan.date.year, &[color])
            };
            let (away, home) = (side(plan.clubs[0], 1), side(plan.clubs[1], 0));
            Some(object! {"gamePk": game_pk, "home": home, "away": away})
        })
        .collect();
    object! {"uniforms": uniforms}
}

/// `/uniforms/team?teamIds=`: all that a club has.
pub(super) fn of_clubs(world: &World, question: &Question) -> Value {
    let year = question.number("season").unwrap_or(world.year);
    let uniforms: Vec<Value> = question
        .numbers_of(&["teamIds", "teamId"])
        .into_iter()
        .filter_map(club)
        .map(|club| dressed(club, year, &[0, 1, 2, 3]))
        .collect();
    object! {"uniforms": uniforms}
}

fn dressed(club: &Club, year: i64, colors: &[usize]) -> Value {
    let mut assets: Vec<Value> = Vec::new();
    for color in colors {
        for (id, code, text, description, word) in KINDS {
            assets.push(object! {
                "uniformAssetId": club.id * 100 + (*color as i64) * 10 + id,
                "uniformAssetCode": format!("{}_{word}_{}_{year}", club.id, color + 1),
                "uniformAssetText": format!("{} {} {text}", club.team_name, COLORS[*color]),
                "uniformAssetType": object! {
                    "uniformAssetTypeDesc": description,
                    "uniformAssetTypeCode": code,
                    "uniformAssetTypeText": text,
                    "uniformAssetTypeId": id,
                },
                "active": true,
            });
        }
    }
    object! {
        "id": club.id,
        "teamName": club.short_name,
        "uniformAssets": assets,
        "link": format!("/api/v1/teams/{}", club.id),
    }
}
