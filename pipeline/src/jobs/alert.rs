//! Tells somebody that a job needs a look: on standard error, and to the address in `MLB_ALERT_URL`.

use std::time::Duration;

use serde::Serialize;

use super::job::{Alert, Job};
use super::record::{JobRun, Outcome};
use crate::limits::ALERT_TIMEOUT_SECONDS_MAX;

/// Where alerts go, a JSON object each.
const URL_VARIABLE: &str = "MLB_ALERT_URL";

#[derive(Debug, Serialize)]
struct Message<'a> {
    job: &'a str,
    owner: &'a str,
    alert: &'static str,
    outcome: Outcome,
    detail: &'a str,
    run_id: &'a str,
    due_at: Option<String>,
    finished_at: String,
}

/// What a run of a job calls for, of that which its file asks for.
pub fn alerts(job: &Job, run: &JobRun) -> Vec<Alert> {
    let is_called_for = |alert: &Alert| match alert {
        Alert::Failed => matches!(run.outcome, Outcome::Failed | Outcome::Blocked),
        Alert::Incomplete => run.outcome == Outcome::Incomplete,
        Alert::Late => run.is_late,
    };
    job.alerts.iter().copied().filter(is_called_for).collect()
}

/// Tells somebody. That nobody could be told is told on standard error only.
pub async fn send(job: &Job, run: &JobRun, alert: Alert) {
    let (name, what, detail) = (job.name.as_str(), alert.name(), run.detail.as_str());
    tracing::error!(
        job = name,
        owner = job.owner,
        alert = what,
        detail,
        "a job needs a look"
    );
    let url = std::env::var(URL_VARIABLE).unwrap_or_default();
    if url.trim().is_empty() {
        return;
    }
    let message = Message {
        job: &job.name,
        owner: &job.owner,
        alert: alert.name(),
        outcome: run.outcome,
        detail: &run.detail,
        run_id: &run.run_id,
        due_at: run.due_at.map(|at| at.to_string()),
        finished_at: run.finished_at.to_string(),
    };
    // The address may hold a secret.
    if let Err(error) = post(url.trim(), &message)
        .await
        .map_err(reqwest::Error::without_url)
    {
        tracing::error!(job = name, %error, "`{URL_VARIABLE}` does not take the alert");
    }
}

async fn post(url: &str, message: &Message<'_>) -> Result<(), reqwest::Error> {
    let body = serde_json::to_string(message).unwrap_or_default();
    let timeout = Duration::from_secs(ALERT_TIMEOUT_SECONDS_MAX);
    let client = reqwest::Client::builder().timeout(timeout).build()?;
    let request = client
        .post(url)
        .header(reqwest::header::CONTENT_TYPE, "application/json");
    request.body(body).send().await?.error_for_status()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::jobs::job::{Bounds, Engine};

    #[test]
    fn only_what_the_file_asks_for_is_told() {
        let job = |alerts: &[Alert]| Job {
            file: String::new(),
            name: "j".to_owned(),
            description: String::new(),
            owner: String::new(),
            engine: Engine::Batch,
            requests: Vec::new(),
            cron: None,
            bounds: Bounds::default(),
            responses_per_commit_max: None,
            transform: Vec::new(),
            depends_on: Vec::new(),
            after: Vec::new(),
            alerts: alerts.to_vec(),
            finish_within_minutes: None,
        };
        let run = |outcome, is_late| JobRun {
            job: "j".to_owned(),
            run_id: "r".to_owned(),
            due_at: None,
            started_at: Timestamp::UNIX_EPOCH,
            finished_at: Timestamp::UNIX_EPOCH,
            outcome,
            is_late,
            detail: String::new(),
        };
        let all = [Alert::Failed, Alert::Incomplete, Alert::Late];
        assert_eq!(alerts(&job(&all), &run(Outcome::Blocked, false)), [Alert::Failed]);
        assert_eq!(
            alerts(&job(&all), &run(Outcome::Incomplete, true)),
            [Alert::Incomplete, Alert::Late]
        );
        assert!(alerts(&job(&all), &run(Outcome::Succeeded, false)).is_empty());
        assert!(alerts(&job(&[Alert::Late]), &run(Outcome::Failed, false)).is_empty());
    }
}
