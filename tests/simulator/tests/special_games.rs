//! What can be asked for is delivered, and comes about by itself over enough days.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use mlb_simulator::{Feed, Slate};
use serde_json::Value;

fn plays(feed: &Value) -> &Vec<Value> {
    feed["liveData"]["plays"]["allPlays"].as_array().unwrap()
}

fn events(feed: &Value) -> impl Iterator<Item = &Value> {
    plays(feed)
        .iter()
        .flat_map(|play| play["playEvents"].as_array().unwrap())
}

fn has_event(feed: &Value, code: &str) -> bool {
    events(feed).any(|event| event["details"]["eventType"] == code)
}

fn innings(feed: &Value) -> usize {
    feed["liveData"]["linescore"]["innings"].as_array().unwrap().len()
}

fn is_walk_off(feed: &Value) -> bool {
    let last = plays(feed).last().unwrap();
    last["about"]["isTopInning"] == false && last["about"]["isScoringPlay"] == true
}

/// A substitution of this kind after the first pitch of a plate appearance that was finished.
fn has_change_in_mid_plate_appearance(feed: &Value, code: &str, position: &str) -> bool {
    plays(feed).iter().any(|play| {
        let events = play["playEvents"].as_array().unwrap();
        let first_pitch = events
            .iter()
            .position(|event| event["isPitch"] == true)
            .unwrap_or(usize::MAX);
        events.iter().skip(first_pitch.saturating_add(1)).any(|event| {
            event["details"]["eventType"] == code && event["position"]["abbreviation"] == position
        })
    })
}

fn players_of_both(feed: &Value) -> usize {
    let teams = &feed["liveData"]["boxscore"]["teams"];
    let played = |side: &str| {
        teams[side]["players"]
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, player)| player.get("allPositions").is_some())
            .map(|(id, _)| id.clone())
            .collect::<Vec<_>>()
    };
    let home = played("home");
    played("away").iter().filter(|id| home.contains(id)).count()
}

fn is_reviewed(feed: &Value) -> bool {
    plays(feed)
        .iter()
        .any(|play| play.get("reviewDetails").is_some() && play["about"]["hasReview"] == true)
}

#[test]
fn innings_are_as_many_as_asked_for() {
    for wanted in [5, 8, 9, 10, 12, 16] {
        let feed = Feed::final_game().seed(3).innings(wanted).build();
        assert_eq!(innings(&feed) as i64, wanted);
        assert_eq!(feed["liveData"]["linescore"]["scheduledInnings"], 9);
        let early = feed["gameData"]["status"]["detailedState"] != "Final";
        assert_eq!(early, wanted < 9);
    }
    let seven = Feed::final_game().scheduled_innings(7).doubleheader(2).build();
    assert_eq!(
        (
            innings(&seven),
            &seven["liveData"]["linescore"]["scheduledInnings"]
        ),
        (7, &Value::from(7))
    );
    let eight_of_seven = Feed::final_game().scheduled_innings(7).innings(8).build();
    assert!(has_event(&eight_of_seven, "runner_placed"));
}

#[test]
fn extra_innings_begin_with_a_runner_on_second() {
    let feed = Feed::final_game().innings(11).build();
    let placed: Vec<&Value> = plays(&feed)
        .iter()
        .flat_map(|play| play["runners"].as_array().unwrap())
        .filter(|runner| runner["details"]["eventType"] == "runner_placed")
        .collect();
    assert!(placed.len() == 4 || placed.len() == 3);
    assert!(
        placed
            .iter()
            .all(|runner| runner["movement"]["end"] == "2B" && runner["details"]["earned"] == false)
    );
}

#[test]
fn every_wish_is_met() {
    for seed in 0..8 {
        let feed = || Feed::final_game().seed(seed);
        assert!(is_reviewed(&feed().with_review().build()), "seed {seed}");
        let ejected = feed().with_ejection().build();
        let ejection = events(&ejected)
            .find(|event| event["details"]["eventType"] == "ejection")
            .unwrap();
        assert!(ejection["umpire"]["id"].is_i64() && ejection["player"]["id"].is_i64());
        assert!(is_walk_off(&feed().walk_off().build()), "seed {seed}");
        assert!(is_walk_off(&feed().innings(10).walk_off().build()), "seed {seed}");
        let relieved = feed().with_mid_plate_appearance_pitching_change().build();
        assert!(
            has_change_in_mid_plate_appearance(&relieved, "pitching_substitution", "P"),
            "seed {seed}"
        );
        let pinch_hit = feed().with_mid_plate_appearance_pinch_hitter().build();
        assert!(
            has_change_in_mid_plate_appearance(&pinch_hit, "offensive_substitution", "PH"),
            "seed {seed}"
        );
        let traded = feed().with_player_for_both_clubs().build();
        assert_eq!(players_of_both(&traded), 1, "seed {seed}");
        assert!(traded["gameData"]["datetime"]["resumeDate"].is_string());
    }
    let all = Feed::final_game()
        .innings(10)
        .with_review()
        .with_ejection()
        .walk_off()
        .with_mid_plate_appearance_pitching_change()
        .with_mid_plate_appearance_pinch_hitter()
        .with_player_for_both_clubs()
        .build();
    assert!(
        is_reviewed(&all) && has_event(&all, "ejection") && is_walk_off(&all) && players_of_both(&all) == 1
    );
}

