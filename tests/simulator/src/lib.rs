//! A simulated MLB Stats API: seeded games of baseball, served at the API's paths.
//!
//! # Layout
//!
//! A feed comes about in this order:
//!
//! - `rng` is the one source of chance, `date` the calendar.
//! - `club`, `venue`, `name`, `player`, `roster`, `coach`, `crew` say who there is; `plan` and `setting` which game is
//!   played where, `past` and `invented` what went before.
//! - `engine` holds a game under way. Its rules: `half_inning`, `plate_appearance` (pitch by pitch), `pitch`,
//!   `batted_ball`, `in_play` (with `base_hit`, `caught`, `ground_ball`), `advance` (the only place where runners
//!   move), `running`, `substitution`, `interruption`.
//! - `play` is the record it leaves, `tally` counts the box score from that record, `decisions` finds the pitchers
//!   of record.
//! - `game` ties these together, `state` and `view` show it as it was at a moment; `feed` writes the document.
//! - [`Feed`] builds one document in a line, [`Slate`] is the games of a day by themselves.
//!
//! A whole season comes about in `season`: 2,430 games on a calendar, with rain, trades and standings. Its games are
//! simulated as they are asked for.
//!
//! A question comes to its answer in this order: `server` (counts it and misbehaves on request), `question`, `world`
//! (which slates and seasons there are, and how late it is), `endpoint`, path by path.
//!
//! The same seed gives the same bytes on any machine.

mod advance;
mod base;
mod base_hit;
mod batted_ball;
mod builder;
mod call;
mod caught;
mod club;
mod coach;
mod crew;
mod date;
mod decisions;
mod endpoint;
mod engine;
mod event_type;
mod feed;
mod game;
mod ground_ball;
mod half_inning;
mod hand;
mod in_play;
mod interruption;
mod invented;
mod name;
mod past;
mod pitch;
mod pitch_type;
mod plan;
mod plate_appearance;
mod play;
mod player;
mod position;
mod question;
mod review;
mod rng;
mod roster;
mod running;
mod season;
mod server;
mod setting;
mod simulator;
mod slate;
mod squad;
mod state;
mod substitution;
mod tally;
mod venue;
mod view;
mod world;

pub use builder::Feed;
pub use date::Date;
pub use game::Game;
pub use server::{Counts, Fault, Misbehaviour, Options, Server, Slates};
pub use simulator::Simulator;
pub use slate::Slate;
