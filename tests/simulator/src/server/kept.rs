//! The feeds of a season take minutes to be made. A folder keeps them, packed, for who asks for them again.

use crate::date::Millis;
use crate::question::Question;
use crate::world::World;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The file of an answer; None for anything but the whole feed of a game once everything is over.
pub(super) fn file(folder: &Path, world: &World, question: &Question) -> Option<PathBuf> {
    let path: Vec<&str> = question.path.iter().map(String::as_str).collect();
    let ["v1.1", "game", game_pk, "feed", "live"] = path.as_slice() else {
        return None;
    };
    let is_number = game_pk.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = question.parameters.is_empty() && world.moment() == Millis::MAX;
    (is_number && is_whole).then(|| folder.join(format!("{}-{game_pk}.json.gz", world.seed)))
}

/// Keeps an answer. What cannot be kept is made again.
pub(super) fn keep(file: &Path, bytes: &[u8]) {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    // Others may read it, and keep it, too: it is there as a whole or not at all.
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let partial = file.with_extension(format!("{}-{number}", std::process::id()));
    let written = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, file));
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
}
