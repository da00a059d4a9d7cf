//! Lists about statistics: their groups, kinds, situations and figures.

use crate::feed::object;
use serde_json::Value;

pub(super) const STAT_GROUPS: &[&str] = &[
    "hitting", "pitching", "fielding", "catching", "running", "game", "team", "streak",
];

pub(super) const STAT_TYPES: &[&str] = &[
    "projected",
    "yearByYear",
    "yearByYearAdvanced",
    "season",
    "career",
    "careerRegularSeason",
    "careerAdvanced",
    "seasonAdvanced",
    "careerStatSplits",
    "gameLog",
    "playLog",
    "pitchLog",
    "metricLog",
    "pitchArsenal",
    "outsAboveAverage",
    "expectedStatistics",
    "sabermetrics",
    "sprayChart",
    "tracking",
    "vsPlayer",
    "vsTeam",
    "lastXGames",
    "byDateRange",
    "byDateRangeAdvanced",
    "byMonth",
    "byDayOfWeek",
    "homeAndAway",
    "winLoss",
    "rankings",
    "hotColdZones",
    "statSplits",
    "standard",
    "advanced",
];

pub(super) const LEAGUE_LEADER_TYPES: &[&str] = &[
    "assists",
    "battingAverage",
    "doubles",
    "earnedRunAverage",
    "errors",
    "fieldingPercentage",
    "hits",
    "hitByPitches",
    "holds",
    "homeRuns",
    "inningsPitched",
    "losses",
    "onBasePercentage",
    "onBasePlusSlugging",
    "runs",
    "runsBattedIn",
    "saves",
    "sluggingPercentage",
    "stolenBases",
    "strikeouts",
    "triples",
    "walks",
    "walksAndHitsPerInningPitched",
    "wins",
];

pub(super) const STANDINGS_TYPES: &[(&str, &str)] = &[
    ("regularSeason", "Regular Season Standings"),
    ("wildCard", "Wild card standings"),
    ("divisionLeaders", "Division Leader standings"),
    ("wildCardWithLeaders", "Wild card standings with Division Leaders"),
    ("firstHalf", "First half standings"),
    ("secondHalf", "Second half standings"),
    ("springTraining", "Spring Training Standings"),
    ("postseason", "Postseason Standings"),
    ("byDivision", "Standings by Division"),
    ("byConference", "Standings by Conference"),
    ("byLeague", "Standings by League"),
];

pub(super) const GROUP_BY_TYPES: &[&str] = &["player", "team", "season", "venue", "league"];

pub(super) const SORT_MODIFIERS: &[&str] = &["sum", "average", "minimum", "maximum"];

/// Code, words, menu, and letters: `t` of clubs, `b` of batters, `f` of fielders, `p` of pitchers.
const SITUATIONS: &[(&str, &str, &str, &str)] = &[
    ("h", "Home Games", "Game", "tbfp"),
    ("a", "Away Games", "Game", "tbfp"),
    ("d", "Day Games", "Game", "tbfp"),
    ("n", "Night Games", "Game", "tbfp"),
    ("g", "On Grass", "Game", "tbfp"),
    ("t", "On Turf", "Game", "tbfp"),
    ("preas", "Pre All-Star", "Season", "tbfp"),
    ("posas", "Post All-Star", "Season", "tbfp"),
    ("vl", "vs Left", "Matchup", "tbp"),
    ("vr", "vs Right", "Matchup", "tbp"),
    ("r0", "Bases Empty", "Runners", "tbp"),
    ("ron", "Runners On", "Runners", "tbp"),
    ("risp", "Scoring Position", "Runners", "tbp"),
    ("r123", "Bases Loaded", "Runners", "tbp"),
    ("o0", "No Outs", "Outs", "tbp"),
    ("o1", "One Out", "Outs", "tbp"),
    ("o2", "Two Outs", "Outs", "tbp"),
    ("ac", "Ahead in Count", "Count", "bp"),
    ("bc", "Behind in Count", "Count", "bp"),
    ("ec", "Even Count", "Count", "bp"),
    ("lc", "Late / Close", "Inning", "bp"),
    ("sp", "As Starter", "Role", "p"),
    ("rp", "As Reliever", "Role", "p"),
];

/// Name, parameter, label, whether it is counted, and of whom.
const FIGURES: &[(&str, &str, &str, bool, &str)] = &[
    ("gamesPlayed", "g", "Games played", true, "hitting"),
    ("atBats", "ab", "At bats", true, "hitting"),
    ("hits", "h", "Hits", true, "hitting"),
    ("homeRuns", "hr", "Home runs", true, "hitting"),
    ("rbi", "rbi", "Runs batted in", true, "hitting"),
    ("avg", "avg", "Batting average", false, "hitting"),
    ("ops", "ops", "On-base plus slugging", false, "hitting"),
    ("wins", "w", "Wins", true, "pitching"),
    ("losses", "l", "Losses", true, "pitching"),
    ("strikeOuts", "so", "Strikeouts", true, "pitching"),
    ("inningsPitched", "ip", "Innings pitched", true, "pitching"),
    ("era", "era", "Earned run average", false, "pitching"),
    ("putOuts", "po", "Put-outs", true, "fielding"),
    ("assists", "a", "Assists", true, "fielding"),
    ("errors", "e", "Errors", true, "fielding"),
];

/// Name, group, unit.
const METRICS: &[(&str, &str, &str)] = &[
    ("releaseSpeed", "pitching", "MPH"),
    ("releaseSpinRate", "pitching", "RPM"),
    ("releaseExtension", "pitching", "FT"),
    ("plateTime", "pitching", "SECONDS"),
    ("launchSpeed", "hitting", "MPH"),
    ("launchAngle", "hitting", "DEG"),
    ("distance", "hitting", "FT"),
];

pub(super) fn situation_codes() -> Value {
    SITUATIONS
        .iter()
        .enumerate()
        .map(|(place, (code, description, menu, of))| {
            object! {
                "code": *code,
                "sortOrder": place + 1,
                "navigationMenu": *menu,
                "description": *description,
                "team": of.contains('t'),
                "batting": of.contains('b'),
                "fielding": of.contains('f'),
                "pitching": of.contains('p'),
            }
        })
        .collect()
}

pub(super) fn baseball_stats() -> Value {
    FIGURES
        .iter()
        .map(|(name, parameter, label, counted, group)| {
            object! {
                "name": *name,
                "lookupParam": *parameter,
                "isCounting": *counted,
                "label": *label,
                "statGroups": vec![object! {"displayName": *group}],
                "orgTypes": vec!["PLAYER", "TEAM"],
                "highLowTypes": Vec::<Value>::new(),
                "streakLevels": Vec::<Value>::new(),
            }
        })
        .collect()
}

pub(super) fn metrics() -> Value {
    METRICS
        .iter()
        .enumerate()
        .map(|(place, (name, group, unit))| {
            object! {"group": *group, "name": *name, "unit": *unit, "metricId": 1000 + place}
        })
        .collect()
}

pub(super) fn stat_fields() -> Value {
    ["basic", "standard", "advanced"]
        .iter()
        .map(|name| object! {"name": *name})
        .collect()
}
