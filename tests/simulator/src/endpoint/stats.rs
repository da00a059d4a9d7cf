//! `/api/v1/stats` and `/api/v1/teams/stats`: what players and clubs did, added up from the games.

use super::stat_line::Group;
use super::teams::club;
use crate::club::{CLUBS, Club};
use crate::date::Date;
use crate::feed::{object, position, team_link};
use crate::past::Lines;
use crate::player::Player;
use crate::question::Question;
use crate::season::Season;
use crate::world::World;
use serde_json::Value;
use std::collections::BTreeMap;

/// Splits of an answer unless it is said how many.
const SPLITS_GIVEN: i64 = 50;
/// Plate appearances and outs a game of the club from which a player counts among the best.
const QUALIFYING: (f64, f64) = (3.1, 3.0);

/// The games that are over and fall into the part of the season that is asked for.
pub(super) fn games(world: &World, season: &Season, question: &Question) -> Vec<usize> {
    let moment = world.moment();
    let dated = |key: &str, otherwise: Date| question.date(key).unwrap_or(otherwise);
    let first = dated("startDate", season.dates.opening);
    let last = dated("endDate", season.dates.last);
    season
        .fixtures
        .iter()
        .filter(|fixture| (first..=last).contains(&fixture.played.date))
        .filter(|fixture| fixture.played.start < moment && season.state(fixture.number, moment).is_decided())
        .map(|fixture| fixture.number)
        .collect()
}

/// What a player did, and for which clubs.
pub(super) struct Total {
    pub player: i64,
    pub lines: Lines,
    pub games: i64,
    /// By club
    pub parts: Vec<(i64, Lines, i64)>,
}

/// What everybody did over some games.
pub(super) fn totals(season: &Season, numbers: &[usize]) -> Vec<Total> {
    let mut totals: BTreeMap<i64, Total> = BTreeMap::new();
    for ((player, club), sum) in season.sums(numbers) {
        let total = totals.entry(player).or_insert_with(|| Total {
            player,
            lines: Lines::default(),
            games: 0,
            parts: Vec::new(),
        });
        total.lines = total.lines.plus(&sum.lines);
        total.games += sum.games;
        total.parts.push((club, sum.lines, sum.games));
    }
    totals.into_values().collect()
}

pub(super) fn groups(question: &Question) -> Vec<Group> {
    let mut groups: Vec<Group> = ["group", "statGroup"]
        .iter()
        .flat_map(|key| question.texts(key))
        .filter_map(Group::of)
        .collect();
    if groups.is_empty() {
        groups.push(Group::Hitting);
    }
    groups
}

pub(super) fn kind(question: &Question) -> &str {
    question.texts("stats").first().copied().unwrap_or("season")
}

/// An entry of `stats`.
pub(super) fn entry(kind: &str, group: Group, total: Option<usize>, splits: Vec<Value>) -> Value {
    let mut value = object! {
        "type": object! {"displayName": kind},
        "group": object! {"displayName": group.name()},
    };
    if let Some(total) = total {
        value["totalSplits"] = total.into();
    }
    value["exemptions"] = Value::Array(Vec::new());
    value["splits"] = splits.into();
    if total.is_some() {
        value["splitsTiedWithOffset"] = Value::Array(Vec::new());
        value["splitsTiedWithLimit"] = Value::Array(Vec::new());
    }
    value
}

/// `/stats`: the players of the leagues, or those who are asked for, the best first.
pub(super) fn of_players(world: &World, question: &Question) -> Value {
    let season = world.season(question.number("season").unwrap_or(world.year));
    let numbers = games(world, &season, question);
    let totals = totals(&season, &numbers);
    let clubs = question.numbers_of(&["teamId", "teamIds"]);
    let leagues = question.numbers_of(&["leagueId", "leagueIds"]);
    let people = question.numbers("personId");
    let all = question
        .text("playerPool")
        .is_some_and(|pool| pool.eq_ignore_ascii_case("all"));
    let qualified = !all && clubs.is_empty() && people.is_empty();
    let per_club = numbers.len() as f64 * 2.0 / CLUBS.len() as f64;
    let stats: Vec<Value> = groups(question)
        .into_iter()
        .map(|group| {
            let chosen = totals.iter().filter(|total| {
                let of_club = |ids: &[i64]| total.parts.iter().any(|(club, _, _)| ids.contains(club));
                let of_league = total
                    .parts
                    .iter()
                    .filter_map(|(id, _, _)| club(*id))
                    .any(|club| leagues.contains(&club.league));
                group.has(&total.lines)
                    && (clubs.is_empty() || of_club(&clubs))
                    && (people.is_empty() || people.contains(&total.player))
                    && (leagues.is_empty() || of_league)
                    && (!qualified || qualifies(group, &total.lines, per_club))
            });
            let mut splits: Vec<Value> = chosen
                .filter_map(|total| split_of_player(&season, group, total))
                .collect();
            let total = splits.len();
            page(question, group, &mut splits);
            entry(kind(question), group, Some(total), splits)
        })
        .collect();
    object! {"stats": stats}
}

