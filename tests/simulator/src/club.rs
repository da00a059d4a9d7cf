//! The thirty clubs: ids, names and home parks, which are facts of the game.

use crate::venue::{VENUES, Venue};

/// A club of the major leagues.
#[derive(Debug)]
pub(crate) struct Club {
    pub id: i64,
    /// `Toronto Blue Jays`
    pub name: &'static str,
    /// `Blue Jays`
    pub team_name: &'static str,
    /// `Toronto`, the city of the park
    pub location: &'static str,
    /// `Toronto`, or `NY Yankees` where two clubs share a city
    pub short_name: &'static str,
    pub franchise: &'static str,
    pub abbreviation: &'static str,
    pub team_code: &'static str,
    pub file_code: &'static str,
    pub first_year: &'static str,
    pub league: i64,
    pub division: i64,
    pub venue: i64,
    pub spring_venue: i64,
    /// Cactus (114) or Grapefruit (115)
    pub spring_league: i64,
}

impl Club {
    pub(crate) fn league_name(&self) -> &'static str {
        if self.league == 103 {
            "American League"
        } else {
            "National League"
        }
    }

    pub(crate) fn division_name(&self) -> &'static str {
        match self.division {
            200 => "American League West",
            201 => "American League East",
            202 => "American League Central",
            203 => "National League West",
            204 => "National League East",
            _ => "National League Central",
        }
    }

    pub(crate) fn spring_league_name(&self) -> (&'static str, &'static str) {
        if self.spring_league == 114 {
            ("Cactus League", "CL")
        } else {
            ("Grapefruit League", "GL")
        }
    }

    pub(crate) fn venue(&self) -> &'static Venue {
        VENUES
            .iter()
            .find(|venue| venue.id == self.venue)
            .unwrap_or(&VENUES[0])
    }

    /// Position in `CLUBS`: what a club's own streams of chance are numbered by.
    pub(crate) fn number(&self) -> usize {
        CLUBS.iter().position(|club| club.id == self.id).unwrap_or(0)
    }
}

macro_rules! clubs {
    ($(($id:literal, $name:literal, $team:literal, $location:literal, $short:literal, $franchise:literal, $abbr:literal,
        $code:literal, $file:literal, $year:literal, $league:literal, $division:literal, $venue:literal, $spring:literal, $sl:literal)),* $(,)?) => {
        &[$(Club {
            id: $id, name: $name, team_name: $team, location: $location, short_name: $short, franchise: $franchise,
            abbreviation: $abbr, team_code: $code, file_code: $file, first_year: $year, league: $league,
            division: $division, venue: $venue, spring_venue: $spring, spring_league: $sl,
        }),*]
    };
}

