//! JSON documents as Arrow, decoded once for all tables.
//!
//! # The way of a document
//!
//! A response lands: [`validate()`] reads every byte of it once and refuses what is no whole JSON document.
//! Later a [`Decoder`] is made for the [`Tree`] of what is wanted, and [`Decoder::append`] takes the text:
//!
//! 1. [`reader`] has the text indexed a window at a time ([`index`], by [`simd`] where the machine can):
//!    where strings end, brackets open and close, values end, and white space ends, a bit for each byte.
//! 2. [`node`] is the tree with a column at each leaf. An [`object`] reads its keys with the order that it
//!    learnt ([`key_order`]); keys that the tree does not have are passed over by the index, as are the
//!    values below them.
//! 3. A scalar ([`leaf`], [`number`], [`time`], [`escape`]) goes into its [`column`] by row number. Nobody
//!    tells a column of rows without a value: it fills its [`gaps`] when the next one comes. [`items`] are
//!    rows of their own.
//! 4. What does not fit is NULL and counted ([`drift`]); a placeholder (`-.--`) is NULL. What is no JSON is [`Broken`]: all columns go back
//!    to the number of rows before.
//!
//! [`Decoder::finish`] gives the columns as one struct array, a row a document. [`Levels`] show its lists and
//! maps as tables: a level's own items are the child array itself, its ancestors' are repeated beside them
//! ([`repeat`]).
//!
//! ```
//! use mlb_lake_json::{Decoder, Tree};
//!
//! let tree = Tree::parse("{gamePk: bigint, plays: [{inning: int, speed: double}]}")?;
//! let mut decoder = Decoder::new(&tree)?;
//! decoder.append(br#"{"gamePk": 747175, "plays": [{"inning": "3", "speed": 93}, {"speed": "fast"}]}"#)?;
//! let decoded = decoder.finish();
//! assert_eq!(decoded.root.num_columns(), 2);
//! assert_eq!(decoded.drift[0].path, "plays[].speed");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![allow(rustdoc::private_intra_doc_links)]

mod broken;
mod column;
mod decoder;
mod drift;
mod error;
mod escape;
mod gaps;
mod index;
mod items;
mod key_order;
mod leaf;
mod leaf_set;
mod level;
mod level_view;
mod nearest;
mod node;
mod number;
mod object;
mod reader;
mod repeat;
mod repeated_keys;
mod schema_language;
mod simd;
mod time;
mod tree;
mod validate;

pub use broken::Broken;
pub use decoder::{Decoded, Decoder};
pub use drift::{Drift, DriftKind};
pub use error::Error;
pub use leaf_set::LeafSet;
pub use level::{LevelSpec, Levels};
pub use level_view::LevelView;
pub use tree::{Leaf, Tree, TreeField};
pub use validate::{DEPTH_MAX, validate};
