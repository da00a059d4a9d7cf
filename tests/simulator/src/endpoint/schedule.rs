//! `/api/v1/schedule` and what answers like it: games by their dates.

use super::schedule_row::Row;
use crate::date::{Date, Millis, of_timestamp};
use crate::feed::object;
use crate::question::Question;
use crate::season::Season;
use crate::slate::Slate;
use crate::state::State;
use crate::world::{World, YEARS};
use serde_json::Value;

/// Days that one question may span; more are cut off.
const DAYS_MAX: i64 = 400;

/// The rows of a day.
pub(crate) struct Day {
    pub date: Date,
    pub rows: Vec<Row>,
}

/// `/api/v1/schedule`
pub(super) fn schedule(world: &World, question: &Question) -> Value {
    if question.is_about_others() {
        return answer(&[]);
    }
    let types: Vec<&str> = ["gameType", "gameTypes"]
        .iter()
        .flat_map(|key| question.texts(key))
        .collect();
    if !types.is_empty() && !types.contains(&"R") {
        return answer(&[]);
    }
    let moment = question.timecode().unwrap_or_else(|| world.moment());
    let days = days(world, question, moment);
    answer(&narrowed(days, question))
}

/// The days that are asked for: of games by their ids, of a date, of a range, of a season; else today.
fn days(world: &World, question: &Question, moment: Millis) -> Vec<Day> {
    let games = question.numbers_of(&["gamePk", "gamePks"]);
    if !games.is_empty() {
        return days_of_games(world, &games, moment);
    }
    let day = |date: Date| day(world, date, moment);
    if let Some(date) = question.date("date") {
        return vec![day(date)];
    }
    if let Some(first) = question.date("startDate") {
        let last = question.date("endDate").unwrap_or(first).day_number();
        let numbers = first.day_number()..=last.min(first.day_number() + DAYS_MAX - 1);
        return numbers.map(|number| day(Date::of_day_number(number))).collect();
    }
    let years = question.numbers_of(&["season", "seasons"]);
    if let Some(year) = years.first().filter(|year| YEARS.contains(year)) {
        let dates: Vec<Date> = world.season(*year).listed_days().collect();
        return dates.into_iter().map(day).collect();
    }
    vec![day(world.today())]
}

/// What is listed under a day: the slate that was given for it, else the season's games.
fn day(world: &World, date: Date, moment: Millis) -> Day {
    let rows = match world.slate_on(date) {
        Some(slate) => slate.games.iter().map(Row::of_game).collect(),
        None if YEARS.contains(&date.year) => season_rows(&world.season(date.year), date, moment),
        None => Vec::new(),
    };
    Day { date, rows }
}

fn season_rows(season: &Season, date: Date, moment: Millis) -> Vec<Row> {
    let listed = season.listed_on(date);
    // Scores are needed of all games that are over: simulated at once, they are sooner there.
    let over: Vec<usize> = listed
        .iter()
        .filter(|(number, _)| season.state(*number, moment) == State::Final)
        .map(|(number, _)| *number)
        .collect();
    season.settle(&over);
    let row = |(number, role): &(usize, _)| Row::of_season(season, *number, *role, moment);
    listed.iter().filter_map(row).collect()
}

fn days_of_games(world: &World, games: &[i64], moment: Millis) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    let mut add = |date: Date, row: Row| match days.iter_mut().find(|day| day.date == date) {
        Some(day) => day.rows.push(row),
        None => days.push(Day {
            date,
            rows: vec![row],
        }),
    };
    for game_pk in games {
        let slate = world.slate_of(*game_pk);
        if let Some(game) = slate.as_ref().and_then(|slate| slate.game(*game_pk)) {
            add(game.plan.date, Row::of_game(game));
        } else if let Some((season, number)) = world.fixture_of(*game_pk) {
            for (date, role) in season.fixtures[number].listings() {
                if let Some(row) = Row::of_season(&season, number, role, moment) {
                    add(date, row);
                }
            }
        }
    }
    days.sort_by_key(|day| day.date.day_number());
    days
}

