//! `/api/v1/seasons`: the key dates of seasons.

use crate::feed::object;
use crate::question::Question;
use crate::season::SeasonDates;
use crate::world::{World, YEARS};
use serde_json::Value;

/// The first season of `/seasons/all`.
const FIRST_LISTED: i64 = 2015;

/// One season: the one that is named in the path or by `season`, else the current one.
pub(super) fn seasons(world: &World, question: &Question, year: Option<i64>) -> Value {
    if question.is_about_others() {
        return list(&[]);
    }
    let year = year
        .or_else(|| question.number("season"))
        .or_else(|| question.number("seasonId"))
        .unwrap_or(world.year);
    if YEARS.contains(&year) {
        list(&[year])
    } else {
        list(&[])
    }
}

pub(super) fn all(world: &World, question: &Question) -> Value {
    if question.is_about_others() {
        return list(&[]);
    }
    let years: Vec<i64> = (FIRST_LISTED..=world.year.max(FIRST_LISTED)).collect();
    list(&years)
}

fn list(years: &[i64]) -> Value {
    let seasons: Vec<Value> = years.iter().map(|year| season(*year)).collect();
    object! {"seasons": seasons}
}

/// The dates of a season, as leagues tell them too.
pub(super) fn season(year: i64) -> Value {
    let dates = SeasonDates::of(year);
    object! {
        "seasonId": year.to_string(),
        "hasWildcard": true,
        "preSeasonStartDate": format!("{year}-01-01"),
        "preSeasonEndDate": dates.spring_start.plus(-1).to_string(),
        "seasonStartDate": dates.spring_start.to_string(),
        "springStartDate": dates.spring_start.to_string(),
        "springEndDate": dates.spring_end.to_string(),
        "regularSeasonStartDate": dates.opening.to_string(),
        "lastDate1stHalf": dates.last_of_first_half.to_string(),
        "allStarDate": dates.all_star.to_string(),
        "firstDate2ndHalf": dates.first_of_second_half.to_string(),
        "regularSeasonEndDate": dates.last.to_string(),
        "postSeasonStartDate": dates.postseason_start.to_string(),
        "postSeasonEndDate": dates.postseason_end.to_string(),
        "seasonEndDate": dates.postseason_end.to_string(),
        "offseasonStartDate": dates.postseason_end.plus(1).to_string(),
        "offSeasonEndDate": format!("{year}-12-31"),
        "seasonLevelGamedayType": "P",
        "gameLevelGamedayType": "P",
        "qualifierPlateAppearances": 3.1,
        "qualifierOutsPitched": 3.0,
    }
}
