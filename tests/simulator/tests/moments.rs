//! The API as it was at a moment: games begin, go on, are suspended and end, and feeds tell what had happened by then.
#![allow(clippy::unwrap_used)]

use mlb_simulator::Simulator;
use serde_json::Value;

const DAY: &str = "2024-04-05";

fn games(simulator: &Simulator, asked: &str) -> Vec<Value> {
    let schedule = simulator.get(asked).unwrap();
    let dates = schedule["dates"].as_array().unwrap();
    dates
        .iter()
        .flat_map(|date| date["games"].as_array().unwrap())
        .cloned()
        .collect()
}

fn plays(feed: &Value) -> &Vec<Value> {
    feed["liveData"]["plays"]["allPlays"].as_array().unwrap()
}

/// A game of the day that is played once, and the moments of its feed.
fn a_game(simulator: &Simulator) -> (i64, Vec<String>) {
    let day = format!("/api/v1/schedule?sportId=1&date={DAY}");
    let game = games(simulator, &day)
        .into_iter()
        .find(|game| {
            game["status"]["codedGameState"] == "F"
                && game["doubleHeader"] == "N"
                && game.get("resumeDate").is_none()
        })
        .unwrap();
    let pk = game["gamePk"].as_i64().unwrap();
    let codes = simulator
        .get(&format!("/api/v1.1/game/{pk}/feed/live/timestamps"))
        .unwrap();
    let codes = codes
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code.as_str().unwrap().to_owned());
    (pk, codes.collect())
}

#[test]
fn a_feed_at_a_timecode_tells_what_had_happened() {
    let simulator = Simulator::new(5, 2024);
    let (pk, codes) = a_game(&simulator);
    assert!(codes.len() > 250 && codes.is_sorted());
    let path = format!("/api/v1.1/game/{pk}/feed/live");
    let whole = simulator.get(&path).unwrap();
    let mut seen = 0;
    for code in codes.iter().step_by(17).chain(codes.last()) {
        let feed = simulator.get(&format!("{path}?timecode={code}")).unwrap();
        assert_eq!(feed["metaData"]["timeStamp"], *code);
        let now = plays(&feed);
        assert!(now.len() >= seen, "{code}");
        seen = now.len();
        for play in now.iter().filter(|play| play["about"]["isComplete"] == true) {
            let index = play["atBatIndex"].as_u64().unwrap() as usize;
            assert_eq!(play["result"], plays(&whole)[index]["result"], "{code}");
        }
        let pending = now
            .iter()
            .filter(|play| play["about"]["isComplete"] == false)
            .count();
        let state = feed["gameData"]["status"]["abstractGameState"].as_str().unwrap();
        assert!(pending <= 1 && (state != "Final" || pending == 0), "{code}");
        let runs: i64 = ["away", "home"]
            .iter()
            .filter_map(|side| feed["liveData"]["linescore"]["teams"][*side]["runs"].as_i64())
            .sum();
        let last = now.last().map_or(0, |play| {
            play["result"]["awayScore"].as_i64().unwrap() + play["result"]["homeScore"].as_i64().unwrap()
        });
        assert_eq!(runs, last, "{code}");
        assert_eq!(
            feed["liveData"].get("decisions").is_some(),
            state == "Final",
            "{code}"
        );
    }
    assert_eq!(seen, plays(&whole).len());
}

#[test]
fn a_box_score_at_a_timecode_adds_up() {
    let simulator = Simulator::new(5, 2024);
    let (pk, codes) = a_game(&simulator);
    for code in codes.iter().skip(40).step_by(60) {
        let feed = simulator
            .get(&format!("/api/v1.1/game/{pk}/feed/live?timecode={code}"))
            .unwrap();
        let teams = &feed["liveData"]["boxscore"]["teams"];
        for (side, other) in [("away", "home"), ("home", "away")] {
            let sum = |side: &str, group: &str, key: &str| -> i64 {
                let players = teams[side]["players"].as_object().unwrap().values();
                players
                    .filter_map(|player| player["stats"][group][key].as_i64())
                    .sum()
            };
            assert_eq!(
                sum(side, "batting", "hits"),
                sum(other, "pitching", "hits"),
                "{code}"
            );
            assert_eq!(
                Some(sum(side, "batting", "runs")),
                feed["liveData"]["linescore"]["teams"][side]["runs"].as_i64(),
                "{code}"
            );
            assert_eq!(
                sum(side, "pitching", "wins") + sum(side, "pitching", "losses"),
                0,
                "{code}"
            );
        }
    }
}

