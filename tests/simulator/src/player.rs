//! A player: invented, and the same for a seed wherever he is asked for.

use crate::date::Date;
use crate::hand::Hand;
use crate::name::{Name, surname, town};
use crate::pitch_type::{PitchType, repertoire};
use crate::position::{PITCHER, Position};
use crate::rng::{Rng, rounded};

/// A player with his biography and what he can do.
#[derive(Clone, Debug)]
pub(crate) struct Player {
    pub id: i64,
    pub name: Name,
    pub number: i64,
    pub born: Date,
    pub town: (&'static str, Option<&'static str>, &'static str),
    pub height_inches: i64,
    pub weight_pounds: i64,
    pub primary: Position,
    pub bats: Hand,
    pub throws: Hand,
    pub debut: Date,
    /// Last day in the majors, for those who have ended their career by now
    pub last_played: Option<Date>,
    pub draft_year: Option<i64>,
    pub nickname: Option<String>,
    pub pronunciation: Option<String>,
    pub matrilineal: Option<String>,
    pub verified: bool,
    /// Upper edge of his strike zone, feet
    pub zone_top: f64,
    /// Lower edge of his strike zone, feet
    pub zone_bottom: f64,
    /// Extra-base hits and home runs, about 1
    pub power: f64,
    /// Balls put in play instead of missed, about 1
    pub contact: f64,
    /// Stolen bases and extra bases taken, about 1
    pub speed: f64,
    /// Strikes thrown, about 1
    pub control: f64,
    /// Bats missed, about 1
    pub stuff: f64,
    /// Pitches before he tires
    pub stamina: i64,
    /// What he throws, with weights; empty for those who do not pitch
    pub repertoire: Vec<(PitchType, f64)>,
    /// Speed against the average of each pitch, mph
    pub velocity: f64,
    /// Release point: sideways as seen for a right-hander, and up, feet
    pub release: (f64, f64),
    /// Reach towards the plate at release, feet
    pub extension: f64,
}

impl Player {
    /// The player with `id`, of a trade and in a season.
    pub(crate) fn invent(seed: u64, id: i64, primary: Position, starter: bool, season: i64) -> Self {
        let mut rng = Rng::stream(seed, "player", id.unsigned_abs());
        let name = Name::invent(&mut rng);
        let pitcher = primary == PITCHER;
        let (bats, throws) = hands(&mut rng, primary);
        let height_inches = rng
            .bell(if pitcher { 75.0 } else { 73.0 }, 2.0, 67.0, 80.0)
            .round();
        let born = Date {
            year: rng.whole(1986, 1999),
            month: rng.whole(1, 12),
            day: rng.whole(1, 28),
        };
        // Whoever plays has had his debut, if only this April.
        let age_at_debut = rng.whole(21, 25);
        let late = Date {
            year: season,
            month: 4,
            day: rng.whole(1, 28),
        };
        let early = Date {
            year: born.year + age_at_debut,
            month: rng.whole(4, 9),
            day: rng.whole(1, 28),
        };
        let debut = early.min(late);
        let home = town(&mut rng);
        let drafted = home.1.is_some() && rng.chance(0.97);
        Self {
            id,
            number: rng.whole(0, 79),
            born,
            town: home,
            height_inches: height_inches as i64,
            weight_pounds: (height_inches * 4.4 - 118.0 + rng.normal(0.0, 13.0)).round() as i64,
            primary,
            bats,
            throws,
            debut,
            last_played: rng.chance(0.01).then_some(Date {
                year: season,
                month: 9,
                day: 28,
            }),
            draft_year: drafted.then(|| debut.year - rng.whole(1, 4)),
            nickname: rng
                .chance(0.32)
                .then(|| format!("{}y", name.last.chars().take(4).collect::<String>())),
            pronunciation: rng.chance(0.4).then(|| name.last.to_lowercase()),
            matrilineal: (home.1.is_none() && rng.chance(0.7)).then(|| surname(&mut rng)),
            verified: rng.chance(0.98),
            zone_top: rounded(height_inches * 0.0444 + rng.normal(0.0, 0.05), 3),
            zone_bottom: rounded(height_inches * 0.0224 + rng.normal(0.0, 0.03), 3),
            power: rng.bell(1.0, 0.3, 0.3, 2.0),
            contact: rng.bell(1.0, 0.12, 0.7, 1.3),
            speed: rng.bell(1.0, 0.35, 0.2, 2.0),
            control: rng.bell(1.0, 0.07, 0.8, 1.2),
            stuff: rng.bell(1.0, 0.12, 0.7, 1.35),
            stamina: if starter {
                rng.whole(84, 104)
            } else {
                rng.whole(17, 38)
            },
            repertoire: if pitcher {
                repertoire(&mut rng, starter)
            } else {
                Vec::new()
            },
            velocity: rng.bell(if starter { -0.3 } else { 0.6 }, 1.9, -5.0, 5.0),
            release: (rng.bell(-1.6, 0.5, -3.2, 0.2), rng.bell(5.8, 0.35, 4.2, 6.8)),
            extension: rng.bell(6.45, 0.3, 5.4, 7.4),
            name,
        }
    }

    pub(crate) fn full_name(&self) -> String {
        self.name.full()
    }

    /// Age in whole years on a day.
    pub(crate) fn age_on(&self, day: Date) -> i64 {
        let passed = (day.month, day.day) >= (self.born.month, self.born.day);
        day.year - self.born.year - i64::from(!passed)
    }
}

/// The side from which he bats and the hand with which he throws; only pitchers, first basemen and outfielders
/// throw with the left, and no pitcher bats from both sides.
fn hands(rng: &mut Rng, primary: Position) -> (Hand, Hand) {
    let pitcher = primary == PITCHER;
    let left = rng.chance(if pitcher { 0.28 } else { 0.08 }) && !matches!(primary, 2 | 4..=6);
    let throws = if left { Hand::Left } else { Hand::Right };
    let bats = [Hand::Right, Hand::Left, Hand::Switch][rng.weighted(&[3.0, 2.0, 1.0])];
    (
        if pitcher && bats == Hand::Switch {
            throws
        } else {
            bats
        },
        throws,
    )
}
