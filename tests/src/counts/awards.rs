//! Awards and who received them: both answers are a list under `awards`. What somebody received has a season, a date or a player.

use serde_json::Value;

use crate::answer::Answer;
use crate::oracle::list;

pub(super) fn recipients(answer: &Answer) -> usize {
    items(answer).iter().filter(|item| is_received(item)).count()
}

pub(super) fn awards(answer: &Answer) -> usize {
    items(answer).iter().filter(|item| !is_received(item)).count()
}

fn items(answer: &Answer) -> &[Value] {
    list(&answer.document["awards"])
}

fn is_received(item: &Value) -> bool {
    ["season", "date", "player"]
        .iter()
        .any(|key| !item[*key].is_null())
}
