//! From request to response: what is asked, what goes wrong, what is sent.

use super::Api;
use super::body::{cut_off, dripping, halved, packed, spoiled};
use super::kept;
use super::misbehaviour::Fault;
use crate::date::{Millis, http_date, of_timestamp};
use crate::endpoint;
use crate::feed::object;
use crate::question::Question;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds after which one who came too often may come again.
const COME_AGAIN_SECONDS: u64 = 1;
const JSON: &str = "application/json;charset=UTF-8";

/// Answers any request.
pub(super) async fn handle(State(api): State<Arc<Api>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let parameters = parameters(request.uri());
    if let Some(asked) = path.strip_prefix("/_simulator/") {
        return of_simulator(&api, asked, &parameters);
    }
    let arrival = api.counter.arrive(&path);
    let mut response = respond(
        &api,
        &path,
        parameters,
        request.headers(),
        arrival.number,
        arrival.in_second,
    )
    .await;
    let skew = api.options.clock_skew_seconds;
    if skew != 0 {
        let date = HeaderValue::from_str(&http_date(now() + skew * 1000));
        if let Ok(date) = date {
            response.headers_mut().insert(header::DATE, date);
        }
    }
    response
}

async fn respond(
    api: &Arc<Api>,
    path: &str,
    parameters: HashMap<String, String>,
    headers: &HeaderMap,
    number: u64,
    in_second: usize,
) -> Response {
    let options = &api.options;
    if options
        .requests_per_second_max
        .is_some_and(|most| in_second > most)
    {
        api.counter.refuse();
        return too_many(true);
    }
    let fault = options.misbehaviour.draw(options.seed, number);
    if let Some(fault) = fault {
        api.counter.fail(fault);
    }
    let parameters = match fault {
        Some(Fault::TooManyRequests) => return too_many(true),
        Some(Fault::TooManyRequestsSilently) => return too_many(false),
        Some(Fault::ServerError) => return failed(),
        Some(Fault::Html) => return page(),
        Some(Fault::Hang) => {
            tokio::time::sleep(options.hang).await;
            return failed();
        }
        Some(Fault::IgnoredParameters) => HashMap::new(),
        _ => parameters,
    };
    let question = Question::of(path, parameters);
    let packs = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|encodings| encodings.contains("gzip"));
    let known = headers.get(header::IF_NONE_MATCH).cloned();
    // Simulating takes milliseconds of computing, so it is done aside; so is packing.
    let asked = api.clone();
    let made = tokio::task::spawn_blocking(move || make(&asked, &question, packs, fault)).await;
    match made {
        Ok(Some(made)) => made.response(fault, options.drip, known),
        Ok(None) => not_found(),
        Err(_) => failed(),
    }
}

/// A body that is ready to be sent.
struct Made {
    bytes: Vec<u8>,
    packed: bool,
    /// What names this content, for the lists that hardly ever change
    tag: Option<String>,
}

fn make(api: &Api, question: &Question, packs: bool, fault: Option<Fault>) -> Option<Made> {
    // Only what is packed and right is kept.
    let is_right = packs && !matches!(fault, Some(Fault::Truncated | Fault::CorruptGzip));
    let folder = api.options.kept_in.as_deref().filter(|_| is_right);
    let file = folder.and_then(|folder| kept::file(folder, &api.world, question));
    if let Some(bytes) = file.as_ref().and_then(|file| std::fs::read(file).ok()) {
        return Some(Made {
            bytes,
            packed: true,
            tag: None,
        });
    }
    let mut text = endpoint::answer(&api.world, question)?.to_string().into_bytes();
    let tag = endpoint::is_static(question).then(|| tag(&text));
    if fault == Some(Fault::Truncated) {
        text = halved(text);
    }
    let corrupt = fault == Some(Fault::CorruptGzip);
    let bytes = if corrupt {
        spoiled(&text)
    } else if packs {
        packed(&text)
    } else {
        text
    };
    if let Some(file) = file {
        kept::keep(&file, &bytes);
    }
    Some(Made {
        bytes,
        packed: packs || corrupt,
        tag,
    })
}

impl Made {
    fn response(
        self,
        fault: Option<Fault>,
        drip: std::time::Duration,
        known: Option<HeaderValue>,
    ) -> Response {
        let tag = self
            .tag
            .as_deref()
            .and_then(|tag| HeaderValue::from_str(tag).ok());
        if tag.is_some() && tag == known {
            return (
                StatusCode::NOT_MODIFIED,
                [(header::ETAG, tag.unwrap_or(HeaderValue::from_static("")))],
            )
                .into_response();
        }
        let length = self.bytes.len();
        let body = match fault {
            Some(Fault::CutOff) => cut_off(self.bytes),
            Some(Fault::SlowDrip) => dripping(self.bytes, drip),
            _ => Body::from(self.bytes),
        };
        let mut response = ([(header::CONTENT_TYPE, JSON)], body).into_response();
        let headers = response.headers_mut();
        if self.packed {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        if fault == Some(Fault::CutOff) {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        if let Some(tag) = tag {
            headers.insert(header::ETAG, tag);
        }
        response
    }
}

fn tag(text: &[u8]) -> String {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for byte in text {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    }
    format!("\"{hash:016x}\"")
}

/// Parameters that cannot be read are ignored, as the API does.
fn parameters(uri: &Uri) -> HashMap<String, String> {
    Query::<HashMap<String, String>>::try_from_uri(uri).map_or_else(|_| HashMap::new(), |Query(given)| given)
}

/// What tests and people ask of the simulator itself: `/_simulator/counts`, `/_simulator/moment?at=`.
fn of_simulator(api: &Api, asked: &str, parameters: &HashMap<String, String>) -> Response {
    match asked {
        "counts" => json(StatusCode::OK, &api.counter.counts().value()),
        "moment" => {
            let at = parameters.get("at").map(String::as_str);
            match at {
                Some("end") => api.world.set_moment(None),
                Some(text) => match of_timestamp(text) {
                    Some(moment) => api.world.set_moment(Some(moment)),
                    None => return json(StatusCode::BAD_REQUEST, &object! {"message": "`at` is no moment"}),
                },
                None => {}
            }
            let moment = match api.world.moment() {
                Millis::MAX => "end".to_owned(),
                moment => crate::date::timestamp(moment),
            };
            json(StatusCode::OK, &object! {"moment": moment})
        }
        _ => not_found(),
    }
}

fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(0)
}

fn too_many(says_when: bool) -> Response {
    let body = object! {"messageNumber": 11, "message": "Too many requests"};
    let mut response = json(StatusCode::TOO_MANY_REQUESTS, &body);
    if says_when {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(COME_AGAIN_SECONDS));
    }
    response
}

fn failed() -> Response {
    let body = object! {"messageNumber": 1, "message": "Internal error occurred"};
    json(StatusCode::INTERNAL_SERVER_ERROR, &body)
}

fn page() -> Response {
    let text =
        "<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Come back later</body></html>";
    ([(header::CONTENT_TYPE, "text/html;charset=UTF-8")], text).into_response()
}

fn not_found() -> Response {
    let body = object! {
        "messageNumber": 10,
        "message": "Object not found",
        "timestamp": "2024-01-01T00:00:00Z",
        "traceId": Value::Null,
    };
    json(StatusCode::NOT_FOUND, &body)
}

fn json(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, JSON)], body.to_string()).into_response()
}
