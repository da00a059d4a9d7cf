//! A lake in a temporary folder, in the bucket that `MLB_TEST_BUCKET` names or in a store of the tests' own, and the program `mlb` run on
//! it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use mlb_pipeline::store_settings;
use serde_json::Value;
use tempfile::TempDir;

use crate::home::Home;
use crate::running::Running;
use crate::s3_server::{S3Server, Writes};
use crate::{bucket, folder, objects, workspace};

/// A lake; nothing is there until `mlb` makes it.
#[derive(Debug)]
pub struct Lake {
    location: String,
    home: Option<Home>,
    env: Vec<(String, OsString)>,
    /// Gone with the lake.
    folder: Option<TempDir>,
    /// The same of a store that only this test knows.
    server: Option<Arc<S3Server>>,
}

/// What a table holds, as `mlb hash` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Hash of all games' rows, without provenance.
    pub hash: String,
    /// Games with rows.
    pub games: u64,
    /// Rows.
    pub rows: u64,
}

impl Default for Lake {
    fn default() -> Lake {
        Lake::new()
    }
}

impl Lake {
    /// A place for a lake, gone at the end of the test.
    pub fn new() -> Lake {
        match bucket::new_place() {
            Some(place) => Lake::at(&place),
            None => Lake::in_folder(),
        }
    }

    /// A lake in a folder, wherever the others are: for tests that look at its files.
    pub fn in_folder() -> Lake {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = folder.path().join("lake");
        Lake {
            folder: Some(folder),
            ..Lake::at(&place.to_string_lossy())
        }
    }

    /// A lake in a bucket, wherever the others are: for tests of stores. Without a bucket for the tests it is one in a store of its own.
    pub fn in_bucket() -> Lake {
        match bucket::new_place() {
            Some(place) => Lake::at(&place),
            None => Lake::on(&Arc::new(S3Server::start(Writes::InTurn))),
        }
    }

    /// A lake in a store of the test's own.
    pub fn on(server: &Arc<S3Server>) -> Lake {
        let lake = Lake {
            server: Some(Arc::clone(server)),
            ..Lake::at(&server.new_place())
        };
        server
            .env()
            .into_iter()
            .fold(lake, |lake, (name, value)| lake.with_env(name, value))
    }

    /// A lake somewhere, which stays.
    pub fn at(location: &str) -> Lake {
        Lake {
            location: location.to_owned(),
            home: None,
            env: Vec::new(),
            folder: None,
            server: None,
        }
    }

    /// Another place in the same store.
    pub fn elsewhere(self, location: &str) -> Lake {
        Lake {
            location: location.to_owned(),
            ..self
        }
    }

    /// With mappings and SQL of its own.
    pub fn with_home(self, home: &Home) -> Lake {
        Lake {
            home: Some(home.clone()),
            ..self
        }
    }

    /// With a variable of the environment for every run.
    pub fn with_env(mut self, name: &str, value: impl Into<OsString>) -> Lake {
        self.env.push((name.to_owned(), value.into()));
        self
    }

    /// A copy of the lake as it is now, with the same mappings and SQL.
    pub fn copy(&self) -> Lake {
        let new = match (&self.server, &self.folder) {
            (Some(server), _) => Lake::on(server),
            (None, Some(_)) => Lake::in_folder(),
            (None, None) => Lake::new(),
        };
        let copied = Lake {
            home: self.home.clone(),
            env: self.env.clone(),
            ..new
        };
        if self.location.starts_with("s3://") {
            objects::copy(self.open(), copied.open());
        } else if self.place().exists() {
            folder::copy(self.place(), copied.place());
        }
        copied
    }

    /// Where it is, as `MLB_LAKE` says it.
    pub fn location(&self) -> &str {
        &self.location
    }

    /// Its folder.
    pub fn place(&self) -> &Path {
        Path::new(&self.location)
    }

    /// The same lake for the library.
    ///
    /// # Panics
    /// When its variables and the environment do not say how to reach it.
    pub fn open(&self) -> mlb_lake::Lake {
        let own = self
            .env
            .iter()
            .map(|(name, value)| (name.clone(), value.to_string_lossy().into_owned()));
        let variables = store_settings::environment().chain(own);
        let options = store_settings::options(&self.location, variables).expect("the store is configured");
        let options = options.into_iter().map(|option| (option.key, option.value));
        mlb_lake::Lake::at(&self.location, options.collect()).expect("a place for a lake")
    }

    /// The names of all objects below a folder of it, in their order.
    pub fn objects(&self, folder: &str) -> Vec<String> {
        objects::names(self.open(), folder)
    }

    /// `mlb` with these arguments, nothing else of the environment than what it needs.
    pub fn mlb<I: AsRef<std::ffi::OsStr>>(&self, args: impl IntoIterator<Item = I>) -> Ran {
        self.mlb_with(args, &[])
    }

    /// The same with variables of the environment.
    pub fn mlb_with<I>(&self, args: impl IntoIterator<Item = I>, env: &[(&str, &str)]) -> Ran
    where
        I: AsRef<std::ffi::OsStr>,
    {
        Ran::of(self.command().args(args).envs(env.iter().copied()))
    }

