//! A batted ball: how it is hit, who comes to it, and what the park and the fielders allow.

use crate::hand::Hand;
use crate::player::Player;
use crate::position::{
    CATCHER, CENTER_FIELD, FIRST_BASE, LEFT_FIELD, PITCHER, Position, RIGHT_FIELD, SECOND_BASE, SHORTSTOP,
    THIRD_BASE,
};
use crate::rng::{Rng, rounded};

/// How the ball flies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trajectory {
    Ground,
    Line,
    Fly,
    Popup,
    BuntGround,
}

impl Trajectory {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Trajectory::Ground => "ground_ball",
            Trajectory::Line => "line_drive",
            Trajectory::Fly => "fly_ball",
            Trajectory::Popup => "popup",
            Trajectory::BuntGround => "bunt_grounder",
        }
    }

    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Trajectory::Ground => "ground ball",
            Trajectory::Line => "line drive",
            Trajectory::Fly => "fly ball",
            Trajectory::Popup => "pop up",
            Trajectory::BuntGround => "bunt ground ball",
        }
    }
}

/// What the ball alone is worth, before runners are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Worth {
    Out,
    Error,
    Single,
    Double,
    Triple,
    HomeRun,
}

/// A ball in play as the feed shows it.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub trajectory: Trajectory,
    pub worth: Worth,
    /// Who fields it
    pub fielder: Position,
    /// mph; None for the few that were not tracked
    pub launch_speed: Option<f64>,
    /// Degrees
    pub launch_angle: f64,
    /// Feet
    pub distance: f64,
    pub hardness: &'static str,
    /// `7`, or `78` between two; None where nobody says
    pub location: Option<&'static str>,
    /// Place in the picture of the field: home plate about (125, 199), 2.5 feet a step
    pub coordinates: (f64, f64),
}

impl Hit {
    /// A ball hit by `batter`.
    pub(crate) fn swing(rng: &mut Rng, batter: &Player, side: Hand, stuff: f64) -> Self {
        let trajectory = [
            Trajectory::Ground,
            Trajectory::Line,
            Trajectory::Fly,
            Trajectory::Popup,
        ][rng.weighted(&[0.43 * stuff, 0.205, 0.265 * (0.6 + 0.4 * batter.power), 0.10])];
        let worth = worth(rng, trajectory, batter);
        Self::describe(rng, trajectory, worth, side)
    }

    /// A bunt.
    pub(crate) fn bunt(rng: &mut Rng, side: Hand) -> Self {
        let worth = if rng.chance(0.2) {
            Worth::Single
        } else {
            Worth::Out
        };
        Self::describe(rng, Trajectory::BuntGround, worth, side)
    }

    fn describe(rng: &mut Rng, trajectory: Trajectory, worth: Worth, side: Hand) -> Self {
        let fielder = fielder(rng, trajectory, worth, side);
        let (speed, angle) = launch(rng, trajectory, worth);
        let launch_speed = (!rng.chance(0.005)).then(|| rounded(speed, 1));
        let coordinates = place(rng, trajectory, worth, fielder);
        let (across, along) = (coordinates.0 - 125.4, 198.8 - coordinates.1);
        let flown = (across * across + along * along).sqrt() * 2.5;
        let distance = match trajectory {
            Trajectory::Ground | Trajectory::BuntGround => (flown * rng.between(0.03, 0.45)).max(1.0),
            _ if worth == Worth::HomeRun => rng.bell(400.0, 22.0, 335.0, 490.0),
            _ => flown * rng.between(0.96, 1.06),
        };
        let hard = match trajectory {
            Trajectory::Popup | Trajectory::BuntGround => false,
            Trajectory::Line => speed > 97.0,
            _ => speed > 103.0,
        };
        let soft = speed < 62.0 || (trajectory == Trajectory::BuntGround && rng.chance(0.6));
        Self {
            trajectory,
            worth,
            fielder,
            launch_speed,
            launch_angle: angle.round(),
            distance: distance.round(),
            hardness: if hard {
                "hard"
            } else if soft {
                "soft"
            } else {
                "medium"
            },
            location: location(rng, worth, fielder, coordinates.0),
            coordinates: (rounded(coordinates.0, 2), rounded(coordinates.1, 2)),
        }
    }

