//! Pipelines: a day, some games or a season from the API to tables with one command.
//!
//! What is meant ([`scope`]) becomes [`steps`] ([`fetch`]): the seasons, the schedule, each game's feed, the people who were in them, the clubs.
//! Which feeds are asked for follows from how the games stand, from what raw holds and from [`corrections`]. Then everything is transformed,
//! recorded and mirrored ([`work`]); a [`report`] tells what was done. Work that is killed is begun again by the same command: what landed
//! is not asked for again.

pub mod answers;
pub mod corrections;
pub mod fetch;
pub mod report;
pub mod scope;
pub mod steps;
pub mod work;
