//! Every setting, its value, and where the value comes from. Secrets are masked.

use serde::Serialize;

use crate::settings::DEFAULT_LAKE;
use crate::store_settings;

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Value {
    /// Its variable.
    pub name: String,
    /// What it is; `***` for a secret.
    pub value: String,
    /// `environment`, `option`, `default`, or the variable that it follows from.
    pub from: String,
}

/// All settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Configuration {
    /// In the order in which a person reads them.
    pub values: Vec<Value>,
}

/// What is shown only where it is set, and whether it is a secret.
const VARIABLES: [(&str, bool); 21] = [
    ("MLB_HOME", false),
    ("MLB_STATSAPI_URL", false),
    ("MLB_STATSAPI_REQUESTS_PER_SECOND", false),
    ("MLB_STATSAPI_TIMEOUT_SECONDS", false),
    ("STUB_MODE", false),
    ("MLB_CAPTURE_DIR", false),
    ("PYMLB_STATSAPI__BASE_FILE_PATH", false),
    ("MLB_WORKERS", false),
    ("MLB_LOG", false),
    ("MLB_LOG_FORMAT", false),
    ("MLB_ALERT_URL", true),
    ("MLB_POSTGRES_URL", false),
    ("POSTGRES_HOST", false),
    ("POSTGRES_PORT", false),
    ("POSTGRES_USER", false),
    ("POSTGRES_PASSWORD", true),
    ("POSTGRES_DB", false),
    ("REDIS_HOST", false),
    ("REDIS_PORT", false),
    ("REDIS_PASSWORD", true),
    ("REDIS_DB", false),
];

impl Configuration {
    /// Reads all settings. `lake` is the place in use, as an option or the environment gave it.
    pub fn read(lake: &str, variable: &dyn Fn(&str) -> Option<String>) -> Configuration {
        let value = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let lake_from = match value("MLB_LAKE") {
            Some(set) if set == lake => "environment",
            _ if lake == DEFAULT_LAKE => "default",
            _ => "option",
        };
        let mut values = vec![shown("MLB_LAKE", lake, lake_from)];
        let options = store_settings::options(lake, store_settings::environment()).unwrap_or_default();
        values.extend(options.iter().map(|option| {
            let text = if option.is_secret() { "***" } else { &option.value };
            shown(&option.key, text, &option.from)
        }));
        let set = VARIABLES.iter().filter_map(|(name, is_secret)| {
            let text = if *is_secret {
                "***".to_owned()
            } else {
                without_password(&value(name)?)
            };
            value(name).map(|_| shown(name, &text, "environment"))
        });
        values.extend(set);
        Configuration { values }
    }
}

fn shown(name: &str, value: &str, from: &str) -> Value {
    Value {
        name: name.to_owned(),
        value: value.to_owned(),
        from: from.to_owned(),
    }
}

/// `user:password@host` without the password.
fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let Some((login, place)) = rest.rsplit_once('@') else {
        return text.to_owned();
    };
    let user = login.split(':').next().unwrap_or_default();
    let mask = if login.contains(':') { ":***" } else { "" };
    format!("{scheme}://{user}{mask}@{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_tell_where_they_come_from_and_secrets_are_masked() {
        let variable = |name: &str| match name {
            "MLB_LAKE" => Some("/data/lake".to_owned()),
            "MLB_POSTGRES_URL" => Some("postgres://ada:hush@db:5432/games".to_owned()),
            "REDIS_PASSWORD" => Some("hush".to_owned()),
            "MLB_ALERT_URL" => Some("https://alerts/hush".to_owned()),
            "MLB_WORKERS" => Some(" ".to_owned()),
            _ => None,
        };
        let read = Configuration::read("/data/lake", &variable);
        let text: Vec<String> = read
            .values
            .iter()
            .map(|v| format!("{} {} {}", v.name, v.value, v.from))
            .collect();
        let expected = [
            "MLB_LAKE /data/lake environment",
            "MLB_ALERT_URL *** environment",
            "MLB_POSTGRES_URL postgres://ada:***@db:5432/games environment",
            "REDIS_PASSWORD *** environment",
        ];
        assert_eq!(text, expected);
    }

    #[test]
    fn an_option_wins_over_the_environment() {
        let variable = |name: &str| (name == "MLB_LAKE").then(|| "/data/lake".to_owned());
        assert_eq!(Configuration::read("/other", &variable).values[0].from, "option");
        assert_eq!(
            Configuration::read(DEFAULT_LAKE, &|_| None).values[0].from,
            "default"
        );
    }
}
