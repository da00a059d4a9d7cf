//! Reports for a person: short lines that fit a terminal of 80 columns.

use super::ingest::IngestReport;
use super::output::{Output, bold, count, dim, plural};
use super::transform::Transformed;
use crate::capture::gather::FailedRequest;
use crate::capture::landing::LandingReport;
use crate::schedule::conflicts::Conflict;

/// What is told one by one; the rest is a number.
const SHOWN_MAX: usize = 10;

/// Warns of each body that did not land.
pub fn refused(output: &Output, report: &IngestReport) {
    refused_bodies(output, &report.landing);
    for game in report.failed.iter().take(SHOWN_MAX) {
        output.warn(&format!("game {} did not come: {}", game.game_pk, game.detail));
    }
}

/// Warns of each request that failed.
pub fn failed<'report>(output: &Output, mut failed: impl Iterator<Item = &'report FailedRequest>) {
    for request in failed.by_ref().take(SHOWN_MAX) {
        output.warn(&format!("{} did not come: {}", request.what, request.detail));
    }
    let more = failed.count();
    if more > 0 {
        output.warn(&format!("{more} more did not come; `--json` names them"));
    }
}

/// Warns of each body in quarantine.
pub fn refused_bodies(output: &Output, landing: &LandingReport) {
    for body in landing.refused.iter().take(SHOWN_MAX) {
        output.warn(&format!("`{}` is in quarantine: {}", body.origin, body.detail));
    }
    let more = landing.refused.len().saturating_sub(SHOWN_MAX);
    if more > 0 {
        output.warn(&format!(
            "{more} more are in quarantine; `mlb quarantine list` names them"
        ));
    }
}

/// Warns of what the schedule says and cannot be.
pub fn conflicts(output: &Output, conflicts: &[Conflict]) {
    for conflict in conflicts.iter().take(SHOWN_MAX) {
        output.warn(&conflict_line(conflict));
    }
    let more = conflicts.len().saturating_sub(SHOWN_MAX);
    if more > 0 {
        output.warn(&format!(
            "{more} more conflicts of the schedule; `--json` names them"
        ));
    }
}

/// `schedule of 2024-07-12, games 1 and 2: team 147 plays in venues 1 and 2`
fn conflict_line(conflict: &Conflict) -> String {
    let games: Vec<String> = conflict.game_pks.iter().map(ToString::to_string).collect();
    let noun = if games.len() == 1 { "game" } else { "games" };
    format!(
        "schedule of {}, {noun} {}: {}",
        conflict.schedule_date,
        games.join(" and "),
        conflict.detail
    )
}

/// Warns of each game, and of each capture of another source, that could not be transformed.
pub fn bad_games(output: &Output, report: &Transformed) {
    bad_captures(output, report);
    for game in report
        .sources
        .iter()
        .flat_map(|source| &source.bad_games)
        .take(SHOWN_MAX)
    {
        let (game_pk, capture_id) = (game.game_pk, &game.capture_id);
        output.warn(&format!(
            "game {game_pk} (capture {capture_id}) is in quarantine: {}",
            game.detail
        ));
    }
}

/// Warns of each capture of a source of sets that could not be transformed.
fn bad_captures(output: &Output, report: &Transformed) {
    let bad = report.sources.iter().flat_map(|source| {
        let captures = source.bad_captures.iter();
        captures.map(move |capture| (&source.source, capture))
    });
    for (source, capture) in bad.take(SHOWN_MAX) {
        output.warn(&format!(
            "capture {} of `{source}` is in quarantine: {}",
            capture.capture_id, capture.detail
        ));
    }
}

/// `Landed 15 responses in 0.8 s: 15 stored, 0 unchanged, 0 in quarantine`
pub fn ingest_line(report: &IngestReport) -> String {
    let landing = &report.landing;
    let failed = match report.failed.len() {
        0 => String::new(),
        failed => format!(", {failed} failed"),
    };
    format!(
        "{} {} in {:.1} s: {}{failed}",
        bold("Landed"),
        plural(landing.responses, "response"),
        report.seconds,
        landing_line(landing),
    )
}

/// `15 stored, 0 unchanged, 0 in quarantine`
pub fn landing_line(landing: &LandingReport) -> String {
    format!(
        "{} stored, {} unchanged, {} in quarantine",
        count(landing.stored),
        count(landing.unchanged),
        count(landing.refused.len() as u64),
    )
}

/// Rows of each table that changed.
pub fn table_lines(report: &Transformed) -> Vec<String> {
    let tables = report.sources.iter().flat_map(|source| &source.tables);
    let changed: Vec<_> = tables.filter_map(|table| Some((table, table.version?))).collect();
    if changed.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![dim(&format!(
        "{:<38} {:>12} {:>12} {:>8}",
        "table", "rows", "written", "version"
    ))];
    lines.extend(changed.into_iter().map(|(table, version)| {
        let (rows, written) = (count(table.rows), count(table.rows_written));
        format!("{:<38} {rows:>12} {written:>12} {version:>8}", table.table)
    }));
    lines
}

/// `Transformed 15 games in 0.4 s: 31 tables, 12,345 rows written`
pub fn transform_line(report: &Transformed) -> String {
    let sum = |of: fn(&crate::transform::report::TransformReport) -> u64| {
        report.sources.iter().map(of).sum::<u64>()
    };
    let games = sum(|source| source.games);
    let captures = sum(|source| source.sets_changed.map_or(0, |_| source.captures));
    if games == 0 && captures == 0 && report.done() == super::Done::Clean {
        return format!(
            "{} in {:.1} s: no table changed",
            bold("Nothing new to transform"),
            report.seconds
        );
    }
    let tables = || report.sources.iter().flat_map(|source| &source.tables);
    let changed = tables().filter(|table| table.version.is_some()).count() as u64;
    let rows: u64 = tables().map(|table| table.rows_written).sum();
    let drift: u64 = report
        .sources
        .iter()
        .flat_map(|source| &source.drift)
        .map(|drift| drift.count)
        .sum();
    let what = match (games, captures) {
        (games, 0) => plural(games, "game"),
        (0, captures) => plural(captures, "capture"),
        (games, captures) => format!(
            "{} and {}",
            plural(games, "game"),
            plural(captures, "other capture")
        ),
    };
    let mut line = format!(
        "{} {what} in {:.1} s: {} changed, {} written",
        bold("Transformed"),
        report.seconds,
        plural(changed, "table"),
        plural(rows, "row"),
    );
    if drift > 0 {
        line.push_str(&format!(", {} did not fit the contract", plural(drift, "value")));
    }
    line
}
