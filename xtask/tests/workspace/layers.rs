//! Checks the order of the files of a crate: each imports only files before it. See "Layers" in the docs of each crate.

mod gateway_commands;
mod gateway_commands_derive;
mod gateway_conn;
mod gateway_shard;
mod gateway_sim;
mod gateway_worker;

use std::collections::BTreeSet;
use std::path::Path;

use crate::sources::{read, sources};

// All files except tests, lowest first. A folder is imported as a whole, by its `mod.rs`.

const GATEWAY_DIAL: &[&str] =
    &["report", "url", "resolver", "tcp", "proxy", "dialer", "roots", "tls", "lib"];

/// Returns whether it is a test file, which may import anything.
fn is_test(file: &str) -> bool {
    let is_test =
        |name: &str| name == "tests" || name == "against_tungstenite" || name.ends_with("_tests");
    file.split('/').any(is_test)
}

/// Returns the names that follow `start` in the code.
fn names<'a>(code: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    let rests = code.match_indices(start).map(|(at, start)| &code[at + start.len()..]);
    rests.map(|rest| rest.split(|c: char| c != '_' && !c.is_alphanumeric()).next().unwrap_or(""))
}

/// Returns the imports of this file that do not come before it in the order.
fn upward(order: &[&str], file: &str, text: &str) -> Vec<String> {
    let tests = ["#[cfg(test)]\nmod tests", "#[cfg(test)]\npub(crate) mod tests"];
    let text = tests.into_iter().fold(text, |text, start| text.split(start).next().unwrap());
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n");
    let place = |name: &str| order.iter().position(|known| *known == name);
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
    let crates = [
        ("gateway-dial", GATEWAY_DIAL),
        ("gateway-conn", gateway_conn::ORDER),
        ("gateway-shard", gateway_shard::ORDER),
        ("gateway-commands", gateway_commands::ORDER),
        ("gateway-commands-derive", gateway_commands_derive::ORDER),
        ("gateway-sim", gateway_sim::ORDER),
        ("gateway-worker", gateway_worker::ORDER),
    ];
    for (name, order) in crates {
        let files = sources(name).into_iter();
        let files = files.map(|path| path.with_extension("").to_str().unwrap().replace('\\', "/"));
        let files: BTreeSet<String> = files.filter(|file| !is_test(file)).collect();
        assert_eq!(files, order.iter().map(|file| (*file).to_owned()).collect(), "{name}");
        for file in order {
            let path = Path::new(name).join("src").join(file).with_extension("rs");
            let text = read(path).unwrap();
            assert_eq!(upward(order, file, &text), Vec::<String>::new(), "imported by {file}");
        }
    }
}

#[test]
fn an_import_upward_is_found() {
    let found = |file, text| upward(gateway_conn::ORDER, file, text).concat();
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

#[test]
fn of_a_circle_one_import_is_upward() {
    let found = |file, text| upward(gateway_shard::ORDER, file, text).concat();
    let event = found("events/event", "use crate::identify::Delay;\nuse super::receipt::Receipt;");
    let receipt = found("events/receipt", "use super::event::Held; // in a circle");
    assert_eq!((&*event, &*receipt), ("", "events/event"));
    let task = "use crate::events::Unread;\nlet x = crate::gateway::GRACE;";
    assert_eq!(found("shard/task", task), "gateway/mod");
    assert_eq!(found("shard/state", "use super::task::Task;\n// crate::listener\n"), "shard/task");
    assert_eq!(found("store/memory", "use super::StoreError;"), "store/StoreError");
    let store =
        "use crate::lock::lock;\n#[cfg(test)]\npub(crate) mod tests { use crate::gateway; }";
    assert_eq!(found("store/file", store), "");
}
