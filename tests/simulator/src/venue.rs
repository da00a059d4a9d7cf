//! The thirty parks: where they are and how large. Coordinates and dimensions are public facts; street and
//! telephone are made up.

use crate::date::{Date, Millis};

/// A ball park.
#[derive(Debug)]
pub(crate) struct Venue {
    pub id: i64,
    pub name: &'static str,
    pub city: &'static str,
    pub state: &'static str,
    pub state_abbrev: &'static str,
    pub postal_code: &'static str,
    pub latitude: f64,
    pub longitude: f64,
    /// Direction from home plate to centre field, degrees
    pub azimuth: f64,
    /// Feet above the sea
    pub elevation: i64,
    /// IANA name
    pub zone: &'static str,
    /// Standard offset from UTC, hours
    pub offset: i64,
    pub roof: &'static str,
    pub turf: &'static str,
    pub capacity: i64,
    /// Left line, left centre, centre, right centre, right line, feet
    pub field: [i64; 5],
}

impl Venue {
    pub(crate) fn country(&self) -> &'static str {
        if self.state_abbrev == "ON" {
            "Canada"
        } else {
            "USA"
        }
    }

    /// Offset from UTC in a month of the season, hours: daylight saving everywhere but in Arizona.
    pub(crate) fn summer_offset(&self) -> i64 {
        if self.zone == "America/Phoenix" {
            self.offset
        } else {
            self.offset + 1
        }
    }

    /// The moment of a day at so many minutes past midnight by the clock at the park.
    pub(crate) fn moment(&self, date: Date, minutes: i64) -> Millis {
        date.day_number() * 86_400_000 + minutes * 60_000 - self.summer_offset() * 3_600_000
    }

    /// Minutes past midnight by the clock at the park.
    pub(crate) fn minutes_of(&self, moment: Millis) -> i64 {
        (moment.div_euclid(60_000) + self.summer_offset() * 60).rem_euclid(1440)
    }

    /// Games that begin at five in the afternoon or later are night games.
    pub(crate) fn is_night(&self, start: Millis) -> bool {
        self.minutes_of(start) >= 17 * 60
    }

    pub(crate) fn is_open(&self) -> bool {
        self.roof == "Open"
    }

    /// `EDT`, `CDT`, `MDT`, `PDT` or `MST`.
    pub(crate) fn zone_letters(&self) -> &'static str {
        match (self.offset, self.zone) {
            (-5, _) => "EDT",
            (-6, _) => "CDT",
            (-7, "America/Phoenix") => "MST",
            (-7, _) => "MDT",
            _ => "PDT",
        }
    }
}

macro_rules! venues {
    ($(($id:literal, $name:literal, $city:literal, $state:literal, $abbr:literal, $postal:literal, $lat:literal, $lon:literal,
        $azimuth:literal, $elevation:literal, $zone:literal, $offset:literal, $roof:literal, $turf:literal, $capacity:literal, $field:expr)),* $(,)?) => {
        &[$(Venue {
            id: $id, name: $name, city: $city, state: $state, state_abbrev: $abbr, postal_code: $postal, latitude: $lat,
            longitude: $lon, azimuth: $azimuth, elevation: $elevation, zone: $zone, offset: $offset, roof: $roof,
            turf: $turf, capacity: $capacity, field: $field,
        }),*]
    };
}

