//! Many games from an API that is asked fast, killed, or unwell: in the end the tables are what the games make them.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use mlb_pipeline::limits::{LANDING_RESPONSES_MAX, LANDING_WAIT_SECONDS_MAX, REQUESTS_IN_FLIGHT_MAX};
use mlb_simulator::{Fault, Misbehaviour, Options, Server, Simulator, Slate};
use mlb_tests::lake::{Content, Lake};
use mlb_tests::shared_lake::shared;
use serde_json::{Value, json};

/// Games of a season.
const GAMES: u64 = 2_430;

/// The path of feeds, as the simulator counts it.
const FEEDS: &str = "/api/v1.1/game/{}/feed/live";

/// The API refuses what goes beyond.
const API_REQUESTS_PER_SECOND_MAX: usize = 25;

async fn api(options: Options) -> Server {
    Server::start_with(options, Vec::<Slate>::new()).await
}

fn feeds_asked(api: &Server) -> u64 {
    api.counts().patterns.get(FEEDS).copied().unwrap_or(0)
}

fn season(url: &str) -> [&str; 7] {
    ["pipeline", "backfill", "--season", "2024", "--json", "--api", url]
}

/// A lake whose runs ask a simulated API as fast as it answers.
fn fast_lake() -> Lake {
    Lake::in_folder().with_env("MLB_STATSAPI_REQUESTS_PER_SECOND", "off")
}

/// Requests that a killed run may have made in vain: for what waited for its commit, what came and was not taken yet, what was under way.
fn in_vain_max(per_second_max: u64) -> u64 {
    let waiting = (LANDING_WAIT_SECONDS_MAX + 1) * per_second_max;
    waiting.min(LANDING_RESPONSES_MAX as u64) + 2 * REQUESTS_IN_FLIGHT_MAX as u64
}

