//! Which server the mirror is in, from the environment. A password never leaves this file in print.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::limits::{CONNECT_TIMEOUT_MS, KEEPALIVE_IDLE_MS, UNCONFIRMED_TIMEOUT_MS};
use crate::error::{Error, Result};

const URL: &str = "MLB_POSTGRES_URL";
const HOST: &str = "POSTGRES_HOST";
const PORT: &str = "POSTGRES_PORT";
const PORT_DEFAULT: u16 = 5432;
const USER_DEFAULT: &str = "postgres";

/// A server, a database and who asks.
#[derive(Clone)]
pub struct Settings {
    config: Config,
    variable: &'static str,
}

impl Settings {
    /// The server that the environment names, as [`Settings::from_env`].
    ///
    /// # Errors
    /// `Config` with the variable that cannot be used, and why.
    pub fn configured() -> Result<Option<Settings>> {
        Settings::from_env(&|name| std::env::var(name).ok())
    }

    /// `MLB_POSTGRES_URL`, else `POSTGRES_HOST` with `_PORT` (5432), `_USER` (postgres), `_PASSWORD` and `_DB` (named as the user).
    /// `None` where neither is set; an empty variable counts as not set.
    ///
    /// # Errors
    /// `Config` with the variable that cannot be used, and why.
    pub fn from_env(variable: &dyn Fn(&str) -> Option<String>) -> Result<Option<Settings>> {
        let value = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        if let Some(url) = value(URL) {
            return Settings::from_url(url.trim()).map(Some);
        }
        let Some(host) = value(HOST) else { return Ok(None) };
        let port = match value(PORT) {
            None => PORT_DEFAULT,
            Some(text) => text
                .trim()
                .parse()
                .map_err(|_| refuse(PORT, format!("`{text}` is no port; it is a number up to 65535")))?,
        };
        let user = value("POSTGRES_USER").unwrap_or_else(|| USER_DEFAULT.to_owned());
        let mut config = Config::new();
        config
            .host(host.trim())
            .port(port)
            .dbname(value("POSTGRES_DB").unwrap_or_else(|| user.clone()))
            .user(user);
        if let Some(password) = value("POSTGRES_PASSWORD") {
            config.password(password);
        }
        Ok(Some(Settings::with_defaults(config, HOST)))
    }

    /// A URL, `postgres://user:password@host:port/database`.
    ///
    /// # Errors
    /// `Config` that names `MLB_POSTGRES_URL` and says nothing of the password.
    pub fn from_url(url: &str) -> Result<Settings> {
        let refuse = |reason: &str| refuse(URL, reason.to_owned());
        let known = ["postgres://", "postgresql://"]
            .into_iter()
            .find_map(|scheme| url.strip_prefix(scheme));
        let Some(rest) = known else {
            return Err(refuse(
                "it is no PostgreSQL URL; write `postgres://user:password@host:5432/database`",
            ));
        };
        // What follows a second `@` would be taken for the host, and printed.
        if rest.matches('@').count() > 1 {
            return Err(refuse(
                "it has more than one `@`; write one in the user or the password as `%40`",
            ));
        }
        if asks_for_verified_tls(rest) {
            return Err(refuse(NO_TLS));
        }
        let config = Config::from_str(url).map_err(|error| {
            let cause =
                std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
            refuse(&format!(
                "{cause}; write `postgres://user:password@host:5432/database`"
            ))
        })?;
        if config.get_ssl_mode() == SslMode::Require {
            return Err(refuse(NO_TLS));
        }
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(refuse(
                "it names no host; write `postgres://user:password@host:5432/database`",
            ));
        }
        Ok(Settings::with_defaults(config, URL))
    }

    fn with_defaults(mut config: Config, variable: &'static str) -> Settings {
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_millis(CONNECT_TIMEOUT_MS));
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(Duration::from_millis(UNCONFIRMED_TIMEOUT_MS));
        }
        if config.get_application_name().is_none() {
            config.application_name("mlb mirror");
        }
        config.keepalives_idle(Duration::from_millis(KEEPALIVE_IDLE_MS));
        Settings { config, variable }
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// The variable to correct when the server does not let us in.
    pub(super) fn variable(&self) -> &'static str {
        self.variable
    }

    pub(super) fn user(&self) -> &str {
        self.config.get_user().unwrap_or("the user of this process")
    }

    pub(super) fn database(&self) -> &str {
        self.config.get_dbname().unwrap_or_else(|| self.user())
    }
}

