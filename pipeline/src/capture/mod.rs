//! From a response to rows of the raw tables.
//!
//! [`land`](landing::land) takes responses as they come: [`identify`] says which source each is of and reads its [`Facts`](facts::Facts),
//! [`capture_row`] makes the raw row, [`history`] knows what was stored before. What is no capture goes to [`quarantine`].

pub mod capture_row;
pub mod facts;
pub mod fetch;
pub mod gather;
pub mod history;
pub mod identify;
pub mod landing;
pub mod observation;
pub mod quarantine;
