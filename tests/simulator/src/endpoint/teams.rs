//! `/api/v1/teams`: the clubs.

use crate::club::{CLUBS, Club};
use crate::feed::{object, spring_league};
use crate::question::Question;
use crate::world::World;
use serde_json::Value;

/// All clubs, or those that are asked for.
pub(super) fn teams(world: &World, question: &Question, id: Option<i64>) -> Value {
    let year = question.number("season").unwrap_or(world.year);
    let mut ids = question.numbers_of(&["teamId", "teamIds"]);
    ids.extend(id);
    let leagues = question.numbers_of(&["leagueIds", "leagueId"]);
    let divisions = question.numbers("divisionId");
    let wanted = |ids: &[i64], id: i64| ids.is_empty() || ids.contains(&id);
    let none = question.is_about_others();
    let teams: Vec<Value> = CLUBS
        .iter()
        .filter(|club| {
            !none
                && wanted(&ids, club.id)
                && wanted(&leagues, club.league)
                && wanted(&divisions, club.division)
        })
        .map(|club| team(club, year))
        .collect();
    object! {"teams": teams}
}

/// A club in full.
pub(super) fn team(club: &Club, season: i64) -> Value {
    let venue = club.venue();
    object! {
        "springLeague": spring_league(club),
        "allStarStatus": "N",
        "id": club.id,
        "name": club.name,
        "link": format!("/api/v1/teams/{}", club.id),
        "season": season,
        "venue": object! {"id": venue.id, "name": venue.name, "link": format!("/api/v1/venues/{}", venue.id)},
        "springVenue": object! {"id": club.spring_venue, "link": format!("/api/v1/venues/{}", club.spring_venue)},
        "teamCode": club.team_code,
        "fileCode": club.file_code,
        "abbreviation": club.abbreviation,
        "teamName": club.team_name,
        "locationName": club.location,
        "firstYearOfPlay": club.first_year,
        "league": object! {"id": club.league, "name": club.league_name(), "link": format!("/api/v1/league/{}", club.league)},
        "division": object! {"id": club.division, "name": club.division_name(), "link": format!("/api/v1/divisions/{}", club.division)},
        "sport": object! {"id": 1, "link": "/api/v1/sports/1", "name": "Major League Baseball"},
        "shortName": club.short_name,
        "franchiseName": club.franchise,
        "clubName": club.team_name,
        "active": true,
    }
}

/// The club with an id.
pub(super) fn club(id: i64) -> Option<&'static Club> {
    CLUBS.iter().find(|club| club.id == id)
}
