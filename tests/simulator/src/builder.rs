//! A feed in a line: `Feed::final_game().innings(10).with_review().build()`.

use crate::club::CLUBS;
use crate::date::Date;
use crate::game::Game;
use crate::plan::Plan;
use serde_json::Value;

/// A builder of one final feed. Everything that is not asked for follows from the seed.
#[derive(Clone, Debug)]
pub struct Feed {
    plan: Plan,
}

impl Feed {
    /// A final game of nine innings.
    pub fn final_game() -> Self {
        let date = Date {
            year: 2024,
            month: 7,
            day: 12,
        };
        let plan = Plan {
            innings: Some(9),
            ..Plan::new(1, 1_000_001, date)
        };
        Self { plan }
    }

    /// The id of the game.
    #[must_use]
    pub fn game_pk(mut self, game_pk: i64) -> Self {
        self.plan.game_pk = game_pk;
        self
    }

    /// Another game of the same kind.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        let clubs = Plan::new(seed, self.plan.game_pk, self.plan.date).clubs;
        self.plan = Plan {
            seed,
            clubs,
            ..self.plan
        };
        self
    }

    /// The official date, `2024-07-12`.
    ///
    /// # Panics
    ///
    /// When it is no date.
    #[must_use]
    pub fn date(mut self, date: &str) -> Self {
        let Some(date) = Date::parse(date) else {
            panic!("`{date}` is no date of the form 2024-07-12")
        };
        self.plan.date = date;
        self
    }

    /// The away and the home club by their ids; an unknown id leaves the club as it is.
    #[must_use]
    pub fn clubs(mut self, away: i64, home: i64) -> Self {
        for (place, id) in [away, home].into_iter().enumerate() {
            if let Some(club) = CLUBS.iter().find(|club| club.id == id) {
                self.plan.clubs[place] = club;
            }
        }
        self
    }

    /// The inning in which the game ends: more than scheduled is extra innings, fewer a game called for rain.
    #[must_use]
    pub fn innings(mut self, innings: i64) -> Self {
        self.plan.innings = Some(innings);
        self
    }

    /// Innings as scheduled: 7 for some doubleheaders. The game ends with the last of them unless `innings`, asked
    /// for after this, says otherwise.
    #[must_use]
    pub fn scheduled_innings(mut self, innings: i64) -> Self {
        self.plan.scheduled_innings = innings;
        self.plan.innings = Some(innings);
        self
    }

    /// The first or second game of a doubleheader.
    #[must_use]
    pub fn doubleheader(mut self, game_number: i64) -> Self {
        self.plan.double_header = "Y";
        self.plan.game_number = game_number;
        self
    }

    /// A play is reviewed.
    #[must_use]
    pub fn with_review(mut self) -> Self {
        self.plan.wishes.review = true;
        self
    }

    /// Somebody is ejected.
    #[must_use]
    pub fn with_ejection(mut self) -> Self {
        self.plan.wishes.ejection = true;
        self
    }

    /// A pitcher is relieved in the middle of a plate appearance: `matchup.pitcher` is who finished it.
    #[must_use]
    pub fn with_mid_plate_appearance_pitching_change(mut self) -> Self {
        self.plan.wishes.pitching_change = true;
        self
    }

    /// A batter is replaced in the middle of his plate appearance.
    #[must_use]
    pub fn with_mid_plate_appearance_pinch_hitter(mut self) -> Self {
        self.plan.wishes.pinch_hitter = true;
        self
    }

    /// The home side wins in its last turn at bat.
    #[must_use]
    pub fn walk_off(mut self) -> Self {
        self.plan.wishes.walk_off = true;
        self
    }

    /// A player appears for both clubs, as in a game that was resumed after a trade.
    #[must_use]
    pub fn with_player_for_both_clubs(mut self) -> Self {
        self.plan.wishes.both_clubs = true;
        self
    }

    /// The game itself.
    ///
    /// # Panics
    ///
    /// When no game fits all that was asked for (a walk-off in a game called for rain).
    pub fn game(self) -> Game {
        let asked = format!("{:?}", self.plan.wishes);
        let (innings, scheduled) = (self.plan.innings, self.plan.scheduled_innings);
        let Some(game) = Game::simulate(self.plan) else {
            panic!(
                "no game of {innings:?} innings ({scheduled} scheduled) was found with {asked}: ask for less, or for another seed"
            )
        };
        game
    }

    /// The whole document.
    pub fn build(self) -> Value {
        self.game().feed()
    }

    /// The document as compact JSON.
    pub fn json(self) -> String {
        self.build().to_string()
    }

    /// The document as indented JSON.
    pub fn pretty(self) -> String {
        format!("{:#}", self.build())
    }
}
