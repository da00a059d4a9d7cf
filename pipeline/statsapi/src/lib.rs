//! Responses of the MLB Stats API, from the API itself or from a folder of captures. It knows HTTP and nothing of what a
//! body says: the bytes are handed on as they came.
//!
//! # The way of a response
//!
//! A [`Request`] becomes a URL under the API's address. The [`Client`] notes the time, asks, and reads the body with its
//! size bounded, also behind gzip. What comes back is a [`Response`]; a status that is no success is an [`Error`].
//! A [`Replay`] answers the same from files: capture envelopes, whose body is the unparsed text of their `response`, or
//! bare bodies. Whoever asks holds a [`Source`] and need not know which of the two it is.
//!
//! # Layout
//!
//! - `request.rs`, `response.rs`: what goes in and what comes out
//! - `client.rs`, `client_options.rs`: the live API. One call is one request; retries and the rate limit go around [`Client::get`]
//! - `replay.rs`, `envelope.rs`, `bounded.rs`: a folder, what a capture file looks like, reading without a bomb
//! - `error.rs`, `limits.rs`

mod bounded;
mod client;
mod client_options;
mod envelope;
mod error;
pub mod limits;
mod replay;
mod request;
mod response;
mod source;

pub use client::Client;
pub use client_options::ClientOptions;
pub use error::{Error, Size};
pub use replay::Replay;
pub use request::Request;
pub use response::{CapturedAtFrom, Origin, Response};
pub use source::Source;
