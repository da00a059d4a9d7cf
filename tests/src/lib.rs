//! What whole-system tests stand on.
//!
//! - `answer.rs`: one capture: a body, and its request where it came with one
//! - `bucket.rs`: the bucket that lakes lie in, where there is one
//! - `captures.rs`: real captures, which lie outside of the project
//! - `clubs.rs`: sources of sets, made up: rosters, days, lists, notes on games
//! - `contract.rs`: what the mapping promises, read plainly
//! - `counts/`: how many rows an answer must give, worked out from its JSON alone
//! - `faulty_store.rs`: a store that fails as stores do
//! - `feed.rs`: small feeds of a line
//! - `folder.rs`, `home.rs`: folders to replay; mappings and SQL to spoil
//! - `lake.rs`, `shared_lake.rs`: `mlb` run on a temporary lake, or on one that several tests read
//! - `mirrored.rs`: a small lake and the PostgreSQL that it is mirrored into
//! - `objects.rs`: the objects of a lake, wherever it lies
//! - `oracle/`: the rows that a feed must give, worked out from its JSON alone
//! - `postgres.rs`: a PostgreSQL of one's own
//! - `running.rs`: a run of `mlb` that is killed from outside
//! - `s3_server.rs`: an S3 of the tests' own
//! - `slt/`: the SQL tests of `tests/slt`, on either engine
//! - `python.rs`: environments for tools in Python
//! - `small_disk.rs`: a disk to be filled up
//! - `small_lake.rs`: a lake with two tables, fed by documents of a line
//! - `sources.rs`: of which source an answer must be, by what the mappings ask for
//! - `workspace.rs`: where the workspace is, and what its build made

pub mod answer;
pub mod bucket;
pub mod captures;
pub mod clubs;
pub mod contract;
pub mod counts;
pub mod faulty_store;
pub mod feed;
pub mod folder;
pub mod home;
pub mod lake;
pub mod mirrored;
pub mod objects;
pub mod oracle;
pub mod postgres;
pub mod python;
pub mod running;
pub mod s3_server;
pub mod shared_lake;
pub mod slt;
pub mod small_disk;
pub mod small_lake;
pub mod sources;
pub mod workspace;
