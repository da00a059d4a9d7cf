//! The live API, or captures in its place.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::redirect::Policy;
use url::{Host, Url};

use crate::breaker::Breaker;
use crate::capture_folder::CaptureFolder;
use crate::client_options::RATE_VARIABLE;
use crate::error::innermost;
use crate::exchange::{Answer, Exchange, shortened};
use crate::gate::Gate;
use crate::limits::{FIRST_CONTACT_MS_MAX, REQUESTS_PER_SECOND_MAX, RETRY_AFTER_MS_MAX};
use crate::memory::{Earlier, Memory};
use crate::retry::{self, Waits};
use crate::{
    CapturedAtFrom, ClientOptions, Error, Mode, Operation, Origin, Replay, Request, Response, Traffic, echo,
};

/// The live API, or whatever speaks like it. Clones share their connections, their rate and what they remember.
#[derive(Debug, Clone)]
pub struct Client {
    shared: Arc<Shared>,
    own: Option<Arc<Own>>,
}

/// What holds one client back within the bounds of all its clones.
#[derive(Debug)]
struct Own {
    gate: Gate,
    options: ClientOptions,
}

#[derive(Debug)]
struct Shared {
    http: reqwest::Client,
    base_url: Url,
    options: ClientOptions,
    captures: Captures,
    gate: Gate,
    breaker: Breaker,
    memory: Memory,
    traffic: Mutex<Traffic>,
    /// Somebody answered once, however.
    was_reached: AtomicBool,
}

/// The folder that stands beside the API, or in its place.
#[derive(Debug)]
enum Captures {
    None,
    ReadFrom(Replay),
    WrittenTo(CaptureFolder),
}

/// One request with what is known before it is asked.
struct Asked<'request> {
    request: &'request Request,
    operation: Option<&'static Operation>,
    url: String,
    earlier: Option<Earlier>,
    own: Option<&'request Own>,
}

impl Client {
    /// A client that has asked nothing yet.
    ///
    /// # Errors
    /// [`Error::BadBaseUrl`] where the address is none, [`Error::BadOption`] where the rate is none, [`Error::Client`] where
    /// this machine has no TLS for it; what [`Replay::open`] says of a folder that stands in the API's place.
    pub fn new(options: ClientOptions) -> Result<Client, Error> {
        let base_url = base_url(&options.base_url)?;
        if !options.is_paced && !is_on_this_machine(&base_url) {
            return Err(Error::BadOption {
                name: RATE_VARIABLE,
                value: "off".to_owned(),
                reason: format!(
                    "`{base_url}` is not on this machine; make it a number from 1 to {REQUESTS_PER_SECOND_MAX}"
                ),
            });
        }
        let http = match builder(&options).build() {
            // A simulator on loopback, or a folder, needs no certificates: a machine that has none shall do for it.
            Err(_) if base_url.scheme() == "http" || matches!(options.mode, Mode::Replay(_)) => {
                builder(&options).tls_certs_only([]).build()
            }
            built => built,
        };
        let http = http.map_err(|error| Error::Client {
            reason: innermost(&error),
        })?;
        let captures = match &options.mode {
            Mode::Passthrough => Captures::None,
            Mode::Capture(folder) => Captures::WrittenTo(CaptureFolder::new(folder)),
            Mode::Replay(folder) => {
                Captures::ReadFrom(Replay::open(folder)?.with_body_bytes_max(options.body_bytes_max))
            }
        };
        let shared = Shared {
            http,
            base_url,
            captures,
            gate: Gate::new(&options)?,
            breaker: Breaker::new(&options),
            memory: Memory::default(),
            traffic: Mutex::default(),
            was_reached: AtomicBool::new(false),
            options,
        };
        Ok(Client {
            shared: Arc::new(shared),
            own: None,
        })
    }

    /// The same client with requests a second, requests under way at once and attempts of its own, within those of all its
    /// clones: for work that is to go slower than the rest. Other options do not change.
    ///
    /// # Errors
    /// [`Error::BadOption`] where the rate is none.
    pub fn within(&self, bounds: impl FnOnce(ClientOptions) -> ClientOptions) -> Result<Client, Error> {
        let options = bounds(self.shared.options.clone());
        let own = Own {
            gate: Gate::new(&options)?,
            options,
        };
        Ok(Client {
            shared: Arc::clone(&self.shared),
            own: Some(Arc::new(own)),
        })
    }

