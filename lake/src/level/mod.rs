//! Levels of a document as SQL tables, and SELECTs over them that are planned once and run for every decoded batch.
//!
//! A SELECT is planned on the full tree of its contract; [`usage`] reads from the optimized plan which leaves it needs; tree and tables
//! are pruned to these and the SELECT is planned again. [`Transformation`] holds the result. Its plans have [`scan`] nodes for leaves,
//! which take their rows from the [`LevelBatches`] of the task: so one plan serves all workers and all batches of a run.

mod capture_columns;
mod flat;
mod hint;
mod retarget;
mod scan;
mod shape;
mod table;
mod transformation;
mod usage;

pub use capture_columns::CaptureColumns;
pub use scan::LevelBatches;
pub use transformation::{Batch, Query, Transformation};
