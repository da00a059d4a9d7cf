//! What became of a pitch.

/// The call of a pitch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Ball,
    BallInDirt,
    Pitchout,
    Called,
    Swinging,
    SwingingBlocked,
    FoulTip,
    Foul,
    FoulBunt,
    HitByPitch,
    InPlayOut,
    InPlayNoOut,
    InPlayRun,
}

impl Call {
    /// Code and description.
    pub(crate) fn labels(self) -> (&'static str, &'static str) {
        match self {
            Call::Ball => ("B", "Ball"),
            Call::BallInDirt => ("*B", "Ball In Dirt"),
            Call::Pitchout => ("P", "Pitchout"),
            Call::Called => ("C", "Called Strike"),
            Call::Swinging => ("S", "Swinging Strike"),
            Call::SwingingBlocked => ("W", "Swinging Strike (Blocked)"),
            Call::FoulTip => ("T", "Foul Tip"),
            Call::Foul => ("F", "Foul"),
            Call::FoulBunt => ("L", "Foul Bunt"),
            Call::HitByPitch => ("H", "Hit By Pitch"),
            Call::InPlayOut => ("X", "In play, out(s)"),
            Call::InPlayNoOut => ("D", "In play, no out"),
            Call::InPlayRun => ("E", "In play, run(s)"),
        }
    }

    pub(crate) fn is_in_play(self) -> bool {
        matches!(self, Call::InPlayOut | Call::InPlayNoOut | Call::InPlayRun)
    }

    /// A ball for the count; a batter who is hit counts as one too.
    pub(crate) fn is_ball(self) -> bool {
        matches!(
            self,
            Call::Ball | Call::BallInDirt | Call::Pitchout | Call::HitByPitch
        )
    }

    pub(crate) fn is_strike(self) -> bool {
        !self.is_ball() && !self.is_in_play()
    }

    /// A foul that is no third strike.
    pub(crate) fn is_plain_foul(self) -> bool {
        self == Call::Foul
    }

    pub(crate) fn color(self) -> &'static str {
        if self.is_in_play() {
            "rgba(26, 86, 190, 1.0)"
        } else if self.is_ball() {
            "rgba(39, 161, 39, 1.0)"
        } else {
            "rgba(170, 21, 11, 1.0)"
        }
    }
}