#[test]
fn a_day_goes_by() {
    let simulator = Simulator::new(5, 2024);
    let day = format!("/api/v1/schedule?sportId=1&date={DAY}");
    let count = games(&simulator, &day).len();
    let states = |moment: &str| -> Vec<String> {
        simulator.set_moment(Some(moment));
        let games = games(&simulator, &day);
        games
            .iter()
            .map(|game| game["status"]["abstractGameState"].as_str().unwrap().to_owned())
            .collect()
    };
    let before = states("2024-04-05T10:00:00Z");
    assert!(
        before.iter().all(|state| state == "Preview") && before.len() <= count,
        "{before:?}"
    );
    let amid = states("2024-04-06T00:30:00Z");
    assert!(
        amid.iter().filter(|state| *state == "Live").count() >= 3,
        "{amid:?}"
    );
    let after = states("2024-04-06T12:00:00Z");
    assert!(
        after.iter().all(|state| state == "Final") && after.len() == count,
        "{after:?}"
    );
    let standings = simulator
        .get("/api/v1/standings?leagueId=103,104&season=2024")
        .unwrap();
    let most = standings["records"][0]["teamRecords"][0]["gamesPlayed"]
        .as_i64()
        .unwrap();
    assert!((6..=10).contains(&most), "{most}");
}

#[test]
fn a_game_that_has_not_begun_has_an_empty_feed() {
    let simulator = Simulator::new(5, 2024);
    let (pk, _) = a_game(&simulator);
    simulator.set_moment(Some("2024-04-05T10:00:00Z"));
    let feed = simulator.get(&format!("/api/v1.1/game/{pk}/feed/live")).unwrap();
    assert_eq!(feed["gameData"]["status"]["codedGameState"], "S");
    let live = &feed["liveData"];
    assert!(plays(&feed).is_empty() && live["plays"].get("currentPlay").is_none());
    assert!(live["linescore"]["innings"].as_array().unwrap().is_empty());
    assert_eq!(live["linescore"]["teams"]["home"], serde_json::json!({}));
    assert_eq!(feed["gameData"]["weather"], serde_json::json!({}));
    for side in ["away", "home"] {
        let club = &live["boxscore"]["teams"][side];
        assert!(club["battingOrder"].as_array().unwrap().is_empty());
        assert_eq!(
            club["bench"].as_array().unwrap().len() + club["bullpen"].as_array().unwrap().len(),
            26
        );
        assert!(feed["gameData"]["probablePitchers"][side]["id"].is_i64());
    }
}

