//! Validates a message that is created or edited.

use http::StatusCode;
use serde_json::Value;

use super::component_body::check_components;
use super::embed_body::check_embeds;
use super::error::ApiError;
use super::form::{Field, Kind, read, read_object};

/// The flag of a message of components v2.
///
/// Docs: [Message, Message Flags](https://docs.discord.com/developers/resources/message#message-object-message-flags).
const IS_COMPONENTS_V2: u64 = 1 << 15;

/// Docs: [Message, Create Message](https://docs.discord.com/developers/resources/message#create-message).
const MESSAGE: &[Field] = &[
    Field::or_null("content", Kind::Text(0, 2000)),
    Field::or_null("embeds", Kind::ListOf(10)),
    Field::or_null("sticker_ids", Kind::Snowflakes(3)),
    Field::or_null("components", Kind::ListOf(40)),
    Field::or_null("flags", Kind::Int(0, i64::MAX)),
    Field::or_null("tts", Kind::Flag),
];

/// Validates a message that is created, or that is edited; `before` is its state before an edit.
///
/// Docs: [Message, Create Message](https://docs.discord.com/developers/resources/message#create-message): one of
/// content, embeds, sticker_ids, components, files or poll is required.
pub(super) fn check_message(
    body: &Value,
    files: usize,
    before: Option<&Value>,
) -> Result<(), ApiError> {
    read(MESSAGE, body)?;
    check_embeds(&body["embeds"])?;
    check_parts(body, before)?;
    check_poll(&body["poll"])?;
    check_mentions(&body["allowed_mentions"])?;
    let any = ["content", "embeds", "sticker_ids", "components", "poll", "message_reference"];
    if before.is_none() && files == 0 && any.into_iter().all(|part| is_empty(&body[part])) {
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_006, "Cannot send an empty message"));
    }
    Ok(())
}

fn is_empty(part: &Value) -> bool {
    match part {
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        part => part.is_null(),
    }
}

/// Docs: [Component Reference](https://docs.discord.com/developers/components/reference): with the flag, content, embeds,
/// stickers and polls are disabled.
fn check_parts(body: &Value, before: Option<&Value>) -> Result<(), ApiError> {
    let has_flag = |message: &Value| {
        message["flags"].as_u64().is_some_and(|flags| flags & IS_COMPONENTS_V2 != 0)
    };
    let v2 = has_flag(body) || before.is_some_and(has_flag);
    let legacy = ["content", "embeds", "sticker_ids", "poll"];
    if let Some(part) = legacy.into_iter().find(|part| v2 && !is_empty(&body[*part])) {
        let code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
        let message = format!("The \"{part}\" field cannot be used with IS_COMPONENTS_V2");
        return Err(ApiError::field(part, code, &message));
    }
    check_components(&body["components"], v2)
}

const POLL: &[Field] = &[
    Field::required("question", Kind::Object),
    Field::required("answers", Kind::ListOf(10)),
    Field::or_null("duration", Kind::Int(1, 768)),
    Field::or_null("allow_multiselect", Kind::Flag),
    Field::or_null("layout_type", Kind::OneOf(&[1])),
];

/// Docs: [Poll, Poll Create Request Object](https://docs.discord.com/developers/resources/poll#poll-create-request-object)
/// and [Poll Media Object](https://docs.discord.com/developers/resources/poll#poll-media-object): 300 characters of a
/// question, 55 of an answer.
fn check_poll(poll: &Value) -> Result<(), ApiError> {
    if poll.is_null() {
        return Ok(());
    }
    let below = |error: ApiError| error.under("poll");
    read(POLL, poll).map_err(below)?;
    read_object(&[Field::required("text", Kind::Text(1, 300))], poll, "question").map_err(below)?;
    let answers = poll["answers"].as_array().map_or(&[][..], Vec::as_slice);
    if answers.is_empty() {
        return Err(ApiError::field(
            "poll.answers",
            "BASE_TYPE_REQUIRED",
            "This field is required",
        ));
    }
    for (at, answer) in answers.iter().enumerate() {
        let place = format!("poll.answers.{at}");
        let media = [Field::new("text", Kind::Text(1, 55)), Field::or_null("emoji", Kind::Object)];
        read(&[Field::required("poll_media", Kind::Object)], answer)
            .and_then(|_| read_object(&media, answer, "poll_media"))
            .map_err(|error| error.under(&place))?;
    }
    Ok(())
}

/// Docs: [Message, Allowed Mentions Object](https://docs.discord.com/developers/resources/message#allowed-mentions-object): a
/// kind is in `parse`, or has a list of ids, of at most 100.
fn check_mentions(mentions: &Value) -> Result<(), ApiError> {
    if mentions.is_null() {
        return Ok(());
    }
    let fields = [
        Field::or_null("parse", Kind::ListOf(3)),
        Field::or_null("users", Kind::Snowflakes(100)),
        Field::or_null("roles", Kind::Snowflakes(100)),
        Field::or_null("replied_user", Kind::Flag),
    ];
    read(&fields, mentions).map_err(|error| error.under("allowed_mentions"))?;
    for kind in ["users", "roles"] {
        let parsed =
            mentions["parse"].as_array().is_some_and(|parse| parse.iter().any(|one| one == kind));
        if parsed && mentions[kind].as_array().is_some_and(|ids| !ids.is_empty()) {
            let message =
                format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
            let code = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE";
            return Err(ApiError::field("allowed_mentions", code, &message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn empty_and_oversized_messages_are_refused() {
        assert!(check_message(&json!({}), 0, None).is_err());
        assert!(check_message(&json!({ "content": "" }), 0, None).is_err());
        assert!(check_message(&json!({}), 1, None).is_ok());
        assert!(check_message(&json!({ "content": "é".repeat(2000) }), 0, None).is_ok());
        assert!(check_message(&json!({ "content": "é".repeat(2001) }), 0, None).is_err());
        assert!(check_message(&json!({ "embeds": vec![json!({}); 11] }), 0, None).is_err());
    }
}
