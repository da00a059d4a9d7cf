//! `meta.job_runs`: when each job was first seen by a scheduler, and how each of its runs ended. What is due follows from it, so that a
//! scheduler that comes back knows what it missed.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimestampMicrosecondType};
use jiff::Timestamp;
use mlb_lake::commit::Txn;
use mlb_lake::{Error, Lake, TableId, TableSpec, append, columns};
use serde::Serialize;

use crate::capture::capture_row::{timestamp_field, timestamps};
use crate::capture::landing::book;
use crate::error::Result;

const DESCRIPTION: &str = "When each job was first seen by a scheduler, and how each of its runs ended";

/// How a run of a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// No run: a scheduler saw the job for the first time. What was due before that is not its business.
    Seen,
    /// Everything went through.
    Succeeded,
    /// It went through, but for some requests or bodies.
    Incomplete,
    /// It did not go through.
    Failed,
    /// It did not begin: a job that it depends on had failed.
    Blocked,
    /// Somebody stopped it; it is due again.
    Stopped,
}

/// A run of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRun {
    /// The job.
    pub job: String,
    /// The run in `meta.runs`, where it came so far.
    pub run_id: String,
    /// When it was due; nothing for one that was begun by hand.
    pub due_at: Option<Timestamp>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Timestamp,
    /// How it ended.
    pub outcome: Outcome,
    /// It ended later than the job's file allows.
    pub is_late: bool,
    /// What a person should know of it.
    pub detail: String,
}

/// What is known of one job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobHistory {
    /// Up to here nothing is due any more; nothing where no scheduler has seen the job.
    pub settled_until: Option<Timestamp>,
    /// When the last run was due in which nothing failed.
    pub succeeded_at: Option<Timestamp>,
    /// The run that ended last.
    pub last: Option<JobRun>,
}

impl Outcome {
    const ALL: [Outcome; 6] = [
        Outcome::Seen,
        Outcome::Succeeded,
        Outcome::Incomplete,
        Outcome::Failed,
        Outcome::Blocked,
        Outcome::Stopped,
    ];

    /// The word in the book.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Seen => "seen",
            Outcome::Succeeded => "succeeded",
            Outcome::Incomplete => "incomplete",
            Outcome::Failed => "failed",
            Outcome::Blocked => "blocked",
            Outcome::Stopped => "stopped",
        }
    }

    fn of(name: &str) -> Outcome {
        let known = Outcome::ALL.into_iter().find(|outcome| outcome.name() == name);
        known.unwrap_or(Outcome::Failed)
    }

    /// Jobs that depend on it may run.
    pub fn is_through(self) -> bool {
        matches!(self, Outcome::Succeeded | Outcome::Incomplete)
    }
}

impl JobHistory {
    /// With one more run.
    pub fn add(&mut self, run: JobRun) {
        if run.outcome != Outcome::Stopped {
            self.settled_until = self.settled_until.max(run.due_at);
        }
        if run.outcome == Outcome::Succeeded {
            self.succeeded_at = self.succeeded_at.max(run.due_at);
        }
        let is_newer = self
            .last
            .as_ref()
            .is_none_or(|last| last.finished_at <= run.finished_at);
        if run.outcome != Outcome::Seen && is_newer {
            self.last = Some(run);
        }
    }
}

/// Where the book lies.
pub fn id() -> TableId {
    TableId::meta("job_runs")
}

fn schema() -> SchemaRef {
    let text = |name| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![
        text("job"),
        text("run_id"),
        timestamp_field("due_at", true),
        timestamp_field("started_at", false),
        timestamp_field("finished_at", false),
        text("outcome"),
        Field::new("is_late", DataType::Boolean, false),
        text("detail"),
    ]))
}

/// `meta.job_runs`.
pub fn spec() -> TableSpec {
    book(id(), schema(), DESCRIPTION)
}

