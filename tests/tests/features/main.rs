//! What the project promises, in the words of somebody who knows baseball: each file of `tests/features` is
//! one test, which fails with the sentence that does not hold. A sentence without a meaning fails too.
//!
//! - `ballpark.rs`: what a scenario knows
//! - `baseball.rs`: what happens in a game, as its feed tells it
//! - `games.rs`, `answers.rs`: sentences that begin with Given and When
//! - `ingestion.rs`, `transformation.rs`, `storage.rs`, `mirror.rs`: those that begin with Then, by area

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use cucumber::writer::{self, Coloring, Verbosity};
use cucumber::{StatsWriter, World, WriterExt, cli};
use mlb_tests::workspace;

use crate::ballpark::Ballpark;

mod answers;
mod ballpark;
mod baseball;
mod games;
mod ingestion;
mod mirror;
mod storage;
mod transformation;

/// Each of them runs programs.
const SCENARIOS_AT_ONCE_MAX: usize = 2;

/// The files, each with a test below.
const FEATURES: [&str; 4] = ["ingestion", "mirror", "storage", "transformation"];

/// One file at a time: as long as scenarios run, cucumber keeps the whole process from printing panics.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// What was told of the scenarios. Written to standard output directly, it would go past the test runner.
#[derive(Clone, Debug, Default)]
struct Told(Arc<Mutex<Vec<u8>>>);

impl io::Write for Told {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Told {
    fn text(&self) -> String {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&told).into_owned()
    }
}

fn folder() -> PathBuf {
    workspace::root().join("tests/features")
}

/// Runs the scenarios of a file.
async fn hold(feature: &str) {
    let _turn = TURN.lock().await;
    let told = Told::default();
    let writer = writer::Basic::raw(told.clone(), Coloring::Never, Verbosity::Default)
        .normalized()
        .summarized();
    // The arguments of this program are the test runner's, not cucumber's.
    let mut options = cli::Opts::<_, _, writer::basic::Cli>::default();
    options.writer.color = Coloring::Never;
    let outcome = Ballpark::cucumber::<PathBuf>()
        .with_writer(writer)
        .fail_on_skipped_with(|_, _, _| true)
        .max_concurrent_scenarios(SCENARIOS_AT_ONCE_MAX)
        .with_cli(options)
        .run(folder().join(format!("{feature}.feature")))
        .await;
    let told = told.text();
    let failed = StatsWriter::<Ballpark>::execution_has_failed(&outcome);
    assert!(!failed, "what `{feature}.feature` says does not hold\n{told}");
    let passed = StatsWriter::<Ballpark>::passed_steps(&outcome);
    assert!(passed > 0, "`{feature}.feature` says something\n{told}");
    println!("{told}");
}

#[tokio::test]
async fn ingestion() {
    hold("ingestion").await;
}

#[tokio::test]
async fn transformation() {
    hold("transformation").await;
}

#[tokio::test]
async fn storage() {
    hold("storage").await;
}

#[tokio::test]
async fn mirror() {
    hold("mirror").await;
}

#[test]
fn every_feature_file_has_a_test() {
    let files = std::fs::read_dir(folder()).expect("a folder of feature files");
    let names = files
        .flatten()
        .map(|file| file.file_name().to_string_lossy().into_owned());
    let expected = FEATURES.map(|feature| format!("{feature}.feature"));
    assert_eq!(names.collect::<BTreeSet<_>>(), BTreeSet::from(expected));
}