    /// `sharp line drive`
    pub(crate) fn in_words(&self) -> String {
        let adjective = match self.hardness {
            "hard" => "sharp ",
            "soft" => "soft ",
            _ => "",
        };
        format!("{adjective}{}", self.trajectory.in_words())
    }

    /// ` sharply`, ` softly` or nothing.
    pub(crate) fn adverb(&self) -> &'static str {
        match self.hardness {
            "hard" => " sharply",
            "soft" => " softly",
            _ => "",
        }
    }
}

fn worth(rng: &mut Rng, trajectory: Trajectory, batter: &Player) -> Worth {
    let (power, speed) = (batter.power, batter.speed);
    let weights = match trajectory {
        Trajectory::Ground => [0.735, 0.017, 0.225 * (0.9 + 0.1 * speed), 0.022, 0.0006, 0.0],
        Trajectory::Line => [
            0.345,
            0.004,
            0.455,
            0.155 * (0.7 + 0.3 * power),
            0.016 * speed,
            0.02 * power,
        ],
        Trajectory::Fly => [0.735, 0.004, 0.045, 0.062, 0.008 * speed, 0.155 * power],
        _ => [0.985, 0.002, 0.012, 0.001, 0.0, 0.0],
    };
    [
        Worth::Out,
        Worth::Error,
        Worth::Single,
        Worth::Double,
        Worth::Triple,
        Worth::HomeRun,
    ][rng.weighted(&weights)]
}

fn fielder(rng: &mut Rng, trajectory: Trajectory, worth: Worth, side: Hand) -> Position {
    let pull = if side == Hand::Left { 1.35 } else { 0.75 };
    let outfield = |rng: &mut Rng, center: f64| {
        [LEFT_FIELD, CENTER_FIELD, RIGHT_FIELD][rng.weighted(&[1.0 / pull, center, pull])]
    };
    match (trajectory, worth) {
        (Trajectory::BuntGround, _) => {
            [PITCHER, THIRD_BASE, FIRST_BASE, CATCHER][rng.weighted(&[3.0, 2.0, 1.5, 1.0])]
        }
        (_, Worth::HomeRun) => outfield(rng, 0.7),
        (_, Worth::Double | Worth::Triple) => outfield(rng, 0.6),
        (Trajectory::Ground, Worth::Single) if rng.chance(0.78) => outfield(rng, 0.9),
        (Trajectory::Ground, _) => [SHORTSTOP, SECOND_BASE, THIRD_BASE, FIRST_BASE, PITCHER]
            [rng.weighted(&[0.3 / pull, 0.21 * pull, 0.21 / pull, 0.18 * pull, 0.09])],
        (Trajectory::Popup, _) => [THIRD_BASE, SHORTSTOP, FIRST_BASE, SECOND_BASE, CATCHER, PITCHER]
            [rng.weighted(&[2.6, 2.2, 2.1, 1.9, 1.1, 0.2])],
        (Trajectory::Line, Worth::Out) if rng.chance(0.24) => {
            [SHORTSTOP, SECOND_BASE, THIRD_BASE, FIRST_BASE][rng.below(4)]
        }
        _ => outfield(rng, 1.1),
    }
}

