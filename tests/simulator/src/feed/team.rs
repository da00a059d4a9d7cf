//! A club: in full, in short, and its record.

use super::object::object;
use crate::club::Club;
use serde_json::Value;

/// Id, name and link.
pub(crate) fn team_link(club: &Club) -> Value {
    object! {"id": club.id, "name": club.name, "link": format!("/api/v1/teams/{}", club.id)}
}

/// Where a club plays in March.
pub(crate) fn spring_league(club: &Club) -> Value {
    let (name, abbreviation) = club.spring_league_name();
    let id = club.spring_league;
    object! {"id": id, "name": name, "link": format!("/api/v1/league/{id}"), "abbreviation": abbreviation}
}

/// The form that box scores and lists of hits use.
pub(super) fn short_team(club: &Club) -> Value {
    object! {
        "springLeague": spring_league(club),
        "allStarStatus": "N",
        "id": club.id,
        "name": club.name,
        "link": format!("/api/v1/teams/{}", club.id),
    }
}

/// `.512`
pub(crate) fn percentage(wins: i64, losses: i64) -> String {
    super::stats::ratio(wins, wins + losses, ".000")
}

/// Wins, losses and what hangs on them.
pub(super) fn record((wins, losses): (i64, i64)) -> Value {
    let share = percentage(wins, losses);
    object! {
        "gamesPlayed": wins + losses,
        "wildCardGamesBack": "-",
        "leagueGamesBack": "-",
        "springLeagueGamesBack": "-",
        "sportGamesBack": "-",
        "divisionGamesBack": "-",
        "conferenceGamesBack": "-",
        "leagueRecord": object! {"wins": wins, "losses": losses, "ties": 0, "pct": share.clone()},
        "records": object! {},
        "divisionLeader": false,
        "wins": wins,
        "losses": losses,
        "winningPercentage": share,
    }
}

/// The form of `gameData.teams`.
pub(crate) fn team(club: &Club, season: i64, standing: (i64, i64)) -> Value {
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
        "record": record(standing),
        "franchiseName": club.franchise,
        "clubName": club.team_name,
        "active": true,
    }
}
