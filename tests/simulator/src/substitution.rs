//! Who comes in for whom: relievers, pinch hitters and runners, fielders, between batters and in the middle of one.

use crate::base::OCCUPIED;
use crate::engine::{Appearance, Engine};
use crate::event_type::{
    DEFENSIVE_SUBSTITUTION, DEFENSIVE_SWITCH, EventType, GAME_ADVISORY, OFFENSIVE_SUBSTITUTION,
    PITCHING_SUBSTITUTION,
};
use crate::play::{EventKind, Side, Substitution};
use crate::position::{
    CATCHER, CENTER_FIELD, LEFT_FIELD, PINCH_HITTER, PINCH_RUNNER, PITCHER, Position, RIGHT_FIELD, can_play,
    in_words, is_outfield, place,
};
use crate::squad::{Stint, Unplaced};

impl Engine {
    /// The defence comes out: pinch hitters find a position, fielders change, a new pitcher may begin.
    pub(crate) fn take_the_field(&mut self, appearance: &mut Appearance) {
        self.player_changes_clubs(appearance);
        let unplaced = std::mem::take(&mut self.fielding_mut().unplaced);
        for arrival in unplaced {
            self.place_arrival(appearance, arrival);
        }
        if self.inning >= 6 && self.rng.chance(0.05) {
            self.switch_outfielders(appearance);
        }
        if self.inning >= 7 && self.rng.chance(0.1) {
            self.defensive_replacement(appearance);
        }
        if self.should_start_inning_with_reliever() {
            self.change_pitcher(appearance);
        }
    }

    /// Before a batter: the manager may come for the pitcher or send up another batter.
    pub(crate) fn between_batters(&mut self, appearance: &mut Appearance, leads_off: bool) {
        self.maybe_ejection(appearance);
        if !leads_off && self.should_relieve() {
            self.change_pitcher(appearance);
        } else if !leads_off {
            self.maybe_mound_visit(appearance);
        }
        self.maybe_pinch_hit(appearance);
        if self.inning >= 8 && (0..=1).contains(&self.fielding_lead()) && self.rng.chance(0.02) {
            self.pinch_run(appearance);
        }
    }

    fn should_start_inning_with_reliever(&mut self) -> bool {
        let squad = self.fielding();
        let (Some(stint), false) = (squad.stints.last(), squad.relievers().is_empty()) else {
            return false;
        };
        let stamina = squad.player(stint.player).stamina;
        if stint.pitches == 0 {
            return false;
        }
        if squad.stints.len() == 1 {
            let tired = stint.pitches > stamina - 6 || stint.runs >= 7;
            return tired || (self.inning >= 7 && self.rng.chance(0.45));
        }
        stint.pitches > stamina - 8 || (stint.innings_begun >= 2 && self.rng.chance(0.72))
    }

    fn should_relieve(&mut self) -> bool {
        let squad = self.fielding();
        let (Some(stint), false) = (squad.stints.last(), squad.relievers().is_empty()) else {
            return false;
        };
        let stamina = squad.player(stint.player).stamina;
        if squad.stints.len() == 1 {
            let (tired, beaten) = (
                stint.pitches >= stamina,
                stint.runs >= 5 && self.bases.count() > 0,
            );
            return tired || (beaten && self.rng.chance(0.25));
        }
        // A reliever faces three batters at least.
        let allowed = stint.batters >= 3;
        let (tired, beaten) = (stint.pitches >= stamina + 10, stint.runs >= 3);
        allowed && (tired || beaten) && self.rng.chance(0.6)
    }

