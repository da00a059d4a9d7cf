//! The notes on a club under a box score: doubles, home runs, runners left, errors, pinch hitters.

use super::object::object;
use crate::event_type::EventType;
use crate::game::Game;
use crate::play::{EventKind, Play, Side, count};
use crate::player::Player;
use crate::position::PINCH_HITTER;
use crate::squad::Squad;
use crate::tally::Batting;
use serde_json::Value;

pub(super) fn box_name(player: &Player) -> String {
    player.name.last_init()
}

pub(super) fn field(label: &str, value: String) -> Value {
    object! {"label": label, "value": value}
}

/// `Ann 2; Bob.` over those with a number above zero.
fn listed(names: Vec<(String, i64)>) -> Option<String> {
    let parts: Vec<String> = names
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(name, number)| {
            if number == 1 {
                name
            } else {
                format!("{name} {number}")
            }
        })
        .collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
}

/// Batting, base running and fielding of a club.
pub(super) fn team_notes(game: &Game, side: Side) -> Value {
    let mut groups = vec![object! {"title": "BATTING", "fieldList": batting(game, side)}];
    let running = base_running(game, side);
    if !running.is_empty() {
        groups.push(object! {"title": "BASERUNNING", "fieldList": running});
    }
    let fielding = fielding(game, side);
    if !fielding.is_empty() {
        groups.push(object! {"title": "FIELDING", "fieldList": fielding});
    }
    Value::Array(groups)
}

fn own_plays(game: &Game, side: Side) -> impl Iterator<Item = &Play> {
    game.plays.iter().filter(move |play| play.side == side)
}

fn batting(game: &Game, side: Side) -> Vec<Value> {
    let squad = &game.squads[side as usize];
    let tally = &game.tallies[side as usize];
    let hitters: Vec<usize> = squad.slots.iter().flatten().copied().collect();
    let each = |of: &dyn Fn(&Batting) -> i64| {
        hitters
            .iter()
            .map(|player| (box_name(squad.player(*player)), of(&tally.batting[*player])))
            .collect::<Vec<_>>()
    };
    let mut fields = Vec::new();
    for (label, event) in [
        ("2B", crate::event_type::DOUBLE),
        ("3B", crate::event_type::TRIPLE),
        ("HR", crate::event_type::HOME_RUN),
    ] {
        if let Some(text) = extra_bases(game, side, event) {
            fields.push(field(label, text));
        }
    }
    let mut put = |label: &str, text: Option<String>| {
        if let Some(text) = text {
            fields.push(field(label, text));
        }
    };
    put("TB", listed(each(&Batting::total_bases)));
    put("RBI", runs_batted_in(game, squad));
    let with_two_out = |player: usize| {
        own_plays(game, side)
            .filter(|play| play.batter == player && play.outs_before == 2)
            .map(Play::rbi)
            .sum::<i64>()
    };
    put(
        "2-out RBI",
        listed(
            hitters
                .iter()
                .map(|player| (box_name(squad.player(*player)), with_two_out(*player)))
                .collect(),
        ),
    );
    let stranded = |player: usize| {
        own_plays(game, side)
            .filter(|play| play.batter == player && play.count.outs == 3)
            .map(|play| count(play.bases_after.0[1..].iter().flatten()))
            .sum::<i64>()
    };
    put(
        "Runners left in scoring position, 2 out",
        listed(
            hitters
                .iter()
                .map(|player| (box_name(squad.player(*player)), stranded(*player)))
                .collect(),
        ),
    );
    put("SAC", listed(each(&|line| line.sac_bunts)));
    put("SF", listed(each(&|line| line.sac_flies)));
    put("GIDP", listed(each(&|line| line.double_plays)));
    let tries: Vec<&Play> = own_plays(game, side)
        .filter(|play| {
            play.bases_before.in_scoring_position()
                && play.result.ends_plate_appearance()
                && !play.result.spares_the_at_bat()
        })
        .collect();
    let hits = tries.iter().filter(|play| play.result.is_hit()).count();
    put("Team RISP", Some(format!("{hits}-for-{}.", tries.len())));
    let left: i64 = (1..=game.innings)
        .map(|inning| crate::tally::cell(&game.plays, side, inning).left_on_base)
        .sum();
    put("Team LOB", Some(format!("{left}.")));
    fields
}

