//! Where and when a game is played, before whom and by whose rules.

use crate::crew::{self, Official};
use crate::date::{Date, Millis};
use crate::plan::Plan;
use crate::rng::Rng;
use crate::venue::Venue;

/// The circumstances of a game.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub venue: &'static Venue,
    pub night: bool,
    /// When it was to begin
    pub scheduled: Millis,
    /// When the first pitch was thrown
    pub first_pitch: Millis,
    /// Minutes that rain cost
    pub delay_minutes: Option<i64>,
    pub condition: &'static str,
    pub temperature: i64,
    pub wind: String,
    pub attendance: i64,
    /// Home plate, first, second, third base
    pub umpires: Vec<Official>,
    pub scorer: Official,
    pub data_caster: Official,
}

impl Setting {
    pub(crate) fn of(plan: &Plan) -> Self {
        let mut rng = Rng::stream(plan.seed, "setting", plan.game_pk.unsigned_abs());
        let venue = plan.clubs[1].venue();
        let night = plan.game_number == 2 || rng.chance(0.66);
        let (hour, minute) = if night {
            (*rng.pick(&[18, 19, 19]), *rng.pick(&[5, 7, 10, 40]))
        } else {
            (*rng.pick(&[13, 13, 14, 16]), *rng.pick(&[5, 7, 10, 20, 35]))
        };
        let (scheduled, night) = match &plan.booking {
            Some(booking) => (booking.start, venue.is_night(booking.start)),
            None => (venue.moment(plan.date, hour * 60 + minute), night),
        };
        let closed = venue.roof == "Dome" || (venue.roof == "Retractable" && rng.chance(0.5));
        // The second game of a day would begin before the first one is over.
        let may_wait = plan.booking.is_none() || plan.double_header == "N";
        let delay_minutes = (!closed && rng.chance(0.06) && may_wait).then(|| rng.whole(20, 110));
        let late = delay_minutes.unwrap_or(0) * 60_000 + rng.whole(0, 2) * 60_000;
        let condition = if closed {
            if venue.roof == "Dome" {
                "Dome"
            } else {
                "Roof Closed"
            }
        } else if delay_minutes.is_some() {
            "Rain"
        } else {
            *rng.pick(&["Clear", "Partly Cloudy", "Cloudy", "Sunny", "Overcast", "Drizzle"])
        };
        let wind = if closed {
            "0 mph, None".to_owned()
        } else {
            wind(&mut rng)
        };
        let turn = usize::try_from(plan.game_pk.rem_euclid(1_000_000)).unwrap_or(0);
        let attendance = (venue.capacity as f64 * rng.bell(0.68, 0.2, 0.15, 1.0)) as i64;
        Self {
            venue,
            night,
            scheduled,
            first_pitch: scheduled + late,
            delay_minutes,
            condition,
            temperature: if closed { 72 } else { rng.whole(48, 94) },
            wind,
            attendance,
            umpires: crew::umpires(plan.seed, plan.crew, turn),
            scorer: crew::scorer(plan.seed, plan.clubs[1], turn),
            data_caster: crew::data_caster(plan.seed, plan.clubs[1], turn + 1),
        }
    }

    /// `7:10` and `PM`: the scheduled start by the clock at the park.
    pub(crate) fn local_time(&self, moment: Millis) -> (String, &'static str) {
        let seconds = (moment.div_euclid(1000) + self.venue.summer_offset() * 3600).rem_euclid(86_400);
        let (hour, minute) = (seconds / 3600, seconds / 60 % 60);
        let shown = if hour % 12 == 0 { 12 } else { hour % 12 };
        (
            format!("{shown}:{minute:02}"),
            if hour < 12 { "AM" } else { "PM" },
        )
    }
}

fn wind(rng: &mut Rng) -> String {
    let direction = *rng.pick(&[
        "Out To CF",
        "Out To RF",
        "Out To LF",
        "In From CF",
        "In From LF",
        "In From RF",
        "L To R",
        "R To L",
        "Varies",
    ]);
    format!("{} mph, {direction}", rng.whole(1, 16))
}

/// Does this season have challenges of balls and strikes by players?
pub(crate) fn has_pitch_challenges(date: Date) -> bool {
    date.year >= 2026
}
