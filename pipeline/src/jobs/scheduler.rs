//! One process that runs jobs when they are due, those first on which others depend. What it knows is in the lake: when it comes back
//! after a while, what was due meanwhile runs once.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use futures::StreamExt;
use futures::future::LocalBoxFuture;
use futures::stream::FuturesUnordered;
use jiff::{SignedDuration, Timestamp};
use mlb_lake::lease::{self, Lease};
use tokio::sync::Mutex;

use super::alert;
use super::catalog::Jobs;
use super::due::{self, Turn};
use super::job::Job;
use super::record::{self, JobHistory, JobRun, Outcome};
use super::run::{self, Context, JobReport};
use super::variables::Given;
use crate::error::Result;
use crate::limits::{JOBS_AT_ONCE_MAX, SCHEDULER_SLEEP_SECONDS_MAX};

/// The lease of the one scheduler of a lake.
const LEASE: &str = "scheduler";

/// What time it is, or as if it were another.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// The moment to which it was set, and when that was done.
    set: Option<(Timestamp, Instant)>,
}

impl Clock {
    /// The clock on the wall, or one that goes on from a moment.
    pub fn at(moment: Option<Timestamp>) -> Clock {
        Clock {
            set: moment.map(|moment| (moment, Instant::now())),
        }
    }

    /// The moment.
    pub fn now(&self) -> Timestamp {
        let Some((moment, since)) = self.set else {
            return Timestamp::now();
        };
        let passed = SignedDuration::try_from(since.elapsed()).unwrap_or_default();
        moment.checked_add(passed).unwrap_or(moment)
    }
}

/// A run of a job that has ended.
struct Ended<'a> {
    job: &'a Job,
    due_at: Timestamp,
    started_at: Timestamp,
    result: Result<JobReport>,
}

/// Runs under way.
type Running<'a> = FuturesUnordered<LocalBoxFuture<'a, Ended<'a>>>;

/// Runs jobs until somebody stops it.
pub struct Scheduler<'a> {
    jobs: &'a Jobs,
    context: &'a Context<'a>,
    clock: Clock,
    /// It ends once nothing more is due that was due then; nothing where it goes on.
    once_until: Option<Timestamp>,
    /// Called with each run that has ended.
    on_run: &'a dyn Fn(&JobRun),
    histories: BTreeMap<String, JobHistory>,
}

