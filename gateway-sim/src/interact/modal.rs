//! A user fills in a modal and submits it.
//!
//! Docs: [Modal Submit Data Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure).

use std::time::Instant;

use serde_json::{Map, Value, json};

use super::error::InteractError;
use super::resolved::Resolved;
use super::send::{Cause, send};
use super::values::check_picked;
use crate::core::Core;
use crate::people::Somebody;
use crate::world::find_component;

/// Returns the modal that answered an interaction, and the user who sees it.
fn opened(core: &Core, interaction: u64) -> Result<(Somebody, Value, Cause), InteractError> {
    let none = || InteractError::NoModal(interaction);
    let from = core.world().interactions().get(interaction).ok_or_else(none)?;
    let callback = from.callback.as_ref().filter(|callback| callback["type"] == 9);
    let modal = callback.ok_or_else(none)?["data"].clone();
    let who = Somebody { user: from.user.clone(), channel: from.channel, guild: from.guild };
    let message = |id: u64| Some((id, core.world().any_message(from.channel, id)?));
    let cause = Cause {
        kind: 5,
        data: json!({ "custom_id": modal["custom_id"] }),
        command: None,
        source: from.source.and_then(message),
        metadata: json!({ "triggering_interaction_metadata": from.metadata }),
    };
    Ok((who, modal, cause))
}

/// The user who opened a modal submits it. `values` are by `custom_id`.
pub(crate) fn submit_modal(
    core: &mut Core,
    interaction: u64,
    values: &Map<String, Value>,
    now: Instant,
) -> Result<(Value, usize), InteractError> {
    let (who, modal, mut cause) = opened(core, interaction)?;
    let unknown = values.keys().find(|id| find_component(&modal["components"], id).is_none());
    if let Some(unknown) = unknown {
        return Err(InteractError::value(unknown, "the modal has no such component"));
    }
    let unix_ms = core.unix_ms_at(now);
    let next_id = core.world_mut().next_id(unix_ms);
    let mut resolved = Resolved::new(core, &who, next_id);
    let components = modal["components"].as_array().into_iter().flatten();
    let filled = components.map(|component| fill(component, values, &mut resolved));
    cause.data["components"] = Value::Array(filled.collect::<Result<_, _>>()?);
    resolved.put_into(&mut cause.data);
    Ok(send(core, &who, cause, now))
}

/// Returns a component of the modal with the user's input.
///
/// Docs: [Component Interaction Response Structures](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-component-interaction-response-structures).
fn fill(
    component: &Value,
    values: &Map<String, Value>,
    resolved: &mut Resolved<'_>,
) -> Result<Value, InteractError> {
    let mut filled = json!({ "type": component["type"], "id": component["id"] });
    let custom_id = component["custom_id"].as_str().unwrap_or_default();
    match component["type"].as_u64() {
        Some(1) => {
            let inner = component["components"].as_array().into_iter().flatten();
            let inner = inner.map(|inner| fill(inner, values, resolved));
            filled["components"] = Value::Array(inner.collect::<Result<_, _>>()?);
            return Ok(filled);
        }
        Some(18) => {
            filled["component"] = fill(&component["component"], values, resolved)?;
            return Ok(filled);
        }
        Some(10) => return Ok(filled),
        Some(4) => filled["value"] = text(component, custom_id, values.get(custom_id))?,
        Some(19) => filled["values"] = files(component, custom_id, values, resolved)?,
        Some(21) => {
            let picked = picked(component, custom_id, values)?;
            let least = u64::from(is_required(component));
            check_picked(component, custom_id, &picked, least, resolved)?;
            filled["value"] = json!(picked.first());
        }
        Some(23) => {
            let preset = component["default"] == json!(true);
            let value = values.get(custom_id).cloned().unwrap_or(json!(preset));
            if !value.is_boolean() {
                return Err(InteractError::value(custom_id, "not a boolean"));
            }
            filled["value"] = value;
        }
        _ => {
            let picked = picked(component, custom_id, values)?;
            let least = least(component, picked.len());
            check_picked(component, custom_id, &picked, least, resolved)?;
            filled["values"] = json!(picked);
        }
    }
    filled["custom_id"] = json!(custom_id);
    Ok(filled)
}

/// Returns whether a component is required; components of a modal are by default.
fn is_required(component: &Value) -> bool {
    component["required"] != json!(false)
}

/// Returns the least number of values: none if the component is not required.
fn least(component: &Value, picked: usize) -> u64 {
    match component["min_values"].as_u64() {
        _ if picked == 0 && !is_required(component) => 0,
        Some(least) => least,
        None => 1,
    }
}

/// Returns the chosen values: a list, one value, or the values that the modal shows as chosen already.
fn picked(
    component: &Value,
    custom_id: &str,
    values: &Map<String, Value>,
) -> Result<Vec<String>, InteractError> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let picked: Option<Vec<String>> = match values.get(custom_id) {
        Some(Value::Array(list)) => list.iter().map(text).collect(),
        Some(one) => text(one).map(|one| vec![one]),
        None => {
            let options = component["options"].as_array().into_iter().flatten();
            let preset = options.filter(|option| option["default"] == json!(true));
            let entities = component["default_values"].as_array().into_iter().flatten();
            let preset = preset.map(|option| &option["value"]);
            preset.chain(entities.map(|entity| &entity["id"])).map(text).collect()
        }
    };
    picked.ok_or_else(|| InteractError::value(custom_id, "not a string or a list of strings"))
}

/// Docs: [Component Reference, Text Input](https://docs.discord.com/developers/components/reference#text-input).
fn text(component: &Value, custom_id: &str, given: Option<&Value>) -> Result<Value, InteractError> {
    let value = given.or_else(|| component.get("value")).cloned().unwrap_or_else(|| json!(""));
    let text = value.as_str().ok_or_else(|| InteractError::value(custom_id, "not a string"))?;
    let length = text.chars().count() as u64;
    if length == 0 && !is_required(component) {
        return Ok(value);
    }
    let least = component["min_length"].as_u64().unwrap_or(0).max(1);
    let most = component["max_length"].as_u64().unwrap_or(4000);
    if !(least..=most).contains(&length) {
        let problem = format!("{length} characters; from {least} to {most} are allowed");
        return Err(InteractError::value(custom_id, problem));
    }
    Ok(value)
}

/// Docs: [Component Reference, File Upload](https://docs.discord.com/developers/components/reference#file-upload).
fn files(
    component: &Value,
    custom_id: &str,
    values: &Map<String, Value>,
    resolved: &mut Resolved<'_>,
) -> Result<Value, InteractError> {
    let given = values.get(custom_id).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let most = component["max_values"].as_u64().unwrap_or(1);
    let least = least(component, given.len());
    if !(least..=most).contains(&(given.len() as u64)) {
        let problem = format!("{} files; from {least} to {most} can be uploaded", given.len());
        return Err(InteractError::value(custom_id, problem));
    }
    let mut ids = Vec::new();
    for file in given {
        let name = file["filename"].as_str().unwrap_or_default();
        let id = resolved.attachment(name, file["size"].as_u64().unwrap_or(0));
        let problem = "not {\"filename\": .., \"size\": ..} of at most 10 MiB";
        ids.push(id.ok_or_else(|| InteractError::value(custom_id, problem))?);
    }
    Ok(json!(ids))
}
