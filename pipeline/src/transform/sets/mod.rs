//! From raw captures to tables whose rows are not one game's: a date's games, a team's roster, the whole list of venues.
//!
//! Several requests may answer about the same set, and some of them hold only a part of it. So a capture is *whole* for the sets that it
//! has rows of, and for those that its request covers, unless its request narrows it: then it is whole for its rows only. A set shows the
//! rows of its newest whole capture, and in their places, or beside them, those of newer narrowed ones ([`merge`]). Newer is what it is for
//! games: by the document's clock, the request's, the hash.
//!
//! # The way of a capture
//!
//! [`run`](job::run) takes the lease and reads what raw gained ([`captures`]), and which answers were like the one before them
//! ([`repeats`]): such an answer says again what it said, at a later moment. One by one, oldest first, a body is read ([`body_reader`]),
//! decoded, queried and checked ([`reader`]); its [`scope`] says what it is about beside its rows; and every [`table`], which is in memory
//! whole, takes the rows. What changed is written anew, by season where the table has one; the [`ledger`], `meta.sets`, comes last.
//!
//! To apply a capture again changes nothing, so a run that was killed is healed by the next, which reads on from the position that the
//! ledger has. Only a refresh that was killed is done again from the beginning: its lease says so.

pub mod body_reader;
pub mod captures;
pub mod job;
pub mod key_text;
pub mod ledger;
pub mod merge;
pub mod reader;
pub mod repeats;
pub mod scope;
pub mod table;
