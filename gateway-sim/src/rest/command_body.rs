//! Validates application commands that are registered.
//!
//! Docs: [Application Commands, Application Command Object](https://docs.discord.com/developers/interactions/application-commands#application-command-object).

use serde_json::Value;

use super::error::ApiError;

/// The largest number of options of a command, and of choices of an option.
const MAX_LIST: usize = 25;

/// Validates a command. `path` is its position in the body, with a dot at its end.
pub(super) fn check_command(command: &Value, path: &str) -> Result<(), ApiError> {
    if !command.is_object() {
        let at = if path.is_empty() { "_" } else { path.trim_end_matches('.') };
        return Err(ApiError::field(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used"));
    }
    let kind = match &command["type"] {
        Value::Null => Some(1),
        kind => kind.as_u64().filter(|kind| (1..=4).contains(kind)),
    };
    let kind =
        kind.ok_or_else(|| wrong(path, "type", "BASE_TYPE_CHOICES", "Not a command type"))?;
    check_name(&command["name"], kind == 1, path)?;
    let described = matches!(&command["description"], Value::String(text) if !text.is_empty());
    if kind == 1 {
        check_description(&command["description"], path)?;
    } else if described && kind != 4 {
        return Err(wrong(
            path,
            "description",
            "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
            "Context menu commands cannot have description",
        ));
    }
    // Application Command Structure: options are for CHAT_INPUT only.
    if kind != 1 && command["options"].as_array().is_some_and(|options| !options.is_empty()) {
        let message = "Only chat input commands can have options";
        let code = "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS";
        return Err(wrong(path, "options", code, message));
    }
    check_options(&command["options"], path, 0)
}

fn wrong(path: &str, field: &str, code: &str, message: &str) -> ApiError {
    ApiError::field(&format!("{path}{field}"), code, message)
}

fn required(path: &str, field: &str) -> ApiError {
    wrong(path, field, "BASE_TYPE_REQUIRED", "This field is required")
}

/// Checks a name: 1 to 32 characters. With `strict`, for slash commands and options, these must be lower-case letters,
/// digits, `-`, `_` or `'`.
///
/// Docs: [Application Command Naming](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming).
fn check_name(name: &Value, strict: bool, path: &str) -> Result<(), ApiError> {
    let name = name.as_str().ok_or_else(|| required(path, "name"))?;
    if !(1..=32).contains(&name.chars().count()) {
        let message = "Must be between 1 and 32 in length.";
        return Err(wrong(path, "name", "BASE_TYPE_BAD_LENGTH", message));
    }
    let allowed = |c: char| c.is_alphanumeric() || "-_'".contains(c) || is_mark(c);
    if strict && !(name.chars().all(allowed) && name.to_lowercase() == name) {
        let message = "Command name is invalid";
        return Err(wrong(path, "name", "APPLICATION_COMMAND_INVALID_NAME", message));
    }
    Ok(())
}

/// Returns whether it is a vowel sign of Devanagari or Thai, which are not letters; the docs allow both scripts
/// completely.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{97f}' | '\u{e00}'..='\u{e7f}')
}

fn check_description(description: &Value, path: &str) -> Result<(), ApiError> {
    let text = description.as_str().ok_or_else(|| required(path, "description"))?;
    if (1..=100).contains(&text.chars().count()) {
        return Ok(());
    }
    let message = "Must be between 1 and 100 in length.";
    Err(wrong(path, "description", "BASE_TYPE_BAD_LENGTH", message))
}

/// Validates options, and those below a subcommand or a group; `depth` counts the levels above.
fn check_options(options: &Value, path: &str, depth: usize) -> Result<(), ApiError> {
    let options = match options {
        Value::Null => return Ok(()),
        Value::Array(options) if options.len() <= MAX_LIST => options,
        Value::Array(_) => return Err(too_long(path, "options")),
        _ => return Err(wrong(path, "options", "LIST_TYPE_CONVERT", "Only iterables may be used")),
    };
    let mut optional_before = false;
    for (at, option) in options.iter().enumerate() {
        let path = format!("{path}options.{at}.");
        if options[..at].iter().any(|other| other["name"] == option["name"]) {
            let message = "Option names must be unique";
            return Err(wrong(&path, "name", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", message));
        }
        let kind = check_option(option, &path, depth)?;
        // Application Command Option Structure: required options come before optional ones.
        let is_required = option["required"] == Value::Bool(true);
        if is_required && optional_before {
            let message = "Required options must be placed before non-required options";
            let code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID";
            return Err(wrong(&path, "required", code, message));
        }
        optional_before |= !is_required && kind > 2;
    }
    Ok(())
}

/// Validates one option; returns its type.
fn check_option(option: &Value, path: &str, depth: usize) -> Result<u64, ApiError> {
    let kind = option["type"].as_u64().filter(|kind| (1..=11).contains(kind));
    let kind =
        kind.ok_or_else(|| wrong(path, "type", "BASE_TYPE_CHOICES", "Not an option type"))?;
    check_name(&option["name"], true, path)?;
    check_description(&option["description"], path)?;
    // Subcommands and Subcommand Groups: a group holds subcommands, and nothing nests deeper.
    if (kind == 2 && depth > 0) || (kind == 1 && depth > 1) {
        let message = "Sub-command option depth is invalid";
        return Err(wrong(path, "type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message));
    }
    if kind <= 2 {
        // Below a subcommand there are no further subcommands, so it counts as the last level.
        check_options(&option["options"], path, if kind == 1 { 2 } else { 1 })?;
    }
    check_choices(option, kind, path)?;
    Ok(kind)
}

/// Docs: [Option Choice Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure).
fn check_choices(option: &Value, kind: u64, path: &str) -> Result<(), ApiError> {
    let completes = option["autocomplete"] == Value::Bool(true);
    let choices = option["choices"].as_array().map_or(&[][..], Vec::as_slice);
    let code = "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID";
    if completes && !matches!(kind, 3 | 4 | 10) {
        let message = "Autocomplete is only for string, integer and number options";
        return Err(wrong(path, "autocomplete", code, message));
    }
    if completes && !choices.is_empty() {
        let message = "Autocomplete may not be set if choices are present";
        return Err(wrong(path, "autocomplete", code, message));
    }
    if choices.len() > MAX_LIST {
        return Err(too_long(path, "choices"));
    }
    for (at, choice) in choices.iter().enumerate() {
        let path = format!("{path}choices.{at}.");
        let short = |text: &str| (1..=100).contains(&text.chars().count());
        if !choice["name"].as_str().is_some_and(short) {
            let message = "Must be between 1 and 100 in length.";
            return Err(wrong(&path, "name", "BASE_TYPE_BAD_LENGTH", message));
        }
        let fits = match kind {
            3 => choice["value"].as_str().is_some_and(short),
            4 => choice["value"].is_i64(),
            10 => choice["value"].is_number(),
            _ => false,
        };
        if !fits {
            let message = "The value does not fit the option's type";
            let code = "APPLICATION_COMMAND_OPTIONS_CHOICE_VALUE_INVALID";
            return Err(wrong(&path, "value", code, message));
        }
    }
    Ok(())
}

fn too_long(path: &str, field: &str) -> ApiError {
    let message = format!("Must be {MAX_LIST} or fewer in length.");
    wrong(path, field, "BASE_TYPE_MAX_LENGTH", &message)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn command(change: impl FnOnce(&mut Value)) -> Result<(), ApiError> {
        let mut command = json!({
            "name": "greet",
            "description": "Greets somebody",
            "options": [{ "type": 3, "name": "name", "description": "Whom", "required": true }],
        });
        change(&mut command);
        check_command(&command, "")
    }

    #[test]
    fn good_commands_pass() {
        assert_eq!(command(|_| {}), Ok(()));
        assert_eq!(command(|c| c["name"] = json!("größe-1_'")), Ok(()));
        assert_eq!(command(|c| c["name"] = json!("नमस्ते")), Ok(()));
        assert_eq!(command(|c| c["options"] = Value::Null), Ok(()));
        let group = json!([{ "type": 2, "name": "key", "description": "d", "options": [
            { "type": 1, "name": "set", "description": "d", "options": [
                { "type": 4, "name": "value", "description": "d" },
            ] },
        ] }]);
        assert_eq!(command(|c| c["options"] = group), Ok(()));
        assert_eq!(check_command(&json!({ "name": "Report Spam", "type": 3 }), ""), Ok(()));
    }

    #[test]
    fn bad_commands_are_refused() {
        assert!(command(|c| c["name"] = json!("Greet")).is_err());
        assert!(command(|c| c["name"] = json!("two words")).is_err());
        assert!(command(|c| c["name"] = json!("x".repeat(33))).is_err());
        assert!(command(|c| c["name"] = Value::Null).is_err());
        assert!(command(|c| c["description"] = json!("")).is_err());
        assert!(command(|c| c["description"] = json!("x".repeat(101))).is_err());
        assert!(command(|c| c["type"] = json!(9)).is_err());
        assert!(command(|c| c["options"][0]["type"] = json!(12)).is_err());
        assert!(check_command(&json!("greet"), "0.").is_err());
        let option = |name: &str| json!({ "type": 3, "name": name, "description": "d" });
        let mut late = json!([option("a"), option("b")]);
        assert_eq!(command(|c| c["options"] = late.clone()), Ok(()));
        late[1]["required"] = json!(true);
        assert!(command(|c| c["options"] = late).is_err());
        assert!(command(|c| c["options"] = json!([option("a"), option("a")])).is_err());
        let choices = |kind: u64, value: Value| {
            json!([{ "type": kind, "name": "a", "description": "d", "choices": [
                { "name": "one", "value": value },
            ] }])
        };
        assert_eq!(command(|c| c["options"] = choices(4, json!(1))), Ok(()));
        assert!(command(|c| c["options"] = choices(4, json!("1"))).is_err());
        assert!(command(|c| c["options"] = choices(6, json!("1"))).is_err());
        let menu = json!({ "name": "Report", "type": 3, "options": [option("a")] });
        assert!(check_command(&menu, "").is_err());
        for below in [1, 2] {
            let deep = json!([{ "type": 1, "name": "a", "description": "d", "options": [
                { "type": below, "name": "b", "description": "d" },
            ] }]);
            assert!(command(|c| c["options"] = deep).is_err());
        }
    }
}
