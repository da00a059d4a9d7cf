//! The box score's numbers, counted from the plays and from nothing else.

use crate::event_type::{
    BUNT_GROUNDOUT, FLYOUT, FORCE_OUT, GROUNDED_INTO_DOUBLE_PLAY, GROUNDOUT, LINEOUT, POP_OUT, SAC_FLY,
    WILD_PITCH,
};
use crate::play::{EventKind, Movement, Play, Side};
use crate::squad::Squad;

/// Batting numbers of a player, a club or a season.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Batting {
    pub games: i64,
    pub plate_appearances: i64,
    pub at_bats: i64,
    pub runs: i64,
    pub hits: i64,
    pub doubles: i64,
    pub triples: i64,
    pub home_runs: i64,
    pub rbi: i64,
    pub walks: i64,
    pub intentional_walks: i64,
    pub strikeouts: i64,
    pub hit_by_pitch: i64,
    pub ground_outs: i64,
    pub fly_outs: i64,
    pub line_outs: i64,
    pub pop_outs: i64,
    pub stolen_bases: i64,
    pub caught_stealing: i64,
    pub double_plays: i64,
    pub left_on_base: i64,
    pub sac_bunts: i64,
    pub sac_flies: i64,
    pub pickoffs: i64,
    /// Pitches seen
    pub pitches: i64,
}

/// Pitching numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pitching {
    pub games: i64,
    pub games_started: i64,
    pub games_finished: i64,
    pub wins: i64,
    pub losses: i64,
    pub saves: i64,
    pub save_opportunities: i64,
    pub holds: i64,
    pub blown_saves: i64,
    pub outs: i64,
    pub batters: i64,
    pub at_bats: i64,
    pub pitches: i64,
    pub strikes: i64,
    pub runs: i64,
    pub earned_runs: i64,
    pub hits: i64,
    pub doubles: i64,
    pub triples: i64,
    pub home_runs: i64,
    pub walks: i64,
    pub intentional_walks: i64,
    pub strikeouts: i64,
    pub hit_batters: i64,
    pub ground_outs: i64,
    pub fly_outs: i64,
    pub line_outs: i64,
    pub pop_outs: i64,
    pub rbi: i64,
    pub wild_pitches: i64,
    pub balks: i64,
    pub pickoffs: i64,
    pub stolen_bases: i64,
    pub caught_stealing: i64,
    pub inherited: i64,
    pub inherited_scored: i64,
    pub sac_bunts: i64,
    pub sac_flies: i64,
    pub passed_balls: i64,
    pub complete_games: i64,
    pub shutouts: i64,
}

/// Fielding numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fielding {
    pub assists: i64,
    pub putouts: i64,
    pub errors: i64,
    pub stolen_bases: i64,
    pub caught_stealing: i64,
    pub passed_balls: i64,
    pub pickoffs: i64,
}

impl Batting {
    pub(crate) fn total_bases(&self) -> i64 {
        self.hits + self.doubles + 2 * self.triples + 3 * self.home_runs
    }

    pub(crate) fn air_outs(&self) -> i64 {
        self.fly_outs + self.line_outs + self.pop_outs
    }
}

impl Pitching {
    pub(crate) fn balls(&self) -> i64 {
        self.pitches - self.strikes
    }

    pub(crate) fn air_outs(&self) -> i64 {
        self.fly_outs + self.line_outs + self.pop_outs
    }
}

impl Fielding {
    pub(crate) fn chances(&self) -> i64 {
        self.assists + self.putouts + self.errors
    }
}

/// Adds up lines of a kind, and writes a game's line in a byte a number.
macro_rules! sum {
    ($kind:ident: $($field:ident),+ $(,)?) => {
        impl $kind {
            /// How many numbers a line has.
            pub(crate) const NUMBERS: usize = [$(stringify!($field)),+].len();

            pub(crate) fn plus(&self, other: &Self) -> Self {
                Self { $($field: self.$field + other.$field),+ }
            }

            /// The numbers of a line of one game, none of which is over 255.
            pub(crate) fn pack(&self, bytes: &mut Vec<u8>) {
                $(bytes.push(u8::try_from(self.$field).unwrap_or(u8::MAX));)+
            }

            /// The line that was packed.
            pub(crate) fn unpack(bytes: &[u8]) -> Self {
                let mut numbers = bytes.iter().map(|byte| i64::from(*byte));
                Self { $($field: numbers.next().unwrap_or(0)),+ }
            }
        }
    };
}

sum!(Batting: games, plate_appearances, at_bats, runs, hits, doubles, triples, home_runs, rbi, walks, intentional_walks,
    strikeouts, hit_by_pitch, ground_outs, fly_outs, line_outs, pop_outs, stolen_bases, caught_stealing, double_plays,
    left_on_base, sac_bunts, sac_flies, pickoffs, pitches);