    /// Starts `mlb` with these arguments and does not wait for its end.
    pub fn start<I: AsRef<std::ffi::OsStr>>(&self, args: impl IntoIterator<Item = I>) -> Running {
        Running::start(self.command().args(args))
    }

    fn command(&self) -> Command {
        let mut command = program();
        command
            .env("MLB_LAKE", &self.location)
            .envs(self.env.iter().map(|(name, value)| (name, value)));
        if let Some(home) = &self.home {
            command.env("MLB_HOME", home.path());
        }
        command
    }

    /// `mlb run --replay FOLDER`, its report as JSON.
    pub fn run(&self, folder: &Path) -> Ran {
        self.mlb(["run", "--json", "--replay", &folder.to_string_lossy()])
    }

    /// `mlb ingest --replay FOLDER`, its report as JSON.
    pub fn ingest(&self, folder: &Path) -> Ran {
        self.mlb(["ingest", "--json", "--replay", &folder.to_string_lossy()])
    }

    /// Every table's content, as `mlb hash` says.
    pub fn content(&self) -> BTreeMap<String, Content> {
        let hashes = self.mlb(["hash", "--json"]).clean().json();
        let hashes = hashes.as_array().expect("a list of tables").iter().map(|table| {
            let number = |key: &str| table[key].as_u64().expect("a number");
            let text = |key: &str| table[key].as_str().expect("a text").to_owned();
            let content = Content {
                hash: text("content_hash"),
                games: number("games"),
                rows: number("rows"),
            };
            (text("table"), content)
        });
        hashes.collect()
    }

    /// The rows of a statement.
    pub fn rows(&self, sql: &str) -> Vec<Value> {
        let ran = self.mlb(["sql", "--format", "json", sql]).clean();
        ran.stdout
            .lines()
            .map(|line| serde_json::from_str(line).expect("a row is JSON"))
            .collect()
    }

    /// The one number that a statement answers with.
    pub fn number(&self, sql: &str) -> i64 {
        let rows = self.rows(sql);
        let value = rows
            .first()
            .and_then(Value::as_object)
            .and_then(|row| row.values().next());
        value
            .and_then(Value::as_i64)
            .unwrap_or_else(|| panic!("`{sql}` answers with a number, not {rows:?}"))
    }

    /// What is in quarantine: file and reasons.
    pub fn quarantine(&self) -> Vec<Value> {
        let list = self.mlb(["quarantine", "list", "--json"]).clean().json();
        list.as_array().expect("a list").clone()
    }

    /// The id of the newest run on record.
    pub fn newest_run(&self) -> String {
        let runs = self
            .mlb(["lake", "history", "--json", "--limit", "1"])
            .clean()
            .json();
        runs[0]["run_id"].as_str().expect("a run on record").to_owned()
    }

    /// Rows and versions of raw and all normalized tables, by name.
    pub fn tables(&self) -> BTreeMap<String, (u64, u64)> {
        let tables = self.mlb(["tables", "--json"]).clean().json();
        let tables = tables.as_array().expect("a list of tables").iter().map(|table| {
            let number = |key: &str| table[key].as_u64().expect("a number");
            (
                table["table"].as_str().expect("a name").to_owned(),
                (number("rows"), number("version")),
            )
        });
        tables.collect()
    }
}

/// `mlb` without the lake of the person who runs the tests, nor their colours, wishes and servers.
pub fn program() -> Command {
    let mut command = Command::new(workspace::mlb());
    let foreign = |name: &str| {
        ["MLB_", "PYMLB_", "STUB_MODE", "POSTGRES_", "PG", "REDIS_", "AWS_"]
            .iter()
            .any(|start| name.starts_with(start))
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| foreign(&name.to_string_lossy())) {
        command.env_remove(name);
    }
    for name in ["RUST_BACKTRACE", "RUST_LOG", "COLUMNS", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.env("NO_COLOR", "1").current_dir(workspace::root());
    command
}

/// A run of `mlb` that has ended.
#[derive(Clone, Debug)]
pub struct Ran {
    /// The exit code; none for one that was killed.
    pub code: Option<i32>,
    /// The signal that killed it.
    pub signal: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ran {
            code: output.status.code(),
            signal: output.status.signal(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Ran {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Ran {
        let output = command
            .stdin(std::process::Stdio::null())
            .output()
            .expect("`mlb` starts");
        Ran::from(output)
    }

    /// Everything went through.
    ///
    /// # Panics
    /// When it ended otherwise.
    pub fn clean(self) -> Ran {
        self.ends_with(0)
    }

    /// It ended with this exit code.
    ///
    /// # Panics
    /// When it ended otherwise.
    pub fn ends_with(self, code: i32) -> Ran {
        assert_eq!(
            self.code,
            Some(code),
            "exit code of `mlb`\n{}{}",
            self.stdout,
            self.stderr
        );
        self
    }

    /// It was killed with SIGKILL.
    ///
    /// # Panics
    /// When it ended otherwise: then it never came to where it was to be killed.
    pub fn killed(self) -> Ran {
        assert_eq!(
            self.signal,
            Some(9),
            "`mlb` is killed\n{}{}",
            self.stdout,
            self.stderr
        );
        self
    }

    /// Standard output as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|e| panic!("the report is JSON ({e}): {}", self.stdout))
    }
}
