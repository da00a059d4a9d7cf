//! What a newer schedule says otherwise than an older one.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::listing::{Club, Listing};
use super::master::MasterSchedule;
use crate::capture::capture_row::days;
use crate::limits::SCHEDULE_DAYS_OFF_MAX;

/// One thing that changed about one listing of a game.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The game.
    pub game_pk: i64,
    /// The date under which it is listed.
    #[serde(serialize_with = "super::as_text")]
    pub schedule_date: Date,
    /// What changed.
    pub what: What,
    /// What was said before; nothing where nothing was.
    pub before: Option<String>,
    /// What is said now; nothing where nothing is.
    pub after: Option<String>,
}

/// What can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Whether the game is listed on the date at all.
    Listed,
    /// How it stands.
    State,
    /// When it begins.
    Start,
    /// Who plays.
    Clubs,
    /// Where.
    Venue,
    /// To which date it was moved.
    MovedTo,
}

impl What {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            What::Listed => "listed",
            What::State => "state",
            What::Start => "start",
            What::Clubs => "clubs",
            What::Venue => "venue",
            What::MovedTo => "moved_to",
        }
    }
}

/// What `after` says otherwise than `before`. Dates that `before` does not know are new to everybody, and no change.
pub fn changes(before: &MasterSchedule, after: &MasterSchedule) -> Vec<Change> {
    let known = before.dates();
    let key = |listing: &Listing| (listing.game_pk, listing.schedule_date);
    let keys: BTreeSet<(i64, Date)> = before.listings().chain(after.listings()).map(key).collect();
    let mut changes = Vec::new();
    for (game_pk, date) in keys.into_iter().filter(|(_, date)| is_known(&known, *date)) {
        let listing_in = |schedule: &MasterSchedule| {
            let game = schedule.games.get(&game_pk)?;
            game.listings.get(&date).cloned()
        };
        let (old, new) = (listing_in(before), listing_in(after));
        changes.extend(of_listing(game_pk, date, old.as_ref(), new.as_ref()));
    }
    changes
}

/// A date with games, or a day off between two that are.
fn is_known(known: &BTreeSet<Date>, date: Date) -> bool {
    let before = known.range(..=date).next_back();
    let after = known.range(date..).next();
    matches!((before, after), (Some(before), Some(after)) if days(*after) - days(*before) <= SCHEDULE_DAYS_OFF_MAX + 1)
}

fn of_listing(game_pk: i64, date: Date, old: Option<&Listing>, new: Option<&Listing>) -> Vec<Change> {
    let change = |what, before, after| Change {
        game_pk,
        schedule_date: date,
        what,
        before,
        after,
    };
    let (Some(old), Some(new)) = (old, new) else {
        let state = |listing: Option<&Listing>| listing.and_then(|listing| What::Listed.of(listing));
        return vec![change(What::Listed, state(old), state(new))];
    };
    let told = What::TOLD.into_iter();
    let told = told.map(|what| (what, what.of(old), what.of(new)));
    told.filter(|(_, before, after)| before != after)
        .map(|(what, before, after)| change(what, before, after))
        .collect()
}

impl What {
    /// What a listing says of its game.
    const TOLD: [What; 5] = [What::State, What::Start, What::Clubs, What::Venue, What::MovedTo];

    fn of(self, listing: &Listing) -> Option<String> {
        match self {
            What::Listed | What::State => Some(listing.status.state().name().to_owned()),
            What::Start => listing.start().map(|start| start.to_string()),
            What::Clubs => clubs(listing),
            What::Venue => listing.venue_id.map(|venue| venue.to_string()),
            What::MovedTo => listing.moved_to.map(|date| date.to_string()),
        }
    }
}

/// `147 at 110`
fn clubs(listing: &Listing) -> Option<String> {
    let id = |club: Option<Club>| club.map_or_else(|| "open".to_owned(), |club| club.team_id.to_string());
    (listing.away.is_some() || listing.home.is_some())
        .then(|| format!("{} at {}", id(listing.away), id(listing.home)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::master::tests::listing;

    fn told(before: &[Listing], after: &[Listing]) -> Vec<String> {
        let schedule = |listings: &[Listing]| listings.iter().cloned().collect::<MasterSchedule>();
        let word = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        changes(&schedule(before), &schedule(after))
            .into_iter()
            .map(|change| {
                let (what, date) = (change.what.name(), change.schedule_date);
                format!(
                    "{} {date} {what} {} {}",
                    change.game_pk,
                    word(change.before),
                    word(change.after)
                )
            })
            .collect()
    }

    #[test]
    fn what_changed_is_told_by_listing() {
        let before = [
            listing(1, "2024-07-12", "S"),
            listing(2, "2024-07-12", "S"),
            listing(3, "2024-07-13", "S"),
        ];
        let mut put_off = listing(1, "2024-07-12", "D");
        put_off.moved_to = Some("2024-07-13".parse().unwrap());
        let after = [
            put_off,
            listing(1, "2024-07-13", "S"),
            listing(2, "2024-07-12", "S"),
            listing(9, "2024-08-01", "S"),
        ];
        assert_eq!(
            told(&before, &after),
            [
                "1 2024-07-12 state scheduled postponed",
                "1 2024-07-12 moved_to - 2024-07-13",
                "1 2024-07-13 listed - scheduled",
                "3 2024-07-13 listed scheduled -",
            ]
        );
        assert!(told(&after, &after).is_empty());
        assert!(told(&[], &after).is_empty());
    }
}
