//! What PostgreSQL's refusals mean and what to do about each.

use tokio_postgres::error::{DbError, SqlState};

use super::settings::Settings;
use crate::error::Error;

/// An error of the server or the driver, while `doing` something.
pub fn failed(doing: &str, settings: &Settings, error: &tokio_postgres::Error) -> Error {
    let reason = match error.as_db_error() {
        Some(refusal) => with_advice(told(refusal), advice(refusal.code(), settings)),
        None if error.is_closed() => {
            "the connection was lost and the server keeps nothing of this mirror".to_owned()
        }
        None => with_source(error),
    };
    Error::Mirror {
        context: doing.to_owned(),
        reason,
    }
}

/// The server did not let us in, or is not there.
pub fn unconnected(settings: &Settings, error: &tokio_postgres::Error) -> Error {
    let context = format!("connecting to {settings}");
    let variable = settings.variable();
    let reason = match error.as_db_error() {
        Some(refusal) => with_advice(told(refusal), advice(refusal.code(), settings)),
        None => {
            let cause = with_source(error);
            if cause.contains("password missing") {
                format!("the server asks for a password; give one in `{variable}` or `POSTGRES_PASSWORD`")
            } else {
                format!("{cause}; start the server, or correct `{variable}`")
            }
        }
    };
    Error::Mirror { context, reason }
}

/// A failure that the mirror found by itself.
pub fn refused(context: impl Into<String>, reason: impl Into<String>) -> Error {
    Error::Mirror {
        context: context.into(),
        reason: reason.into(),
    }
}

fn told(refusal: &DbError) -> String {
    let mut text = refusal.message().to_owned();
    if let Some(detail) = refusal.detail() {
        text.push_str(&format!(
            " ({})",
            detail.trim_end_matches('.').replace('\n', ", ")
        ));
    }
    text
}

fn with_source(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) if !error.to_string().contains(&source.to_string()) => format!("{error}: {source}"),
        _ => error.to_string(),
    }
}

fn with_advice(text: String, advice: Option<String>) -> String {
    match advice {
        Some(advice) => format!("{text}; {advice}"),
        None => text,
    }
}

fn advice(code: &SqlState, settings: &Settings) -> Option<String> {
    let (variable, user, database) = (settings.variable(), settings.user(), settings.database());
    let text = match code.code() {
        "28P01" | "28000" => format!("correct user and password in `{variable}`"),
        "3D000" => format!("create it with `createdb {database}`, or correct `{variable}`"),
        "42501" => format!(
            "`{user}` must own the mirror's schemas and tables, or be allowed to make them: `GRANT CREATE ON DATABASE \"{database}\" TO \"{user}\"`"
        ),
        "57P03" => "try again when the server is up".to_owned(),
        "53300" => "close connections, or raise `max_connections`".to_owned(),
        "57P01" | "57P02" => "try again when the server is up".to_owned(),
        "53100" => "make room on the server's disk".to_owned(),
        "25006" => format!("point `{variable}` at a server that can be written"),
        "55P03" => "another mirror or somebody's transaction holds it; end that and try again".to_owned(),
        "2BP01" => "drop what depends on it, mirror, and make it again".to_owned(),
        "22P05" => "create the database with `ENCODING 'UTF8'`".to_owned(),
        "23503" => "rows of this game do not hold together; look at its feed and its contract".to_owned(),
        _ => return None,
    };
    Some(text)
}
