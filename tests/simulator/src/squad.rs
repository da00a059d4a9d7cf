//! A club in a game: who plays where, who has been used, who is next.

use crate::club::Club;
use crate::plan::Plan;
use crate::play::Side;
use crate::player::Player;
use crate::position::{CATCHER, DESIGNATED_HITTER, PITCHER, Position, can_play};
use crate::rng::Rng;
use crate::roster::{BENCH, REGULARS, STARTERS};
use std::sync::Arc;

/// A pitcher's time on the mound.
#[derive(Clone, Debug)]
pub(crate) struct Stint {
    pub player: usize,
    pub pitches: i64,
    pub batters: i64,
    pub outs: i64,
    pub runs: i64,
    /// As he came in: inning, his club's lead, runners on base
    pub inning: i64,
    pub lead_at_entry: i64,
    pub inherited: i64,
    /// Innings he was on the mound for the beginning or a part of
    pub innings_begun: i64,
}

/// A batter or runner from the bench who has yet to be given a position in the field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unplaced {
    pub player: usize,
    pub replaced: usize,
    pub slot: usize,
}

/// A club in a game.
#[derive(Clone, Debug)]
pub(crate) struct Squad {
    pub side: Side,
    pub club: &'static Club,
    pub players: Arc<Vec<Player>>,
    /// Who held each batting slot, in order
    pub slots: [Vec<usize>; 9],
    /// Who stands at each position, 1 to 10
    pub field: [usize; 11],
    /// Positions each player has held, in order
    pub positions: Vec<Vec<Position>>,
    pub stints: Vec<Stint>,
    /// Who is to start on the mound
    pub probable: usize,
    pub used: Vec<bool>,
    pub next_slot: usize,
    pub unplaced: Vec<Unplaced>,
    pub mound_visits: i64,
    /// Challenges used, and those that failed
    pub challenges: (i64, i64),
    /// Challenges of balls and strikes won and lost
    pub pitch_challenges: (i64, i64),
}

impl Squad {
    /// The club with its lineup and starting pitcher of the day.
    pub(crate) fn line_up(plan: &Plan, side: Side) -> Self {
        let players = plan.roster(side);
        let mut rng = Rng::stream(plan.seed, "lineup", plan.game_pk.unsigned_abs() * 2 + side as u64);
        let mut field = batters_of_the_day(&mut rng, &players);
        field[usize::from(PITCHER)] = REGULARS + BENCH + plan.turn(side) % STARTERS;
        let order = batting_order(&players, &field);
        let mut squad = Self {
            side,
            club: plan.clubs[side as usize],
            slots: order.map(|player| vec![player]),
            field,
            positions: vec![Vec::new(); players.len()],
            stints: Vec::new(),
            probable: field[usize::from(PITCHER)],
            used: vec![false; players.len()],
            players,
            next_slot: 0,
            unplaced: Vec::new(),
            mound_visits: 0,
            challenges: (0, 0),
            pitch_challenges: (0, 0),
        };
        for position in PITCHER..=DESIGNATED_HITTER {
            let player = squad.field[usize::from(position)];
            squad.used[player] = true;
            squad.positions[player].push(position);
        }
        let starter = squad.field[usize::from(PITCHER)];
        squad.stints.push(Stint::begin(starter, 1, 0, 0));
        squad
    }

    pub(crate) fn player(&self, index: usize) -> &Player {
        &self.players[index]
    }

    pub(crate) fn pitcher(&self) -> usize {
        self.field[usize::from(PITCHER)]
    }

    /// Who stands in a slot now, 0 to 8.
    pub(crate) fn in_slot(&self, slot: usize) -> usize {
        self.slots[slot].last().copied().unwrap_or(0)
    }

    pub(crate) fn slot_of(&self, player: usize) -> Option<usize> {
        (0..9).find(|slot| self.slots[*slot].contains(&player))
    }

    /// `304` for a player who has held a slot.
    pub(crate) fn batting_order(&self, player: usize) -> Option<String> {
        let slot = self.slot_of(player)?;
        let sequence = self.slots[slot].iter().position(|other| *other == player)?;
        Some(format!("{}{sequence:02}", slot + 1))
    }

    /// Where a player stands, or DH.
    pub(crate) fn position_of(&self, player: usize) -> Option<Position> {
        (PITCHER..=DESIGNATED_HITTER).find(|position| self.field[usize::from(*position)] == player)
    }

    /// Batters who have not been used.
    pub(crate) fn bench(&self) -> Vec<usize> {
        (0..self.players.len())
            .filter(|player| !self.used[*player] && self.players[*player].primary != PITCHER)
            .collect()
    }

    /// Pitchers who have not been used.
    pub(crate) fn bullpen(&self) -> Vec<usize> {
        (0..self.players.len())
            .filter(|player| !self.used[*player] && self.players[*player].primary == PITCHER)
            .collect()
    }

    /// Relievers who have not been used: starters do not pitch out of the bullpen.
    pub(crate) fn relievers(&self) -> Vec<usize> {
        self.bullpen()
            .into_iter()
            .filter(|player| self.players[*player].stamina < 50)
            .collect()
    }

    pub(crate) fn take_position(&mut self, player: usize, position: Position) {
        self.field[usize::from(position)] = player;
        self.used[player] = true;
        if !self.positions[player].contains(&position) {
            self.positions[player].push(position);
        }
    }

    /// Puts a player into the slot of another.
    pub(crate) fn take_slot(&mut self, player: usize, slot: usize) {
        self.slots[slot].push(player);
        self.used[player] = true;
    }

    /// Visits left: four, one more in each extra inning.
    pub(crate) fn visits_left(&self, innings: i64, scheduled: i64) -> i64 {
        (4 + (innings - scheduled).max(0) - self.mound_visits).max(0)
    }
}

impl Stint {
    pub(crate) fn begin(player: usize, inning: i64, lead: i64, inherited: i64) -> Self {
        Self {
            player,
            pitches: 0,
            batters: 0,
            outs: 0,
            runs: 0,
            inning,
            lead_at_entry: lead,
            inherited,
            innings_begun: 0,
        }
    }
}

/// Who stands at each position: the regulars, some of them rested for one from the bench.
fn batters_of_the_day(rng: &mut Rng, players: &[Player]) -> [usize; 11] {
    let mut field = [0; 11];
    for (player, position) in (CATCHER..=DESIGNATED_HITTER).enumerate() {
        field[usize::from(position)] = player;
    }
    for (bench, player) in players.iter().enumerate().skip(REGULARS).take(BENCH) {
        let position = CATCHER + Position::try_from(rng.below(9)).unwrap_or(0);
        let place = usize::from(position);
        if rng.chance(0.4) && can_play(player.primary, position) && field[place] < REGULARS {
            field[place] = bench;
        }
    }
    field
}

/// The best hitters come up second to fifth.
fn batting_order(players: &[Player], field: &[usize; 11]) -> [usize; 9] {
    let mut best: Vec<usize> = field[usize::from(CATCHER)..].to_vec();
    let worth =
        |player: &usize| players[*player].power + players[*player].contact + 0.3 * players[*player].speed;
    best.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
    [4, 1, 2, 0, 3, 5, 6, 7, 8].map(|place: usize| best[place])
}
