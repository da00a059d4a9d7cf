//! The rows of every table.

use std::collections::HashSet;

use serde_json::Value;

use super::mound::who_faced_whom;
use super::{Row, box_players, boxscore, by_inning, lineups, list, plays, reviews, sides};

pub(super) const PLAY: &str = "liveData.plays.allPlays[].";
pub(super) const EVENT: &str = "liveData.plays.allPlays[].playEvents[].";
const RUNNER: &str = "liveData.plays.allPlays[].runners[].";
const CREDIT: &str = "liveData.plays.allPlays[].runners[].credits[].";
const INNING: &str = "liveData.linescore.innings[].";
pub(super) const TEAM: &str = "liveData.boxscore.teams.*.";
pub(super) const PLAYER: &str = "liveData.boxscore.teams.*.players.*.";
const PERSON: &str = "gameData.players.*.";
const OFFICIAL: &str = "liveData.boxscore.officials[].";

/// The rows that a feed gives a table.
///
/// # Panics
/// When nobody has said what the rows of this table are: a new table needs its own.
pub fn rows<'a>(table: &str, feed: &'a Value) -> Vec<Row<'a>> {
    match table {
        "live_game_metadata" | "live_game_venue_details" => vec![Row::of(feed)],
        "live_game_linescore" => linescore(feed),
        "live_game_linescore_innings" => innings(feed),
        "live_game_players" => players(feed),
        "live_game_plays" => plays(feed)
            .iter()
            .map(|play| Row::of(feed).item(PLAY, play))
            .collect(),
        "live_game_pitch_events" => pitches(feed),
        "live_game_play_actions" => events(feed, |event| event["isPitch"] != true),
        "live_game_hit_data" => events(feed, |event| !event["hitData"].is_null()),
        "live_game_runners" => runners(feed).into_iter().map(|(row, _)| row).collect(),
        "live_game_fielding_credits" => credits(feed),
        "live_game_scoring_plays" => scoring_plays(feed),
        "live_game_batting_order" => batting_order(feed),
        "live_game_pitchers" => listed(feed, "pitchers"),
        "live_game_bench" => listed(feed, "bench"),
        "live_game_bullpen" => listed(feed, "bullpen"),
        "live_game_umpires" => umpires(feed),
        "live_game_boxscore_team_stats" => boxscore::team_stats(feed),
        "live_game_boxscore_batters" => boxscore::lines(feed, "batting"),
        "live_game_boxscore_pitchers" => boxscore::lines(feed, "pitching"),
        "live_game_boxscore_fielders" => boxscore::lines(feed, "fielding"),
        "live_game_player_positions" => boxscore::positions(feed),
        "live_game_lineup_changes" => lineups::changes(feed),
        "live_game_mound_visits" => lineups::visits(feed),
        "live_game_review_challenges" => reviews::reviews(feed),
        "live_game_decisions" => boxscore::decisions(feed),
        "live_game_probables" => boxscore::probables(feed),
        "live_game_top_performers" => boxscore::performers(feed),
        "live_game_inning_plays" => by_inning::plays(feed),
        "live_game_hits" => by_inning::hits(feed),
        "live_game_notes" => boxscore::notes(feed),
        _ => panic!("nothing tells which rows `{table}` has"),
    }
}

/// Always both sides.
fn linescore(feed: &Value) -> Vec<Row<'_>> {
    let row = |side: &'static str| {
        let totals = &feed["liveData"]["linescore"]["teams"][side];
        with_score(Row::of(feed), side, totals)
            .derived("team_id", feed["gameData"]["teams"][side]["id"].clone())
    };
    vec![row("home"), row("away")]
}

/// Always both sides of every listed inning.
fn innings<'a>(feed: &'a Value) -> Vec<Row<'a>> {
    let both = |inning: &'a Value| {
        ["home", "away"].map(|side| with_score(Row::of(feed).item(INNING, inning), side, &inning[side]))
    };
    list(&feed["liveData"]["linescore"]["innings"])
        .iter()
        .flat_map(both)
        .collect()
}

fn with_score<'a>(row: Row<'a>, side: &'static str, cell: &Value) -> Row<'a> {
    row.derived("side", side)
        .derived("runs", cell["runs"].clone())
        .derived("hits", cell["hits"].clone())
        .derived("errors", cell["errors"].clone())
        .derived("left_on_base", cell["leftOnBase"].clone())
}

