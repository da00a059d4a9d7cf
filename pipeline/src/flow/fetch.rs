//! From a scope to everything that it needs of the API.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use mlb_statsapi::{Client, Request};

use super::answers::{self, SeasonDays};
use super::corrections::{self, Corrections};
use super::report::{Fetched, StepReport};
use super::scope::{Scope, months};
use super::steps::{Progress, Steps};
use crate::capture::gather::Ask;
use crate::error::{Error, Result};
use crate::limits::{GAMES_AT_ONCE, PEOPLE_AT_ONCE};
use crate::schedule::decision::{Decision, decide};
use crate::schedule::feed::{self, FeedReader};
use crate::schedule::held::held;
use crate::schedule::listing::MAJOR_LEAGUES;
use crate::schedule::tracker::Tracker;
use crate::settings::Settings;
use crate::stop::Stop;

/// The step of the games' feeds.
const GAMES: &str = "games";

/// What fetching stands on.
pub struct Ground<'a> {
    /// The lake and the project's files.
    pub settings: &'a Settings,
    /// Who asks the API.
    pub client: &'a Client,
    /// A wish to end.
    pub stop: &'a Stop,
    /// How far it is.
    pub on_progress: &'a (dyn Fn(Progress) + Send + Sync),
}

struct Fetch<'a> {
    scope: &'a Scope,
    ground: &'a Ground<'a>,
    steps: Steps<'a>,
    tracker: Tracker,
    seasons: BTreeMap<i32, SeasonDays>,
    /// Everybody who was in one of the games.
    people: BTreeSet<i64>,
}

/// Asks for everything that a scope needs and the lake lacks. Without a run's id only seasons and schedule are asked for, nothing lands,
/// and what would be asked for is told.
///
/// # Errors
/// `Source` where every request failed, `Lake` where nothing can land, `Config` where nothing says when a season is.
pub async fn fetch(scope: &Scope, ground: &Ground<'_>, run_id: Option<&str>) -> Result<Fetched> {
    let Ground {
        settings,
        client,
        stop,
        on_progress,
    } = *ground;
    let mut fetch = Fetch {
        scope,
        ground,
        steps: Steps::new(settings, client, stop, on_progress, run_id)?,
        tracker: Tracker::new(&settings.lake).await?,
        seasons: BTreeMap::new(),
        people: BTreeSet::new(),
    };
    let outcome = fetch.all().await;
    if let Err(error @ Error::Lake(_)) = outcome {
        return Err(error);
    }
    let failure = fetch.steps.failure();
    let Fetch { steps, tracker, .. } = fetch;
    // However it ended, what came is kept, and be it in quarantine.
    let landed = steps.finish().await?;
    let mut fetched = outcome?;
    if let Some(error) = failure {
        return Err(error.into());
    }
    (fetched.landing, fetched.steps, fetched.planned) = landed;
    if let Some(run_id) = run_id {
        fetched.schedule = tracker.record(&settings.lake, run_id).await?;
    } else {
        fetched.schedule.conflicts = tracker.conflicts();
    }
    fetched.traffic = client.traffic();
    fetched.is_stopped = stop.is_wished();
    let is_missing = |game_pk: &i64| fetched.failed().any(|failed| failed.what == game_name(*game_pk));
    let is_refused = |step: &StepReport| step.step == GAMES && step.quarantined > 0;
    if fetched.is_stopped
        || fetched.steps.iter().any(is_refused)
        || fetched.corrections.games.iter().any(is_missing)
    {
        fetched.corrections.is_complete = false;
    }
    Ok(fetched)
}

