//! `mlb coverage`

use jiff::civil::Date;

use super::output::{Output, bold, count, dim, plural};
use super::{Done, args, report};
use crate::error::Result;
use crate::schedule::coverage::{self, Coverage, Range};
use crate::settings::Settings;

/// Gaps that are told one by one; `--json` tells all.
const GAPS_SHOWN_MAX: usize = 20;

/// Whether every scheduled game has what its state calls for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The games of a date
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with_all = ["start", "end", "season"])]
    date: Option<Date>,
    /// The games of a season
    #[arg(long, value_name = "YEAR", value_parser = args::season)]
    season: Option<i32>,
    /// The first date
    #[arg(long, value_name = "YYYY-MM-DD")]
    start: Option<Date>,
    /// The last date
    #[arg(long, value_name = "YYYY-MM-DD")]
    end: Option<Date>,
}

pub async fn run(args: Args, settings: &Settings, output: &Output) -> Result<Done> {
    settings.lake.check().await?;
    let range = Range {
        first: args.date.or(args.start),
        last: args.date.or(args.end),
        season: args.season,
    };
    let coverage = coverage::coverage(&settings.lake, &range).await?;
    report::conflicts(output, &coverage.conflicts);
    output.report(&coverage, || lines(&coverage));
    Ok(if coverage.gaps.is_empty() {
        Done::Clean
    } else {
        Done::Uncovered
    })
}

fn lines(coverage: &Coverage) -> Vec<String> {
    if coverage.games == 0 {
        return vec!["No such game in the lake's schedule; `mlb pipeline` asks for schedules".to_owned()];
    }
    let mut lines = Vec::new();
    if !coverage.gaps.is_empty() {
        lines.push(dim(&format!(
            "{:>10}  {:<10}  {:<10}  {}",
            "game", "date", "state", "lacks"
        )));
    }
    lines.extend(coverage.gaps.iter().take(GAPS_SHOWN_MAX).map(|gap| {
        let (state, lacks) = (gap.state.name(), gap.lacks.reason());
        format!(
            "{:>10}  {:<10}  {state:<10}  {lacks}",
            gap.game_pk,
            gap.game_date.to_string()
        )
    }));
    let more = coverage.gaps.len().saturating_sub(GAPS_SHOWN_MAX);
    if more > 0 {
        lines.push(dim(&format!(
            "and {} more; `--json` names them",
            count(more as u64)
        )));
    }
    let states: Vec<String> = coverage
        .states
        .iter()
        .map(|(state, games)| format!("{} {state}", count(*games)))
        .collect();
    if !states.is_empty() {
        lines.push(format!(
            "{}: {}",
            plural(coverage.games, "game"),
            states.join(", ")
        ));
    }
    lines.push(format!(
        "{} {} of {} that call for a feed",
        bold("Covered"),
        count(coverage.covered),
        plural(coverage.called_for, "game")
    ));
    lines
}
