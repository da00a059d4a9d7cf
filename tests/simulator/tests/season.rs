//! The arithmetic of a simulated season: what is told in one place follows from what is told in another.
#![allow(clippy::unwrap_used)]

mod year;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use year::{LISTED, clubs, hours, number, results, standings, text};

#[test]
fn every_club_plays_162_games_81_at_home() {
    let games = results();
    let ids: BTreeSet<i64> = games.iter().map(|game| number(game, "/gamePk")).collect();
    assert_eq!((games.len(), ids.len()), (2430, 2430));
    let mut played: BTreeMap<i64, [i64; 2]> = BTreeMap::new();
    for game in games {
        let [away, home] = clubs(game);
        played.entry(away).or_default()[0] += 1;
        played.entry(home).or_default()[1] += 1;
    }
    assert_eq!(played.len(), 30);
    assert!(played.values().all(|games| *games == [81, 81]), "{played:?}");
}

#[test]
fn no_club_is_in_two_places() {
    let mut days: BTreeMap<(&str, i64), Vec<&Value>> = BTreeMap::new();
    for game in results() {
        for club in clubs(game) {
            days.entry((text(game, "/officialDate"), club))
                .or_default()
                .push(game);
        }
    }
    let mut doubleheaders = BTreeMap::from([("Y", 0), ("S", 0)]);
    for ((date, club), games) in &days {
        if let [only] = games.as_slice() {
            assert_eq!(text(only, "/doubleHeader"), "N", "{date} {club}");
            continue;
        }
        let [one, other] = games.as_slice() else {
            panic!("{club} plays {} games on {date}", games.len());
        };
        let mut numbers = [number(one, "/gameNumber"), number(other, "/gameNumber")];
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2], "{date} {club}");
        assert_eq!(clubs(one), clubs(other), "{date} {club}");
        assert_eq!(text(one, "/doubleHeader"), text(other, "/doubleHeader"));
        *doubleheaders.get_mut(text(one, "/doubleHeader")).unwrap() += 1;
        // Three hours and a half lie between their starts at least.
        let (first, second) = (text(one, "/gameDate"), text(other, "/gameDate"));
        assert!(hours(first).abs_diff(hours(second)) >= 4, "{first} {second}");
    }
    assert!(
        doubleheaders.values().all(|count| *count >= 8),
        "{doubleheaders:?}"
    );
}

#[test]
fn clubs_have_days_off_and_a_break_in_july() {
    let mut days: HashMap<i64, BTreeSet<&str>> = HashMap::new();
    for game in results() {
        let date = text(game, "/officialDate");
        assert!(!("2024-07-15".."2024-07-19").contains(&date), "{date}");
        assert!(("2024-03-28".."2024-09-30").contains(&date), "{date}");
        for club in clubs(game) {
            days.entry(club).or_default().insert(date);
        }
    }
    for (club, days) in days {
        // 186 days, of which four are the break.
        let off = 186 - 4 - days.len() as i64;
        assert!((12..=40).contains(&off), "{club} has {off} days off");
    }
}

#[test]
fn a_game_that_was_moved_is_listed_on_both_of_its_dates() {
    let mut by_game: BTreeMap<i64, Vec<&(String, Value)>> = BTreeMap::new();
    for listing in LISTED.iter() {
        by_game
            .entry(number(&listing.1, "/gamePk"))
            .or_default()
            .push(listing);
    }
    let (mut postponed, mut suspended) = (0, 0);
    for listings in by_game.values().filter(|listings| listings.len() > 1) {
        let [(date, first), (later, second)] = listings.as_slice() else {
            panic!("{} listings of a game", listings.len());
        };
        assert!(date < later);
        assert_eq!(clubs(first), clubs(second));
        if text(first, "/status/codedGameState") == "D" {
            postponed += 1;
            assert_eq!(text(first, "/rescheduleGameDate"), later);
            assert_eq!(text(first, "/rescheduleDate"), text(second, "/gameDate"));
            assert_eq!(text(second, "/rescheduledFromDate"), date);
            assert_eq!(text(second, "/rescheduledFrom"), text(first, "/gameDate"));
            assert_eq!(
                (text(first, "/officialDate"), text(second, "/officialDate")),
                (later.as_str(), later.as_str())
            );
            assert!(first["teams"]["home"].get("score").is_none());
        } else {
            suspended += 1;
            assert_eq!(text(first, "/resumeGameDate"), later);
            assert_eq!(text(first, "/resumeDate"), text(second, "/gameDate"));
            assert_eq!(text(second, "/resumedFromDate"), date);
            assert_eq!(text(second, "/resumedFrom"), text(first, "/gameDate"));
            assert_eq!(
                (text(first, "/officialDate"), text(second, "/officialDate")),
                (date.as_str(), date.as_str())
            );
        }
    }
    assert!(
        (20..80).contains(&postponed) && (3..=4).contains(&suspended),
        "{postponed} {suspended}"
    );
}

