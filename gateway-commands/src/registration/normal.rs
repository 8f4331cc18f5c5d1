//! Normalises a command: removes the fields that Discord adds or sets to their defaults.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::scope::Scope;

/// Fields that Discord adds, or that are deprecated in favour of others.
///
/// Docs: [Application Commands, Application Command Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-structure).
const ADDED: [&str; 8] = [
    "id",
    "application_id",
    "guild_id",
    "version",
    "name_localized",
    "description_localized",
    "dm_permission",
    "default_permission",
];

/// Fields that only global commands have. Docs: same section.
const GLOBAL_ONLY: [&str; 2] = ["contexts", "integration_types"];

/// Normalises the command of a type, or one from Discord. `defaults` are the installation contexts that Discord gives a
/// command without any.
pub(super) fn normal(command: &impl Serialize, scope: Scope, defaults: &Value) -> Value {
    let mut command = serde_json::to_value(command).unwrap_or_default();
    if let Some(fields) = command.as_object_mut() {
        ADDED.iter().for_each(|name| drop(fields.remove(*name)));
        match scope {
            Scope::Global => {
                sort(fields, "contexts");
                sort(fields, "integration_types");
                // All contexts, which is the default.
                remove(fields, "contexts", &json!([0, 1, 2]));
                remove(fields, "integration_types", defaults);
            }
            Scope::Guild(_) => GLOBAL_ONLY.iter().for_each(|name| drop(fields.remove(*name))),
        }
        remove(fields, "type", &json!(1));
    }
    without_defaults(&mut command);
    command
}

fn sort(fields: &mut Map<String, Value>, name: &str) {
    if let Some(Value::Array(list)) = fields.get_mut(name) {
        list.sort_by_key(Value::as_i64);
    }
}

fn remove(fields: &mut Map<String, Value>, name: &str, default: &Value) {
    if fields.get(name) == Some(default) {
        fields.remove(name);
    }
}

/// Removes values that mean the same as a missing one: null, false, empty texts, lists and objects. Numbers become
/// floating-point, because Discord may write 1 as 1.0.
fn without_defaults(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(without_defaults);
            // The value of a choice may be an empty text.
            fields.retain(|name, value| name == "value" || !is_nothing(name, value));
        }
        Value::Array(list) => list.iter_mut().for_each(without_defaults),
        Value::Number(number) => {
            if let Some(fraction) = number.as_f64() {
                *value = json!(fraction);
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

fn is_nothing(name: &str, value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        // An empty list of contexts differs from all contexts.
        Value::Array(list) => list.is_empty() && name != "contexts" && name != "integration_types",
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}