#[rustfmt::skip]
pub(crate) const CLUBS: &[Club] = clubs![
    (108, "Los Angeles Angels", "Angels", "Anaheim", "LA Angels", "Los Angeles", "LAA", "ana", "ana", "1961", 103, 200, 1, 2500, 114),
    (109, "Arizona Diamondbacks", "D-backs", "Phoenix", "Arizona", "Arizona", "AZ", "ari", "ari", "1998", 104, 203, 15, 4249, 114),
    (110, "Baltimore Orioles", "Orioles", "Baltimore", "Baltimore", "Baltimore", "BAL", "bal", "bal", "1901", 103, 201, 2, 2508, 115),
    (111, "Boston Red Sox", "Red Sox", "Boston", "Boston", "Boston", "BOS", "bos", "bos", "1901", 103, 201, 3, 4309, 115),
    (112, "Chicago Cubs", "Cubs", "Chicago", "Chi Cubs", "Chicago", "CHC", "chn", "chc", "1874", 104, 205, 17, 4629, 114),
    (113, "Cincinnati Reds", "Reds", "Cincinnati", "Cincinnati", "Cincinnati", "CIN", "cin", "cin", "1881", 104, 205, 2602, 3834, 114),
    (114, "Cleveland Guardians", "Guardians", "Cleveland", "Cleveland", "Cleveland", "CLE", "cle", "cle", "1901", 103, 202, 5, 3834, 114),
    (115, "Colorado Rockies", "Rockies", "Denver", "Colorado", "Colorado", "COL", "col", "col", "1992", 104, 203, 19, 4249, 114),
    (116, "Detroit Tigers", "Tigers", "Detroit", "Detroit", "Detroit", "DET", "det", "det", "1901", 103, 202, 2394, 2511, 115),
    (117, "Houston Astros", "Astros", "Houston", "Houston", "Houston", "HOU", "hou", "hou", "1962", 103, 200, 2392, 5000, 115),
    (118, "Kansas City Royals", "Royals", "Kansas City", "Kansas City", "Kansas City", "KC", "kca", "kc", "1968", 103, 202, 7, 2603, 114),
    (119, "Los Angeles Dodgers", "Dodgers", "Los Angeles", "LA Dodgers", "Los Angeles", "LAD", "lan", "la", "1884", 104, 203, 22, 3809, 114),
    (120, "Washington Nationals", "Nationals", "Washington", "Washington", "Washington", "WSH", "was", "was", "1968", 104, 204, 3309, 5000, 115),
    (121, "New York Mets", "Mets", "Flushing", "NY Mets", "New York", "NYM", "nyn", "nym", "1962", 104, 204, 3289, 2856, 115),
    (133, "Athletics", "Athletics", "Sacramento", "Athletics", "Athletics", "ATH", "ath", "ath", "1901", 103, 200, 2529, 2507, 114),
    (134, "Pittsburgh Pirates", "Pirates", "Pittsburgh", "Pittsburgh", "Pittsburgh", "PIT", "pit", "pit", "1881", 104, 205, 31, 2526, 115),
    (135, "San Diego Padres", "Padres", "San Diego", "San Diego", "San Diego", "SD", "sdn", "sd", "1968", 104, 203, 2680, 2530, 114),
    (136, "Seattle Mariners", "Mariners", "Seattle", "Seattle", "Seattle", "SEA", "sea", "sea", "1977", 103, 200, 680, 2530, 114),
    (137, "San Francisco Giants", "Giants", "San Francisco", "San Francisco", "San Francisco", "SF", "sfn", "sf", "1883", 104, 203, 2395, 2532, 114),
    (138, "St. Louis Cardinals", "Cardinals", "St. Louis", "St. Louis", "St. Louis", "STL", "sln", "stl", "1882", 104, 205, 2889, 2520, 115),
    (139, "Tampa Bay Rays", "Rays", "St. Petersburg", "Tampa Bay", "Tampa Bay", "TB", "tba", "tb", "1998", 103, 201, 12, 2534, 115),
    (140, "Texas Rangers", "Rangers", "Arlington", "Texas", "Texas", "TEX", "tex", "tex", "1961", 103, 200, 5325, 2603, 114),
    (141, "Toronto Blue Jays", "Blue Jays", "Toronto", "Toronto", "Toronto", "TOR", "tor", "tor", "1977", 103, 201, 14, 2536, 115),
    (142, "Minnesota Twins", "Twins", "Minneapolis", "Minnesota", "Minnesota", "MIN", "min", "min", "1901", 103, 202, 3312, 2862, 115),
    (143, "Philadelphia Phillies", "Phillies", "Philadelphia", "Philadelphia", "Philadelphia", "PHI", "phi", "phi", "1883", 104, 204, 2681, 2700, 115),
    (144, "Atlanta Braves", "Braves", "Atlanta", "Atlanta", "Atlanta", "ATL", "atl", "atl", "1871", 104, 204, 4705, 5380, 115),
    (145, "Chicago White Sox", "White Sox", "Chicago", "Chi White Sox", "Chicago", "CWS", "cha", "cws", "1901", 103, 202, 4, 3809, 114),
    (146, "Miami Marlins", "Marlins", "Miami", "Miami", "Miami", "MIA", "mia", "mia", "1993", 104, 204, 4169, 2520, 115),
    (147, "New York Yankees", "Yankees", "Bronx", "NY Yankees", "New York", "NYY", "nya", "nyy", "1903", 103, 201, 3313, 2523, 115),
    (158, "Milwaukee Brewers", "Brewers", "Milwaukee", "Milwaukee", "Milwaukee", "MIL", "mil", "mil", "1968", 104, 205, 32, 2518, 114),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_club_has_a_park_of_its_own() {
        assert_eq!(CLUBS.len(), 30);
        for club in CLUBS {
            assert_eq!(club.venue().id, club.venue, "{}", club.name);
            assert_eq!(
                CLUBS.iter().filter(|other| other.venue == club.venue).count(),
                1,
                "{}",
                club.name
            );
        }
    }
}
