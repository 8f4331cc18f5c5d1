//! Checks ARCHITECTURE.md: its files and functions exist, and each crate uses only the crates that it lists.

use std::collections::BTreeSet;
use std::path::Path;

use crate::sources::read;

/// Returns the code spans of a line.
fn spans(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// Returns the names in the text that do not exist.
fn missing(text: &str) -> Vec<String> {
    let mut missing = Vec::new();
    for line in text.lines() {
        let mut file = None;
        for span in spans(line) {
            if span.contains('/') {
                file = read(span);
                if file.is_none() {
                    missing.push(span.to_owned());
                }
            } else if span.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                let is_there =
                    file.as_ref().is_none_or(|code| code.contains(&format!("fn {span}")));
                if !is_there {
                    missing.push(format!("fn {span}"));
                }
            }
        }
    }
    missing
}

/// Returns the crates of the workspace that a crate uses, without dev-dependencies.
fn used(name: &str, all: &BTreeSet<String>) -> BTreeSet<String> {
    let manifest = read(Path::new(name).join("Cargo.toml")).unwrap();
    let (_, rest) = manifest.split_once("\n[dependencies]\n").unwrap();
    let table = rest.split("\n[").next().unwrap_or_default();
    let names = table.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
    names.filter(|name| all.contains(*name)).map(str::to_owned).collect()
}

#[test]
fn the_files_and_functions_it_names_exist() {
    let text = read("ARCHITECTURE.md").unwrap();
    assert!(spans(&text).len() > 60);
    assert_eq!(missing(&text), Vec::<String>::new());
    let planted = "`xtask/src/main.rs` `check`: there; `main` too\n`xtask/src/nothing.rs`\n`xtask/src/main.rs` `nothing`";
    assert_eq!(missing(planted), ["xtask/src/nothing.rs", "fn nothing"]);
}

#[test]
fn each_crate_uses_only_what_the_table_says() {
    let text = read("ARCHITECTURE.md").unwrap();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| `") && line.split('|').count() == 5)
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let all: BTreeSet<String> =
        rows.iter().flat_map(|row| spans(row[1])).map(str::to_owned).collect();
    let workspace = read("Cargo.toml").unwrap();
    for row in &rows {
        let name = spans(row[1])[0];
        assert!(workspace.contains(&format!("\"{name}\"")), "{name} is no member");
        let listed: BTreeSet<String> = spans(row[3]).into_iter().map(str::to_owned).collect();
        assert_eq!(used(name, &all), listed, "{name}");
    }
    assert_eq!(rows.len(), 19);
}
