//! What a batter, a club or a season at bat comes to.

use super::stats::{Line, Scope, rate, ratio, without_zero};
use crate::tally::Batting;
use serde_json::Value;

/// `season` gives the rates: a club's line of one game has those of its season.
pub(super) fn batting_line(of: &Batting, scope: Scope, season: &Batting, note: Option<&str>) -> Value {
    let (players, rated) = ([Scope::Game, Scope::Season], [Scope::Season, Scope::Team]);
    let mut line = Line::new(scope);
    line.put_some("note", note);
    line.put_in(&[Scope::Game], "summary", summary(of));
    line.put_in(&players, "gamesPlayed", of.games);
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
    line.put("hitByPitch", of.hit_by_pitch);
    line.put_in(&rated, "avg", ratio(season.hits, season.at_bats, ".000"));
    line.put("atBats", of.at_bats);
    let (reached, chances) = on_base(season);
    line.put_in(&rated, "obp", ratio(reached, chances, ".000"));
    line.put_in(&rated, "slg", ratio(season.total_bases(), season.at_bats, ".000"));
    line.put_in(&rated, "ops", on_base_plus_slugging(season));
    line.put_steals(of.stolen_bases, of.caught_stealing);
    let caught = ratio(of.caught_stealing, of.stolen_bases + of.caught_stealing, ".---");
    line.put_in(&[Scope::Season], "caughtStealingPercentage", caught);
    line.put("groundIntoDoublePlay", of.double_plays);
    line.put("groundIntoTriplePlay", 0);
    line.put("plateAppearances", of.plate_appearances);
    line.put("totalBases", of.total_bases());
    line.put("rbi", of.rbi);
    line.put("leftOnBase", of.left_on_base);
    line.put("sacBunts", of.sac_bunts);
    line.put("sacFlies", of.sac_flies);
    let in_play = of.at_bats - of.strikeouts - of.home_runs + of.sac_flies;
    line.put_in(
        &[Scope::Season],
        "babip",
        ratio(of.hits - of.home_runs, in_play, ".---"),
    );
    let ground = rate(of.ground_outs, of.air_outs(), 1.0, "-.--");
    line.put_in(&[Scope::Season], "groundOutsToAirouts", ground);
    line.put("catchersInterference", 0);
    line.put("pickoffs", of.pickoffs);
    line.put("atBatsPerHomeRun", rate(of.at_bats, of.home_runs, 1.0, "-.--"));
    line.put("popOuts", of.pop_outs);
    line.put("lineOuts", of.line_outs);
    line.done()
}

/// Times on base, and the plate appearances in which that could be.
fn on_base(of: &Batting) -> (i64, i64) {
    let free = of.walks + of.hit_by_pitch;
    (of.hits + free, of.at_bats + free + of.sac_flies)
}

fn on_base_plus_slugging(of: &Batting) -> String {
    let share = |part: i64, whole: i64| {
        if whole == 0 {
            0.0
        } else {
            part as f64 / whole as f64
        }
    };
    let (reached, chances) = on_base(of);
    without_zero(share(reached, chances) + share(of.total_bases(), of.at_bats))
}

/// `1-4 | HR, 2 RBI`
fn summary(of: &Batting) -> String {
    let counted = [
        (of.home_runs, "HR"),
        (of.triples, "3B"),
        (of.doubles, "2B"),
        (of.walks, "BB"),
        (of.hit_by_pitch, "HBP"),
        (of.strikeouts, "K"),
        (of.rbi, "RBI"),
        (of.runs, "R"),
        (of.stolen_bases, "SB"),
        (of.caught_stealing, "CS"),
    ];
    let told = counted.into_iter().filter(|(number, _)| *number > 0);
    let in_words = |(number, what)| {
        if number == 1 {
            String::from(what)
        } else {
            format!("{number} {what}")
        }
    };
    let parts: Vec<String> = told.map(in_words).collect();
    let score = format!("{}-{}", of.hits, of.at_bats);
    if parts.is_empty() {
        score
    } else {
        format!("{score} | {}", parts.join(", "))
    }
}
