//! The API's names for what can happen: the code and the title of each event.

/// Code (`eventType`) and title (`event`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EventType {
    pub code: &'static str,
    pub title: &'static str,
}

macro_rules! event_types {
    ($($name:ident = $code:literal, $title:literal;)*) => {
        $(pub(crate) const $name: EventType = EventType { code: $code, title: $title };)*
    };
}

event_types! {
    SINGLE = "single", "Single";
    DOUBLE = "double", "Double";
    TRIPLE = "triple", "Triple";
    HOME_RUN = "home_run", "Home Run";
    WALK = "walk", "Walk";
    INTENT_WALK = "intent_walk", "Intent Walk";
    HIT_BY_PITCH = "hit_by_pitch", "Hit By Pitch";
    STRIKEOUT = "strikeout", "Strikeout";
    STRIKEOUT_DOUBLE_PLAY = "strikeout_double_play", "Strikeout Double Play";
    GROUNDOUT = "field_out", "Groundout";
    BUNT_GROUNDOUT = "field_out", "Bunt Groundout";
    FLYOUT = "field_out", "Flyout";
    LINEOUT = "field_out", "Lineout";
    POP_OUT = "field_out", "Pop Out";
    FORCE_OUT = "force_out", "Forceout";
    GROUNDED_INTO_DOUBLE_PLAY = "grounded_into_double_play", "Grounded Into DP";
    DOUBLE_PLAY = "double_play", "Double Play";
    FIELDERS_CHOICE = "fielders_choice", "Fielders Choice";
    FIELDERS_CHOICE_OUT = "fielders_choice_out", "Fielders Choice Out";
    FIELD_ERROR = "field_error", "Field Error";
    SAC_FLY = "sac_fly", "Sac Fly";
    SAC_BUNT = "sac_bunt", "Sac Bunt";
    ERROR = "error", "Error";
    OTHER_OUT = "other_out", "Runner Out";
    STOLEN_BASE_2B = "stolen_base_2b", "Stolen Base 2B";
    STOLEN_BASE_3B = "stolen_base_3b", "Stolen Base 3B";
    CAUGHT_STEALING_2B = "caught_stealing_2b", "Caught Stealing 2B";
    CAUGHT_STEALING_3B = "caught_stealing_3b", "Caught Stealing 3B";
    DEFENSIVE_INDIFFERENCE = "defensive_indiff", "Defensive Indiff";
    WILD_PITCH = "wild_pitch", "Wild Pitch";
    PASSED_BALL = "passed_ball", "Passed Ball";
    BALK = "balk", "Balk";
    PICKOFF_1B = "pickoff_1b", "Pickoff 1B";
    PICKOFF_ERROR_1B = "pickoff_error_1b", "Pickoff Error 1B";
    RUNNER_PLACED = "runner_placed", "Runner Placed On Base";
    GAME_ADVISORY = "game_advisory", "Game Advisory";
    BATTER_TIMEOUT = "batter_timeout", "Batter Timeout";
    MOUND_VISIT = "mound_visit", "Mound Visit";
    INJURY = "injury", "Injury";
    EJECTION = "ejection", "Ejection";
    PITCHING_SUBSTITUTION = "pitching_substitution", "Pitching Substitution";
    OFFENSIVE_SUBSTITUTION = "offensive_substitution", "Offensive Substitution";
    DEFENSIVE_SUBSTITUTION = "defensive_substitution", "Defensive Sub";
    DEFENSIVE_SWITCH = "defensive_switch", "Defensive Switch";
}

impl EventType {
    /// Does a play with this result end a plate appearance, so that the batter's line shows it?
    pub(crate) fn ends_plate_appearance(self) -> bool {
        !matches!(
            self.code,
            "caught_stealing_2b"
                | "caught_stealing_3b"
                | "pickoff_1b"
                | "other_out"
                | "wild_pitch"
                | "passed_ball"
                | "balk"
                | "stolen_base_2b"
        )
    }

    pub(crate) fn is_hit(self) -> bool {
        self.bases() > 0
    }

    /// Bases of a hit, 0 for anything else.
    pub(crate) fn bases(self) -> i64 {
        match self.code {
            "single" => 1,
            "double" => 2,
            "triple" => 3,
            "home_run" => 4,
            _ => 0,
        }
    }

    /// Plate appearances that are no at-bat.
    pub(crate) fn spares_the_at_bat(self) -> bool {
        matches!(
            self.code,
            "walk" | "intent_walk" | "hit_by_pitch" | "sac_fly" | "sac_bunt"
        )
    }

    pub(crate) fn is_walk(self) -> bool {
        matches!(self.code, "walk" | "intent_walk")
    }

    pub(crate) fn is_strikeout(self) -> bool {
        matches!(self.code, "strikeout" | "strikeout_double_play")
    }

    pub(crate) fn is_double_play(self) -> bool {
        matches!(
            self.code,
            "grounded_into_double_play" | "double_play" | "strikeout_double_play"
        )
    }

    /// The API's measure of how exciting a play is.
    pub(crate) fn captivating_index(self, runs: i64) -> i64 {
        let base = match self.code {
            "strikeout" => 14,
            "single" => 33,
            "double" => 34,
            "triple" => 35,
            "home_run" => 38,
            "hit_by_pitch" => 11,
            "grounded_into_double_play" => 24,
            "double_play" => 25,
            "fielders_choice" => 9,
            "fielders_choice_out" => 8,
            "caught_stealing_2b" => 17,
            "pickoff_1b" => 16,
            "sac_bunt" => 4,
            _ => 0,
        };
        if self.is_hit() && runs > 0 {
            base + 27 + 5 * runs.min(2)
        } else {
            base
        }
    }
}
