//! A PostgreSQL of one's own for the length of a test: a server in a temporary folder on a free port of loopback, stopped by its pid.
//! Where `MLB_TEST_POSTGRES_URL` names a server, a fresh database on that one instead, dropped at the end.

use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};
use url::Url;

const OWNER: &str = "mlb";
const PASSWORD: &str = "top:secret";
const START_SECONDS_MAX: u64 = 30;
const PORTS_TRIED_MAX: usize = 5;

/// A database on a running server. What was made for it goes with it.
pub struct Postgres {
    url: Url,
    server: Option<Server>,
    _database: Option<Database>,
}

struct Server {
    process: Child,
    _folder: TempDir,
}

/// A database on somebody else's server.
struct Database {
    server: Url,
    name: String,
}

impl Postgres {
    /// Starts a server, or makes a database on the one that `MLB_TEST_POSTGRES_URL` names.
    ///
    /// # Panics
    /// When neither works: a test that needs PostgreSQL cannot pass without it.
    pub async fn start() -> Postgres {
        match std::env::var("MLB_TEST_POSTGRES_URL") {
            Ok(url) if !url.is_empty() => {
                Postgres::on(Url::parse(&url).expect("`MLB_TEST_POSTGRES_URL` is a URL")).await
            }
            _ => Postgres::of_its_own().await,
        }
    }

    async fn on(server: Url) -> Postgres {
        let name = format!(
            "mlb_test_{}_{:x}",
            std::process::id(),
            jiff::Timestamp::now().as_nanosecond()
        );
        connect(&server)
            .await
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .await
            .expect("a fresh database");
        let mut url = server.clone();
        url.set_path(&name);
        Postgres {
            url,
            server: None,
            _database: Some(Database { server, name }),
        }
    }

    async fn of_its_own() -> Postgres {
        let folder = tempfile::Builder::new()
            .prefix("mlb-postgres-")
            .tempdir()
            .expect("a temporary folder");
        let account = Account::to_run_as();
        account.own(folder.path());
        account.init(folder.path());
        let mut tried = 0;
        let (process, port) = loop {
            let port = free_port();
            match account.start(folder.path(), port).await {
                Some(process) => break (process, port),
                None if tried < PORTS_TRIED_MAX => tried += 1,
                None => panic!("the server does not start: {}", log(folder.path())),
            }
        };
        let mut url = Url::parse(&format!("postgres://{OWNER}@127.0.0.1:{port}/postgres")).expect("a URL");
        url.set_password(Some(PASSWORD)).expect("a URL takes a password");
        let server = Server {
            process,
            _folder: folder,
        };
        connect(&url)
            .await
            .batch_execute("CREATE DATABASE mlb")
            .await
            .expect("a fresh database");
        url.set_path("mlb");
        Postgres {
            url,
            server: Some(server),
            _database: None,
        }
    }

    /// The database, with user and password.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Whether nobody else writes to the server.
    pub fn is_of_its_own(&self) -> bool {
        self.server.is_some()
    }

    /// A connection to look with.
    pub async fn connect(&self) -> Client {
        connect(&self.url).await
    }
}

/// Connects.
///
/// # Panics
/// When the server does not answer or refuses.
pub async fn connect(url: &Url) -> Client {
    let (client, connection) = tokio_postgres::connect(url.as_str(), NoTls)
        .await
        .expect("a connection");
    tokio::spawn(connection);
    client
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGQUIT: stop at once, and take the children along. Nothing of this server is needed any more.
        let pid = self.process.id().to_string();
        let _ = Command::new("kill").args(["-QUIT", &pid]).status();
        let _ = self.process.wait();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        let server = self.server.clone();
        let drop_database = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime
                .map(|runtime| runtime.block_on(async { connect(&server).await.batch_execute(&sql).await }))
        };
        let _ = std::thread::spawn(drop_database).join();
    }
}

/// Who runs the server: PostgreSQL refuses to run as root.
struct Account {
    ids: Option<(u32, u32)>,
    programs: PathBuf,
}

impl Account {
    fn to_run_as() -> Account {
        let is_root =
            std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
        let ids =
            is_root.then(|| ids_of("postgres").expect("root needs the user `postgres` to run a server as"));
        Account {
            ids,
            programs: programs(),
        }
    }

    fn own(&self, folder: &Path) {
        if let Some((user, group)) = self.ids {
            chown(folder, Some(user), Some(group)).expect("the folder is given to `postgres`");
        }
    }

    fn command(&self, program: &str, folder: &Path) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command
            .current_dir(folder)
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        if let Some((user, group)) = self.ids {
            command.uid(user).gid(group);
        }
        command
    }

    fn init(&self, folder: &Path) {
        let password = folder.join("password");
        std::fs::write(&password, PASSWORD).expect("the password file");
        self.own(&password);
        let data = folder.join("data");
        let mut command = self.command("initdb", folder);
        command.arg("-D").arg(data).args([
            "-U",
            OWNER,
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        command.arg("--pwfile").arg(password);
        let done = command.output().expect("`initdb` runs");
        assert!(
            done.status.success(),
            "initdb: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    }

    /// `None` when it ended again, mostly because somebody else took the port.
    async fn start(&self, folder: &Path, port: u16) -> Option<Child> {
        let log = std::fs::File::create(folder.join("log")).expect("the log");
        let mut command = self.command("postgres", folder);
        command
            .arg("-D")
            .arg(folder.join("data"))
            .args(["-p", &port.to_string()]);
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "autovacuum=off",
        ] {
            command.args(["-c", setting]);
        }
        command.stdout(log.try_clone().expect("the log")).stderr(log);
        let mut process = command.spawn().expect("`postgres` runs");
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(START_SECONDS_MAX) {
            if process.try_wait().expect("the server's state").is_some() {
                return None;
            }
            if text(&folder.join("log")).contains("ready to accept connections") {
                return Some(process);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let _ = process.kill();
        let _ = process.wait();
        None
    }
}

/// User and group of an account.
fn ids_of(account: &str) -> Option<(u32, u32)> {
    let accounts = text(Path::new("/etc/passwd"));
    let line = accounts
        .lines()
        .find(|line| line.split(':').next() == Some(account))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

/// Where the server's programs are: Debian keeps them out of the PATH.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let debian = versions.map(|version| version.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).chain(debian).collect();
    folders.retain(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file());
    folders.pop().expect("no PostgreSQL server here: install it (Debian: `postgresql`), or name one in `MLB_TEST_POSTGRES_URL`")
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|socket| socket.local_addr())
        .expect("a free port")
        .port()
}

fn log(folder: &Path) -> String {
    text(&folder.join("log"))
}

fn text(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_default()
}