#[test]
fn a_feed_is_what_was_asked_for() {
    let feed = Feed::final_game()
        .game_pk(745_001)
        .date("2023-05-06")
        .clubs(147, 111)
        .build();
    assert_eq!(feed["gamePk"], 745_001);
    assert_eq!(feed["gameData"]["datetime"]["officialDate"], "2023-05-06");
    assert_eq!(feed["gameData"]["game"]["season"], "2023");
    assert_eq!(feed["gameData"]["teams"]["away"]["name"], "New York Yankees");
    assert_eq!(feed["gameData"]["venue"]["name"], "Fenway Park");
    let text = Feed::final_game().json();
    assert_eq!(
        serde_json::from_str::<Value>(&text).unwrap(),
        serde_json::from_str::<Value>(&Feed::final_game().pretty()).unwrap()
    );
    assert!(Feed::final_game().pretty().len() > text.len());
}

#[test]
fn the_same_seed_is_the_same_bytes() {
    assert_eq!(
        Feed::final_game().seed(5).json(),
        Feed::final_game().seed(5).json()
    );
    assert_ne!(
        Feed::final_game().seed(5).json(),
        Feed::final_game().seed(6).json()
    );
    let (long, short) = (Slate::new(9, "2024-08-01", 4), Slate::new(9, "2024-08-01", 2));
    assert_eq!(
        long.games[1].feed().to_string(),
        short.games[1].feed().to_string()
    );
}

#[test]
fn special_games_come_about_by_themselves() {
    let mut seen: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    let mut codes: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
    for day in 1..=10 {
        for game in Slate::new(42, &format!("2024-06-{day:02}"), 15).games {
            let feed = game.feed();
            let scheduled = feed["liveData"]["linescore"]["scheduledInnings"]
                .as_u64()
                .unwrap() as usize;
            let kinds = [
                ("extra innings", innings(&feed) > scheduled),
                ("seven innings", scheduled == 7),
                ("called for rain", innings(&feed) < scheduled),
                ("walk-off", is_walk_off(&feed)),
                ("review", is_reviewed(&feed)),
                ("ejection", has_event(&feed, "ejection")),
                (
                    "relief in mid-plate-appearance",
                    has_change_in_mid_plate_appearance(&feed, "pitching_substitution", "P"),
                ),
                (
                    "pinch hitter in mid-plate-appearance",
                    has_change_in_mid_plate_appearance(&feed, "offensive_substitution", "PH"),
                ),
                ("a player for both clubs", players_of_both(&feed) > 0),
                (
                    "a ball without a pitch",
                    events(&feed).any(|event| event["type"] == "no_pitch"),
                ),
                ("step-off", events(&feed).any(|event| event["type"] == "stepoff")),
                (
                    "a batted ball not tracked",
                    events(&feed).any(|event| {
                        event
                            .get("hitData")
                            .is_some_and(|hit| hit.get("launchSpeed").is_none())
                    }),
                ),
            ];
            for (kind, occurs) in kinds {
                *seen.entry(kind).or_default() += usize::from(occurs);
            }
            codes.extend(
                plays(&feed)
                    .iter()
                    .map(|play| play["result"]["eventType"].as_str().unwrap().to_owned()),
            );
            codes.extend(
                events(&feed)
                    .filter_map(|event| event["details"]["eventType"].as_str())
                    .map(str::to_owned),
            );
        }
    }
    assert!(seen.values().all(|count| *count > 0), "of 150 games: {seen:?}");
    assert!(
        seen["review"] > 30 && seen["walk-off"] > 5,
        "of 150 games: {seen:?}"
    );
    assert!(codes.len() >= 35, "{} codes: {codes:?}", codes.len());
}
