//! How fast documents are decoded: `decode_throughput FOLDER [ROUNDS [SCHEMA_FILE]]`, MB/s of all `.json`
//! files there.
//!
//! It counts CPU time where the system tells it, so that what else runs on the machine matters less. Without
//! a schema it reads `live_game.schema` beside this file, a tree of 367 leaves of a live feed.
#![allow(clippy::print_stdout, clippy::expect_used)]
use std::path::Path;
use std::time::Instant;

use mlb_lake_json::{Decoder, Tree, validate};

/// Documents decoded between two `finish`.
const BATCH: usize = 16;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("the folder with the documents");
    let rounds = arguments
        .next()
        .map_or(9, |count| count.parse().expect("how many rounds"));
    let schema = match arguments.next() {
        Some(file) => std::fs::read_to_string(file).expect("the schema file"),
        None => include_str!("live_game.schema").to_string(),
    };
    let tree = Tree::parse(&schema).expect("the schema");
    let documents = read(Path::new(&folder));
    println!("{} documents, {} leaves", documents.len(), leaves(&tree));
    let mut decoder = Decoder::new(&tree).expect("the tree");
    measure("decode", rounds, &documents, || {
        for batch in documents.chunks(BATCH) {
            batch
                .iter()
                .for_each(|document| decoder.append(document).expect("a document"));
            std::hint::black_box(decoder.finish());
        }
    });
    measure("validate", rounds, &documents, || {
        documents
            .iter()
            .for_each(|document| validate(document).expect("a document"));
    });
}

fn read(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("the folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read(file).expect("a document"))
        .collect()
}

fn measure(what: &str, rounds: usize, documents: &[Vec<u8>], mut run: impl FnMut()) {
    let megabytes = documents.iter().map(Vec::len).sum::<usize>() as f64 / 1e6;
    let mut seconds: Vec<f64> = (0..rounds)
        .map(|_| {
            let (cpu, wall) = (cpu_seconds(), Instant::now());
            run();
            match (cpu, cpu_seconds()) {
                (Some(start), Some(end)) => end - start,
                _ => wall.elapsed().as_secs_f64(),
            }
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    for (name, seconds) in [("best", seconds[0]), ("median", seconds[rounds / 2])] {
        let each = seconds * 1e3 / documents.len() as f64;
        println!(
            "{what:8} {name:6} {:6.0} MB/s  {each:.3} ms a document",
            megabytes / seconds
        );
    }
}

/// What this thread has run so far, on Linux.
fn cpu_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace()
        .next()?
        .parse::<f64>()
        .ok()
        .map(|nanoseconds| nanoseconds / 1e9)
}

fn leaves(tree: &Tree) -> usize {
    match tree {
        Tree::Leaf(_) => 1,
        Tree::List(item) | Tree::Map(item) => leaves(item),
        Tree::Object(fields) => fields.iter().map(|field| leaves(&field.tree)).sum(),
    }
}
