//! Validates an interaction's callback.
//!
//! Docs: [Receiving and Responding, Interaction Response Object](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object).

use http::StatusCode;
use serde_json::Value;

use super::error::ApiError;
use crate::world::{Interaction, find_component};

/// Interaction callback types.
pub(super) mod kind {
    pub(crate) const PONG: u64 = 1;
    pub(crate) const MESSAGE: u64 = 4;
    pub(crate) const DEFERRED_MESSAGE: u64 = 5;
    pub(crate) const DEFERRED_UPDATE: u64 = 6;
    pub(crate) const UPDATE: u64 = 7;
    pub(crate) const AUTOCOMPLETE: u64 = 8;
    pub(crate) const MODAL: u64 = 9;
    pub(crate) const PREMIUM_REQUIRED: u64 = 10;
    pub(crate) const LAUNCH_ACTIVITY: u64 = 12;
}

/// Returns the callback's type, if it may answer this interaction.
///
/// Docs: [Interaction Callback Type](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type):
/// 6 and 7 only for components, 9 not for a modal's submit and a ping. That 8 answers autocomplete, and
/// nothing else does, follows from its description; a ping never comes over the gateway.
pub(super) fn callback_kind(body: &Value, interaction: &Interaction) -> Result<u64, ApiError> {
    let Some(kind) = body["type"].as_u64() else {
        let message = "This field is required";
        return Err(ApiError::field("type", "BASE_TYPE_REQUIRED", message));
    };
    let fits = match (kind, interaction.kind) {
        (kind::AUTOCOMPLETE, of) => of == 4,
        (_, 4) => false,
        (kind::DEFERRED_UPDATE | kind::UPDATE, _) => interaction.source.is_some(),
        (kind::MODAL, of) => of != 5,
        (
            kind::MESSAGE | kind::DEFERRED_MESSAGE | kind::PREMIUM_REQUIRED | kind::LAUNCH_ACTIVITY,
            _,
        ) => true,
        (kind::PONG, of) => of == 1,
        _ => false,
    };
    if fits {
        return Ok(kind);
    }
    let reason =
        format!("callback type {kind} cannot answer an interaction of type {}", interaction.kind);
    let message = "Value is not a valid callback type for this interaction.";
    Err(ApiError::field("type", "BASE_TYPE_CHOICES", message).because(reason))
}

/// Docs: [Autocomplete](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete):
/// at most 25 choices.
pub(super) fn check_choices(data: &Value) -> Result<(), ApiError> {
    let Some(choices) = data["choices"].as_array() else {
        let message = "This field is required";
        return Err(ApiError::field("data.choices", "BASE_TYPE_REQUIRED", message));
    };
    if choices.len() > 25 {
        let message = "Must be 25 or fewer in length.";
        return Err(ApiError::field("data.choices", "BASE_TYPE_MAX_LENGTH", message));
    }
    for (at, choice) in choices.iter().enumerate() {
        check_length(&choice["name"], &format!("data.choices.{at}.name"), 100)?;
        if !(choice["value"].is_string() || choice["value"].is_number()) {
            let path = format!("data.choices.{at}.value");
            return Err(ApiError::field(&path, "BASE_TYPE_REQUIRED", "This field is required"));
        }
    }
    Ok(())
}

/// Docs: [Modal](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal).
pub(super) fn check_modal(data: &Value) -> Result<(), ApiError> {
    check_length(&data["custom_id"], "data.custom_id", 100)?;
    check_length(&data["title"], "data.title", 45)?;
    let components = data["components"].as_array().map_or(&[][..], Vec::as_slice);
    if !(1..=5).contains(&components.len()) {
        let message = "Must be between 1 and 5 in length.";
        return Err(ApiError::field("data.components", "BASE_TYPE_BAD_LENGTH", message));
    }
    for (at, component) in components.iter().enumerate() {
        let path = format!("data.components.{at}");
        // Component Types: rows (deprecated), texts and labels are what a modal has on its top level.
        let inner = match component["type"].as_u64() {
            Some(10) => continue,
            Some(1) => &component["components"][0],
            Some(18) => &component["component"],
            _ => {
                let message = "This component is not for modals.";
                return Err(ApiError::field(&path, "BASE_TYPE_CHOICES", message));
            }
        };
        check_length(&inner["custom_id"], &format!("{path}.component.custom_id"), 100)?;
        let custom_id = inner["custom_id"].as_str().unwrap_or_default();
        let before = components.get(..at).unwrap_or_default().iter();
        if before.clone().any(|other| find_component(other, custom_id).is_some()) {
            let message = "Component custom id cannot be duplicated";
            let code = "COMPONENT_CUSTOM_ID_DUPLICATED";
            return Err(ApiError::field(&format!("{path}.component.custom_id"), code, message));
        }
    }
    Ok(())
}

