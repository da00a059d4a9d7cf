//! The lists of codes that the API explains itself with, `/api/v1/gameStatus` and others: public codes, in the shape
//! of each list.

mod game_status;
mod games;
mod people;
mod pitching;
mod statistics;

use crate::feed::object;
use serde_json::Value;

/// The names of all lists.
pub(super) const NAMES: [&str; 31] = [
    "gameStatus",
    "gameTypes",
    "gamedayTypes",
    "eventTypes",
    "logicalEvents",
    "reviewReasons",
    "scheduleEventTypes",
    "sky",
    "windDirection",
    "fielderDetailTypes",
    "runnerDetailTypes",
    "pitchTypes",
    "pitchCodes",
    "hitTrajectories",
    "positions",
    "rosterTypes",
    "jobTypes",
    "playerStatusCodes",
    "transactionTypes",
    "languages",
    "platforms",
    "standingsTypes",
    "statGroups",
    "statTypes",
    "leagueLeaderTypes",
    "situationCodes",
    "baseballStats",
    "metrics",
    "groupByTypes",
    "sortModifiers",
    "statFields",
];

/// The list of a name; None for a name that no list has.
pub(super) fn list(name: &str) -> Option<Value> {
    let list = match name {
        "gameStatus" => game_status::game_status(),
        "gameTypes" => games::game_types(),
        "gamedayTypes" => coded(games::GAMEDAY_TYPES),
        "eventTypes" => games::event_types(),
        "logicalEvents" => games::logical_events(),
        "reviewReasons" => coded(games::REVIEW_REASONS),
        "scheduleEventTypes" => named(games::SCHEDULE_EVENT_TYPES, "code", "name"),
        "sky" => coded(games::SKY),
        "windDirection" => coded(games::WIND),
        "fielderDetailTypes" => games::fielder_detail_types(),
        "runnerDetailTypes" => games::runner_detail_types(),
        "pitchTypes" => coded(pitching::PITCH_TYPES),
        "pitchCodes" => pitching::pitch_codes(),
        "hitTrajectories" => coded(pitching::HIT_TRAJECTORIES),
        "positions" => people::positions(),
        "rosterTypes" => people::roster_types(),
        "jobTypes" => people::job_types(),
        "playerStatusCodes" => coded(people::PLAYER_STATUS_CODES),
        "transactionTypes" => coded(people::TRANSACTION_TYPES),
        "languages" => people::languages(),
        "platforms" => named(people::PLATFORMS, "platformCode", "platformDescription"),
        "standingsTypes" => named(statistics::STANDINGS_TYPES, "name", "description"),
        "statGroups" => displayed(statistics::STAT_GROUPS),
        "statTypes" => displayed(statistics::STAT_TYPES),
        "leagueLeaderTypes" => displayed(statistics::LEAGUE_LEADER_TYPES),
        "situationCodes" => statistics::situation_codes(),
        "baseballStats" => statistics::baseball_stats(),
        "metrics" => statistics::metrics(),
        "groupByTypes" => displayed(statistics::GROUP_BY_TYPES),
        "sortModifiers" => displayed(statistics::SORT_MODIFIERS),
        "statFields" => statistics::stat_fields(),
        _ => return None,
    };
    Some(list)
}

/// Entries of two keys.
fn named(entries: &[(&str, &str)], first: &str, second: &str) -> Value {
    entries
        .iter()
        .map(|(one, other)| {
            let mut entry = object! {};
            entry[first] = (*one).into();
            entry[second] = (*other).into();
            entry
        })
        .collect()
}

/// Entries with `code` and `description`.
fn coded(entries: &[(&str, &str)]) -> Value {
    named(entries, "code", "description")
}

/// Entries with a `displayName` only.
fn displayed(names: &[&str]) -> Value {
    names.iter().map(|name| object! {"displayName": *name}).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_entries_of_one_shape() {
        for name in NAMES {
            let list = list(name).unwrap();
            let entries = list.as_array().unwrap();
            assert!(entries.len() >= 3, "{name} has {} entries", entries.len());
            let first: Vec<&String> = entries[0].as_object().unwrap().keys().take(1).collect();
            for entry in entries {
                assert!(entry.get(first[0]).is_some(), "{name}: {entry}");
            }
        }
    }
}
