//! Every bound of the pipeline in one place, units last.

/// Responses that land with one commit.
pub const LANDING_RESPONSES_MAX: usize = 512;

/// Text that lands with one commit.
pub const LANDING_BYTES_MAX: usize = 128 * 1024 * 1024;

/// Requests under way at once.
pub const REQUESTS_IN_FLIGHT_MAX: usize = 4;

/// Documents decoded together: each batch asks every SELECT once.
pub const BATCH_DOCUMENTS_MAX: usize = 64;

/// Text decoded together.
pub const BATCH_BYTES_MAX: usize = 128 * 1024 * 1024;

/// What a worker's open files hold together, as Parquet, some hundred games; then it closes them.
pub const OPEN_FILES_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Workers of one transform.
pub const WORKERS_MAX: usize = 64;

/// Attempts to replace a table's rows when others change it meanwhile.
pub const REPLACE_ATTEMPTS_MAX: usize = 3;

/// A body in quarantine is kept up to here; its full size is told beside it.
pub const QUARANTINE_BYTES_MAX: usize = 32 * 1024 * 1024;

/// A clock that is off by more is a fault: captures would be ordered by it.
pub const CLOCK_SKEW_SECONDS_MAX: i64 = 60;

/// A clock that is off by more is worth a word.
pub const CLOCK_SKEW_SECONDS_NOTED: i64 = 2;

/// How long Redis may take to answer.
pub const REDIS_TIMEOUT_SECONDS_MAX: u64 = 5;

/// Tables opened or committed at once: on an object store each waits for several answers.
pub const TABLES_AT_ONCE_MAX: usize = 8;

/// Days that one request of a source of sets may cover.
pub const COVERED_DAYS_MAX: usize = 4_000;

/// Rows of captures that a table of sets may hold in memory without showing them.
pub const HELD_ROWS_SPARE: usize = 200_000;

/// How often the rows that it shows a table of sets may hold beyond that.
pub const HELD_ROWS_TIMES_MAX: usize = 2;

/// Requests of one job under way at once.
pub const JOB_IN_FLIGHT_MAX: usize = 16;

/// Attempts of one request of a job.
pub const JOB_ATTEMPTS_MAX: usize = 20;

/// Shortest wait before the second attempt that a job can ask for.
pub const JOB_DELAY_MS_MAX: u64 = 60_000;

/// Values of a variable in one request: what a URL can hold.
pub const JOB_VALUES_AT_ONCE_MAX: usize = 200;

/// The longest time after which a job can be called late: a week.
pub const JOB_FINISH_MINUTES_MAX: u32 = 7 * 24 * 60;

/// How many days a job looks back for what earlier runs of it missed.
pub const JOB_SINCE_DAYS_MAX: i64 = 30;

/// Jobs that a scheduler runs at once.
pub const JOBS_AT_ONCE_MAX: usize = 4;

/// How long a job waits for another run of it, or another transform of its source, before it gives up: longer than the lease of one that
/// was killed.
pub const JOB_PATIENCE_SECONDS_MAX: u64 = 15 * 60;

/// How often it looks whether that one has ended.
pub const BUSY_POLL_MS: u64 = 1_000;

/// How long somebody's receiver of alerts may take.
pub const ALERT_TIMEOUT_SECONDS_MAX: u64 = 10;

/// How long requests wait for an API that does not answer; then they fail one by one.
pub const OUTAGE_SECONDS_MAX: u64 = 180;

/// The shortest wait for an API that is left alone, while another request tries it.
pub const REST_MS_MIN: u64 = 1_000;

/// How long a pipeline's responses wait for their commit: what a killed run has to ask for again.
pub const LANDING_WAIT_SECONDS_MAX: u64 = 3;

/// People asked for with one request.
pub const PEOPLE_AT_ONCE: usize = 100;

/// Games of which the schedule is asked for with one request.
pub const GAMES_AT_ONCE: usize = 50;

/// How long a command that is done waits for work that nobody waits for any more.
pub const SHUTDOWN_SECONDS_MAX: u64 = 2;

/// How long a scheduler sleeps before it looks at the clock: a machine that slept must not sleep on.
pub const SCHEDULER_SLEEP_SECONDS_MAX: u64 = 60;

/// Days without a game that stand between two days with games: an all-star break.
pub const SCHEDULE_DAYS_OFF_MAX: i32 = 5;

/// Answers that one question for corrections may come in.
pub const CORRECTIONS_PAGES_MAX: usize = 100;