    /// The API's address.
    pub fn base_url(&self) -> &Url {
        &self.shared.base_url
    }

    /// What this client and its clones met so far.
    pub fn traffic(&self) -> Traffic {
        self.shared.traffic().clone()
    }

    /// The server's clock, as its answers say. Any answer tells it.
    pub async fn server_clock(&self) -> Option<Timestamp> {
        let shared = &self.shared;
        if matches!(shared.captures, Captures::ReadFrom(_)) {
            return None;
        }
        let _place = shared.gate.place().await;
        shared.gate.turn().await;
        let answer = shared.http.head(shared.base_url.clone()).send().await.ok()?;
        let date = answer.headers().get(reqwest::header::DATE)?.to_str().ok()?;
        jiff::fmt::rfc2822::parse(date).ok().map(|date| date.timestamp())
    }

    /// Asks, again where a fault may pass, and reads the whole body. It is JSON, and about what was asked as far as it says.
    /// A reference list that is fresh yet is the earlier response, with its moment.
    ///
    /// # Errors
    /// No connection, no whole answer in time, a status that is no success, a body above `body_bytes_max`, no JSON, an
    /// answer about something else. While the API is left alone: [`Error::Resting`]. From captures: [`Error::NotCaptured`].
    pub async fn get(&self, request: &Request) -> Result<Response, Error> {
        self.shared.get(request, self.own.as_deref()).await
    }
}

impl Shared {
    async fn get(&self, request: &Request, own: Option<&Own>) -> Result<Response, Error> {
        let operation = Operation::of(request);
        let url = request.url(&self.base_url)?.to_string();
        if let Captures::ReadFrom(replay) = &self.captures {
            return judged(replayed(replay, request).await?, operation, request);
        }
        let earlier = self.memory.recall(&url);
        if let Some(earlier) = earlier.as_ref().filter(|earlier| earlier.is_fresh()) {
            return Ok(earlier.response.clone());
        }
        let asked = Asked {
            request,
            operation,
            url,
            earlier,
            own,
        };
        let outcome = self.persist(&asked).await;
        if let Captures::WrittenTo(folder) = &self.captures
            && let Some(response) = answer_of(&outcome)
        {
            folder.write(response).await?;
        }
        outcome
    }

    /// Asks until there is an answer, or an error that stays.
    async fn persist(&self, asked: &Asked<'_>) -> Result<Response, Error> {
        let mut waits = Waits::new(asked.own.map_or(&self.options, |own| &own.options));
        let begun = Instant::now();
        let mut before = None;
        loop {
            let error = match self.attempt(asked, before.is_some()).await {
                Ok(response) => return Ok(response),
                // The fault that this request met says more than that others met some too.
                Err(error @ Error::Resting { .. }) => return Err(before.unwrap_or(error)),
                Err(error) => error,
            };
            if self.is_nobody_there(&error, begun) {
                return Err(error);
            }
            let Some(wait) = waits.after(&error) else {
                return Err(error);
            };
            tracing::warn!(wait_ms = wait.as_millis(), %error, "asking again");
            tokio::time::sleep(wait).await;
            before = Some(error);
        }
    }

    /// Nobody ever answered, and that was tried long enough: whoever has no network is to hear so within seconds.
    fn is_nobody_there(&self, error: &Error, begun: Instant) -> bool {
        matches!(error, Error::Connect { .. })
            && !self.was_reached.load(Ordering::Relaxed)
            && begun.elapsed() >= Duration::from_millis(FIRST_CONTACT_MS_MAX)
    }

