//! People: the three keys by which they are named everywhere, and a player's biography.

use super::object::object;
use crate::crew::Official;
use crate::date::Date;
use crate::hand::Hand;
use crate::player::Player;
use crate::position::{self, Position};
use serde_json::{Map, Value};

/// Id, name and link.
pub(crate) fn person(player: &Player) -> Value {
    named(player.id, &player.full_name())
}

pub(super) fn official(official: &Official) -> Value {
    named(official.id, &official.name)
}

pub(crate) fn named(id: i64, name: &str) -> Value {
    object! {"id": id, "fullName": name, "link": link(id)}
}

pub(super) fn link(id: i64) -> String {
    format!("/api/v1/people/{id}")
}

/// Id and link only.
pub(super) fn reference(id: i64) -> Value {
    object! {"id": id, "link": link(id)}
}

pub(crate) fn position(position: Position) -> Value {
    let [code, name, kind, abbreviation] = position::labels(position);
    object! {"code": code, "name": name, "type": kind, "abbreviation": abbreviation}
}

pub(super) fn hand(hand: Hand) -> Value {
    object! {"code": hand.code(), "description": hand.description()}
}

/// What `gameData.players` says of a player.
pub(crate) fn biography(player: &Player, day: Date) -> Value {
    let name = &player.name;
    let (id, full) = (player.id, player.full_name());
    let middle = name
        .middle
        .as_deref()
        .map_or(String::new(), |middle| format!("{middle} "));
    let initial: String = name.first.chars().take(1).collect();
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    put("id", id.into());
    put("fullName", full.clone().into());
    put("link", link(id).into());
    put("firstName", name.first.clone().into());
    put("lastName", name.last.clone().into());
    put("primaryNumber", player.number.to_string().into());
    put("birthDate", player.born.to_string().into());
    put("currentAge", player.age_on(day).into());
    put("birthCity", player.town.0.into());
    if let Some(state) = player.town.1 {
        put("birthStateProvince", state.into());
    }
    put("birthCountry", player.town.2.into());
    put(
        "height",
        format!("{}' {}\"", player.height_inches / 12, player.height_inches % 12).into(),
    );
    put("weight", player.weight_pounds.into());
    put("active", player.last_played.is_none().into());
    put("primaryPosition", position(player.primary));
    put("useName", name.first.clone().into());
    put("useLastName", name.last.clone().into());
    if let Some(middle) = &name.middle {
        put("middleName", middle.clone().into());
    }
    put("boxscoreName", name.last_init().into());
    if let Some(nickname) = &player.nickname {
        put("nickName", nickname.clone().into());
    }
    put("gender", "M".into());
    if let Some(matrilineal) = &player.matrilineal {
        put("nameMatrilineal", matrilineal.clone().into());
    }
    put("isPlayer", true.into());
    put("isVerified", player.verified.into());
    if let Some(year) = player.draft_year {
        put("draftYear", year.into());
    }
    if let Some(pronunciation) = &player.pronunciation {
        put("pronunciation", pronunciation.clone().into());
    }
    put("mlbDebutDate", player.debut.to_string().into());
    if let Some(date) = player.last_played {
        put("lastPlayedDate", date.to_string().into());
    }
    put("batSide", hand(player.bats));
    put("pitchHand", hand(player.throws));
    put("nameFirstLast", full.clone().into());
    if let Some(suffix) = name.suffix {
        put("nameTitle", suffix.into());
        put("nameSuffix", suffix.into());
    }
    put("nameSlug", format!("{}-{id}", name.slug()).into());
    put("firstLastName", full.clone().into());
    put("lastFirstName", format!("{}, {}", name.last, name.first).into());
    put("lastInitName", name.last_init().into());
    put("initLastName", format!("{initial} {}", name.last).into());
    put(
        "fullFMLName",
        format!("{} {middle}{}", name.first, name.last).into(),
    );
    put(
        "fullLFMName",
        format!("{}, {} {middle}", name.last, name.first)
            .trim_end()
            .into(),
    );
    put("strikeZoneTop", player.zone_top.into());
    put("strikeZoneBottom", player.zone_bottom.into());
    Value::Object(fields)
}
