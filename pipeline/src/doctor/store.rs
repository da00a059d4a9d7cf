//! The object store and the lake in it.

use std::sync::Arc;

use jiff::Timestamp;
use mlb_lake::{Error, Lake, store_check};

use super::clock;
use super::finding::{Finding, Part};

/// Looks at the store; where it cannot be read the rest is left out.
pub async fn examine(lake: &Lake) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some((server, asked_at)) = server_clock(lake).await {
        findings.push(clock::compare(Part::Lake, server, asked_at, Timestamp::now()));
    }
    let is_lake = match lake.check().await {
        Ok(()) => {
            findings.push(Part::Lake.ok("lake", format!("`{}` is a lake", lake.location())));
            true
        }
        Err(Error::NoLake { reason, .. }) => {
            let detail = format!("`{}` is no lake yet: {reason}", lake.location());
            findings.push(Part::Lake.warning("lake", detail, "`mlb init` or the first run makes it"));
            false
        }
        Err(e) => {
            findings.push(failed("lake", lake, &e));
            return findings;
        }
    };
    // A folder that is not there yet is not made to be looked at.
    if is_lake || lake.root().scheme() != "file" {
        findings.extend(write_and_race(lake).await);
    }
    findings
}

async fn server_clock(lake: &Lake) -> Option<(Timestamp, Timestamp)> {
    let asked_at = Timestamp::now();
    Some((lake.server_clock().await?, asked_at))
}

async fn write_and_race(lake: &Lake) -> Vec<Finding> {
    let token = uuid::Uuid::now_v7().to_string();
    let store = Arc::clone(lake.store());
    let written = store_check::round_trip(&store, &token).await;
    if let Err(e) = written {
        return vec![failed("write", lake, &lake.unwritable(e))];
    }
    let written = Part::Lake.ok("write", "an object was written, read and deleted");
    let raced = match store_check::race(&store, &token).await {
        Ok(race) if race.is_fair() => {
            let detail = format!(
                "{} races of {} writers had one winner each",
                race.rounds, race.writers
            );
            Part::Lake.ok("conditional put", detail)
        }
        Ok(race) => {
            let detail = format!(
                "of {} races of {} writers {} had more than one winner and {} had none: two runs at once would lose commits",
                race.rounds, race.writers, race.double_winners, race.without_winner
            );
            let remedy = "use a store that honours `If-None-Match: *` atomically: MinIO, Ceph RGW, AWS S3 or a local folder";
            Part::Lake.failed("conditional put", detail, remedy)
        }
        Err(e) => failed("conditional put", lake, &lake.unwritable(e)),
    };
    vec![written, raced]
}

fn failed(check: &str, lake: &Lake, error: &Error) -> Finding {
    match error {
        Error::Refused { reason, remedy, .. } => {
            Part::Lake.failed(check, format!("`{}`: {reason}", lake.location()), *remedy)
        }
        other => Part::Lake.failed(
            check,
            other.to_string(),
            "correct `MLB_LAKE`, or what it points to",
        ),
    }
}
