//! `/api/v1/transactions`: trades, injuries and who was called up or sent down instead.

use crate::club::{CLUBS, Club};
use crate::date::Date;
use crate::feed::{named, object, team_link};
use crate::player::Player;
use crate::position::{PITCHER, labels};
use crate::question::Question;
use crate::season::{Kind, Move, Rosters, Season};
use crate::world::World;
use serde_json::Value;

/// Ids of a season's transactions begin at so many times the year.
const IDS_A_YEAR: i64 = 10_000;

/// One entry a person.
struct Entry<'a> {
    id: i64,
    date: Date,
    player: &'a Player,
    from: Option<&'static Club>,
    to: &'static Club,
    code: &'static str,
    title: &'static str,
    description: String,
}

/// The transactions of a day, of some days, of a club or a player.
pub(super) fn transactions(world: &World, question: &Question) -> Value {
    if question.is_about_others() {
        return object! {"transactions": Vec::<Value>::new()};
    }
    let day = question.date("date");
    let first = day.or_else(|| question.date("startDate"));
    let year = first.map_or(world.year, |date| date.year);
    let season = world.season(year);
    let first = first.unwrap_or(season.dates.opening);
    let last = day
        .or_else(|| question.date("endDate"))
        .unwrap_or(season.dates.last);
    let clubs = question.numbers("teamId");
    let players = question.numbers("playerId");
    let codes = question.texts("transactionTypes");
    let until = last.min(world.today());
    let entries = entries(&season);
    let told: Vec<Value> = entries
        .iter()
        .filter(|entry| (first..=until).contains(&entry.date))
        .filter(|entry| {
            let involved = |club: &Club| clubs.contains(&club.id);
            let of_clubs = clubs.is_empty() || involved(entry.to) || entry.from.is_some_and(involved);
            let of_players = players.is_empty() || players.contains(&entry.player.id);
            of_clubs && of_players && (codes.is_empty() || codes.contains(&entry.code))
        })
        .map(Entry::value)
        .collect();
    object! {"transactions": told}
}

fn entries(season: &Season) -> Vec<Entry<'_>> {
    let mut rosters = Rosters::at_opening();
    let mut entries = Vec::new();
    for step in &season.moves {
        let (from, to) = rosters.carry_out(step);
        let (Some(one), Some(other)) = (season.people.player(from), season.people.player(to)) else {
            continue;
        };
        let next = season.year * IDS_A_YEAR + entries.len() as i64;
        entries.extend(told(step, one, other, next));
    }
    entries
}

/// `SS Drew Marwick`
fn with_position(player: &Player) -> String {
    let place = if player.primary == PITCHER {
        format!("{}HP", player.throws.code())
    } else {
        labels(player.primary)[3].to_owned()
    };
    format!("{place} {}", player.full_name())
}

/// What a move comes to, for both of its players.
fn told<'a>(step: &Move, one: &'a Player, other: &'a Player, id: i64) -> Vec<Entry<'a>> {
    let (club, second) = (&CLUBS[step.from.club], &CLUBS[step.to.club]);
    let entry = |place: i64, player, from, to, (code, title), description| Entry {
        id: id + place,
        date: step.date,
        player,
        from,
        to,
        code,
        title,
        description,
    };
    let list = if one.primary == PITCHER { 15 } else { 10 };
    match step.kind {
        Kind::Trade => {
            let text = format!(
                "{} traded {} to {} for {}.",
                club.name,
                with_position(one),
                second.name,
                with_position(other)
            );
            let kind = ("TR", "Trade");
            vec![
                entry(0, one, Some(club), second, kind, text.clone()),
                entry(1, other, Some(second), club, kind, text),
            ]
        }
        Kind::Injury => {
            let hurt = format!(
                "{} placed {} on the {list}-day injured list.",
                club.name,
                with_position(one)
            );
            let called = format!("{} recalled {} from the minors.", club.name, with_position(other));
            vec![
                entry(0, one, None, club, ("SC", "Status Change"), hurt),
                entry(1, other, None, club, ("CU", "Recalled"), called),
            ]
        }
        Kind::Return => {
            let back = format!(
                "{} activated {} from the {list}-day injured list.",
                club.name,
                with_position(other)
            );
            let sent = format!("{} optioned {} to the minors.", club.name, with_position(one));
            vec![
                entry(0, other, None, club, ("SC", "Status Change"), back),
                entry(1, one, None, club, ("OPT", "Optioned"), sent),
            ]
        }
    }
}

impl Entry<'_> {
    fn value(&self) -> Value {
        let date = self.date.to_string();
        let mut value = object! {
            "id": self.id,
            "person": named(self.player.id, &self.player.full_name()),
        };
        if let Some(from) = self.from {
            value["fromTeam"] = team_link(from);
        }
        value["toTeam"] = team_link(self.to);
        value["date"] = date.clone().into();
        value["effectiveDate"] = date.clone().into();
        value["resolutionDate"] = date.into();
        value["typeCode"] = self.code.into();
        value["typeDesc"] = self.title.into();
        value["description"] = self.description.clone().into();
        value
    }
}