/// Only the games of the clubs and parks that are asked for.
fn narrowed(mut days: Vec<Day>, question: &Question) -> Vec<Day> {
    let clubs = question.numbers("teamId");
    let opponents = question.numbers("opponentId");
    let venues = question.numbers("venueIds");
    let leagues = question.numbers_of(&["leagueId", "leagueIds"]);
    for day in &mut days {
        day.rows.retain(|row| {
            let has = |ids: &[i64]| row.clubs.iter().any(|club| ids.contains(&club.id));
            (clubs.is_empty() || has(&clubs))
                && (opponents.is_empty() || has(&opponents))
                && (venues.is_empty() || venues.contains(&row.clubs[1].venue))
                && (leagues.is_empty() || row.clubs.iter().any(|club| leagues.contains(&club.league)))
        });
    }
    days
}

/// The answer for some days; days without games are left out, as the API does.
pub(crate) fn answer(days: &[Day]) -> Value {
    let days: Vec<&Day> = days.iter().filter(|day| !day.rows.is_empty()).collect();
    let running = |day: &Day| day.rows.iter().filter(|row| row.state.is_running()).count();
    let total: usize = days.iter().map(|day| day.rows.len()).sum();
    let in_progress: usize = days.iter().map(|day| running(day)).sum();
    let dates: Vec<Value> = days
        .iter()
        .map(|day| {
            let games: Vec<Value> = day.rows.iter().map(Row::value).collect();
            let count = games.len();
            object! {
                "date": day.date.to_string(),
                "totalItems": count,
                "totalEvents": 0,
                "totalGames": count,
                "totalGamesInProgress": running(day),
                "games": games,
                "events": Vec::<Value>::new(),
            }
        })
        .collect();
    object! {
        "totalItems": total,
        "totalEvents": 0,
        "totalGames": total,
        "totalGamesInProgress": in_progress,
        "dates": dates,
    }
}

/// The schedule of a slate.
pub(crate) fn of_slate(slate: &Slate) -> Value {
    let rows: Vec<Row> = slate.games.iter().map(Row::of_game).collect();
    let date = rows.first().map(|row| row.date);
    date.map_or_else(|| answer(&[]), |date| answer(&[Day { date, rows }]))
}

/// `/api/v1/schedule/games/tied`: no game of a season ends level.
pub(super) fn tied() -> Value {
    answer(&[])
}

/// `/api/v1/schedule/postseason/series`: the simulated season ends with its last Sunday.
pub(super) fn postseason_series() -> Value {
    object! {
        "totalItems": 0,
        "totalEvents": 0,
        "totalGames": 0,
        "totalGamesInProgress": 0,
        "wait": 10,
        "series": Vec::<Value>::new(),
    }
}

/// `/api/v1/game/changes`: the games that changed since a moment, as a schedule lists them.
pub(super) fn changes(world: &World, question: &Question) -> Value {
    let moment = world.moment();
    let since = question.text("updatedSince").and_then(of_timestamp).unwrap_or(0);
    let year = question.number("season").unwrap_or(world.year);
    if question.is_about_others() {
        return answer(&[]);
    }
    let season = world.season(year);
    let limit = usize::try_from(question.number("limit").unwrap_or(i64::MAX)).unwrap_or(0);
    let offset = usize::try_from(question.number("offset").unwrap_or(0)).unwrap_or(0);
    let changed = season
        .fixtures
        .iter()
        .filter(|fixture| may_have_changed(&season, fixture.number, since, moment))
        .filter(|fixture| {
            let changed = season.changed_at(fixture.number, moment);
            changed.is_some_and(|changed| changed >= since)
        });
    let games: Vec<i64> = changed
        .skip(offset)
        .take(limit)
        .map(|fixture| fixture.game_pk)
        .collect();
    answer(&days_of_games(world, &games, moment))
}

/// Spares the simulation of games that were long over.
fn may_have_changed(season: &Season, number: usize, since: Millis, moment: Millis) -> bool {
    const A_DAY: Millis = 86_400_000;
    let fixture = &season.fixtures[number];
    let corrected = season
        .correction(number)
        .is_some_and(|corrected| (since..=moment).contains(&corrected));
    let began = fixture.played.start < moment.saturating_add(A_DAY);
    corrected || (began && fixture.last_start() + A_DAY >= since)
}
