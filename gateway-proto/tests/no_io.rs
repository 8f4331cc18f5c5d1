//! The machine does no I/O, reads no clock and uses no randomness, and neither do its dependencies.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// Crates that give access to the system, or that only make sense with such access.
const DOORS: [&str; 34] = [
    "async-io",
    "async-std",
    "async-tungstenite",
    "chrono",
    "crossbeam-channel",
    "fastrand",
    "flate2",
    "futures-executor",
    "getrandom",
    "hyper",
    "js-sys",
    "libc",
    "linux-raw-sys",
    "mio",
    "native-tls",
    "nix",
    "openssl",
    "parking_lot",
    "polling",
    "rand",
    "reqwest",
    "ring",
    "rustix",
    "rustls",
    "smol",
    "socket2",
    "tokio",
    "tungstenite",
    "wasi",
    "wasm-bindgen",
    "web-sys",
    "winapi",
    "windows-sys",
    "zstd",
];

/// Paths that a crate without I/O, clock, threads and randomness does not use.
const NOT_OURS: [&str; 11] = [
    "Instant::now",
    "SystemTime",
    "std::env::var",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::sync",
    "std::thread",
    "RandomState",
    "async ",
];

/// Returns the names of all crates that are built with this one without its tests, on any platform.
fn dependencies() -> Vec<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["tree", "--package", "gateway-proto", "--edges", "normal"])
        .args(["--target", "all", "--prefix", "none", "--format", "{lib}", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    text.lines().map(|name| name.trim().replace('_', "-")).filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_dependency_tree_holds_no_io() {
    let found = dependencies();
    for expected in ["gateway-model", "bytes", "serde-json"] {
        assert!(found.iter().any(|name| name == expected), "{expected} in {found:?}");
    }
    let doors: Vec<_> = found.iter().filter(|name| DOORS.contains(&name.as_str())).collect();
    assert!(doors.is_empty(), "{doors:?} in {found:?}");
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn the_source_names_no_clock_no_thread_and_no_socket() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 15, "{files:?}");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        // Tests are at the end of a file and are not checked. Comments are not code.
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for (number, line) in lines.enumerate() {
            let named = NOT_OURS.iter().find(|name| line.contains(*name));
            assert_eq!(named, None, "{} line {}: {line}", file.display(), number + 1);
        }
    }
}
