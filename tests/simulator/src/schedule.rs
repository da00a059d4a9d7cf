//! `/api/v1/schedule`: the games of a day or of several.

use crate::date::timestamp;
use crate::feed::object;
use crate::feed::{percentage, team_link};
use crate::game::Game;
use crate::rng::Rng;
use crate::slate::Slate;
use serde_json::Value;

/// The answer for the days of these slates; days without games are left out, as the API does.
pub(crate) fn schedule(slates: &[&Slate]) -> Value {
    let days: Vec<Value> = slates
        .iter()
        .filter(|slate| !slate.games.is_empty())
        .map(|slate| day(&slate.date, slate.games.iter()))
        .collect();
    answer(days)
}

/// The answer for chosen games of one day.
pub(crate) fn chosen<'a>(date: &str, games: impl Iterator<Item = &'a Game>) -> Value {
    let games: Vec<&Game> = games.collect();
    if games.is_empty() {
        answer(Vec::new())
    } else {
        answer(vec![day(date, games.into_iter())])
    }
}

fn answer(days: Vec<Value>) -> Value {
    let total: u64 = days.iter().filter_map(|day| day["totalGames"].as_u64()).sum();
    object! {"totalItems": total, "totalEvents": 0, "totalGames": total, "totalGamesInProgress": 0, "dates": days}
}

fn day<'a>(date: &str, games: impl Iterator<Item = &'a Game>) -> Value {
    let games: Vec<Value> = games.map(game).collect();
    let total = games.len();
    object! {"date": date, "totalItems": total, "totalEvents": 0, "totalGames": total, "totalGamesInProgress": 0, "games": games, "events": Vec::<Value>::new()}
}

fn game(game: &Game) -> Value {
    let plan = &game.plan;
    let pk = plan.game_pk;
    let season = plan.date.year.to_string();
    let venue = game.setting.venue;
    let guid = Rng::stream(plan.seed, "guid", pk.unsigned_abs()).uuid();
    let side = |side: usize| {
        let (wins, losses) = game.records[side];
        let standing = percentage(wins, losses);
        object! {
            "leagueRecord": object! {"wins": wins, "losses": losses, "pct": standing},
            "score": game.score[side],
            "team": team_link(plan.clubs[side]),
            "isWinner": game.score[side] > game.score[1 - side],
            "splitSquad": false,
            "seriesNumber": 1 + plan.date.day_number() % 52,
        }
    };
    object! {
        "gamePk": pk,
        "gameGuid": guid,
        "link": format!("/api/v1.1/game/{pk}/feed/live"),
        "gameType": "R",
        "season": season.clone(),
        "gameDate": timestamp(game.setting.scheduled),
        "officialDate": plan.date.to_string(),
        "status": crate::feed::status(game),
        "teams": object! {"away": side(0), "home": side(1)},
        "venue": object! {"id": venue.id, "name": venue.name, "link": format!("/api/v1/venues/{}", venue.id)},
        "content": object! {"link": format!("/api/v1/game/{pk}/content")},
        "isTie": game.score[0] == game.score[1],
        "gameNumber": plan.game_number,
        "publicFacing": true,
        "doubleHeader": plan.double_header,
        "gamedayType": "P",
        "tiebreaker": "N",
        "calendarEventID": format!("14-{pk}-{}", plan.date),
        "seasonDisplay": season,
        "dayNight": if game.setting.night { "night" } else { "day" },
        "scheduledInnings": plan.scheduled_innings,
        "reverseHomeAwayStatus": false,
        "inningBreakLength": 120,
        "gamesInSeries": 3,
        "seriesGameNumber": 1 + plan.date.day_number() % 3,
        "seriesDescription": "Regular Season",
        "recordSource": "S",
        "ifNecessary": "N",
        "ifNecessaryDescription": "Normal Game",
    }
}
