//! Standings: clubs under leagues or divisions, each with its record in parts.

use serde_json::Value;

use crate::answer::Answer;
use crate::oracle::list;

/// The lists that a club's record is told in.
const PARTS: [&str; 5] = [
    "divisionRecords",
    "expectedRecords",
    "leagueRecords",
    "overallRecords",
    "splitRecords",
];

/// Standings as of a date are that date's, and a table by themselves.
pub(super) fn clubs(answer: &Answer) -> usize {
    match answer.param("date") {
        Some(_) => 0,
        None => all_clubs(answer).count(),
    }
}

pub(super) fn clubs_of_a_date(answer: &Answer) -> usize {
    match answer.param("date") {
        Some(_) => all_clubs(answer).count(),
        None => 0,
    }
}

/// Of today's standings only.
pub(super) fn splits(answer: &Answer) -> usize {
    if answer.param("date").is_some() {
        return 0;
    }
    let of_club = |club: &Value| -> usize {
        let parts = PARTS.iter().map(|part| list(&club["records"][*part]).len());
        parts.sum()
    };
    all_clubs(answer).map(of_club).sum()
}

/// The clubs of all listings.
pub(super) fn all_clubs(answer: &Answer) -> impl Iterator<Item = &Value> {
    let listings = list(&answer.document["records"]).iter();
    listings.flat_map(|listing| list(&listing["teamRecords"]))
}
