//! How the API is asked.

use crate::{Error, Mode, limits};

/// The live API.
const BASE_URL: &str = "https://statsapi.mlb.com";

/// The environment's name for another address.
const BASE_URL_VARIABLE: &str = "MLB_STATSAPI_URL";

/// The environment's name for another rate.
pub(crate) const RATE_VARIABLE: &str = "MLB_STATSAPI_REQUESTS_PER_SECOND";

/// What stands there for no rate at all.
const NO_RATE: &str = "off";

/// The environment's name for another wait for the next bytes.
const TIMEOUT_VARIABLE: &str = "MLB_STATSAPI_TIMEOUT_SECONDS";

/// How the API is asked; [`Default`] asks the live API within the crate's limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientOptions {
    /// The API's address, `https://statsapi.mlb.com`.
    pub base_url: String,
    /// Who we say we are, `mlb-lakehouse/0.1.0`.
    pub user_agent: String,
    /// Whether answers come from the API, from files, or from the API into files.
    pub mode: Mode,
    /// Largest body that is taken, bytes, after gunzip.
    pub body_bytes_max: u64,
    /// Longest wait for a connection, milliseconds.
    pub connect_timeout_ms: u64,
    /// Longest wait for the next bytes, milliseconds.
    pub read_timeout_ms: u64,
    /// Longest wait for a whole answer, milliseconds.
    pub total_timeout_ms: u64,
    /// Most redirects that one request follows.
    pub redirects_max: usize,
    /// Requests a second, evenly; from 1 to [`limits::REQUESTS_PER_SECOND_MAX`].
    pub requests_per_second: u32,
    /// Whether that rate is kept. Only an API on this machine is asked without one.
    pub is_paced: bool,
    /// Requests under way at once.
    pub requests_in_flight_max: usize,
    /// Most attempts of one request, the first one too.
    pub retry_attempts_max: usize,
    /// Shortest wait before the second attempt, milliseconds.
    pub retry_delay_ms_min: u64,
    /// Failures in a row after which the API is left alone.
    pub breaker_failures_max: u32,
    /// How long the API is left alone, milliseconds.
    pub breaker_rest_ms: u64,
    /// How long the answer of a reference list counts as fresh, milliseconds.
    pub static_ttl_ms: u64,
}

impl Default for ClientOptions {
    fn default() -> ClientOptions {
        ClientOptions {
            base_url: BASE_URL.to_owned(),
            user_agent: format!("mlb-lakehouse/{}", env!("CARGO_PKG_VERSION")),
            mode: Mode::Passthrough,
            body_bytes_max: limits::BODY_BYTES_MAX,
            connect_timeout_ms: limits::CONNECT_TIMEOUT_MS,
            read_timeout_ms: limits::READ_TIMEOUT_MS,
            total_timeout_ms: limits::TOTAL_TIMEOUT_MS,
            redirects_max: limits::REDIRECTS_MAX,
            requests_per_second: limits::REQUESTS_PER_SECOND,
            is_paced: true,
            requests_in_flight_max: limits::REQUESTS_IN_FLIGHT_MAX,
            retry_attempts_max: limits::RETRY_ATTEMPTS_MAX,
            retry_delay_ms_min: limits::RETRY_DELAY_MS_MIN,
            breaker_failures_max: limits::BREAKER_FAILURES_MAX,
            breaker_rest_ms: limits::BREAKER_REST_MS,
            static_ttl_ms: limits::STATIC_TTL_MS,
        }
    }
}

impl ClientOptions {
    /// The default, with what the environment says otherwise: the address in `MLB_STATSAPI_URL`, the rate in
    /// `MLB_STATSAPI_REQUESTS_PER_SECOND` (or `off`), the longest wait for the next bytes in
    /// `MLB_STATSAPI_TIMEOUT_SECONDS`, the mode in `STUB_MODE` with its folder in `MLB_CAPTURE_DIR` or
    /// `PYMLB_STATSAPI__BASE_FILE_PATH`.
    ///
    /// # Errors
    /// [`Error::BadOption`] where it says what cannot be.
    pub fn from_env() -> Result<ClientOptions, Error> {
        ClientOptions::from_variables(|name| {
            let value = std::env::var(name).ok()?.trim().to_owned();
            (!value.is_empty()).then_some(value)
        })
    }

    fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<ClientOptions, Error> {
        let mut options = ClientOptions {
            mode: Mode::from_variables(&variable)?,
            ..ClientOptions::default()
        };
        if let Some(base_url) = variable(BASE_URL_VARIABLE) {
            options.base_url = base_url;
        }
        match variable(RATE_VARIABLE) {
            Some(rate) if rate == NO_RATE => options.is_paced = false,
            Some(rate) => options.requests_per_second = rate.parse().map_err(|_| bad_rate(rate))?,
            None => {}
        }
        match variable(TIMEOUT_VARIABLE) {
            Some(seconds) => options.waiting(&seconds),
            None => Ok(options),
        }
    }

    /// The same with another wait for the next bytes; the waits for a connection and for a whole answer follow it.
    fn waiting(self, seconds: &str) -> Result<ClientOptions, Error> {
        let told = seconds.parse::<u64>().ok();
        let fits = |seconds: &u64| (1..=limits::TIMEOUT_SECONDS_MAX).contains(seconds);
        let wait_ms = told.filter(fits).map(|seconds| seconds * 1_000);
        let wait_ms = wait_ms.ok_or_else(|| Error::BadOption {
            name: TIMEOUT_VARIABLE,
            value: seconds.to_owned(),
            reason: format!(
                "it must be a number of seconds from 1 to {}",
                limits::TIMEOUT_SECONDS_MAX
            ),
        })?;
        Ok(ClientOptions {
            connect_timeout_ms: wait_ms.min(limits::CONNECT_TIMEOUT_MS),
            read_timeout_ms: wait_ms,
            total_timeout_ms: wait_ms * limits::TOTAL_TIMEOUT_TIMES,
            ..self
        })
    }

    /// The same at another address.
    pub fn at(self, base_url: impl Into<String>) -> ClientOptions {
        ClientOptions {
            base_url: base_url.into(),
            ..self
        }
    }

    /// The same in another mode.
    pub fn in_mode(self, mode: Mode) -> ClientOptions {
        ClientOptions { mode, ..self }
    }
}

/// A rate that cannot be.
pub(crate) fn bad_rate(value: impl ToString) -> Error {
    Error::BadOption {
        name: RATE_VARIABLE,
        value: value.to_string(),
        reason: format!(
            "it must be a number from 1 to {}",
            limits::REQUESTS_PER_SECOND_MAX
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(variables: &[(&str, &str)]) -> Result<ClientOptions, String> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        ClientOptions::from_variables(variable).map_err(|error| error.to_string())
    }

    #[test]
    fn the_environment_says_rate_and_waits() {
        assert_eq!(options(&[]).unwrap(), ClientOptions::default());
        let fast = options(&[(RATE_VARIABLE, "24")]).unwrap();
        assert_eq!((fast.requests_per_second, fast.is_paced), (24, true));
        assert!(!options(&[(RATE_VARIABLE, "off")]).unwrap().is_paced);
        let waits = |seconds: &str| -> Result<(u64, u64, u64), String> {
            let options = options(&[(TIMEOUT_VARIABLE, seconds)])?;
            Ok((
                options.connect_timeout_ms,
                options.read_timeout_ms,
                options.total_timeout_ms,
            ))
        };
        assert_eq!(waits("2"), Ok((2_000, 2_000, 6_000)));
        assert_eq!(waits("60"), Ok((10_000, 60_000, 180_000)));
        for seconds in ["0", "601", "1.5", "soon"] {
            let reason = "it must be a number of seconds from 1 to 600";
            assert_eq!(
                waits(seconds),
                Err(format!("`{TIMEOUT_VARIABLE}` cannot be `{seconds}`: {reason}"))
            );
        }
    }
}