const NO_TLS: &str = "it asks for TLS (`sslmode`), which is not built in yet; use `sslmode=disable` on a network that you trust, or a tunnel";

fn asks_for_verified_tls(url: &str) -> bool {
    url.split(['?', '&'])
        .skip(1)
        .any(|option| option.starts_with("sslmode=verify"))
}

fn refuse(what: &str, reason: String) -> Error {
    Error::Config {
        what: what.to_owned(),
        reason,
    }
}

/// `user@host:port/database`, with `:***` where there is a password.
impl fmt::Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let password = if self.config.get_password().is_some() {
            ":***"
        } else {
            ""
        };
        let host = match self.config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            #[cfg(unix)]
            Some(Host::Unix(path)) => path.display().to_string(),
            None => self
                .config
                .get_hostaddrs()
                .first()
                .map(ToString::to_string)
                .unwrap_or_default(),
        };
        let port = self.config.get_ports().first().copied().unwrap_or(PORT_DEFAULT);
        write!(f, "{}{password}@{host}:{port}/{}", self.user(), self.database())
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Settings({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_env(set: &[(&str, &str)]) -> Result<Option<Settings>> {
        let variable = |name: &str| {
            set.iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        };
        Settings::from_env(&variable)
    }

    fn message(set: &[(&str, &str)]) -> String {
        from_env(set).unwrap_err().to_string()
    }

    #[test]
    fn mirror_settings_come_from_the_url_or_from_the_parts() {
        assert!(from_env(&[]).unwrap().is_none());
        assert!(
            from_env(&[(URL, " "), ("POSTGRES_PASSWORD", "secret")])
                .unwrap()
                .is_none()
        );
        let url = from_env(&[
            (URL, "postgres://mlb:secret@db.example:5433/games"),
            (HOST, "other"),
        ])
        .unwrap();
        assert_eq!(url.unwrap().to_string(), "mlb:***@db.example:5433/games");
        let parts = from_env(&[(HOST, "localhost"), ("POSTGRES_USER", "mlb")])
            .unwrap()
            .unwrap();
        assert_eq!(parts.to_string(), "mlb@localhost:5432/mlb");
    }

    #[test]
    fn mirror_settings_never_print_the_password() {
        let settings = from_env(&[(URL, "postgres://mlb:secret@localhost/games")])
            .unwrap()
            .unwrap();
        assert!(!format!("{settings:?} {settings}").contains("secret"));
        for url in [
            "postgres://mlb:sec@ret@localhost/games",
            "mysql://mlb:secret@localhost",
            "host=localhost password=secret",
            "postgres://mlb:secret@localhost:port/games",
            "postgres://mlb:secret@localhost/games?sslmode=require",
            "postgres://mlb:secret@/games",
        ] {
            let message = message(&[(URL, url)]);
            assert!(message.starts_with("MLB_POSTGRES_URL: "), "{message}");
            assert!(!message.contains("ret"), "{message}");
        }
    }

    #[test]
    fn mirror_settings_that_do_not_parse_say_why() {
        assert!(
            message(&[(HOST, "localhost"), (PORT, "many")]).starts_with("POSTGRES_PORT: `many` is no port")
        );
        for mode in ["require", "verify-full"] {
            let url = format!("postgres://mlb@localhost/games?sslmode={mode}");
            assert!(message(&[(URL, &url)]).contains("TLS"), "{mode}");
        }
        assert!(message(&[(URL, "postgres://mlb@localhost:port/games")]).contains("port"));
    }
}
