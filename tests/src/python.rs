//! Python environments of tests: made once, in the cache of the whole build.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workspace;

/// The interpreter of an environment with the packages of a requirements file, which is made where it is missing.
///
/// # Panics
/// When there is no Python with its `venv` module, or the packages cannot be had.
pub fn interpreter(requirements: &Path) -> PathBuf {
    let wanted = std::fs::read_to_string(requirements).expect("a requirements file");
    let name = blake3::hash(wanted.as_bytes()).to_hex();
    let environments = workspace::scratch().with_file_name("mlb-python");
    let folder = environments.join(&name[..16]);
    let python = folder.join("bin/python");
    std::fs::create_dir_all(&environments).expect("a folder");
    let lock = std::fs::File::create(folder.with_extension("lock")).expect("a lock file");
    lock.lock().expect("a lock");
    if !folder.join("whole").exists() {
        let _ = std::fs::remove_dir_all(&folder);
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        let mut pip = Command::new(&python);
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
        ]);
        run(pip.arg(requirements));
        std::fs::write(folder.join("whole"), "").expect("a mark");
    }
    python
}

/// Runs a command to its end; answers with what it printed.
///
/// # Panics
/// When it fails, with what it printed.
pub fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{text}");
    text
}
