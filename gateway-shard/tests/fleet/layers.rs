//! No file imports upward or in a circle; see "Layers" in the crate's docs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The modules of the crate's root, lowest first. One may import those before it.
const LAYERS: [&str; 16] = [
    "lock",
    "panic_text",
    "clock",
    "metric",
    "plan",
    "settings",
    "disk",
    "error",
    "identify",
    "store",
    "events",
    "shard",
    "requests",
    "reshard",
    "gateway",
    "listener",
];

/// Module and file name of a source file with its code, without tests and comments.
type Source = (String, String, String);

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !["lib", "mod"].contains(&&*name) && !name.ends_with("_tests") {
                let inside = path.strip_prefix(&root).unwrap();
                let module = inside.iter().next().unwrap().to_str().unwrap();
                let module = module.trim_end_matches(".rs").to_owned();
                found.push((module, name, code(&std::fs::read_to_string(&path).unwrap())));
            }
        }
    }
    found
}

/// The code before the tests, which are a file's last item, without its comments.
fn code(text: &str) -> String {
    let tests = ["#[cfg(test)]\nmod tests", "#[cfg(test)]\npub(crate) mod tests"];
    let text = tests.into_iter().fold(text, |text, start| text.split(start).next().unwrap());
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The names that follow `start` in the code.
fn names<'a>(code: &'a str, start: &str) -> Vec<&'a str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let ends = code.match_indices(start).map(|(at, _)| &code[at + start.len()..]);
    ends.map(|rest| rest.split(|c| !is_word(c)).next().unwrap_or_default()).collect()
}

/// What is wrong with the imports.
fn wrong(sources: &[Source]) -> Vec<String> {
    let layer = |module: &str| LAYERS.iter().position(|known| *known == module);
    let mut wrong = Vec::new();
    let mut beside: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for (module, file, code) in sources {
        for import in names(code, "crate::") {
            let (to, from) = (layer(import), layer(module));
            if to.is_none() || from.is_none() || to >= from {
                wrong.push(format!("{module}/{file} imports crate::{import}"));
            }
        }
        let siblings: BTreeSet<_> = names(code, "super::").into_iter().collect();
        for name in &siblings {
            if !sources.iter().any(|(other, sibling, _)| other == module && sibling == name) {
                wrong.push(format!("{module}/{file} imports super::{name}, which is no file"));
            }
        }
        beside.insert((module, file), siblings);
    }
    // A file that imports only files that were taken out before is taken out; a circle is left.
    while let Some(free) = beside
        .iter()
        .find(|((module, _), siblings)| {
            siblings.iter().all(|sibling| !beside.contains_key(&(*module, *sibling)))
        })
        .map(|(file, _)| *file)
    {
        beside.remove(&free);
    }
    wrong.extend(beside.keys().map(|(module, file)| format!("{module}/{file} is in a circle")));
    wrong
}

#[test]
fn no_file_imports_upward_or_in_a_circle() {
    let sources = sources();
    assert!(sources.len() > 50, "{}", sources.len());
    assert_eq!(wrong(&sources), Vec::<String>::new());
}

#[test]
fn an_import_upward_and_a_circle_are_found() {
    let source =
        |module: &str, file: &str, text: &str| (module.to_owned(), file.to_owned(), code(text));
    let planted = [
        source("events", "event", "use crate::identify::Delay;\nuse super::receipt::Receipt;"),
        source("events", "receipt", "use super::event::Held; // in a circle"),
        source("shard", "task", "use crate::events::Held;\nlet x = crate::gateway::GRACE;"),
        source("shard", "state", "use super::task::Task;\n// crate::listener\n"),
        source("store", "memory", "use super::StoreError;"),
        source(
            "store",
            "file",
            "use crate::lock::lock;\n#[cfg(test)]\nmod tests { use crate::gateway; }",
        ),
    ];
    let expected = [
        "shard/task imports crate::gateway",
        "store/memory imports super::StoreError, which is no file",
        "events/event is in a circle",
        "events/receipt is in a circle",
    ];
    assert_eq!(wrong(&planted), expected);
}
