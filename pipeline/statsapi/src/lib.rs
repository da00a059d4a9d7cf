//! Responses of the MLB Stats API, from the API itself or from a folder of captures. It knows HTTP, what the API can be
//! asked, and of a body only what it is about: the bytes are handed on as they came.
//!
//! # The way of a response
//!
//! [`Request::of`] takes a name (`game.boxscore`) and parameters; what the API does not have is refused here, with the
//! nearest right name. [`Client::get`] looks whether it remembers a fresh answer, waits for its place and its turn at the
//! gate, notes the time, asks, and reads the body with its size bounded, also behind gzip. A fault that may pass is tried
//! again after a while; an API that only fails is left alone. The body must be JSON and about what was asked. What comes
//! back is a [`Response`]; anything else is an [`Error`].
//!
//! In [`Mode::Capture`] each answer is written to a folder, too; in [`Mode::Replay`] a folder answers in the API's place.
//! A [`Replay`] alone reads such folders file by file: capture envelopes, whose body is the unparsed text of their
//! `response`, or bare bodies.
//!
//! # Layout
//!
//! - `operations.json`, `operations_file.rs`, `operation.rs`, `kind.rs`: what can be asked, as data
//! - `request.rs`, `binding.rs`, `request_key.rs`, `nearest.rs`: from a name and parameters to a request
//! - `client.rs`, `client_options.rs`, `mode.rs`: the way of a request, in order
//! - `gate.rs`, `breaker.rs`, `retry.rs`, `memory.rs`: the rate, the rest after failures, asking again, earlier answers
//! - `exchange.rs`: one request over HTTP
//! - `echo.rs`, `wanted.rs`, `looks.rs`: whether a body is JSON, and about what was asked
//! - `replay.rs`, `replay_index.rs`, `capture_folder.rs`, `envelope.rs`, `bounded.rs`: folders of captures
//! - `traffic.rs`: what asking met, for whoever tells it
//! - `response.rs`, `error.rs`, `limits.rs`

mod binding;
mod bounded;
mod breaker;
mod capture_folder;
mod client;
mod client_options;
mod echo;
mod envelope;
mod error;
mod exchange;
mod gate;
mod kind;
pub mod limits;
mod looks;
mod memory;
mod mode;
mod nearest;
mod operation;
mod operations_file;
mod replay;
mod replay_index;
mod request;
mod request_key;
mod response;
mod retry;
mod traffic;
mod wanted;

pub use client::Client;
pub use client_options::ClientOptions;
pub use error::{Error, Size};
pub use kind::Kind;
pub use looks::Looks;
pub use mode::Mode;
pub use operation::{Operation, Param};
pub use replay::Replay;
pub use request::Request;
pub use response::{CapturedAtFrom, Origin, Response};
pub use traffic::Traffic;
