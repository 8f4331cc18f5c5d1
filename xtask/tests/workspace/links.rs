//! Checks the links of the documentation: they lead to existing files and headings.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::sources::root;

/// The address of this repository, as in `Cargo.toml`; links to its files are checked too.
const REPOSITORY: &str = "https://github.com/gateway-rs/gateway/";

/// Returns all documentation pages.
fn pages() -> Vec<PathBuf> {
    let mut folders = vec![root().to_owned()];
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                let is_ours = !name.starts_with('.')
                    && !matches!(name.as_str(), "target" | "testdata" | "node_modules" | "fuzz");
                folders.extend(is_ours.then_some(path));
            } else if name.ends_with(".md") {
                pages.push(path);
            }
        }
    }
    pages
}

/// Returns the text without code blocks and code spans.
fn prose(text: &str) -> String {
    let mut in_block = false;
    let lines = text.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        in_block ^= fence;
        !in_block && !fence
    });
    let of_line = |line: &str| line.split('`').step_by(2).collect::<Vec<_>>().join("`");
    lines.map(of_line).collect::<Vec<_>>().join("\n")
}

/// Returns the targets of `[..](..)` links.
fn targets(prose: &str) -> Vec<String> {
    let ends = prose.match_indices("](");
    ends.filter_map(|(at, _)| Some(prose[at + 2..].split_once(')')?.0.to_owned())).collect()
}

/// Returns the anchors of a page's headings, as GitHub and mdBook name them.
fn anchors(page: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(page).unwrap();
    let mut in_block = false;
    let headings = text.lines().filter(|line| {
        in_block ^= line.starts_with("```");
        !in_block && line.starts_with('#')
    });
    let name = |heading: &str| -> String {
        let heading = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
    };
    headings.map(name).collect()
}

/// Returns why a link of a page is broken.
fn broken(page: &Path, target: &str) -> Option<String> {
    let of_repository = target.strip_prefix(REPOSITORY).and_then(|rest| {
        rest.strip_prefix("blob/main/").or_else(|| rest.strip_prefix("tree/main/"))
    });
    if of_repository.is_none() && (target.contains("://") || target.starts_with("mailto:")) {
        return None;
    }
    let (file, anchor) = of_repository
        .unwrap_or(target)
        .split_once('#')
        .unwrap_or((of_repository.unwrap_or(target), ""));
    let path = match (of_repository, file) {
        (Some(_), _) => root().join(file),
        (None, "") => page.to_owned(),
        (None, _) => page.parent().unwrap().join(file),
    };
    if !path.exists() {
        return Some(format!("{}: {target}: there is no such file", page.display()));
    }
    let is_found = anchor.is_empty() || path.is_dir() || anchors(&path).contains(anchor);
    (!is_found).then(|| format!("{}: {target}: there is no such heading", page.display()))
}

#[test]
fn every_link_of_a_page_leads_somewhere() {
    let mut errors = Vec::new();
    let mut links = 0;
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for target in targets(&prose(&text)) {
            links += 1;
            errors.extend(broken(&page, &target));
        }
    }
    assert!(links > 50, "{links} links were found");
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let readme = root().join("README.md");
    assert_eq!(broken(&readme, "docs/failures.md"), None);
    assert_eq!(broken(&readme, "#test-it"), None);
    assert_eq!(broken(&readme, "https://discord.com/nowhere"), None);
    assert!(broken(&readme, "docs/nowhere.md").is_some());
    assert!(broken(&readme, "#nowhere").is_some());
    assert!(broken(&readme, &format!("{REPOSITORY}blob/main/docs/nowhere.md")).is_some());
    assert_eq!(targets(&prose("`[a](b)` [c](d#e)\n```\n[f](g)\n```\n")), ["d#e"]);
}
