//! The bases and who stands on them.

/// A base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Base {
    First,
    Second,
    Third,
    Home,
}

pub(crate) const OCCUPIED: [Base; 3] = [Base::First, Base::Second, Base::Third];

impl Base {
    /// `1B`, and `4B` for home: where a runner starts or is out.
    pub(crate) fn code(self) -> &'static str {
        ["1B", "2B", "3B", "4B"][self as usize]
    }

    /// `score` for home: where a runner ends.
    pub(crate) fn end_code(self) -> &'static str {
        if self == Base::Home { "score" } else { self.code() }
    }

    pub(crate) fn in_words(self) -> &'static str {
        ["1st", "2nd", "3rd", "home"][self as usize]
    }

    pub(crate) fn next(self) -> Base {
        match self {
            Base::First => Base::Second,
            Base::Second => Base::Third,
            Base::Third | Base::Home => Base::Home,
        }
    }
}

/// A runner on base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Runner {
    /// Index in the batting side's roster
    pub player: usize,
    /// The pitcher who is charged if he scores
    pub pitcher: usize,
    /// Reached by an error, or was placed there
    pub unearned: bool,
}

/// Who stands on first, second and third.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bases(pub [Option<Runner>; 3]);

impl Bases {
    pub(crate) fn on(&self, base: Base) -> Option<Runner> {
        self.0.get(base as usize).copied().flatten()
    }

    pub(crate) fn occupied(&self, base: Base) -> bool {
        self.on(base).is_some()
    }

    pub(crate) fn count(&self) -> usize {
        self.0.iter().flatten().count()
    }

    pub(crate) fn put(&mut self, base: Base, runner: Option<Runner>) {
        if let Some(place) = self.0.get_mut(base as usize) {
            *place = runner;
        }
    }

    /// Must this runner leave when the batter comes to first?
    pub(crate) fn forced(&self, base: Base) -> bool {
        OCCUPIED
            .iter()
            .take_while(|other| **other <= base)
            .all(|other| self.occupied(*other))
    }

    pub(crate) fn in_scoring_position(&self) -> bool {
        self.occupied(Base::Second) || self.occupied(Base::Third)
    }

    /// `Empty`, `Men_On`, `RISP` or `Loaded`.
    pub(crate) fn split(&self) -> &'static str {
        match (self.count(), self.in_scoring_position()) {
            (0, _) => "Empty",
            (3, _) => "Loaded",
            (_, true) => "RISP",
            _ => "Men_On",
        }
    }

    /// The words of `metaData.logicalEvents`.
    pub(crate) fn logical_event(&self) -> &'static str {
        match (
            self.occupied(Base::First),
            self.occupied(Base::Second),
            self.occupied(Base::Third),
        ) {
            (false, false, false) => "basesEmpty",
            (true, false, false) => "runnerOnFirst",
            (false, true, false) => "runnerOnSecond",
            (false, false, true) => "runnerOnThird",
            (true, true, false) => "runnersOnFirstAndSecond",
            (true, false, true) => "runnersOnFirstAndThird",
            (false, true, true) => "runnersOnSecondAndThird",
            (true, true, true) => "basesLoaded",
        }
    }
}
