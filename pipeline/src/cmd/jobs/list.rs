//! `mlb jobs list`

use jiff::Timestamp;
use serde::Serialize;

use super::shown;
use crate::cmd::Done;
use crate::cmd::output::{Output, dim};
use crate::error::Result;
use crate::jobs::catalog::Jobs;
use crate::jobs::record::{self, Outcome};
use crate::settings::Settings;

#[derive(Debug, Serialize)]
struct Line {
    job: String,
    description: String,
    owner: String,
    cron: Option<String>,
    time_zone: Option<String>,
    depends_on: Vec<String>,
    next_at: Option<String>,
    last: Option<Last>,
}

/// How the run ended that ended last.
#[derive(Debug, Serialize)]
struct Last {
    run_id: String,
    finished_at: String,
    outcome: Outcome,
    is_late: bool,
    detail: String,
}

pub async fn run(settings: &Settings, output: &Output) -> Result<Done> {
    let jobs = Jobs::read(&settings.home, &settings.catalog)?;
    let mut histories = record::histories(&settings.lake).await?;
    let now = Timestamp::now();
    let lines: Vec<Line> = jobs
        .iter()
        .map(|job| {
            let last = histories.remove(&job.name).and_then(|history| history.last);
            Line {
                job: job.name.clone(),
                description: job.description.clone(),
                owner: job.owner.clone(),
                cron: job.cron.as_ref().map(|cron| cron.line().to_owned()),
                time_zone: job.cron.as_ref().map(|cron| cron.time_zone().to_owned()),
                depends_on: job.depends_on.clone(),
                next_at: job.cron.as_ref().and_then(|cron| cron.next_after(now)).map(shown),
                last: last.map(|last| Last {
                    run_id: last.run_id,
                    finished_at: shown(last.finished_at),
                    outcome: last.outcome,
                    is_late: last.is_late,
                    detail: last.detail,
                }),
            }
        })
        .collect();
    output.report(&lines, || {
        let head = dim(&format!("{:<20} {:<15} {:<20} {}", "job", "due", "next", "last"));
        std::iter::once(head).chain(lines.iter().map(text)).collect()
    });
    Ok(Done::Clean)
}

fn text(line: &Line) -> String {
    let due = line.cron.as_deref().unwrap_or("by hand");
    let next = line.next_at.as_deref().unwrap_or("-");
    let last = line
        .last
        .as_ref()
        .map_or_else(|| "-".to_owned(), |last| last.outcome.name().to_owned());
    format!("{:<20} {due:<15} {next:<20} {last}", line.job)
}