#[test]
fn postponements_are_unknown_until_they_are_told() {
    let simulator = Simulator::new(7, 2024);
    let asked = "/api/v1/schedule?sportId=1&startDate=2024-03-28&endDate=2024-05-15";
    let schedule = simulator.get(asked).unwrap();
    let days = schedule["dates"].as_array().unwrap();
    let (date, missed) = days
        .iter()
        .flat_map(|day| {
            day["games"]
                .as_array()
                .unwrap()
                .iter()
                .map(move |game| (&day["date"], game))
        })
        .find(|(_, game)| game["status"]["codedGameState"] == "D")
        .unwrap();
    let pk = missed["gamePk"].as_i64().unwrap();
    let at = |moment: &str| {
        simulator.set_moment(Some(moment));
        games(&simulator, &format!("/api/v1/schedule?gamePk={pk}"))
    };
    let before = at(&format!("{}T10:00:00Z", date.as_str().unwrap()));
    assert_eq!(before.len(), 1);
    assert_eq!(
        (
            &before[0]["status"]["codedGameState"],
            &before[0]["doubleHeader"],
            &before[0]["officialDate"]
        ),
        (&"S".into(), &"N".into(), date)
    );
    let feed = simulator.get(&format!("/api/v1.1/game/{pk}/feed/live")).unwrap();
    assert_eq!(feed["gameData"]["datetime"]["dateTime"], before[0]["gameDate"]);
    assert_eq!(&feed["gameData"]["datetime"]["officialDate"], date);
    let after = at(missed["gameDate"].as_str().unwrap());
    let codes: Vec<&str> = after
        .iter()
        .map(|game| game["status"]["codedGameState"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["D", "S"]);
}

#[test]
fn a_suspended_game_waits_for_its_second_day() {
    let simulator = Simulator::new(7, 2024);
    let all = games(&simulator, "/api/v1/schedule?sportId=1&season=2024");
    let stopped = all.iter().find(|game| game.get("resumeDate").is_some()).unwrap();
    let (pk, resumes) = (
        stopped["gamePk"].as_i64().unwrap(),
        stopped["resumeDate"].as_str().unwrap(),
    );
    // An hour before it goes on.
    let hour: i64 = resumes[11..13].parse().unwrap();
    simulator.set_moment(Some(&format!(
        "{}{:02}{}",
        &resumes[..11],
        hour - 1,
        &resumes[13..]
    )));
    let listed = games(&simulator, &format!("/api/v1/schedule?gamePk={pk}"));
    let codes: Vec<&str> = listed
        .iter()
        .map(|game| game["status"]["codedGameState"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["U", "S"]);
    let feed = simulator.get(&format!("/api/v1.1/game/{pk}/feed/live")).unwrap();
    assert_eq!(feed["gameData"]["status"]["detailedState"], "Suspended: Rain");
    assert!(plays(&feed).len() > 20);
}

#[test]
fn corrections_are_told_as_changes() {
    let simulator = Simulator::new(7, 2024);
    let changed = |since: &str, moment: &str| -> Vec<i64> {
        simulator.set_moment(Some(moment));
        let asked = format!("/api/v1/game/changes?updatedSince={since}&sportId=1&season=2024");
        games(&simulator, &asked)
            .iter()
            .map(|game| game["gamePk"].as_i64().unwrap())
            .collect()
    };
    let of_a_day = changed("2024-04-20T10:00:00Z", "2024-04-21T10:00:00Z");
    assert!((8..=24).contains(&of_a_day.len()), "{of_a_day:?}");
    // Four days later a few of them, or of earlier days, have been corrected.
    let later = changed("2024-04-21T10:00:00Z", "2024-04-25T10:00:00Z");
    let corrected: Vec<&i64> = later.iter().filter(|pk| !of_a_day.contains(pk)).collect();
    assert!(later.len() > corrected.len() || corrected.len() > 40);
    let twice = later.iter().find(|pk| {
        let path = format!("/api/v1.1/game/{pk}/feed/live");
        let attendance = |moment: &str| {
            simulator.set_moment(Some(moment));
            simulator.get(&path).unwrap()["gameData"]["gameInfo"]["attendance"].as_i64()
        };
        let (early, late) = (
            attendance("2024-04-21T10:00:00Z"),
            attendance("2024-04-25T10:00:00Z"),
        );
        early.is_some() && early != late
    });
    assert!(twice.is_some(), "no game of {later:?} was corrected");
}

#[test]
fn a_patch_is_empty_or_the_whole_feed() {
    let simulator = Simulator::new(5, 2024);
    let (pk, codes) = a_game(&simulator);
    let path = format!("/api/v1.1/game/{pk}/feed/live/diffPatch?startTimecode=");
    let last = codes.last().unwrap();
    assert_eq!(
        simulator.get(&format!("{path}{last}")),
        Some(serde_json::json!([]))
    );
    let feed = simulator.get(&format!("{path}{}", codes[40])).unwrap();
    assert!(feed.get("copyright").is_none() && !plays(&feed).is_empty());
}
