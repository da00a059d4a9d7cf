//! What the doctor finds.

use serde::Serialize;

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Settings and contracts.
    Settings,
    /// The object store and the lake in it.
    Lake,
    /// The mirror.
    Postgres,
    /// The cache.
    Redis,
    /// The Stats API.
    Api,
    /// This build.
    Versions,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// As it should be.
    Ok,
    /// Not used, by choice.
    Off,
    /// It works, and somebody should look at it.
    Warning,
    /// It does not work.
    Failed,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is about.
    pub part: Part,
    /// What was looked at.
    pub check: String,
    /// How bad it is.
    pub level: Level,
    /// What was found.
    pub detail: String,
    /// What to do; nothing where nothing is to be done.
    pub remedy: Option<String>,
}

impl Part {
    /// As a person reads it.
    pub fn title(self) -> &'static str {
        match self {
            Part::Settings => "Settings",
            Part::Lake => "Lake",
            Part::Postgres => "PostgreSQL",
            Part::Redis => "Redis",
            Part::Api => "Stats API",
            Part::Versions => "Versions",
        }
    }

    fn finding(self, check: &str, level: Level, detail: impl Into<String>) -> Finding {
        Finding {
            part: self,
            check: check.to_owned(),
            level,
            detail: detail.into(),
            remedy: None,
        }
    }

    /// As it should be.
    pub fn ok(self, check: &str, detail: impl Into<String>) -> Finding {
        self.finding(check, Level::Ok, detail)
    }

    /// Not used.
    pub fn off(self, check: &str, detail: impl Into<String>) -> Finding {
        self.finding(check, Level::Off, detail)
    }

    /// Somebody should look at it.
    pub fn warning(self, check: &str, detail: impl Into<String>, remedy: impl Into<String>) -> Finding {
        Finding {
            remedy: Some(remedy.into()),
            ..self.finding(check, Level::Warning, detail)
        }
    }

    /// It does not work.
    pub fn failed(self, check: &str, detail: impl Into<String>, remedy: impl Into<String>) -> Finding {
        Finding {
            remedy: Some(remedy.into()),
            ..self.finding(check, Level::Failed, detail)
        }
    }
}
