//! A disk of a few megabytes, to be filled up: a tmpfs in a mount namespace of the test's own. Nothing of it is left when the test has
//! ended, however it ends, and where user namespaces are allowed it takes no rights.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What the disk holds.
const DISK_BYTES: u64 = 8 * 1024 * 1024;

/// What the smallest file takes.
pub const PAGE_BYTES: u64 = 4 * 1024;

/// Tells a test that it is in its namespace.
const INSIDE: &str = "TEST_ON_A_SMALL_DISK";

/// A disk that is mounted.
pub struct SmallDisk {
    folder: TempDir,
}

/// Runs a test, by its name, once more in a namespace of its own with a small disk. Where none can be made, one line says so and the
/// test passes.
///
/// # Panics
/// When the test fails there.
pub fn on_small_disk(test: &str, body: impl FnOnce(&SmallDisk)) {
    if std::env::var_os(INSIDE).is_some() {
        return body(&SmallDisk::mount());
    }
    let Some(namespace) = namespace() else {
        println!(
            "no mount namespace of one's own (`unshare --mount --map-root-user`): nothing is tested here"
        );
        return;
    };
    let program = std::env::current_exe().expect("a test has an executable");
    let ended = Command::new("unshare")
        .args(namespace)
        .arg(program)
        .args(["--exact", test, "--nocapture"])
        .env(INSIDE, "1")
        .stdin(Stdio::null())
        .output()
        .expect("`unshare` starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let told = text(&ended.stdout) + &text(&ended.stderr);
    assert!(ended.status.success() && told.contains("1 passed"), "{told}");
}

/// The options of `unshare` that let us mount: as root, else as root of a user namespace.
fn namespace() -> Option<&'static [&'static str]> {
    const WAYS: [&[&str]; 2] = [&["--mount"], &["--mount", "--map-root-user"]];
    let folder = tempfile::tempdir().expect("a temporary folder");
    let works = |way: &&[&str]| {
        let tried = Command::new("unshare")
            .args(*way)
            .args(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs"])
            .arg(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        tried.is_ok_and(|status| status.success())
    };
    WAYS.into_iter().find(works)
}

impl SmallDisk {
    fn mount() -> SmallDisk {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={DISK_BYTES}"), "tmpfs"])
            .arg(folder.path())
            .status()
            .expect("`mount` starts");
        assert!(mounted.success(), "a small disk is mounted");
        SmallDisk { folder }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }

    /// Fills it up until so many bytes are left.
    ///
    /// # Panics
    /// When it cannot be written for another reason than that it is full.
    pub fn leave(&self, bytes: u64) {
        let mut filler = File::create(self.filler()).expect("a file");
        let page = [0; PAGE_BYTES as usize];
        let mut filled = 0;
        loop {
            match filler.write(&page) {
                Ok(written) => filled += written as u64,
                Err(e) if e.kind() == ErrorKind::StorageFull => break,
                Err(e) => panic!("the disk is filled up: {e}"),
            }
        }
        let length = filled.saturating_sub(bytes);
        filler.set_len(length).expect("a shorter file");
    }

    /// Makes room again.
    pub fn make_room(&self) {
        let _ = std::fs::remove_file(self.filler());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.path()).status();
    }
}
