//! `/api/v1/standings`: how the clubs stand, division by division.

use super::club_season::ClubSeason;
use super::teams::team;
use crate::club::CLUBS;
use crate::date::{Millis, timestamp, timestamp_millis};
use crate::feed::{object, percentage, team_link};
use crate::question::Question;
use crate::season::Season;
use crate::world::World;
use serde_json::Value;

/// Games of a season.
const GAMES: i64 = 162;
/// Clubs of a league that reach the post-season without winning a division.
const WILD_CARDS: usize = 3;
/// Divisions in the order in which they are told.
const DIVISIONS: [i64; 6] = [201, 202, 200, 204, 205, 203];
const A_DAY: Millis = 86_400_000;

/// The divisions of the leagues that are asked for, as of a day or of now.
pub(super) fn standings(world: &World, question: &Question, kind: Option<&str>) -> Value {
    let mut kinds = question.texts("standingsTypes");
    kinds.extend(kind);
    if kinds.is_empty() {
        kinds.push("regularSeason");
    }
    let date = question.date("date");
    let year = question.number("season").or(date.map(|date| date.year));
    let season = world.season(year.unwrap_or(world.year));
    let until = date.map_or(Millis::MAX, |date| date.day_number() * A_DAY + A_DAY + A_DAY / 3);
    let until = until.min(world.moment());
    let mut leagues = question.numbers("leagueId");
    leagues.retain(|league| [103, 104].contains(league));
    if leagues.is_empty() && question.text("leagueId").is_none() {
        leagues = vec![103, 104];
    }
    let clubs = question.numbers("teamId");
    let in_full = question
        .text("hydrate")
        .is_some_and(|hydrate| hydrate.contains("team"));
    let race = Race::of(&season, until);
    let told = Told {
        season: &season,
        race: &race,
        updated: updated(&season, until),
        in_full,
    };
    let mut records: Vec<Value> = Vec::new();
    for kind in kinds {
        if kind == "wildCard" {
            for league in &leagues {
                let rows: Vec<&ClubSeason> = race.wild_card(*league).collect();
                records.push(told.listing(kind, *league, None, &rows, &clubs));
            }
            continue;
        }
        for division in DIVISIONS {
            let rows: Vec<&ClubSeason> = race.division(division).collect();
            let league = rows.first().map_or(0, |row| row.club.league);
            if leagues.contains(&league) {
                records.push(told.listing("regularSeason", league, Some(division), &rows, &clubs));
            }
        }
    }
    object! {"records": records}
}

/// When the last game that counts was over, about.
fn updated(season: &Season, until: Millis) -> Millis {
    const THREE_HOURS: Millis = 3 * 3_600_000;
    let starts = season.fixtures.iter().map(|fixture| fixture.last_start());
    let last = starts.filter(|start| *start < until).max();
    last.unwrap_or(season.dates.opening.day_number() * A_DAY) + THREE_HOURS
}

/// All clubs, the best first.
struct Race {
    clubs: Vec<ClubSeason>,
}

impl Race {
    fn of(season: &Season, until: Millis) -> Self {
        let mut clubs: Vec<ClubSeason> = CLUBS
            .iter()
            .map(|club| ClubSeason::of(season, club, until))
            .collect();
        // Level clubs are told apart by their runs, then by name.
        clubs.sort_by(|a, b| {
            let share = |club: &ClubSeason| club.share();
            share(b)
                .total_cmp(&share(a))
                .then(b.run_difference().cmp(&a.run_difference()))
                .then(a.club.name.cmp(b.club.name))
        });
        Self { clubs }
    }

    fn division(&self, division: i64) -> impl Iterator<Item = &ClubSeason> {
        self.clubs.iter().filter(move |row| row.club.division == division)
    }

    fn league(&self, league: i64) -> impl Iterator<Item = &ClubSeason> {
        self.clubs.iter().filter(move |row| row.club.league == league)
    }

    fn leads_division(&self, row: &ClubSeason) -> bool {
        let first = self.division(row.club.division).next();
        first.is_some_and(|first| first.club.id == row.club.id)
    }

    /// Those who do not lead a division.
    fn wild_card(&self, league: i64) -> impl Iterator<Item = &ClubSeason> {
        self.league(league).filter(|row| !self.leads_division(row))
    }
}

/// How standings are told.
struct Told<'a> {
    season: &'a Season,
    race: &'a Race,
    updated: Millis,
    in_full: bool,
}