    /// A new pitcher takes the ball.
    pub(crate) fn change_pitcher(&mut self, appearance: &mut Appearance) {
        let relievers = self.fielding().relievers();
        if relievers.is_empty() {
            return;
        }
        let index = relievers[self.rng.below(relievers.len())];
        let replaced = self.fielding().pitcher();
        let names = [index, replaced].map(|player| self.fielding().player(player).full_name());
        let description = format!("Pitching Change: {} replaces {}.", names[0], names[1]);
        // Nearly all of the API's pitching changes do not say who left.
        let told = self.rng.chance(0.04).then(|| self.fielding().player(replaced).id);
        let substitution = Substitution {
            position: PITCHER,
            batting_order: None,
            replaced: told,
        };
        let player = self.fielding().player(index).id;
        let (inning, lead) = (self.inning, self.fielding_lead());
        let inherited = self.bases.count() as i64;
        let squad = self.fielding_mut();
        squad.take_position(index, PITCHER);
        let mut stint = Stint::begin(index, inning, lead, inherited);
        stint.innings_begun = 1;
        squad.stints.push(stint);
        self.substitute(
            appearance,
            PITCHING_SUBSTITUTION,
            description,
            player,
            substitution,
            110.0,
        );
    }

    fn substitute(
        &mut self,
        appearance: &mut Appearance,
        event: EventType,
        description: String,
        player: i64,
        substitution: Substitution,
        seconds: f64,
    ) {
        let mut action = self.action(event, description, Some(player));
        action.substitution = Some(substitution);
        let seconds = self.rng.between(0.6, 1.1) * seconds;
        self.record(appearance, EventKind::Action(Box::new(action)), seconds, 0.5);
    }

    fn maybe_pinch_hit(&mut self, appearance: &mut Appearance) {
        let batter = appearance.play.batter;
        let weak = self.batter(batter).contact + self.batter(batter).power < 1.95;
        let late = self.inning >= self.plan.scheduled_innings - 3;
        if late && weak && self.batting().slot_of(batter).is_some() && self.rng.chance(0.085) {
            self.pinch_hit(appearance);
        }
    }

    /// Somebody else comes to bat; false when nobody is left.
    fn pinch_hit(&mut self, appearance: &mut Appearance) -> bool {
        let replaced = appearance.play.batter;
        let squad = self.batting();
        let (Some(slot), Some(position)) = (squad.slot_of(replaced), squad.position_of(replaced)) else {
            return false;
        };
        let fits = |player: &usize| can_play(squad.player(*player).primary, position);
        let Some(index) = squad.bench().into_iter().find(fits) else {
            return false;
        };
        let names = [index, replaced].map(|player| self.batter_name(player));
        let description = format!(
            "Offensive Substitution: Pinch-hitter {} replaces {}.",
            names[0], names[1]
        );
        self.bring_in(index, replaced, slot, PINCH_HITTER);
        let (player, replaced_id) = (self.batter(index).id, self.batter(replaced).id);
        let substitution = Substitution {
            position: PINCH_HITTER,
            batting_order: self.batting().batting_order(index),
            replaced: Some(replaced_id),
        };
        appearance.play.batter = index;
        self.substitute(
            appearance,
            OFFENSIVE_SUBSTITUTION,
            description,
            player,
            substitution,
            18.0,
        );
        true
    }

    fn bring_in(&mut self, index: usize, replaced: usize, slot: usize, role: Position) {
        let squad = self.batting_mut();
        squad.take_slot(index, slot);
        squad.positions[index].push(role);
        if let Some(position) = squad.position_of(replaced) {
            squad.field[usize::from(position)] = index;
        }
        squad.unplaced.push(Unplaced {
            player: index,
            replaced,
            slot,
        });
    }

    fn pinch_run(&mut self, appearance: &mut Appearance) {
        let Some((base, runner)) = OCCUPIED
            .into_iter()
            .find_map(|base| self.bases.on(base).map(|runner| (base, runner)))
        else {
            return;
        };
        let squad = self.batting();
        let (Some(slot), Some(position)) = (squad.slot_of(runner.player), squad.position_of(runner.player))
        else {
            return;
        };
        let fits = |player: &usize| can_play(squad.player(*player).primary, position);
        let Some(index) = squad.bench().into_iter().find(fits) else {
            return;
        };
        let replaced = runner.player;
        let names = [index, replaced].map(|player| self.batter_name(player));
        let description = format!(
            "Offensive Substitution: Pinch-runner {} replaces {}.",
            names[0], names[1]
        );
        self.bring_in(index, replaced, slot, PINCH_RUNNER);
        self.bases.put(
            base,
            Some(crate::base::Runner {
                player: index,
                ..runner
            }),
        );
        let substitution = Substitution {
            position: PINCH_RUNNER,
            batting_order: self.batting().batting_order(index),
            replaced: Some(self.batter(replaced).id),
        };
        let mut action = self.action(OFFENSIVE_SUBSTITUTION, description, Some(self.batter(index).id));
        action.substitution = Some(substitution);
        action.base = Some(base as i64 + 1);
        self.record(appearance, EventKind::Action(Box::new(action)), 15.0, 1.0);
    }

