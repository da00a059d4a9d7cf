//! Every bound of the lake in one place, units last.

/// Rows in a row group of a normalized table: what a writer holds before it sends it on. A reader of one game skips the others.
pub const ROW_GROUP_ROWS_MAX: usize = 32 * 1024;

/// Rows in a page of a column: eight bytes of each wait in memory for the end of the page, in each of a thousand columns.
pub const PAGE_ROWS_MAX: usize = 4 * 1024;

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

/// Attempts of one request to an object store that is busy or failing.
pub const STORE_ATTEMPTS_MAX: usize = 8;

/// How long one request to an object store is tried again.
pub const STORE_RETRY_SECONDS_MAX: u64 = 60;

/// The longest wait between two attempts.
pub const STORE_BACKOFF_MS_MAX: u64 = 5_000;

/// How long an object store may take for one answer.
pub const STORE_TIMEOUT_SECONDS_MAX: u64 = 30;

/// Names that writers race for where a store is checked.
pub const RACE_ROUNDS: usize = 20;

/// Writers that race for each.
pub const RACE_WRITERS: usize = 8;

/// What a file of a compacted table holds, about.
pub const COMPACTED_FILE_BYTES: u64 = 128 * 1024 * 1024;

/// Memory of one compaction; what is more goes to temporary files.
pub const COMPACTION_MEMORY_BYTES_MAX: usize = 512 * 1024 * 1024;

/// Commits from one checkpoint of a table's log to the next.
pub const CHECKPOINT_INTERVAL: u64 = 100;

/// Files looked for at once.
pub const FILES_AT_ONCE_MAX: usize = 16;

/// Leases taken, renewed or given back at once: each waits for several answers of the store.
pub const LEASES_AT_ONCE_MAX: usize = 16;

/// A lease that is not renewed within this time is free.
pub const LEASE_DURATION_MS: i64 = 10 * 60 * 1000;

/// Attempts to take a lease that others are taking at the same moment.
pub const LEASE_ATTEMPTS_MAX: usize = 16;

/// Attempts of one commit when other writers come first.
pub const COMMIT_ATTEMPTS_MAX: usize = 15;

/// Stack of a thread that plans SQL: plans are deep, and debug builds use large frames.
pub const STACK_BYTES: usize = 16 * 1024 * 1024;
