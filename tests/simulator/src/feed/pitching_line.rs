//! What a pitcher, a staff or a season on the mound comes to.

use super::stats::{Line, Scope, innings, rate, ratio, without_zero};
use crate::tally::Pitching;
use serde_json::Value;

const PLAYERS: &[Scope] = &[Scope::Game, Scope::Season];
const RATED: &[Scope] = &[Scope::Season, Scope::Team];
const SEASON: &[Scope] = &[Scope::Season];

/// A club's line leaves out who decided; its earned run average is that of `season`.
pub(super) fn pitching_line(of: &Pitching, scope: Scope, season: &Pitching, note: Option<&str>) -> Value {
    let mut line = Line::new(scope);
    line.put_some("note", note);
    line.put_in(&[Scope::Game], "summary", summary(of));
    line.put_in(PLAYERS, "gamesPlayed", of.games);
    line.put_in(PLAYERS, "gamesStarted", of.games_started);
    batters(&mut line, of);
    line.put("numberOfPitches", of.pitches);
    line.put_in(RATED, "era", rate(season.earned_runs, season.outs, 27.0, "-.--"));
    line.put("inningsPitched", innings(of.outs));
    decisions(&mut line, of, scope);
    line.put("earnedRuns", of.earned_runs);
    line.put_in(
        RATED,
        "whip",
        rate(season.walks + season.hits, season.outs, 3.0, "-"),
    );
    line.put("battersFaced", of.batters);
    line.put("outs", of.outs);
    line.put_in(PLAYERS, "gamesPitched", of.games);
    line.put("completeGames", of.complete_games);
    line.put("shutouts", of.shutouts);
    pitches(&mut line, of, scope);
    rates(&mut line, of);
    line.put("inheritedRunners", of.inherited);
    line.put("inheritedRunnersScored", of.inherited_scored);
    line.put("catchersInterference", 0);
    line.put("sacBunts", of.sac_bunts);
    line.put("sacFlies", of.sac_flies);
    line.put("passedBall", of.passed_balls);
    line.put("popOuts", of.pop_outs);
    line.put("lineOuts", of.line_outs);
    line.done()
}

/// What the batters did to him.
fn batters(line: &mut Line, of: &Pitching) {
    line.put("flyOuts", of.fly_outs);
    line.put("groundOuts", of.ground_outs);
    line.put("airOuts", of.air_outs());
    line.put("runs", of.runs);
    line.put("doubles", of.doubles);
    line.put("triples", of.triples);
    line.put("homeRuns", of.home_runs);
    line.put("strikeOuts", of.strikeouts);
    line.put("baseOnBalls", of.walks);
    line.put("intentionalWalks", of.intentional_walks);
    line.put("hits", of.hits);
    line.put("hitByPitch", of.hit_batters);
    line.put("atBats", of.at_bats);
    let free = of.walks + of.hit_batters;
    line.put_in(
        RATED,
        "obp",
        ratio(of.hits + free, of.at_bats + free + of.sac_flies, ".000"),
    );
    line.put_steals(of.stolen_bases, of.caught_stealing);
    let caught = ratio(of.caught_stealing, of.stolen_bases + of.caught_stealing, ".---");
    line.put_in(RATED, "caughtStealingPercentage", caught);
}

fn decisions(line: &mut Line, of: &Pitching, scope: Scope) {
    line.put_in(PLAYERS, "wins", of.wins);
    line.put_in(PLAYERS, "losses", of.losses);
    line.put_in(PLAYERS, "saves", of.saves);
    line.put(
        "saveOpportunities",
        if scope == Scope::Team {
            0
        } else {
            of.save_opportunities
        },
    );
    line.put_in(PLAYERS, "holds", of.holds);
    line.put_in(PLAYERS, "blownSaves", of.blown_saves);
}

fn pitches(line: &mut Line, of: &Pitching, scope: Scope) {
    // The season of one who has yet to pitch has no such key.
    line.put_some(
        "pitchesThrown",
        (scope != Scope::Season || of.pitches > 0).then_some(of.pitches),
    );
    line.put("balls", of.balls());
    line.put("strikes", of.strikes);
    line.put("strikePercentage", strike_share(of));
    line.put("hitBatsmen", of.hit_batters);
    line.put("balks", of.balks);
    line.put("wildPitches", of.wild_pitches);
    line.put("pickoffs", of.pickoffs);
}

fn rates(line: &mut Line, of: &Pitching) {
    line.put_in(
        RATED,
        "groundOutsToAirouts",
        rate(of.ground_outs, of.air_outs(), 1.0, "-.--"),
    );
    line.put("rbi", of.rbi);
    line.put_in(
        SEASON,
        "winPercentage",
        ratio(of.wins, of.wins + of.losses, ".---"),
    );
    line.put_in(RATED, "pitchesPerInning", rate(of.pitches, of.outs, 3.0, "-.--"));
    line.put_in(PLAYERS, "gamesFinished", of.games_finished);
    line.put_in(
        SEASON,
        "strikeoutWalkRatio",
        rate(of.strikeouts, of.walks, 1.0, "-.--"),
    );
    let per_nine = |number: i64| rate(number, of.outs, 27.0, "-.--");
    line.put_in(SEASON, "strikeoutsPer9Inn", per_nine(of.strikeouts));
    line.put_in(SEASON, "walksPer9Inn", per_nine(of.walks));
    line.put_in(SEASON, "hitsPer9Inn", per_nine(of.hits));
    line.put("runsScoredPer9", per_nine(of.runs));
    line.put("homeRunsPer9", per_nine(of.home_runs));
}

/// `6.0 IP, 2 ER, 7 K, BB`
fn summary(of: &Pitching) -> String {
    let many = |number: i64, what: &str| {
        if number == 1 {
            what.to_owned()
        } else {
            format!("{number} {what}")
        }
    };
    let (runs, strikeouts, walks) = (
        many(of.earned_runs, "ER"),
        many(of.strikeouts, "K"),
        many(of.walks, "BB"),
    );
    format!("{} IP, {runs}, {strikeouts}, {walks}", innings(of.outs))
}

/// `.640`: hundredths, with a zero behind.
fn strike_share(of: &Pitching) -> String {
    if of.pitches == 0 {
        return "-.--".to_owned();
    }
    without_zero((of.strikes as f64 / of.pitches as f64 * 100.0).round() / 100.0)
}
