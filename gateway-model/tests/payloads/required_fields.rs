//! Checks the table of required fields in docs/required-fields.md against the code.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::sources::sources;

/// Returns the field of a line such as `pub name as "json" {mark}: Type,` if it is required or must be readable.
fn required(line: &str) -> Option<String> {
    let field = line.strip_prefix("pub ")?.strip_suffix(',')?;
    let (name, ty) = field.split_once(": ")?;
    if name.ends_with('?') || name.ends_with("[]") {
        return None;
    }
    let (name, mark) = match name.split_once([' ', '[']) {
        Some((name, rest)) => (name, rest.trim_end_matches(['}', ']'])),
        None => (name, ""),
    };
    let (json, mark) = match mark.strip_prefix("as \"") {
        Some(rest) => rest.split_once('"')?,
        None => (name, mark),
    };
    let mark = mark.trim_start_matches([' ', '{', '[']);
    let is_list = ty.starts_with("Vec<") || ty.starts_with("Box<[");
    let note = match mark {
        "" if ty.starts_with("Option<") => return None,
        "default" | "unknown" | "loose" => return None,
        "" | "whole" if is_list => " (null is empty)",
        "strict" | "whole" => " (if it is there)",
        mark if mark.starts_with("default ") => " (if it is there)",
        _ => "",
    };
    Some(format!("`{json}`{note}"))
}

/// Returns the table, with a row for each object.
fn table() -> String {
    let mut objects: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for text in sources() {
        let mut object = None;
        let mut within = false;
        for line in text.lines() {
            match line {
                "object! {" | "extended_object! {" => within = true,
                "}" => (within, object) = (false, None),
                _ => {}
            }
            let line = line.trim();
            if let Some(name) = line.strip_prefix("pub struct ").filter(|_| within) {
                let end = name.find([' ', ':']).unwrap_or(name.len());
                object = Some(name[..end].to_owned());
            } else if let (Some(object), Some(field)) = (&object, required(line)) {
                objects.entry(object.clone()).or_default().push(field);
            }
        }
    }
    let mut table = String::from("| object | fields |\n| --- | --- |\n");
    for (object, fields) in &objects {
        writeln!(table, "| `{object}` | {} |", fields.join(", ")).unwrap();
    }
    table
}

#[test]
fn the_table_of_required_fields_is_what_the_code_says() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/required-fields.md");
    let text = fs::read_to_string(page).unwrap();
    let table = table();
    assert!(table.lines().count() > 150, "{table}");
    assert!(text.ends_with(&table), "docs/required-fields.md has to end with this table:\n{table}");
}

#[test]
fn marks_are_read() {
    for (line, wanted) in [
        ("pub id: Id<marker::User>,", Some("`id`")),
        (r#"pub kind as "type": Kind,"#, Some("`type`")),
        (r#"pub kind as "type"?: Kind,"#, None),
        (r#"pub kind as "type" {unknown}: Kind,"#, None),
        ("pub name: Option<Box<str>>,", None),
        ("pub name?: Box<str>,", None),
        ("pub items[]: Item,", None),
        ("pub items: Box<[Item]>,", Some("`items` (null is empty)")),
        ("pub items[whole]: Item,", Some("`items` (if it is there)")),
        ("pub roles {whole}: Box<[Id]>,", Some("`roles` (null is empty)")),
        ("pub roles {default whole}: Box<[Id]>,", Some("`roles` (if it is there)")),
        ("pub data {strict}: Option<Data>,", Some("`data` (if it is there)")),
        ("pub mark {default with read}: bool,", Some("`mark` (if it is there)")),
        ("pub id {with read}: u64,", Some("`id`")),
        ("pub fn new() -> Self {", None),
    ] {
        assert_eq!(required(line).as_deref(), wanted, "{line}");
    }
}
