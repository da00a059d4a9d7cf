//! Answers whose rows belong to a season that neither they nor their request tell: they cannot be shown.

use serde_json::Value;

use super::standings;
use crate::answer::Answer;
use crate::oracle::list;

/// Whether some row of this table would have no season.
pub fn is_without_season(table: &str, answer: &Answer) -> bool {
    let body = &answer.document;
    let is_asked = |param: &str| answer.number(param).is_some();
    match table {
        "draft.latest_picks" => {
            !is_asked("year") && !body["pick"].is_null() && body["pick"]["year"].is_null()
        }
        "draft.prospects" => {
            !is_asked("year")
                && list(&body["prospects"])
                    .iter()
                    .any(|prospect| prospect["year"].is_null())
        }
        "game.win_probability" => {
            let has_moment = |play: &Value| !play["about"]["startTime"].is_null();
            !list(body).is_empty() && !list(body).iter().any(has_moment)
        }
        "schedule.postseason_series" => {
            let has_season = |game: &Value| !game["season"].is_null();
            let is_without = |series: &Value| !list(&series["games"]).iter().any(has_season);
            !is_asked("season") && list(&body["series"]).iter().any(is_without)
        }
        "standings.standings" => {
            let is_without = |club: &Value| {
                club["season"].is_null() && club["team"]["season"].is_null() && club["lastUpdated"].is_null()
            };
            !is_asked("season") && standings::all_clubs(answer).any(is_without)
        }
        _ => false,
    }
}
