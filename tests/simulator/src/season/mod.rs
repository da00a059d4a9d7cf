//! A season: thirty clubs, 2,430 games, and everything that follows from the seed and the year.
//!
//! - `dates` are the key days, `rounds` who meets whom, `calendar` on which days, `start` at which hour.
//! - `mishap` rains on it; `fixture` is a game as the schedule has it after that.
//! - `people` are the players, `moves` who goes where, `rosters` who is where on a day.
//! - `standing` knows who won and counts wins, without a game being simulated: the winner of each game is drawn
//!   first, and the game is simulated until it comes out so.
//! - `moment` is how far everything was at a moment.
//! - `outcome` is what is kept of a simulated game, `sums` adds those up, `play` simulates.
//!
//! A game is simulated when it is asked for. What is kept of all is a few megabytes; whole games are kept for a few.

mod calendar;
mod dates;
mod fixture;
mod mishap;
mod moment;
mod moves;
mod outcome;
mod people;
mod play;
mod rosters;
mod rounds;
mod standing;
mod start;
mod sums;

use crate::club::Club;
use crate::crew::CREWS;
use crate::date::{Date, Millis};
use crate::game::Game;
use crate::plan::Series;
use crate::rng::Rng;
use calendar::Booked;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

pub(crate) use dates::SeasonDates;
pub(crate) use fixture::{Fixture, Role, Slot, place_of};
pub(crate) use moves::{Kind, Move};
pub(crate) use outcome::Outcome;
pub(crate) use people::{ACTIVE, People};
pub(crate) use rosters::{Rosters, active_until, clubs_of};

/// A season. Cheap to make: nothing is simulated yet.
#[derive(Debug)]
pub(crate) struct Season {
    pub seed: u64,
    pub year: i64,
    pub dates: SeasonDates,
    pub fixtures: Vec<Fixture>,
    pub people: People,
    /// In the order of their days
    pub moves: Vec<Move>,
    /// Games of each club, by its number, in the order in which they begin
    schedules: Vec<Vec<usize>>,
    /// Games of each club in the order in which they are decided
    decisions: Vec<Vec<usize>>,
    /// Wins and losses of both clubs once a game is decided
    records: Vec<[(i64, i64); 2]>,
    /// What is listed under a day
    days: BTreeMap<i64, Vec<(usize, Role)>>,
    outcomes: Vec<OnceLock<Outcome>>,
    /// The games that were asked for last
    games: Mutex<Vec<(usize, Arc<Game>)>>,
}

impl Season {
    pub(crate) fn of(seed: u64, year: i64) -> Self {
        let dates = SeasonDates::of(year);
        let mut fixtures = fixtures(seed, &dates);
        let mut rng = Rng::stream(seed, "rain", year.unsigned_abs());
        mishap::rain(&mut rng, &mut fixtures);
        number_series(&mut fixtures);
        let people = People::of(seed, year);
        let moves = moves::moves(seed, &dates, &people, &mut fixtures);
        let schedules = by_club(&fixtures, |fixture| fixture.played.start);
        let decisions = by_club(&fixtures, Fixture::last_start);
        let records = standing::records(&fixtures, &decisions);
        let mut days: BTreeMap<i64, Vec<(usize, Role)>> = BTreeMap::new();
        for fixture in &fixtures {
            for (date, role) in fixture.listings() {
                days.entry(date.day_number())
                    .or_default()
                    .push((fixture.number, role));
            }
        }
        for listed in days.values_mut() {
            listed.sort_by_key(|(number, role)| (start_of(&fixtures[*number], *role), *number));
        }
        Self {
            seed,
            year,
            dates,
            people,
            moves,
            schedules,
            decisions,
            records,
            days,
            outcomes: fixtures.iter().map(|_| OnceLock::new()).collect(),
            games: Mutex::new(Vec::new()),
            fixtures,
        }
    }

    /// What is listed under a day, in the order of the hours.
    pub(crate) fn listed_on(&self, date: Date) -> &[(usize, Role)] {
        self.days.get(&date.day_number()).map_or(&[], Vec::as_slice)
    }

    /// The days on which something is listed.
    pub(crate) fn listed_days(&self) -> impl Iterator<Item = Date> {
        self.days.keys().map(|day| Date::of_day_number(*day))
    }

    /// Games of a club in the order in which they begin.
    pub(crate) fn schedule_of(&self, club: &Club) -> &[usize] {
        &self.schedules[club.number()]
    }

