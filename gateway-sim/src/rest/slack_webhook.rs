//! Executing a webhook with a body of Slack's.
//!
//! Docs: [Webhook, Execute Slack-Compatible Webhook](https://docs.discord.com/developers/resources/webhook#execute-slack-compatible-webhook)
//! and OpenAPI, which has the fields. Slack's markup in texts is left as it is.

use serde_json::{Map, Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::incoming_webhooks::{NAME, with_token, write};
use super::route::Route;
use crate::clock::timestamp;

pub(super) const ROUTES: &[Route] =
    &[Route::open("POST", "/webhooks/{webhook}/{token}/slack", execute)];

const MESSAGE: &[Field] = &[
    Field::or_null("text", Kind::Text(0, 2000)),
    Field::or_null("username", NAME),
    Field::or_null("icon_url", Kind::Url),
    Field::or_null("attachments", Kind::ListOf(10)),
];

/// The length of a text that is an embed's description.
const TEXT: Kind = Kind::Text(0, 4096);

const ATTACHMENT: &[Field] = &[
    Field::or_null("title", Kind::Text(0, 256)),
    Field::or_null("title_link", Kind::Url),
    Field::or_null("text", TEXT),
    Field::or_null("pretext", TEXT),
    Field::or_null("color", Kind::Text(0, 7)),
    Field::or_null("ts", Kind::Int(0, i64::MAX / 1_000)),
    Field::or_null("footer", Kind::Text(0, 2048)),
    Field::or_null("footer_icon", Kind::Url),
    Field::or_null("author_name", Kind::Text(0, 256)),
    Field::or_null("author_link", Kind::Url),
    Field::or_null("author_icon", Kind::Url),
    Field::or_null("image_url", Kind::Url),
    Field::or_null("thumb_url", Kind::Url),
    Field::or_null("fields", Kind::ListOf(25)),
];

/// The objects of an embed: their names, and for each of their fields the one of an attachment.
const PARTS: &[(&str, &[(&str, &str)])] = &[
    ("footer", &[("text", "footer"), ("icon_url", "footer_icon")]),
    ("author", &[("name", "author_name"), ("url", "author_link"), ("icon_url", "author_icon")]),
    ("image", &[("url", "image_url")]),
    ("thumbnail", &[("url", "thumb_url")]),
];

/// OpenAPI has a 200 with a text as the only answer.
fn execute(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let webhook = with_token(call)?;
    // Reads the flag only to refuse a wrong one: either way, the message is saved at once.
    call.flag("wait")?;
    let fields = read(MESSAGE, &call.json()?)?;
    let attachments = fields.get("attachments").and_then(Value::as_array).into_iter().flatten();
    let embeds = attachments
        .enumerate()
        .map(|(at, one)| embed(one).map_err(|error| error.under(&format!("attachments.{at}"))));
    let embeds = embeds.collect::<Result<Vec<_>, _>>()?;
    let body = json!({ "content": fields.get("text"), "embeds": embeds });
    write(call, &webhook, fields.get("username"), &body)?;
    Reply::ok(json!("ok"))
}

/// Returns the embed of an attachment.
fn embed(attachment: &Value) -> Result<Value, ApiError> {
    let given = read(ATTACHMENT, attachment)?;
    let text = |name: &str| given.get(name).and_then(Value::as_str).filter(|one| !one.is_empty());
    let mut embed = json!({});
    for (part, name) in [("title", "title"), ("url", "title_link")] {
        if let Some(text) = text(name) {
            embed[part] = json!(text);
        }
    }
    let texts: Vec<&str> = ["pretext", "text"].into_iter().filter_map(text).collect();
    if !texts.is_empty() {
        embed["description"] = json!(texts.join("\n"));
    }
    if let Some(color) = text("color") {
        embed["color"] = json!(color_of(color)?);
    }
    if let Some(seconds) = given.get("ts").and_then(Value::as_u64) {
        embed["timestamp"] = json!(timestamp(seconds.saturating_mul(1_000)));
    }
    for (part, fields) in PARTS {
        let named = |(field, name): &(&str, &str)| Some(((*field).to_owned(), json!(text(name)?)));
        let found: Map<String, Value> = fields.iter().filter_map(named).collect();
        // Without its first field, the object is left out.
        if fields.first().is_some_and(|(first, _)| found.contains_key(*first)) {
            embed[*part] = Value::Object(found);
        }
    }
    let fields = given.get("fields").and_then(Value::as_array).into_iter().flatten();
    let fields: Vec<Value> = fields.map(field).collect();
    if !fields.is_empty() {
        embed["fields"] = Value::Array(fields);
    }
    Ok(embed)
}

/// Returns the field of an embed. OpenAPI names its parts `name`, `value` and `inline`; Slack itself has `title` and
/// `short`.
fn field(given: &Value) -> Value {
    let either = |ours: &str, slack: &str| match &given[ours] {
        Value::Null => given[slack].clone(),
        value => value.clone(),
    };
    json!({
        "name": either("name", "title"),
        "value": given["value"],
        "inline": either("inline", "short") == true,
    })
}

/// Reads `#rrggbb` or `#rgb`.
fn color_of(text: &str) -> Result<u32, ApiError> {
    let wrong = || {
        let message = "Must be # and 3 or 6 hexadecimal digits.";
        ApiError::field("color", "STRING_TYPE_REGEX", message)
    };
    let digits = text.strip_prefix('#').ok_or_else(wrong)?;
    let whole: String = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        6 => digits.to_owned(),
        _ => return Err(wrong()),
    };
    // A sign would be read as part of a number.
    let digits_only = whole.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(&whole, 16).ok().filter(|_| digits_only).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_have_three_or_six_digits() {
        assert_eq!(color_of("#36a64f").unwrap(), 0x36_a64f);
        assert_eq!(color_of("#fA0").unwrap(), 0xff_aa00);
        for wrong in ["good", "#12345", "36a64f", "#+1234f", "#", "#é1"] {
            assert!(color_of(wrong).is_err(), "{wrong}");
        }
    }
}
