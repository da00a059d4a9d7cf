//! Every limit of this crate.

/// Largest body that is taken, bytes, after gunzip: a feed has about 1.5 MiB.
pub const BODY_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// How far the size of a body that is refused is counted, bytes, so that its message can say it.
pub const BODY_COUNTED_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Longest wait for a connection, milliseconds.
pub const CONNECT_TIMEOUT_MS: u64 = 10_000;

/// How long an API that never answered is tried anew, milliseconds: without a network that is soon clear.
pub const FIRST_CONTACT_MS_MAX: u64 = 5_000;

/// Longest wait for the next bytes of an answer, milliseconds.
pub const READ_TIMEOUT_MS: u64 = 20_000;

/// Longest wait for a whole answer, milliseconds.
pub const TOTAL_TIMEOUT_MS: u64 = 60_000;

/// Longest wait for the next bytes that can be told, seconds.
pub const TIMEOUT_SECONDS_MAX: u64 = 600;

/// How many times as long a whole answer may take, where that wait is told.
pub const TOTAL_TIMEOUT_TIMES: u64 = 3;

/// Most redirects that one request follows.
pub const REDIRECTS_MAX: usize = 5;

/// Requests a second, unless told: evenly, without bursts.
pub const REQUESTS_PER_SECOND: u32 = 10;

/// Most requests a second that can be told. The API refuses what goes beyond 25.
pub const REQUESTS_PER_SECOND_MAX: u32 = 24;

/// Requests of one client under way at once.
pub const REQUESTS_IN_FLIGHT_MAX: usize = 4;

/// Most attempts of one request, the first one too.
pub const RETRY_ATTEMPTS_MAX: usize = 5;

/// Shortest wait before the second attempt, milliseconds; each further wait is twice as long, and jitter may double it.
pub const RETRY_DELAY_MS_MIN: u64 = 200;

/// Longest wait between attempts before jitter, milliseconds.
pub const RETRY_DELAY_MS_MAX: u64 = 5_000;

/// Longest `Retry-After` that is waited for, milliseconds; the request fails at once where the API wants more.
pub const RETRY_AFTER_MS_MAX: u64 = 60_000;

/// Failures in a row after which the API is left alone.
pub const BREAKER_FAILURES_MAX: u32 = 10;

/// How long the API is left alone, milliseconds.
pub const BREAKER_REST_MS: u64 = 30_000;

/// Requests that must succeed, one after the other, before the API is asked as usual again.
pub const BREAKER_PROBES: u32 = 2;

/// How long the answer of a reference list counts as fresh, milliseconds.
pub const STATIC_TTL_MS: u64 = 60 * 60 * 1_000;

/// Most answers that are remembered, for their validators or because they are static.
pub const REMEMBERED_ANSWERS_MAX: usize = 256;

/// Most bytes of bodies that are remembered.
pub const REMEMBERED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Longest `ETag` or `Last-Modified` that is remembered, bytes.
pub const VALIDATOR_BYTES_MAX: usize = 1024;

/// How much of the body of a refused request its error shows, bytes.
pub const ERROR_BODY_BYTES_MAX: usize = 200;

/// Most values that an error lists.
pub const ERROR_VALUES_MAX: usize = 3;

/// Longest name of a capture's file before its moment, bytes; what is longer is cut and told apart by a hash.
pub const CAPTURE_NAME_BYTES_MAX: usize = 120;

/// Deepest folder of a replay below the one that is opened.
pub const REPLAY_DEPTH_MAX: usize = 32;

/// Most files of a replay.
pub const REPLAY_FILES_MAX: usize = 1_000_000;
