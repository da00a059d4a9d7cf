//! `/api/v1/teams/{id}/roster` and `/coaches`: who belongs to a club.

use crate::club::Club;
use crate::coach::coaches;
use crate::date::{Date, Millis, day_of};
use crate::feed::{named, object, position};
use crate::player::Player;
use crate::position::PITCHER;
use crate::question::Question;
use crate::season::{ACTIVE, Rosters, Season, active_until};
use crate::world::World;
use serde_json::Value;

/// A list of players; a kind that there is not is answered with the active ones, as the API does.
pub(super) fn roster(world: &World, question: &Question, club: &Club, kind: Option<&str>) -> Value {
    let date = question.date("date");
    let year = question.number("season").or(date.map(|date| date.year));
    let season = world.season(year.unwrap_or(world.year));
    let date = date.unwrap_or_else(|| day_of_roster(world, &season));
    let rosters = season.rosters_on(date);
    let kind = kind.or_else(|| question.text("rosterType")).unwrap_or("active");
    let squad = rosters.squad(club);
    let (kind, ids): (&str, Vec<i64>) = match kind {
        "40Man" | "fullRoster" | "depthChart" => (kind, squad.to_vec()),
        "fullSeason" | "allTime" => (kind, active_until(&season.moves, club, date)),
        "nonRosterInvitees" => (kind, Vec::new()),
        "gameday" => (kind, squad[..ACTIVE].to_vec()),
        _ => ("active", squad[..ACTIVE].to_vec()),
    };
    let mut players: Vec<&Player> = ids.iter().filter_map(|id| season.people.player(*id)).collect();
    players.sort_by(|a, b| (&a.name.last, &a.name.first, a.id).cmp(&(&b.name.last, &b.name.first, b.id)));
    let entries: Vec<Value> = players
        .iter()
        .map(|player| entry(&rosters, club, player))
        .collect();
    object! {
        "roster": entries,
        "link": format!("/api/v1/teams/{}/roster", club.id),
        "teamId": club.id,
        "rosterType": kind,
    }
}

/// The day whose list is asked for when none is named: today, or the season's last one when it is over.
fn day_of_roster(world: &World, season: &Season) -> Date {
    match world.moment() {
        Millis::MAX => season.dates.last,
        moment => day_of(moment),
    }
}

fn entry(rosters: &Rosters, club: &Club, player: &Player) -> Value {
    let current = rosters.club_of(player.id);
    let (code, description) = if current.is_none_or(|current| current.id != club.id) {
        ("TR", "Traded")
    } else if rosters.is_injured(player.id) && player.primary == PITCHER {
        ("D15", "Injured 15-Day")
    } else if rosters.is_injured(player.id) {
        ("D10", "Injured 10-Day")
    } else if rosters.is_active(player.id) {
        ("A", "Active")
    } else {
        ("RM", "Reassigned to Minors")
    };
    object! {
        "person": named(player.id, &player.full_name()),
        "jerseyNumber": player.number.to_string(),
        "position": position(player.primary),
        "status": object! {"code": code, "description": description},
        "parentTeamId": current.unwrap_or(club).id,
    }
}

/// `/teams/{id}/alumni`: all who were active for a club in a season.
pub(super) fn alumni(world: &World, question: &Question, club: &Club) -> Value {
    let season = world.season(question.number("season").unwrap_or(world.year));
    let people: Vec<Value> = active_until(&season.moves, club, day_of_roster(world, &season))
        .iter()
        .filter_map(|id| super::people::person(world, &season, *id))
        .collect();
    object! {"people": people}
}

/// The manager and the coaches.
pub(super) fn staff(world: &World, club: &Club) -> Value {
    let entries: Vec<Value> = coaches(world.seed, club)
        .iter()
        .map(|coach| {
            object! {
                "person": named(coach.id, &coach.name.full()),
                "jerseyNumber": coach.number.clone(),
                "job": coach.job,
                "jobId": coach.job_id,
                "title": coach.job,
            }
        })
        .collect();
    object! {
        "roster": entries,
        "link": format!("/api/v1/teams/{}/coaches", club.id),
        "teamId": club.id,
        "rosterType": "coach",
    }
}
