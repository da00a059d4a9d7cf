//! `stat`: what somebody did in a group, as `/stats` writes it.

use crate::feed::{innings, object, position, rate, ratio, without_zero};
use crate::past::Lines;
use crate::position::Position;
use crate::tally::{Batting, Fielding, Pitching};
use serde_json::Value;

/// A group of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Hitting,
    Pitching,
    Fielding,
}

impl Group {
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "hitting" | "batting" => Some(Self::Hitting),
            "pitching" => Some(Self::Pitching),
            "fielding" => Some(Self::Fielding),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hitting => "hitting",
            Self::Pitching => "pitching",
            Self::Fielding => "fielding",
        }
    }

    /// Did somebody with these lines take part?
    pub(crate) fn has(self, lines: &Lines) -> bool {
        match self {
            Self::Hitting => lines.batting.games > 0,
            Self::Pitching => lines.pitching.games > 0,
            Self::Fielding => lines.batting.games + lines.pitching.games > 0,
        }
    }

    /// The figures; `games` are those of a club or a fielder, who has no count of his own.
    pub(crate) fn line(self, lines: &Lines, games: Option<i64>, place: Option<Position>) -> Value {
        match self {
            Self::Hitting => hitting(&lines.batting, games),
            Self::Pitching => pitching(&lines.pitching, games),
            Self::Fielding => fielding(
                &lines.fielding,
                games.unwrap_or(lines.batting.games + lines.pitching.games),
                place,
            ),
        }
    }
}

/// Times on base and total bases per chance, and their sum.
fn rates(hits: i64, free: i64, at_bats: i64, sac_flies: i64, bases: i64) -> [String; 3] {
    let (reached, chances) = (hits + free, at_bats + free + sac_flies);
    let share = |part: i64, whole: i64| {
        if whole == 0 {
            0.0
        } else {
            part as f64 / whole as f64
        }
    };
    [
        ratio(reached, chances, ".000"),
        ratio(bases, at_bats, ".000"),
        without_zero(share(reached, chances) + share(bases, at_bats)),
    ]
}

fn hitting(of: &Batting, games: Option<i64>) -> Value {
    let [on_base, slugging, both] = rates(
        of.hits,
        of.walks + of.hit_by_pitch,
        of.at_bats,
        of.sac_flies,
        of.total_bases(),
    );
    let in_play = of.at_bats - of.strikeouts - of.home_runs + of.sac_flies;
    let tried = of.stolen_bases + of.caught_stealing;
    object! {
        "gamesPlayed": games.unwrap_or(of.games),
        "groundOuts": of.ground_outs,
        "airOuts": of.air_outs(),
        "runs": of.runs,
        "doubles": of.doubles,
        "triples": of.triples,
        "homeRuns": of.home_runs,
        "strikeOuts": of.strikeouts,
        "baseOnBalls": of.walks,
        "intentionalWalks": of.intentional_walks,
        "hits": of.hits,
        "hitByPitch": of.hit_by_pitch,
        "avg": ratio(of.hits, of.at_bats, ".000"),
        "atBats": of.at_bats,
        "obp": on_base,
        "slg": slugging,
        "ops": both,
        "caughtStealing": of.caught_stealing,
        "stolenBases": of.stolen_bases,
        "stolenBasePercentage": ratio(of.stolen_bases, tried, ".---"),
        "caughtStealingPercentage": ratio(of.caught_stealing, tried, ".---"),
        "groundIntoDoublePlay": of.double_plays,
        "numberOfPitches": of.pitches,
        "plateAppearances": of.plate_appearances,
        "totalBases": of.total_bases(),
        "rbi": of.rbi,
        "leftOnBase": of.left_on_base,
        "sacBunts": of.sac_bunts,
        "sacFlies": of.sac_flies,
        "babip": ratio(of.hits - of.home_runs, in_play, ".---"),
        "groundOutsToAirouts": rate(of.ground_outs, of.air_outs(), 1.0, "-.--"),
        "catchersInterference": 0,
        "atBatsPerHomeRun": rate(of.at_bats, of.home_runs, 1.0, "-.--"),
    }
}

