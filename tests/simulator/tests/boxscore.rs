//! The box score of a simulated game is what its plays add up to.
#![allow(clippy::unwrap_used)]

mod games;

use games::{GAMES, int, list, name, plays, sides};
use std::collections::HashMap;

#[test]
fn pitches_and_strikes_per_pitcher_equal_the_boxscore() {
    for feed in GAMES.iter() {
        let teams = &feed["liveData"]["boxscore"]["teams"];
        let mut on_mound: HashMap<&str, i64> = ["away", "home"]
            .map(|side| (side, int(&teams[side]["pitchers"][0])))
            .into();
        let mut thrown: HashMap<(&str, i64), (i64, i64)> = HashMap::new();
        for play in plays(feed) {
            let (_, fielding) = sides(play);
            for event in list(&play["playEvents"]) {
                if event["details"]["eventType"] == "pitching_substitution" {
                    on_mound.insert(fielding, int(&event["player"]["id"]));
                }
                if event["isPitch"] == true {
                    let counted = thrown.entry((fielding, on_mound[fielding])).or_default();
                    counted.0 += 1;
                    counted.1 += i64::from(event["details"]["isBall"] == false);
                }
            }
            assert_eq!(
                int(&play["matchup"]["pitcher"]["id"]),
                on_mound[fielding],
                "{}",
                name(feed, play)
            );
        }
        for side in ["away", "home"] {
            for id in list(&teams[side]["pitchers"]) {
                let line = &teams[side]["players"][format!("ID{id}")]["stats"]["pitching"];
                let counted = thrown.get(&(side, int(id))).copied().unwrap_or_default();
                assert_eq!(
                    (int(&line["numberOfPitches"]), int(&line["strikes"])),
                    counted,
                    "game {} pitcher {id}",
                    feed["gamePk"]
                );
                assert_eq!(
                    int(&line["balls"]) + int(&line["strikes"]),
                    int(&line["pitchesThrown"])
                );
            }
        }
    }
}

#[test]
fn the_boxscore_adds_up() {
    for feed in GAMES.iter() {
        let teams = &feed["liveData"]["boxscore"]["teams"];
        let totals = &feed["liveData"]["linescore"]["teams"];
        for (side, other) in [("away", "home"), ("home", "away")] {
            let sum = |side: &str, kind: &str, key: &str| {
                teams[side]["players"]
                    .as_object()
                    .unwrap()
                    .values()
                    .filter_map(|player| player["stats"][kind][key].as_i64())
                    .sum::<i64>()
            };
            for key in [
                "hits",
                "homeRuns",
                "strikeOuts",
                "baseOnBalls",
                "doubles",
                "triples",
                "rbi",
                "atBats",
                "stolenBases",
            ] {
                assert_eq!(
                    sum(side, "batting", key),
                    sum(other, "pitching", key),
                    "game {} {key}",
                    feed["gamePk"]
                );
                assert_eq!(
                    sum(side, "batting", key),
                    int(&teams[side]["teamStats"]["batting"][key]),
                    "game {} {key}",
                    feed["gamePk"]
                );
            }
            assert_eq!(sum(side, "batting", "hits"), int(&totals[side]["hits"]));
            assert_eq!(sum(side, "fielding", "errors"), int(&totals[side]["errors"]));
            assert_eq!(
                sum(side, "fielding", "putOuts"),
                sum(side, "pitching", "outs"),
                "game {}",
                feed["gamePk"]
            );
            assert_eq!(
                sum(side, "batting", "plateAppearances"),
                sum(other, "pitching", "battersFaced")
            );
            // Everybody who came to bat scored, was put out or was left on base.
            let placed = plays(feed)
                .iter()
                .filter(|play| sides(play).0 == side)
                .flat_map(|play| list(&play["runners"]))
                .filter(|runner| runner["details"]["eventType"] == "runner_placed")
                .count() as i64;
            let came = sum(side, "batting", "plateAppearances") + placed;
            assert_eq!(
                came,
                sum(side, "batting", "runs")
                    + sum(other, "pitching", "outs")
                    + int(&totals[side]["leftOnBase"]),
                "game {} {side}",
                feed["gamePk"]
            );
            assert!(sum(other, "pitching", "earnedRuns") <= sum(side, "batting", "runs"));
        }
    }
}

#[test]
fn everybody_of_the_roster_is_listed_once() {
    for feed in GAMES.iter() {
        for side in ["away", "home"] {
            let club = &feed["liveData"]["boxscore"]["teams"][side];
            let mut listed: Vec<i64> = ["batters", "bench", "bullpen"]
                .iter()
                .flat_map(|key| list(&club[*key]))
                .map(int)
                .collect();
            listed.sort_unstable();
            let mut players: Vec<i64> = club["players"]
                .as_object()
                .unwrap()
                .values()
                .map(|player| int(&player["person"]["id"]))
                .collect();
            players.sort_unstable();
            assert_eq!(listed, players, "game {}", feed["gamePk"]);
            for id in players {
                assert!(feed["gameData"]["players"].get(format!("ID{id}")).is_some());
            }
        }
    }
}

#[test]
fn one_pitcher_wins_and_one_loses() {
    for feed in GAMES.iter() {
        let totals = &feed["liveData"]["linescore"]["teams"];
        let (winners, losers) = if int(&totals["away"]["runs"]) > int(&totals["home"]["runs"]) {
            ("away", "home")
        } else {
            ("home", "away")
        };
        let decisions = &feed["liveData"]["decisions"];
        for (side, key, counted) in [(winners, "winner", "wins"), (losers, "loser", "losses")] {
            let players = feed["liveData"]["boxscore"]["teams"][side]["players"]
                .as_object()
                .unwrap();
            let marked: Vec<i64> = players
                .values()
                .filter(|player| player["stats"]["pitching"][counted] == 1)
                .map(|player| int(&player["person"]["id"]))
                .collect();
            assert_eq!(marked, [int(&decisions[key]["id"])], "game {}", feed["gamePk"]);
        }
    }
}
