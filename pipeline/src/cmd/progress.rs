//! Progress bars on standard error, for a person at a terminal.

use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use super::output::Output;
use crate::transform::job::Progress;

/// A bar of unknown length; invisible where nobody looks.
pub fn bar(output: &Output, what: &'static str) -> ProgressBar {
    if !output.shows_progress() {
        return ProgressBar::hidden();
    }
    let template = "{msg:10} {wide_bar} {pos:>6}/{len:<6} {per_sec:>8} {eta:>4}";
    let bar = ProgressBar::new(0).with_message(what);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar
}

/// Moves a bar as a transform reports; a new total begins it anew.
pub fn follow(bar: &ProgressBar) -> Arc<dyn Fn(Progress) + Send + Sync> {
    let bar = bar.clone();
    Arc::new(move |progress| match progress {
        Progress::Total(games) => {
            bar.set_length(games);
            bar.set_position(0);
        }
        Progress::Done(games) => bar.inc(games),
    })
}
