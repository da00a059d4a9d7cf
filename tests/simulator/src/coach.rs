//! The manager and the coaches of a club.

use crate::club::{CLUBS, Club};
use crate::name::Name;
use crate::rng::Rng;
use crate::roster::FIRST_COACH_ID;

/// Job and its code, the manager's first.
const JOBS: [(&str, &str); 9] = [
    ("Manager", "MNGR"),
    ("Bench Coach", "COAB"),
    ("Hitting Coach", "COAT"),
    ("Assistant Hitting Coach", "COAA"),
    ("Pitching Coach", "COAP"),
    ("Bullpen Coach", "COAU"),
    ("First Base Coach", "COA1"),
    ("Third Base Coach", "COA3"),
    ("Catching Coach", "COAC"),
];

/// The coaches of a kind have ids that are so far from those of the next.
const CLUBS_MAX: i64 = 100;

/// Somebody who leads or teaches players.
#[derive(Clone, Debug)]
pub(crate) struct Coach {
    pub id: i64,
    pub name: Name,
    pub number: String,
    pub job: &'static str,
    pub job_id: &'static str,
}

/// The manager of a club.
pub(crate) fn manager(seed: u64, club: &Club) -> Coach {
    coach(seed, club, 0)
}

/// The manager and the coaches of a club.
pub(crate) fn coaches(seed: u64, club: &Club) -> Vec<Coach> {
    (0..JOBS.len()).map(|job| coach(seed, club, job)).collect()
}

/// The coach with an id, if it is one.
pub(crate) fn coach_of(seed: u64, id: i64) -> Option<(Coach, &'static Club)> {
    let number = id - FIRST_COACH_ID;
    let club = CLUBS.get(usize::try_from(number.rem_euclid(CLUBS_MAX)).ok()?)?;
    let job = usize::try_from(number.div_euclid(CLUBS_MAX)).ok()?;
    (job < JOBS.len()).then(|| (coach(seed, club, job), club))
}

fn coach(seed: u64, club: &Club, job: usize) -> Coach {
    let id = FIRST_COACH_ID + job as i64 * CLUBS_MAX + club.number() as i64;
    let mut rng = Rng::stream(seed, "coach", id.unsigned_abs());
    let (title, job_id) = JOBS[job];
    Coach {
        id,
        name: Name::invent(&mut rng),
        number: rng.whole(1, 99).to_string(),
        job: title,
        job_id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coach_is_found_by_his_id() {
        for club in CLUBS {
            for coach in coaches(1, club) {
                let (found, of) = coach_of(1, coach.id).unwrap();
                assert_eq!((found.name.full(), of.id), (coach.name.full(), club.id));
            }
        }
        assert!(coach_of(1, FIRST_COACH_ID + 50).is_none());
    }
}