fn pitching(of: &Pitching, games: Option<i64>) -> Value {
    let bases = of.hits + of.doubles + 2 * of.triples + 3 * of.home_runs;
    let free = of.walks + of.hit_batters;
    let [on_base, slugging, both] = rates(of.hits, free, of.at_bats, of.sac_flies, bases);
    let per_nine = |number: i64| rate(number, of.outs, 27.0, "-.--");
    let played = games.unwrap_or(of.games);
    object! {
        "gamesPlayed": played,
        "gamesStarted": of.games_started,
        "groundOuts": of.ground_outs,
        "airOuts": of.air_outs(),
        "runs": of.runs,
        "doubles": of.doubles,
        "triples": of.triples,
        "homeRuns": of.home_runs,
        "strikeOuts": of.strikeouts,
        "baseOnBalls": of.walks,
        "intentionalWalks": of.intentional_walks,
        "hits": of.hits,
        "hitByPitch": of.hit_batters,
        "avg": ratio(of.hits, of.at_bats, ".000"),
        "atBats": of.at_bats,
        "obp": on_base,
        "slg": slugging,
        "ops": both,
        "caughtStealing": of.caught_stealing,
        "stolenBases": of.stolen_bases,
        "stolenBasePercentage": ratio(of.stolen_bases, of.stolen_bases + of.caught_stealing, ".---"),
        "numberOfPitches": of.pitches,
        "era": rate(of.earned_runs, of.outs, 27.0, "-.--"),
        "inningsPitched": innings(of.outs),
        "wins": of.wins,
        "losses": of.losses,
        "saves": of.saves,
        "saveOpportunities": of.save_opportunities,
        "holds": of.holds,
        "blownSaves": of.blown_saves,
        "earnedRuns": of.earned_runs,
        "whip": rate(of.walks + of.hits, of.outs, 3.0, "-"),
        "battersFaced": of.batters,
        "outs": of.outs,
        "gamesPitched": played,
        "completeGames": of.complete_games,
        "shutouts": of.shutouts,
        "strikes": of.strikes,
        "strikePercentage": ratio(of.strikes, of.pitches, ".---"),
        "hitBatsmen": of.hit_batters,
        "balks": of.balks,
        "wildPitches": of.wild_pitches,
        "pickoffs": of.pickoffs,
        "totalBases": bases,
        "groundOutsToAirouts": rate(of.ground_outs, of.air_outs(), 1.0, "-.--"),
        "winPercentage": ratio(of.wins, of.wins + of.losses, ".---"),
        "pitchesPerInning": rate(of.pitches, of.outs, 3.0, "-.--"),
        "gamesFinished": of.games_finished,
        "strikeoutWalkRatio": rate(of.strikeouts, of.walks, 1.0, "-.--"),
        "strikeoutsPer9Inn": per_nine(of.strikeouts),
        "walksPer9Inn": per_nine(of.walks),
        "hitsPer9Inn": per_nine(of.hits),
        "runsScoredPer9": per_nine(of.runs),
        "homeRunsPer9": per_nine(of.home_runs),
        "inheritedRunners": of.inherited,
        "inheritedRunnersScored": of.inherited_scored,
        "catchersInterference": 0,
        "sacBunts": of.sac_bunts,
        "sacFlies": of.sac_flies,
    }
}

fn fielding(of: &Fielding, games: i64, place: Option<Position>) -> Value {
    let mut value = object! {
        "gamesPlayed": games,
        "assists": of.assists,
        "putOuts": of.putouts,
        "errors": of.errors,
        "chances": of.chances(),
        "fielding": ratio(of.putouts + of.assists, of.chances(), ".000"),
    };
    if let Some(place) = place {
        value["position"] = position(place);
    }
    value["rangeFactorPerGame"] = rate(of.putouts + of.assists, games, 1.0, "-.--").into();
    value["games"] = games.into();
    value
}