sum!(Pitching: games, games_started, games_finished, wins, losses, saves, save_opportunities, holds, blown_saves, outs,
    batters, at_bats, pitches, strikes, runs, earned_runs, hits, doubles, triples, home_runs, walks, intentional_walks,
    strikeouts, hit_batters, ground_outs, fly_outs, line_outs, pop_outs, rbi, wild_pitches, balks, pickoffs,
    stolen_bases, caught_stealing, inherited, inherited_scored, sac_bunts, sac_flies, passed_balls, complete_games,
    shutouts);
sum!(Fielding: assists, putouts, errors, stolen_bases, caught_stealing, passed_balls, pickoffs);

/// What each player of a club did, by his index in the roster.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    pub batting: Vec<Batting>,
    pub pitching: Vec<Pitching>,
    pub fielding: Vec<Fielding>,
}

impl Tally {
    /// Counts the plays for one side; who won and saved is told by `decisions`.
    pub(crate) fn of(plays: &[Play], squad: &Squad) -> Self {
        let size = squad.players.len();
        let mut tally = Self {
            batting: vec![Batting::default(); size],
            pitching: vec![Pitching::default(); size],
            fielding: vec![Fielding::default(); size],
        };
        for slot in &squad.slots {
            for player in slot {
                tally.batting[*player].games = 1;
            }
        }
        for (order, stint) in squad.stints.iter().enumerate() {
            let line = &mut tally.pitching[stint.player];
            line.games = 1;
            line.games_started = i64::from(order == 0);
            line.games_finished = i64::from(order > 0 && order + 1 == squad.stints.len());
            line.complete_games = i64::from(squad.stints.len() == 1);
            line.inherited = stint.inherited;
        }
        for play in plays {
            if play.side == squad.side {
                tally.bat(play);
            } else {
                tally.defend(play);
            }
        }
        if let [only] = squad.stints.as_slice() {
            let line = &mut tally.pitching[only.player];
            line.shutouts = i64::from(line.runs == 0);
        }
        tally
    }

    fn bat(&mut self, play: &Play) {
        for event in &play.events {
            let is_pitch = matches!(event.kind, EventKind::Pitch(_));
            self.batting[event.batter].pitches += i64::from(is_pitch);
        }
        for step in &play.movements {
            let line = &mut self.batting[step.runner];
            line.runs += i64::from(step.scores());
            line.stolen_bases += i64::from(step.event.code.starts_with("stolen_base"));
            line.caught_stealing += i64::from(step.event.code.starts_with("caught_stealing"));
            line.pickoffs += i64::from(step.event.code == "pickoff_1b");
        }
        let result = play.result;
        if !result.ends_plate_appearance() {
            return;
        }
        let line = &mut self.batting[play.batter];
        line.plate_appearances += 1;
        line.at_bats += i64::from(!result.spares_the_at_bat());
        line.hits += i64::from(result.is_hit());
        line.doubles += i64::from(result.bases() == 2);
        line.triples += i64::from(result.bases() == 3);
        line.home_runs += i64::from(result.bases() == 4);
        line.rbi += play.rbi();
        line.walks += i64::from(result.is_walk());
        line.intentional_walks += i64::from(result.code == "intent_walk");
        line.strikeouts += i64::from(result.is_strikeout());
        line.hit_by_pitch += i64::from(result.code == "hit_by_pitch");
        line.ground_outs += i64::from(is_ground_out(play));
        line.fly_outs += i64::from(result == FLYOUT || result == SAC_FLY);
        line.line_outs += i64::from(result == LINEOUT);
        line.pop_outs += i64::from(result == POP_OUT);
        line.double_plays += i64::from(result == GROUNDED_INTO_DOUBLE_PLAY);
        line.sac_bunts += i64::from(result.code == "sac_bunt");
        line.sac_flies += i64::from(result == SAC_FLY);
        if play
            .movements
            .iter()
            .any(|step| step.runner == play.batter && step.out.is_some())
        {
            line.left_on_base += crate::play::count(play.bases_after.0.iter().flatten());
        }
    }

