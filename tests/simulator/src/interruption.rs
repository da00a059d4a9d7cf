//! What stops play for a moment: visits, timeouts, delays, ejections, challenges.

use crate::engine::{Appearance, Engine};
use crate::event_type::{BATTER_TIMEOUT, EJECTION, EventType, GAME_ADVISORY, INJURY, MOUND_VISIT};
use crate::play::{EventKind, Side};
use crate::review::{Kind, Review};
use crate::setting::has_pitch_challenges;

impl Engine {
    /// The states of the game before the first pitch.
    pub(crate) fn announce_start(&mut self, appearance: &mut Appearance) {
        let first_pitch = self.setting.first_pitch;
        let player = self.batter(appearance.play.batter).id;
        let mut states = vec![
            ("Pre-Game", first_pitch - 7_200_000),
            ("Warmup", first_pitch - 1_560_000),
        ];
        if let Some(minutes) = self.setting.delay_minutes {
            states.insert(1, ("Delayed Start: Rain", self.setting.scheduled - 600_000));
            states[2].1 = (self.setting.scheduled + minutes * 60_000 - 1_200_000).max(self.setting.scheduled);
        }
        states.push(("In Progress", first_pitch - 70_000));
        for index in 0..states.len() {
            let (state, from) = states[index];
            let until = states.get(index + 1).map_or(first_pitch, |next| next.1);
            self.clock = from;
            let action = self.action(GAME_ADVISORY, format!("Status Change - {state}"), Some(player));
            self.record(
                appearance,
                EventKind::Action(Box::new(action)),
                (until - from) as f64 / 1000.0,
                0.0,
            );
        }
        self.clock = first_pitch;
    }

    /// Rain ends the day; the game goes on when its season says, else six weeks later at the same hour.
    pub(crate) fn suspend(&mut self, appearance: &mut Appearance) {
        const SIX_WEEKS: i64 = 42 * 86_400_000;
        let player = Some(self.batter(appearance.play.batter).id);
        let from = self.clock;
        self.act(
            appearance,
            GAME_ADVISORY,
            "Status Change - Suspended: Rain".to_owned(),
            player,
        );
        let booked = self.plan.suspension().map(|suspension| suspension.resumes);
        self.clock = booked.unwrap_or(self.setting.scheduled + SIX_WEEKS);
        self.suspension = Some((from, self.clock));
        self.act(
            appearance,
            GAME_ADVISORY,
            "Status Change - In Progress".to_owned(),
            player,
        );
    }

    /// Before a pitch: a batter steps out, the catcher comes to the mound, somebody is hurt.
    pub(crate) fn interrupt(&mut self, appearance: &mut Appearance) {
        if self.plan.date.year >= 2023 && appearance.pitches > 0 && self.rng.chance(0.043) {
            let player = self.batter(appearance.play.batter).id;
            self.act(
                appearance,
                BATTER_TIMEOUT,
                "Batter Timeout.".to_owned(),
                Some(player),
            );
        }
        if self.rng.chance(0.002) {
            let player = self.batter(appearance.play.batter).id;
            let what = *self.rng.pick(&["Injury Delay.", "On-field Delay."]);
            self.act(appearance, GAME_ADVISORY, what.to_owned(), Some(player));
        }
        self.change_in_mid_plate_appearance(appearance);
    }

    /// The manager or the catcher talks to the pitcher.
    pub(crate) fn maybe_mound_visit(&mut self, appearance: &mut Appearance) {
        let left = self
            .fielding()
            .visits_left(self.inning, self.plan.scheduled_innings);
        let troubled = self.bases.count() > 0;
        if left > 0 && self.rng.chance(if troubled { 0.19 } else { 0.03 }) {
            self.visit(appearance);
        }
    }

    pub(crate) fn visit(&mut self, appearance: &mut Appearance) {
        self.act(appearance, MOUND_VISIT, "Mound Visit.".to_owned(), None);
        self.fielding_mut().mound_visits += 1;
    }

    /// A manager who said too much about the last called strike.
    pub(crate) fn maybe_ejection(&mut self, appearance: &mut Appearance) {
        let wished = self.wishes.ejection && self.plays.len() > 12;
        let upset = self
            .plays
            .last()
            .is_some_and(|play| play.description.contains("called out on strikes") && play.side == self.side);
        let happens = wished || (upset && self.rng.chance(0.012));
        if !happens {
            return;
        }
        self.wishes.ejection = false;
        let club = self.batting().club;
        let manager = crate::coach::manager(self.plan.seed, club);
        let (coach, name) = (manager.id, manager.name.full());
        let umpire = &self.setting.umpires[0];
        let description = format!(
            "{} manager {name} ejected by HP umpire {}.",
            club.team_name, umpire.name
        );
        let umpire = umpire.id;
        let mut action = self.action(EJECTION, description, Some(coach));
        action.umpire = Some(umpire);
        self.record(appearance, EventKind::Action(Box::new(action)), 40.0, 10.0);
    }

    pub(crate) fn injury(
        &mut self,
        appearance: &mut Appearance,
        club: &str,
        position: &str,
        name: &str,
        id: i64,
    ) {
        let (part, kind) = *self.rng.pick(&[
            ("leg", "leg"),
            ("hand", "hand"),
            ("elbow", "elbow"),
            ("shoulder", "shoulder"),
        ]);
        let description = format!("{club} {position} {name} left the game due to an injured {part}.");
        let mut action = self.action(INJURY, description, Some(id));
        action.injury = Some(kind);
        self.record(appearance, EventKind::Action(Box::new(action)), 60.0, 10.0);
    }

