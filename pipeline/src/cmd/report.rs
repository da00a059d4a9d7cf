//! Reports for a person: short lines that fit a terminal of 80 columns.

use super::ingest::IngestReport;
use super::output::{Output, bold, count, dim, plural};
use super::transform::Transformed;
use crate::capture::gather::FailedRequest;
use crate::capture::landing::LandingReport;
use crate::schedule::conflicts::Conflict;

/// What is told one by one; the rest is a number.
const SHOWN_MAX: usize = 10;

/// Warns of the first few, and of how many `others` there are.
fn warn_of(output: &Output, mut lines: impl Iterator<Item = String>, others: &str) {
    for line in lines.by_ref().take(SHOWN_MAX) {
        output.warn(&line);
    }
    let more = lines.count();
    if more > 0 {
        output.warn(&format!("{more} more {others}"));
    }
}

const OTHERS_MISSING: &str = "did not come; `--json` names them";
const OTHERS_REFUSED: &str = "are in quarantine; `mlb quarantine list` names them";

/// Warns of each body that did not land, and of each game that did not come.
pub fn refused(output: &Output, report: &IngestReport) {
    refused_bodies(output, &report.landing);
    let games = report.failed.iter();
    let games = games.map(|game| format!("game {} did not come: {}", game.game_pk, game.detail));
    warn_of(output, games, OTHERS_MISSING);
}

/// Warns of each request that failed.
pub fn failed<'report>(output: &Output, failed: impl Iterator<Item = &'report FailedRequest>) {
    let requests = failed.map(|request| format!("{} did not come: {}", request.what, request.detail));
    warn_of(output, requests, OTHERS_MISSING);
}

/// Warns of each body in quarantine.
pub fn refused_bodies(output: &Output, landing: &LandingReport) {
    let bodies = landing.refused.iter();
    let bodies = bodies.map(|body| format!("`{}` is in quarantine: {}", body.origin, body.detail));
    warn_of(output, bodies, OTHERS_REFUSED);
}

/// Warns of what the schedule says and cannot be.
pub fn conflicts(output: &Output, conflicts: &[Conflict]) {
    let lines = conflicts.iter().map(conflict_line);
    warn_of(output, lines, "conflicts of the schedule; `--json` names them");
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
    let games = report.sources.iter().flat_map(|source| &source.bad_games);
    let games = games.map(|game| {
        let (game_pk, capture_id) = (game.game_pk, &game.capture_id);
        format!(
            "game {game_pk} (capture {capture_id}) is in quarantine: {}",
            game.detail
        )
    });
    warn_of(output, games, OTHERS_REFUSED);
}

/// Warns of each capture of a source of sets that could not be transformed.
fn bad_captures(output: &Output, report: &Transformed) {
    let bad = report.sources.iter().flat_map(|source| {
        let captures = source.bad_captures.iter();
        captures.map(move |capture| (&source.source, capture))
    });
    let captures = bad.map(|(source, capture)| {
        format!(
            "capture {} of `{source}` is in quarantine: {}",
            capture.capture_id, capture.detail
        )
    });
    warn_of(output, captures, OTHERS_REFUSED);
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
