//! Drafts.

use std::collections::HashSet;

use serde_json::Value;

use crate::answer::{Answer, whole_number};
use crate::oracle::list;

/// The picks of all rounds.
pub(super) fn picks(answer: &Answer) -> usize {
    let rounds = list(&answer.document["drafts"]["rounds"]).iter();
    rounds.map(|round| list(&round["picks"]).len()).sum()
}

/// The list repeats people: each counts once, and so does every item without a person.
pub(super) fn prospects(answer: &Answer) -> usize {
    let items = list(&answer.document["prospects"]);
    let person = |item: &Value| whole_number(&item["person"]["id"]);
    let nameless = items.iter().filter(|item| person(item).is_none()).count();
    let people: HashSet<_> = items
        .iter()
        .filter_map(|item| Some((whole_number(&item["year"]), person(item)?)))
        .collect();
    nameless + people.len()
}

/// The pick that was made last; before the first one there is none.
pub(super) fn latest_pick(answer: &Answer) -> usize {
    usize::from(!answer.document["pick"].is_null())
}