/// Speed off the bat, mph, and angle, degrees.
fn launch(rng: &mut Rng, trajectory: Trajectory, worth: Worth) -> (f64, f64) {
    match (trajectory, worth) {
        (Trajectory::BuntGround, _) => (
            rng.bell(36.0, 7.0, 20.0, 58.0),
            rng.bell(-30.0, 22.0, -80.0, 20.0),
        ),
        (Trajectory::Ground, Worth::Out | Worth::Error) => (
            rng.bell(83.0, 13.5, 35.0, 112.0),
            rng.bell(-15.0, 15.0, -70.0, 9.0),
        ),
        (Trajectory::Ground, _) => (rng.bell(91.0, 12.0, 45.0, 114.0), rng.bell(-5.0, 9.0, -40.0, 9.0)),
        (Trajectory::Line, Worth::HomeRun) => (
            rng.bell(106.5, 3.0, 100.0, 116.0),
            rng.bell(21.5, 1.6, 18.0, 24.0),
        ),
        (Trajectory::Line, Worth::Out | Worth::Error) => {
            (rng.bell(92.0, 11.0, 60.0, 113.0), rng.bell(17.5, 4.5, 10.0, 25.0))
        }
        (Trajectory::Line, _) => (rng.bell(94.0, 9.5, 62.0, 115.0), rng.bell(15.5, 4.5, 8.0, 25.0)),
        (_, Worth::HomeRun) => (rng.bell(104.5, 4.0, 94.0, 118.0), rng.bell(28.5, 4.0, 20.0, 42.0)),
        (Trajectory::Fly, Worth::Single) => {
            (rng.bell(72.0, 5.0, 60.0, 88.0), rng.bell(31.0, 4.0, 25.0, 45.0))
        }
        (Trajectory::Fly, Worth::Out | Worth::Error) => {
            (rng.bell(90.5, 7.5, 66.0, 109.0), rng.bell(39.0, 8.0, 25.0, 56.0))
        }
        (Trajectory::Fly, _) => (rng.bell(97.0, 6.0, 78.0, 112.0), rng.bell(31.0, 5.0, 24.0, 45.0)),
        (Trajectory::Popup, _) => (rng.bell(76.0, 11.0, 45.0, 100.0), rng.bell(65.0, 9.0, 50.0, 86.0)),
    }
}

/// Where the ball is fielded or leaves the park.
fn place(rng: &mut Rng, trajectory: Trajectory, worth: Worth, fielder: Position) -> (f64, f64) {
    let (x, y): (f64, f64) = match fielder {
        PITCHER => (125.0, 180.0),
        CATCHER => (122.0, 203.0),
        FIRST_BASE => (153.0, 170.0),
        SECOND_BASE => (145.0, 150.0),
        THIRD_BASE => (101.0, 170.0),
        SHORTSTOP => (112.0, 149.0),
        LEFT_FIELD => (72.0, 104.0),
        CENTER_FIELD => (126.0, 82.0),
        _ => (182.0, 105.0),
    };
    let (out_x, out_y) = (x - 125.4, y - 198.8);
    let depth = match (trajectory, worth) {
        (_, Worth::HomeRun) => rng.between(1.38, 1.5),
        (_, Worth::Triple) => rng.between(1.15, 1.33),
        (_, Worth::Double) => rng.between(1.0, 1.28),
        (Trajectory::Fly, Worth::Out) => rng.between(0.85, 1.2),
        (Trajectory::Line | Trajectory::Fly, Worth::Single) => rng.between(0.8, 1.0),
        (Trajectory::BuntGround, _) => rng.between(0.2, 0.6),
        _ => rng.between(0.86, 1.1),
    };
    let spread = if fielder >= LEFT_FIELD { 11.0 } else { 6.0 };
    let place = (
        125.4 + out_x * depth + rng.normal(0.0, spread),
        198.8 + out_y * depth + rng.normal(0.0, spread / 3.0),
    );
    (place.0.clamp(8.0, 242.0), place.1.clamp(18.0, 212.0))
}

fn location(rng: &mut Rng, worth: Worth, fielder: Position, x: f64) -> Option<&'static str> {
    match worth {
        Worth::HomeRun if (75.0..105.0).contains(&x) => return Some("78"),
        Worth::HomeRun if (145.0..178.0).contains(&x) => return Some("89"),
        Worth::Double | Worth::Triple if rng.chance(0.07) => return None,
        _ => {}
    }
    Some(["1", "2", "3", "4", "5", "6", "7", "8", "9"][usize::from(fielder.clamp(1, 9)) - 1])
}
