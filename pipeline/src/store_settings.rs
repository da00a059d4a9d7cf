//! How a bucket is reached: `MINIO_*`, and the names that AWS's own tools read.

use std::collections::HashMap;

use mlb_lake::s3;

use crate::error::{Error, Result};

const ENDPOINT: &str = "MINIO_ENDPOINT";
const ACCESS_KEY: &str = "MINIO_ACCESS_KEY";
const SECRET_KEY: &str = "MINIO_SECRET_KEY";
const SECURE: &str = "MINIO_SECURE";
const REGION_DEFAULT: &str = "us-east-1";

/// A store's option, and the variable that it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreOption {
    /// As the store knows it, for instance `aws_endpoint`.
    pub key: String,
    /// Its value.
    pub value: String,
    /// The variable, or `default`.
    pub from: String,
}

impl StoreOption {
    /// It must not be shown.
    pub fn is_secret(&self) -> bool {
        ["secret", "token", "key"]
            .iter()
            .any(|word| self.key.contains(word))
    }
}

/// The options of the store that a lake lies in; none for a folder. `MINIO_*` wins over `AWS_*`; an empty variable counts as not set.
///
/// # Errors
/// `Config` with the variable that is missing or cannot be used.
pub fn options(
    location: &str,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Vec<StoreOption>> {
    if !location.starts_with("s3://") {
        return Ok(Vec::new());
    }
    let set: HashMap<String, String> = variables
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| (name, value.trim().to_owned()))
        .collect();
    let mut options: Vec<StoreOption> = set
        .iter()
        .filter(|(name, _)| name.starts_with("AWS_") && s3::is_option(&name.to_lowercase()))
        .map(|(name, value)| option(&name.to_lowercase(), value, name))
        .collect();
    if let Some(endpoint) = set.get(ENDPOINT) {
        let own = |name: &str| {
            set.get(name).ok_or_else(|| Error::Config {
                what: name.to_owned(),
                reason: format!("it is not set, and `{ENDPOINT}` is; the store wants both keys"),
            })
        };
        put(
            &mut options,
            option("aws_endpoint", &with_scheme(endpoint, is_secure(&set)?), ENDPOINT),
        );
        put(
            &mut options,
            option("aws_access_key_id", own(ACCESS_KEY)?, ACCESS_KEY),
        );
        put(
            &mut options,
            option("aws_secret_access_key", own(SECRET_KEY)?, SECRET_KEY),
        );
    }
    let is_plain = |option: &StoreOption| {
        s3::ENDPOINT_OPTIONS.contains(&option.key.as_str()) && option.value.starts_with("http://")
    };
    if let Some(from) = options
        .iter()
        .find(|option| is_plain(option))
        .map(|option| option.from.clone())
    {
        put(&mut options, option("aws_allow_http", "true", &from));
    }
    if !options.iter().any(|option| option.key.ends_with("region")) {
        options.push(option("aws_region", REGION_DEFAULT, "default"));
    }
    options.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(options)
}

/// The environment, without what is no text.
pub fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

fn option(key: &str, value: &str, from: &str) -> StoreOption {
    StoreOption {
        key: key.to_owned(),
        value: value.to_owned(),
        from: from.to_owned(),
    }
}

fn put(options: &mut Vec<StoreOption>, option: StoreOption) {
    options.retain(|other| other.key != option.key);
    options.push(option);
}

fn is_secure(set: &HashMap<String, String>) -> Result<bool> {
    match set.get(SECURE).map(|value| value.to_lowercase()).as_deref() {
        None | Some("false" | "0" | "no") => Ok(false),
        Some("true" | "1" | "yes") => Ok(true),
        Some(other) => Err(Error::Config {
            what: SECURE.to_owned(),
            reason: format!("`{other}` is neither `true` nor `false`"),
        }),
    }
}

fn with_scheme(endpoint: &str, secure: bool) -> String {
    match (endpoint.contains("://"), secure) {
        (true, _) => endpoint.to_owned(),
        (false, true) => format!("https://{endpoint}"),
        (false, false) => format!("http://{endpoint}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Vec<(String, String)>> {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let options = options("s3://lake/prefix", variables)?;
        Ok(options
            .into_iter()
            .map(|option| (option.key, option.value))
            .collect())
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn a_folder_needs_no_options() {
        let found = options(
            "./lakehouse",
            [(ENDPOINT.to_owned(), "localhost:9000".to_owned())],
        )
        .unwrap();
        assert_eq!(found, []);
    }

    #[test]
    fn minio_at_home_is_plain_http() {
        let found = read(&[
            (ENDPOINT, "localhost:9000"),
            (ACCESS_KEY, "ada"),
            (SECRET_KEY, "hush"),
            ("AWS_ACCESS_KEY_ID", "other"),
        ]);
        let expected = pairs(&[
            ("aws_access_key_id", "ada"),
            ("aws_allow_http", "true"),
            ("aws_endpoint", "http://localhost:9000"),
            ("aws_region", "us-east-1"),
            ("aws_secret_access_key", "hush"),
        ]);
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn a_secure_endpoint_is_https() {
        let found = read(&[
            (ENDPOINT, "store.example"),
            (ACCESS_KEY, "ada"),
            (SECRET_KEY, "hush"),
            (SECURE, "TRUE"),
        ]);
        let found = found.unwrap();
        assert!(found.contains(&("aws_endpoint".to_owned(), "https://store.example".to_owned())));
        assert!(!found.iter().any(|(key, _)| key == "aws_allow_http"));
    }

    #[test]
    fn the_names_of_aws_are_read_too() {
        let found = read(&[
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:9000"),
            ("AWS_ACCESS_KEY_ID", "ada"),
            ("AWS_REGION", "eu-west-1"),
            ("AWS_PAGER", "less"),
            ("AWS_SESSION_TOKEN", ""),
        ]);
        let expected = pairs(&[
            ("aws_access_key_id", "ada"),
            ("aws_allow_http", "true"),
            ("aws_endpoint_url", "http://127.0.0.1:9000"),
            ("aws_region", "eu-west-1"),
        ]);
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn an_endpoint_without_keys_and_a_strange_flag_are_refused() {
        let message = |variables: &[(&str, &str)]| read(variables).unwrap_err().to_string();
        assert!(message(&[(ENDPOINT, "localhost:9000")]).starts_with("MINIO_ACCESS_KEY: it is not set"));
        let strange = message(&[(ENDPOINT, "localhost:9000"), (SECURE, "maybe")]);
        assert_eq!(strange, "MINIO_SECURE: `maybe` is neither `true` nor `false`");
    }
}
