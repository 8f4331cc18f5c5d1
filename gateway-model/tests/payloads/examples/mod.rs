//! Every example payload of Discord's documentation that shows one of our types is read and written.

mod differences;
mod types;

use std::collections::BTreeSet;

use gateway_model::DecodeError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::compare::differences;
use crate::parts::expand;
use crate::samples::dispatch;

/// Fields that an example leaves out, or for which it has an empty object, although the docs' table of the object says
/// that they are always present; and the values inserted for them.
const ABBREVIATED: &[(&str, &str, &str, &str)] = &[
    ("events-webhook-events-application-deauthorized-example", "/event/data", "user", "$USER"),
    ("events-webhook-events-game-direct-message-delete-example", "/event/data", "author", "$USER"),
    ("events-webhook-events-game-direct-message-update-example", "/event/data", "author", "$USER"),
    ("events-webhook-events-lobby-message-create-example", "/event/data", "author", "$USER"),
    ("interactions-application-commands-example-interaction", "", "application_id", "\"1\""),
    ("interactions-application-commands-example-interaction", "", "version", "1"),
    (
        "interactions-application-commands-retrieving-localized-commands",
        "",
        "application_id",
        "\"1\"",
    ),
    ("interactions-application-commands-retrieving-localized-commands", "", "id", "\"2\""),
    ("interactions-application-commands-retrieving-localized-commands", "", "version", "\"3\""),
    ("resources-application-example-application-object", "/team/members/0", "role", "\"admin\""),
    ("resources-guild-example-guild", "", "nsfw_level", "0"),
    ("resources-guild-example-guild-member", "", "user", "$USER"),
    ("resources-guild-example-guild-onboarding", "", "mode", "0"),
];

/// Reads a value as one of our types, and writes it.
pub(crate) type Through = fn(&Value) -> Result<Value, DecodeError>;

fn through<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, DecodeError> {
    let read: T = dispatch("EXAMPLE", value).decode()?;
    Ok(serde_json::to_value(read).unwrap())
}

/// An example, or the part of it that has one of our types.
pub(crate) struct Example {
    pub(crate) file: &'static str,
    pub(crate) value: Value,
    pub(crate) through: Through,
}

fn folder() -> std::path::PathBuf {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/discord/examples").into()
}

/// Returns all examples that show one of our types.
pub(crate) fn examples() -> Vec<Example> {
    let read = |(file, part, through): &(&'static str, &str, Through)| {
        let text = std::fs::read_to_string(folder().join(format!("{file}.json"))).unwrap();
        let whole: Value = serde_json::from_str(&text).unwrap();
        let mut value =
            whole.pointer(part).unwrap_or_else(|| panic!("{file} has no {part}")).clone();
        for (_, object, field, text) in ABBREVIATED.iter().filter(|(example, ..)| example == file) {
            let object = value.pointer_mut(object).unwrap();
            let empty = object.get(field).is_none_or(|value| *value == serde_json::json!({}));
            assert!(empty, "{file} has a {field} now");
            object[field] = serde_json::from_str(&expand(text)).unwrap();
        }
        Example { file, value, through: *through }
    };
    types::TYPES.iter().map(read).collect()
}

#[test]
fn what_is_written_back_is_what_was_read() {
    let (mut found, mut errors) = (BTreeSet::new(), Vec::new());
    for example in examples() {
        let written = match (example.through)(&example.value) {
            Ok(written) => written,
            Err(error) => {
                errors.push(format!("{}: {error}", example.file));
                continue;
            }
        };
        for difference in differences(&example.value, &written) {
            found.insert(format!("{}: {difference}", example.file));
        }
    }
    assert!(errors.is_empty(), "{errors:#?}");
    let known: BTreeSet<_> = differences::DIFFERENCES
        .iter()
        .map(|(file, difference, _)| format!("{file}: {difference}"))
        .collect();
    let without_reason: Vec<_> = found.difference(&known).collect();
    assert!(without_reason.is_empty(), "different without a reason: {without_reason:#?}");
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(gone.is_empty(), "in the table, and not different: {gone:#?}");
}

#[test]
fn every_example_shows_one_of_our_types_or_has_a_reason() {
    let mut files = BTreeSet::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        files.extend(name.strip_suffix(".json").map(str::to_owned));
    }
    let types = types::TYPES.iter().map(|(file, ..)| *file);
    let known = types.chain(types::NOT_OURS.iter().map(|(file, _)| *file));
    let known: BTreeSet<_> = known.map(str::to_owned).collect();
    assert_eq!(files, known);
}
