//! `mlb doctor`

use console::style;
use serde::Serialize;

use super::Done;
use super::output::{Output, bold, dim, plural};
use super::version::Versions;
use crate::doctor::{self, Configuration, Finding, Level, Part};
use crate::error::Result;
use crate::settings::Settings;

/// Look at everything that a lake needs, and say what to do.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The API's address
    #[arg(long, env = "MLB_STATSAPI_URL", value_name = "URL")]
    api: Option<String>,
}

#[derive(Serialize)]
struct Report {
    settings: Configuration,
    versions: Versions,
    findings: Vec<Finding>,
}

pub async fn run(args: Args, lake: &str, settings: Result<Settings>, output: &Output) -> Result<Done> {
    let findings = match settings {
        Ok(settings) => doctor::examine(&settings, args.api.as_deref()).await,
        Err(e) => {
            vec![Part::Settings.failed("settings and contracts", e.to_string(), "correct what it names")]
        }
    };
    let report = Report {
        settings: Configuration::read(lake, &|name| std::env::var(name).ok()),
        versions: Versions::of_this_build(),
        findings,
    };
    output.report(&report, || lines(&report));
    Ok(Done::Examined(worst(&report.findings)))
}

/// The exit code of the worst finding: what would fail first comes first.
fn worst(findings: &[Finding]) -> u8 {
    let failed = |part| {
        findings
            .iter()
            .any(|finding| finding.part == part && finding.level == Level::Failed)
    };
    let codes = [
        (Part::Settings, 2),
        (Part::Lake, 5),
        (Part::Postgres, 6),
        (Part::Api, 8),
        (Part::Redis, 9),
    ];
    codes
        .into_iter()
        .find(|(part, _)| failed(*part))
        .map_or(0, |(_, code)| code)
}

fn lines(report: &Report) -> Vec<String> {
    let mut lines = vec![bold("Settings")];
    let width = report
        .settings
        .values
        .iter()
        .map(|value| value.name.len())
        .max()
        .unwrap_or(0);
    for value in &report.settings.values {
        let from = dim(&format!("({})", value.from));
        lines.push(format!("  {:width$}  {} {from}", value.name, value.value));
    }
    let mut part = None;
    for finding in &report.findings {
        if part != Some(finding.part) {
            lines.push(bold(finding.part.title()));
            part = Some(finding.part);
        }
        lines.push(format!(
            "  {} {}: {}",
            mark(finding.level),
            finding.check,
            finding.detail
        ));
        lines.extend(finding.remedy.iter().map(|remedy| format!("      {remedy}")));
    }
    lines.push(bold("Versions"));
    lines.push(format!("  {}", report.versions.lines().join(", ")));
    let count = |level| {
        report
            .findings
            .iter()
            .filter(|finding| finding.level == level)
            .count() as u64
    };
    let (failed, warnings) = (count(Level::Failed), count(Level::Warning));
    lines.push(match (failed, warnings) {
        (0, 0) => "Everything is well".to_owned(),
        (0, warnings) => format!("It works; {}", plural(warnings, "warning")),
        (failed, _) => format!("{} to mend", plural(failed, "thing")),
    });
    lines
}

fn mark(level: Level) -> String {
    match level {
        Level::Ok => style("ok  ").green().to_string(),
        Level::Off => style("off ").dim().to_string(),
        Level::Warning => style("warn").yellow().to_string(),
        Level::Failed => style("FAIL").red().bold().to_string(),
    }
}
