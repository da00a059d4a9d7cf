//! `mlb jobs show`

use serde::Serialize;

use crate::cmd::Done;
use crate::cmd::output::{Output, bold, dim};
use crate::error::Result;
use crate::jobs::catalog::Jobs;
use crate::jobs::job::{After, Alert, Bounds, Engine, Job};
use crate::settings::Settings;

/// A job as it was read.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The job, for instance `season_daily`
    job: String,
}

#[derive(Debug, Serialize)]
struct Shown {
    job: String,
    file: String,
    description: String,
    owner: String,
    engine: Engine,
    requests: Vec<Request>,
    cron: Option<String>,
    time_zone: Option<String>,
    bounds: Bounds,
    responses_per_commit_max: Option<usize>,
    transform: Vec<String>,
    depends_on: Vec<String>,
    after: Vec<After>,
    alerts: Vec<Alert>,
    finish_within_minutes: Option<u32>,
    variables: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Request {
    operation: String,
    once_per: Option<String>,
}

pub fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    let jobs = Jobs::read(&settings.home, &settings.catalog)?;
    let shown = shown(jobs.named(&args.job)?);
    output.report(&shown, || lines(&shown));
    Ok(Done::Clean)
}

fn shown(job: &Job) -> Shown {
    let requests = job.requests.iter().map(|request| Request {
        operation: request.operation.clone(),
        once_per: request.each.as_ref().map(|each| each.variable.clone()),
    });
    Shown {
        job: job.name.clone(),
        file: job.file.clone(),
        description: job.description.clone(),
        owner: job.owner.clone(),
        engine: job.engine,
        requests: requests.collect(),
        cron: job.cron.as_ref().map(|cron| cron.line().to_owned()),
        time_zone: job.cron.as_ref().map(|cron| cron.time_zone().to_owned()),
        bounds: job.bounds,
        responses_per_commit_max: job.responses_per_commit_max,
        transform: job.transform.clone(),
        depends_on: job.depends_on.clone(),
        after: job.after.clone(),
        alerts: job.alerts.clone(),
        finish_within_minutes: job.finish_within_minutes,
        variables: job.open_variables().into_iter().map(str::to_owned).collect(),
    }
}

fn lines(shown: &Shown) -> Vec<String> {
    let mut lines = vec![
        bold(&shown.job),
        shown.description.clone(),
        dim(&format!("{}, owned by {}", shown.file, shown.owner)),
    ];
    for request in &shown.requests {
        let once_per = request.once_per.as_ref();
        let once_per = once_per.map_or_else(String::new, |variable| format!(", once a `${{{variable}}}`"));
        lines.push(format!("asks {}{once_per}", request.operation));
    }
    match (&shown.cron, &shown.time_zone) {
        (Some(cron), Some(time_zone)) => lines.push(format!("due {cron} ({time_zone})")),
        _ => lines.push("run by hand".to_owned()),
    }
    for (what, names) in [
        ("makes the tables of", &shown.transform),
        ("after", &shown.depends_on),
        ("takes", &shown.variables),
    ] {
        if !names.is_empty() {
            lines.push(format!("{what} {}", names.join(", ")));
        }
    }
    lines.extend(
        shown
            .finish_within_minutes
            .map(|minutes| format!("late where it ends more than {minutes} minutes after it was due")),
    );
    lines
}