impl Told<'_> {
    fn listing(
        &self,
        kind: &str,
        league: i64,
        division: Option<i64>,
        rows: &[&ClubSeason],
        clubs: &[i64],
    ) -> Value {
        let mut value = object! {
            "standingsType": kind,
            "league": object! {"id": league, "link": format!("/api/v1/league/{league}")},
        };
        if let Some(division) = division {
            value["division"] = object! {"id": division, "link": format!("/api/v1/divisions/{division}")};
        }
        value["sport"] = object! {"id": 1, "link": "/api/v1/sports/1"};
        value["lastUpdated"] = timestamp_millis(self.updated).into();
        let told: Vec<Value> = rows
            .iter()
            .filter(|row| clubs.is_empty() || clubs.contains(&row.club.id))
            .map(|row| self.row(row))
            .collect();
        value["teamRecords"] = told.into();
        value
    }

    fn row(&self, row: &ClubSeason) -> Value {
        let season = self.season.year;
        let race = self.race;
        let place = |found: Option<usize>| (found.unwrap_or(0) + 1).to_string();
        let same = |other: &&ClubSeason| other.club.id == row.club.id;
        let leads = race.leads_division(row);
        let in_division = race.division(row.club.division).position(|other| same(&other));
        let in_league = race.league(row.club.league).position(|other| same(&other));
        let in_sport = race.clubs.iter().position(|other| same(&other));
        let wild_place = race.wild_card(row.club.league).position(|other| same(&other));
        let behind_division = behind(row, race.division(row.club.division).next());
        let over = row.games() == GAMES;
        let wild = wild_place.is_some_and(|place| place < WILD_CARDS);
        let mut value = object! {
            "team": if self.in_full { team(row.club, season) } else { team_link(row.club) },
            "season": season.to_string(),
            "streak": row.streak(),
        };
        if over && (leads || wild) {
            value["clinchIndicator"] = if in_sport == Some(0) {
                "z"
            } else if leads {
                "y"
            } else {
                "w"
            }
            .into();
        }
        value["divisionRank"] = place(in_division).into();
        value["leagueRank"] = place(in_league).into();
        if let Some(place) = wild_place {
            value["wildCardRank"] = (place + 1).to_string().into();
        }
        value["sportRank"] = place(in_sport).into();
        value["gamesPlayed"] = row.games().into();
        value["gamesBack"] = behind_division.clone().into();
        value["wildCardGamesBack"] = self.wild_card_behind(row, wild_place).into();
        value["leagueGamesBack"] = behind(row, race.league(row.club.league).next()).into();
        value["springLeagueGamesBack"] = "-".into();
        value["sportGamesBack"] = behind(row, race.clubs.first()).into();
        value["divisionGamesBack"] = behind_division.into();
        value["conferenceGamesBack"] = "-".into();
        value["leagueRecord"] = object! {
            "wins": row.wins,
            "losses": row.losses,
            "ties": 0,
            "pct": percentage(row.wins, row.losses),
        };
        value["lastUpdated"] = timestamp(self.updated).into();
        value["records"] = row.records(&race.clubs);
        value["runsAllowed"] = row.runs_allowed.into();
        value["runsScored"] = row.runs_scored.into();
        self.tell_of_race(row, leads, wild, &mut value);
        value["wins"] = row.wins.into();
        value["losses"] = row.losses.into();
        value["runDifferential"] = row.run_difference().into();
        value["winningPercentage"] = percentage(row.wins, row.losses).into();
        value
    }

    /// Who leads, who is in, and who is out of it.
    fn tell_of_race(&self, row: &ClubSeason, leads: bool, wild: bool, value: &mut Value) {
        let race = self.race;
        let over = row.games() == GAMES;
        value["divisionChamp"] = (over && leads).into();
        value["divisionLeader"] = leads.into();
        if wild {
            value["wildCardLeader"] = true.into();
        }
        value["hasWildcard"] = true.into();
        value["clinched"] = (over && (leads || wild)).into();
        let leader = race.division(row.club.division).next();
        value["eliminationNumber"] = elimination(row, leader).into();
        let last_in = race.wild_card(row.club.league).nth(WILD_CARDS - 1);
        let out_of_it = if leads || wild {
            "-".to_owned()
        } else {
            elimination(row, last_in)
        };
        value["wildCardEliminationNumber"] = out_of_it.into();
    }

    /// Games behind the last place that counts; `+3.0` for those who are ahead of it.
    fn wild_card_behind(&self, row: &ClubSeason, place: Option<usize>) -> String {
        let Some(place) = place else {
            return "-".to_owned();
        };
        let mut race = self.race.wild_card(row.club.league);
        if place + 1 < WILD_CARDS {
            // Ahead of the first who is left out.
            let ahead = race
                .nth(WILD_CARDS)
                .map_or("-".to_owned(), |other| behind(other, Some(row)));
            return if ahead == "-" { ahead } else { format!("+{ahead}") };
        }
        behind(row, race.nth(WILD_CARDS - 1))
    }
}

/// Half of the difference of wins and losses, `7.5`; `-` for those who are not behind.
fn behind(row: &ClubSeason, first: Option<&ClubSeason>) -> String {
    let halves = first.map_or(0, |first| (first.wins - row.wins) + (row.losses - first.losses));
    if halves <= 0 {
        "-".to_owned()
    } else {
        format!("{}.{}", halves / 2, if halves % 2 == 0 { 0 } else { 5 })
    }
}

/// Wins of the leader and losses of the club until it is out of the race.
fn elimination(row: &ClubSeason, leader: Option<&ClubSeason>) -> String {
    let Some(leader) = leader.filter(|leader| leader.club.id != row.club.id) else {
        return "-".to_owned();
    };
    let number = GAMES + 1 - leader.wins - row.losses;
    if number <= 0 {
        "E".to_owned()
    } else {
        number.to_string()
    }
}