    /// Games of a club in the order in which they are decided.
    pub(crate) fn decisions_of(&self, club: &Club) -> &[usize] {
        &self.decisions[club.number()]
    }

    /// Wins and losses of both clubs once a game is decided.
    pub(crate) fn records_after(&self, number: usize) -> [(i64, i64); 2] {
        self.records[number]
    }

    /// The squads after the moves of a day.
    pub(crate) fn rosters_on(&self, date: Date) -> Rosters {
        Rosters::on(&self.moves, date)
    }
}

/// The moment under which a game stands in a day's list.
pub(crate) fn start_of(fixture: &Fixture, role: Role) -> Millis {
    match role {
        Role::Postponed => fixture.planned.start,
        Role::Resumed => fixture.last_start(),
        Role::Played | Role::MadeUp | Role::Suspended => fixture.played.start,
    }
}

fn by_club(fixtures: &[Fixture], key: impl Fn(&Fixture) -> Millis) -> Vec<Vec<usize>> {
    let mut clubs: Vec<Vec<usize>> = vec![Vec::new(); crate::club::CLUBS.len()];
    for fixture in fixtures {
        for club in fixture.clubs {
            clubs[club.number()].push(fixture.number);
        }
    }
    for numbers in &mut clubs {
        numbers.sort_by_key(|number| (key(&fixtures[*number]), *number));
    }
    clubs
}

/// The games of all series as they were planned, in the order of their start.
fn fixtures(seed: u64, dates: &SeasonDates) -> Vec<Fixture> {
    let series = calendar::calendar(seed, dates);
    let mut rng = Rng::stream(seed, "start", dates.year.unsigned_abs());
    let strengths = standing::strengths(seed, dates.year);
    let crews = crews(seed, dates.year, &series);
    let mut fixtures = Vec::new();
    for (number, booked) in series.iter().enumerate() {
        let clubs = [booked.pairing.away, booked.pairing.home].map(rounds::club_at);
        for (game, date) in booked.days.iter().enumerate() {
            let leaves = game + 1 == booked.days.len();
            let slot = Slot {
                date: *date,
                start: start::start(&mut rng, clubs[1], *date, leaves),
                series: number,
                place: Series {
                    numbers: [booked.round as i64 + 1; 2],
                    game: game as i64 + 1,
                    games: booked.days.len() as i64,
                },
            };
            fixtures.push(Fixture {
                number: 0,
                game_pk: 0,
                clubs,
                planned: slot,
                played: slot,
                resumed: None,
                called_in: None,
                scheduled_innings: 9,
                game_number: 1,
                double_header: "N",
                crew: crews[number],
                moved_at: None,
                home_wins: false,
            });
        }
    }
    fixtures.sort_by_key(|fixture| (fixture.planned.start, fixture.clubs[1].id));
    for (number, fixture) in fixtures.iter_mut().enumerate() {
        fixture.number = number;
        fixture.game_pk = fixture::game_pk(dates.year, number);
        fixture.home_wins = standing::home_wins(seed, fixture, &strengths);
    }
    fixtures
}

/// A crew for each series; those of a round have crews of their own.
fn crews(seed: u64, year: i64, series: &[Booked]) -> Vec<usize> {
    let mut rng = Rng::stream(seed, "crews", year.unsigned_abs());
    let mut free: Vec<usize> = Vec::new();
    let mut round = usize::MAX;
    let mut crews = Vec::with_capacity(series.len());
    for booked in series {
        if booked.round != round {
            round = booked.round;
            free = (0..CREWS).collect();
        }
        crews.push(free.swap_remove(rng.below(free.len())));
    }
    crews
}

/// Counts the games of each series anew: those that were made up belong to the series in which they are played.
fn number_series(fixtures: &mut [Fixture]) {
    let mut series: BTreeMap<usize, Vec<(Millis, usize)>> = BTreeMap::new();
    for fixture in fixtures.iter() {
        let entry = (fixture.played.start, fixture.number);
        series.entry(fixture.played.series).or_default().push(entry);
    }
    for mut games in series.into_values() {
        games.sort_unstable();
        let count = games.len() as i64;
        for (place, (_, number)) in (1..).zip(games) {
            fixtures[number].played.place.game = place;
            fixtures[number].played.place.games = count;
        }
    }
}
