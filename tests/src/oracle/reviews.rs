//! The reviews of calls: of events, of plays, and the further ones of either.

use serde_json::Value;

use super::rows::PLAY;
use super::{Row, list, plays};

pub(super) fn reviews(feed: &Value) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for play in plays(feed) {
        let events = list(&play["playEvents"]);
        let last_pitch = events.iter().rposition(|event| event["isPitch"] == true);
        let of_events = events
            .iter()
            .enumerate()
            .map(|(index, event)| (Some(index), event));
        let mut number = 0;
        for (event, reviewed) in of_events.chain([(None, play)]) {
            for (place, review) in with_further(&reviewed["reviewDetails"]) {
                let is_of_a_pitch = review["reviewType"] == "MJ";
                let pitch = event.or(last_pitch).filter(|_| is_of_a_pitch);
                let row = Row::of(feed)
                    .item(PLAY, play)
                    .derived("review_index", number)
                    .derived("event_index", event)
                    .derived("pitch_event_index", pitch)
                    .derived("additional_index", place);
                rows.push(told(row, feed, review));
                number += 1;
            }
        }
    }
    rows
}

/// A review, if there is one, and the further ones with their places.
fn with_further(review: &Value) -> Vec<(Option<usize>, &Value)> {
    let further = list(&review["additionalReviews"]).iter().enumerate();
    let further = further.map(|(index, review)| (Some(index), review));
    let first = (!review.is_null()).then_some((None, review));
    first.into_iter().chain(further).collect()
}

fn told<'a>(row: Row<'a>, feed: &Value, review: &Value) -> Row<'a> {
    let club = &review["challengeTeamId"];
    let kind = match (review["reviewType"].as_str(), club.is_null()) {
        (Some("MJ"), _) => "pitch_challenge",
        (_, false) => "club_challenge",
        (_, true) => "umpire_review",
    };
    let teams = &feed["gameData"]["teams"];
    let side = ["home", "away"]
        .into_iter()
        .find(|side| !club.is_null() && teams[*side]["id"] == *club);
    row.derived("kind", kind)
        .derived("review_type", review["reviewType"].clone())
        .derived("is_overturned", review["isOverturned"].clone())
        .derived("in_progress", review["inProgress"].clone())
        .derived("challenge_team_id", club.clone())
        .derived("challenge_side", side)
        .derived("player_id", review["player"]["id"].clone())
        .derived("player_full_name", review["player"]["fullName"].clone())
}
