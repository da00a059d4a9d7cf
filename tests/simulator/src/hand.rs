//! Left, right or both: how a player bats and throws.

/// The side from which a player bats or the hand with which he throws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hand {
    Left,
    Right,
    /// Bats from the side that the pitcher does not throw from
    Switch,
}

impl Hand {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Hand::Left => "L",
            Hand::Right => "R",
            Hand::Switch => "S",
        }
    }

    pub(crate) fn description(self) -> &'static str {
        match self {
            Hand::Left => "Left",
            Hand::Right => "Right",
            Hand::Switch => "Switch",
        }
    }

    /// The side this batter takes against a pitcher who throws with `thrower`.
    pub(crate) fn against(self, thrower: Hand) -> Hand {
        match (self, thrower) {
            (Hand::Switch, Hand::Left) => Hand::Right,
            (Hand::Switch, _) => Hand::Left,
            (side, _) => side,
        }
    }
}
