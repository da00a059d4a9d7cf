//! `/api/v1/game/{gamePk}/winProbability`: the plays, each with the chances after it.

use crate::feed;
use crate::game::Game;
use crate::play::{Play, Side};
use crate::rng::rounded;
use serde_json::Value;

/// Outs of a club in a game of nine innings.
const OUTS: f64 = 27.0;
/// How much a run is worth when the whole game is ahead.
const WORTH: f64 = 0.62;
/// What the home side is ahead before the first pitch, in runs.
const HOME: f64 = 0.18;

pub(super) fn win_probability(game: &Game) -> Value {
    let mut plays = feed::plays(game)["allPlays"].take();
    let mut before = 52.0;
    if let Some(list) = plays.as_array_mut() {
        // The play that is going on has no chances yet.
        list.truncate(game.plays.len());
        let last = list.len().saturating_sub(1);
        for (value, play) in list.iter_mut().zip(&game.plays) {
            let decided = play.index == last && game.state.is_decided();
            let home = if decided {
                decided_chance(game)
            } else {
                home_chance(game, play)
            };
            let credits: Vec<Value> = Vec::new();
            value["credits"] = credits.clone().into();
            value["flags"] = credits.into();
            value["homeTeamWinProbability"] = home.into();
            value["awayTeamWinProbability"] = rounded(100.0 - home, 1).into();
            value["homeTeamWinProbabilityAdded"] = (home - before).into();
            value["contextMetrics"] = feed::object! {};
            if !decided {
                value["leverageIndex"] = leverage(game, play).into();
            }
            before = home;
        }
    }
    plays
}

/// The home side's chance now, in hundredths.
pub(super) fn home_chance_now(game: &Game) -> f64 {
    if game.state.is_decided() {
        return decided_chance(game);
    }
    game.plays.last().map_or(52.0, |play| home_chance(game, play))
}

fn decided_chance(game: &Game) -> f64 {
    if game.score[1] > game.score[0] { 100.0 } else { 0.0 }
}

/// The lead against the outs that are left; runners on base count a little.
fn home_chance(game: &Game, play: &Play) -> f64 {
    let runners = play.bases_after.0.iter().flatten().count() as f64 * 0.3;
    let threat = if play.count.outs >= 3 {
        0.0
    } else if play.side == Side::Home {
        runners
    } else {
        -runners
    };
    let left = outs_left(game, play).max(1.0) / OUTS;
    let lead = (play.score[1] - play.score[0]) as f64 + threat + HOME * left;
    let weight = lead * WORTH / left.sqrt();
    // From 0 to 1 without the exponential, whose last digit differs between machines.
    let share = 0.5 * (1.0 + weight / (1.0 + weight * weight).sqrt());
    rounded((share * 100.0).clamp(0.1, 99.9), 1)
}

/// Outs until the end of regulation, for the club that bats more often.
fn outs_left(game: &Game, play: &Play) -> f64 {
    let innings = game.plan.scheduled_innings.max(play.inning);
    let halves = (innings - play.inning) * 2 + if play.side == Side::Away { 2 } else { 1 };
    (halves * 3 - play.count.outs) as f64 / 2.0
}

/// How much hangs on the next play, 1 on average.
fn leverage(game: &Game, play: &Play) -> f64 {
    let close = 1.0 / (1.0 + (play.score[1] - play.score[0]).abs() as f64);
    let late = 1.0 + (OUTS - outs_left(game, play)).max(0.0) / OUTS;
    let runners = 1.0 + play.bases_after.0.iter().flatten().count() as f64 * 0.5;
    rounded(close * late * runners, 2)
}
