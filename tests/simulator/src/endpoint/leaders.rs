//! `/api/v1/stats/leaders`: who leads in what.

use super::stat_line::Group;
use super::stats::{Total, figure, games, sport, totals};
use super::teams::club;
use crate::feed::{object, team_link};
use crate::question::Question;
use crate::season::Season;
use crate::world::World;
use serde_json::Value;

/// Places of a list unless it is said how many.
const PLACES_GIVEN: i64 = 5;

/// A category: its name, its group, the figure that counts, whether less is better, and whether it needs a minimum
/// of games.
const CATEGORIES: [(&str, Group, &str, bool, bool); 17] = [
    ("homeRuns", Group::Hitting, "homeRuns", false, false),
    ("hits", Group::Hitting, "hits", false, false),
    ("runs", Group::Hitting, "runs", false, false),
    ("runsBattedIn", Group::Hitting, "rbi", false, false),
    ("stolenBases", Group::Hitting, "stolenBases", false, false),
    ("doubles", Group::Hitting, "doubles", false, false),
    ("triples", Group::Hitting, "triples", false, false),
    ("walks", Group::Hitting, "baseOnBalls", false, false),
    ("battingAverage", Group::Hitting, "avg", false, true),
    ("onBasePercentage", Group::Hitting, "obp", false, true),
    ("onBasePlusSlugging", Group::Hitting, "ops", false, true),
    ("strikeouts", Group::Pitching, "strikeOuts", false, false),
    ("wins", Group::Pitching, "wins", false, false),
    ("saves", Group::Pitching, "saves", false, false),
    ("inningsPitched", Group::Pitching, "inningsPitched", false, false),
    ("earnedRunAverage", Group::Pitching, "era", true, true),
    (
        "walksAndHitsPerInningPitched",
        Group::Pitching,
        "whip",
        true,
        true,
    ),
];

/// A list for each category that is asked for; those that are not known are left out.
pub(super) fn leaders(world: &World, question: &Question) -> Value {
    let season = world.season(question.number("season").unwrap_or(world.year));
    let numbers = games(world, &season, question);
    let totals = totals(&season, &numbers);
    let asked = question.texts("leaderCategories");
    let groups: Vec<Group> = question
        .texts("statGroup")
        .into_iter()
        .filter_map(Group::of)
        .collect();
    let lists: Vec<Value> = asked
        .iter()
        .filter_map(|name| CATEGORIES.iter().find(|category| category.0 == *name))
        .filter(|(_, group, ..)| groups.is_empty() || groups.contains(group))
        .map(|category| list(&season, question, &totals, numbers.len(), category))
        .collect();
    object! {"leagueLeaders": lists}
}

fn list(
    season: &Season,
    question: &Question,
    totals: &[Total],
    games: usize,
    (name, group, key, least, needs_games): &(&str, Group, &str, bool, bool),
) -> Value {
    let clubs = question.numbers_of(&["teamId", "teamIds"]);
    let leagues = question.numbers_of(&["leagueId", "leagueIds"]);
    let of_club = games as f64 / 15.0;
    let mut places: Vec<(f64, String, &Total)> = totals
        .iter()
        .filter(|total| group.has(&total.lines))
        .filter(|total| !needs_games || total_counts(total, *group, of_club))
        .filter(|total| {
            let of = |ids: &[i64]| total.parts.iter().any(|(id, ..)| ids.contains(id));
            let leagues_of = total.parts.iter().filter_map(|(id, ..)| club(*id));
            (clubs.is_empty() || of(&clubs))
                && (leagues.is_empty() || leagues_of.map(|club| club.league).any(|id| leagues.contains(&id)))
        })
        .filter_map(|total| {
            let stat = group.line(&total.lines, None, None);
            let shown = match &stat[*key] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            figure(&stat, key).map(|value| (value, shown, total))
        })
        .collect();
    let count = places.len();
    places.sort_by(|a, b| {
        let order = a.0.total_cmp(&b.0);
        let order = if *least { order } else { order.reverse() };
        order.then(a.2.player.cmp(&b.2.player))
    });
    let limit = usize::try_from(question.number("limit").unwrap_or(PLACES_GIVEN)).unwrap_or(0);
    // Those who are level with the last one are told too.
    let last = limit
        .checked_sub(1)
        .and_then(|place| places.get(place))
        .map(|place| place.0);
    let mut rank = 0;
    let mut told: Vec<Value> = Vec::new();
    for (place, (value, shown, total)) in places.iter().enumerate() {
        let beyond = place >= limit && last != Some(*value);
        if beyond || limit == 0 {
            break;
        }
        if place == 0 || (places[place - 1].0 - value).abs() > f64::EPSILON {
            rank = place + 1;
        }
        told.extend(leader(season, total, rank, shown));
    }
    object! {
        "leaderCategory": *name,
        "season": season.year.to_string(),
        "gameType": object! {"id": "R", "description": "Regular Season"},
        "leaders": told,
        "statGroup": group.name(),
        "totalSplits": count,
    }
}

fn total_counts(total: &Total, group: Group, games: f64) -> bool {
    match group {
        Group::Pitching => total.lines.pitching.outs as f64 >= 3.0 * games,
        Group::Hitting | Group::Fielding => total.lines.batting.plate_appearances as f64 >= 3.1 * games,
    }
}

fn leader(season: &Season, total: &Total, rank: usize, value: &str) -> Option<Value> {
    let player = season.people.player(total.player)?;
    let (id, ..) = total.parts.last()?;
    let club = club(*id)?;
    let short = if club.league == 103 { "AL" } else { "NL" };
    Some(object! {
        "rank": rank,
        "value": value,
        "team": team_link(club),
        "league": object! {"id": club.league, "name": short, "link": format!("/api/v1/league/{}", club.league)},
        "person": object! {
            "id": player.id,
            "fullName": player.full_name(),
            "link": format!("/api/v1/people/{}", player.id),
            "firstName": player.name.first.clone(),
            "lastName": player.name.last.clone(),
        },
        "sport": sport(),
        "season": season.year.to_string(),
        "numTeams": total.parts.len(),
    })
}
