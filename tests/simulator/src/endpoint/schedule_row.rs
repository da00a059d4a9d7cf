//! A game as schedules list it.

use crate::club::Club;
use crate::date::{Date, Millis, timestamp};
use crate::feed::{object, percentage, team_link};
use crate::game::Game;
use crate::plan::Series;
use crate::rng::Rng;
use crate::season::{Role, Season};
use crate::state::State;
use serde_json::Value;

/// What a row is made of.
pub(crate) struct Row {
    pub seed: u64,
    pub game_pk: i64,
    pub date: Date,
    pub start: Millis,
    pub state: State,
    pub shortened: bool,
    pub clubs: [&'static Club; 2],
    /// Wins and losses, with this game once it is over
    pub records: [(i64, i64); 2],
    /// None before the first pitch
    pub score: Option<[i64; 2]>,
    pub game_number: i64,
    pub double_header: &'static str,
    pub scheduled_innings: i64,
    pub series: Series,
    pub description: Option<String>,
    /// Where the game was or goes instead
    pub moved: Vec<(&'static str, String)>,
}

impl Row {
    /// The row of a game by itself.
    pub(crate) fn of_game(game: &Game) -> Self {
        let plan = &game.plan;
        Self {
            seed: plan.seed,
            game_pk: plan.game_pk,
            date: plan.date,
            start: game.setting.scheduled,
            state: game.state,
            shortened: game.is_shortened(),
            clubs: plan.clubs,
            records: game.records,
            score: Some(game.score),
            game_number: plan.game_number,
            double_header: plan.double_header,
            scheduled_innings: plan.scheduled_innings,
            series: plan.series(),
            description: None,
            moved: Vec::new(),
        }
    }

    /// The row of a season's game under one of its dates, as it was at a moment; None when it was not there.
    pub(crate) fn of_season(season: &Season, number: usize, role: Role, moment: Millis) -> Option<Self> {
        let fixture = &season.fixtures[number];
        let state = season.listed_state(number, role, moment)?;
        let moved = fixture.is_moved_by(moment);
        // Before the league had told, a game stood where it was planned.
        let slot = if moved { fixture.played } else { fixture.planned };
        let shown = if role == Role::Postponed {
            fixture.planned
        } else {
            slot
        };
        let start = if role == Role::Resumed {
            fixture.last_start()
        } else {
            shown.start
        };
        let records = if state.is_decided() {
            season.records_after(number)
        } else {
            fixture.clubs.map(|club| season.record_before(club, start))
        };
        let score = match state {
            State::Over | State::Final => Some(season.outcome(number).score),
            State::InProgress | State::Suspended => Some(season.game_at(number, moment).score),
            State::Warmup => Some([0, 0]),
            State::Scheduled | State::PreGame | State::Postponed => None,
        };
        let is_short = |number: usize| {
            let outcome = season.outcome(number);
            outcome.innings < outcome.scheduled_innings
        };
        let mut row = Self {
            seed: season.seed,
            game_pk: fixture.game_pk,
            date: slot.date,
            start,
            state,
            shortened: state.is_decided() && is_short(number),
            clubs: fixture.clubs,
            records,
            score,
            game_number: if moved { fixture.game_number } else { 1 },
            double_header: if moved { fixture.double_header } else { "N" },
            scheduled_innings: fixture.scheduled_innings,
            series: shown.place,
            description: None,
            moved: Vec::new(),
        };
        row.tell_of_move(season, number, role, moment);
        Some(row)
    }

    fn tell_of_move(&mut self, season: &Season, number: usize, role: Role, moment: Millis) {
        let fixture = &season.fixtures[number];
        let (planned, played) = (fixture.planned, fixture.played);
        match (role, fixture.resumed) {
            (Role::Postponed, _) if self.state == State::Postponed => {
                self.game_number = 1;
                self.double_header = "N";
                self.moved = vec![
                    ("rescheduleDate", timestamp(played.start)),
                    ("rescheduleGameDate", played.date.to_string()),
                ];
                self.description = Some(format!("Makeup {}", played.date.in_short()));
            }
            (Role::MadeUp, _) => {
                self.moved = vec![
                    ("rescheduledFrom", timestamp(planned.start)),
                    ("rescheduledFromDate", planned.date.to_string()),
                ];
                self.description = Some(format!("Makeup of {} PPD", planned.date.in_short()));
            }
            (Role::Suspended, Some(resumed)) if self.is_stopped(season, number, moment) => {
                self.moved = vec![
                    ("resumeDate", timestamp(resumed.start)),
                    ("resumeGameDate", resumed.date.to_string()),
                ];
                self.description = Some(format!("Suspended, resumes {}", resumed.date.in_short()));
            }
            (Role::Resumed, Some(_)) => {
                self.moved = vec![
                    ("resumedFrom", timestamp(played.start)),
                    ("resumedFromDate", played.date.to_string()),
                ];
                self.description = Some(format!("Resumed from {}", played.date.in_short()));
            }
            _ => {}
        }
    }

    /// Had play been suspended by a moment?
    fn is_stopped(&self, season: &Season, number: usize, moment: Millis) -> bool {
        let timeline = || season.outcome(number).timeline;
        !self.state.is_preview()
            && self.state != State::Warmup
            && timeline().suspension.is_some_and(|(from, _)| from <= moment)
    }

    /// The row itself.
    pub(crate) fn value(&self) -> Value {
        let pk = self.game_pk;
        let season = self.date.year.to_string();
        let venue = self.clubs[1].venue();
        let guid = Rng::stream(self.seed, "guid", pk.unsigned_abs()).uuid();
        let mut value = object! {
            "gamePk": pk,
            "gameGuid": guid,
            "link": format!("/api/v1.1/game/{pk}/feed/live"),
            "gameType": "R",
            "season": season.clone(),
            "gameDate": timestamp(self.start),
            "officialDate": self.date.to_string(),
        };
        for (key, text) in &self.moved {
            value[*key] = text.clone().into();
        }
        value["status"] = self.state.status(self.shortened);
        value["teams"] = object! {"away": self.side(0), "home": self.side(1)};
        value["venue"] =
            object! {"id": venue.id, "name": venue.name, "link": format!("/api/v1/venues/{}", venue.id)};
        value["content"] = object! {"link": format!("/api/v1/game/{pk}/content")};
        if self.state.is_decided() {
            value["isTie"] = self.score.is_some_and(|[away, home]| away == home).into();
        }
        value["gameNumber"] = self.game_number.into();
        value["publicFacing"] = true.into();
        value["doubleHeader"] = self.double_header.into();
        value["gamedayType"] = "P".into();
        value["tiebreaker"] = "N".into();
        value["calendarEventID"] = format!("14-{pk}-{}", self.date).into();
        value["seasonDisplay"] = season.into();
        value["dayNight"] = if venue.is_night(self.start) {
            "night"
        } else {
            "day"
        }
        .into();
        if let Some(description) = &self.description {
            value["description"] = description.clone().into();
        }
        value["scheduledInnings"] = self.scheduled_innings.into();
        value["reverseHomeAwayStatus"] = false.into();
        value["inningBreakLength"] = 120.into();
        value["gamesInSeries"] = self.series.games.into();
        value["seriesGameNumber"] = self.series.game.into();
        value["seriesDescription"] = "Regular Season".into();
        value["recordSource"] = "S".into();
        value["ifNecessary"] = "N".into();
        value["ifNecessaryDescription"] = "Normal Game".into();
        value
    }

    fn side(&self, side: usize) -> Value {
        let (wins, losses) = self.records[side];
        let standing = percentage(wins, losses);
        let mut value = object! {"leagueRecord": object! {"wins": wins, "losses": losses, "pct": standing}};
        if let Some(score) = self.score {
            value["score"] = score[side].into();
        }
        value["team"] = team_link(self.clubs[side]);
        if let (Some(score), true) = (self.score, self.state.is_decided()) {
            value["isWinner"] = (score[side] > score[1 - side]).into();
        }
        value["splitSquad"] = false.into();
        value["seriesNumber"] = self.series.numbers[side].into();
        value
    }
}