impl Fetch<'_> {
    async fn all(&mut self) -> Result<Fetched> {
        self.seasons(self.scope.seasons()).await?;
        if self.seasons.is_empty()
            && let Some(error) = self.steps.failure()
        {
            return Err(error.into());
        }
        let mut games = self.schedule().await?;
        if let Scope::Games(asked) = self.scope {
            games.extend(asked);
            self.seasons(self.tracker.schedule.seasons_of(&games)).await?;
        }
        let lake = &self.ground.settings.lake;
        let corrections = corrections::corrections(self.scope, &games, lake, self.ground.client).await?;
        let decisions = self.feeds(&games, &corrections).await?;
        self.people().await?;
        self.clubs(&games).await?;
        let mut counts: BTreeMap<&'static str, u64> = BTreeMap::new();
        for decision in decisions.values() {
            *counts.entry(decision.reason()).or_default() += 1;
        }
        Ok(Fetched {
            games: counts,
            corrections,
            ..Fetched::default()
        })
    }

    async fn seasons(&mut self, seasons: BTreeSet<i32>) -> Result<()> {
        let asks = seasons.iter().map(|season| {
            let params = [
                ("sportId", MAJOR_LEAGUES.to_owned()),
                ("season", season.to_string()),
            ];
            ask(format!("season {season}"), "season.seasons", params)
        });
        let asks = asks.collect::<Result<Vec<_>>>()?;
        let known = &mut self.seasons;
        let see = |response: &mlb_statsapi::Response| known.extend(answers::seasons(&response.body));
        self.steps.ask("seasons", asks, see).await
    }

    /// Asks for the schedule, and answers with the games that are in question.
    async fn schedule(&mut self) -> Result<BTreeSet<i64>> {
        let days = self.scope.days(&self.seasons)?;
        let mut asks = Vec::new();
        let mut chosen = BTreeSet::new();
        match (self.scope, days) {
            (Scope::Games(games), _) => chosen = games.clone(),
            (scope, Some((first, last))) => {
                for (first, last) in months(first, last)? {
                    asks.push(of_days(first, last)?);
                }
                if matches!(scope, Scope::Daily(_)) {
                    chosen = self.tracker.open_before(first);
                }
            }
            (_, None) => {}
        }
        let games: Vec<String> = chosen.iter().map(ToString::to_string).collect();
        for games in games.chunks(GAMES_AT_ONCE) {
            let params = [
                ("sportId", MAJOR_LEAGUES.to_owned()),
                ("gamePks", games.join(",")),
            ];
            asks.push(ask(
                format!("the schedule of {} games", games.len()),
                "schedule.schedule",
                params,
            )?);
        }
        let tracker = &mut self.tracker;
        let see = |response: &mlb_statsapi::Response| {
            tracker.take(response);
        };
        self.steps.ask("schedule", asks, see).await?;
        Ok(self.tracker.listed().clone())
    }

    /// Asks for the feeds of games as they stand and as raw holds them.
    async fn feeds(
        &mut self,
        games: &BTreeSet<i64>,
        corrections: &Corrections,
    ) -> Result<BTreeMap<i64, Decision>> {
        let all: BTreeSet<i64> = games | &corrections.games;
        let held = held(&self.ground.settings.lake, &all).await?;
        let decisions = decide(&all, &self.tracker.schedule, &held, &corrections.games);
        let asks = decisions
            .iter()
            .filter(|(_, decision)| decision.is_asked_for())
            .map(|(game_pk, _)| {
                let params = [("game_pk", game_pk.to_string())];
                ask(game_name(*game_pk), feed::OPERATION, params)
            })
            .collect::<Result<Vec<_>>>()?;
        let of_held = held.into_iter().filter(|(game_pk, _)| games.contains(game_pk));
        self.people.extend(of_held.flat_map(|(_, feed)| feed.players));
        let mut reader = FeedReader::new()?;
        let people = &mut self.people;
        let see = |response: &mlb_statsapi::Response| {
            let feed = reader.read(&response.body);
            people.extend(feed.into_iter().flat_map(|feed| feed.players));
        };
        self.steps.ask_or_tell(GAMES, asks, see).await?;
        Ok(decisions)
    }

    async fn people(&mut self) -> Result<()> {
        let people: Vec<String> = self.people.iter().map(ToString::to_string).collect();
        let asks = people.chunks(PEOPLE_AT_ONCE).map(|people| {
            let params = [
                ("personIds", people.join(",")),
                ("hydrate", "currentTeam".to_owned()),
            ];
            ask(format!("{} people", people.len()), "person.person", params)
        });
        let asks = asks.collect::<Result<Vec<_>>>()?;
        self.steps.ask_or_tell("people", asks, |_| {}).await
    }

    async fn clubs(&mut self, games: &BTreeSet<i64>) -> Result<()> {
        let mut seasons = self.scope.seasons();
        seasons.extend(self.tracker.schedule.seasons_of(games));
        let asks = seasons.iter().map(|season| {
            let params = [
                ("sportId", MAJOR_LEAGUES.to_owned()),
                ("season", season.to_string()),
            ];
            ask(format!("clubs of {season}"), "team.teams", params)
        });
        let asks = asks.collect::<Result<Vec<_>>>()?;
        self.steps.ask_or_tell("clubs", asks, |_| {}).await
    }
}

fn game_name(game_pk: i64) -> String {
    format!("game {game_pk}")
}

fn of_days(first: Date, last: Date) -> Result<Ask> {
    let params = [
        ("sportId", MAJOR_LEAGUES.to_owned()),
        ("startDate", first.to_string()),
        ("endDate", last.to_string()),
    ];
    ask(
        format!("the schedule from {first} to {last}"),
        "schedule.schedule",
        params,
    )
}

fn ask<const COUNT: usize>(what: String, operation: &str, params: [(&str, String); COUNT]) -> Result<Ask> {
    Ok(Ask {
        what,
        request: Request::of(operation, params)?,
    })
}
