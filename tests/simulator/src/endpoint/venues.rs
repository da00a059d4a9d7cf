//! `/api/v1/venues`: the parks; where they lie and how large they are is hydrated.

use crate::feed::{field_info, location, object, time_zone};
use crate::question::Question;
use crate::venue::{VENUES, Venue};
use crate::world::World;
use serde_json::Value;

pub(super) fn venues(world: &World, question: &Question, id: Option<i64>) -> Value {
    let mut ids = question.numbers_of(&["venueIds", "venueId"]);
    ids.extend(id);
    let year = question.number("season").unwrap_or(world.year).to_string();
    let hydrate = question.texts("hydrate");
    let venues: Vec<Value> = VENUES
        .iter()
        .filter(|venue| ids.is_empty() || ids.contains(&venue.id))
        .map(|venue| self::venue(venue, &year, &hydrate))
        .collect();
    object! {"venues": venues}
}

fn venue(venue: &Venue, year: &str, hydrate: &[&str]) -> Value {
    let mut value = object! {
        "id": venue.id,
        "name": venue.name,
        "link": format!("/api/v1/venues/{}", venue.id),
    };
    let asked = |key: &str| hydrate.iter().any(|part| part.eq_ignore_ascii_case(key));
    if asked("location") {
        value["location"] = location(venue);
    }
    if asked("timezone") {
        value["timeZone"] = time_zone(venue);
    }
    if asked("fieldInfo") {
        value["fieldInfo"] = field_info(venue);
    }
    value["active"] = true.into();
    value["season"] = year.into();
    value
}
