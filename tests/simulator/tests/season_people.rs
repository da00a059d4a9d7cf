//! Who plays, who umpires and who is traded in a simulated season, and what their games add up to.
#![allow(clippy::unwrap_used)]

mod year;

use mlb_simulator::Simulator;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use year::{LISTED, SIMULATOR, clubs, hours, number, results, standings, text};

#[test]
fn no_umpire_works_in_two_parks_on_a_day() {
    for date in ["2024-04-02", "2024-06-15", "2024-08-24"] {
        let mut parks: HashMap<i64, BTreeSet<i64>> = HashMap::new();
        for (_, game) in LISTED.iter().filter(|(day, _)| day == date) {
            let boxscore = SIMULATOR
                .get(&format!("/api/v1/game/{}/boxscore", number(game, "/gamePk")))
                .unwrap();
            let officials = boxscore["officials"].as_array().unwrap();
            assert_eq!(officials.len(), 4);
            for umpire in officials {
                let id = number(umpire, "/official/id");
                parks.entry(id).or_default().insert(number(game, "/venue/id"));
            }
        }
        assert!(parks.len() >= 40, "{date}");
        assert!(parks.values().all(|parks| parks.len() == 1), "{date}");
    }
    let umpires = SIMULATOR.get("/api/v1/jobs/umpires?sportId=1").unwrap();
    assert_eq!(umpires["roster"].as_array().unwrap().len(), 80);
}

#[test]
fn statistics_of_clubs_are_the_sum_of_the_games() {
    let rows = standings("/api/v1/standings?leagueId=103,104&season=2024");
    for (group, key) in [("hitting", "runsScored"), ("pitching", "runsAllowed")] {
        let asked = format!("/api/v1/teams/stats?stats=season&sportId=1&season=2024&group={group}");
        let stats = SIMULATOR.get(&asked).unwrap();
        let splits = stats["stats"][0]["splits"].as_array().unwrap();
        assert_eq!(splits.len(), 30);
        for split in splits {
            let row = &rows[&number(split, "/team/id")];
            assert_eq!(number(split, "/stat/runs"), number(row, &format!("/{key}")));
            assert_eq!(number(split, "/stat/gamesPlayed"), 162);
        }
    }
    let players = SIMULATOR
        .get("/api/v1/stats?stats=season&group=pitching&season=2024&playerPool=all&limit=2000")
        .unwrap();
    let splits = players["stats"][0]["splits"].as_array().unwrap();
    let sum = |key: &str| {
        splits
            .iter()
            .map(|split| number(split, &format!("/stat/{key}")))
            .sum::<i64>()
    };
    assert_eq!(
        (sum("wins"), sum("losses"), sum("gamesStarted")),
        (2430, 2430, 4860)
    );
}

#[test]
fn a_players_season_in_a_feed_is_the_sum_of_his_games() {
    let games: Vec<&Value> = results()
        .into_iter()
        .filter(|game| clubs(game).contains(&147))
        .collect();
    let mut sums: HashMap<String, (i64, i64)> = HashMap::new();
    let mut checked = 0;
    let mut rows: Vec<(&str, i64)> = games
        .iter()
        .map(|game| (text(game, "/gameDate"), number(game, "/gamePk")))
        .collect();
    rows.sort_unstable();
    for (_, game_pk) in rows.into_iter().take(12) {
        let feed = SIMULATOR
            .get(&format!("/api/v1.1/game/{game_pk}/feed/live"))
            .unwrap();
        let teams = &feed["liveData"]["boxscore"]["teams"];
        let side = if teams["home"]["team"]["id"] == 147 {
            "home"
        } else {
            "away"
        };
        let record = &feed["gameData"]["teams"][side]["record"];
        assert_eq!(
            number(record, "/wins") + number(record, "/losses"),
            number(record, "/gamesPlayed")
        );
        for (id, player) in teams[side]["players"].as_object().unwrap() {
            let count = |kind: &str, group: &str, key: &str| player[kind][group][key].as_i64().unwrap_or(0);
            let sum = sums.entry(id.clone()).or_default();
            sum.0 += count("stats", "batting", "hits");
            sum.1 += count("stats", "pitching", "strikeOuts");
            let told = (
                count("seasonStats", "batting", "hits"),
                count("seasonStats", "pitching", "strikeOuts"),
            );
            assert_eq!(told, *sum, "{id} in {game_pk}");
            checked += i64::from(told != (0, 0));
        }
    }
    assert!(checked > 100);
}

