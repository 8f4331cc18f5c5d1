//! Replays the corpus of the fuzz targets on stable Rust, also with each byte changed once.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../fuzz/fuzz_targets/checks.rs"]
mod checks;

/// Returns the files of one target's corpus.
fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files = fs::read_dir(&folder).expect("the corpus is part of the repository");
    let files: Vec<_> = files
        .map(|file| {
            let path = file.expect("a file").path();
            let bytes = fs::read(&path).expect("a file that can be read");
            (path, bytes)
        })
        .collect();
    assert!(files.len() >= 8, "{}", folder.display());
    files
}

/// Replays each file unchanged, truncated at every byte, and with each byte changed, from a fixed seed.
fn replay(target: &str, check: fn(&[u8])) {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for (_, bytes) in corpus(target) {
        check(&bytes);
        for end in 0..bytes.len() {
            check(&bytes[..end]);
            let mut changed = bytes.clone();
            // xorshift64
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let from = b"{}[]\",:\\ 0nx";
            changed[end] = from[usize::try_from(random % 12).unwrap_or_default()];
            check(&changed);
        }
    }
}

#[test]
fn envelopes() {
    replay("envelope", checks::envelope);
}

#[test]
fn events() {
    replay("event", checks::event);
}