    /// A pinch hitter or runner stays in, or somebody comes in for him.
    fn place_arrival(&mut self, appearance: &mut Appearance, arrival: Unplaced) {
        let squad = self.fielding();
        let Some(position) = squad.position_of(arrival.player) else {
            return;
        };
        let ids = [arrival.player, arrival.replaced].map(|player| squad.player(player).id);
        let name = squad.player(arrival.player).full_name();
        let order = squad.batting_order(arrival.player);
        debug_assert_eq!(squad.slot_of(arrival.player), Some(arrival.slot));
        self.fielding_mut().take_position(arrival.player, position);
        let substitution = Substitution {
            position,
            batting_order: order,
            replaced: Some(ids[1]),
        };
        let description = format!("{name} remains in the game as the {}.", in_words(position));
        self.substitute(
            appearance,
            DEFENSIVE_SWITCH,
            description,
            ids[0],
            substitution,
            0.1,
        );
    }

    fn switch_outfielders(&mut self, appearance: &mut Appearance) {
        let pair = *self.rng.pick(&[
            (LEFT_FIELD, CENTER_FIELD),
            (CENTER_FIELD, RIGHT_FIELD),
            (LEFT_FIELD, RIGHT_FIELD),
        ]);
        let field = self.fielding().field;
        for (from, to) in [pair, (pair.1, pair.0)] {
            let player = field[usize::from(from)];
            let squad = self.fielding_mut();
            squad.take_position(player, to);
            let (id, name, order) = (
                squad.player(player).id,
                squad.player(player).full_name(),
                squad.batting_order(player),
            );
            let description = format!(
                "Defensive switch from {} to {} for {name}.",
                place(from),
                place(to)
            );
            let substitution = Substitution {
                position: to,
                batting_order: order,
                replaced: None,
            };
            self.substitute(appearance, DEFENSIVE_SWITCH, description, id, substitution, 0.1);
        }
    }

    fn defensive_replacement(&mut self, appearance: &mut Appearance) {
        let position = *self.rng.pick(&[LEFT_FIELD, RIGHT_FIELD, 3, 4, 5]);
        let squad = self.fielding();
        let replaced = squad.field[usize::from(position)];
        let fits = |player: &usize| can_play(squad.player(*player).primary, position);
        let Some(index) = squad.bench().into_iter().find(fits) else {
            return;
        };
        self.replace_fielder(appearance, index, replaced, position);
    }

    fn replace_fielder(
        &mut self,
        appearance: &mut Appearance,
        index: usize,
        replaced: usize,
        position: Position,
    ) {
        let Some(slot) = self.fielding().slot_of(replaced) else {
            return;
        };
        let squad = self.fielding_mut();
        squad.take_slot(index, slot);
        squad.take_position(index, position);
        let names = [index, replaced].map(|player| squad.player(player).full_name());
        let ids = [index, replaced].map(|player| squad.player(player).id);
        let ordinal = ["1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th"][slot];
        let was = in_words(position);
        let description = format!(
            "Defensive Substitution: {} replaces {was} {}, batting {ordinal}, playing {}.",
            names[0],
            names[1],
            place(position)
        );
        let substitution = Substitution {
            position,
            batting_order: squad.batting_order(index),
            replaced: Some(ids[1]),
        };
        self.substitute(
            appearance,
            DEFENSIVE_SUBSTITUTION,
            description,
            ids[0],
            substitution,
            0.1,
        );
    }

