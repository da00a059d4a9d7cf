//! From a response to rows of the raw tables.
//!
//! [`Landing`](landing::Landing) takes responses as they come: [`identify`] says which source each is of and reads its
//! [`Facts`](facts::Facts) in the [`body`] and in the [`request`], [`capture_row`] makes the raw row, [`history`] knows what was stored
//! before, and [`stored`] brings it back. What no mapping describes lands raw only ([`unmapped`]); what is no capture goes to
//! [`quarantine`]. Every answer leaves an [`observation`].
//!
//! Responses are brought by [`gather`], many requests a few at a time, or by [`fetch`], a folder or some games.

pub mod body;
pub mod capture_row;
pub mod facts;
pub mod fetch;
pub mod gather;
pub mod history;
pub mod identify;
pub mod landing;
pub mod observation;
pub mod quarantine;
pub mod request;
pub mod stored;
pub mod unmapped;
