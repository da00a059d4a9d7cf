//! Every limit of this crate.

/// Largest body that is taken, bytes, after gunzip: a feed has about 1.5 MiB.
pub const BODY_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// How far the size of a body that is refused is counted, bytes, so that its message can say it.
pub const BODY_COUNTED_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Longest wait for a connection, milliseconds.
pub const CONNECT_TIMEOUT_MS: u64 = 10_000;

/// Longest wait for the next bytes of an answer, milliseconds.
pub const READ_TIMEOUT_MS: u64 = 20_000;

/// Longest wait for a whole answer, milliseconds.
pub const TOTAL_TIMEOUT_MS: u64 = 60_000;

/// Most redirects that one request follows.
pub const REDIRECTS_MAX: usize = 5;

/// How much of the body of a refused request its error shows, bytes.
pub const ERROR_BODY_BYTES_MAX: usize = 200;

/// Deepest folder of a replay below the one that is opened.
pub const REPLAY_DEPTH_MAX: usize = 32;

/// Most files of a replay.
pub const REPLAY_FILES_MAX: usize = 1_000_000;
