//! `mlb doctor`: what stands between a user and a working lake, each with what to do.
//!
//! - `finding.rs`: what is found
//! - `configuration.rs`: every setting and where its value comes from
//! - `store.rs`: the object store, its promise of one winner, its clock
//! - `postgres.rs`, `redis.rs`, `api.rs`: the services
//! - `clock.rs`: this machine's clock beside a server's

mod api;
mod clock;
mod configuration;
mod finding;
mod postgres;
mod redis;
mod store;

pub use configuration::{Configuration, Value};
pub use finding::{Finding, Level, Part};

use crate::settings::Settings;

/// Looks at everything. Nothing stops it: what fails is a finding.
pub async fn examine(settings: &Settings, api_url: Option<&str>) -> Vec<Finding> {
    let mut findings = store::examine(&settings.lake).await;
    findings.extend(postgres::examine(settings).await);
    findings.extend(redis::examine().await);
    findings.extend(api::examine(api_url).await);
    findings
}