    /// A pitcher or a batter is hurt in the middle of a plate appearance and another takes over at the same count.
    pub(crate) fn change_in_mid_plate_appearance(&mut self, appearance: &mut Appearance) {
        let count = (appearance.count.balls, appearance.count.strikes);
        // At these counts whatever follows is charged to the one who comes in.
        let charged_to_new = matches!(count, (0 | 1, 1) | (1, 0));
        if !charged_to_new || appearance.pitches == 0 {
            return;
        }
        let pitcher = (self.wishes.pitching_change && self.inning >= 3) || self.rng.chance(0.000_5);
        if pitcher && !self.fielding().relievers().is_empty() {
            self.wishes.pitching_change = false;
            let (name, id, club) = (
                self.pitcher().full_name(),
                self.pitcher().id,
                self.fielding().club.team_name,
            );
            let delay = "Injury Delay.".to_owned();
            self.act(appearance, GAME_ADVISORY, delay, Some(id));
            self.injury(appearance, club, "pitcher", &name, id);
            self.change_pitcher(appearance);
            return;
        }
        let batter = (self.wishes.pinch_hitter && self.inning >= 3) || self.rng.chance(0.000_3);
        if batter {
            let hurt = self.batter(appearance.play.batter);
            let (name, id, club) = (hurt.full_name(), hurt.id, self.batting().club.team_name);
            let Some(position) = self.batting().position_of(appearance.play.batter) else {
                return;
            };
            let nobody = self
                .batting()
                .bench()
                .iter()
                .all(|player| !can_play(self.batter(*player).primary, position));
            if nobody {
                return;
            }
            self.injury(appearance, club, in_words(position), &name, id);
            if self.pinch_hit(appearance) {
                self.wishes.pinch_hitter = false;
            }
        }
    }

    /// The game was suspended and resumed later: meanwhile a visitor has been traded to the home side. He leaves
    /// one club as it takes the field and comes in for the other as that does.
    fn player_changes_clubs(&mut self, appearance: &mut Appearance) {
        if let Some((player, position)) = self.traded.clone().filter(|_| self.side == Side::Away) {
            self.traded = None;
            let home = &mut self.squads[1];
            let mut players = home.players.as_ref().clone();
            players.push(player);
            let index = players.len() - 1;
            home.players = std::sync::Arc::new(players);
            home.used.push(false);
            home.positions.push(Vec::new());
            let replaced = home.field[usize::from(position)];
            self.replace_fielder(appearance, index, replaced, position);
        } else if self.side == Side::Home {
            let wished = self.wishes.both_clubs && self.inning >= 4;
            let booked = (self.plan.suspension())
                .filter(|suspension| suspension.inning == self.inning && self.suspension.is_none());
            if wished {
                self.suspend_for_a_trade(appearance, None);
            } else if let Some(suspension) = booked {
                let traded = suspension.traded.is_some();
                if !traded || !self.suspend_for_a_trade(appearance, suspension.traded) {
                    self.suspend(appearance);
                }
            }
        }
    }

    /// Suspends the game while a visiting outfielder, `wanted` if one is named, is traded to the home side; false
    /// when he is not in the game or nobody can take his place.
    fn suspend_for_a_trade(&mut self, appearance: &mut Appearance, wanted: Option<i64>) -> bool {
        let squad = self.fielding();
        let found = [LEFT_FIELD, CENTER_FIELD, RIGHT_FIELD]
            .into_iter()
            .find_map(|position| {
                // He must come from somewhere: whoever is no catcher can stand in the outfield.
                let fits = |player: &usize| squad.player(*player).primary != CATCHER;
                let substitute = squad.bench().into_iter().find(fits)?;
                let player = squad.player(squad.field[usize::from(position)]);
                let meant = wanted.is_none_or(|id| id == player.id);
                (is_outfield(player.primary) && meant).then_some((position, substitute))
            });
        let Some((position, substitute)) = found else {
            return false;
        };
        let gone = squad.field[usize::from(position)];
        self.traded = Some((squad.player(gone).clone(), position));
        self.wishes.both_clubs = false;
        self.suspend(appearance);
        self.replace_fielder(appearance, substitute, gone, position);
        true
    }
}
