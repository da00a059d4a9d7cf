//! What a schedule says and cannot be.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::listing::Listing;
use super::master::MasterSchedule;

/// Something that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// What kind of thing.
    pub kind: Kind,
    /// The date.
    #[serde(serialize_with = "super::as_text")]
    pub schedule_date: Date,
    /// The games.
    pub game_pks: Vec<i64>,
    /// The same for a person.
    pub detail: String,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A club plays in two ballparks on one date, with its whole squad.
    TwoPlaces,
    /// Two games take the same place: the same clubs with the same number of the day, or one ballpark at one moment.
    SameSlot,
    /// A game that was listed is listed no more, on no date.
    Vanished,
}

/// The conflicts within a schedule, and the games of an older one that vanished from it.
pub fn conflicts(before: &MasterSchedule, after: &MasterSchedule) -> Vec<Conflict> {
    let mut by_date: BTreeMap<Date, Vec<&Listing>> = BTreeMap::new();
    for listing in after
        .listings()
        .filter(|listing| listing.status.state().is_played())
    {
        by_date.entry(listing.schedule_date).or_default().push(listing);
    }
    let mut conflicts: Vec<Conflict> = by_date.values().flat_map(|day| within_day(day)).collect();
    conflicts.extend(vanished(before, after));
    conflicts
}

fn within_day(day: &[&Listing]) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for (index, one) in day.iter().enumerate() {
        for other in &day[index + 1..] {
            conflicts.extend(two_places(one, other));
            conflicts.extend(same_slot(one, other));
        }
    }
    conflicts
}

/// A resumed game and the game of the day are in one ballpark; so are both of a doubleheader.
fn two_places(one: &Listing, other: &Listing) -> Option<Conflict> {
    let (venue, other_venue) = (one.venue_id?, other.venue_id?);
    let is_in_both = |team_id: i64| {
        let mut clubs = one
            .clubs()
            .chain(other.clubs())
            .filter(|club| club.team_id == team_id);
        clubs.all(|club| !club.is_split_squad)
    };
    let is_shared = |team_id: i64| other.clubs().any(|club| club.team_id == team_id);
    let mut shared = one.clubs().filter(|club| is_shared(club.team_id));
    let team_id = shared.find(|club| is_in_both(club.team_id))?.team_id;
    (venue != other_venue).then(|| {
        conflict(
            Kind::TwoPlaces,
            one,
            other,
            format!("team {team_id} plays in venues {venue} and {other_venue}"),
        )
    })
}

fn same_slot(one: &Listing, other: &Listing) -> Option<Conflict> {
    let pair = |listing: &Listing| {
        let id = |club: Option<super::listing::Club>| club.map(|club| club.team_id);
        Some((id(listing.away)?, id(listing.home)?, listing.game_number))
    };
    if let Some((away, home, number)) = pair(one)
        && pair(other) == Some((away, home, number))
        && one.counts_for() == other.counts_for()
    {
        let detail = format!("both are game {number} of team {away} at team {home}");
        return Some(conflict(Kind::SameSlot, one, other, detail));
    }
    let (venue, start) = (one.venue_id?, one.start()?);
    (other.venue_id == Some(venue) && other.start() == Some(start)).then(|| {
        let detail = format!("both begin in venue {venue} at {start}");
        conflict(Kind::SameSlot, one, other, detail)
    })
}

fn conflict(kind: Kind, one: &Listing, other: &Listing, detail: String) -> Conflict {
    Conflict {
        kind,
        schedule_date: one.schedule_date,
        game_pks: vec![one.game_pk, other.game_pk],
        detail,
    }
}

