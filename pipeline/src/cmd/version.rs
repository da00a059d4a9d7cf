//! `mlb version`

use serde::Serialize;

use super::Done;
use super::output::Output;
use crate::error::Result;

/// Print the versions of mlb and of what it stands on.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// This build.
#[derive(Serialize)]
pub struct Versions {
    mlb: &'static str,
    datafusion: &'static str,
    deltalake: &'static str,
    arrow: &'static str,
}

impl Versions {
    /// What this build is made of.
    pub fn of_this_build() -> Versions {
        Versions {
            mlb: env!("CARGO_PKG_VERSION"),
            datafusion: datafusion::DATAFUSION_VERSION,
            deltalake: deltalake::crate_version(),
            arrow: arrow::ARROW_VERSION,
        }
    }

    /// A line each.
    pub fn lines(&self) -> Vec<String> {
        vec![
            format!("mlb {}", self.mlb),
            format!("datafusion {}", self.datafusion),
            format!("deltalake {}", self.deltalake),
            format!("arrow {}", self.arrow),
        ]
    }
}

pub fn run(_: Args, output: &Output) -> Result<Done> {
    let versions = Versions::of_this_build();
    output.report(&versions, || versions.lines());
    Ok(Done::Clean)
}