fn check_length(text: &Value, path: &str, most: usize) -> Result<(), ApiError> {
    let length = text.as_str().map(|text| text.chars().count());
    match length {
        Some(length) if (1..=most).contains(&length) => Ok(()),
        Some(_) => {
            let message = format!("Must be between 1 and {most} in length.");
            Err(ApiError::field(path, "BASE_TYPE_BAD_LENGTH", &message))
        }
        None => Err(ApiError::field(path, "BASE_TYPE_REQUIRED", "This field is required")),
    }
}

/// Docs: [Opcodes and Status Codes, JSON](https://docs.discord.com/developers/topics/opcodes-and-status-codes#json).
pub(super) fn already_acknowledged() -> ApiError {
    let message = "Interaction has already been acknowledged.";
    ApiError::new(StatusCode::BAD_REQUEST, 40_060, message)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn interaction(kind: u64, source: Option<u64>) -> Interaction {
        let mut interaction = Interaction::new(1, kind, 0, Value::Null);
        interaction.source = source;
        interaction
    }

    #[test]
    fn callback_types_fit_their_interactions() {
        let fits = |callback: u64, interaction: &Interaction| {
            callback_kind(&json!({ "type": callback }), interaction).is_ok()
        };
        let command = interaction(2, None);
        let button = interaction(3, Some(5));
        let typing = interaction(4, None);
        let modal = interaction(5, None);
        let modal_of_button = interaction(5, Some(5));
        let allowed = |interaction| (0..=13).filter(move |it| fits(*it, interaction)).collect();
        let of = |interaction| -> Vec<u64> { allowed(interaction) };
        assert_eq!(of(&command), [4, 5, 9, 10, 12]);
        assert_eq!(of(&button), [4, 5, 6, 7, 9, 10, 12]);
        assert_eq!(of(&typing), [8]);
        assert_eq!(of(&modal), [4, 5, 10, 12]);
        assert_eq!(of(&modal_of_button), [4, 5, 6, 7, 10, 12]);
        assert!(callback_kind(&json!({}), &command).is_err());
    }

    #[test]
    fn modals_are_checked() {
        let label = |id: &str| {
            let input = json!({ "type": 4, "custom_id": id, "style": 1 });
            json!({ "type": 18, "label": "l", "component": input })
        };
        let modal =
            |components: Value| json!({ "custom_id": "m", "title": "t", "components": components });
        assert_eq!(check_modal(&modal(json!([label("a"), label("b")]))), Ok(()));
        assert_eq!(
            check_modal(&modal(json!([{ "type": 10, "content": "x" }, label("a")]))),
            Ok(())
        );
        assert!(check_modal(&modal(json!([]))).is_err());
        assert!(check_modal(&modal(json!([label("a"), label("a")]))).is_err());
        assert!(check_modal(&modal(json!([label("")]))).is_err());
        assert!(check_modal(&modal(json!([{ "type": 2, "custom_id": "a" }]))).is_err());
        let mut long = modal(json!([label("a")]));
        long["title"] = json!("t".repeat(46));
        assert!(check_modal(&long).is_err());
    }

    #[test]
    fn at_most_25_choices() {
        let choice = json!({ "name": "one", "value": 1 });
        assert_eq!(check_choices(&json!({ "choices": vec![choice.clone(); 25] })), Ok(()));
        assert!(check_choices(&json!({ "choices": vec![choice; 26] })).is_err());
        assert!(check_choices(&json!({ "choices": [{ "name": "", "value": 1 }] })).is_err());
        assert!(check_choices(&json!({})).is_err());
    }
}
