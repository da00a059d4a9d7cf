//! The live API.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use reqwest::redirect::Policy;
use url::Url;

use crate::error::innermost;
use crate::limits::ERROR_BODY_BYTES_MAX;
use crate::response::microseconds;
use crate::{CapturedAtFrom, ClientOptions, Error, Origin, Request, Response, Size};

/// The live API, or whatever speaks like it. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base_url: Url,
    options: ClientOptions,
}

impl Client {
    /// A client that has asked nothing yet.
    ///
    /// # Errors
    /// [`Error::BadBaseUrl`] where the address is none, [`Error::Client`] where this machine has no TLS for it.
    pub fn new(options: ClientOptions) -> Result<Client, Error> {
        let base_url = base_url(&options.base_url)?;
        let http = match builder(&options).build() {
            // A simulator on loopback needs no certificates: a machine that has none shall do for it.
            Err(_) if base_url.scheme() == "http" => builder(&options).tls_certs_only([]).build(),
            built => built,
        };
        let http = http.map_err(|error| Error::Client {
            reason: innermost(&error),
        })?;
        Ok(Client {
            http,
            base_url,
            options,
        })
    }

    /// The API's address.
    pub fn base_url(&self) -> &Url {
        &self.base_url
    }

    /// The server's clock, as its answers say. Any answer tells it.
    pub async fn server_clock(&self) -> Option<Timestamp> {
        let answer = self.http.head(self.base_url.clone()).send().await.ok()?;
        let date = answer.headers().get(reqwest::header::DATE)?.to_str().ok()?;
        jiff::fmt::rfc2822::parse(date).ok().map(|date| date.timestamp())
    }

    /// Asks once and reads the whole body, whatever it says.
    ///
    /// # Errors
    /// No connection, no whole answer in time, a status that is no success, a body above `body_bytes_max`.
    pub async fn get(&self, request: &Request) -> Result<Response, Error> {
        let url = request.url(&self.base_url)?.to_string();
        let captured_at = microseconds(Timestamp::now());
        let started = Instant::now();
        let asking = Asking {
            url: &url,
            started,
            options: &self.options,
        };
        let mut answer = self
            .http
            .get(&url)
            .send()
            .await
            .map_err(|error| asking.sending(error))?;
        let status = answer.status();
        if !status.is_success() {
            let body = beginning(&mut answer).await;
            return Err(Error::Status {
                url,
                status: status.as_u16(),
                body,
            });
        }
        let body = asking.body(&mut answer).await?;
        let latency = started.elapsed();
        tracing::debug!(
            url,
            status = status.as_u16(),
            bytes = body.len(),
            latency_ms = asking.waited_ms(),
            "answered"
        );
        Ok(Response {
            endpoint: Some(request.endpoint.clone()),
            method: Some(request.method.clone()),
            path_params: request.path_params.clone(),
            query_params: request.query_params.clone(),
            status_code: Some(status.as_u16()),
            captured_at: Some(captured_at),
            captured_at_from: Some(CapturedAtFrom::Request),
            file_modified_at: None,
            body,
            origin: Origin::Api,
            file: None,
            latency: Some(latency),
            url: Some(url),
        })
    }
}

fn builder(options: &ClientOptions) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(&options.user_agent)
        .gzip(true)
        .redirect(Policy::limited(options.redirects_max))
        .connect_timeout(Duration::from_millis(options.connect_timeout_ms))
        .read_timeout(Duration::from_millis(options.read_timeout_ms))
        .timeout(Duration::from_millis(options.total_timeout_ms))
}

fn base_url(text: &str) -> Result<Url, Error> {
    let bad = |reason: &str| Error::BadBaseUrl {
        base_url: text.to_owned(),
        reason: reason.to_owned(),
    };
    let url = Url::parse(text).map_err(|error| bad(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad("it must begin with `https://` or `http://`"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(bad("it must end with the host or a path"));
    }
    Ok(url)
}

/// One request on its way, for its errors.
struct Asking<'asked> {
    url: &'asked str,
    started: Instant,
    options: &'asked ClientOptions,
}

impl Asking<'_> {
    /// The body after gunzip; reading stops where it grows too large.
    async fn body(&self, answer: &mut reqwest::Response) -> Result<Bytes, Error> {
        let bytes_max = self.options.body_bytes_max;
        let announced = answer.content_length().unwrap_or(0);
        if announced > bytes_max {
            return Err(self.too_large(Size::Exactly(announced)));
        }
        let mut body = BytesMut::with_capacity(usize::try_from(announced).unwrap_or(0));
        loop {
            let chunk = answer
                .chunk()
                .await
                .map_err(|error| self.reading(error, body.len()))?;
            let Some(chunk) = chunk else {
                return Ok(body.freeze());
            };
            let bytes = length(body.len()) + length(chunk.len());
            if bytes > bytes_max {
                return Err(self.too_large(Size::AtLeast(bytes)));
            }
            body.extend_from_slice(&chunk);
        }
    }

    fn too_large(&self, size: Size) -> Error {
        Error::TooLarge {
            place: self.url.to_owned(),
            size,
            bytes_max: self.options.body_bytes_max,
        }
    }

    fn sending(&self, error: reqwest::Error) -> Error {
        let url = self.url.to_owned();
        let error = error.without_url();
        if error.is_redirect() {
            return Error::Redirect {
                url,
                redirects_max: self.options.redirects_max,
            };
        }
        if error.is_connect() {
            return Error::Connect {
                url,
                reason: innermost(&error),
            };
        }
        if error.is_timeout() {
            return Error::Timeout {
                url,
                waited_ms: self.waited_ms(),
            };
        }
        Error::Transport {
            url,
            reason: innermost(&error),
        }
    }

    fn reading(&self, error: reqwest::Error, read: usize) -> Error {
        let url = self.url.to_owned();
        if error.is_timeout() {
            return Error::Timeout {
                url,
                waited_ms: self.waited_ms(),
            };
        }
        Error::Body {
            url,
            bytes: length(read),
            reason: innermost(&error.without_url()),
        }
    }

    fn waited_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// How the body of a refused request begins; what cannot be read of it does not matter.
async fn beginning(answer: &mut reqwest::Response) -> String {
    let mut body = Vec::new();
    while body.len() < ERROR_BODY_BYTES_MAX {
        match answer.chunk().await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) | Err(_) => break,
        }
    }
    body.truncate(ERROR_BODY_BYTES_MAX);
    String::from_utf8_lossy(&body).into_owned()
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}
