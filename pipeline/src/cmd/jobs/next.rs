//! `mlb jobs next`

use jiff::Timestamp;
use serde::Serialize;

use super::shown;
use crate::cmd::Done;
use crate::cmd::output::{Output, dim};
use crate::error::Result;
use crate::jobs::catalog::Jobs;
use crate::settings::Settings;

/// When jobs are due.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// From this moment on; now where none is named
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
    /// So many times, at most 1000
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
}

#[derive(Debug, Serialize)]
struct Line {
    due_at: String,
    job: String,
}

pub fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    let jobs = Jobs::read(&settings.home, &settings.catalog)?;
    let from = args.at.unwrap_or_else(Timestamp::now);
    let limit = usize::from(args.limit);
    let mut times: Vec<(Timestamp, &str)> = Vec::new();
    for job in jobs.iter() {
        let Some(cron) = &job.cron else { continue };
        let following = std::iter::successors(cron.next_after(from), |at| cron.next_after(*at));
        times.extend(following.take(limit).map(|at| (at, job.name.as_str())));
    }
    // Jobs stand after those that they depend on, and stay so where they are due together.
    times.sort_by_key(|(at, _)| *at);
    times.truncate(limit);
    let lines: Vec<Line> = times
        .into_iter()
        .map(|(at, job)| Line {
            due_at: shown(at),
            job: job.to_owned(),
        })
        .collect();
    output.report(&lines, || {
        let head = dim(&format!("{:<20} {}", "due", "job"));
        let rows = lines
            .iter()
            .map(|line| format!("{:<20} {}", line.due_at, line.job));
        std::iter::once(head).chain(rows).collect()
    });
    Ok(Done::Clean)
}
