//! Simulated games hold together as baseball. The rules here are written down again from the document alone: they
//! share no code with the simulator.
#![allow(clippy::unwrap_used)]

mod games;

use games::{GAMES, completes, int, list, name, plays, sides};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

#[test]
fn scores_follow_from_the_runners() {
    for feed in GAMES.iter() {
        let mut score = HashMap::from([("away", 0), ("home", 0)]);
        let mut innings: BTreeMap<(i64, &str), i64> = BTreeMap::new();
        for play in plays(feed) {
            let (batting, _) = sides(play);
            let runs = list(&play["runners"])
                .iter()
                .filter(|runner| runner["movement"]["end"] == "score")
                .count() as i64;
            *score.get_mut(batting).unwrap() += runs;
            *innings
                .entry((int(&play["about"]["inning"]), batting))
                .or_default() += runs;
            assert_eq!(
                int(&play["result"]["awayScore"]),
                score["away"],
                "{}",
                name(feed, play)
            );
            assert_eq!(
                int(&play["result"]["homeScore"]),
                score["home"],
                "{}",
                name(feed, play)
            );
            assert_eq!(
                play["about"]["isScoringPlay"] == true,
                runs > 0,
                "{}",
                name(feed, play)
            );
        }
        let scoring: Vec<&Value> = plays(feed)
            .iter()
            .filter(|play| play["about"]["isScoringPlay"] == true)
            .map(|play| &play["atBatIndex"])
            .collect();
        assert_eq!(
            list(&feed["liveData"]["plays"]["scoringPlays"])
                .iter()
                .collect::<Vec<_>>(),
            scoring
        );
        for side in ["away", "home"] {
            let line = &feed["liveData"]["linescore"];
            let club = &feed["liveData"]["boxscore"]["teams"][side];
            let other = &feed["liveData"]["boxscore"]["teams"][if side == "away" { "home" } else { "away" }];
            assert_eq!(int(&line["teams"][side]["runs"]), score[side]);
            assert_eq!(int(&club["teamStats"]["batting"]["runs"]), score[side]);
            assert_eq!(int(&other["teamStats"]["pitching"]["runs"]), score[side]);
            let of_players = |club: &Value, kind: &str| {
                club["players"]
                    .as_object()
                    .unwrap()
                    .values()
                    .filter_map(|player| player["stats"][kind]["runs"].as_i64())
                    .sum::<i64>()
            };
            assert_eq!(of_players(club, "batting"), score[side]);
            assert_eq!(of_players(other, "pitching"), score[side]);
            for inning in list(&line["innings"]) {
                let runs = innings.get(&(int(&inning["num"]), side)).copied();
                assert_eq!(
                    inning[side]["runs"].as_i64(),
                    runs,
                    "game {} inning {}",
                    feed["gamePk"],
                    inning["num"]
                );
            }
        }
    }
}

#[test]
fn every_half_inning_has_three_outs_but_a_walk_off() {
    for feed in GAMES.iter() {
        let mut halves: BTreeMap<(i64, bool), Vec<&Value>> = BTreeMap::new();
        for play in plays(feed) {
            halves
                .entry((
                    int(&play["about"]["inning"]),
                    play["about"]["isTopInning"] == false,
                ))
                .or_default()
                .push(play);
        }
        let last = *halves.keys().next_back().unwrap();
        for (half, plays) in &halves {
            let numbers: Vec<i64> = plays
                .iter()
                .flat_map(|play| list(&play["runners"]))
                .filter_map(|runner| runner["movement"]["outNumber"].as_i64())
                .collect();
            let expected: Vec<i64> = (1..=numbers.len() as i64).collect();
            assert_eq!(numbers, expected, "game {} half {half:?}", feed["gamePk"]);
            let ends = plays.last().unwrap();
            assert_eq!(int(&ends["count"]["outs"]), numbers.len() as i64);
            if numbers.len() == 3 {
                continue;
            }
            let home_wins = int(&ends["result"]["homeScore"]) > int(&ends["result"]["awayScore"]);
            assert!(
                *half == last && half.1 && home_wins && ends["about"]["isScoringPlay"] == true,
                "game {} half {half:?}",
                feed["gamePk"]
            );
        }
        let innings = list(&feed["liveData"]["linescore"]["innings"]).len() as i64;
        assert_eq!(last.0, innings);
        let final_play = halves[&last].last().unwrap();
        let home_leads = int(&final_play["result"]["homeScore"]) > int(&final_play["result"]["awayScore"]);
        assert!(
            last.1 || home_leads,
            "game {}: the home side did not bat although it did not lead",
            feed["gamePk"]
        );
    }
}

#[test]
fn counts_follow_from_the_pitches() {
    for feed in GAMES.iter() {
        for play in plays(feed) {
            let (mut balls, mut strikes, mut pitches) = (0, 0, 0);
            for event in list(&play["playEvents"]) {
                let details = &event["details"];
                if event["isPitch"] == true {
                    pitches += 1;
                    assert_eq!(int(&event["pitchNumber"]), pitches, "{}", name(feed, play));
                }
                if details["isBall"] == true {
                    balls += 1;
                } else if details["isStrike"] == true && !(details["code"] == "F" && strikes == 2) {
                    strikes += 1;
                }
                assert_eq!(int(&event["count"]["balls"]), balls, "{}", name(feed, play));
                assert_eq!(int(&event["count"]["strikes"]), strikes, "{}", name(feed, play));
                assert!(balls <= 4 && strikes <= 3, "{}", name(feed, play));
                assert_eq!(
                    details["isInPlay"] == true,
                    event.get("hitData").is_some(),
                    "{}",
                    name(feed, play)
                );
            }
            assert_eq!(
                (int(&play["count"]["balls"]), int(&play["count"]["strikes"])),
                (balls, strikes)
            );
            match play["result"]["eventType"].as_str().unwrap() {
                "walk" | "intent_walk" => assert_eq!(balls, 4, "{}", name(feed, play)),
                "strikeout" | "strikeout_double_play" => assert_eq!(strikes, 3, "{}", name(feed, play)),
                _ => assert!(strikes < 3, "{}", name(feed, play)),
            }
        }
    }
}

