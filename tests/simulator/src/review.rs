//! Reviews: what was challenged, by whom, and what came of it.

/// A replay review or a challenge of balls and strikes.
#[derive(Clone, Debug)]
pub(crate) struct Review {
    pub overturned: bool,
    pub kind: Kind,
    /// Id of the club; None when the umpires asked
    pub club: Option<i64>,
    /// Id and name of the player who challenged a pitch
    pub player: Option<(i64, String)>,
    /// A second review of the same play
    pub further: Option<Box<Review>>,
}

/// What is reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    PlayAtFirst,
    TagPlay,
    HomePlateCollision,
    HomeRun,
    HitByPitch,
    PitchResult,
}

impl Kind {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Kind::PlayAtFirst => "MF",
            Kind::TagPlay => "MA",
            Kind::HomePlateCollision => "MP",
            Kind::HomeRun => "NH",
            Kind::HitByPitch => "MI",
            Kind::PitchResult => "MJ",
        }
    }

    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Kind::PlayAtFirst => "play at 1st",
            Kind::TagPlay => "tag play",
            Kind::HomePlateCollision => "home-plate collision",
            Kind::HomeRun => "home run",
            Kind::HitByPitch => "hit by pitch",
            Kind::PitchResult => "pitch result",
        }
    }
}
