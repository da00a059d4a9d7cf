//! What the API answers, path by path.

mod attendance;
mod awards;
mod club_season;
mod content;
mod context_metrics;
mod draft;
mod games;
mod jobs;
mod leaders;
mod organization;
mod people;
mod person_stats;
mod reference;
mod rosters;
mod schedule;
mod schedule_row;
mod seasons;
mod standings;
mod stat_line;
mod stats;
mod teams;
mod transactions;
mod uniforms;
mod venues;
mod win_probability;

use crate::feed::{COPYRIGHT, object};
use crate::question::Question;
use crate::slate::Slate;
use crate::world::World;
use games::Part;
use serde_json::Value;

/// The answer to a question; None where the API has nothing.
pub(crate) fn answer(world: &World, question: &Question) -> Option<Value> {
    let path: Vec<&str> = question.path.iter().map(String::as_str).collect();
    let (version, rest) = path.split_first()?;
    let body = match (*version, rest) {
        ("v1.1", ["game", game, "feed", "live"]) => games::game(world, question, game, Part::Feed)?,
        ("v1.1", ["game", game, "feed", "live", "timestamps"]) => {
            games::game(world, question, game, Part::Timestamps)?
        }
        ("v1.1", ["game", game, "feed", "live", "diffPatch"]) => {
            games::game(world, question, game, Part::DiffPatch)?
        }
        ("v1", ["game", "changes"]) => schedule::changes(world, question),
        ("v1", ["game", game, part]) => games::game(world, question, game, part_of(part)?)?,
        ("v1", rest) => of_league(world, question, rest).or_else(|| of_clubs(world, question, rest))?,
        _ => return None,
    };
    Some(question.narrow(with_copyright(body)))
}

/// Is it one of the lists of codes, which hardly ever change?
pub(crate) fn is_static(question: &Question) -> bool {
    match question.path.as_slice() {
        [version, list] => version == "v1" && reference::NAMES.contains(&list.as_str()),
        _ => false,
    }
}

fn part_of(name: &str) -> Option<Part> {
    Some(match name {
        "boxscore" => Part::Boxscore,
        "linescore" => Part::Linescore,
        "playByPlay" => Part::PlayByPlay,
        "content" => Part::Content,
        "contextMetrics" => Part::ContextMetrics,
        "winProbability" => Part::WinProbability,
        _ => return None,
    })
}

fn id(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// What is asked of the league: schedule, organization, lists.
fn of_league(world: &World, question: &Question, path: &[&str]) -> Option<Value> {
    Some(match path {
        ["schedule"] => schedule::schedule(world, question),
        ["schedule", "games", "tied"] => schedule::tied(),
        ["schedule", "postseason", "series"] => schedule::postseason_series(),
        ["schedule", "postseason"] => schedule::tied(),
        ["seasons"] => seasons::seasons(world, question, None),
        ["seasons", "all"] => seasons::all(world, question),
        ["seasons", year] => seasons::seasons(world, question, Some(id(year)?)),
        ["sports"] => organization::sports(question, None),
        ["sports", sport] => organization::sports(question, Some(id(sport)?)),
        ["sports", sport, "players"] => people::players(world, question, id(sport)?),
        ["league" | "leagues"] => organization::leagues(world, question, None),
        ["league" | "leagues", league] => organization::leagues(world, question, Some(id(league)?)),
        ["divisions"] => organization::divisions(world, question, None),
        ["divisions", division] => organization::divisions(world, question, Some(id(division)?)),
        ["venues"] => venues::venues(world, question, None),
        ["venues", venue] => venues::venues(world, question, Some(id(venue)?)),
        ["standings"] => standings::standings(world, question, None),
        ["standings", kind] => standings::standings(world, question, Some(kind)),
        ["attendance"] => attendance::attendance(world, question),
        ["awards"] => awards::awards(None),
        ["awards", award] => awards::awards(Some(award)),
        ["awards", award, "recipients"] => awards::recipients(world, question, award),
        ["draft", "prospects"] => draft::prospects(world, question, world.year),
        ["draft", "prospects", year] => draft::prospects(world, question, id(year)?),
        ["draft", year] => draft::draft(world, id(year)?),
        ["draft", year, "latest"] => draft::latest(world, id(year)?),
        ["transactions"] => transactions::transactions(world, question),
        ["jobs"] => jobs::of_type(world, question),
        ["jobs", "umpires"] => jobs::umpires(world),
        ["jobs", "officialScorers"] => jobs::scorers(world),
        ["jobs", "datacasters"] => jobs::data_casters(world),
        [list] => return reference::list(list),
        _ => return None,
    })
}

/// What is asked of clubs and people.
fn of_clubs(world: &World, question: &Question, path: &[&str]) -> Option<Value> {
    Some(match path {
        ["teams"] | ["teams", "history" | "affiliates"] => teams::teams(world, question, None),
        ["teams", "stats"] => stats::of_clubs(world, question, None),
        ["teams", team] => teams::teams(world, question, Some(teams::club(id(team)?)?.id)),
        ["teams", team, "stats"] => stats::of_clubs(world, question, Some(teams::club(id(team)?)?.id)),
        ["teams", team, "history" | "affiliates"] => {
            teams::teams(world, question, Some(teams::club(id(team)?)?.id))
        }
        ["teams", team, "alumni"] => rosters::alumni(world, question, teams::club(id(team)?)?),
        ["teams", team, "coaches"] => rosters::staff(world, teams::club(id(team)?)?),
        ["teams", team, "roster"] => rosters::roster(world, question, teams::club(id(team)?)?, None),
        ["teams", team, "roster", kind] => {
            rosters::roster(world, question, teams::club(id(team)?)?, Some(kind))
        }
        ["people"] => people::people(world, question, None),
        ["people", "search"] => people::search(world, question),
        ["people", person] => people::people(world, question, Some(id(person)?)),
        ["people", person, "stats"] => person_stats::of_person(world, question, id(person)?),
        ["stats"] => stats::of_players(world, question),
        ["stats", "leaders"] => leaders::leaders(world, question),
        ["uniforms", "game"] => uniforms::of_games(world, question),
        ["uniforms", "team"] => uniforms::of_clubs(world, question),
        _ => return None,
    })
}

/// Objects are headed by the copyright; lists are not.
fn with_copyright(body: Value) -> Value {
    match body {
        // The feed has it, or has none when it stands for a patch.
        Value::Object(fields) if !fields.contains_key("copyright") && !fields.contains_key("liveData") => {
            let mut value = object! {"copyright": COPYRIGHT};
            for (key, field) in fields {
                value[key] = field;
            }
            value
        }
        other => other,
    }
}

/// The schedule of a slate, as the server answers it.
pub(crate) fn schedule_of(slate: &Slate) -> Value {
    with_copyright(schedule::of_slate(slate))
}
