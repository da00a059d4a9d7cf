//! A simulated MLB Stats API: seeded games of baseball, served at the API's paths.
//!
//! # Layout
//!
//! A feed comes about in this order:
//!
//! - `rng` is the one source of chance, `date` the calendar.
//! - `club`, `venue`, `name`, `player`, `roster` say who there is; `plan` and `setting` which game is played where.
//! - `engine` holds a game under way. Its rules: `half_inning`, `plate_appearance` (pitch by pitch), `pitch`,
//!   `batted_ball`, `in_play` (with `base_hit`, `caught`, `ground_ball`), `advance` (the only place where runners
//!   move), `running`, `substitution`, `interruption`.
//! - `play` is the record it leaves, `tally` counts the box score from that record, `decisions` finds the pitchers
//!   of record, `season` makes up what went before.
//! - `game` ties these together; `feed` writes the document, `schedule` the schedule.
//! - [`Feed`] builds one document in a line, [`Slate`] is the games of a day, [`Server`] serves slates over HTTP.
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
mod date;
mod decisions;
mod engine;
mod event_type;
mod feed;
mod game;
mod ground_ball;
mod half_inning;
mod hand;
mod in_play;
mod interruption;
mod name;
mod pitch;
mod pitch_type;
mod plan;
mod plate_appearance;
mod play;
mod player;
mod position;
mod review;
mod rng;
mod roster;
mod running;
mod schedule;
mod season;
mod server;
mod setting;
mod slate;
mod squad;
mod substitution;
mod tally;
mod venue;

pub use builder::Feed;
pub use date::Date;
pub use game::Game;
pub use server::{Server, Slates};
pub use slate::Slate;
