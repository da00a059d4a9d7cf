//! The lake of mlb-lakehouse: Delta tables on any object store, and SQL over them. It knows nothing of HTTP, and of baseball only what the
//! contracts in `mappings/` tell it.
//!
//! # The way of a datum
//!
//! A [`Contract`](contract::Contract) says which part of a source's JSON is read and which tables it feeds. A
//! [`Transformation`](level::Transformation) plans the source's SELECTs over the levels of its documents and runs them for every decoded
//! batch. The answers are [grouped](grouping) by game and [hashed](content_hash); what changed goes through a
//! [`TableWriter`](writer::TableWriter) into Parquet files, [`replace`] takes the game's old rows out, and [`commit`] makes both visible at
//! once, exactly once. A [`Lease`](lease::Lease) keeps a second transform away meanwhile.
//!
//! # Layout
//!
//! - [`contract`]: mappings, read and checked; a crate of its own
//! - `level/`: levels of a document as tables, SELECTs over them
//! - `lake.rs`, `table_id.rs`, `table_spec.rs`, `schema.rs`: where tables lie, opening and creating them
//! - `s3.rs`, `store_check.rs`, `no_space.rs`: what stores differ in
//! - `writer.rs`, `append.rs`, `grouping.rs`, `reference.rs`, `content_hash.rs`, `replace.rs`, `rewrite.rs`, `commit.rs`, `lease.rs`: the way in
//! - `columns.rs`, `object_reader.rs`: a table's files, read without SQL
//! - `compact.rs`, `restore.rs`, `leftovers.rs`: looking after what is there
//! - `reader/`: the way out, the SQL session; `json_text.rs`: a function of both sessions
//! - `limits.rs`: every bound; `kill_point.rs`: where tests kill a run

pub mod append;
pub mod columns;
pub mod commit;
pub mod compact;
pub mod content_hash;
mod error;
pub mod grouping;
pub mod json_text;
pub mod kill_point;
mod lake;
pub mod lease;
pub mod leftovers;
pub mod level;
pub mod limits;
mod no_space;
pub mod object_reader;
pub mod reader;
pub mod reference;
pub mod replace;
pub mod restore;
pub mod rewrite;
pub mod s3;
pub mod schema;
pub mod store_check;
mod table_id;
mod table_spec;
pub mod writer;

pub use error::{Error, Result};
pub use lake::{Lake, Stage};
pub use mlb_lake_contract as contract;
pub use table_id::{TableId, Zone};
pub use table_spec::TableSpec;
