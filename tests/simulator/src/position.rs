//! The positions of the field and of the batting order, by the numbers that scorers use.

/// A position: 1 pitcher to 9 right field, 10 designated hitter, 11 pinch hitter, 12 pinch runner.
pub(crate) type Position = u8;

pub(crate) const PITCHER: Position = 1;
pub(crate) const CATCHER: Position = 2;
pub(crate) const FIRST_BASE: Position = 3;
pub(crate) const SECOND_BASE: Position = 4;
pub(crate) const THIRD_BASE: Position = 5;
pub(crate) const SHORTSTOP: Position = 6;
pub(crate) const LEFT_FIELD: Position = 7;
pub(crate) const CENTER_FIELD: Position = 8;
pub(crate) const RIGHT_FIELD: Position = 9;
pub(crate) const DESIGNATED_HITTER: Position = 10;
pub(crate) const PINCH_HITTER: Position = 11;
pub(crate) const PINCH_RUNNER: Position = 12;

/// Code, name, type and abbreviation, as the API writes them.
pub(crate) fn labels(position: Position) -> [&'static str; 4] {
    match position {
        PITCHER => ["1", "Pitcher", "Pitcher", "P"],
        CATCHER => ["2", "Catcher", "Catcher", "C"],
        FIRST_BASE => ["3", "First Base", "Infielder", "1B"],
        SECOND_BASE => ["4", "Second Base", "Infielder", "2B"],
        THIRD_BASE => ["5", "Third Base", "Infielder", "3B"],
        SHORTSTOP => ["6", "Shortstop", "Infielder", "SS"],
        LEFT_FIELD => ["7", "Outfielder", "Outfielder", "LF"],
        CENTER_FIELD => ["8", "Outfielder", "Outfielder", "CF"],
        RIGHT_FIELD => ["9", "Outfielder", "Outfielder", "RF"],
        DESIGNATED_HITTER => ["10", "Designated Hitter", "Hitter", "DH"],
        PINCH_HITTER => ["11", "Pinch Hitter", "Hitter", "PH"],
        _ => ["12", "Pinch Runner", "Runner", "PR"],
    }
}

/// The position in a sentence: `left fielder`.
pub(crate) fn in_words(position: Position) -> &'static str {
    match position {
        PITCHER => "pitcher",
        CATCHER => "catcher",
        FIRST_BASE => "first baseman",
        SECOND_BASE => "second baseman",
        THIRD_BASE => "third baseman",
        SHORTSTOP => "shortstop",
        LEFT_FIELD => "left fielder",
        CENTER_FIELD => "center fielder",
        RIGHT_FIELD => "right fielder",
        DESIGNATED_HITTER => "designated hitter",
        PINCH_HITTER => "pinch-hitter",
        _ => "pinch-runner",
    }
}

/// The place in a sentence: `left field`.
pub(crate) fn place(position: Position) -> &'static str {
    match position {
        FIRST_BASE => "first base",
        SECOND_BASE => "second base",
        THIRD_BASE => "third base",
        LEFT_FIELD => "left field",
        CENTER_FIELD => "center field",
        RIGHT_FIELD => "right field",
        other => in_words(other),
    }
}

pub(crate) fn is_outfield(position: Position) -> bool {
    (LEFT_FIELD..=RIGHT_FIELD).contains(&position)
}

/// May a player who is `primary` by trade stand at `position`?
pub(crate) fn can_play(primary: Position, position: Position) -> bool {
    match position {
        DESIGNATED_HITTER => true,
        CATCHER => primary == CATCHER,
        PITCHER => primary == PITCHER,
        FIRST_BASE => (FIRST_BASE..=DESIGNATED_HITTER).contains(&primary),
        _ if is_outfield(position) => is_outfield(primary) || primary == SECOND_BASE,
        _ => (SECOND_BASE..=SHORTSTOP).contains(&primary),
    }
}
