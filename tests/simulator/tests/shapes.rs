//! The other answers look like real ones, too: the paths of captures with their types. Without captures there is
//! nothing to compare with, and the test says so and passes.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod tree;

use mlb_simulator::Simulator;
use serde_json::Value;
use std::collections::BTreeSet;
use tree::{Tree, agree, captures};

/// A game of April, so that little of the season must be simulated.
const GAME: i64 = 5_240_020;

/// What is asked of the simulator and the folder of captures that it is compared with.
struct Shape {
    asked: &'static [&'static str],
    folder: &'static str,
    /// Paths of most captures that the simulator does not have
    missing: &'static [&'static str],
    /// Paths that come and go: the simulator may have them or not
    extra: &'static [&'static str],
}

const fn shape(
    asked: &'static [&'static str],
    folder: &'static str,
    missing: &'static [&'static str],
    extra: &'static [&'static str],
) -> Shape {
    Shape {
        asked,
        folder,
        missing,
        extra,
    }
}

/// What captures have of some people only.
const OF_SOME_PEOPLE: &[&str] = &[
    "nameMatrilineal",
    "nameTitle",
    "nameSuffix",
    "lastPlayedDate",
    "pronunciation",
];

#[rustfmt::skip]
const SHAPES: &[Shape] = &[
    shape(&["/api/v1/seasons?sportId=1"], "with_request/season/seasons", &[], &[]),
    shape(&["/api/v1/sports"], "sports", &[], &[]),
    shape(&["/api/v1/divisions?sportId=1"], "divisions", &[], &[]),
    shape(&["/api/v1/league?sportId=1"], "leagues", &[], &[]),
    shape(&["/api/v1/venues?venueIds=31"], "venues", &[], &[".venues.[].season"]),
    shape(&["/api/v1/teams?sportId=1"], "with_request/team/teams", &[], &[]),
    shape(&["/api/v1/teams/147/roster/fullSeason?season=2024"], "with_request/team/roster", &[], &[".roster.[].parentTeamId"]),
    shape(&["/api/v1/teams/147/coaches?season=2024"], "with_request/team/coaches", &[], &[]),
    shape(&["/api/v1/people?personIds=PLAYERS"], "with_request/person/person", &[], OF_SOME_PEOPLE),
    shape(&["/api/v1/schedule?sportId=1&startDate=2024-04-05&endDate=2024-04-08"], "with_request/schedule/schedule",
        &[".dates.[].games.[].description"],
        &["description", "reschedule", "resume", ".status.reason"]),
    shape(&["/api/v1/schedule/games/tied?season=2024&sportId=1"], "with_request/schedule/tieGames", &[], &[]),
    shape(&["/api/v1/standings?leagueId=103,104&season=2024&date=2024-04-06&hydrate=team"], "standings",
        &["clinchIndicator", "magicNumber", "eliminationNumberSport", "eliminationNumberLeague", "eliminationNumberDivision",
          "eliminationNumberConference"],
        &["wildCardRank", "wildCardLeader"]),
    shape(&["/api/v1/draft/2024?limit=5"], "with_request/draft/draftPicks",
        &["blurb", "scoutingReport", "mlbDebutDate", "primaryNumber", "nickName"], OF_SOME_PEOPLE),
    shape(&["/api/v1/draft/prospects/2024?limit=900"], "with_request/draft/draftProspects", &[],
        &["displayPickNumber", "roundPickNumber", "rank", "pickValue", "signingBonus", "nameMatrilineal", "nameTitle", "nameSuffix",
          "pronunciation"]),
    shape(&["/api/v1/draft/2024/latest"], "with_request/draft/latestDraftPicks", &["xrefIds", "middleName"],
        &["bisPlayerId", "pickValue", "signingBonus", "nameMatrilineal", "nameTitle", "nameSuffix", "pronunciation"]),
    shape(&["/api/v1/awards", "/api/v1/awards/ALMVP/recipients?season=2024"], "awards", &["notes", "description", "sport"], &[]),
    shape(&["/api/v1/transactions?startDate=2024-04-01&endDate=2024-09-01"], "transactions", &[], &[]),
    shape(&["/api/v1/attendance?teamId=147&season=2024"], "attendance", &[], &[]),
    shape(&["/api/v1/uniforms/game?gamePks=GAME"], "uniforms", &[], &[]),
    shape(&["/api/v1/stats/leaders?leaderCategories=homeRuns,strikeouts&season=2024&endDate=2024-04-03"], "stats_leaders", &[], &[]),
    shape(&["/api/v1/teams/stats?stats=season&group=hitting&season=2024&endDate=2024-04-03"], "with_request/team/stats", &[], &[]),
    shape(&["/api/v1/game/GAME/linescore"], "with_request/game/linescore", &[".note", ".offense.first", ".offense.second"], &[".note", "offense.third"]),
    shape(&["/api/v1/game/GAME/contextMetrics"], "with_request/game/getGameContextMetrics", &[], &[]),
    shape(&["/api/v1/game/GAME/winProbability"], "with_request/game/getWinProbability",
        // The chances after every pitch, and who was where, are not simulated.
        &["reviewDetails", ".credits.", ".flags.", "playEvents.[].offense", "playEvents.[].defense", "playEvents.[].officials",
          "playEvents.[].preCount", "playEvents.[].awayTeam", "playEvents.[].homeTeam", "playEvents.[].leverageIndex",
          "playEvents.[].contextMetrics", "battingOrder", "replacedPlayer"],
        &["reviewDetails", "batterHotColdZone", "umpire", "violation", "injuryType", ".base", "disengagementNum", "actionPlayId",
          "replacedPlayer", "battingOrder", "fromCatcher", "isBaseRunningPlay", "runnerGoing"]),
    shape(&["/api/v1/game/GAME/content"], "with_request/game/content",
        &["previewStory", "editorial.recap.mlb.media", "renditionName", ".items.[].description", ".items.[].language", ".items.[].type"], &[]),
    shape(&["/api/v1/gameTypes"], "meta", &[], &[]),
    shape(&["/api/v1.1/game/GAME/feed/live/timestamps"], "timestamps", &[], &[]),
];

