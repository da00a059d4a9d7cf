//! What a scenario knows: the games as the API would tell them now, the lake that takes them in, the newest
//! run and the mirror.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::resume_unwind;
use std::sync::Arc;

use cucumber::World;
use mlb_tests::feed::Feed;
use mlb_tests::folder::{ReplayFolder, envelope};
use mlb_tests::home::Home;
use mlb_tests::lake::{Content, Lake, Ran};
use mlb_tests::postgres::Postgres;
use serde_json::Value;

/// The number of the first game that a scenario names; the others follow.
const FIRST_GAME_PK: i64 = 745_001;

/// Nothing listens there.
const NOWHERE: &str = "postgres://mlb:secret@127.0.0.1:1/mlb";

/// What the API answered when it was asked about a game.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The game.
    pub game_pk: i64,
    /// The minute in which the API was asked.
    pub minute: u32,
    /// The body.
    pub body: String,
    /// What lies in the folder: mostly the body with its request around it.
    pub file: String,
}

/// The state of a scenario.
#[derive(World)]
#[world(init = Self::new)]
pub struct Ballpark {
    lake: Arc<Lake>,
    home: Option<Home>,
    games: BTreeMap<String, Feed>,
    minute: u32,
    /// Answers on their way, in the order in which they were asked for.
    pub delayed: Vec<Answer>,
    /// What came, run by run.
    pub arrived: Vec<Vec<Answer>>,
    /// The newest run that ended by itself.
    pub last: Option<Ran>,
    /// What the tables held before the newest run.
    pub versions_before: Option<Value>,
    /// The PostgreSQL that shows the lake.
    pub postgres: Option<Postgres>,
    /// Whether nobody reaches it.
    pub is_postgres_away: bool,
}

impl fmt::Debug for Ballpark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let games: Vec<&String> = self.games.keys().collect();
        f.debug_struct("Ballpark")
            .field("games", &games)
            .field("last", &self.last)
            .finish_non_exhaustive()
    }
}

impl Ballpark {
    fn new() -> Ballpark {
        Ballpark {
            lake: Arc::new(Lake::new()),
            home: None,
            games: BTreeMap::new(),
            minute: 0,
            delayed: Vec::new(),
            arrived: Vec::new(),
            last: None,
            versions_before: None,
            postgres: None,
            is_postgres_away: false,
        }
    }

    /// Begins with an empty lake, of all tables or of those of a home.
    pub fn open(&mut self, home: Option<Home>) {
        self.lake = Arc::new(lake_of(home.as_ref()));
        self.home = home;
    }

    /// Names a game, which the API knows from now on.
    pub fn schedule(&mut self, game: &str, arrange: impl FnOnce(Feed) -> Feed) {
        let game_pk = FIRST_GAME_PK + self.games.len() as i64;
        let earlier = self.games.insert(game.to_owned(), Feed::of(game_pk));
        assert!(earlier.is_none(), "the game \"{game}\" is named once");
        self.change(game, arrange);
    }

    /// What the API would tell of a game.
    pub fn feed(&self, game: &str) -> &Feed {
        self.games
            .get(game)
            .unwrap_or_else(|| panic!("no game is called \"{game}\""))
    }

    /// The API's number of a game.
    pub fn game_pk(&self, game: &str) -> i64 {
        self.feed(game).document()["gamePk"]
            .as_i64()
            .expect("a feed names its game")
    }

    /// Something happens in a game; the clock of its feed moves on.
    pub fn change(&mut self, game: &str, change: impl FnOnce(Feed) -> Feed) {
        self.minute += 1;
        let clock = format!("20240713_{:02}{:02}00", 3 + self.minute / 60, self.minute % 60);
        let changed = change(self.feed(game).clone()).at(&clock);
        self.games.insert(game.to_owned(), changed);
    }

    /// Asks the API about a game.
    pub fn ask(&mut self, game: &str) -> Answer {
        self.minute += 1;
        let minute = self.minute;
        let captured_at = format!("2024-07-13T{:02}:{:02}:00Z", 3 + minute / 60, minute % 60);
        let game_pk = self.game_pk(game);
        let body = self.feed(game).text();
        let file = envelope(game_pk, &captured_at, &body);
        Answer {
            game_pk,
            minute,
            body,
            file,
        }
    }

    /// Asks the API about every game.
    pub fn ask_all(&mut self) -> Vec<Answer> {
        let games: Vec<String> = self.games.keys().cloned().collect();
        games.iter().map(|game| self.ask(game)).collect()
    }

