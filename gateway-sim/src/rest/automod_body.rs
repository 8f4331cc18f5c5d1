//! The triggers and actions of a rule of auto moderation in a request.

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use serde_json::{Map, Value, json};

use super::call::{Call, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read};
use crate::world::{KEYWORD, KEYWORD_PRESET, MEMBER_PROFILE, MENTION_SPAM, pattern};

/// The largest number of characters of a keyword, and of a pattern.
const KEYWORD_LENGTH: usize = 60;
const PATTERN_LENGTH: usize = 260;

fn wrong(path: &str, code: &str, message: &str) -> ApiError {
    ApiError::field(path, code, message)
}

/// Reads the metadata of a rule's trigger, with the fields of its type.
///
/// Docs: [Trigger Metadata](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-trigger-metadata) and
/// [Trigger Metadata Field Limits](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-trigger-metadata-field-limits).
pub(super) fn read_metadata(rule: &Value) -> Result<Value, ApiError> {
    let of_type = rule["trigger_type"].as_u64().unwrap_or_default();
    let fields: &[Field] = match of_type {
        KEYWORD | MEMBER_PROFILE => &[
            Field::or_null("keyword_filter", Kind::ListOf(1000)),
            Field::or_null("regex_patterns", Kind::ListOf(10)),
            Field::or_null("allow_list", Kind::ListOf(100)),
        ],
        KEYWORD_PRESET => &[
            Field::required("presets", Kind::ListOf(3)),
            Field::or_null("allow_list", Kind::ListOf(1000)),
        ],
        MENTION_SPAM => &[
            Field::required("mention_total_limit", Kind::Int(0, 50)),
            Field::or_null("mention_raid_protection_enabled", Kind::Flag),
        ],
        _ => &[],
    };
    let below = |error: ApiError| error.under("trigger_metadata");
    let given =
        if rule["trigger_metadata"].is_null() { &json!({}) } else { &rule["trigger_metadata"] };
    let mut metadata = read(fields, given).map_err(below)?;
    for (name, most) in [
        ("keyword_filter", KEYWORD_LENGTH),
        ("allow_list", KEYWORD_LENGTH),
        ("regex_patterns", PATTERN_LENGTH),
    ] {
        check_texts(&metadata, name, most).map_err(below)?;
    }
    check_patterns(&metadata).map_err(below)?;
    let presets = metadata.get("presets").and_then(Value::as_array).into_iter().flatten();
    if !presets.clone().all(|one| matches!(one.as_u64(), Some(1..=3))) {
        return Err(below(wrong(
            "presets",
            "BASE_TYPE_CHOICES",
            "Value must be one of [1, 2, 3].",
        )));
    }
    if of_type == KEYWORD
        && ["keyword_filter", "regex_patterns"].iter().all(|name| is_empty(&metadata, name))
    {
        return Err(below(wrong("keyword_filter", "BASE_TYPE_REQUIRED", "This field is required")));
    }
    for field in fields {
        let value = metadata.entry(field.name()).or_insert(Value::Null);
        if value.is_null() {
            *value = if field.name().starts_with("mention") { json!(false) } else { json!([]) };
        }
    }
    Ok(Value::Object(metadata))
}

fn is_empty(metadata: &Map<String, Value>, name: &str) -> bool {
    metadata.get(name).and_then(Value::as_array).is_none_or(Vec::is_empty)
}

fn check_texts(metadata: &Map<String, Value>, name: &str, most: usize) -> Result<(), ApiError> {
    let list = metadata.get(name).and_then(Value::as_array);
    for (at, text) in list.into_iter().flatten().enumerate() {
        let fits = text.as_str().is_some_and(|text| (1..=most).contains(&text.chars().count()));
        if !fits {
            let message = format!("Must be between 1 and {most} in length.");
            return Err(wrong(&format!("{name}.{at}"), "BASE_TYPE_BAD_LENGTH", &message));
        }
    }
    Ok(())
}

fn check_patterns(metadata: &Map<String, Value>) -> Result<(), ApiError> {
    let list = metadata.get("regex_patterns").and_then(Value::as_array);
    for (at, text) in list.into_iter().flatten().enumerate() {
        if let Err(error) = pattern(text.as_str().unwrap_or_default()) {
            let path = format!("regex_patterns.{at}");
            let error = format!("Invalid regular expression: {error}");
            return Err(wrong(&path, "AUTO_MODERATION_INVALID_REGEX", &error));
        }
    }
    Ok(())
}

/// Validates the actions of a rule.
///
/// Docs: [Auto Moderation Action Object](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-action-object).
pub(super) fn check_actions(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    rule: &Value,
) -> Result<Value, ApiError> {
    let list = rule["actions"].as_array().map_or(&[][..], Vec::as_slice);
    if list.is_empty() {
        return Err(wrong("actions", "BASE_TYPE_REQUIRED", "This field is required"));
    }
    let actions = list.iter().enumerate().map(|(at, action)| {
        let place = format!("actions.{at}");
        check_action(call, guild, rule, action).map_err(|error| error.under(&place))
    });
    Ok(Value::Array(actions.collect::<Result<_, _>>()?))
}

fn check_action(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    rule: &Value,
    action: &Value,
) -> Result<Value, ApiError> {
    let of_type = read(&[Field::required("type", Kind::OneOf(&[1, 2, 3, 4]))], action)?;
    let of_profiles = rule["trigger_type"] == MEMBER_PROFILE;
    let timeouts = rule["trigger_type"] == KEYWORD || rule["trigger_type"] == MENTION_SPAM;
    let (fields, fits): (&[Field], bool) = match of_type["type"].as_u64() {
        Some(1) => (&[Field::new("custom_message", Kind::Text(0, 150))], !of_profiles),
        Some(2) => (&[Field::required("channel_id", Kind::Snowflake)], true),
        Some(3) => (&[Field::required("duration_seconds", Kind::Int(0, 2_419_200))], timeouts),
        _ => (&[], of_profiles),
    };
    if !fits {
        let message = "This action is not for rules of this trigger type.";
        return Err(wrong("type", "BASE_TYPE_CHOICES", message));
    }
    let given = if action["metadata"].is_null() { &json!({}) } else { &action["metadata"] };
    let metadata = read(fields, given).map_err(|error| error.under("metadata"))?;
    if let Some(channel) = metadata.get("channel_id").and_then(id_of)
        && !guild_now(call, guild)?.channels.contains_key(&channel)
    {
        return Err(ApiError::unknown(10_003, "Channel"));
    }
    if of_type["type"] == 3 {
        call.need(guild, Permissions::MODERATE_MEMBERS)?;
    }
    Ok(json!({ "type": of_type["type"], "metadata": metadata }))
}
