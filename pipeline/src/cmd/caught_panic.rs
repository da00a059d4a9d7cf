//! Panics that mean nothing, and that people would see beside the error of their run.
//!
//! An upload that fails in its last step, for instance on a full disk, is aborted by deltalake; object_store answers that with a panic,
//! deltalake catches it and goes on to the error, which is told as every other. And a thread of Delta's kernel that still reads a table for
//! nobody, as after a lost lease, panics when the process ends.

use std::panic::PanicHookInfo;

/// What each says, and the crate and file that it comes from.
const CAUGHT: [(&str, &str, &str); 2] = [
    ("Already shut down", "object_store", "buffered.rs"),
    (
        "TokioMultiThreadExecutor has crashed: RecvError",
        "kernel_engine",
        "executor.rs",
    ),
];

/// Keeps them off standard error. All others are told as before.
pub fn hide() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !is_caught(panic) {
            tell(panic);
        }
    }));
}

fn is_caught(panic: &PanicHookInfo<'_>) -> bool {
    let (Some(said), Some(at)) = (panic.payload_as_str(), panic.location()) else {
        return false;
    };
    CAUGHT.iter().any(|(text, of_crate, file)| {
        said == *text && at.file().contains(of_crate) && at.file().ends_with(file)
    })
}