    fn traffic(&self) -> std::sync::MutexGuard<'_, Traffic> {
        self.traffic.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn attempt(&self, asked: &Asked<'_>, is_again: bool) -> Result<Response, Error> {
        // Its own gate first: who waits there takes nobody's place.
        let own = asked.own.map(|own| &own.gate);
        let _own_place = match own {
            Some(gate) => gate.place().await,
            None => None,
        };
        if let Some(gate) = own {
            gate.turn().await;
        }
        let _place = self.gate.place().await;
        let ticket = self.breaker.admit().map_err(|refused| Error::Resting {
            url: asked.url.clone(),
            failures: refused.failures,
            reason: refused.reason,
            wait_ms: u64::try_from(refused.wait.as_millis()).unwrap_or(u64::MAX),
        })?;
        self.gate.turn().await;
        let outcome = self.ask(asked).await;
        self.traffic().note(is_again, outcome.as_ref().err());
        if !matches!(outcome, Err(Error::Connect { .. })) {
            self.was_reached.store(true, Ordering::Relaxed);
        }
        match &outcome {
            Err(error) if retry::is_failure(error) => ticket.failed(retry::brief(error)),
            _ => ticket.succeeded(),
        }
        // A wait that is too long fails each request at once: nobody shall wait for it in silence.
        let longest = Duration::from_millis(RETRY_AFTER_MS_MAX);
        let passing = outcome.as_ref().err().filter(|error| retry::is_passing(error));
        let wait = passing.and_then(retry::retry_after);
        if let Some(wait) = wait.filter(|wait| *wait <= longest) {
            self.gate.keep_quiet(wait);
        }
        outcome
    }

    async fn ask(&self, asked: &Asked<'_>) -> Result<Response, Error> {
        let earlier = asked.earlier.as_ref();
        let validators = earlier
            .map(|earlier| &earlier.validators)
            .filter(|validators| !validators.is_empty());
        let answer = Exchange::run(&self.http, &asked.url, validators, &self.options).await?;
        let fresh_for = asked
            .operation
            .filter(|operation| operation.is_static)
            .map(|_| Duration::from_millis(self.options.static_ttl_ms));
        let mut validators = answer.validators.clone();
        let response = match (&answer.body, earlier) {
            // Nothing changed, and that needs not be judged again.
            (None, Some(earlier)) => {
                validators = earlier.validators.clone();
                response(asked, &answer, earlier.response.body.clone())
            }
            (body, _) => {
                let body = body.clone().unwrap_or_default();
                judged(response(asked, &answer, body), asked.operation, asked.request)?
            }
        };
        self.memory.keep(&asked.url, &response, validators, fresh_for);
        Ok(response)
    }
}

fn response(asked: &Asked<'_>, answer: &Answer, body: bytes::Bytes) -> Response {
    let request = asked.request;
    Response {
        endpoint: Some(request.endpoint.clone()),
        method: Some(request.method.clone()),
        path_params: request.path_params.clone(),
        query_params: request.query_params.clone(),
        url: Some(asked.url.clone()),
        status_code: Some(answer.status),
        captured_at: Some(answer.captured_at),
        captured_at_from: Some(CapturedAtFrom::Request),
        file_modified_at: None,
        body,
        origin: Origin::Api,
        file: None,
        latency: Some(answer.latency),
    }
}

/// The response, where it is JSON and about what was asked.
fn judged(response: Response, operation: Option<&Operation>, request: &Request) -> Result<Response, Error> {
    let url = || {
        response
            .file
            .clone()
            .or_else(|| response.url.clone())
            .unwrap_or_default()
    };
    let body = match echo::wanted(operation).read(&response.body) {
        Ok(body) => body,
        Err(no_json) => {
            return Err(Error::NotJson {
                url: url(),
                looks: no_json.looks,
                reason: no_json.reason,
                begins: shortened(&response.body),
                response: Box::new(response),
            });
        }
    };
    let mismatch = operation.and_then(|operation| echo::mismatch(operation, request, &body));
    match mismatch {
        None => Ok(response),
        Some(mismatch) => Err(Error::OtherAnswer {
            url: url(),
            asked: mismatch.asked,
            came: mismatch.came,
            response: Box::new(response),
        }),
    }
}

/// The answer that came, also one about something else.
fn answer_of(outcome: &Result<Response, Error>) -> Option<&Response> {
    match outcome {
        Ok(response) => Some(response),
        Err(Error::OtherAnswer { response, .. }) => Some(response),
        Err(_) => None,
    }
}

/// The answer of a folder; files are read aside.
async fn replayed(replay: &Replay, request: &Request) -> Result<Response, Error> {
    let (replay, request) = (replay.clone(), request.clone());
    aside(replay.folder().to_owned().as_path(), move || {
        replay.find(&request)
    })
    .await
}

/// Does work on files where it keeps no other request waiting.
pub(crate) async fn aside<T: Send + 'static>(
    folder: &Path,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(Error::Unreadable {
            file: folder.display().to_string(),
            source: std::io::Error::other(error),
        }),
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

/// An address that no request leaves this machine for.
fn is_on_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
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