/// One a boxscore entry, and one for each who is in no boxscore.
fn players(feed: &Value) -> Vec<Row<'_>> {
    let people = || {
        feed["gameData"]["players"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(_, person)| person)
    };
    let mut in_a_boxscore = HashSet::new();
    let mut rows = Vec::new();
    for (side, team) in sides(feed) {
        for player in box_players(team) {
            let id = &player["person"]["id"];
            in_a_boxscore.insert(id.as_i64());
            let person = people().find(|person| person["id"] == *id);
            let name = person.map_or(&player["person"]["fullName"], |person| &person["fullName"]);
            let row = Row::of(feed)
                .item(TEAM, team)
                .item(PLAYER, player)
                .item(PERSON, person);
            let row = row.derived("side", side).derived("player_id", id.clone());
            rows.push(row.derived("full_name", name.clone()));
        }
    }
    for person in people().filter(|person| !in_a_boxscore.contains(&person["id"].as_i64())) {
        let row = Row::of(feed)
            .item(TEAM, None)
            .item(PLAYER, None)
            .item(PERSON, person);
        let row = row
            .derived("side", "none")
            .derived("player_id", person["id"].clone());
        rows.push(row.derived("full_name", person["fullName"].clone()));
    }
    rows
}

fn events(feed: &Value, wanted: impl Fn(&Value) -> bool) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for play in plays(feed) {
        for (index, event) in list(&play["playEvents"])
            .iter()
            .enumerate()
            .filter(|(_, event)| wanted(event))
        {
            rows.push(
                Row::of(feed)
                    .item(PLAY, play)
                    .item(EVENT, event)
                    .derived("event_index", index),
            );
        }
    }
    rows
}

fn pitches(feed: &Value) -> Vec<Row<'_>> {
    let faced = who_faced_whom(feed);
    let mut rows = Vec::new();
    for (at_bat, play) in plays(feed).iter().enumerate() {
        for (index, event) in list(&play["playEvents"])
            .iter()
            .enumerate()
            .filter(|(_, event)| event["isPitch"] == true)
        {
            let (pitcher, batter) = faced[&(at_bat, index)];
            let row = Row::of(feed)
                .item(PLAY, play)
                .item(EVENT, event)
                .derived("event_index", index);
            rows.push(row.derived("pitcher_id", pitcher).derived("batter_id", batter));
        }
    }
    rows
}

fn runners<'a>(feed: &'a Value) -> Vec<(Row<'a>, &'a Value)> {
    let of_play = |play: &'a Value| {
        let runners = list(&play["runners"]).iter().enumerate();
        runners.map(move |(index, runner)| {
            (
                Row::of(feed)
                    .item(PLAY, play)
                    .item(RUNNER, runner)
                    .derived("runner_index", index),
                runner,
            )
        })
    };
    plays(feed).iter().flat_map(of_play).collect()
}

fn credits(feed: &Value) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (row, runner) in runners(feed) {
        for (index, credit) in list(&runner["credits"]).iter().enumerate() {
            rows.push(row.clone().item(CREDIT, credit).derived("credit_index", index));
        }
    }
    rows
}

fn scoring_plays(feed: &Value) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (index, listed) in list(&feed["liveData"]["plays"]["scoringPlays"])
        .iter()
        .enumerate()
    {
        for play in plays(feed)
            .iter()
            .filter(|play| play["about"]["atBatIndex"] == *listed)
        {
            let scored = list(&play["runners"])
                .iter()
                .filter(|runner| runner["movement"]["end"] == "score")
                .count();
            let row = Row::of(feed)
                .item(PLAY, play)
                .derived("at_bat_index", listed.clone());
            rows.push(row.derived("scoring_index", index).derived("runs_scored", scored));
        }
    }
    rows
}

/// "304" is slot 3, the fourth after its starter.
fn batting_order(feed: &Value) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (side, team) in sides(feed) {
        for player in box_players(team) {
            let Some(order) = player["battingOrder"].as_str() else {
                continue;
            };
            let (slot, sequence) = order.split_at(1);
            let number = |digits: &str| digits.parse::<i64>().expect("digits");
            let row = Row::of(feed)
                .item(TEAM, team)
                .item(PLAYER, player)
                .derived("side", side);
            let row = row
                .derived("slot", number(slot))
                .derived("sequence", number(sequence));
            rows.push(row.derived("is_starter", order.ends_with("00")));
        }
    }
    rows
}

fn listed<'a>(feed: &'a Value, key: &str) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for (side, team) in sides(feed) {
        for (index, player) in list(&team[key]).iter().enumerate() {
            let row = Row::of(feed).item(TEAM, team).derived("side", side);
            rows.push(
                row.derived("player_id", player.clone())
                    .derived("list_index", index),
            );
        }
    }
    rows
}

fn umpires(feed: &Value) -> Vec<Row<'_>> {
    let officials = list(&feed["liveData"]["boxscore"]["officials"])
        .iter()
        .enumerate();
    officials
        .map(|(index, official)| {
            Row::of(feed)
                .item(OFFICIAL, official)
                .derived("list_index", index)
        })
        .collect()
}