#[test]
fn batters_come_up_in_order() {
    for feed in GAMES.iter() {
        let teams = &feed["liveData"]["boxscore"]["teams"];
        let slot_of = |side: &str, id: i64| {
            let order = teams[side]["players"][format!("ID{id}")]["battingOrder"]
                .as_str()
                .unwrap_or_else(|| panic!("{id} bats without a slot"));
            order.parse::<i64>().unwrap() / 100
        };
        let mut due = HashMap::from([("away", 1), ("home", 1)]);
        for play in plays(feed) {
            let (batting, _) = sides(play);
            let slot = slot_of(batting, int(&play["matchup"]["batter"]["id"]));
            assert_eq!(slot, due[batting], "{}", name(feed, play));
            if completes(play) {
                due.insert(batting, slot % 9 + 1);
            }
        }
        for side in ["away", "home"] {
            let mut holders: BTreeMap<i64, Vec<(i64, i64)>> = BTreeMap::new();
            for player in teams[side]["players"].as_object().unwrap().values() {
                if let Some(order) = player["battingOrder"].as_str() {
                    let code: i64 = order.parse().unwrap();
                    holders
                        .entry(code / 100)
                        .or_default()
                        .push((code % 100, int(&player["person"]["id"])));
                }
            }
            assert_eq!(holders.len(), 9);
            for (slot, mut held) in holders {
                held.sort_unstable();
                let sequence: Vec<i64> = held.iter().map(|(place, _)| *place).collect();
                assert_eq!(sequence, (0..held.len() as i64).collect::<Vec<_>>());
                assert_eq!(
                    int(&teams[side]["battingOrder"][slot as usize - 1]),
                    held.last().unwrap().1
                );
            }
        }
    }
}

#[test]
fn runners_move_from_where_they_stand() {
    for feed in GAMES.iter() {
        let mut bases: HashMap<String, i64> = HashMap::new();
        let mut half = (0, Value::Null);
        for play in plays(feed) {
            let now = (
                int(&play["about"]["inning"]),
                play["about"]["isTopInning"].clone(),
            );
            if now != half {
                bases.clear();
                half = now;
            }
            move_runners(&mut bases, play, &name(feed, play));
            for (key, base) in [
                ("postOnFirst", "1B"),
                ("postOnSecond", "2B"),
                ("postOnThird", "3B"),
            ] {
                let shown = play["matchup"].get(key).map(|runner| int(&runner["id"]));
                assert_eq!(shown, bases.get(base).copied(), "{} {key}", name(feed, play));
            }
        }
    }
}

/// Rows of one event happen together: those who stood on a base leave it before others arrive. A pinch runner takes
/// over where his event says.
fn move_runners(bases: &mut HashMap<String, i64>, play: &Value, what: &str) {
    let runners = list(&play["runners"]);
    for (index, event) in list(&play["playEvents"]).iter().enumerate() {
        if event["position"]["abbreviation"] == "PR" {
            let left = bases.insert(format!("{}B", event["base"]), int(&event["player"]["id"]));
            assert_eq!(left, Some(int(&event["replacedPlayer"]["id"])), "{what}");
        }
        let now = |row: &&Value| int(&row["details"]["playIndex"]) == index as i64;
        move_together(bases, runners.iter().filter(now), what);
    }
}

fn move_together<'a>(bases: &mut HashMap<String, i64>, rows: impl Iterator<Item = &'a Value>, what: &str) {
    let mut on_the_way: HashMap<i64, Option<String>> = HashMap::new();
    for row in rows {
        let id = int(&row["details"]["runner"]["id"]);
        let start = row["movement"]["start"].as_str().map(str::to_owned);
        let stands = on_the_way.remove(&id).unwrap_or_else(|| {
            let base = start.clone()?;
            assert_eq!(
                bases.remove(&base),
                Some(id),
                "{what}: nobody to move from {base}"
            );
            Some(base)
        });
        assert_eq!(stands, start, "{what}");
        let end = row["movement"]["end"].as_str().map(str::to_owned);
        assert_eq!(end.is_none(), row["movement"]["isOut"] == true, "{what}");
        on_the_way.insert(id, end);
    }
    for (id, end) in on_the_way {
        if let Some(base) = end.filter(|base| base != "score") {
            assert_eq!(bases.insert(base, id), None, "{what}: two on a base");
        }
    }
}

#[test]
fn time_never_runs_backwards() {
    for feed in GAMES.iter() {
        let mut last = "";
        for play in plays(feed) {
            for event in list(&play["playEvents"]) {
                let (start, end) = (
                    event["startTime"].as_str().unwrap(),
                    event["endTime"].as_str().unwrap(),
                );
                assert!(last <= start && start <= end, "{}", name(feed, play));
                last = start;
            }
        }
    }
}
