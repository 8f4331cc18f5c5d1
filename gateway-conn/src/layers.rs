//! The order of the crate's files: each imports only those before it. See "Layers" in the crate's docs.

use std::collections::BTreeSet;
use std::path::Path;

/// All files but tests, lowest first. A folder is imported as a whole, by its `mod.rs`.
const FILES: &[&str] = &[
    "event_set",
    "limits",
    "timeouts",
    "identify",
    "driver_thread",
    "late",
    "error",
    "buffers/memory",
    "buffers/output",
    "buffers/pool",
    "buffers/message_buffer",
    "buffers/batch",
    "buffers/event_buffer",
    "buffers/payload",
    "buffers/mod",
    "inflate/finished",
    "inflate/zlib",
    "inflate/payload",
    "inflate/zstd",
    "inflate/mod",
    "socket/close_frame",
    "socket/header",
    "socket/frame",
    "socket/json",
    "socket/read",
    "socket/stream",
    "socket/write",
    "socket/mod",
    "dial/url",
    "dial/resolve",
    "dial/tcp",
    "dial/proxy",
    "dial/tls",
    "dial/upgrade",
    "dial/mod",
    "config",
    "events/event",
    "events/queue",
    "events/poll_output",
    "events/mod",
    "shared",
    "admission",
    "link",
    "report",
    "handle",
    "stream",
    "driver",
    "lib",
];

/// Files of tests, which may import anything.
const TESTS: [&str; 3] = ["tests", "against_tungstenite", "layers"];

/// The files below `folder`, named as in [`FILES`].
fn files(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path().with_extension("");
        if path.is_dir() {
            files(root, &path, found);
        }
        let file = path.with_extension("rs");
        if file.is_file() && !TESTS.contains(&path.file_name().unwrap().to_str().unwrap()) {
            found.insert(path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
        }
    }
}

/// The names that follow `start` in the code.
fn names<'a>(code: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    let rests = code.match_indices(start).map(|(at, start)| &code[at + start.len()..]);
    rests.map(|rest| rest.split(|c: char| c != '_' && !c.is_alphanumeric()).next().unwrap_or(""))
}

/// What this file imports that does not come before it.
fn upward(file: &str, text: &str) -> Vec<String> {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n");
    let place = |name: &str| FILES.iter().position(|known| *known == name);
    let of_root = names(&code, "crate::").map(|name| match place(name) {
        Some(_) => name.to_owned(),
        None => format!("{name}/mod"),
    });
    let folder = file.split_once('/').map_or("", |(folder, _)| folder);
    let beside = names(&code, "super::").map(|name| format!("{folder}/{name}"));
    let is_below = |name: &String| place(name).is_some_and(|at| Some(at) < place(file));
    of_root.chain(beside).filter(|name| !is_below(name)).collect()
}

#[test]
fn each_file_imports_only_those_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    files(&root, &root, &mut found);
    assert_eq!(found, FILES.iter().map(|file| (*file).to_owned()).collect());
    for file in FILES {
        let text = std::fs::read_to_string(root.join(file).with_extension("rs")).unwrap();
        assert_eq!(upward(file, &text), Vec::<String>::new(), "imported by {file}");
    }
}

#[test]
fn an_import_upward_is_found() {
    let found = |file, text| upward(file, text).concat();
    assert_eq!(found("socket/read", "use crate::config::Config;"), "config");
    assert_eq!(found("socket/read", "use super::write::Writer;"), "socket/write");
    assert_eq!(found("inflate/zlib", "use super::Inflate;"), "inflate/Inflate");
    assert_eq!(found("shared", "use crate::events::Queue; let at = crate::handle::NOW;"), "handle");
    assert_eq!(found("buffers/pool", "use crate::buffers::Batch;"), "buffers/mod");
    assert_eq!(
        found("config", "// crate::driver\n#[cfg(test)]\nmod tests { use crate::driver; }"),
        ""
    );
}
