//! All that is simulated: the slates that were given, and the seasons, made as they are asked for.

use crate::date::{Date, Millis, day_of};
use crate::season::{Season, SeasonDates, place_of};
use crate::slate::{Slate, date_of};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Games of a day that is made up by itself.
const GAMES_A_DAY: usize = 15;
/// Days by themselves that are kept; one takes about 6 MB.
const SLATES_KEPT_MAX: usize = 64;
/// Seasons that are kept; one takes about ten megabytes when all of its games were simulated.
const SEASONS_KEPT_MAX: usize = 3;
/// Seasons that there are.
pub(crate) const YEARS: std::ops::RangeInclusive<i64> = 2000..=2100;
/// Hours by which the day of the schedule is behind universal time: games of the west coast end late.
const DAY_BEGINS: Millis = 10 * 3_600_000;

/// The games that there are, and how late it is.
#[derive(Debug)]
pub(crate) struct World {
    pub seed: u64,
    /// The season that is asked for when none is named
    pub year: i64,
    /// Those that were given first
    slates: Mutex<Vec<Arc<Slate>>>,
    /// How many were given, and are kept
    slates_given: usize,
    /// Other days than those of the slates are by themselves, too, instead of days of a season
    days_by_themselves: bool,
    seasons: Mutex<Vec<Arc<Season>>>,
    /// The greatest number when everything is over
    moment: AtomicI64,
}

impl World {
    pub(crate) fn new(seed: u64, year: i64, slates: Vec<Slate>) -> Self {
        Self {
            seed,
            year,
            slates_given: slates.len(),
            slates: Mutex::new(slates.into_iter().map(Arc::new).collect()),
            days_by_themselves: false,
            seasons: Mutex::new(Vec::new()),
            moment: AtomicI64::new(Millis::MAX),
        }
    }

    /// Every day has fifteen games by themselves, and none belongs to a season.
    #[must_use]
    pub(crate) fn with_days_by_themselves(mut self, days_by_themselves: bool) -> Self {
        self.days_by_themselves = days_by_themselves;
        self
    }

    /// How late it is; everything is over unless it was set.
    pub(crate) fn moment(&self) -> Millis {
        self.moment.load(Ordering::SeqCst)
    }

    pub(crate) fn set_moment(&self, moment: Option<Millis>) {
        self.moment.store(moment.unwrap_or(Millis::MAX), Ordering::SeqCst);
    }

    /// The day of the schedule: the last one of the season once everything is over.
    pub(crate) fn today(&self) -> Date {
        match self.moment() {
            Millis::MAX => SeasonDates::of(self.year).last,
            moment => day_of(moment - DAY_BEGINS),
        }
    }

    /// A season; those beyond the years are empty of games, so the nearest one stands for them.
    pub(crate) fn season(&self, year: i64) -> Arc<Season> {
        let year = year.clamp(*YEARS.start(), *YEARS.end());
        let mut seasons = self.seasons.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = seasons.iter().position(|season| season.year == year) {
            // Asked for last, dropped last.
            let season = seasons.remove(place);
            seasons.push(season.clone());
            return season;
        }
        let season = Arc::new(Season::of(self.seed, year));
        if seasons.len() >= SEASONS_KEPT_MAX {
            seasons.remove(0);
        }
        seasons.push(season.clone());
        season
    }

    /// The slate of a day: given, or made up where days are by themselves.
    pub(crate) fn slate_on(&self, date: Date) -> Option<Arc<Slate>> {
        let date = date.to_string();
        if let Some(slate) = self.known_slate(|slate| slate.date == date) {
            return Some(slate);
        }
        if !self.days_by_themselves {
            return None;
        }
        let slate = Arc::new(Slate::new(self.seed, &date, GAMES_A_DAY));
        let mut slates = self.slates.lock().unwrap_or_else(PoisonError::into_inner);
        if slates.len() >= self.slates_given + SLATES_KEPT_MAX {
            slates.remove(self.slates_given);
        }
        slates.push(slate.clone());
        Some(slate)
    }

    /// The slate with a game.
    pub(crate) fn slate_of(&self, game_pk: i64) -> Option<Arc<Slate>> {
        let holds = |slate: &Slate| slate.game(game_pk).is_some();
        self.known_slate(holds)
            .or_else(|| self.slate_on(date_of(game_pk)?))
            .filter(|slate| holds(slate))
    }

    fn known_slate(&self, fits: impl Fn(&Slate) -> bool) -> Option<Arc<Slate>> {
        let slates = self.slates.lock().unwrap_or_else(PoisonError::into_inner);
        slates.iter().find(|slate| fits(slate)).cloned()
    }

    /// The season with a game, and the game's number in it.
    pub(crate) fn fixture_of(&self, game_pk: i64) -> Option<(Arc<Season>, usize)> {
        let (year, number) = place_of(game_pk)?;
        if !YEARS.contains(&year) {
            return None;
        }
        let season = self.season(year);
        (number < season.fixtures.len()).then_some((season, number))
    }
}
