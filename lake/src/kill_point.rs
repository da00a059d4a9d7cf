//! The places where a run may be killed, by name, so that a test can kill it at each of them.
//!
//! Only debug builds look: there `MLB_KILL_AT=NAME` (or `NAME:3` for the third time) ends the process with SIGKILL.

/// A step boundary of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KillPoint {
    /// Raw files are written, not yet committed.
    RawWritten,
    /// Raw rows are committed, their observations are not.
    RawCommitted,
    /// Observations are committed.
    ObservationsCommitted,
    /// A transform holds its lease and has read what is new.
    TransformPlanned,
    /// New files of all tables are written, none is committed.
    TablesWritten,
    /// One table is committed (the `n`th).
    TableCommitted,
    /// All tables are committed, the ledger is not.
    BeforeLedger,
    /// The ledger is committed, the lease still held.
    LedgerCommitted,
    /// The run is recorded.
    RunRecorded,
    /// Rows are in PostgreSQL's temporary tables.
    MirrorCopied,
    /// Differences are applied, the transaction is open.
    MirrorApplied,
    /// PostgreSQL has committed.
    MirrorCommitted,
    /// Of `mlb lake restore`: one table is restored (the `n`th); the ledger is the last.
    TableRestored,
}

impl KillPoint {
    /// All points, in the order in which a run reaches them; those of other verbs come last.
    pub const ALL: [KillPoint; 13] = [
        KillPoint::RawWritten,
        KillPoint::RawCommitted,
        KillPoint::ObservationsCommitted,
        KillPoint::TransformPlanned,
        KillPoint::TablesWritten,
        KillPoint::TableCommitted,
        KillPoint::BeforeLedger,
        KillPoint::LedgerCommitted,
        KillPoint::RunRecorded,
        KillPoint::MirrorCopied,
        KillPoint::MirrorApplied,
        KillPoint::MirrorCommitted,
        KillPoint::TableRestored,
    ];

    /// The point's name in `MLB_KILL_AT`.
    pub fn name(self) -> &'static str {
        match self {
            KillPoint::RawWritten => "raw_written",
            KillPoint::RawCommitted => "raw_committed",
            KillPoint::ObservationsCommitted => "observations_committed",
            KillPoint::TransformPlanned => "transform_planned",
            KillPoint::TablesWritten => "tables_written",
            KillPoint::TableCommitted => "table_committed",
            KillPoint::BeforeLedger => "before_ledger",
            KillPoint::LedgerCommitted => "ledger_committed",
            KillPoint::RunRecorded => "run_recorded",
            KillPoint::MirrorCopied => "mirror_copied",
            KillPoint::MirrorApplied => "mirror_applied",
            KillPoint::MirrorCommitted => "mirror_committed",
            KillPoint::TableRestored => "table_restored",
        }
    }

    /// Marks that a run has come here.
    pub fn reached(self) {
        #[cfg(debug_assertions)]
        armed::reached(self);
    }
}

#[cfg(debug_assertions)]
mod armed {
    use super::KillPoint;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    static TIMES: AtomicUsize = AtomicUsize::new(0);

    pub(super) fn reached(point: KillPoint) {
        let Ok(armed) = std::env::var("MLB_KILL_AT") else {
            return;
        };
        let (name, nth) = match armed.split_once(':') {
            Some((name, nth)) => (name, nth.parse().unwrap_or(1)),
            None => (armed.as_str(), 1),
        };
        if name != point.name() || TIMES.fetch_add(1, Ordering::SeqCst) + 1 != nth {
            return;
        }
        // `kill -9`, from outside: nothing in this process gets to tidy up.
        let pid = std::process::id().to_string();
        let killed = std::process::Command::new("kill").args(["-9", &pid]).status();
        std::thread::sleep(Duration::from_secs(5));
        tracing::error!(?killed, "the process outlived its kill point");
    }
}
