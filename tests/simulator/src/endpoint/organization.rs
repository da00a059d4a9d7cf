//! How baseball is organized: sports, leagues, divisions.

use crate::club::CLUBS;
use crate::feed::object;
use crate::question::Question;
use crate::world::World;
use serde_json::Value;

/// Id, code, name, abbreviation, place in lists.
const SPORTS: [(i64, &str, &str, &str, i64); 8] = [
    (1, "mlb", "Major League Baseball", "MLB", 11),
    (11, "aaa", "Triple-A", "AAA", 101),
    (12, "aax", "Double-A", "AA", 201),
    (13, "afa", "High-A", "A+", 301),
    (14, "afx", "Single-A", "A", 401),
    (16, "rok", "Rookie", "ROK", 701),
    (17, "win", "Winter Leagues", "WIN", 1301),
    (51, "int", "International Baseball", "INT", 3501),
];

/// Id, name, short name, abbreviation, place in lists.
const LEAGUES: [(i64, &str, &str, &str, i64); 4] = [
    (103, "American League", "American", "AL", 21),
    (104, "National League", "National", "NL", 31),
    (114, "Cactus League", "Cactus", "CL", 51),
    (115, "Grapefruit League", "Grapefruit", "GL", 52),
];

/// Id, name, short name, abbreviation, league, place in lists.
const DIVISIONS: [(i64, &str, &str, &str, i64, i64); 6] = [
    (201, "American League East", "AL East", "ALE", 103, 22),
    (202, "American League Central", "AL Central", "ALC", 103, 23),
    (200, "American League West", "AL West", "ALW", 103, 24),
    (204, "National League East", "NL East", "NLE", 104, 32),
    (205, "National League Central", "NL Central", "NLC", 104, 33),
    (203, "National League West", "NL West", "NLW", 104, 34),
];

fn wanted(ids: &[i64], id: i64) -> bool {
    ids.is_empty() || ids.contains(&id)
}

pub(super) fn sports(question: &Question, id: Option<i64>) -> Value {
    let mut ids = question.numbers("sportId");
    ids.extend(id);
    let sports: Vec<Value> = SPORTS
        .iter()
        .filter(|sport| wanted(&ids, sport.0))
        .map(|(id, code, name, abbreviation, order)| {
            object! {
                "id": *id,
                "code": *code,
                "link": format!("/api/v1/sports/{id}"),
                "name": *name,
                "abbreviation": *abbreviation,
                "sortOrder": *order,
                "activeStatus": true,
            }
        })
        .collect();
    object! {"sports": sports}
}

pub(super) fn leagues(world: &World, question: &Question, id: Option<i64>) -> Value {
    let mut ids = question.numbers_of(&["leagueIds", "leagueId"]);
    ids.extend(id);
    let year = question
        .numbers_of(&["season", "seasons"])
        .first()
        .copied()
        .unwrap_or(world.year);
    let none = question.is_about_others();
    let leagues: Vec<Value> = LEAGUES
        .iter()
        .filter(|league| !none && wanted(&ids, league.0))
        .map(|league| self::league(*league, year))
        .collect();
    object! {"leagues": leagues}
}

fn league((id, name, short, abbreviation, order): (i64, &str, &str, &str, i64), year: i64) -> Value {
    let major = id < 110;
    let clubs = CLUBS
        .iter()
        .filter(|club| club.league == id || club.spring_league == id)
        .count();
    let mut value = object! {
        "id": id,
        "name": name,
        "link": format!("/api/v1/league/{id}"),
        "abbreviation": abbreviation,
        "nameShort": short,
        "seasonState": "offseason",
        "hasWildCard": major,
        "hasSplitSeason": false,
    };
    if major {
        value["numGames"] = 162.into();
    }
    value["hasPlayoffPoints"] = false.into();
    value["numTeams"] = clubs.into();
    if major {
        value["numWildcardTeams"] = 3.into();
    }
    value["seasonDateInfo"] = super::seasons::season(year);
    if let Some(dates) = value["seasonDateInfo"].as_object_mut() {
        dates.shift_remove("hasWildcard");
    }
    value["season"] = year.to_string().into();
    value["orgCode"] = abbreviation.into();
    value["conferencesInUse"] = false.into();
    value["divisionsInUse"] = major.into();
    value["sport"] = object! {"id": 1, "link": "/api/v1/sports/1"};
    value["sortOrder"] = order.into();
    value["active"] = true.into();
    value
}

pub(super) fn divisions(world: &World, question: &Question, id: Option<i64>) -> Value {
    let mut ids = question.numbers("divisionId");
    ids.extend(id);
    let leagues = question.numbers("leagueId");
    let year = question.number("season").unwrap_or(world.year).to_string();
    let none = question.is_about_others();
    let divisions: Vec<Value> = DIVISIONS
        .iter()
        .filter(|division| !none && wanted(&ids, division.0) && wanted(&leagues, division.4))
        .map(|(id, name, short, abbreviation, league, order)| {
            object! {
                "id": *id,
                "name": *name,
                "season": year.clone(),
                "nameShort": *short,
                "link": format!("/api/v1/divisions/{id}"),
                "abbreviation": *abbreviation,
                "league": object! {"id": *league, "link": format!("/api/v1/league/{league}")},
                "sport": object! {"id": 1, "link": "/api/v1/sports/1"},
                "hasWildcard": false,
                "sortOrder": *order,
                "numPlayoffTeams": 1,
                "active": true,
            }
        })
        .collect();
    object! {"divisions": divisions}
}