#[test]
fn standings_are_the_sum_of_the_games() {
    #[derive(Default, Debug, PartialEq, Eq)]
    struct Sum {
        wins: i64,
        losses: i64,
        scored: i64,
        allowed: i64,
        home_wins: i64,
    }
    let mut sums: HashMap<i64, Sum> = HashMap::new();
    for game in results() {
        let score = ["away", "home"].map(|side| number(game, &format!("/teams/{side}/score")));
        assert_ne!(score[0], score[1]);
        for (side, club) in clubs(game).into_iter().enumerate() {
            let won = score[side] > score[1 - side];
            let key = ["away", "home"][side];
            assert_eq!(game["teams"][key]["isWinner"], won);
            let sum = sums.entry(club).or_default();
            sum.wins += i64::from(won);
            sum.losses += i64::from(!won);
            sum.scored += score[side];
            sum.allowed += score[1 - side];
            sum.home_wins += i64::from(won && side == 1);
        }
    }
    let rows = standings("/api/v1/standings?leagueId=103,104&season=2024");
    assert_eq!(rows.len(), 30);
    for (club, row) in &rows {
        let splits = row["records"]["splitRecords"].as_array().unwrap();
        let home = splits.iter().find(|split| split["type"] == "home").unwrap();
        let told = Sum {
            wins: number(row, "/wins"),
            losses: number(row, "/losses"),
            scored: number(row, "/runsScored"),
            allowed: number(row, "/runsAllowed"),
            home_wins: number(home, "/wins"),
        };
        assert_eq!(told, sums[club], "{club}");
        assert_eq!(number(row, "/gamesPlayed"), 162);
        assert_eq!(number(row, "/leagueRecord/wins"), told.wins);
    }
    let total: i64 = rows.values().map(|row| number(row, "/wins")).sum();
    assert_eq!(total, 2430);
    let best = rows.values().map(|row| number(row, "/wins")).max().unwrap();
    let worst = rows.values().map(|row| number(row, "/wins")).min().unwrap();
    assert!(
        (88..=118).contains(&best) && (44..=74).contains(&worst),
        "{worst} to {best} wins"
    );
}

#[test]
fn records_grow_by_one_from_game_to_game() {
    let mut of_club: HashMap<i64, Vec<(String, i64, i64)>> = HashMap::new();
    for game in results() {
        for side in ["away", "home"] {
            let record = |key: &str| number(game, &format!("/teams/{side}/leagueRecord/{key}"));
            let row = (
                text(game, "/gameDate").to_owned(),
                record("wins"),
                record("losses"),
            );
            of_club
                .entry(number(game, &format!("/teams/{side}/team/id")))
                .or_default()
                .push(row);
        }
    }
    for (club, mut rows) in of_club {
        rows.sort();
        let (mut wins, mut losses) = (0, 0);
        for (count, (date, won, lost)) in (1..).zip(&rows) {
            assert_eq!(won + lost, count, "{club} {date}");
            assert!(*won >= wins && *lost >= losses, "{club} {date}");
            (wins, losses) = (*won, *lost);
        }
    }
}

#[test]
fn standings_of_a_day_are_those_of_its_games() {
    let rows = standings("/api/v1/standings?leagueId=103,104&season=2024&date=2024-05-31");
    let mut games: HashMap<i64, i64> = HashMap::new();
    for game in results() {
        // A resumed game counts from the day on which it ended.
        let ended = text(game, "/resumedFromDate");
        let ended = if ended.is_empty() {
            text(game, "/officialDate")
        } else {
            &text(game, "/gameDate")[..10]
        };
        if ended <= "2024-05-31" {
            for club in clubs(game) {
                *games.entry(club).or_default() += 1;
            }
        }
    }
    for (club, row) in rows {
        assert_eq!(number(&row, "/gamesPlayed"), games[&club], "{club}");
    }
}
