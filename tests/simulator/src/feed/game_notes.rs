//! The notes of the whole game under its box score: pitches and strikes, umpires, weather.

use super::box_notes::{box_name, field};
use super::game_data::duration_minutes;
use super::linescore::ordinal;
use super::object::object;
use crate::game::Game;
use crate::play::Play;
use crate::tally::Pitching;
use serde_json::Value;

/// What the pitchers did, then the circumstances; the last note is the day and has no value.
pub(super) fn game_notes(game: &Game) -> Value {
    let notes = pitching(game).into_iter().chain(circumstances(game));
    let told = notes.filter(|(_, text)| !text.is_empty());
    let mut notes: Vec<Value> = told.map(|(label, text)| field(label, text + ".")).collect();
    notes.push(object! {"label": game.plan.date.in_words()});
    Value::Array(notes)
}

/// Who had no out in his last inning and went: `Zalsen pitched to 2 batters in the 7th.`
pub(super) fn pitching_notes(game: &Game) -> Value {
    let mut notes = Vec::new();
    for squad in &game.squads {
        let gone = squad.stints.len().saturating_sub(1);
        for stint in &squad.stints[..gone] {
            let faced: Vec<&Play> = game
                .plays
                .iter()
                .filter(|play| play.side != squad.side && play.pitcher == stint.player)
                .collect();
            let Some(inning) = faced.last().map(|play| play.inning) else {
                continue;
            };
            let last: Vec<&Play> = faced.into_iter().filter(|play| play.inning == inning).collect();
            if last.iter().any(|play| play.outs_made() > 0) {
                continue;
            }
            let batters = if last.len() == 1 { "batter" } else { "batters" };
            notes.push(format!(
                "{} pitched to {} {batters} in the {}.",
                box_name(squad.player(stint.player)),
                last.len(),
                ordinal(inning)
            ));
        }
    }
    Value::from(notes)
}

/// One entry a pitcher, for those of whom there is something to say.
fn by_pitcher(game: &Game, say: impl Fn(&Pitching) -> Option<String>) -> String {
    let mut parts = Vec::new();
    for squad in &game.squads {
        for stint in &squad.stints {
            if let Some(text) = say(&game.tallies[squad.side as usize].pitching[stint.player]) {
                parts.push(format!("{} {text}", box_name(squad.player(stint.player))));
            }
        }
    }
    parts.join("; ")
}

fn pitching(game: &Game) -> [(&'static str, String); 7] {
    let each = |say: fn(&Pitching) -> Option<String>| by_pitcher(game, say);
    [
        (
            "WP",
            each(|line| (line.wild_pitches > 0).then(|| line.wild_pitches.to_string())),
        ),
        ("HBP", hit_batters(game, "hit_by_pitch")),
        ("IBB", hit_batters(game, "intent_walk")),
        (
            "Pitches-strikes",
            each(|line| Some(format!("{}-{}", line.pitches, line.strikes))),
        ),
        (
            "Groundouts-flyouts",
            each(|line| Some(format!("{}-{}", line.ground_outs, line.air_outs()))),
        ),
        ("Batters faced", each(|line| Some(line.batters.to_string()))),
        (
            "Inherited runners-scored",
            each(|line| {
                (line.inherited > 0).then(|| format!("{}-{}", line.inherited, line.inherited_scored))
            }),
        ),
    ]
}

fn circumstances(game: &Game) -> [(&'static str, String); 7] {
    let setting = &game.setting;
    let places = ["HP", "1B", "2B", "3B"].iter().zip(&setting.umpires);
    let told = game.state.is_decided();
    let umpires: Vec<String> = places
        .filter(|_| !game.state.is_preview())
        .map(|(place, umpire)| format!("{place}: {}", umpire.name))
        .collect();
    let (time, half) = setting.local_time(setting.first_pitch);
    let clock = |minutes: i64| format!("{}:{:02}", minutes / 60, minutes % 60);
    let delay = setting
        .delay_minutes
        .map_or(String::new(), |minutes| format!(" ({} delay)", clock(minutes)));
    [
        ("Umpires", umpires.join(". ")),
        (
            "Weather",
            format!("{} degrees, {}", setting.temperature, setting.condition),
        ),
        ("Wind", setting.wind.clone()),
        ("First pitch", format!("{time} {half}")),
        (
            "T",
            if told {
                clock(duration_minutes(game)) + &delay
            } else {
                String::new()
            },
        ),
        (
            "Att",
            if told {
                thousands(setting.attendance)
            } else {
                String::new()
            },
        ),
        ("Venue", setting.venue.name.to_owned()),
    ]
}

fn hit_batters(game: &Game, code: &str) -> String {
    let parts: Vec<String> = game
        .plays
        .iter()
        .filter(|play| play.result.code == code)
        .map(|play| {
            let (batter, pitcher) = (
                game.squads[play.side as usize].player(play.batter),
                game.squads[play.side.other() as usize].player(play.pitcher),
            );
            format!("{} (by {})", box_name(batter), box_name(pitcher))
        })
        .collect();
    parts.join("; ")
}

/// `39,265`
fn thousands(number: i64) -> String {
    if number < 1000 {
        number.to_string()
    } else {
        format!("{},{:03}", number / 1000, number % 1000)
    }
}
