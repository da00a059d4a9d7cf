//! `/api/v1/people`: players, coaches, officials and those who were drafted.

use super::draft;
use crate::coach::{Coach, coach_of};
use crate::crew::official_of;
use crate::date::Date;
use crate::feed::{biography, object};
use crate::name::Name;
use crate::question::Question;
use crate::season::Season;
use crate::world::World;
use serde_json::{Map, Value};

/// People of one answer.
const PEOPLE_MAX: usize = 1000;

/// `/people?personIds=1,2` and `/people/1`: whoever is not known is left out.
pub(super) fn people(world: &World, question: &Question, id: Option<i64>) -> Value {
    let mut ids = question.numbers("personIds");
    ids.extend(id);
    let season = world.season(question.number("season").unwrap_or(world.year));
    let hydrate = question.text("hydrate").unwrap_or("");
    let rosters = season.rosters_on(season.dates.last);
    let mut found: Vec<Value> = Vec::new();
    for id in ids.iter().take(PEOPLE_MAX) {
        let Some(mut value) = person(world, &season, *id) else {
            continue;
        };
        let club = rosters.club_of(*id).filter(|_| hydrate.contains("currentTeam"));
        if let Some(club) = club {
            value["currentTeam"] =
                object! {"id": club.id, "name": club.name, "link": format!("/api/v1/teams/{}", club.id)};
        }
        found.push(value);
    }
    object! {"people": found}
}

/// `/people/search?names=`
pub(super) fn search(world: &World, question: &Question) -> Value {
    let names: Vec<String> = question
        .texts("names")
        .iter()
        .map(|name| name.to_lowercase())
        .collect();
    let season = world.season(world.year);
    let found: Vec<Value> = season
        .people
        .all()
        .filter(|player| {
            let full = player.full_name().to_lowercase();
            names.iter().any(|name| full.contains(name))
        })
        .filter_map(|player| person(world, &season, player.id))
        .collect();
    object! {"people": found}
}

/// `/sports/1/players`: everybody who is on a roster.
pub(super) fn players(world: &World, question: &Question, sport: i64) -> Value {
    let season = world.season(question.number("season").unwrap_or(world.year));
    let found: Vec<Value> = season
        .people
        .all()
        .filter(|_| sport == 1)
        .filter_map(|player| person(world, &season, player.id))
        .collect();
    object! {"people": found}
}

/// A player, a coach or an official.
pub(super) fn person(world: &World, season: &Season, id: i64) -> Option<Value> {
    if let Some(player) = season.people.player(id) {
        return Some(biography(player, season.dates.last));
    }
    if let Some((Coach { name, number, .. }, _)) = coach_of(world.seed, id) {
        return Some(other(id, &name, Some(&number), season));
    }
    if let Some(official) = official_of(world.seed, id) {
        let (first, last) = official.name.split_once(' ').unwrap_or((&official.name, ""));
        let name = Name {
            first: first.to_owned(),
            middle: None,
            last: last.to_owned(),
            suffix: None,
        };
        return Some(other(id, &name, None, season));
    }
    draft::person_of(world, id)
}

/// Somebody who does not play.
fn other(id: i64, name: &Name, number: Option<&str>, season: &Season) -> Value {
    let born = Date {
        year: 1960 + id % 30,
        month: 1 + id % 12,
        day: 1 + id % 28,
    };
    let initial: String = name.first.chars().take(1).collect();
    let full = name.full();
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    put("id", id.into());
    put("fullName", full.clone().into());
    put("link", format!("/api/v1/people/{id}").into());
    put("firstName", name.first.clone().into());
    put("lastName", name.last.clone().into());
    if let Some(number) = number {
        put("primaryNumber", number.into());
    }
    put("birthDate", born.to_string().into());
    put("currentAge", (season.year - born.year).into());
    put("active", true.into());
    put("useName", name.first.clone().into());
    put("useLastName", name.last.clone().into());
    put("boxscoreName", name.last_init().into());
    put("gender", "M".into());
    put("isPlayer", false.into());
    put("isVerified", true.into());
    put("nameFirstLast", full.clone().into());
    put("nameSlug", format!("{}-{id}", name.slug()).into());
    put("firstLastName", full.clone().into());
    put("lastFirstName", format!("{}, {}", name.last, name.first).into());
    put("lastInitName", name.last_init().into());
    put("initLastName", format!("{initial} {}", name.last).into());
    put("fullFMLName", full.into());
    put("fullLFMName", format!("{}, {}", name.last, name.first).into());
    Value::Object(fields)
}
