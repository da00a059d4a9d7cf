//! The documents of one game: its feed, parts of it, and the list of its snapshots.

use super::{content, context_metrics, win_probability};
use crate::date::{Millis, timecode};
use crate::feed;
use crate::game::Game;
use crate::question::Question;
use crate::world::World;
use serde_json::Value;
use std::sync::Arc;

/// What can be asked of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Feed,
    Timestamps,
    DiffPatch,
    Boxscore,
    Linescore,
    PlayByPlay,
    Content,
    ContextMetrics,
    WinProbability,
}

/// A part of a game as it was at the moment that is asked for, else now; None when there is no such game.
pub(super) fn game(world: &World, question: &Question, game_pk: &str, part: Part) -> Option<Value> {
    let game_pk: i64 = game_pk.parse().ok()?;
    let now = world.moment();
    let moment = question.timecode().map_or(now, |asked| asked.min(now));
    let game = at(world, game_pk, moment)?;
    Some(match part {
        Part::Feed => game.feed(),
        Part::Timestamps => game.touches().into_iter().map(timecode).collect(),
        Part::DiffPatch => diff_patch(&game, question),
        Part::Boxscore => boxscore(&game),
        Part::Linescore => linescore(&game),
        Part::PlayByPlay => feed::plays(&game),
        Part::Content => content::content(&game),
        Part::ContextMetrics => context_metrics::context_metrics(&game),
        Part::WinProbability => win_probability::win_probability(&game),
    })
}

/// A game as it was at a moment.
pub(super) fn at(world: &World, game_pk: i64, moment: Millis) -> Option<Arc<Game>> {
    let slate = world.slate_of(game_pk);
    if let Some(game) = slate.as_ref().and_then(|slate| slate.game(game_pk)) {
        // A game by itself is looked at as it was, too; the clubs' records stay.
        return Some(Arc::new(if moment == Millis::MAX {
            game.clone()
        } else {
            game.at(moment, game.records)
        }));
    }
    let (season, number) = world.fixture_of(game_pk)?;
    Some(season.game_at(number, moment))
}

/// What changed since a timecode: nothing, or the whole feed, as the API answers after a long gap.
fn diff_patch(game: &Game, question: &Question) -> Value {
    let now = timecode(game.touched_at());
    if question.text("startTimecode") == Some(now.as_str()) {
        return Value::Array(Vec::new());
    }
    let mut feed = game.feed();
    if let Some(fields) = feed.as_object_mut() {
        fields.shift_remove("copyright");
    }
    feed
}

/// The box score by itself tells the clubs at length.
fn boxscore(game: &Game) -> Value {
    let mut value = feed::boxscore(game);
    for (side, key) in [(0, "away"), (1, "home")] {
        let club = game.squads[side].club;
        value["teams"][key]["team"] = feed::team(club, game.plan.date.year, game.records[side]);
    }
    value
}

/// The line score by itself says who won.
fn linescore(game: &Game) -> Value {
    let mut value = feed::linescore(game);
    if game.state.is_decided() {
        for (side, key) in [(0, "away"), (1, "home")] {
            value["teams"][key]["isWinner"] = (game.score[side] > game.score[1 - side]).into();
        }
    }
    value
}
