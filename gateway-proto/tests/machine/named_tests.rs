//! The docs name the code of each rule, and the test of each rule and each failure. This checks that they exist, and
//! that the code links the section of Discord's docs from which the rule comes.

use std::path::Path;

/// Returns the test names in a text: those in backquotes that contain `::`.
fn named(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|name| name.contains("::") && !name.starts_with("ProtocolTimeouts")).collect()
}

/// Returns the file of a test: in this directory, or in `src` for a unit test.
fn source(modules: &[&str]) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let unit = modules.iter().any(|module| matches!(*module, "tests" | "for_tests"));
    let path = match modules {
        [first, ..] if unit && *first == "connection" => {
            root.join("src/connection").join(format!("{}.rs", modules.get(1)?))
        }
        [first, ..] if unit => root.join("src").join(format!("{first}.rs")),
        [first] => root.join("tests/machine").join(format!("{first}.rs")),
        _ => return None,
    };
    std::fs::read_to_string(path).ok()
}

fn check(document: &str, text: &str, at_least: usize) {
    let names = named(text);
    assert!(names.len() >= at_least, "{document} names {} tests", names.len());
    for name in names {
        let (modules, function) = name.rsplit_once("::").unwrap();
        let modules: Vec<_> = modules.split("::").collect();
        let source = source(&modules).unwrap_or_else(|| panic!("{document}: no file for {name}"));
        assert!(source.contains(&format!("fn {function}()")), "{document}: no test {name}");
    }
}

#[test]
fn the_tests_that_the_rules_name_exist() {
    check("docs/rules.md", include_str!("../../docs/rules.md"), 40);
}

/// Returns the URLs in a cell.
fn links(cell: &str) -> Vec<&str> {
    let linked = cell.split("](").skip(1);
    linked.filter_map(|rest| rest.split_once(')')).map(|(address, _)| address).collect()
}

#[test]
fn the_places_that_the_rules_name_link_the_section_that_they_are_listed_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut sections, mut checked) = (vec![], 0);
    for line in include_str!("../../docs/rules.md").lines() {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let [_, section, rule, places, _, _] = cells[..] else { continue };
        // The cell is empty for further rules of the same section.
        if !section.is_empty() {
            sections = links(section);
        }
        for place in places.split('`').skip(1).step_by(2).filter(|place| place.ends_with(".rs")) {
            let text = std::fs::read_to_string(root.join(place));
            let text = text.unwrap_or_else(|error| panic!("'{rule}' lies in {place}: {error}"));
            for section in &sections {
                let linked = text.contains(&format!("]({section})"));
                assert!(linked, "'{rule}' lies in {place}, which does not link {section}");
                checked += 1;
            }
        }
        let headings = ["place", "---"];
        assert!(places.contains(".rs`") || headings.contains(&places), "'{rule}' has no place");
    }
    assert!(checked >= 40, "{checked} places");
}

#[test]
fn the_tests_that_the_failures_name_exist() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/failures.md");
    // The published package of this crate contains no workspace.
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let section = text.split("\n## ").find(|section| section.contains("(gateway-proto)")).unwrap();
    check("docs/failures.md", section, 30);
}
