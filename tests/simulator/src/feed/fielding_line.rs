//! What a fielder, a club or a season in the field comes to.

use super::stats::{Line, Scope, ratio};
use crate::tally::Fielding;
use serde_json::Value;

/// `started` is told in the lines of those who were in the lineup.
pub(super) fn fielding_line(of: &Fielding, scope: Scope, started: bool) -> Value {
    let mut line = Line::new(scope);
    line.put_some("gamesStarted", started.then_some(1));
    line.put_steals(of.stolen_bases, of.caught_stealing);
    let caught = ratio(of.caught_stealing, of.stolen_bases + of.caught_stealing, ".---");
    // In a line of one game this share is never worked out.
    line.put(
        "caughtStealingPercentage",
        if scope == Scope::Season {
            caught
        } else {
            ".---".to_owned()
        },
    );
    line.put("assists", of.assists);
    line.put("putOuts", of.putouts);
    line.put("errors", of.errors);
    line.put("chances", of.chances());
    line.put_in(&[Scope::Game], "fielding", ".000");
    line.put_in(
        &[Scope::Season],
        "fielding",
        ratio(of.putouts + of.assists, of.chances(), ".000"),
    );
    line.put("passedBall", of.passed_balls);
    line.put("pickoffs", of.pickoffs);
    line.done()
}