/// Fails with the tables that differ, and only those.
fn assert_same(found: &BTreeMap<String, Content>, expected: &BTreeMap<String, Content>, context: &str) {
    let tables = found.keys().chain(expected.keys());
    let mut differing: Vec<String> = tables
        .filter(|table| found.get(*table) != expected.get(*table))
        .map(|table| {
            format!(
                "{table}: {:?}, {:?} expected",
                found.get(table),
                expected.get(table)
            )
        })
        .collect();
    differing.dedup();
    assert!(differing.is_empty(), "{context}\n{}", differing.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_season_that_is_killed_in_its_middle_goes_on_where_it_was() {
    let kept = tempfile::tempdir().expect("a folder");
    let api = api(Options::default().kept_in(kept.path())).await;
    let url = api.url();
    let lake = fast_lake();
    let mut running = lake.start(season(&url));
    while feeds_asked(&api) < GAMES / 2 && !running.has_ended() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    running.kill().killed();
    let in_vain_max = in_vain_max(api.counts().per_second_max);
    let landed = lake.number("SELECT COUNT(*) AS n FROM raw.game.live_game_v1");
    let landed = u64::try_from(landed).expect("a number of games");
    assert!((1..GAMES).contains(&landed), "{landed} games have landed");

    let report = lake.mlb(season(&url)).clean().json();
    assert_eq!(report["games"]["new"], GAMES - landed);
    assert_eq!(report["games"]["held as final"], landed);
    let in_vain = feeds_asked(&api) - GAMES;
    assert!(
        in_vain <= in_vain_max,
        "{in_vain} games asked for twice, {in_vain_max} at most"
    );
    let coverage = lake
        .mlb(["coverage", "--season", "2024", "--json"])
        .clean()
        .json();
    for key in ["games", "called_for", "covered"] {
        assert_eq!(coverage[key], GAMES, "{key}: {coverage}");
    }

    let never_killed = fast_lake();
    never_killed.mlb(season(&url)).clean();
    let (found, expected) = std::thread::scope(|scope| {
        let found = scope.spawn(|| lake.content());
        let expected = never_killed.content();
        (found.join().expect("its content"), expected)
    });
    assert_same(&found, &expected, "killed in the middle of the season");
    assert_eq!(found["game.live_game_metadata"].rows, GAMES);
    assert_eq!(found["game.live_game_plays"].games, GAMES);
    api.stop().await;
}

/// A weekend of which every club plays each day.
const WEEKEND: [&str; 2] = ["2024-05-17", "2024-05-19"];

/// Under this seed the schedule, some games and some people are among those of the weekend's requests that meet a fault.
const SEED: u64 = 25;

/// The share of requests that meet one.
const SHARE: f64 = 0.05;

/// Requests that do at least, under this seed.
const FAULTS_MIN: u64 = 4;

fn weekend(url: &str) -> [&str; 9] {
    let [first, last] = WEEKEND;
    [
        "pipeline", "backfill", "--start", first, "--end", last, "--json", "--api", url,
    ]
}

/// Asks faster than usual and waits less long, so that nobody has to wait for the test. Those under way, four at once, may arrive late
/// and together: even then it is less than what the API allows.
const HASTE: [(&str, &str); 2] = [
    ("MLB_STATSAPI_REQUESTS_PER_SECOND", "15"),
    ("MLB_STATSAPI_TIMEOUT_SECONDS", "2"),
];

fn options(kept: &Path) -> Options {
    Options::default()
        .seed(SEED)
        .kept_in(kept)
        .requests_per_second_max(API_REQUESTS_PER_SECOND_MAX)
        .hang(Duration::from_secs(60))
        .drip(Duration::from_secs(1))
}

/// What the weekend's tables hold where the API is well.
async fn expected(kept: &Path) -> BTreeMap<String, Content> {
    let api = api(options(kept)).await;
    let url = api.url();
    let lake = shared("weekend-without-faults", |lake| {
        // With all the time that it needs.
        let report = lake.mlb_with(weekend(&url), &HASTE[..1]).clean().json();
        assert_eq!(report["traffic"]["faults"], json!({}));
    });
    api.stop().await;
    lake.content()
}

/// How the client calls a fault; nothing where none is to be seen.
fn seen_as(fault: Fault) -> Option<&'static str> {
    match fault {
        Fault::TooManyRequests | Fault::TooManyRequestsSilently => Some("too many requests"),
        Fault::ServerError => Some("server error"),
        Fault::Hang => Some("no answer in time"),
        // It takes its time, and is whole.
        Fault::SlowDrip => None,
        Fault::CutOff | Fault::CorruptGzip => Some("broken off"),
        Fault::Truncated => Some("broken JSON"),
        Fault::Html => Some("page instead of JSON"),
        Fault::IgnoredParameters => Some("about something else"),
    }
}

/// The weekend with each of these faults, one after the other.
async fn assert_same_in_the_end(faults: &[Fault]) {
    let kept = tempfile::tempdir().expect("a folder");
    let expected = expected(kept.path()).await;
    for fault in faults {
        let name = fault.name();
        let misbehaviour = Misbehaviour::default().with(*fault, SHARE);
        let api = api(options(kept.path()).misbehaviour(misbehaviour)).await;
        let lake = Lake::new();
        let report = lake.mlb_with(weekend(&api.url()), &HASTE).clean().json();
        let counts = api.counts();
        assert_same(&lake.content(), &expected, name);

        let made = counts.faults.get(name).copied().unwrap_or(0);
        assert!(made >= FAULTS_MIN, "{name}: {made} faults");
        assert!(
            report["traffic"]["sent"].as_u64() >= Some(counts.requests),
            "{name}"
        );
        let told = seen_as(*fault).and_then(|kind| report["traffic"]["faults"][kind].as_u64());
        match fault {
            Fault::SlowDrip => assert_eq!(told, None),
            // A feed has no parameters to be ignored.
            Fault::IgnoredParameters => assert!(told >= Some(2), "{report}"),
            _ => assert!(told >= Some(made), "{name}: {made} made, {told:?} told"),
        }
        let again = report["traffic"]["again"].as_u64();
        assert!(again >= told, "{name}: {again:?} asked again of {told:?}");

        assert_eq!(counts.over_limit, 0, "{name}");
        let fastest = counts.per_second_max;
        assert!(
            fastest < API_REQUESTS_PER_SECOND_MAX as u64,
            "{name}: {fastest} a second"
        );
        api.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_that_refuses_now_and_then_changes_nothing() {
    assert_same_in_the_end(&[
        Fault::TooManyRequests,
        Fault::TooManyRequestsSilently,
        Fault::ServerError,
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_that_falls_silent_now_and_then_changes_nothing() {
    assert_same_in_the_end(&[Fault::Hang, Fault::SlowDrip, Fault::CutOff]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_that_answers_wrongly_now_and_then_changes_nothing() {
    assert_same_in_the_end(&[
        Fault::Truncated,
        Fault::CorruptGzip,
        Fault::Html,
        Fault::IgnoredParameters,
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_whose_clock_is_wrong_changes_nothing() {
    let kept = tempfile::tempdir().expect("a folder");
    let expected = expected(kept.path()).await;
    let api = api(options(kept.path()).clock_skew_seconds(-86_400)).await;
    let lake = Lake::new();
    lake.mlb_with(weekend(&api.url()), &HASTE).clean();
    assert_same(&lake.content(), &expected, "a clock that is a day behind");
    api.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_summary_of_a_day_tells_the_faults() {
    let days = ["2024-07-11", "2024-07-12"];
    let faults = Misbehaviour::default().with(Fault::ServerError, SHARE);
    let options = Options::default().seed(SEED).misbehaviour(faults);
    let api = Server::start_with(options, days.map(|day| Slate::new(SEED, day, 2))).await;
    let url = api.url();
    let daily = ["pipeline", "daily", "--date", days[1], "--api", &url];
    let ran = Lake::new().mlb_with(daily, &HASTE).clean();
    let counts = api.counts();
    let faults = counts.faults["server-error"];
    let noun = if faults == 1 { "fault" } else { "faults" };
    let told = format!(
        "{faults} {noun} in {} requests, {faults} of them asked again: {faults} server error\n",
        counts.requests
    );
    assert!(ran.stdout.contains(&told), "`{told}` in {}", ran.stdout);
    api.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_stays_ends_the_run_and_is_kept() {
    let pages = Misbehaviour::default().with(Fault::Html, 1.0);
    let api = api(Options::default().misbehaviour(pages)).await;
    let lake = Lake::new();
    let ran = lake.mlb_with(season(&api.url()), &HASTE).ends_with(2);
    assert!(
        ran.stderr.contains("the API did not say when it is"),
        "{}",
        ran.stderr
    );
    assert_eq!(lake.quarantine().len(), 1);
    api.stop().await;
}

// ---- Games that are not played as they were planned

/// A game under one of its dates.
struct Listing {
    date: String,
    game: Value,
}

impl Listing {
    fn text(&self, key: &str) -> &str {
        self.game[key].as_str().unwrap_or("")
    }

    fn game_pk(&self) -> i64 {
        self.game["gamePk"].as_i64().expect("a number")
    }

    fn clubs(&self) -> [&Value; 2] {
        ["away", "home"].map(|side| &self.game["teams"][side]["team"]["id"])
    }

    /// Under its only date, with nothing else on that day.
    fn is_plain(&self) -> bool {
        let keys = ["rescheduledFrom", "rescheduleDate", "resumeDate", "resumedFrom"];
        self.text("doubleHeader") == "N" && keys.iter().all(|key| self.text(key).is_empty())
    }
}

/// The season's schedule.
fn listings() -> Vec<Listing> {
    let asked = "/api/v1/schedule?sportId=1&startDate=2024-03-28&endDate=2024-09-29";
    let schedule = Simulator::new(1, 2024).get(asked).expect("a schedule");
    let days = schedule["dates"].as_array().expect("days");
    let of_day = |day: &Value| -> Vec<Listing> {
        let date = day["date"].as_str().expect("a date").to_owned();
        let games = day["games"].as_array().expect("games").iter();
        games
            .map(|game| Listing {
                date: date.clone(),
                game: game.clone(),
            })
            .collect()
    };
    days.iter().flat_map(of_day).collect()
}

fn find(listings: &[Listing], fits: impl Fn(&Listing) -> bool) -> &Listing {
    listings
        .iter()
        .find(|listing| fits(listing))
        .expect("a season has such a game")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn games_that_are_moved_go_on_or_last_past_midnight_are_right_and_covered() {
    let listings = listings();
    let postponed = find(&listings, |listing| {
        !listing.text("rescheduleGameDate").is_empty()
    });
    let instead = postponed.text("rescheduleGameDate");
    // It is made up as one of two games of the same clubs.
    let beside = find(&listings, |listing| {
        let is_that_day = listing.date == instead && listing.clubs() == postponed.clubs();
        is_that_day && listing.game_pk() != postponed.game_pk()
    });
    let suspended = find(&listings, |listing| !listing.text("resumeGameDate").is_empty());
    let resumed = suspended.text("resumeGameDate");
    // It begins when it is the next day in Greenwich, and ends when it is that in New York.
    let late = listings
        .iter()
        .filter(|listing| listing.is_plain() && !listing.text("gameDate").starts_with(&listing.date))
        .max_by_key(|listing| listing.text("gameDate")[11..].to_owned())
        .expect("clubs of the west play at night");

    let api = Server::start(Vec::<Slate>::new()).await;
    let lake = Lake::new();
    let games = [postponed, beside, suspended, late].map(Listing::game_pk);
    let names = games.map(|game_pk| game_pk.to_string()).join(",");
    lake.mlb(["pipeline", "games", "--game-pks", &names, "--api", &api.url()])
        .clean();
    let coverage = lake.mlb(["coverage", "--json"]).clean().json();
    for key in ["games", "called_for", "covered"] {
        assert_eq!(coverage[key], 4, "{coverage}");
    }
    assert_eq!(coverage["conflicts"], json!([]));

    let of_schedule = |game_pk: i64| {
        lake.rows(&format!(
            "SELECT CAST(schedule_date AS VARCHAR) AS listed, CAST(game_date AS VARCHAR) AS counts_for
             FROM schedule.games WHERE game_pk = {game_pk} ORDER BY schedule_date"
        ))
    };
    let listed = |listed: &str, counts_for: &str| json!({"listed": listed, "counts_for": counts_for});
    assert_eq!(
        of_schedule(postponed.game_pk()),
        [listed(&postponed.date, instead), listed(instead, instead)]
    );
    assert_eq!(
        of_schedule(suspended.game_pk()),
        [
            listed(&suspended.date, &suspended.date),
            listed(resumed, &suspended.date)
        ]
    );

    let played = lake.rows(
        "SELECT metadata.game_pk, CAST(metadata.game_date AS VARCHAR) AS game_date, double_header, game_number,
            SUBSTR(CAST(MAX(plays.end_time) AS VARCHAR), 1, 13) AS until
         FROM game.live_game_metadata AS metadata
         JOIN game.live_game_plays AS plays ON plays.game_pk = metadata.game_pk
         GROUP BY metadata.game_pk, metadata.game_date, double_header, game_number",
    );
    let of = |game_pk: i64| {
        let is_it = |row: &&Value| row["game_pk"] == game_pk;
        played.iter().find(is_it).expect("its rows")
    };
    let pair = [postponed, beside].map(|listing| of(listing.game_pk()));
    let mut numbers = pair.map(|game| game["game_number"].as_i64());
    numbers.sort_unstable();
    assert_eq!(numbers, [Some(1), Some(2)]);
    for game in pair {
        assert_eq!(game["game_date"], instead);
        assert_ne!(game["double_header"], "N");
    }
    let until = |game_pk: i64| of(game_pk)["until"].as_str().expect("a moment").to_owned();
    assert_eq!(of(suspended.game_pk())["game_date"], suspended.date);
    assert!(
        until(suspended.game_pk()).as_str() >= resumed,
        "it ended after {resumed}"
    );
    assert_eq!(of(late.game_pk())["game_date"], late.date);
    // Midnight in New York is four in Greenwich.
    let midnight = format!("{}T04", &late.text("gameDate")[..10]);
    assert!(
        until(late.game_pk()) >= midnight,
        "{} until {}",
        late.text("gameDate"),
        until(late.game_pk())
    );
    api.stop().await;
}
