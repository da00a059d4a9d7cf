//! What rain does to a schedule: games are postponed and made up as part of a doubleheader, suspended and resumed
//! on another day, or called before the ninth inning.

use super::fixture::{Fixture, Resumption, Slot};
use super::start;
use crate::date::Millis;
use crate::rng::Rng;

/// Chance that an open-air game is rained out; half of it from June on.
const POSTPONED: f64 = 0.032;
/// Chance that an open-air game is called after five innings or more.
const CALLED: f64 = 0.006;
/// Suspended games of a season that go on the next day, and those that go on at the next meeting.
const SUSPENDED_OVERNIGHT: usize = 3;
const SUSPENDED_FOR_LONG: usize = 1;
/// Days between the halves of a game that is suspended for long: time for a trade.
const LONG: i64 = 20;
/// A postponement is announced so long before the game would begin.
const TOLD_BEFORE: Millis = 2 * 3_600_000;
/// Games that are looked at to find one that can be suspended.
const TRIES: usize = 400;
/// Doubleheaders of these years have seven innings a game.
const SHORT_DOUBLEHEADERS: std::ops::RangeInclusive<i64> = 2020..=2021;

/// Rains on the fixtures, which are in the order of their start.
pub(crate) fn rain(rng: &mut Rng, fixtures: &mut [Fixture]) {
    for number in 0..fixtures.len() {
        let fixture = &fixtures[number];
        let wet = if fixture.planned.date.month < 6 { 1.0 } else { 0.5 };
        if fixture.is_open_air() && fixture.is_plain() && rng.chance(POSTPONED * wet) {
            postpone(rng, fixtures, number);
        }
    }
    for _ in 0..SUSPENDED_OVERNIGHT {
        suspend(rng, fixtures, false);
    }
    for _ in 0..SUSPENDED_FOR_LONG {
        suspend(rng, fixtures, true);
    }
    for fixture in fixtures.iter_mut() {
        if fixture.is_open_air() && fixture.is_plain() && rng.chance(CALLED) {
            fixture.called_in = Some(rng.whole(5, 8));
        }
    }
}

/// Plain night games at the same park between the same clubs, later than this one.
fn later_meetings(fixtures: &[Fixture], number: usize) -> Vec<usize> {
    let missed = &fixtures[number];
    let alike = |other: &&Fixture| {
        other.is_plain()
            && other.planned.date > missed.planned.date
            && [0, 1].map(|side| other.clubs[side].id) == [0, 1].map(|side| missed.clubs[side].id)
    };
    fixtures.iter().filter(alike).map(|other| other.number).collect()
}

/// Moves a game to a day on which the clubs meet anyway, later in the series or at the next visit. A game whose
/// clubs do not meet there again is played in the rain.
fn postpone(rng: &mut Rng, fixtures: &mut [Fixture], number: usize) {
    let meetings = later_meetings(fixtures, number);
    let series = fixtures[number].planned.series;
    let (soon, late): (Vec<usize>, Vec<usize>) = meetings
        .into_iter()
        .partition(|other| fixtures[*other].planned.series == series);
    let choice = if soon.is_empty() || (!late.is_empty() && rng.chance(0.45)) {
        late
    } else {
        soon
    };
    if choice.is_empty() {
        return;
    }
    let other = *rng.pick(&choice);
    let kind = if rng.chance(0.5) { "Y" } else { "S" };
    let (date, home) = (fixtures[other].played.date, fixtures[other].clubs[1]);
    let starts = start::doubleheader(rng, home, date, kind);
    // On one ticket the game of the day comes second as often as first.
    let made_up_first = rng.chance(0.4);
    let slot = fixtures[other].played;
    let told = fixtures[number].planned.start - TOLD_BEFORE;
    for (fixture, first) in [(number, made_up_first), (other, !made_up_first)] {
        let fixture = &mut fixtures[fixture];
        fixture.double_header = kind;
        fixture.moved_at = Some(told);
        fixture.game_number = if first { 1 } else { 2 };
        fixture.played = Slot {
            start: starts[usize::from(!first)],
            ..slot
        };
        if SHORT_DOUBLEHEADERS.contains(&date.year) {
            fixture.scheduled_innings = 7;
        }
    }
    fixtures[number].crew = fixtures[other].crew;
}

/// Stops a game in its middle; it goes on before an evening game of the same clubs.
fn suspend(rng: &mut Rng, fixtures: &mut [Fixture], for_long: bool) {
    for _ in 0..TRIES {
        let number = rng.below(fixtures.len());
        let Some(other) = day_to_resume(fixtures, number, for_long) else {
            continue;
        };
        let (date, home) = (fixtures[other].played.date, fixtures[other].clubs[1]);
        fixtures[number].resumed = Some(Resumption {
            inning: rng.whole(4, 6),
            date,
            start: start::resumption(home, date),
            traded: None,
        });
        return;
    }
}

/// The evening game before which a game could go on: tomorrow's, or that of the next visit.
fn day_to_resume(fixtures: &[Fixture], number: usize, for_long: bool) -> Option<usize> {
    let fixture = &fixtures[number];
    if !fixture.is_plain() || !fixture.is_open_air() {
        return None;
    }
    later_meetings(fixtures, number).into_iter().find(|other| {
        let slot = fixtures[*other].played;
        let days = slot.date.day_number() - fixture.played.date.day_number();
        let fits = if for_long { days >= LONG } else { days == 1 };
        let taken = fixtures
            .iter()
            .filter(|other| other.clubs[1].id == fixture.clubs[1].id)
            .any(|other| other.resumed.is_some_and(|resumed| resumed.date == slot.date));
        fits && !taken && fixture.clubs[1].venue().is_night(slot.start)
    })
}