/// Puts a run on record; the same run is there once, however often this is tried.
///
/// # Errors
/// The lake's.
pub async fn record(lake: &Lake, run: &JobRun) -> Result<()> {
    let text = |value: &str| -> ArrayRef { Arc::new(StringArray::from(vec![value])) };
    let moment = |at: Option<Timestamp>| timestamps(std::iter::once(at));
    let columns: Vec<ArrayRef> = vec![
        text(&run.job),
        text(&run.run_id),
        moment(run.due_at),
        moment(Some(run.started_at)),
        moment(Some(run.finished_at)),
        text(run.outcome.name()),
        Arc::new(BooleanArray::from(vec![run.is_late])),
        text(&run.detail),
    ];
    let batch = RecordBatch::try_new(schema(), columns).map_err(Error::arrow("runs of jobs"))?;
    let txn = Txn::one_time(format!("job/{}/{}", run.job, run.run_id), 1);
    append::append(lake, &spec(), &[batch], &txn).await?;
    Ok(())
}

/// What is known of every job that is on record.
///
/// # Errors
/// The lake's.
pub async fn histories(lake: &Lake) -> Result<BTreeMap<String, JobHistory>> {
    let mut histories: BTreeMap<String, JobHistory> = BTreeMap::new();
    let Some(table) = lake.open(&id()).await? else {
        return Ok(histories);
    };
    let names = [
        "job",
        "run_id",
        "due_at",
        "started_at",
        "finished_at",
        "outcome",
        "is_late",
        "detail",
    ];
    for file in columns::files(&id(), &table)? {
        for batch in columns::read(&id(), &table, &file, &names).await? {
            for run in (0..batch.num_rows()).map(|row| run_at(&batch, row)) {
                histories.entry(run.job.clone()).or_default().add(run);
            }
        }
    }
    Ok(histories)
}

fn run_at(batch: &RecordBatch, row: usize) -> JobRun {
    let text = |index: usize| batch.column(index).as_string::<i32>().value(row).to_owned();
    let moment = |index: usize| {
        let column = batch.column(index).as_primitive::<TimestampMicrosecondType>();
        let us = column.is_valid(row).then(|| column.value(row))?;
        Timestamp::from_microsecond(us).ok()
    };
    JobRun {
        job: text(0),
        run_id: text(1),
        due_at: moment(2),
        started_at: moment(3).unwrap_or_default(),
        finished_at: moment(4).unwrap_or_default(),
        outcome: Outcome::of(&text(5)),
        is_late: batch.column(6).as_boolean().value(row),
        detail: text(7),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(due_at: Option<&str>, finished_at: &str, outcome: Outcome) -> JobRun {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        JobRun {
            job: "j".to_owned(),
            run_id: finished_at.to_owned(),
            due_at: due_at.map(at),
            started_at: at(finished_at),
            finished_at: at(finished_at),
            outcome,
            is_late: false,
            detail: String::new(),
        }
    }

    /// Files are read in any order.
    #[test]
    fn a_history_does_not_depend_on_the_order_of_its_runs() {
        let runs = [
            run(
                Some("2024-07-12T04:00:00Z"),
                "2024-07-12T04:00:00Z",
                Outcome::Seen,
            ),
            run(
                Some("2024-07-12T10:00:00Z"),
                "2024-07-12T10:05:00Z",
                Outcome::Succeeded,
            ),
            run(None, "2024-07-12T12:00:00Z", Outcome::Failed),
            run(
                Some("2024-07-13T10:00:00Z"),
                "2024-07-13T10:01:00Z",
                Outcome::Stopped,
            ),
        ];
        let mut forwards = JobHistory::default();
        runs.iter().for_each(|run| forwards.add(run.clone()));
        let mut backwards = JobHistory::default();
        runs.iter().rev().for_each(|run| backwards.add(run.clone()));
        assert_eq!(forwards, backwards);
        let at: Option<Timestamp> = Some("2024-07-12T10:00:00Z".parse().unwrap());
        assert_eq!((forwards.settled_until, forwards.succeeded_at), (at, at));
        assert_eq!(forwards.last.unwrap().outcome, Outcome::Stopped);
    }

    #[test]
    fn every_outcome_has_its_word() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::of(outcome.name()), outcome);
        }
    }
}
