//! One request over HTTP and what comes back.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::{
    ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER,
};

use crate::error::innermost;
use crate::limits::ERROR_BODY_BYTES_MAX;
use crate::memory::Validators;
use crate::response::microseconds;
use crate::retry::retry_after_ms;
use crate::{ClientOptions, Error, Size};

/// One request on its way.
pub(crate) struct Exchange<'asked> {
    url: &'asked str,
    started: Instant,
    options: &'asked ClientOptions,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Nothing where nothing changed since the answer that was asked about.
    pub(crate) body: Option<Bytes>,
    pub(crate) validators: Validators,
    pub(crate) captured_at: Timestamp,
    pub(crate) latency: Duration,
}

impl<'asked> Exchange<'asked> {
    /// Asks once and reads the whole body, whatever it says. With validators it asks whether anything changed.
    pub(crate) async fn run(
        http: &reqwest::Client,
        url: &'asked str,
        validators: Option<&Validators>,
        options: &'asked ClientOptions,
    ) -> Result<Answer, Error> {
        let captured_at = microseconds(Timestamp::now());
        let exchange = Exchange {
            url,
            started: Instant::now(),
            options,
        };
        let mut request = http.get(url);
        for (header, value) in validators.into_iter().flat_map(conditions) {
            request = request.header(header, value);
        }
        let mut answer = request.send().await.map_err(|error| exchange.sending(error))?;
        let status = answer.status();
        let body = match status {
            StatusCode::NOT_MODIFIED if validators.is_some() => None,
            status if status.is_success() => Some(exchange.body(&mut answer).await?),
            _ => return Err(exchange.refused(answer).await),
        };
        tracing::debug!(
            url,
            status = status.as_u16(),
            bytes = body.as_ref().map(Bytes::len),
            latency_ms = exchange.waited_ms(),
            "answered"
        );
        Ok(Answer {
            status: status.as_u16(),
            body,
            validators: Validators {
                etag: text(answer.headers(), ETAG).and_then(Validators::value),
                last_modified: text(answer.headers(), LAST_MODIFIED).and_then(Validators::value),
            },
            captured_at,
            latency: exchange.started.elapsed(),
        })
    }

    /// A status that is no success.
    async fn refused(&self, mut answer: reqwest::Response) -> Error {
        let retry_after_ms =
            text(answer.headers(), RETRY_AFTER).and_then(|header| retry_after_ms(header, Timestamp::now()));
        Error::Status {
            url: self.url.to_owned(),
            status: answer.status().as_u16(),
            body: beginning(&mut answer).await,
            retry_after_ms,
        }
    }

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

/// The headers that ask whether anything changed.
fn conditions(validators: &Validators) -> impl Iterator<Item = (HeaderName, &str)> {
    let etag = validators.etag.as_deref().map(|etag| (IF_NONE_MATCH, etag));
    let since = validators
        .last_modified
        .as_deref()
        .map(|since| (IF_MODIFIED_SINCE, since));
    etag.into_iter().chain(since)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
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
    shortened(&body)
}

/// How a body begins, for an error.
pub(crate) fn shortened(body: &[u8]) -> String {
    let beginning = body.get(..ERROR_BODY_BYTES_MAX).unwrap_or(body);
    String::from_utf8_lossy(beginning).into_owned()
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}
