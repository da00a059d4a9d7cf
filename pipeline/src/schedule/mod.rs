//! The master schedule: which games there are, how each stands, and what that calls for.
//!
//! The schedule lists a game under dates ([`listing`]), one that was moved under two of them; all listings of a game together are one
//! game ([`master`]). How it stands follows from three codes ([`status`]), what raw holds of it from its newest capture ([`held`], which
//! reads [`feed`]s), and from both what is to be asked for ([`decision`]) and what is missing ([`coverage`]). What an answer says otherwise
//! than the lake's tables ([`known`]) is a change ([`changes`]), which goes on record ([`book`]); what cannot be is a conflict
//! ([`conflicts`]). A [`tracker`] follows all that through a run.

pub mod book;
pub mod changes;
pub mod conflicts;
pub mod coverage;
pub mod decision;
pub mod feed;
pub mod held;
pub mod known;
pub mod listing;
pub mod master;
pub mod status;
pub mod tracker;

use std::fmt::Display;

use serde::Serializer;

/// Serializes what prints itself as that text: dates.
fn as_text<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}
