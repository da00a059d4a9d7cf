//! `/api/v1/people/{id}/stats`: what a player did, club by club or game by game.

use super::stat_line::Group;
use super::stats::{entry, games, groups, kind, league, sport, totals};
use super::teams::club;
use crate::club::Club;
use crate::date::Millis;
use crate::feed::{named, object, team_link};
use crate::past::Lines;
use crate::player::Player;
use crate::question::Question;
use crate::season::Season;
use crate::world::World;
use serde_json::Value;

/// `/people/{id}/stats`: a player's season with a part for each club, or game by game.
pub(super) fn of_person(world: &World, question: &Question, id: i64) -> Value {
    let season = world.season(question.number("season").unwrap_or(world.year));
    let numbers = games(world, &season, question);
    let Some(player) = season.people.player(id) else {
        return object! {"stats": Vec::<Value>::new()};
    };
    let kind = kind(question);
    let stats: Vec<Value> = groups(question)
        .into_iter()
        .map(|group| {
            let splits = if kind == "gameLog" {
                game_log(&season, group, player, &numbers, world.moment())
            } else {
                parts(&season, group, player, &numbers)
            };
            entry(kind, group, None, splits)
        })
        .collect();
    object! {"stats": stats}
}

/// The whole season, then what he did for each club if there are several.
fn parts(season: &Season, group: Group, player: &Player, numbers: &[usize]) -> Vec<Value> {
    let of_clubs: Vec<usize> = games_of(season, player, numbers);
    let found = totals(season, &of_clubs)
        .into_iter()
        .find(|total| total.player == player.id);
    let Some(total) = found.filter(|total| group.has(&total.lines)) else {
        return Vec::new();
    };
    let several = total.parts.len() > 1;
    let split = |lines: &Lines, games: i64, of: Option<&Club>| {
        let games = (group == Group::Fielding).then_some(games);
        let mut value = object! {
            "season": season.year.to_string(),
            "stat": group.line(lines, games, Some(player.primary)),
        };
        if let Some(of) = of {
            value["team"] = team_link(of);
        }
        value["player"] = named(player.id, &player.full_name());
        if let Some(of) = of {
            value["league"] = league(of);
        }
        value["sport"] = sport();
        value["gameType"] = "R".into();
        if several && of.is_none() {
            value["numTeams"] = total.parts.len().into();
        }
        value
    };
    let mut splits: Vec<Value> = Vec::new();
    if several {
        splits.push(split(&total.lines, total.games, None));
    }
    for (id, lines, games) in &total.parts {
        splits.push(split(lines, *games, club(*id)));
    }
    splits
}

/// Those of the games in which one of his clubs played.
fn games_of(season: &Season, player: &Player, numbers: &[usize]) -> Vec<usize> {
    let clubs = crate::season::clubs_of(&season.moves, player.id);
    let own = |number: &&usize| {
        let fixture = &season.fixtures[**number];
        fixture.clubs.iter().any(|club| clubs.contains(&club.number()))
    };
    numbers.iter().filter(own).copied().collect()
}

fn game_log(season: &Season, group: Group, player: &Player, numbers: &[usize], moment: Millis) -> Vec<Value> {
    let own = games_of(season, player, numbers);
    season.settle(&own);
    let mut splits = Vec::new();
    for number in own {
        let fixture = &season.fixtures[number];
        let found = season.outcome(number).line_of(player.id);
        let Some((side, lines)) = found.filter(|(_, lines)| group.has(lines)) else {
            continue;
        };
        if !season.state(number, moment).is_decided() {
            continue;
        }
        let side = side as usize;
        let pk = fixture.game_pk;
        let games = (group == Group::Fielding).then_some(1);
        splits.push(object! {
            "season": season.year.to_string(),
            "stat": group.line(&lines, games, Some(player.primary)),
            "team": team_link(fixture.clubs[side]),
            "player": named(player.id, &player.full_name()),
            "league": league(fixture.clubs[side]),
            "sport": sport(),
            "opponent": team_link(fixture.clubs[1 - side]),
            "date": fixture.played.date.to_string(),
            "gameType": "R",
            "isHome": side == 1,
            "isWin": fixture.home_wins == (side == 1),
            "game": object! {
                "gamePk": pk,
                "link": format!("/api/v1.1/game/{pk}/feed/live"),
                "content": object! {"link": format!("/api/v1/game/{pk}/content")},
                "gameNumber": fixture.game_number,
                "dayNight": if fixture.clubs[1].venue().is_night(fixture.played.start) { "night" } else { "day" },
            },
        });
    }
    splits
}