fn qualifies(group: Group, lines: &Lines, games: f64) -> bool {
    match group {
        Group::Hitting => lines.batting.plate_appearances as f64 >= QUALIFYING.0 * games,
        Group::Pitching => lines.pitching.outs as f64 >= QUALIFYING.1 * games,
        Group::Fielding => lines.fielding.chances() as f64 >= games,
    }
}

fn split_of_player(season: &Season, group: Group, total: &Total) -> Option<Value> {
    let player = season.people.player(total.player)?;
    let (id, _, _) = total.parts.last()?;
    let club = club(*id)?;
    let games = (group == Group::Fielding).then_some(total.games);
    let mut value = object! {
        "season": season.year.to_string(),
        "stat": group.line(&total.lines, games, Some(player.primary)),
        "team": team_link(club),
        "player": in_full(player),
        "league": league(club),
        "sport": sport(),
        "numTeams": total.parts.len(),
        "rank": 0,
        "position": position(player.primary),
    };
    value["gameType"] = "R".into();
    Some(value)
}

fn in_full(player: &Player) -> Value {
    object! {
        "id": player.id,
        "fullName": player.full_name(),
        "link": format!("/api/v1/people/{}", player.id),
        "firstName": player.name.first.clone(),
        "lastName": player.name.last.clone(),
    }
}

pub(super) fn league(club: &Club) -> Value {
    let name = club.league_name();
    object! {"id": club.league, "name": name, "link": format!("/api/v1/league/{}", club.league)}
}

pub(super) fn sport() -> Value {
    object! {"id": 1, "link": "/api/v1/sports/1", "abbreviation": "MLB"}
}

/// A figure of a line as a number; a placeholder has none.
pub(super) fn figure(stat: &Value, key: &str) -> Option<f64> {
    match &stat[key] {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// Sorts, numbers and cuts the splits of an answer.
fn page(question: &Question, group: Group, splits: &mut Vec<Value>) {
    let (by, falls) = match group {
        Group::Hitting => ("ops", true),
        Group::Pitching => ("era", false),
        Group::Fielding => ("fielding", true),
    };
    let by = question.text("sortStat").unwrap_or(by);
    let falls = match question.text("order") {
        Some("asc") => false,
        Some("desc") => true,
        _ => falls || by != "era",
    };
    splits.sort_by(|a, b| {
        let value =
            |split: &Value| figure(&split["stat"], by).unwrap_or(if falls { f64::MIN } else { f64::MAX });
        let order = value(a).total_cmp(&value(b));
        if falls { order.reverse() } else { order }
    });
    for (place, split) in splits.iter_mut().enumerate() {
        split["rank"] = (place + 1).into();
    }
    let size =
        |key: &str, otherwise: i64| usize::try_from(question.number(key).unwrap_or(otherwise)).unwrap_or(0);
    let offset = size("offset", 0).min(splits.len());
    splits.drain(..offset);
    splits.truncate(size("limit", SPLITS_GIVEN));
}

/// `/teams/stats`: all clubs; `/teams/{id}/stats`: one.
pub(super) fn of_clubs(world: &World, question: &Question, id: Option<i64>) -> Value {
    let season = world.season(question.number("season").unwrap_or(world.year));
    let numbers = games(world, &season, question);
    let stats: Vec<Value> = groups(question)
        .into_iter()
        .map(|group| {
            let clubs = CLUBS.iter().filter(|club| id.is_none_or(|id| id == club.id));
            let mut splits: Vec<Value> = clubs
                .map(|club| {
                    let own =
                        |number: &&usize| season.fixtures[**number].clubs.iter().any(|of| of.id == club.id);
                    let own: Vec<usize> = numbers.iter().filter(own).copied().collect();
                    let sum = season.club_sum(club, &own);
                    object! {
                        "season": season.year.to_string(),
                        "stat": group.line(&sum.lines, Some(sum.games), None),
                        "team": team_link(club),
                        "rank": 0,
                    }
                })
                .collect();
            let total = splits.len();
            page(question, group, &mut splits);
            entry(kind(question), group, Some(total), splits)
        })
        .collect();
    object! {"stats": stats}
}