/// `Marwick (7, Corvale); ...`, home runs with inning, runners and outs.
fn extra_bases(game: &Game, side: Side, event: EventType) -> Option<String> {
    let (squad, other) = (&game.squads[side as usize], &game.squads[side.other() as usize]);
    let mut parts = Vec::new();
    let mut today: Vec<usize> = Vec::new();
    for play in own_plays(game, side).filter(|play| play.result == event) {
        let batter = squad.player(play.batter);
        let before = game.plan.before(batter).batting;
        let so_far = match event.code {
            "double" => before.doubles,
            "triple" => before.triples,
            _ => before.home_runs,
        };
        today.push(play.batter);
        let number = so_far + count(today.iter().filter(|player| **player == play.batter));
        let (name, pitcher) = (box_name(batter), box_name(other.player(play.pitcher)));
        if event == crate::event_type::HOME_RUN {
            let inning = super::linescore::ordinal(play.inning);
            let (on, outs) = (play.bases_before.count(), play.outs_before);
            parts.push(format!(
                "{name} ({number}, {inning} inning off {pitcher}, {on} on, {outs} out)"
            ));
        } else {
            parts.push(format!("{name} ({number}, {pitcher})"));
        }
    }
    (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
}

fn runs_batted_in(game: &Game, squad: &Squad) -> Option<String> {
    let tally = &game.tallies[squad.side as usize];
    let parts: Vec<String> = squad
        .slots
        .iter()
        .flatten()
        .filter(|player| tally.batting[**player].rbi > 0)
        .map(|player| {
            let today = tally.batting[*player].rbi;
            let season = game.plan.before(squad.player(*player)).batting.rbi + today;
            let name = box_name(squad.player(*player));
            if today == 1 {
                format!("{name} ({season})")
            } else {
                format!("{name} {today} ({season})")
            }
        })
        .collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
}

fn base_running(game: &Game, side: Side) -> Vec<Value> {
    let (squad, other) = (&game.squads[side as usize], &game.squads[side.other() as usize]);
    let mut fields = Vec::new();
    for (label, code) in [
        ("SB", "stolen_base"),
        ("CS", "caught_stealing"),
        ("PO", "pickoff_1b"),
    ] {
        let mut parts = Vec::new();
        for play in own_plays(game, side) {
            for step in play
                .movements
                .iter()
                .filter(|step| step.event.code.starts_with(code))
            {
                let base = if step.event.code.ends_with("3b") {
                    "3rd"
                } else {
                    "2nd"
                };
                let (pitcher, catcher) = (
                    box_name(other.player(play.pitcher)),
                    box_name(other.player(play.catcher)),
                );
                let by = if code == "stolen_base" { "off" } else { "by" };
                parts.push(format!(
                    "{} ({base} base {by} {pitcher}/{catcher})",
                    box_name(squad.player(step.runner))
                ));
            }
        }
        if !parts.is_empty() {
            fields.push(field(label, format!("{}.", parts.join("; "))));
        }
    }
    fields
}

fn fielding(game: &Game, side: Side) -> Vec<Value> {
    let squad = &game.squads[side as usize];
    let mut fields = Vec::new();
    let mut errors = Vec::new();
    let mut double_plays = Vec::new();
    let mut assists = Vec::new();
    for play in own_plays(game, side.other()) {
        for credit in play.movements.iter().flat_map(|step| &step.credits) {
            let name = box_name(squad.player(credit.player));
            match credit.kind {
                "f_throwing_error" => errors.push(format!("{name} (throw)")),
                "f_fielding_error" => errors.push(format!("{name} (fielding)")),
                "f_assist_of" => assists.push(name),
                _ => {}
            }
        }
        if play.result.is_double_play() {
            let mut names: Vec<String> = play
                .movements
                .iter()
                .filter(|step| step.out.is_some())
                .flat_map(|step| &step.credits)
                .map(|credit| box_name(squad.player(credit.player)))
                .collect();
            names.dedup();
            double_plays.push(format!("({})", names.join("-")));
        }
    }
    for (label, parts) in [("E", errors), ("Outfield assists", assists), ("DP", double_plays)] {
        if !parts.is_empty() {
            fields.push(field(label, format!("{}.", parts.join("; "))));
        }
    }
    fields
}

/// Who pinch-hit, in the order in which they came up: `a`, `b`, ...
fn pinch_hitters(game: &Game, side: Side) -> Vec<(usize, &Play)> {
    let squad = &game.squads[side as usize];
    let mut found = Vec::new();
    for play in own_plays(game, side) {
        for event in &play.events {
            let EventKind::Action(action) = &event.kind else {
                continue;
            };
            let pinch = action
                .substitution
                .as_ref()
                .is_some_and(|substitution| substitution.position == PINCH_HITTER);
            if pinch && play.batter == event.batter {
                found.push((play.batter, play));
            }
        }
    }
    debug_assert!(
        found
            .iter()
            .all(|(player, _)| squad.positions[*player].contains(&PINCH_HITTER))
    );
    found
}

/// The letter of a pinch hitter's note.
pub(super) fn letter(game: &Game, side: Side, player: usize) -> Option<char> {
    let place = pinch_hitters(game, side)
        .iter()
        .position(|(other, _)| *other == player)?;
    ('a'..='z').nth(place)
}

pub(super) fn substitution_notes(game: &Game, side: Side) -> Value {
    let squad = &game.squads[side as usize];
    let notes = pinch_hitters(game, side).into_iter().zip('a'..='z').map(|((player, play), letter)| {
        let slot = squad.slot_of(player).unwrap_or(0);
        let place = squad.slots[slot].iter().position(|other| *other == player).unwrap_or(1);
        let before = squad.slots[slot][place.saturating_sub(1)];
        let did = match play.result.code {
            "strikeout" => "Struck out",
            "walk" => "Walked",
            "single" => "Singled",
            "double" => "Doubled",
            "home_run" => "Homered",
            "field_out" if play.result.title == "Flyout" => "Flied out",
            "field_out" if play.result.title == "Lineout" => "Lined out",
            "field_out" if play.result.title == "Pop Out" => "Popped out",
            "field_out" => "Grounded out",
            _ => "Batted",
        };
        let inning = super::linescore::ordinal(play.inning);
        object! {"label": letter.to_string(), "value": format!("{did} for {} in the {inning}.", box_name(squad.player(before)))}
    });
    Value::Array(notes.collect())
}
