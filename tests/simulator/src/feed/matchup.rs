//! Who faced whom, and who stood on base when it was over.

use super::object::object;
use super::person::{hand, person};
use crate::base::Base;
use crate::game::Game;
use crate::hand::Hand;
use crate::play::Play;
use serde_json::{Map, Value};

pub(super) fn matchup(game: &Game, play: &Play) -> Value {
    let (batting, fielding) = (
        &game.squads[play.side as usize],
        &game.squads[play.side.other() as usize],
    );
    let mut fields = Map::new();
    fields.insert("batter".to_owned(), person(batting.player(play.batter)));
    fields.insert("batSide".to_owned(), hand(play.bat_side));
    fields.insert("pitcher".to_owned(), person(fielding.player(play.pitcher)));
    fields.insert("pitchHand".to_owned(), hand(play.pitch_hand));
    for (base, key) in [
        (Base::First, "postOnFirst"),
        (Base::Second, "postOnSecond"),
        (Base::Third, "postOnThird"),
    ] {
        if let Some(runner) = play.bases_after.on(base) {
            fields.insert(key.to_owned(), person(batting.player(runner.player)));
        }
    }
    fields.insert("batterHotColdZones".to_owned(), Value::Array(Vec::new()));
    fields.insert("pitcherHotColdZones".to_owned(), Value::Array(Vec::new()));
    let splits = object! {
        "batter": if play.pitch_hand == Hand::Left { "vs_LHP" } else { "vs_RHP" },
        "pitcher": if play.bat_side == Hand::Left { "vs_LHB" } else { "vs_RHB" },
        "menOnBase": play.bases_before.split(),
    };
    fields.insert("splits".to_owned(), splits);
    Value::Object(fields)
}
