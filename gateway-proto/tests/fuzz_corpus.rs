//! Runs the fuzz targets without a fuzzer, on their corpus and on seeded random bytes.
//!
//! `cargo +nightly fuzz run inputs` searches for more inputs. Add those that it finds to `fuzz/corpus`.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::BTreeSet;
use std::path::Path;

use gateway_proto::State;

#[allow(unreachable_pub, reason = "the fuzz targets are crates of their own")]
#[path = "../fuzz/play.rs"]
mod play;

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

/// Returns pseudo-random bytes, which are the same on every machine.
fn seeded(seed: u64, count: usize) -> Vec<u8> {
    let mut rng = gateway_sim::core::Rng::new(seed);
    (0..count).map(|_| rng.below(256) as u8).collect()
}

#[test]
fn lists_of_inputs_break_nothing() {
    let corpus = corpus("inputs");
    assert!(corpus.len() >= 20, "{} files", corpus.len());
    let seen: BTreeSet<State> = corpus.iter().flat_map(|bytes| play::inputs(bytes)).collect();
    assert_eq!(seen, BTreeSet::from(State::ALL), "the corpus leads into every state");
    for seed in 0..3000 {
        play::inputs(&seeded(seed, 400));
    }
}

#[test]
fn messages_of_any_bytes_break_nothing() {
    let corpus = corpus("message");
    assert!(corpus.len() >= 20, "{} files", corpus.len());
    for bytes in corpus {
        play::message(&bytes);
    }
    for seed in 0..500 {
        play::message(&seeded(seed, 60));
    }
}
