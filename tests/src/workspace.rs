//! Where the workspace is, and what its build made.

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the tests lie in the workspace").to_owned()
}

/// The program `mlb`: `MLB_BIN`, else the one that was built with these tests.
///
/// # Panics
/// When there is none.
pub fn mlb() -> PathBuf {
    if let Some(program) = std::env::var_os("MLB_BIN").filter(|program| !program.is_empty()) {
        return PathBuf::from(program);
    }
    let program = profile_folder().join("mlb");
    assert!(
        program.is_file(),
        "no `{}`: `cargo build --workspace` makes it",
        program.display()
    );
    program
}

/// A folder for what one run of the tests leaves behind.
pub fn scratch() -> PathBuf {
    let profile = profile_folder();
    profile.parent().unwrap_or(&profile).join("tmp/mlb-tests")
}

/// `target/PROFILE`: the executable of a test lies in its `deps`.
fn profile_folder() -> PathBuf {
    let test = std::env::current_exe().expect("a test has an executable");
    let deps = test.parent().expect("it lies in a folder");
    deps.parent()
        .expect("which lies in that of its profile")
        .to_owned()
}
