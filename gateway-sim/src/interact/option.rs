//! Options of commands: the values that a user may give.
//!
//! Docs: [Application Command Option Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure).

use serde_json::{Value, json};

use super::error::InteractError;
use super::resolved::Resolved;

/// The largest integer of an option; the smallest is its negative: 2^53 - 1.
const MOST: u64 = (1 << 53) - 1;

/// Returns options as the bot receives them, in the order of the command. `focused` is the one being typed: with it,
/// options may be missing, and values are not checked against the choices.
pub(super) fn fill(
    defined: &Value,
    given: &Value,
    focused: Option<&str>,
    resolved: &mut Resolved<'_>,
) -> Result<Vec<Value>, InteractError> {
    let defined = defined.as_array().map_or(&[][..], Vec::as_slice);
    let empty = serde_json::Map::new();
    let given = match given {
        Value::Null => &empty,
        Value::Object(given) => given,
        _ => return Err(InteractError::value("options", "not an object of names and values")),
    };
    if let Some(unknown) = given.keys().find(|name| !defined.iter().any(|it| it["name"] == **name))
    {
        return Err(InteractError::value(unknown, "the command has no such option"));
    }
    if let Some(focused) = focused {
        let option = defined.iter().find(|option| option["name"] == focused);
        if option.is_none_or(|option| option["autocomplete"] != Value::Bool(true)) {
            return Err(InteractError::value(focused, "it is no option with autocomplete"));
        }
    }
    let mut filled = Vec::new();
    for option in defined {
        let name = option["name"].as_str().unwrap_or_default();
        let is_focused = focused == Some(name);
        let Some(value) = given.get(name) else {
            if is_focused {
                filled.push(
                    json!({ "name": name, "type": option["type"], "value": "", "focused": true }),
                );
            } else if focused.is_none() && option["required"] == Value::Bool(true) {
                return Err(InteractError::value(name, "it is required"));
            }
            continue;
        };
        let mut one = json!({ "name": name, "type": option["type"] });
        if is_focused {
            // Autocomplete: the value is the text so far.
            one["value"] =
                value.as_str().map_or_else(|| json!(value.to_string()), |text| json!(text));
            one["focused"] = json!(true);
        } else {
            one["value"] = check(option, name, value, resolved)?;
        }
        filled.push(one);
    }
    Ok(filled)
}

/// Returns one value, as the bot receives it.
fn check(
    option: &Value,
    name: &str,
    value: &Value,
    resolved: &mut Resolved<'_>,
) -> Result<Value, InteractError> {
    let wrong = |problem: &str| InteractError::value(name, problem);
    let id = || value.as_str().and_then(|id| id.parse().ok()).ok_or_else(|| wrong("not an id"));
    match option["type"].as_u64() {
        Some(3) => {
            let text = value.as_str().ok_or_else(|| wrong("not a string"))?;
            let length = text.chars().count() as u64;
            let most = option["max_length"].as_u64().unwrap_or(6000);
            if !(option["min_length"].as_u64().unwrap_or(0)..=most).contains(&length) {
                return Err(wrong("shorter or longer than the option allows"));
            }
        }
        Some(4) => {
            let number = value.as_i64().ok_or_else(|| wrong("not an integer"))?;
            if number.unsigned_abs() > MOST {
                return Err(wrong("not between -2^53+1 and 2^53-1"));
            }
            check_range(option, name, value)?;
        }
        Some(5) if !value.is_boolean() => return Err(wrong("not a boolean")),
        Some(5) => {}
        Some(6) if !resolved.user(id()?) => return Err(wrong("no such user")),
        Some(7) => {
            let kind = resolved.channel(id()?).ok_or_else(|| wrong("no such channel"))?;
            check_channel_type(option, name, kind)?;
        }
        Some(8) if !resolved.role(id()?) => return Err(wrong("no such role")),
        // Mentionable: a user or a role.
        Some(9) if !(resolved.role(id()?) || resolved.user(id()?)) => {
            return Err(wrong("no such user or role"));
        }
        Some(6 | 8 | 9) => {}
        Some(10) if !value.is_number() => return Err(wrong("not a number")),
        Some(10) => check_range(option, name, value)?,
        Some(11) => {
            let file = value["filename"].as_str().unwrap_or_default();
            let attachment = resolved.attachment(file, value["size"].as_u64().unwrap_or(0));
            let problem = "not {\"filename\": .., \"size\": ..} of at most 10 MiB";
            return attachment.map(Value::from).ok_or_else(|| wrong(problem));
        }
        _ => return Err(wrong("a subcommand is part of the name")),
    }
    let choices = option["choices"].as_array().map_or(&[][..], Vec::as_slice);
    if !choices.is_empty() && !choices.iter().any(|choice| choice["value"] == *value) {
        return Err(wrong("none of the choices"));
    }
    Ok(value.clone())
}

fn check_range(option: &Value, name: &str, value: &Value) -> Result<(), InteractError> {
    let number = value.as_f64().unwrap_or(f64::NAN);
    let least = option["min_value"].as_f64().unwrap_or(f64::MIN);
    let most = option["max_value"].as_f64().unwrap_or(f64::MAX);
    if (least..=most).contains(&number) {
        Ok(())
    } else {
        Err(InteractError::value(name, "less or more than the option allows"))
    }
}

/// Checks the channel type, because a channel option or select may allow only some types.
pub(super) fn check_channel_type(of: &Value, name: &str, kind: u64) -> Result<(), InteractError> {
    let types = of["channel_types"].as_array().map_or(&[][..], Vec::as_slice);
    if types.is_empty() || types.iter().any(|allowed| allowed.as_u64() == Some(kind)) {
        Ok(())
    } else {
        Err(InteractError::value(name, format!("a channel of type {kind} cannot be picked")))
    }
}