/// The answers that a shape asks for.
fn simulated(simulator: &Simulator, shape: &Shape) -> Vec<Value> {
    let players: Vec<String> = (0..26)
        .flat_map(|place| [900_000 + place, 901_500 + place])
        .map(|id| id.to_string())
        .collect();
    let ask = |asked: &&str| {
        let asked = asked
            .replace("PLAYERS", &players.join(","))
            .replace("GAME", &GAME.to_string());
        simulator
            .get(&asked)
            .unwrap_or_else(|| panic!("no answer to {asked}"))
    };
    shape.asked.iter().map(ask).collect()
}

/// Is a path one of those that are named, or below one?
fn named(path: &str, names: &[&str]) -> bool {
    names.iter().any(|name| path.contains(name))
}

#[test]
fn answers_have_the_paths_and_types_of_captures() {
    let simulator = Simulator::new(1, 2024);
    let mut wrong = Vec::new();
    let mut compared = 0;
    for shape in SHAPES {
        let Some(real) = captures(shape.folder) else {
            println!("shapes: no captures in {}, nothing compared", shape.folder);
            continue;
        };
        compared += 1;
        let answers = simulated(&simulator, shape);
        let (theirs, ours) = (Tree::of(&real), Tree::of(&answers));
        let mut paths = Vec::new();
        theirs.paths("", &mut paths);
        for (path, node) in &paths {
            let common = node.documents * 2 > real.len();
            match ours.at(path) {
                None if common
                    && !named(path, shape.missing)
                    && !named(path, shape.extra)
                    && path != ".copyright" =>
                {
                    wrong.push(format!("{}: {path} is missing", shape.folder));
                }
                Some(own) if !alike(&node.kinds, &own.kinds) => wrong.push(format!(
                    "{}: {path}: real {:?}, simulated {:?}",
                    shape.folder, node.kinds, own.kinds
                )),
                _ => {}
            }
        }
        let mut paths = Vec::new();
        ours.paths("", &mut paths);
        for (path, _) in &paths {
            if theirs.at(path).is_none() && !named(path, shape.extra) && path != ".copyright" {
                wrong.push(format!("{}: {path} is not in captures", shape.folder));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differences:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    println!("{compared} of {} shapes compared", SHAPES.len());
}

/// As of feeds, but that few captures may not have every kind that ours have: a number may be whole or not.
fn alike(real: &BTreeSet<&'static str>, simulated: &BTreeSet<&'static str>) -> bool {
    let numbers =
        |kinds: &BTreeSet<&'static str>| kinds.contains("fraction") || kinds.contains("whole number");
    agree(real, simulated)
        || (numbers(real)
            && numbers(simulated)
            && real.contains("fraction")
            && simulated.contains("fraction"))
        || real.contains("null") && simulated.iter().all(|kind| real.contains(kind))
}
