//! `/api/v1/attendance`: spectators of a club over a season.

use super::teams::club;
use crate::club::{CLUBS, Club};
use crate::feed::object;
use crate::question::Question;
use crate::season::Season;
use crate::world::World;
use serde_json::Value;

/// A game that spectators came to.
struct Opening {
    game_pk: i64,
    date: String,
    night: bool,
    people: i64,
    home: bool,
    /// The second game on one ticket
    again: bool,
}

/// A record for each club: the one that is asked for, or those of a league.
pub(super) fn attendance(world: &World, question: &Question) -> Value {
    let season = world.season(question.number("season").unwrap_or(world.year));
    let leagues = question.numbers("leagueId");
    let clubs: Vec<&Club> = match question.number("teamId") {
        Some(id) => club(id).into_iter().collect(),
        None => CLUBS
            .iter()
            .filter(|club| leagues.contains(&club.league))
            .collect(),
    };
    let openings: Vec<(&Club, Vec<Opening>)> = clubs
        .into_iter()
        .map(|club| (club, openings(world, &season, club)))
        .filter(|(_, openings)| !openings.is_empty())
        .collect();
    let records: Vec<Value> = openings
        .iter()
        .map(|(club, openings)| record(club, &season, openings))
        .collect();
    let all: Vec<&Opening> = openings.iter().flat_map(|(_, openings)| openings).collect();
    object! {"records": records, "aggregateTotals": totals(&all)}
}

fn openings(world: &World, season: &Season, club: &Club) -> Vec<Opening> {
    let moment = world.moment();
    let played = season
        .schedule_of(club)
        .iter()
        .filter(|number| season.state(**number, moment).is_decided());
    played
        .map(|number| {
            let fixture = &season.fixtures[*number];
            Opening {
                game_pk: fixture.game_pk,
                date: fixture.played.date.to_string(),
                night: fixture.clubs[1].venue().is_night(fixture.played.start),
                people: season.setting(*number).attendance,
                home: fixture.clubs[1].id == club.id,
                again: fixture.double_header == "Y" && fixture.game_number == 2,
            }
        })
        .collect()
}

fn sum<'a>(openings: impl Iterator<Item = &'a &'a Opening>) -> i64 {
    openings.map(|opening| opening.people).sum()
}

fn average(total: i64, count: usize) -> i64 {
    if count == 0 { 0 } else { total / count as i64 }
}

fn record(club: &Club, season: &Season, games: &[Opening]) -> Value {
    let all: Vec<&Opening> = games.iter().filter(|opening| !opening.again).collect();
    let home: Vec<&Opening> = all.iter().copied().filter(|opening| opening.home).collect();
    let away: Vec<&Opening> = all.iter().copied().filter(|opening| !opening.home).collect();
    let (total_home, total_away) = (sum(home.iter()), sum(away.iter()));
    let count = |home: bool| games.iter().filter(|game| game.home == home).count();
    let mut value = object! {
        "openingsTotal": all.len(),
        "openingsTotalAway": away.len(),
        "openingsTotalHome": home.len(),
        "openingsTotalLost": games.len() - all.len(),
        "gamesTotal": games.len(),
        "gamesAwayTotal": count(false),
        "gamesHomeTotal": count(true),
        "year": season.year.to_string(),
        "attendanceAverageAway": average(total_away, away.len()),
        "attendanceAverageHome": average(total_home, home.len()),
        "attendanceAverageYtd": average(total_home + total_away, all.len()),
    };
    let most = home.iter().max_by_key(|opening| opening.people);
    let fewest = home.iter().min_by_key(|opening| opening.people);
    for (name, opening) in [("High", most), ("Low", fewest)] {
        if let Some(opening) = opening {
            value[format!("attendance{name}")] = opening.people.into();
            value[format!("attendance{name}Date")] = format!("{}T00:00:00", opening.date).into();
            value[format!("attendance{name}Game")] = opening.game();
        }
    }
    value["attendanceOpeningAverage"] = average(total_home, home.len()).into();
    value["attendanceTotal"] = (total_home + total_away).into();
    value["attendanceTotalAway"] = total_away.into();
    value["attendanceTotalHome"] = total_home.into();
    value["gameType"] = object! {"id": "R", "description": "Regular Season"};
    value["team"] = crate::feed::team_link(club);
    value
}

fn totals(all: &[&Opening]) -> Value {
    let counted: Vec<&Opening> = all.iter().copied().filter(|opening| !opening.again).collect();
    let home: Vec<&Opening> = counted.iter().copied().filter(|opening| opening.home).collect();
    let away: Vec<&Opening> = counted.iter().copied().filter(|opening| !opening.home).collect();
    let (total_home, total_away) = (sum(home.iter()), sum(away.iter()));
    let mut value = object! {
        "openingsTotalAway": away.len(),
        "openingsTotalHome": home.len(),
        "openingsTotalLost": all.len() - counted.len(),
        "openingsTotalYtd": 0,
        "attendanceAverageAway": average(total_away, away.len()),
        "attendanceAverageHome": average(total_home, home.len()),
        "attendanceAverageYtd": average(total_home + total_away, counted.len()),
    };
    if let Some(most) = home.iter().max_by_key(|opening| opening.people) {
        value["attendanceHigh"] = most.people.into();
        value["attendanceHighDate"] = format!("{}T00:00:00", most.date).into();
    }
    value["attendanceTotal"] = (total_home + total_away).into();
    value["attendanceTotalAway"] = total_away.into();
    value["attendanceTotalHome"] = total_home.into();
    value
}

impl Opening {
    fn game(&self) -> Value {
        let pk = self.game_pk;
        object! {
            "gamePk": pk,
            "link": format!("/api/v1.1/game/{pk}/feed/live"),
            "content": object! {"link": format!("/api/v1/game/{pk}/content")},
            "dayNight": if self.night { "night" } else { "day" },
        }
    }
}
