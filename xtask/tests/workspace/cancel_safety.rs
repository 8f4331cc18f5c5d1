//! Checks that every public future documents what happens if it is dropped before it is ready.

use std::path::Path;

use crate::sources::{read, sources};

/// Returns the public functions of a source that return a future, each with its documentation.
fn futures(text: &str) -> Vec<(String, String)> {
    let (mut found, mut docs) = (Vec::new(), String::new());
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if let Some(doc) = line.strip_prefix("///") {
            docs += doc;
        } else if line.starts_with("pub fn") || line.starts_with("pub async fn") {
            let mut head = line.to_owned();
            while !head.contains(['{', ';']) {
                let Some(more) = lines.next() else { break };
                head += more;
            }
            if head.starts_with("pub async") || head.contains("impl Future") {
                found.push((head, std::mem::take(&mut docs)));
            }
            docs.clear();
        } else if !line.starts_with("#[") {
            docs.clear();
        }
    }
    found
}

fn says_it(docs: &str) -> bool {
    ["cancel", "Cancel", "ropping"].iter().any(|word| docs.contains(word))
}

#[test]
fn every_public_future_says_if_it_is_cancel_safe() {
    let (mut count, mut silent) = (0, Vec::new());
    for name in [
        "gateway-cache",
        "gateway-commands",
        "gateway-conn",
        "gateway-dial",
        "gateway-fleet",
        "gateway-forward",
        "gateway-shard",
        "http-client",
        "rest-proxy",
    ] {
        for file in sources(name) {
            let file = Path::new(name).join("src").join(file);
            for (head, docs) in futures(&read(&file).unwrap()) {
                count += 1;
                if !says_it(&docs) {
                    silent.push(format!("{}: {head}", file.display()));
                }
            }
        }
    }
    assert!(count > 30, "{count}");
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn a_future_that_does_not_say_it_is_found() {
    let text = "/// Waits.\n///\n/// Cancel-safe.\n#[must_use]\npub async fn one() {}\n/// Waits.\npub async fn two() {}\n\
                /// Cancel-safe.\nfn three() {}\npub fn four() -> impl Future {}\npub(crate) async fn five() {}\n\
                pub fn six(\n  one: u8,\n) -> impl Future {\n";
    let found = futures(text);
    let silent: Vec<_> = found.iter().filter(|(_, docs)| !says_it(docs)).collect();
    assert_eq!((found.len(), silent.len()), (4, 3));
}
