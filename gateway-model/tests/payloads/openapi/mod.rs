//! Every schema of Discord's OpenAPI description that corresponds to a type of this crate, field by field.
//!
//! A value with every field of a schema is read as our type and written. A field that is lost is one that our type
//! lacks. It must be in [`LACKING`](reasons::LACKING) with a reason.

mod enums;
mod generate;
mod reasons;
mod types;

use std::collections::BTreeSet;

use generate::Schemas;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::samples::dispatch;

/// Reads a value as one of our types, and writes it.
type Through = fn(&Value) -> Result<Value, String>;

fn through<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, String> {
    let read: T = dispatch("OPENAPI", value).decode().map_err(|error| error.to_string())?;
    serde_json::to_value(read).map_err(|error| error.to_string())
}

/// Returns the fields that are lost or change.
fn lost(schemas: &Schemas, schema: &str, through: Through) -> Result<BTreeSet<String>, String> {
    let mut lost = BTreeSet::new();
    for value in schemas.values(schema) {
        let written = through(&value)?;
        for (field, value) in value.as_object().into_iter().flatten() {
            // The values inside objects and lists have their own schemas.
            let same = match &written[field] {
                Value::Object(_) | Value::Array(_) => !value.is_null(),
                Value::Number(number) => value.as_f64() == number.as_f64(),
                other => other == value,
            };
            if !same {
                lost.insert(format!("{schema}.{field}"));
            }
        }
    }
    Ok(lost)
}

#[test]
fn no_documented_field_is_lacking_without_a_reason() {
    let schemas = Schemas::load();
    let mut found = BTreeSet::new();
    let mut errors = Vec::new();
    for (schema, through) in types::TYPES {
        match lost(&schemas, schema, *through) {
            Ok(lost) => found.extend(lost),
            Err(error) => errors.push(format!("{schema}: {error}")),
        }
    }
    assert!(errors.is_empty(), "{errors:#?}");
    let reasons: BTreeSet<_> =
        reasons::LACKING.iter().map(|(field, _)| (*field).to_owned()).collect();
    let without_reason: Vec<_> = found.difference(&reasons).collect();
    assert!(without_reason.is_empty(), "lacking without a reason: {without_reason:#?}");
    let not_lacking: Vec<_> = reasons.difference(&found).collect();
    assert!(not_lacking.is_empty(), "in the list of reasons, and not lacking: {not_lacking:#?}");
}

#[test]
fn every_schema_has_a_type_or_a_reason() {
    let schemas = Schemas::load();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let names = types::TYPES.iter().map(|(name, _)| *name);
    let names = names.chain(enums::ENUMS.iter().map(|(name, _)| *name));
    for name in names.chain(reasons::NOT_OURS.iter().map(|(name, _)| *name)) {
        assert!(known.insert(name), "{name} is listed twice");
    }
    let all: BTreeSet<&str> = schemas.names().collect();
    let without: Vec<_> = all.difference(&known).collect();
    assert!(without.is_empty(), "neither a type nor a reason: {without:#?}");
    let gone: Vec<_> = known.difference(&all).collect();
    assert!(gone.is_empty(), "not in the description: {gone:#?}");
    let objects = types::TYPES.iter().filter(|(name, _)| !schemas.is_object(name));
    assert_eq!(objects.map(|(name, _)| name).collect::<Vec<_>>(), [] as [&&str; 0]);
}

#[test]
fn every_documented_value_of_an_enum_has_a_name() {
    let schemas = Schemas::load();
    let mut unknown = Vec::new();
    for (schema, is_known) in enums::ENUMS {
        let values = schemas.constants(schema).unwrap_or_else(|| panic!("{schema} is no enum"));
        assert!(!values.is_empty());
        unknown.extend(
            values
                .into_iter()
                .filter(|value| !is_known(value))
                .map(|value| format!("{schema} {value}")),
        );
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
}
