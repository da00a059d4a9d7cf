//! What people and programs see: reports on standard output, everything else on standard error.

use std::io::{IsTerminal, Write};

use console::{Style, style};
use serde::Serialize;
use tracing_subscriber::EnvFilter;

/// Where a verb writes.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    json: bool,
    quiet: bool,
}

impl Output {
    /// An output as the global options want it.
    pub fn new(json: bool, quiet: bool) -> Output {
        Output { json, quiet }
    }

    /// Reports are JSON.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Progress may be drawn: a person looks at a terminal.
    pub fn shows_progress(&self) -> bool {
        !self.quiet && !self.json && std::io::stderr().is_terminal()
    }

    /// A report: JSON on standard output, or lines for a person.
    pub fn report(&self, report: &impl Serialize, lines: impl FnOnce() -> Vec<String>) {
        if self.json {
            self.print(&serde_json::to_string_pretty(report).unwrap_or_default());
        } else if !self.quiet {
            lines().iter().for_each(|line| self.print(line));
        }
    }

    /// A line on standard output, also when quiet: for what was asked for.
    pub fn print(&self, line: &str) {
        // A closed pipe (`mlb sql ... | head`) is the reader's wish.
        let _ = writeln!(std::io::stdout(), "{line}");
    }

    /// Text as it is on standard output.
    pub fn print_raw(&self, bytes: &[u8]) {
        let _ = std::io::stdout().write_all(bytes);
    }

    /// A remark on standard error.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// A warning on standard error, unless quiet: the exit code and the report say it too.
    pub fn warn(&self, text: &str) {
        if self.quiet {
            return;
        }
        let label = style("warning").for_stderr().yellow().bold();
        let _ = writeln!(std::io::stderr(), "{label}: {text}");
    }

    /// An error on standard error.
    pub fn error(&self, text: &str) {
        let label = style("error").for_stderr().red().bold();
        let _ = writeln!(std::io::stderr(), "{label}: {text}");
    }
}

/// Bold on a terminal.
pub fn bold(text: &str) -> String {
    Style::new().bold().apply_to(text).to_string()
}

/// Faint on a terminal.
pub fn dim(text: &str) -> String {
    Style::new().dim().apply_to(text).to_string()
}

/// A number with separators: `12,345`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 game`, `2 games`.
pub fn plural(number: u64, one: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {one}{ending}", count(number))
}

/// Sends log lines to standard error.
pub fn log_to_stderr(json: bool, filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("warn"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if json {
        builder.json().init();
    } else {
        builder
            .without_time()
            .with_ansi(console::colors_enabled_stderr())
            .init();
    }
}
