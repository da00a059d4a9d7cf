//! Panics that mean nothing, and that people would see beside the error of their run.
//!
//! An upload that fails in its last step, for instance on a full disk, is aborted by deltalake;
//! object_store answers that with a panic, deltalake catches it and goes on to the error, which is told as every other. And a thread of Delta's
//! kernel that still reads a table for nobody, as after a lost lease, panics when the process ends.

use std::panic::PanicHookInfo;

/// Keeps it off standard error. All others are told as before.
pub fn hide() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !is_of_a_failed_upload(panic) && !is_of_the_end(panic) {
            tell(panic);
        }
    }));
}

fn is_of_a_failed_upload(panic: &PanicHookInfo<'_>) -> bool {
    let is_there = |file: &str| file.contains("object_store") && file.ends_with("buffered.rs");
    let text = panic.payload().downcast_ref::<&str>();
    text == Some(&"Already shut down") && panic.location().is_some_and(|at| is_there(at.file()))
}

fn is_of_the_end(panic: &PanicHookInfo<'_>) -> bool {
    let text = panic.payload().downcast_ref::<String>();
    text.is_some_and(|text| text.starts_with("TokioMultiThreadExecutor has crashed: RecvError"))
        && panic
            .location()
            .is_some_and(|at| at.file().ends_with("executor.rs"))
}
