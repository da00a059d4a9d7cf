//! The rows that the boxscore gives, and who won, lost, saved and was announced.

use serde_json::Value;

use super::rows::{PLAYER, TEAM};
use super::{Row, box_players, list, sides};

const GROUP: &str = "liveData.boxscore.teams.*.teamStats.*.";
const POSITION: &str = "liveData.boxscore.teams.*.players.*.allPositions[].";
const PERFORMER: &str = "liveData.boxscore.topPerformers[].";

/// One a side and group of statistics.
pub(super) fn team_stats(feed: &Value) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (side, team) in sides(feed) {
        for (group, line) in team["teamStats"].as_object().into_iter().flatten() {
            let row = Row::of(feed).item(TEAM, team).item(GROUP, line);
            let row = row.derived("side", side).derived("stat_group", group.as_str());
            rows.push(row.derived("outs", outs(line)));
        }
    }
    rows
}

/// One for each whose line of this group is not empty.
pub(super) fn lines<'a>(feed: &'a Value, group: &str) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for (side, team) in sides(feed) {
        for player in box_players(team) {
            let line = &player["stats"][group];
            if line.as_object().is_none_or(|line| line.is_empty()) {
                continue;
            }
            let row = Row::of(feed).item(TEAM, team).item(PLAYER, player);
            let row = row.derived("side", side).derived("outs", outs(line));
            rows.push(row.derived("season_outs", outs(&player["seasonStats"][group])));
        }
    }
    rows
}

/// 5.2 innings are 17 outs.
fn outs(line: &Value) -> Option<i64> {
    let (innings, rest) = line["inningsPitched"].as_str()?.split_once('.')?;
    Some(innings.parse::<i64>().ok()? * 3 + rest.parse::<i64>().ok()?)
}

pub(super) fn positions(feed: &Value) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (side, team) in sides(feed) {
        for player in box_players(team) {
            for (index, position) in list(&player["allPositions"]).iter().enumerate() {
                let row = Row::of(feed)
                    .item(TEAM, team)
                    .item(PLAYER, player)
                    .item(POSITION, position);
                rows.push(row.derived("side", side).derived("list_index", index));
            }
        }
    }
    rows
}

pub(super) fn performers(feed: &Value) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (index, performer) in list(&feed["liveData"]["boxscore"]["topPerformers"])
        .iter()
        .enumerate()
    {
        let id = &performer["player"]["person"]["id"];
        let is_his = |team: &Value| box_players(team).any(|player| player["person"]["id"] == *id);
        let row = Row::of(feed).item(PERFORMER, performer);
        rows.push(
            row.derived("list_index", index)
                .derived("side", only_side(feed, is_his)),
        );
    }
    rows
}

pub(super) fn decisions(feed: &Value) -> Vec<Row<'_>> {
    let decisions = feed["liveData"]["decisions"].as_object().into_iter().flatten();
    decisions
        .map(|(decision, pitcher)| {
            let side = only_side(feed, |team| list(&team["pitchers"]).contains(&pitcher["id"]));
            named(feed, pitcher)
                .derived("decision", decision.as_str())
                .derived("side", side)
        })
        .collect()
}

pub(super) fn probables(feed: &Value) -> Vec<Row<'_>> {
    let game = &feed["gameData"];
    let announced = game["probablePitchers"].as_object().into_iter().flatten();
    announced
        .filter(|(_, pitcher)| !pitcher["id"].is_null())
        .map(|(side, pitcher)| {
            named(feed, pitcher)
                .derived("side", side.as_str())
                .derived("team_id", game["teams"][side.as_str()]["id"].clone())
        })
        .collect()
}

fn named<'a>(feed: &'a Value, person: &Value) -> Row<'a> {
    Row::of(feed)
        .derived("player_id", person["id"].clone())
        .derived("full_name", person["fullName"].clone())
}

/// The one side of which this is true; none where it is of both or of neither.
fn only_side(feed: &Value, is_true: impl Fn(&Value) -> bool) -> Option<&str> {
    let mut found = sides(feed)
        .filter(|(_, team)| is_true(team))
        .map(|(side, _)| side);
    let side = found.next()?;
    found.next().is_none().then_some(side)
}

/// Every text below the boxscore: of the game, of the sides in their sections, on substitutes, on pitchers.
pub(super) fn notes(feed: &Value) -> Vec<Row<'_>> {
    let boxscore = &feed["liveData"]["boxscore"];
    let note = |kind: &'static str, side: &str, index: usize| {
        Row::of(feed)
            .derived("kind", kind)
            .derived("side", side)
            .derived("list_index", index)
            .derived("field_index", 0)
            .derived("title", Value::Null)
            .derived("label", Value::Null)
    };
    let mut rows = Vec::new();
    for (index, line) in list(&boxscore["info"]).iter().enumerate() {
        rows.push(labelled(note("game_info", "none", index), line));
    }
    for (index, line) in list(&boxscore["pitchingNotes"]).iter().enumerate() {
        rows.push(note("pitching_note", "none", index).derived("value", line.clone()));
    }
    for (side, team) in sides(feed) {
        for (index, line) in list(&team["note"]).iter().enumerate() {
            rows.push(labelled(note("team_note", side, index), line));
        }
        for (index, section) in list(&team["info"]).iter().enumerate() {
            for (place, field) in list(&section["fieldList"]).iter().enumerate() {
                let row = note("team_info", side, index).derived("title", section["title"].clone());
                rows.push(labelled(row.derived("field_index", place), field));
            }
        }
    }
    rows
}

fn labelled<'a>(row: Row<'a>, field: &Value) -> Row<'a> {
    row.derived("label", field["label"].clone())
        .derived("value", field["value"].clone())
}
