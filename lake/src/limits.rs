//! Every bound of the lake in one place, units last.

/// Rows in a row group of a normalized table: what a writer holds before it sends it on. A reader of one game skips the others.
pub const ROW_GROUP_ROWS_MAX: usize = 32 * 1024;

/// A column's dictionary: some thousand names. One that is larger repeats little, and hundreds of columns are written at once.
pub const DICTIONARY_BYTES_MAX: usize = 128 * 1024;

/// Documents in a row group of a raw table: the smallest piece that a reader can ask for.
pub const RAW_ROW_GROUP_ROWS_MAX: usize = 16;

/// Text in a row group of a raw table, before compression.
pub const RAW_ROW_GROUP_BYTES_MAX: usize = 32 * 1024 * 1024;

/// How long the versions of a table, and the files that only they need, are kept.
pub const RETENTION_DAYS: i64 = 30;

/// How long the log remembers a commit that happens once; by then nobody waits for its answer.
pub const ONE_TIME_TXN_DAYS: i64 = 7;

/// Commits from one checkpoint of a table's log to the next.
pub const CHECKPOINT_INTERVAL: u64 = 100;

/// A lease that is not renewed within this time is free.
pub const LEASE_DURATION_MS: i64 = 10 * 60 * 1000;

/// Attempts to take a lease that others are taking at the same moment.
pub const LEASE_ATTEMPTS_MAX: usize = 16;

/// Attempts of one commit when other writers come first.
pub const COMMIT_ATTEMPTS_MAX: usize = 15;

/// Stack of a thread that plans SQL: plans are deep, and debug builds use large frames.
pub const STACK_BYTES: usize = 16 * 1024 * 1024;
