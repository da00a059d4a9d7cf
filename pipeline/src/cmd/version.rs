//! `mlb version`

use serde::Serialize;

use super::Done;
use super::output::Output;
use crate::error::Result;

/// Print the versions of mlb and of what it stands on.
#[derive(Debug, clap::Args)]
pub struct Args {}

#[derive(Serialize)]
struct Versions {
    mlb: &'static str,
    datafusion: &'static str,
    deltalake: &'static str,
    arrow: &'static str,
}

pub fn run(_: Args, output: &Output) -> Result<Done> {
    let versions = Versions {
        mlb: env!("CARGO_PKG_VERSION"),
        datafusion: datafusion::DATAFUSION_VERSION,
        deltalake: deltalake::crate_version(),
        arrow: arrow::ARROW_VERSION,
    };
    output.report(&versions, || {
        vec![
            format!("mlb {}", versions.mlb),
            format!("datafusion {}", versions.datafusion),
            format!("deltalake {}", versions.deltalake),
            format!("arrow {}", versions.arrow),
        ]
    });
    Ok(Done::Clean)
}