    fn defend(&mut self, play: &Play) {
        for event in &play.events {
            if let EventKind::Pitch(pitch) = &event.kind {
                let line = &mut self.pitching[event.pitcher];
                line.pitches += 1;
                line.strikes += i64::from(!pitch.call.is_ball());
            }
        }
        for step in &play.movements {
            self.defend_against(play, step);
        }
        let mut seen = Vec::new();
        for step in &play.movements {
            if matches!(step.event.code, "wild_pitch" | "passed_ball" | "balk")
                && !seen.contains(&step.play_index)
            {
                seen.push(step.play_index);
                let pitcher = pitcher_at(play, step.play_index);
                self.pitching[pitcher].wild_pitches += i64::from(step.event == WILD_PITCH);
                self.pitching[pitcher].balks += i64::from(step.event.code == "balk");
                if step.event.code == "passed_ball" {
                    self.pitching[pitcher].passed_balls += 1;
                    self.fielding[play.catcher].passed_balls += 1;
                }
            }
        }
        let result = play.result;
        if !result.ends_plate_appearance() {
            return;
        }
        let line = &mut self.pitching[play.pitcher];
        line.batters += 1;
        line.at_bats += i64::from(!result.spares_the_at_bat());
        line.hits += i64::from(result.is_hit());
        line.doubles += i64::from(result.bases() == 2);
        line.triples += i64::from(result.bases() == 3);
        line.home_runs += i64::from(result.bases() == 4);
        line.walks += i64::from(result.is_walk());
        line.intentional_walks += i64::from(result.code == "intent_walk");
        line.strikeouts += i64::from(result.is_strikeout());
        line.hit_batters += i64::from(result.code == "hit_by_pitch");
        line.ground_outs += i64::from(is_ground_out(play));
        line.fly_outs += i64::from(result == FLYOUT || result == SAC_FLY);
        line.line_outs += i64::from(result == LINEOUT);
        line.pop_outs += i64::from(result == POP_OUT);
        line.rbi += play.rbi();
        line.sac_bunts += i64::from(result.code == "sac_bunt");
        line.sac_flies += i64::from(result == SAC_FLY);
    }

    fn defend_against(&mut self, play: &Play, step: &Movement) {
        let pitcher = pitcher_at(play, step.play_index);
        self.pitching[pitcher].outs += i64::from(step.out.is_some());
        if let Some(charged) = step.responsible {
            self.pitching[charged].runs += 1;
            self.pitching[charged].earned_runs += i64::from(step.earned);
            if charged != pitcher {
                self.pitching[pitcher].inherited_scored += 1;
            }
        }
        let code = step.event.code;
        let (stolen, caught) = (
            i64::from(code.starts_with("stolen_base")),
            i64::from(code.starts_with("caught_stealing")),
        );
        let picked = i64::from(code == "pickoff_1b");
        self.pitching[pitcher].stolen_bases += stolen;
        self.pitching[pitcher].caught_stealing += caught;
        self.pitching[pitcher].pickoffs += picked;
        for player in [pitcher, play.catcher] {
            self.fielding[player].stolen_bases += stolen;
            self.fielding[player].caught_stealing += caught;
        }
        self.fielding[pitcher].pickoffs += picked;
        for credit in &step.credits {
            let line = &mut self.fielding[credit.player];
            match credit.kind {
                "f_putout" => line.putouts += 1,
                "f_assist" => line.assists += 1,
                kind if kind.contains("error") => line.errors += 1,
                _ => {}
            }
        }
    }
}

/// Who was on the mound when an event of a play happened.
fn pitcher_at(play: &Play, index: usize) -> usize {
    play.events.get(index).map_or(play.pitcher, |event| event.pitcher)
}

fn is_ground_out(play: &Play) -> bool {
    [GROUNDOUT, BUNT_GROUNDOUT, FORCE_OUT, GROUNDED_INTO_DOUBLE_PLAY].contains(&play.result)
}

/// Runs, hits, errors and runners left on base of a side in an inning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub runs: i64,
    pub hits: i64,
    pub errors: i64,
    pub left_on_base: i64,
    /// The side came to bat
    pub batted: bool,
}

/// A side's line in an inning; errors are those it made in the field.
pub(crate) fn cell(plays: &[Play], side: Side, inning: i64) -> Cell {
    let mut cell = Cell::default();
    let mut last: Option<&Play> = None;
    for play in plays.iter().filter(|play| play.inning == inning) {
        if play.side == side {
            cell.batted = true;
            cell.runs += play.runs();
            cell.hits += i64::from(play.result.is_hit());
            last = Some(play);
        } else {
            let credits = play.movements.iter().flat_map(|step| &step.credits);
            cell.errors += crate::play::count(credits.filter(|credit| credit.kind.contains("error")));
        }
    }
    cell.left_on_base = last.map_or(0, |play| crate::play::count(play.bases_after.0.iter().flatten()));
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn total_bases_weigh_the_hits() {
        let line = Batting {
            hits: 4,
            doubles: 1,
            triples: 1,
            home_runs: 1,
            ..Batting::default()
        };
        assert_eq!(line.total_bases(), 1 + 2 + 3 + 4);
        let mut bytes = Vec::new();
        line.pack(&mut bytes);
        assert_eq!((bytes.len(), Batting::unpack(&bytes)), (Batting::NUMBERS, line));
        assert_eq!(cell(&[], Side::Away, 1), Cell::default());
    }
}
