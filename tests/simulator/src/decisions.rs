//! Who won, who lost, who saved: read off the score as the pitchers changed.

use crate::game::Game;
use crate::play::Side;
use crate::tally::{Pitching, Tally};

/// The pitchers of record, by their index in the roster of their side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decisions {
    pub winner_side: Side,
    pub winner: usize,
    pub loser: usize,
    pub save: Option<usize>,
}

impl Decisions {
    /// None for a game that was called as a tie.
    pub(crate) fn of(game: &Game, tallies: &[Tally; 2]) -> Option<Self> {
        let (away, home) = (game.score[0], game.score[1]);
        let winner_side = match away.cmp(&home) {
            std::cmp::Ordering::Greater => Side::Away,
            std::cmp::Ordering::Less => Side::Home,
            std::cmp::Ordering::Equal => return None,
        };
        let (winner, loser) = Self::of_record(game, winner_side, tallies);
        let save = Self::save(game, winner_side, winner, &tallies[winner_side as usize]);
        Some(Self {
            winner_side,
            winner,
            loser,
            save,
        })
    }

    /// The pitchers of record when the lead changed for good.
    fn of_record(game: &Game, winner_side: Side, tallies: &[Tally; 2]) -> (usize, usize) {
        let win = winner_side as usize;
        let stints = &game.squads[win].stints;
        let mut on_mound = [stints[0].player, game.squads[1 - win].stints[0].player];
        let mut record = (on_mound[0], on_mound[1]);
        let mut score = [0, 0];
        for play in &game.plays {
            let place = if play.side == winner_side { 1 } else { 0 };
            on_mound[place] = play.pitcher;
            for step in play.movements.iter().filter(|step| step.scores()) {
                score[play.side as usize] += 1;
                let lead = score[win] - score[1 - win];
                if play.side == winner_side && lead == 1 {
                    record = (on_mound[0], step.responsible.unwrap_or(on_mound[1]));
                }
            }
        }
        // A starter must go five innings to win (four of seven); else the reliever who did most.
        let tally = &tallies[win];
        let needed = if game.plan.scheduled_innings < 9 { 12 } else { 15 };
        let starter = stints[0].player;
        if record.0 == starter && stints.len() > 1 && tally.pitching[starter].outs < needed {
            let best = stints.iter().skip(1).max_by_key(|stint| {
                (
                    tally.pitching[stint.player].outs,
                    -tally.pitching[stint.player].runs,
                )
            });
            record.0 = best.map_or(starter, |stint| stint.player);
        }
        record
    }

    fn save(game: &Game, side: Side, winner: usize, tally: &Tally) -> Option<usize> {
        let last = game.squads[side as usize].stints.last()?;
        let outs = tally.pitching[last.player].outs;
        let close = last.lead_at_entry >= 1
            && (last.lead_at_entry <= 3 && outs >= 3 || last.lead_at_entry <= last.inherited + 2);
        let long = last.lead_at_entry >= 1 && outs >= 9;
        let finished = game.squads[side as usize].stints.len() > 1 && last.player != winner && outs >= 1;
        (finished && (close || long)).then_some(last.player)
    }
}

/// Marks wins, losses, saves, holds and blown saves in the pitchers' lines.
pub(crate) fn mark(game: &Game, decisions: Option<&Decisions>, tallies: &mut [Tally; 2]) {
    if let Some(decisions) = decisions {
        let win = decisions.winner_side as usize;
        tallies[win].pitching[decisions.winner].wins = 1;
        tallies[1 - win].pitching[decisions.loser].losses = 1;
        if let Some(save) = decisions.save {
            tallies[win].pitching[save].saves = 1;
        }
    }
    for side in Side::BOTH {
        let stints = &game.squads[side as usize].stints;
        for (order, stint) in stints.iter().enumerate().skip(1) {
            let last = order + 1 == stints.len();
            let line = &mut tallies[side as usize].pitching[stint.player];
            let situation =
                (1..=3).contains(&stint.lead_at_entry) && stint.inning >= game.plan.scheduled_innings - 3;
            let lead_after = stints.get(order + 1).map_or(i64::MAX, |next| next.lead_at_entry);
            mark_relief(line, situation, last, lead_after);
        }
    }
}

fn mark_relief(line: &mut Pitching, situation: bool, last: bool, lead_after: i64) {
    if line.saves == 1 {
        line.save_opportunities = 1;
    } else if situation && !last && lead_after >= 1 && line.wins == 0 && line.outs >= 1 {
        line.holds = 1;
    } else if situation && line.wins == 0 && (line.losses == 1 || (!last && lead_after <= 0)) {
        line.blown_saves = 1;
        line.save_opportunities = 1;
    }
}
