//! Who belongs to clubs and to games, and who comes to see them.

use crate::answer::Answer;
use crate::oracle::list;

/// A kind of list that is not of players.
const COACHES: &str = "coach";

/// The job of those who are no datacasters or scorers.
const UMPIRE: &str = "UMPR";

/// Seasons of clubs. Asked for a day, the answer is about that day.
pub(super) fn attendance(answer: &Answer) -> usize {
    match answer.param("date") {
        Some(_) => 0,
        None => list(&answer.document["records"]).len(),
    }
}

/// A list as of a date is that date's, and a table by itself.
pub(super) fn roster(answer: &Answer) -> usize {
    entries(answer, false, false)
}

pub(super) fn roster_of_a_date(answer: &Answer) -> usize {
    entries(answer, false, true)
}

pub(super) fn coaches(answer: &Answer) -> usize {
    entries(answer, true, false)
}

fn entries(answer: &Answer, of_coaches: bool, of_a_date: bool) -> usize {
    let is_of_coaches = answer.document["rosterType"] == COACHES;
    let is_of_a_date = answer.param("date").is_some();
    if (is_of_coaches, is_of_a_date) != (of_coaches, of_a_date) {
        return 0;
    }
    list(&answer.document["roster"]).len()
}

/// A list of umpires mostly says no job.
pub(super) fn umpires(answer: &Answer) -> usize {
    let members = list(&answer.document["roster"]).iter();
    members
        .filter(|member| member["jobId"].is_null() || member["jobId"] == UMPIRE)
        .count()
}
