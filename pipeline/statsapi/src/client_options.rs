//! How the API is asked.

use crate::limits;

/// The live API.
const BASE_URL: &str = "https://statsapi.mlb.com";

/// The environment's name for another address.
const BASE_URL_VARIABLE: &str = "MLB_STATSAPI_URL";

/// How the API is asked; [`Default`] asks the live API within the crate's limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientOptions {
    /// The API's address, `https://statsapi.mlb.com`.
    pub base_url: String,
    /// Who we say we are, `mlb-lakehouse/0.1.0`.
    pub user_agent: String,
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
}

impl Default for ClientOptions {
    fn default() -> ClientOptions {
        ClientOptions {
            base_url: BASE_URL.to_owned(),
            user_agent: format!("mlb-lakehouse/{}", env!("CARGO_PKG_VERSION")),
            body_bytes_max: limits::BODY_BYTES_MAX,
            connect_timeout_ms: limits::CONNECT_TIMEOUT_MS,
            read_timeout_ms: limits::READ_TIMEOUT_MS,
            total_timeout_ms: limits::TOTAL_TIMEOUT_MS,
            redirects_max: limits::REDIRECTS_MAX,
        }
    }
}

impl ClientOptions {
    /// The default, at the address that `MLB_STATSAPI_URL` says where it is set.
    pub fn from_env() -> ClientOptions {
        let base_url = std::env::var(BASE_URL_VARIABLE)
            .ok()
            .filter(|url| !url.trim().is_empty());
        base_url.map_or_else(ClientOptions::default, |base_url| {
            ClientOptions::default().at(base_url)
        })
    }

    /// The same at another address.
    pub fn at(self, base_url: impl Into<String>) -> ClientOptions {
        ClientOptions {
            base_url: base_url.into(),
            ..self
        }
    }
}
