//! Who works at games: umpires in crews of four, the official scorer and the data caster of a park.

use crate::club::Club;
use crate::name::Name;
use crate::rng::Rng;
use crate::roster::FIRST_OFFICIAL_ID;

/// Crews of a season; fifteen are at work on a day.
pub(crate) const CREWS: usize = 20;
/// Umpires of a crew.
pub(crate) const CREW: usize = 4;
/// Numbers of the officials who are no umpires begin here; up to a hundred crews have theirs below.
const FIRST_SCORER: usize = 400;
const FIRST_DATA_CASTER: usize = 500;

/// Somebody who works at a game.
#[derive(Clone, Debug)]
pub(crate) struct Official {
    pub id: i64,
    pub name: String,
}

/// The four umpires of a crew as they stand in a game: home plate, first, second, third base. Who is behind the
/// plate changes from game to game.
pub(crate) fn umpires(seed: u64, crew: usize, game: usize) -> Vec<Official> {
    let places = (0..CREW).map(|place| crew * CREW + (place + game) % CREW);
    places.map(|number| official(seed, number)).collect()
}

/// The official scorer of a park, one of two.
pub(crate) fn scorer(seed: u64, home: &Club, turn: usize) -> Official {
    official(seed, FIRST_SCORER + home.number() * 2 + turn % 2)
}

/// The data caster of a park, one of two.
pub(crate) fn data_caster(seed: u64, home: &Club, turn: usize) -> Official {
    official(seed, FIRST_DATA_CASTER + home.number() * 2 + turn % 2)
}

/// All officials of a kind, in the order of their ids.
pub(crate) fn all_umpires(seed: u64) -> Vec<Official> {
    (0..CREWS * CREW).map(|number| official(seed, number)).collect()
}

/// All official scorers.
pub(crate) fn all_scorers(seed: u64) -> Vec<Official> {
    (FIRST_SCORER..FIRST_SCORER + 60)
        .map(|number| official(seed, number))
        .collect()
}

/// All data casters.
pub(crate) fn all_data_casters(seed: u64) -> Vec<Official> {
    (FIRST_DATA_CASTER..FIRST_DATA_CASTER + 60)
        .map(|number| official(seed, number))
        .collect()
}

/// The official with an id, if it is one.
pub(crate) fn official_of(seed: u64, id: i64) -> Option<Official> {
    let number = usize::try_from(id - FIRST_OFFICIAL_ID).ok()?;
    (number < FIRST_DATA_CASTER + 60).then(|| official(seed, number))
}

/// The official with a number: the same person in every game of a seed.
fn official(seed: u64, number: usize) -> Official {
    let mut rng = Rng::stream(seed, "official", number as u64);
    Official {
        id: FIRST_OFFICIAL_ID + number as i64,
        name: Name::invent(&mut rng).full(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crews_share_nobody() {
        let mut ids: Vec<i64> = (0..100)
            .flat_map(|crew| umpires(1, crew, crew))
            .map(|umpire| umpire.id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 400);
        assert_eq!(official_of(1, ids[7]).map(|official| official.id), Some(ids[7]));
        assert!(official_of(1, 900_000).is_none());
    }
}
