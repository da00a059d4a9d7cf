//! Levels of a document as SQL tables, and SELECTs over them that are planned once and run for every decoded batch.
//!
//! A SELECT is planned on the full tree of its contract; [`usage`] reads from the optimized plan which leaves it needs; the tree is
//! pruned to these, and the plan is made to read them as columns. [`Transformation`] holds the result. Its plans have [`scan`] nodes for leaves,
//! which take their rows from the [`LevelBatches`] of the task: so one plan serves all workers and all batches of a run.

mod capture_columns;
mod flat;
mod hint;
#[cfg(test)]
mod list_documents;
#[cfg(test)]
mod query_shapes;
mod retarget;
mod scan;
mod shape;
mod table;
mod transformation;
mod usage;

pub use capture_columns::CaptureColumns;
pub use scan::LevelBatches;
pub use transformation::{Batch, Query, Transformation};