fn vanished(before: &MasterSchedule, after: &MasterSchedule) -> Vec<Conflict> {
    let gone = before
        .games
        .iter()
        .filter(|(game_pk, _)| !after.games.contains_key(game_pk));
    gone.filter_map(|(game_pk, game)| {
        let last = game.counted()?;
        Some(Conflict {
            kind: Kind::Vanished,
            schedule_date: last.schedule_date,
            game_pks: vec![*game_pk],
            detail: format!("it was {} and is listed no more", last.status.state().name()),
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::schedule::listing::Club;
    use crate::schedule::master::tests::listing;

    fn club(team_id: i64) -> Option<Club> {
        Some(Club {
            team_id,
            is_split_squad: false,
        })
    }

    fn found(listings: Vec<Listing>) -> Vec<(Kind, Vec<i64>)> {
        let schedule: MasterSchedule = listings.into_iter().collect();
        conflicts(&MasterSchedule::default(), &schedule)
            .into_iter()
            .map(|conflict| (conflict.kind, conflict.game_pks))
            .collect()
    }

    #[test]
    fn a_club_is_in_one_place() {
        let one = listing(1, "2024-07-12", "S");
        let mut other = Listing {
            away: one.away,
            ..listing(2, "2024-07-12", "S")
        };
        assert_eq!(
            found(vec![one.clone(), other.clone()]),
            [(Kind::TwoPlaces, vec![1, 2])]
        );
        other.away = Some(Club {
            team_id: 10,
            is_split_squad: true,
        });
        assert!(found(vec![one.clone(), other.clone()]).is_empty());
        let put_off = Listing {
            away: one.away,
            ..listing(2, "2024-07-12", "D")
        };
        assert!(found(vec![one.clone(), put_off]).is_empty());
        let next_day = Listing {
            away: one.away,
            ..listing(2, "2024-07-13", "S")
        };
        assert!(found(vec![one, next_day]).is_empty());
    }

    #[test]
    fn of_two_clubs_in_both_games_either_can_be_in_two_places() {
        let one = listing(1, "2024-07-12", "S");
        let half_of = |club: Option<Club>| {
            club.map(|club| Club {
                is_split_squad: true,
                ..club
            })
        };
        let other = Listing {
            away: one.home,
            home: half_of(one.away),
            ..listing(2, "2024-07-12", "S")
        };
        assert_eq!(found(vec![one, other]), [(Kind::TwoPlaces, vec![1, 2])]);
    }

    #[test]
    fn a_slot_has_one_game_and_a_doubleheader_has_two() {
        let one = listing(1, "2024-07-12", "S");
        let second = Listing {
            game_pk: 2,
            game_number: 2,
            ..one.clone()
        };
        assert!(found(vec![one.clone(), second.clone()]).is_empty());
        let twin = Listing {
            game_number: 1,
            ..second
        };
        assert_eq!(found(vec![one.clone(), twin]), [(Kind::SameSlot, vec![1, 2])]);
        let at: Timestamp = "2024-07-12T23:05:00Z".parse().unwrap();
        let begins = |game_pk, is_start_open| Listing {
            venue_id: Some(7),
            scheduled_at: Some(at),
            is_start_open,
            away: club(game_pk * 100),
            home: club(game_pk * 100 + 1),
            ..listing(game_pk, "2024-07-12", "S")
        };
        assert_eq!(
            found(vec![begins(1, false), begins(2, false)]),
            [(Kind::SameSlot, vec![1, 2])]
        );
        assert!(found(vec![begins(1, true), begins(2, false)]).is_empty());
    }

    /// It began on the 11th, and that is the day for which it counts.
    #[test]
    fn a_resumed_game_and_the_game_of_the_day_are_two() {
        let today = listing(1, "2024-07-12", "S");
        let resumed = Listing {
            game_pk: 2,
            official_date: Some("2024-07-11".parse().unwrap()),
            ..today.clone()
        };
        assert!(found(vec![today, resumed]).is_empty());
    }

    #[test]
    fn a_game_that_is_listed_nowhere_any_more_vanished() {
        let before: MasterSchedule = [listing(1, "2024-07-12", "S"), listing(2, "2024-07-12", "S")]
            .into_iter()
            .collect();
        let after: MasterSchedule = [listing(2, "2024-07-20", "S")].into_iter().collect();
        let found = conflicts(&before, &after);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].kind, found[0].game_pks.as_slice()),
            (Kind::Vanished, &[1][..])
        );
    }
}