    /// `mlb run` over these answers.
    pub async fn take_in(&mut self, answers: Vec<Answer>) {
        self.arrived.push(answers);
        self.run_newest().await;
    }

    /// `mlb run` over the answers that came last.
    pub async fn run_newest(&mut self) {
        let ran = self.run(None).await;
        let expected: &[i32] = if self.is_postgres_away { &[6] } else { &[0, 3] };
        assert!(
            ran.code.is_some_and(|code| expected.contains(&code)),
            "exit code of `mlb`: {:?}\n{}{}",
            ran.code,
            ran.stdout,
            ran.stderr
        );
        self.versions_before = self.last.replace(ran).map(|ran| ran.json()["versions"].clone());
    }

    /// The same, killed at a step.
    pub async fn run_newest_killed(&mut self, step: &str) {
        self.run(Some(step)).await.killed();
    }

    async fn run(&self, kill_at: Option<&str>) -> Ran {
        let answers = self.arrived.last().cloned().expect("an answer has come");
        let mut env = self.mirror();
        env.extend(kill_at.map(|step| ("MLB_KILL_AT", step.to_owned())));
        self.on_lake(move |lake| run(lake, &answers, &env)).await
    }

    /// `mlb` with these arguments.
    pub async fn mlb(&self, args: &'static [&'static str]) -> Ran {
        let env = self.mirror();
        self.on_lake(move |lake| lake.mlb_with(args, &borrowed(&env)))
            .await
    }

    /// Where the mirror is, if there is one.
    fn mirror(&self) -> Vec<(&'static str, String)> {
        let url = self.postgres.as_ref().map(|postgres| postgres.url().to_string());
        let url = url.map(|url| {
            if self.is_postgres_away {
                NOWHERE.to_owned()
            } else {
                url
            }
        });
        url.map(|url| ("MLB_POSTGRES_URL", url)).into_iter().collect()
    }

    /// Works on the lake beside the thread that all scenarios share, so that two of them go on at once.
    async fn on_lake<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnOnce(&Lake) -> T + Send + 'static,
    {
        let lake = Arc::clone(&self.lake);
        beside(move || work(&lake)).await
    }

    /// The rows of a statement.
    pub async fn rows(&self, sql: String) -> Vec<Value> {
        self.on_lake(move |lake| lake.rows(&sql)).await
    }

    /// How many rows of a table are a game's and fulfil a condition.
    pub async fn count(&self, table: &str, game: &str, condition: &str) -> i64 {
        let game_pk = self.game_pk(game);
        let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE game_pk = {game_pk} AND {condition}");
        self.on_lake(move |lake| lake.number(&sql)).await
    }

    /// Every table's content.
    pub async fn content(&self) -> BTreeMap<String, Content> {
        self.on_lake(Lake::content).await
    }

    /// What is in quarantine.
    pub async fn quarantine(&self) -> Vec<Value> {
        self.on_lake(Lake::quarantine).await
    }

    /// Every table's content in another lake that takes in these answers, run by run, without a disturbance.
    pub async fn content_of_another(&self, runs: Vec<Vec<Answer>>) -> BTreeMap<String, Content> {
        let home = self.home.clone();
        let work = move || {
            let lake = lake_of(home.as_ref());
            for answers in &runs {
                run(&lake, answers, &[]).clean();
            }
            lake.content()
        };
        beside(work).await
    }

    /// The report of the newest run.
    pub fn report(&self) -> Value {
        self.last.as_ref().expect("a run has ended").json()
    }
}

async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(value) => value,
        Err(error) => resume_unwind(error.into_panic()),
    }
}

fn lake_of(home: Option<&Home>) -> Lake {
    match home {
        Some(home) => Lake::new().with_home(home),
        None => Lake::new(),
    }
}

/// `mlb run` over a folder of these answers.
fn run(lake: &Lake, answers: &[Answer], env: &[(&str, String)]) -> Ran {
    let put = |folder: ReplayFolder, answer: &Answer| {
        let name = format!("{:04}_{}.json", answer.minute, answer.game_pk);
        folder.with(&name, &answer.file)
    };
    let folder = answers.iter().fold(ReplayFolder::new(), put);
    let folder = folder.path().to_string_lossy();
    lake.mlb_with(["run", "--json", "--replay", &folder], &borrowed(env))
}

fn borrowed<'a>(env: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    env.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