#[test]
fn a_trade_changes_rosters_and_leaves_a_transaction() {
    let told = SIMULATOR
        .get("/api/v1/transactions?startDate=2024-03-28&endDate=2024-09-29&transactionTypes=TR")
        .unwrap();
    let trades = told["transactions"].as_array().unwrap();
    assert!(trades.len() >= 40, "{}", trades.len());
    let roster = |club: i64, date: &str| -> BTreeSet<i64> {
        let asked = format!("/api/v1/teams/{club}/roster/40Man?date={date}");
        let answer = SIMULATOR.get(&asked).unwrap();
        let entries = answer["roster"].as_array().unwrap();
        entries.iter().map(|entry| number(entry, "/person/id")).collect()
    };
    for trade in trades.iter().take(10) {
        let (player, date) = (number(trade, "/person/id"), text(trade, "/date"));
        assert!(
            roster(number(trade, "/toTeam/id"), date).contains(&player),
            "{trade}"
        );
        assert!(
            !roster(number(trade, "/fromTeam/id"), date).contains(&player),
            "{trade}"
        );
    }
    for kind in ["active", "40Man", "fullSeason"] {
        let asked = format!("/api/v1/teams/147/roster/{kind}?season=2024");
        let count = SIMULATOR.get(&asked).unwrap()["roster"].as_array().unwrap().len();
        let expected = match kind {
            "active" => 26..=26,
            "40Man" => 40..=40,
            _ => 27..=60,
        };
        assert!(expected.contains(&count), "{kind}: {count}");
    }
}

#[test]
fn somebody_plays_for_both_clubs_of_a_game_that_was_suspended_for_long() {
    let gap = |game: &Value| {
        let day =
            |key: &str| hours(text(game, key)) / 24 + text(game, key)[5..7].parse::<i64>().unwrap() * 30;
        day("/resumeDate") - day("/gameDate")
    };
    let stopped = LISTED.iter().map(|(_, game)| game);
    let long = stopped
        .filter(|game| game.get("resumeDate").is_some())
        .find(|game| gap(game) > 10)
        .unwrap();
    let path = format!("/api/v1/game/{}/boxscore", number(long, "/gamePk"));
    let boxscore = SIMULATOR.get(&path).unwrap();
    let played = |side: &str| -> BTreeSet<String> {
        let players = boxscore["teams"][side]["players"].as_object().unwrap().iter();
        let played = players.filter(|(_, player)| player.get("allPositions").is_some());
        played.map(|(id, _)| id.clone()).collect()
    };
    let both: Vec<String> = played("away").intersection(&played("home")).cloned().collect();
    assert_eq!(both.len(), 1);
    let asked = "/api/v1/transactions?startDate=2024-03-28&endDate=2024-09-29&transactionTypes=TR&playerId=";
    let told = SIMULATOR.get(&format!("{asked}{}", &both[0][2..])).unwrap();
    let [trade] = told["transactions"].as_array().unwrap().as_slice() else {
        panic!("{told}");
    };
    assert_eq!(
        [number(trade, "/fromTeam/id"), number(trade, "/toTeam/id")],
        clubs(long)
    );
}

#[test]
fn the_same_seed_tells_the_same_whatever_was_asked_before() {
    let (one, other) = (Simulator::new(3, 2024), Simulator::new(3, 2024));
    let paths = [
        "/api/v1/schedule?sportId=1&date=2024-04-03",
        "/api/v1.1/game/5240040/feed/live",
        "/api/v1/standings?leagueId=103,104&season=2024&date=2024-04-04",
        "/api/v1/people?personIds=900000,980003,990001,2024001",
        "/api/v1/transactions?startDate=2024-05-01&endDate=2024-06-01",
    ];
    let forwards: Vec<String> = paths
        .iter()
        .map(|path| one.get(path).unwrap().to_string())
        .collect();
    let mut backwards: Vec<String> = paths
        .iter()
        .rev()
        .map(|path| other.get(path).unwrap().to_string())
        .collect();
    backwards.reverse();
    assert!(forwards == backwards);
    let of_another_seed = Simulator::new(4, 2024).get(paths[1]).unwrap();
    assert!(of_another_seed.to_string().as_str() != forwards[1]);
}
