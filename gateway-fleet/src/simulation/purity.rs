//! The machine does no I/O, reads no clock and uses no random numbers.

use std::path::{Path, PathBuf};

/// Names that do not occur in a crate without I/O, clock, threads and random numbers.
const NOT_OURS: [&str; 12] = [
    "Instant::now",
    "SystemTime",
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::sync",
    "std::thread",
    "RandomState",
    "HashMap",
    "async ",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            // The simulation has a world; the other modules drive the machine.
            if !["simulation", "nats", "shards", "status_server", "commands"]
                .iter()
                .any(|other| name == *other)
            {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn the_machine_names_no_clock_no_thread_and_no_socket() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 30, "{files:?}");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for (number, line) in lines.enumerate() {
            let named = NOT_OURS.iter().find(|name| line.contains(*name));
            assert_eq!(named, None, "{} line {}: {line}", file.display(), number + 1);
        }
    }
}