    /// A club or the umpires have the play reviewed.
    pub(crate) fn maybe_review(&mut self, appearance: &mut Appearance, kind: Kind, chance: f64) {
        if appearance.play.review.is_some() {
            return;
        }
        let wished = self.wishes.review && self.plays.len() > 3;
        if !wished && !self.rng.chance(chance) {
            return;
        }
        if kind == Kind::HomeRun {
            let review = Review {
                overturned: false,
                kind,
                club: None,
                player: None,
                further: None,
            };
            appearance.play.description = format!(
                "Umpire reviewed (home run), call on the field was upheld: {}",
                appearance.play.description
            );
            appearance.play.review = Some(review);
            self.wishes.review = false;
            return;
        }
        let overturned = self.rng.chance(0.5);
        // The side that gained is the one that had it overturned; the side that lost asked in vain.
        let out_stands = appearance.play.movements.iter().any(|step| step.out.is_some());
        let gained = if out_stands { self.side.other() } else { self.side };
        let asker = if overturned { gained } else { gained.other() };
        if self.squads[asker as usize].challenges.1 > 0 {
            return;
        }
        self.wishes.review = false;
        let squad = &mut self.squads[asker as usize];
        squad.challenges.0 += 1;
        squad.challenges.1 += i64::from(!overturned);
        let (club, team) = (squad.club.id, squad.club.team_name);
        let verdict = if overturned { "overturned" } else { "upheld" };
        let further = (kind == Kind::TagPlay && self.rng.chance(0.15)).then(|| {
            Box::new(Review {
                overturned: false,
                kind: Kind::HomePlateCollision,
                club: Some(club),
                player: None,
                further: None,
            })
        });
        appearance.play.description = format!(
            "{team} challenged ({}), call on the field was {verdict}: {}",
            kind.in_words(),
            appearance.play.description
        );
        appearance.play.review = Some(Review {
            overturned,
            kind,
            club: Some(club),
            player: None,
            further,
        });
    }

    /// From 2026 on a player may challenge the call that ended a plate appearance.
    pub(crate) fn maybe_pitch_challenge_ends_it(&mut self, appearance: &mut Appearance) {
        if !has_pitch_challenges(self.plan.date) || appearance.play.review.is_some() || !self.rng.chance(0.12)
        {
            return;
        }
        let by_batter = self.rng.chance(0.5);
        let (asker, player) = self.challenger(appearance, by_batter);
        let favours_batter = appearance.play.result.is_walk();
        let overturned = favours_batter == by_batter;
        if !self.spend_pitch_challenge(asker, overturned) {
            return;
        }
        let verdict = if overturned { "overturned" } else { "confirmed" };
        appearance.play.description = format!(
            "{} challenged (pitch result), call on the field was {verdict}: {}",
            player.1, appearance.play.description
        );
        let club = Some(self.squads[asker as usize].club.id);
        appearance.play.review = Some(Review {
            overturned,
            kind: Kind::PitchResult,
            club,
            player: Some(player),
            further: None,
        });
    }

    /// From 2026 on: a challenge of a call within a plate appearance.
    pub(crate) fn maybe_pitch_challenge(&mut self, appearance: &mut Appearance) {
        if !has_pitch_challenges(self.plan.date) || !self.rng.chance(0.011) {
            return;
        }
        let Some(EventKind::Pitch(pitch)) = appearance.play.events.last().map(|event| &event.kind) else {
            return;
        };
        let called_strike = pitch.call == crate::call::Call::Called;
        if !called_strike && pitch.call != crate::call::Call::Ball {
            return;
        }
        let by_batter = self.rng.chance(0.5);
        let (asker, player) = self.challenger(appearance, by_batter);
        let overturned = called_strike != by_batter;
        if !self.spend_pitch_challenge(asker, overturned) {
            return;
        }
        let club = Some(self.squads[asker as usize].club.id);
        // In a game that is to have a review the club asks on, whether the batter was hit.
        let further = self.plan.wishes.review.then(|| {
            Box::new(Review {
                overturned: false,
                kind: Kind::HitByPitch,
                club,
                player: None,
                further: None,
            })
        });
        if let Some(event) = appearance.play.events.last_mut() {
            event.review = Some(Review {
                overturned,
                kind: Kind::PitchResult,
                club,
                player: Some(player),
                further,
            });
        }
    }

    fn challenger(&self, appearance: &Appearance, by_batter: bool) -> (Side, (i64, String)) {
        if by_batter {
            let batter = self.batter(appearance.play.batter);
            return (self.side, (batter.id, batter.full_name()));
        }
        let squad = self.fielding();
        let catcher = squad.player(squad.field[usize::from(crate::position::CATCHER)]);
        (self.side.other(), (catcher.id, catcher.full_name()))
    }

    fn spend_pitch_challenge(&mut self, side: Side, won: bool) -> bool {
        let squad = &mut self.squads[side as usize];
        if squad.pitch_challenges.1 >= 2 {
            return false;
        }
        squad.pitch_challenges.0 += i64::from(won);
        squad.pitch_challenges.1 += i64::from(!won);
        true
    }

    /// Which of the season's a hit or stolen base of this player is.
    pub(crate) fn season_count(&self, player: usize, event: EventType) -> i64 {
        let before = self.plan.before(self.batter(player)).batting;
        let so_far = match event.code {
            "double" => before.doubles,
            "triple" => before.triples,
            "home_run" => before.home_runs,
            _ => before.stolen_bases,
        };
        let today = self.plays.iter().filter(|play| play.side == self.side);
        let again = if event.is_hit() {
            crate::play::count(today.filter(|play| play.result == event && play.batter == player))
        } else {
            crate::play::count(
                today
                    .flat_map(|play| &play.movements)
                    .filter(|step| step.runner == player && step.event.code.starts_with("stolen_base")),
            )
        };
        so_far + again + 1
    }
}
