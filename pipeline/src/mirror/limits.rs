//! Every bound of the mirror, units last.

/// From asking for a connection to having it.
pub const CONNECT_TIMEOUT_MS: u64 = 10_000;

/// Bytes on their way that the server does not confirm: after this the connection counts as lost.
pub const UNCONFIRMED_TIMEOUT_MS: u64 = 60_000;

/// A silent connection is probed after this.
pub const KEEPALIVE_IDLE_MS: u64 = 30_000;

/// The wait for another mirror to end, and for a lock that somebody holds on a table.
pub const LOCK_WAIT_MS_MAX: u64 = 10 * 60 * 1000;

/// Rows that are read, encoded and sent together.
pub const COPY_BATCH_ROWS_MAX: usize = 4096;

/// Batches read ahead of the one that is being sent.
pub const COPY_BATCHES_AHEAD_MAX: usize = 4;

/// A temporary table with this many rows is analyzed before it is compared.
pub const ANALYZE_ROWS_MIN: u64 = 10_000;

/// Rows of a partition that the server's planner need not know of.
pub const UNKNOWN_ROWS_MAX: i64 = 100;

/// Games recorded with one statement.
pub const BOOK_GAMES_MAX: usize = 2_000;

/// The oldest server: partitioned tables take foreign keys from version 12 on.
pub const SERVER_VERSION_MIN: i32 = 120_000;
