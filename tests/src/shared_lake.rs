//! Lakes that several tests read. A test runner may give each test a process of its own, so they lie in a folder of the
//! whole run, and a file lock lets the first one build.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::lake::Lake;
use crate::{bucket, workspace};

/// What earlier runs left is removed after this time.
const KEPT: Duration = Duration::from_secs(60 * 60);

/// The lake of this name, built by the first test that asks. Nobody may change it.
pub fn shared(name: &str, build: impl FnOnce(&Lake)) -> Lake {
    let folder = run_folder();
    std::fs::create_dir_all(&folder).expect("a folder for shared lakes");
    let lock = File::create(folder.join(format!("{name}.lock"))).expect("a lock file");
    lock.lock().expect("a lock");
    // Beside the lock stands where the lake is: what a killed test left half built is not used.
    let place = folder.join(format!("{name}.place"));
    if let Ok(location) = std::fs::read_to_string(&place) {
        return Lake::at(&location);
    }
    let lake = match bucket::new_place() {
        Some(place) => Lake::at(&place),
        None => {
            let folder = folder.join(format!("{name}-{}", std::process::id()));
            Lake::at(&folder.to_string_lossy())
        }
    };
    build(&lake);
    std::fs::write(place, lake.location()).expect("a note");
    lake
}

/// One folder a run of the tests: the runner names its run, else the process is the run.
fn run_folder() -> PathBuf {
    let all = workspace::scratch();
    let run = std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| format!("process-{}", std::process::id()));
    remove_old(&all, &run);
    all.join(run)
}

fn remove_old(all: &Path, run: &str) {
    for entry in std::fs::read_dir(all).into_iter().flatten().flatten() {
        let modified = entry
            .metadata()
            .and_then(|metadata| metadata.modified())
            .unwrap_or(SystemTime::now());
        if entry.file_name() != run && modified.elapsed().is_ok_and(|age| age > KEPT) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}
