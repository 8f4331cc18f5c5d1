//! Every public future says what happens if it is dropped before it is ready.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The public functions of a source that give a future, each with its documentation.
fn futures(text: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut docs = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("///") {
            docs += doc;
        } else if line.starts_with("pub async fn") || line.contains("-> impl Future") {
            found.push((line, std::mem::take(&mut docs)));
        } else if !line.starts_with("#[") {
            docs.clear();
        }
    }
    found.retain(|(line, _)| line.starts_with("pub ") && !line.starts_with("pub("));
    found
}

fn says_it(docs: &str) -> bool {
    ["cancel", "Cancel", "ropping"].iter().any(|word| docs.contains(word))
}

#[test]
fn every_public_future_says_if_it_is_cancel_safe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let mut files = Vec::new();
    for name in ["gateway-conn", "gateway-forward", "gateway-shard", "http-client"] {
        sources(&root.join(name).join("src"), &mut files);
    }
    let (mut count, mut silent) = (0, Vec::new());
    for file in files {
        let text = fs::read_to_string(&file).expect("a source");
        for (line, docs) in futures(&text) {
            count += 1;
            if !says_it(&docs) {
                silent.push(format!("{}: {line}", file.display()));
            }
        }
    }
    assert!(count > 30, "{count}");
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn a_future_that_does_not_say_it_is_found() {
    let text = "/// Waits.\n///\n/// Cancel-safe.\n#[must_use]\npub async fn one() {}\n/// Waits.\npub async fn two() {}\n\
                /// Cancel-safe.\nfn three() {}\npub fn four() -> impl Future {}\npub(crate) async fn five() {}";
    let found = futures(text);
    let silent: Vec<_> = found.iter().filter(|(_, docs)| !says_it(docs)).collect();
    assert_eq!((found.len(), silent.len()), (3, 2));
}