impl<'a> Scheduler<'a> {
    /// A scheduler of these jobs; with `is_once` it ends once nothing more is due of what is due now.
    pub fn new(
        jobs: &'a Jobs,
        context: &'a Context<'a>,
        clock: Clock,
        is_once: bool,
        on_run: &'a dyn Fn(&JobRun),
    ) -> Scheduler<'a> {
        Scheduler {
            jobs,
            context,
            clock,
            once_until: is_once.then(|| clock.now()),
            on_run,
            histories: BTreeMap::new(),
        }
    }

    /// Runs what is due, until it is stopped.
    ///
    /// # Errors
    /// `Lake` with `Busy` where another scheduler is at work, and where the lake cannot keep what was done.
    pub async fn run(mut self) -> Result<()> {
        let store = self.context.settings.lake.store();
        let holder = uuid::Uuid::now_v7().to_string();
        let lease = Mutex::new(Lease::take(store, LEASE, &holder).await?);
        let done = lease::renew_during(&lease, self.work()).await?;
        lease.into_inner().end(done, |()| BTreeSet::new()).await
    }

    async fn work(&mut self) -> Result<()> {
        self.histories = record::histories(&self.context.settings.lake).await?;
        self.see_new_jobs().await?;
        let mut running: Running<'a> = FuturesUnordered::new();
        let done = self.follow(&mut running).await;
        // Where the lake cannot keep what was done, the jobs under way end first and give their leases back.
        while let Some(ended) = running.next().await {
            tracing::warn!(job = ended.job.name, "it ended, and its end is in no record");
        }
        done
    }

    async fn follow(&mut self, running: &mut Running<'a>) -> Result<()> {
        let stop = self.context.stop;
        let is_once = self.once_until.is_some();
        let mut under_way: BTreeSet<&'a str> = BTreeSet::new();
        loop {
            if !stop.is_wished() {
                self.begin(running, &mut under_way).await?;
            }
            if running.is_empty() && (is_once || stop.is_wished()) {
                return Ok(());
            }
            let sleep = self.sleep();
            tokio::select! {
                Some(ended) = running.next(), if !running.is_empty() => {
                    under_way.remove(ended.job.name.as_str());
                    self.settle(ended).await?;
                }
                () = tokio::time::sleep(sleep), if !is_once && !stop.is_wished() => {}
                () = stop.wished(), if !stop.is_wished() => {}
            }
        }
    }

    /// Until the next job is due.
    fn sleep(&self) -> Duration {
        let now = self.clock.now();
        let next = due::next(self.jobs, now).map(|next| next.duration_since(now));
        let wait = next.and_then(|wait| Duration::try_from(wait).ok());
        let longest = Duration::from_secs(SCHEDULER_SLEEP_SECONDS_MAX);
        wait.map_or(longest, |wait| wait.min(longest))
    }

    /// Notes jobs that no scheduler has seen: they are due from now on.
    async fn see_new_jobs(&mut self) -> Result<()> {
        let now = self.clock.now();
        for job in self.jobs.iter().filter(|job| job.cron.is_some()) {
            let history = self.histories.entry(job.name.clone()).or_default();
            if history.settled_until.is_some() {
                continue;
            }
            let seen = JobRun {
                job: job.name.clone(),
                run_id: uuid::Uuid::now_v7().to_string(),
                due_at: Some(now),
                started_at: now,
                finished_at: now,
                outcome: Outcome::Seen,
                is_late: false,
                detail: String::new(),
            };
            record::record(&self.context.settings.lake, &seen).await?;
            history.add(seen);
        }
        Ok(())
    }

    /// Begins what is due and need not wait.
    async fn begin(&mut self, running: &mut Running<'a>, under_way: &mut BTreeSet<&'a str>) -> Result<()> {
        let until = self.once_until.unwrap_or_else(|| self.clock.now());
        let mut due = due::due(self.jobs, &self.histories, until);
        due.retain(|due| !under_way.contains(due.job.name.as_str()));
        let mut unsettled: BTreeSet<&str> = under_way.iter().copied().collect();
        unsettled.extend(due.iter().map(|due| due.job.name.as_str()));
        for due in due {
            match due::turn(due.job, &unsettled, &self.histories) {
                Turn::Wait => {}
                Turn::Now if running.len() >= JOBS_AT_ONCE_MAX => {}
                Turn::Now => {
                    under_way.insert(&due.job.name);
                    let history = self.histories.get(&due.job.name);
                    let given = Given {
                        succeeded_at: history.and_then(|history| history.succeeded_at),
                        ..Given::at(due.due_at)
                    };
                    running.push(Box::pin(run_due(due.job, given, self.context, self.clock)));
                }
                Turn::Blocked(by) => {
                    unsettled.remove(due.job.name.as_str());
                    self.block(due.job, due.due_at, &by).await?;
                }
            }
        }
        Ok(())
    }

    async fn block(&mut self, job: &Job, due_at: Timestamp, by: &str) -> Result<()> {
        let now = self.clock.now();
        let run = JobRun {
            job: job.name.clone(),
            run_id: uuid::Uuid::now_v7().to_string(),
            due_at: Some(due_at),
            started_at: now,
            finished_at: now,
            outcome: Outcome::Blocked,
            is_late: false,
            detail: format!("`{by}`, on which it depends, did not go through"),
        };
        self.put_on_record(job, run).await
    }

    async fn settle(&mut self, ended: Ended<'a>) -> Result<()> {
        let finished_at = self.clock.now();
        let job = ended.job;
        let seconds = finished_at.duration_since(ended.due_at).as_secs();
        let (run_id, outcome, detail) = run::ending(&ended.result, self.context.stop);
        let run = JobRun {
            job: job.name.clone(),
            run_id,
            due_at: Some(ended.due_at),
            started_at: ended.started_at,
            finished_at,
            outcome,
            is_late: job
                .finish_within_minutes
                .is_some_and(|most| seconds > 60 * i64::from(most)),
            detail,
        };
        self.put_on_record(job, run).await
    }

    async fn put_on_record(&mut self, job: &Job, run: JobRun) -> Result<()> {
        record::record(&self.context.settings.lake, &run).await?;
        (self.on_run)(&run);
        for alert in alert::alerts(job, &run) {
            alert::send(job, &run, alert).await;
        }
        self.histories.entry(job.name.clone()).or_default().add(run);
        Ok(())
    }
}

/// A run that was due is about the day on which it was.
async fn run_due<'a>(job: &'a Job, given: Given, context: &'a Context<'a>, clock: Clock) -> Ended<'a> {
    let started_at = clock.now();
    let result = run::run(job, &given, context).await;
    Ended {
        job,
        due_at: given.moment,
        started_at,
        result,
    }
}
