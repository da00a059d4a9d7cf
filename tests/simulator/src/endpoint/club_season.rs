//! What a club's games come to: wins and losses of many kinds.

use crate::club::{CLUBS, Club};
use crate::date::Millis;
use crate::feed::{object, percentage};
use crate::season::Season;
use serde_json::Value;

/// A club's games until a moment.
#[derive(Clone, Debug)]
pub(crate) struct ClubSeason {
    pub club: &'static Club,
    pub wins: i64,
    pub losses: i64,
    pub runs_scored: i64,
    pub runs_allowed: i64,
    games: Vec<Played>,
}

/// A game from one side.
#[derive(Clone, Debug)]
struct Played {
    won: bool,
    home: bool,
    opponent: &'static Club,
    night: bool,
    grass: bool,
    /// The opponent's starting pitcher throws with the left
    left: bool,
    extra: bool,
    runs: i64,
    allowed: i64,
}

impl ClubSeason {
    pub(crate) fn of(season: &Season, club: &'static Club, until: Millis) -> Self {
        let numbers: Vec<usize> = season
            .decisions_of(club)
            .iter()
            .copied()
            .filter(|number| season.fixtures[*number].last_start() < until)
            .filter(|number| season.state(*number, until).is_decided())
            .collect();
        season.settle(&numbers);
        let games: Vec<Played> = numbers
            .iter()
            .map(|number| {
                let fixture = &season.fixtures[*number];
                let outcome = season.outcome(*number);
                let side = usize::from(fixture.clubs[1].id == club.id);
                let venue = fixture.clubs[1].venue();
                Played {
                    won: outcome.score[side] > outcome.score[1 - side],
                    home: side == 1,
                    opponent: fixture.clubs[1 - side],
                    night: venue.is_night(fixture.played.start),
                    grass: venue.turf == "Grass",
                    left: outcome.left_handers[1 - side],
                    extra: outcome.innings > outcome.scheduled_innings,
                    runs: outcome.score[side],
                    allowed: outcome.score[1 - side],
                }
            })
            .collect();
        let wins = crate::play::count(games.iter().filter(|game| game.won));
        Self {
            club,
            wins,
            losses: games.len() as i64 - wins,
            runs_scored: games.iter().map(|game| game.runs).sum(),
            runs_allowed: games.iter().map(|game| game.allowed).sum(),
            games,
        }
    }

    pub(crate) fn games(&self) -> i64 {
        self.games.len() as i64
    }

    pub(crate) fn run_difference(&self) -> i64 {
        self.runs_scored - self.runs_allowed
    }

    /// The share of games won; half before the first.
    pub(crate) fn share(&self) -> f64 {
        if self.games.is_empty() {
            0.5
        } else {
            self.wins as f64 / self.games() as f64
        }
    }

    /// `W3`
    pub(crate) fn streak(&self) -> Value {
        let Some(last) = self.games.last() else {
            return object! {"streakType": "wins", "streakNumber": 0, "streakCode": "-"};
        };
        let number = self
            .games
            .iter()
            .rev()
            .take_while(|game| game.won == last.won)
            .count();
        let (kind, letter) = if last.won { ("wins", "W") } else { ("losses", "L") };
        object! {"streakType": kind, "streakNumber": number, "streakCode": format!("{letter}{number}")}
    }

    /// Wins and losses in the games of a kind.
    fn split(&self, fits: impl Fn(&Played) -> bool) -> (i64, i64) {
        let games: Vec<&Played> = self.games.iter().filter(|game| fits(game)).collect();
        let wins = crate::play::count(games.iter().filter(|game| game.won));
        (wins, games.len() as i64 - wins)
    }

    /// `records`: splits, and those against divisions and leagues.
    pub(crate) fn records(&self, clubs: &[ClubSeason]) -> Value {
        let ten = self.games.len().saturating_sub(10);
        let last_ten = Self {
            games: self.games[ten..].to_vec(),
            ..self.clone()
        };
        let wins_more = |opponent: &Club| {
            clubs
                .iter()
                .any(|row| row.club.id == opponent.id && row.wins > row.losses)
        };
        let splits = [
            ("home", self.split(|game| game.home)),
            ("away", self.split(|game| !game.home)),
            ("left", self.split(|game| game.left)),
            ("leftHome", self.split(|game| game.left && game.home)),
            ("leftAway", self.split(|game| game.left && !game.home)),
            ("rightHome", self.split(|game| !game.left && game.home)),
            ("rightAway", self.split(|game| !game.left && !game.home)),
            ("right", self.split(|game| !game.left)),
            ("lastTen", last_ten.split(|_| true)),
            ("extraInning", self.split(|game| game.extra)),
            ("oneRun", self.split(|game| (game.runs - game.allowed).abs() == 1)),
            ("winners", self.split(|game| wins_more(game.opponent))),
            ("day", self.split(|game| !game.night)),
            ("night", self.split(|game| game.night)),
            ("grass", self.split(|game| game.grass)),
            ("turf", self.split(|game| !game.grass)),
        ];
        let typed = |(kind, (wins, losses)): &(&str, (i64, i64))| {
            object! {"wins": *wins, "losses": *losses, "type": *kind, "pct": percentage(*wins, *losses)}
        };
        let expected = [
            ("xWinLoss", self.expected(self.games())),
            ("xWinLossSeason", self.expected(162)),
        ];
        object! {
            "splitRecords": splits.iter().map(typed).collect::<Vec<_>>(),
            "divisionRecords": self.against_divisions(),
            "overallRecords": splits[..2].iter().map(typed).collect::<Vec<_>>(),
            "leagueRecords": self.against_leagues(),
            "expectedRecords": expected.iter().map(typed).collect::<Vec<_>>(),
        }
    }

    fn against_divisions(&self) -> Vec<Value> {
        let mut divisions: Vec<&Club> = Vec::new();
        for club in CLUBS.iter().filter(|club| club.league == self.club.league) {
            if !divisions.iter().any(|other| other.division == club.division) {
                divisions.push(club);
            }
        }
        divisions.sort_by_key(|club| club.division);
        let record = |of: &&Club| {
            let (wins, losses) = self.split(|game| game.opponent.division == of.division);
            let id = of.division;
            object! {
                "wins": wins,
                "losses": losses,
                "pct": percentage(wins, losses),
                "division": object! {"id": id, "name": of.division_name(), "link": format!("/api/v1/divisions/{id}")},
            }
        };
        divisions.iter().map(record).collect()
    }

    fn against_leagues(&self) -> Vec<Value> {
        let leagues = [(103, "American League"), (104, "National League")];
        let record = |(id, name): &(i64, &str)| {
            let (wins, losses) = self.split(|game| game.opponent.league == *id);
            object! {
                "wins": wins,
                "losses": losses,
                "pct": percentage(wins, losses),
                "league": object! {"id": *id, "name": *name, "link": format!("/api/v1/league/{id}")},
            }
        };
        leagues.iter().map(record).collect()
    }

    /// The record that runs scored and allowed lead one to expect, with Pythagoras.
    fn expected(&self, games: i64) -> (i64, i64) {
        let (scored, allowed) = (self.runs_scored as f64, self.runs_allowed as f64);
        let both = scored * scored + allowed * allowed;
        let share = if both == 0.0 { 0.5 } else { scored * scored / both };
        let wins = (games as f64 * share).round() as i64;
        (wins, games - wins)
    }
}