#[rustfmt::skip]
pub(crate) const VENUES: &[Venue] = venues![
    (1, "Angel Stadium", "Anaheim", "California", "CA", "92806", 33.80028, -117.88272, 44.0, 151, "America/Los_Angeles", -8, "Open", "Grass", 45517, [330, 389, 396, 370, 330]),
    (2, "Oriole Park at Camden Yards", "Baltimore", "Maryland", "MD", "21201", 39.28392, -76.62169, 31.0, 33, "America/New_York", -5, "Open", "Grass", 44970, [333, 376, 410, 373, 318]),
    (3, "Fenway Park", "Boston", "Massachusetts", "MA", "02215", 42.34622, -71.09742, 45.0, 21, "America/New_York", -5, "Open", "Grass", 37755, [310, 379, 390, 380, 302]),
    (4, "Rate Field", "Chicago", "Illinois", "IL", "60616", 41.83001, -87.63389, 127.0, 595, "America/Chicago", -6, "Open", "Grass", 40615, [330, 375, 400, 375, 335]),
    (5, "Progressive Field", "Cleveland", "Ohio", "OH", "44115", 41.49617, -81.68525, 2.0, 653, "America/New_York", -5, "Open", "Grass", 34830, [325, 370, 405, 375, 325]),
    (7, "Kauffman Stadium", "Kansas City", "Missouri", "MO", "64129", 39.05165, -94.48041, 46.0, 856, "America/Chicago", -6, "Open", "Grass", 37903, [330, 387, 410, 387, 330]),
    (12, "Tropicana Field", "St. Petersburg", "Florida", "FL", "33705", 27.76822, -82.65339, 359.0, 44, "America/New_York", -5, "Dome", "Artificial Turf", 25025, [315, 370, 404, 370, 322]),
    (14, "Rogers Centre", "Toronto", "Ontario", "ON", "M5V1J1", 43.64144, -79.38936, 345.0, 270, "America/Toronto", -5, "Retractable", "Artificial Turf", 39150, [328, 368, 400, 359, 328]),
    (15, "Chase Field", "Phoenix", "Arizona", "AZ", "85004", 33.44533, -112.06672, 0.0, 1086, "America/Phoenix", -7, "Retractable", "Artificial Turf", 48405, [330, 374, 407, 374, 335]),
    (17, "Wrigley Field", "Chicago", "Illinois", "IL", "60613", 41.94844, -87.65532, 37.0, 595, "America/Chicago", -6, "Open", "Grass", 41649, [355, 368, 400, 368, 353]),
    (19, "Coors Field", "Denver", "Colorado", "CO", "80205", 39.75588, -104.99418, 4.0, 5190, "America/Denver", -7, "Open", "Grass", 50144, [347, 390, 415, 375, 350]),
    (22, "Dodger Stadium", "Los Angeles", "California", "CA", "90012", 34.07385, -118.23995, 26.0, 515, "America/Los_Angeles", -8, "Open", "Grass", 56000, [330, 385, 395, 385, 330]),
    (31, "PNC Park", "Pittsburgh", "Pennsylvania", "PA", "15212", 40.44690, -80.00575, 116.0, 780, "America/New_York", -5, "Open", "Grass", 38753, [325, 383, 399, 375, 320]),
    (32, "American Family Field", "Milwaukee", "Wisconsin", "WI", "53214", 43.02837, -87.97129, 129.0, 597, "America/Chicago", -6, "Retractable", "Grass", 41700, [342, 371, 400, 374, 345]),
    (680, "T-Mobile Park", "Seattle", "Washington", "WA", "98134", 47.59136, -122.33235, 49.0, 10, "America/Los_Angeles", -8, "Retractable", "Grass", 47929, [331, 378, 401, 381, 326]),
    (2392, "Daikin Park", "Houston", "Texas", "TX", "77002", 29.75697, -95.35552, 343.0, 45, "America/Chicago", -6, "Retractable", "Grass", 41000, [315, 366, 409, 370, 326]),
    (2394, "Comerica Park", "Detroit", "Michigan", "MI", "48201", 42.33912, -83.04862, 150.0, 600, "America/Detroit", -5, "Open", "Grass", 41083, [342, 370, 412, 365, 330]),
    (2395, "Oracle Park", "San Francisco", "California", "CA", "94107", 37.77838, -122.38945, 85.0, 63, "America/Los_Angeles", -8, "Open", "Grass", 41265, [339, 364, 391, 415, 309]),
    (2529, "Sutter Health Park", "Sacramento", "California", "CA", "95691", 38.58039, -121.51339, 43.0, 23, "America/Los_Angeles", -8, "Open", "Grass", 14014, [330, 388, 403, 394, 325]),
    (2602, "Great American Ball Park", "Cincinnati", "Ohio", "OH", "45202", 39.09739, -84.50661, 122.0, 535, "America/New_York", -5, "Open", "Grass", 42319, [328, 379, 404, 370, 325]),
    (2680, "Petco Park", "San Diego", "California", "CA", "92101", 32.70757, -117.15665, 0.0, 23, "America/Los_Angeles", -8, "Open", "Grass", 39860, [334, 357, 396, 391, 322]),
    (2681, "Citizens Bank Park", "Philadelphia", "Pennsylvania", "PA", "19148", 39.90606, -75.16655, 9.0, 39, "America/New_York", -5, "Open", "Grass", 42901, [329, 374, 401, 369, 330]),
    (2889, "Busch Stadium", "St. Louis", "Missouri", "MO", "63102", 38.62256, -90.19287, 62.0, 466, "America/Chicago", -6, "Open", "Grass", 44383, [336, 375, 400, 375, 335]),
    (3289, "Citi Field", "Flushing", "New York", "NY", "11368", 40.75710, -73.84580, 13.0, 54, "America/New_York", -5, "Open", "Grass", 42136, [335, 370, 408, 380, 330]),
    (3309, "Nationals Park", "Washington", "District of Columbia", "DC", "20003", 38.87301, -77.00744, 28.0, 35, "America/New_York", -5, "Open", "Grass", 41373, [336, 377, 402, 370, 335]),
    (3312, "Target Field", "Minneapolis", "Minnesota", "MN", "55403", 44.98179, -93.27773, 129.0, 827, "America/Chicago", -6, "Open", "Grass", 38544, [339, 377, 404, 367, 328]),
    (3313, "Yankee Stadium", "Bronx", "New York", "NY", "10451", 40.82926, -73.92646, 75.0, 55, "America/New_York", -5, "Open", "Grass", 46537, [318, 399, 408, 385, 314]),
    (4169, "loanDepot park", "Miami", "Florida", "FL", "33125", 25.77811, -80.21960, 40.0, 15, "America/New_York", -5, "Retractable", "Artificial Turf", 36742, [344, 386, 400, 387, 335]),
    (4705, "Truist Park", "Atlanta", "Georgia", "GA", "30339", 33.89077, -84.46778, 148.0, 1001, "America/New_York", -5, "Open", "Grass", 41149, [335, 385, 400, 375, 325]),
    (5325, "Globe Life Field", "Arlington", "Texas", "TX", "76011", 32.74733, -97.08420, 46.0, 545, "America/Chicago", -6, "Retractable", "Artificial Turf", 40300, [329, 372, 407, 374, 326]),
];
